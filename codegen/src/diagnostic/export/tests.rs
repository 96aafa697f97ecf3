//! What machines read, of one report with everything in it.

use crate::diagnostic::{
    Diagnostic, Edit, FileId, Fix, Location, Report, SourcesBuilder, Span, rules,
};

rules! { Style, Convention Allow;
SOME = Error "some-rule" { "Some." why "So." Words() bad "a" good "b" }
OTHER = Warning "other-rule" { "Other." why "So." Words() bad "a" good "b" }
}

fn report() -> Report {
    let mut builder = SourcesBuilder::default();
    let text = "a: ü\nb: |\n  one\n  two\n";
    let file =
        builder.add("spec/one file.yaml".to_owned(), "one file.yaml".to_owned(), text.to_owned());
    let place = |start, end, pointer: &str| Location::new(file, Span::new(start, end), pointer);
    let first = Diagnostic::new(&SOME, place(3, 5, "/a"), "100 % wrong: one, two\nand three")
        .label("here")
        .help("do this")
        .related(place(0, 1, "/a"), "the key")
        .fix(Fix::new("remove it", Edit::new(FileId::default(), Span::new(0, 6), "")));
    let second = Diagnostic::new(&OTHER, place(6, 22, "/b"), "several lines");
    Report::new(vec![first, second], &builder.finish())
}

#[test]
fn json() {
    insta::assert_snapshot!(report().to_json());
}

#[test]
fn sarif() {
    let text = report().to_sarif().replace(env!("CARGO_PKG_VERSION"), "VERSION");
    insta::assert_snapshot!(text);
}

#[test]
fn github() {
    insta::assert_snapshot!(report().to_github());
}

#[test]
fn a_file_lists_its_rules() {
    assert!(RULES.iter().any(|rule| **rule == SOME));
}

//! Tests of how reports are ordered and shown.

use super::{
    Diagnostic, FileId, Location, RenderStyle, Report, Sources, SourcesBuilder, Span, rules,
};

rules! { Style, Convention Allow;
SOME = Error "some-rule" { "Some." why "So." Words() bad "a" good "b" }
SOME_WARNING = Warning "some-rule" { "Some." why "So." Words() bad "a" good "b" }
A = Error "a" { "A." why "So." Words() bad "a" good "b" }
B = Error "b" { "B." why "So." Words() bad "a" good "b" }
R = Error "r" { "R." why "So." Words() bad "a" good "b" }
W = Warning "w" { "W." why "So." Words() bad "a" good "b" }
Z = Error "z" { "Z." why "So." Words() bad "a" good "b" }
}

const WIDE: &str = "title: 日本語 🦀\n\tname:\tvalue\r\nlast: ü\n";

fn sources(files: &[(&str, &str)]) -> Sources {
    let mut builder = SourcesBuilder::default();
    for (name, text) in files {
        builder.add(format!("spec/{name}"), (*name).to_owned(), (*text).to_owned());
    }
    builder.finish()
}

/// The place of the first occurrence of `wanted`.
fn place(sources: &Sources, file: usize, wanted: &str) -> Location {
    let file = FileId::from_index(file);
    let start = sources.text(file).find(wanted).unwrap();
    Location::new(file, Span::new(start, start + wanted.len()), "/at/this~1place")
}

fn render(diagnostics: Vec<Diagnostic>, sources: &Sources) -> String {
    Report::new(diagnostics, sources).render(RenderStyle::Plain)
}

#[test]
fn wide_characters_tabs_and_line_ends() {
    let sources = sources(&[("a.yaml", WIDE)]);
    let at = |wanted: &str, label: &str| {
        Diagnostic::new(&SOME, place(&sources, 0, wanted), "something is wrong").label(label)
    };
    let found = render(vec![at("🦀", "crab"), at("value", "value"), at("ü", "u")], &sources);
    insta::assert_snapshot!(found);
}

#[test]
fn related_places_help_and_several_lines() {
    let far = format!("first: 1\n{}last: 2\n", "# filler\n".repeat(300));
    let sources = sources(&[("a.yaml", &far), ("b.yaml", "block:\n  inner: 1\n  more: 2\n")]);
    let block = place(&sources, 1, "block:\n  inner: 1");
    let diagnostic = Diagnostic::new(&SOME_WARNING, block, "one thing\nin two lines")
        .help("do this\nand that")
        .related(place(&sources, 1, "more"), "near")
        .related(place(&sources, 0, "first"), "in another file")
        .related(place(&sources, 0, "last"), "far away");
    let found = render(vec![diagnostic], &sources);
    insta::assert_snapshot!(found);
}

#[test]
fn colours_are_escape_sequences_and_contract_text_has_none() {
    let sources = sources(&[("a.yaml", "a: \"x\"\n")]);
    let report = Report::new(
        vec![Diagnostic::new(&SOME, place(&sources, 0, "x"), "bad \u{1b}[31m\u{7}")],
        &sources,
    );
    assert!(report.render(RenderStyle::Color).contains("\u{1b}["));
    let plain = report.render(RenderStyle::Plain);
    assert!(!plain.contains(['\u{1b}', '\u{7}']), "{plain:?}");
    assert!(plain.contains("\\u{1b}[31m\\u{7}"), "{plain}");
    assert_eq!(report.to_string(), plain);
}

#[test]
fn reports_are_sorted_and_free_of_repetitions() {
    let sources = sources(&[("a.yaml", "one two\n"), ("b.yaml", "three\n")]);
    let found = |file, wanted, rule| Diagnostic::new(rule, place(&sources, file, wanted), "m");
    let report = Report::new(
        vec![
            found(1, "three", &A),
            found(0, "two", &A),
            found(0, "one", &Z),
            found(0, "one", &B),
            found(0, "one", &Z),
            Diagnostic::new(&W, place(&sources, 0, "two"), "m"),
        ],
        &sources,
    );
    let order: Vec<(usize, usize, &str)> = report
        .diagnostics()
        .iter()
        .map(|found| (found.location.file.index(), found.location.span.start, found.rule.id))
        .collect();
    assert_eq!(order, [(0, 0, "b"), (0, 0, "z"), (0, 4, "a"), (0, 4, "w"), (1, 0, "a")]);
    assert_eq!((report.len(), report.error_count(), report.is_empty()), (5, 4, false));
}

#[test]
fn lines_and_columns_count_characters_from_one() {
    let sources = sources(&[("a.yaml", WIDE)]);
    let at = |wanted| sources.line_column(&place(&sources, 0, wanted));
    let path = "spec/a.yaml".to_owned();
    assert_eq!(at("🦀"), (path.clone(), 1, 12));
    assert_eq!(at("value"), (path.clone(), 2, 8));
    assert_eq!(at("ü"), (path.clone(), 3, 7));
    let behind = Location::new(FileId::default(), Span::at(WIDE.len() + 9), "");
    assert_eq!(sources.line_column(&behind), (path, 4, 1));
}

#[test]
fn places_outside_the_text_can_be_shown() {
    let sources = sources(&[("a.yaml", "ä"), ("empty.yaml", "")]);
    for (file, span) in
        [(0, Span::new(1, 1)), (0, Span::new(7, 9)), (1, Span::at(0)), (9, Span::at(3))]
    {
        let location = Location::new(FileId::from_index(file), span, "");
        assert!(
            render(vec![Diagnostic::new(&R, location, "m")], &sources).starts_with("error[r]: m")
        );
    }
}

#[test]
fn very_long_lines_are_left_out() {
    let long = format!("{}x: 1\n", "ä".repeat(20_000));
    let sources = sources(&[("a.yaml", &long)]);
    let text = render(vec![Diagnostic::new(&R, place(&sources, 0, "x"), "m")], &sources);
    assert!(text.len() < 200 && text.contains("spec/a.yaml:1:20001"), "{text}");
}

#[test]
fn a_file_lists_its_rules() {
    assert_eq!(RULES.len(), 7);
    assert!(RULES.iter().any(|rule| **rule == SOME_WARNING));
}

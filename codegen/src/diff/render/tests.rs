//! What the four texts look like, for one review with a bit of everything.

use super::{github, human, json, markdown};
use crate::diagnostic::RenderStyle;
use crate::diff::{AcceptedChanges, Review, Version, compare};
use crate::document::MemoryFiles;
use crate::fixture::contract;

const SCHEMAS: &str = "
    Thing:
      type: object
      required: [name]
      properties:
        id: {allOf: [{$ref: '#/components/schemas/ThingId'}], readOnly: true}
        name: {type: string, maxLength: 20}
        color: {$ref: '#/components/schemas/Color'}
        note: {type: string, description: A note.}
    Color: {type: string, enum: [RED, BLUE]}
";

fn version(name: &str, schemas: &str) -> Version {
    let files: MemoryFiles = [("openapi.yaml", contract(schemas))].into_iter().collect();
    Version::load(name, &files, "openapi.yaml")
}

/// Shows a review of `SCHEMAS` after some replacements, with the first change accepted.
fn reviewed<T>(edits: &[(&str, &str)], show: impl FnOnce(&Review<'_>) -> T) -> T {
    let edited = edits.iter().fold(SCHEMAS.to_owned(), |text, (old, new)| text.replace(old, new));
    let (base, head) = (version("main", SCHEMAS), version("the working tree", &edited));
    let diff = compare(&base, &head);
    let first = diff.changes().last().unwrap().fingerprint.as_str();
    let accepted = format!(
        "[[accepted]]\nfingerprint = '{first}'\nreason = 'the words are better now'\n\
         [[accepted]]\nfingerprint = '00000000000000ff'\nreason = 'from last year'\n"
    );
    let accepted = AcceptedChanges::parse(&accepted).unwrap();
    show(&Review::new(&base, &head, &diff, &accepted))
}

const EDITS: [(&str, &str); 4] = [
    ("required: [name]", "required: [name, note]"),
    ("maxLength: 20", "maxLength: 10"),
    ("[RED, BLUE]", "[RED, BLUE, GREEN]"),
    ("A note.", "What else there is to say."),
];

#[test]
fn people_read_the_verdict_first_and_last() {
    let text = reviewed(&EDITS, |review| human(review, RenderStyle::Plain));
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn a_pull_request_gets_a_table_and_folded_details() {
    let text = reviewed(&EDITS, markdown);
    assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
    insta::assert_snapshot!(text);
}

#[test]
fn a_workflow_gets_one_command_a_line() {
    let text = reviewed(&EDITS, github);
    assert!(text.lines().all(|line| line.starts_with("::")), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn programs_get_everything() {
    let value = reviewed(&EDITS, json);
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).unwrap());
}

#[test]
fn a_comment_fits_however_much_changed() {
    let many: String = (0..4_000)
        .map(|number| {
            format!("        p{number}: {{type: string, description: '@all {number}'}}\n")
        })
        .collect();
    let more = format!("{}{many}", "        note: {type: string, description: A note.}\n");
    let edits = [("        note: {type: string, description: A note.}\n", more.as_str())];
    let text = reviewed(&edits, markdown);
    assert!(text.len() < 65_536, "{}", text.len());
    assert!(text.contains("and 3960 more") || text.contains("and 3959 more"), "{text}");
}

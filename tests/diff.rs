//! The diff of contracts: pure refactorings are no change on the wire, damage is survived, and the
//! work grows with the contract and not faster.

use std::fs;
use std::sync::LazyLock;

use codegen::diff::{Bump, ChangeKind, Diff, Gravity, Version, compare};
use codegen::document::MemoryFiles;
use pingone_mfa_tests::frozen_contract;
use proptest::prelude::*;
use proptest::sample::Index;

const FILES: [&str; 4] =
    ["openapi.yaml", "common.yaml", "push-credentials.yaml", "pairing-keys.yaml"];

/// The frozen contract with replacements in any of its files.
fn frozen(edits: &[(&str, &str)]) -> Version {
    let files: MemoryFiles = FILES
        .iter()
        .map(|name| {
            let text = fs::read_to_string(frozen_contract().with_file_name(name)).unwrap();
            let edited = edits.iter().fold(text, |text, (old, new)| text.replace(old, new));
            (*name, edited)
        })
        .collect();
    Version::load("contract", &files, "openapi.yaml")
}

fn single(text: &str) -> Version {
    let files: MemoryFiles = [("openapi.yaml", text)].into_iter().collect();
    Version::load("contract", &files, "openapi.yaml")
}

fn ids(diff: &Diff) -> Vec<String> {
    diff.changes().iter().map(codegen::diff::Change::id).collect()
}

#[test]
fn a_shared_component_is_one_change_with_all_that_it_reaches() {
    let diff = compare(&frozen(&[]), &frozen(&[("maxLength: 100", "maxLength: 90")]));
    assert_eq!(ids(&diff), ["request-length-tightened", "request-length-tightened"]);
    for change in diff.changes() {
        assert_eq!(change.reach.requests.len(), 8, "{change:?}");
        assert!(change.reach.responses.is_empty(), "{change:?}");
    }
}

#[test]
fn requests_and_responses_that_share_a_schema_are_told_apart() {
    let old = "    ApplicationReference:\n      type: object\n";
    let new = "    ApplicationReference:\n      type: object\n      maxProperties: 3\n";
    let diff = compare(&frozen(&[]), &frozen(&[(old, new)]));
    let [change] = diff.changes() else { panic!("{:?}", ids(&diff)) };
    assert_eq!(*change.reach.requests, ["createPairingKey"]);
    assert!(change.reach.responses.iter().any(|name| name == "listPushCredentials"));
    assert!(change.reach.responses.iter().all(|name| !name.starts_with("delete")));
    assert!(change.reach.types.iter().any(|name| name == "PairingKeyRequest"));
}

#[test]
fn a_renamed_schema_changes_the_rust_api_only() {
    let edits = [
        ("schemas/PairingKeyError'", "schemas/PairingFailure'"),
        ("    PairingKeyError:", "    PairingFailure:"),
    ];
    let diff = compare(&frozen(&[]), &frozen(&edits));
    let [change] = diff.changes() else { panic!("{:?}", ids(&diff)) };
    assert_eq!(change.kind, ChangeKind::SchemaRenamed);
    assert!(diff.wire().is_safe());
    assert_eq!(diff.bump(), Bump::Major);
    let items: Vec<&str> = change.rust.iter().map(|one| one.item.as_str()).collect();
    assert_eq!(items, ["PairingKey::error", "PairingKeyError", "PairingFailure"]);
}

#[test]
fn what_the_client_itself_takes_is_part_of_its_api() {
    let contract = fs::read_to_string(frozen_contract()).unwrap();
    let with = |client: &str| {
        let others = FILES[1..].iter().map(|name| {
            (*name, fs::read_to_string(frozen_contract().with_file_name(name)).unwrap())
        });
        let own = [("openapi.yaml", contract.clone()), ("client.yaml", client.to_owned())];
        let files: MemoryFiles = own.into_iter().chain(others).collect();
        Version::load("contract", &files, "openapi.yaml")
    };
    let (tokens, keys) = (with("package: a\n"), with("package: a\napi-key: X-Key\n"));
    for (base, head, bump) in [(&tokens, &keys, Bump::Minor), (&keys, &tokens, Bump::Major)] {
        let diff = compare(base, head);
        let items = diff.changes().iter().flat_map(|change| &change.rust);
        let items: Vec<&str> = items.map(|one| one.item.as_str()).collect();
        assert_eq!((items.as_slice(), diff.bump()), (["impl ApiKey for Client"].as_slice(), bump));
    }
    let words = "      description: Id of a PingOne environment.\n";
    let ours = format!("      x-rust-type: EnvironmentId\n{words}");
    let (ours, free) = ((words, ours.as_str()), ("      x-rust-scope: client\n", ""));
    let diff = compare(&frozen(&[ours]), &frozen(&[ours, free]));
    let items: Vec<&str> =
        diff.changes().iter().flat_map(|change| &change.rust).map(|one| &*one.item).collect();
    for item in ["Client::builder()", "Client::from_env()", "EnvironmentId"] {
        assert!(items.contains(&item), "{item}: {items:?}");
    }
}

#[test]
fn another_layout_is_no_change() {
    // JSON is the most different layout there is.
    let files: MemoryFiles = {
        let whole = codegen::document::Document::load(&frozen_contract());
        let json = whole.unwrap().bundle().to_string();
        [("openapi.yaml", json)].into_iter().collect()
    };
    let bundled = Version::load("bundle", &files, "openapi.yaml");
    let diff = compare(&frozen(&[]), &bundled);
    // Except for the order of examples, of which the first becomes documentation.
    let is_text = |change: &codegen::diff::Change| change.kind == ChangeKind::DescriptionChanged;
    assert!(diff.changes().iter().all(is_text), "{:#?}", diff.changes());
    assert!(diff.wire().is_safe() && diff.bump() <= Bump::Patch);
}

#[test]
fn a_contract_that_the_generator_refuses_is_compared_on_the_wire() {
    let text = |kind: &str| {
        format!(
            "openapi: 3.0.3\npaths:\n  /a:\n    post:\n      x-odd: 1\n      requestBody:\n        \
             content:\n          text/csv:\n            schema: {{type: {kind}}}\n      \
             responses: {{default: {{description: Any.}}}}\n"
        )
    };
    let diff = compare(&single(&text("number")), &single(&text("integer")));
    assert_eq!(ids(&diff), ["request-type-narrowed"]);
    assert_eq!(*diff.changes()[0].reach.requests, ["POST /a"]);
    assert_eq!(diff.changes()[0].gravity(), Gravity::Breaking);
    // A fault that both versions share is not told; one that came is, with its place.
    assert_eq!(diff.rust_unknown.as_deref(), Some("neither version has a client"));
    let diff = compare(&frozen(&[]), &single(&text("number")));
    assert!(diff.rust_unknown.is_some_and(|reason| reason.contains("openapi.yaml:")));
}

#[test]
fn recursive_schemas_are_compared_once() {
    let text = |kind: &str| {
        format!(
            "openapi: 3.0.3\npaths:\n  /a:\n    get:\n      responses:\n        '200':\n          \
             description: All.\n          content:\n            application/json:\n              \
             schema: {{$ref: '#/components/schemas/A'}}\ncomponents:\n  schemas:\n    A:\n      \
             allOf: [{{$ref: '#/components/schemas/B'}}]\n      properties:\n        \
             next: {{$ref: '#/components/schemas/B'}}\n    B:\n      oneOf:\n        \
             - $ref: '#/components/schemas/A'\n        - {{type: {kind}}}\n      \
             properties:\n        list: {{type: array, items: {{$ref: '#/components/schemas/A'}}}}\n"
        )
    };
    let diff = compare(&single(&text("string")), &single(&text("boolean")));
    assert_eq!(ids(&diff), ["response-type-changed"]);
    assert!(compare(&single(&text("string")), &single(&text("string"))).changes().is_empty());
}

/// A contract of some 30,000 lines in which every schema leads to every other one.
fn large(limit: usize) -> String {
    use std::fmt::Write as _;
    const SCHEMAS: usize = 1_000;
    let mut text = String::from("openapi: 3.0.3\npaths:\n");
    for number in 0..SCHEMAS / 4 {
        let schema = number * 4;
        write!(
            text,
            "  /r{number}/{{id}}:\n    get:\n      operationId: get{number}\n      responses:\n        \
             '200':\n          description: One.\n          content:\n            \
             application/json:\n              schema:\n                \
             $ref: '#/components/schemas/S{schema}'\n"
        )
        .unwrap();
    }
    text.push_str("components:\n  schemas:\n");
    for number in 0..SCHEMAS {
        write!(text, "    S{number}:\n      type: object\n      properties:\n").unwrap();
        for property in 'a'..='f' {
            write!(
                text,
                "        {property}:\n          type: string\n          maxLength: {limit}\n"
            )
            .unwrap();
        }
        for (name, step) in [("next", 1), ("other", 7), ("third", 13)] {
            let target = (number * step + 1) % SCHEMAS;
            write!(text, "        {name}:\n          $ref: '#/components/schemas/S{target}'\n")
                .unwrap();
        }
    }
    text
}

#[test]
fn thousands_of_changes_in_one_web_of_schemas_share_whom_they_reach() {
    let (base, head) = (large(10), large(20));
    assert!(base.lines().count() > 28_000);
    let diff = compare(&single(&base), &single(&head));
    assert_eq!(diff.changes().len(), 6_000);
    let first = &diff.changes()[0].reach;
    assert_eq!((first.responses.len(), first.types.len()), (250, 1_000));
    // One list for all, not 6,000.
    let is_shared = |change: &codegen::diff::Change| {
        std::sync::Arc::ptr_eq(&change.reach.types, &first.types)
            && std::sync::Arc::ptr_eq(&change.reach.responses, &first.responses)
    };
    assert!(diff.changes().iter().all(is_shared));
}

#[derive(Clone, Copy, Debug)]
enum Damage {
    Drop,
    Repeat,
    Indent,
    Outdent,
    OtherValue,
    OtherReference,
}

fn apply(lines: &mut [String], at: usize, damage: Damage) {
    let line = lines[at].clone();
    let key = line.split(':').next().unwrap_or_default().to_owned();
    lines[at] = match damage {
        Damage::Drop => String::new(),
        Damage::Repeat => format!("{line}\n{line}"),
        Damage::Indent => format!("  {line}"),
        Damage::Outdent => line.strip_prefix("  ").unwrap_or(&line).to_owned(),
        Damage::OtherValue => format!("{key}: [7, ~, {{a: b, $ref: 4}}]"),
        Damage::OtherReference => format!("{key}: {{$ref: '#/components/schemas/Links'}}"),
    };
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        Just(Damage::Drop),
        Just(Damage::Repeat),
        Just(Damage::Indent),
        Just(Damage::Outdent),
        Just(Damage::OtherValue),
        Just(Damage::OtherReference),
    ]
}

static UNDAMAGED: LazyLock<Version> = LazyLock::new(|| frozen(&[]));

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn damage_on_either_side_is_survived(
        damages in prop::collection::vec((0..FILES.len(), any::<Index>(), damage()), 1..6),
    ) {
        let mut files: Vec<Vec<String>> = FILES
            .iter()
            .map(|name| fs::read_to_string(frozen_contract().with_file_name(name)).unwrap())
            .map(|text| text.lines().map(str::to_owned).collect())
            .collect();
        for (file, at, damage) in damages {
            let at = at.index(files[file].len());
            apply(&mut files[file], at, damage);
        }
        let files: MemoryFiles =
            FILES.iter().zip(&files).map(|(name, lines)| (*name, lines.join("\n"))).collect();
        let bad = Version::load("damaged", &files, "openapi.yaml");
        let there = compare(&UNDAMAGED, &bad);
        let back = compare(&bad, &UNDAMAGED);
        // What the generator accepts on both sides is known on both ways.
        prop_assert_eq!(there.rust_unknown.is_some(), back.rust_unknown.is_some());
        prop_assert_eq!(bad.plan().is_err(), there.rust_unknown.is_some());
    }
}

#[test]
fn references_that_never_end_are_survived() {
    let text = |limit: u32| {
        format!(
            "openapi: 3.0.3\npaths:\n  /a: {{$ref: '#/paths/~1b'}}\n  /b: {{$ref: '#/paths/~1a'}}\n  \
             /c:\n    get:\n      parameters:\n        - {{name: x, in: query, schema: {{type: \
             string, maxLength: {limit}}}}}\n        - {{name: y, in: query, schema: {{$ref: \
             '#/components/schemas/A'}}}}\n      responses: {{'200': {{$ref: \
             '#/components/responses/R'}}}}\ncomponents:\n  responses: {{R: {{$ref: \
             '#/components/responses/R'}}}}\n  schemas:\n    A: {{$ref: \
             '#/components/schemas/B'}}\n    B: {{$ref: '#/components/schemas/A'}}\n"
        )
    };
    let (base, head) = (single(&text(9)), single(&text(8)));
    assert!(!head.is_whole());
    assert!(head.problems().diagnostics().iter().any(|one| one.rule.id == "ref-endless"));
    assert_eq!(ids(&compare(&base, &head)), ["request-length-tightened"]);
}

/// Accepts all that changed between two versions, and says what is open then between the first and another.
fn open_after_accepting(base: &Version, accepted: &Version, head: &Version) -> Vec<String> {
    let entries = compare(base, accepted);
    let entry = |change: &codegen::diff::Change| {
        format!("[[accepted]]\nfingerprint = '{}'\nreason = 'agreed'\n", change.fingerprint)
    };
    let text: String = entries.changes().iter().map(entry).collect();
    let accepted = codegen::diff::AcceptedChanges::parse(&text).unwrap();
    let diff = compare(base, head);
    let review = codegen::diff::Review::new(base, head, &diff, &accepted);
    review.open.iter().map(|change| change.id()).collect()
}

/// Each is accepted first; then what it covers grows.
const GROWING: [(&str, &str, &str); 7] = [
    // A new property, whose new schema requires more.
    (
        "more: {$ref: '#/components/schemas/More'}",
        "More: {type: object, properties: {a: {type: string}}}",
        "More: {type: object, required: [a], properties: {a: {type: string}}}",
    ),
    // The same, where the schema that grows is a further one.
    (
        "more: {$ref: '#/components/schemas/More'}",
        "More: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}}\n    A: {type: string}",
        "More: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}}\n    A: {type: integer}",
    ),
    ("more: {type: object, additionalProperties: {type: string}}", "", ""),
    ("more: {type: array, items: {type: string}}", "", ""),
    ("more: {type: string, enum: [a]}", "", ""),
    ("more: {oneOf: [{type: string}, {type: integer}]}", "", ""),
    ("more: {type: string}", "", ""),
];

#[test]
fn an_acceptance_ends_when_what_it_covers_grows() {
    let text = |property: &str, schemas: &str, answer: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  /a:\n    get:\n      \
             operationId: readA\n      tags: [A]\n      summary: Read\n      responses:\n        \
             '200':\n          description: It.\n          content: {{application/json: {{schema: \
             {{$ref: '#/components/schemas/Thing'}}}}}}\n{answer}components:\n  schemas:\n    \
             Thing:\n      type: object\n      properties:\n        name: {{type: string}}\n        \
             {property}\n    {schemas}\n"
        )
    };
    let base = single(&text("", "", ""));
    for (property, before, after) in GROWING {
        let accepted = single(&text(property, before, ""));
        // The very same is let through.
        assert_eq!(open_after_accepting(&base, &accepted, &accepted), [""; 0], "{property}");
        if before == after {
            // What is added is another one.
            let grown = property.replacen("string", "boolean", 1);
            let head = single(&text(&grown, before, ""));
            assert_ne!(open_after_accepting(&base, &accepted, &head), [""; 0], "{property}");
        } else {
            let head = single(&text(property, after, ""));
            assert_ne!(open_after_accepting(&base, &accepted, &head), [""; 0], "{property}");
        }
    }
    // A documented error, and then another body of it.
    let answer = |kind: &str| {
        format!(
            "        '404':\n          description: None.\n          content: {{application/json: \
             {{schema: {{type: object, properties: {{a: {{type: {kind}}}}}}}}}}}\n"
        )
    };
    let accepted = single(&text("", "", &answer("string")));
    let head = single(&text("", "", &answer("integer")));
    assert_eq!(open_after_accepting(&base, &accepted, &accepted), [""; 0]);
    assert_ne!(open_after_accepting(&base, &accepted, &head), [""; 0]);
}

//! A damaged contract never makes the generator panic: it is generated, or every problem has a place.

use std::fs;

use codegen::diagnostic::{Family, Report};
use codegen::document::{Document, MemoryFiles};
use codegen::target::{Profile, Target};
use codegen::{GenerateError, gate, generate_from, whole};
use pingone_mfa_tests::{frozen_contract, shipped_contract};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

const FILES: [&str; 4] =
    ["openapi.yaml", "common.yaml", "push-credentials.yaml", "pairing-keys.yaml"];

/// What YAML reads as something else than text.
const STRAYS: [&str; 18] = [
    "[", "]", "{", "}", ":", ": ", "- ", "? ", "#", " # ", "&a ", "*a ", "!t ", "'", "\"", "|\n",
    "\t", "\n",
];

/// One edit of one line, of the kind that slips in.
#[derive(Clone, Copy, Debug)]
enum Edit {
    Drop,
    Repeat,
    Indent,
    Outdent,
    SwapWithNext,
    EmptyValue,
    OtherValue,
    MisspellKey,
}

fn apply(lines: &mut Vec<String>, at: usize, edit: Edit) {
    let line = lines[at].clone();
    let changed = match edit {
        Edit::Drop => {
            lines.remove(at);
            return;
        }
        Edit::Repeat => {
            lines.insert(at, line);
            return;
        }
        Edit::SwapWithNext => {
            let next = (at + 1).min(lines.len() - 1);
            lines.swap(at, next);
            return;
        }
        Edit::Indent => format!("  {line}"),
        Edit::Outdent => line.strip_prefix("  ").unwrap_or(&line).to_owned(),
        Edit::EmptyValue => format!("{}:", line.split(':').next().unwrap_or_default()),
        Edit::OtherValue => {
            format!("{}: [7, ~, {{a: b}}]", line.split(':').next().unwrap_or_default())
        }
        Edit::MisspellKey => line.replacen('e', "", 1),
    };
    lines[at] = changed;
}

fn edits() -> impl Strategy<Value = Edit> {
    prop_oneof![
        Just(Edit::Drop),
        Just(Edit::Repeat),
        Just(Edit::Indent),
        Just(Edit::Outdent),
        Just(Edit::SwapWithNext),
        Just(Edit::EmptyValue),
        Just(Edit::OtherValue),
        Just(Edit::MisspellKey),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn damage_is_survived_and_located(
        damage in prop::collection::vec((0..FILES.len(), any::<Index>(), edits()), 1..4),
    ) {
        let mut files: Vec<Vec<String>> = FILES
            .iter()
            .map(|name| fs::read_to_string(frozen_contract().with_file_name(name)).unwrap())
            .map(|text| text.lines().map(str::to_owned).collect())
            .collect();
        for (file, at, edit) in damage {
            let at = at.index(files[file].len());
            apply(&mut files[file], at, edit);
        }
        let files: MemoryFiles =
            FILES.iter().zip(&files).map(|(name, lines)| (*name, lines.join("\n"))).collect();
        survives(&files, "openapi.yaml")?;
    }

    #[test]
    fn stray_characters_are_survived_and_located(
        strays in prop::collection::vec((0..FILES.len(), any::<Index>(), 0..STRAYS.len()), 1..4),
    ) {
        let mut files: Vec<String> = FILES
            .iter()
            .map(|name| fs::read_to_string(frozen_contract().with_file_name(name)).unwrap())
            .collect();
        for (file, at, stray) in strays {
            let mut at = at.index(files[file].len());
            while !files[file].is_char_boundary(at) {
                at -= 1;
            }
            files[file].insert_str(at, STRAYS[stray]);
        }
        let files: MemoryFiles = FILES.iter().copied().zip(files).collect();
        survives(&files, "openapi.yaml")?;
    }

    #[test]
    fn damage_to_the_structure_is_survived_and_located(
        damage in prop::collection::vec((any::<Index>(), any::<Index>(), changes()), 1..5),
    ) {
        let mut contract = Document::load(&shipped_contract()).unwrap().bundle();
        for (at, from, change) in damage {
            let mut places = Vec::new();
            pointers(&contract, String::new(), &mut places);
            let donor = contract.pointer(&places[from.index(places.len())]).cloned().unwrap_or(Value::Null);
            transform(&mut contract, &places[at.index(places.len())], change, donor);
        }
        let files: MemoryFiles = [("openapi.yaml", contract.to_string())].into_iter().collect();
        survives(&files, "openapi.yaml")?;
    }
}

/// Both ways of taking a contract.
fn survives(files: &MemoryFiles, root: &str) -> Result<(), TestCaseError> {
    Profile::ALL.into_iter().try_for_each(|profile| survives_as(profile, files, root))
}

/// Generation and lint come to an end, and everything they say has a place.
fn survives_as(profile: Profile, files: &MemoryFiles, root: &str) -> Result<(), TestCaseError> {
    let read = || {
        let mut target = Target::default();
        target.lint.profile = profile;
        let mut reading = Document::read_from(files, root);
        reading.document = reading.document.with_target(target);
        reading
    };
    let reading = read();
    let linted = gate::lint(&reading, &Family::ALL);
    located(&linted)?;
    let repairs = gate::repair(&reading, &Family::ALL);
    prop_assert!(repairs.files.keys().all(|name| FILES.contains(&name.as_str())));
    let generated = whole(read()).and_then(generate_from);
    match generated {
        Ok(_) => prop_assert!(!linted.has_errors(), "generated in spite of\n{linted}"),
        Err(GenerateError::Contract(report)) => {
            prop_assert!(report.has_errors());
            prop_assert!(linted.has_errors(), "lint is silent about\n{report}");
            located(&report)?;
        }
        Err(bug) => return Err(TestCaseError::fail(bug.to_string())),
    }
    Ok(())
}

fn located(report: &Report) -> Result<(), TestCaseError> {
    for problem in report.diagnostics() {
        let (file, line, column) = report.sources().line_column(&problem.location);
        prop_assert!(FILES.contains(&file.as_str()) && line > 0 && column > 0, "{problem:?}");
        prop_assert!(!problem.message.is_empty());
    }
    Ok(())
}

/// One edit of the tree.
#[derive(Clone, Copy, Debug)]
enum Change {
    Remove,
    /// Another part of the contract takes its place.
    Transplant,
    /// Another part of the contract is put into it.
    Graft,
    RenameKeys,
    OtherKind,
    Reference,
    Wrap,
}

fn changes() -> impl Strategy<Value = Change> {
    prop_oneof![
        Just(Change::Remove),
        Just(Change::Transplant),
        Just(Change::Graft),
        Just(Change::RenameKeys),
        Just(Change::OtherKind),
        Just(Change::Reference),
        Just(Change::Wrap),
    ]
}

fn pointers(node: &Value, here: String, found: &mut Vec<String>) {
    let step = |name: &str| format!("{here}/{}", name.replace('~', "~0").replace('/', "~1"));
    match node {
        Value::Object(members) => {
            members.iter().for_each(|(name, member)| pointers(member, step(name), found));
        }
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(at, it)| pointers(it, step(&at.to_string()), found));
        }
        _ => {}
    }
    found.push(here);
}

fn transform(contract: &mut Value, at: &str, change: Change, donor: Value) {
    let Some(node) = contract.pointer_mut(at) else { return };
    match (change, node) {
        (Change::Remove, node) => *node = Value::Null,
        (Change::Transplant, node) => *node = donor,
        (Change::Graft, Value::Object(members)) => {
            members.insert("schema".to_owned(), donor);
        }
        (Change::Graft, Value::Array(items)) => items.push(donor),
        (Change::RenameKeys, Value::Object(members)) => {
            *members = std::mem::take(members)
                .into_iter()
                .map(|(key, member)| (key.replacen('e', "", 1), member))
                .collect();
        }
        (Change::OtherKind, node) => {
            *node = if node.is_string() { json!([1, null]) } else { json!("text") };
        }
        (Change::Reference, node) => *node = json!({ "$ref": format!("#{at}") }),
        (_, node) => *node = json!({ "allOf": [node.take()] }),
    }
}

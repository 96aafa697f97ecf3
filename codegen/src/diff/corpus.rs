//! The corpus of edits in `tests/fixtures/diffs`: each tried in both directions, and what the diff
//! says of it measured against the files that are really generated.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, LazyLock};

use serde::Deserialize;

use super::rust::tests::{Declared, rows_of_files};
use super::{Bump, Change, ChangeKind, Diff, RustEffect, Version, compare};
use crate::document::{Document, MemoryFiles};
use crate::generate_from;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edits {
    edit: Vec<Edit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    name: String,
    /// Edits that both versions have.
    #[serde(default)]
    first: Vec<(String, String)>,
    replace: Vec<(String, String)>,
    /// `id  wire of old clients/of new clients  semver`, sorted.
    #[serde(default)]
    gives: Vec<String>,
    /// The same for the way back.
    #[serde(default)]
    back: Vec<String>,
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/diffs")
}

fn contract() -> String {
    std::fs::read_to_string(folder().join("openapi.yaml")).unwrap()
}

/// An edit with the file it stands in, and both versions.
struct Case {
    area: String,
    edit: Edit,
    texts: [String; 2],
    versions: [Arc<Version>; 2],
}

impl Case {
    fn name(&self) -> String {
        format!("{}: {}", self.area, self.edit.name)
    }

    /// There and back.
    fn diffs(&self) -> [Diff; 2] {
        let [base, head] = &self.versions;
        [compare(base, head), compare(head, base)]
    }
}

/// All edits, read and planned once for all tests.
static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let mut cases = Vec::new();
    let mut known = BTreeMap::new();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let edits: Edits = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        for edit in edits.edit {
            let area = path.file_stem().unwrap().to_string_lossy().into_owned();
            let texts = edited(&edit);
            let versions = texts.each_ref().map(|text| {
                let version = known.entry(text.clone());
                version.or_insert_with(|| Arc::new(version_of(text))).clone()
            });
            cases.push(Case { area, edit, texts, versions });
        }
    }
    cases.sort_by_key(Case::name);
    cases
});

/// Both versions.
fn edited(edit: &Edit) -> [String; 2] {
    let apply = |text: String, edits: &[(String, String)]| {
        edits.iter().fold(text, |text, (old, new)| {
            assert!(text.contains(old), "{}: `{old}` is not in the contract", edit.name);
            text.replace(old, new)
        })
    };
    let base = apply(contract(), &edit.first);
    let head = apply(base.clone(), &edit.replace);
    [base, head]
}

fn files(text: &str) -> MemoryFiles {
    [("openapi.yaml", text)].into_iter().collect()
}

fn version_of(text: &str) -> Version {
    Version::load("contract", &files(text), "openapi.yaml")
}

fn summary(diff: &Diff) -> Vec<String> {
    let line = |change: &Change| {
        let (old, new) = (change.wire.old_clients.as_str(), change.wire.new_clients.as_str());
        format!("{}  {old}/{new}  {}", change.id(), change.semver.bump.as_str())
    };
    let mut lines: Vec<String> = diff.changes().iter().map(line).collect();
    lines.sort();
    lines
}

#[test]
fn every_edit_gives_what_is_expected_of_it_in_both_directions() {
    let mut wrong = Vec::new();
    for case in &*CASES {
        let [there, back] = case.diffs().map(|diff| summary(&diff));
        for (key, expected, found) in
            [("gives", &case.edit.gives, there), ("back", &case.edit.back, back)]
        {
            if *expected != found {
                wrong.push(format!("{}\n{key} = {found:#?}", case.name()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Edits that the tools measured before this one rate too low, because Rust code notices them, or
/// too high, because it does not; and what the crate needs.
const OFTEN_RATED_WRONGLY: [(&str, Bump); 20] = [
    ("an optional property is new in a response", Bump::Minor),
    ("a required property is new in a response", Bump::Minor),
    ("number becomes integer in a response", Bump::Major),
    ("an optional query parameter is new", Bump::Minor),
    ("an alternative is new", Bump::Minor),
    ("a tag is renamed", Bump::Major),
    ("a schema is renamed", Bump::Major),
    ("an id is renamed", Bump::Major),
    ("a schema that is sent and received is renamed", Bump::Major),
    ("an operationId is another", Bump::Major),
    ("an inline text becomes a component", Bump::Major),
    ("int32 becomes int64", Bump::Major),
    ("a text becomes a secret", Bump::Major),
    ("a property must be there", Bump::Major),
    ("a property is deprecated", Bump::Minor),
    ("allOf is written out", Bump::None),
    ("properties and values are in another order", Bump::None),
    ("a maximum is gone", Bump::Patch),
    ("a text must match another pattern", Bump::Patch),
    ("a shared bound is tighter", Bump::Patch),
];

#[test]
fn edits_that_are_often_rated_wrongly_are_rated_by_the_rust_api() {
    for (name, bump) in OFTEN_RATED_WRONGLY {
        let case = CASES.iter().find(|case| case.edit.name == name).unwrap();
        let [there, _] = case.diffs();
        assert_eq!(there.bump(), bump, "{name}");
    }
}

#[test]
fn every_kind_of_change_has_an_edit() {
    let mut seen = BTreeSet::new();
    for diff in CASES.iter().flat_map(Case::diffs) {
        seen.extend(diff.changes().iter().map(|change| change.kind));
    }
    let unseen: Vec<&ChangeKind> =
        ChangeKind::ALL.iter().filter(|kind| !seen.contains(kind)).collect();
    assert!(unseen.is_empty(), "{unseen:?}");
}

/// The public items of the client; none if the generator refuses the contract.
fn api(text: &str) -> Option<BTreeSet<Declared>> {
    let document = Document::from_files(&files(text), "openapi.yaml").ok()?;
    Some(rows_of_files(&generate_from(document).ok()?.files))
}

/// What the items of two clients have in common is not told; the rest is, by path.
fn difference(base: &BTreeSet<Declared>, head: &BTreeSet<Declared>) -> BTreeMap<String, String> {
    let [base, head] = [base, head].map(|rows| {
        let bare = |row: &Declared| (row.0.clone(), row.1, without_names(&row.2), row.3);
        rows.iter().map(bare).collect::<BTreeSet<Declared>>()
    });
    base.symmetric_difference(&head).map(|row| (row.0.clone(), format!("{row:?}"))).collect()
}

/// A signature without the names of its arguments, which callers do not write.
fn without_names(signature: &str) -> String {
    let is_name = |part: &str| part.ends_with(|c: char| c.is_alphanumeric() || c == '_');
    let mut parts = signature.split(": ").peekable();
    let mut text = String::new();
    while let Some(part) = parts.next() {
        match parts.peek().filter(|_| is_name(part)) {
            Some(_) => {
                let end =
                    part.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
                text.push_str(&part[..end]);
            }
            None => text.push_str(part),
        }
    }
    text
}

#[test]
fn the_rust_verdict_agrees_with_the_generated_files() {
    let mut compared = 0;
    let mut known = BTreeMap::new();
    for case in &*CASES {
        let [old, new] = case.texts.each_ref().map(|text| {
            let rows = known.entry(text.as_str()).or_insert_with(|| api(text).map(Arc::new));
            rows.clone()
        });
        let (Some(old), Some(new)) = (old, new) else { continue };
        compared += 1;
        let [there, back] = case.diffs();
        check(&case.name(), &there, &difference(&old, &new));
        check(&format!("{}, back", case.name()), &back, &difference(&new, &old));
    }
    assert!(compared > 60, "only {compared} edits can be generated");
}

/// Every item that differs is told, and every item that is told differs.
fn check(name: &str, diff: &Diff, real: &BTreeMap<String, String>) {
    assert_eq!(diff.rust_unknown, None, "{name}");
    let told: BTreeMap<&str, &str> = diff
        .changes()
        .iter()
        .flat_map(|change| &change.rust)
        .filter(|change| {
            // What an item means on the wire is not in its declaration.
            use RustEffect::{Behaviour, Documentation, Rerouted};
            !matches!(change.effect, Documentation | Behaviour | Rerouted)
        })
        .map(|change| (change.item.as_str(), change.owner.as_str()))
        .collect();
    for (path, row) in real {
        // A type that is new or gone stands for all that belongs to it.
        let is_explained =
            told.iter().any(|(item, owner)| path == item || (item == owner && belongs(path, item)));
        assert!(is_explained, "{name}: not told: {row}\ntold: {told:#?}");
    }
    for (item, owner) in &told {
        // What else changed about a type that has another name is told by that name.
        if told.contains_key(owner) && !real.contains_key(*item) && real.contains_key(*owner) {
            continue;
        }
        let is_real = real.contains_key(*item)
            || (item == owner && real.keys().any(|path| belongs(path, item)));
        assert!(is_real, "{name}: told, but the same in the files: {item}\n{real:#?}");
    }
}

/// Whether an item is a part of a type or a module: a member, or a trait of it.
fn belongs(path: &str, whole: &str) -> bool {
    path.strip_prefix(whole).is_some_and(|rest| rest.starts_with("::"))
        || (path.starts_with("impl ")
            && path
                .split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':')
                .any(|word| word == whole || word.starts_with(&format!("{whole}::"))))
}

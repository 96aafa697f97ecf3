//! Endpoints of the platform are added to the shipped contract, one group by one and all together: nothing
//! is found in them, and what was there before stays as it is.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::diagnostic::Family;
use codegen::{gate, generate};
use pingone_mfa_tests::{copy_folder, shipped_contract, workspace};

/// What lists everything there is, and so grows.
const LISTS: [&str; 8] = [
    "src/generated/examples.rs",
    "src/generated/mod.rs",
    "src/generated/types/mod.rs",
    "testing/src/generated/calls.rs",
    "testing/src/generated/contract.json",
    "testing/src/generated/operations.rs",
    "testing/src/generated/requests.rs",
    "testing/src/generated/stub.rs",
];

/// The folder of each group: its file, and what it puts into those that are there.
fn groups() -> Vec<PathBuf> {
    let folder = workspace().join("tests/fixtures/platform");
    let mut groups: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    groups.sort();
    groups
}

fn insert(path: &Path, before: &str, addition: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(before), "{before:?} is not in {}", path.display());
    fs::write(path, text.replacen(before, &format!("\n{addition}{}", &before[1..]), 1)).unwrap();
}

/// Adds groups to a copy of the contract, as a maintainer would.
fn add(spec: &Path, groups: &[PathBuf]) {
    for group in groups {
        let name = format!("{}.yaml", group.file_name().unwrap().to_str().unwrap());
        fs::copy(group.join(&name), spec.join(&name)).unwrap();
        let said = |part: &str| fs::read_to_string(group.join(part)).unwrap();
        let root = spec.join("openapi.yaml");
        insert(&root, "\npaths:\n", &said("tags.txt"));
        insert(&root, "\ncomponents:\n", &said("paths.txt"));
        let client = spec.join("client.yaml");
        let scopes = format!("\nscopes:\n{}", said("scopes.txt"));
        let text = fs::read_to_string(&client).unwrap().replacen("\nscopes:\n", &scopes, 1);
        fs::write(client, text).unwrap();
    }
}

#[test]
fn nothing_is_found_and_nothing_changes_that_was_there() {
    let before = generate(&shipped_contract()).unwrap();
    let all = groups();
    assert!(all.len() > 8, "{all:?}");
    let alone = all.iter().map(std::slice::from_ref);
    for chosen in alone.chain([all.as_slice()]) {
        let scratch = tempfile::tempdir().unwrap();
        let spec = scratch.path().join("spec");
        copy_folder(&workspace().join("spec"), &spec).unwrap();
        add(&spec, chosen);
        let root = spec.join("openapi.yaml");
        let report = gate::lint(&codegen::read(&root).unwrap(), &Family::ALL);
        assert!(report.is_empty(), "{chosen:?}: {:?}", report.diagnostics());
        let after = generate(&root).unwrap();
        for (path, text) in before.files.iter() {
            let now = after.files.iter().find(|(other, _)| *other == path).map(|(_, text)| text);
            let now = now.unwrap_or_else(|| panic!("{chosen:?}: {path} is gone"));
            if LISTS.contains(&path) {
                keeps(path, text, now);
            } else {
                assert_eq!(text, now, "{chosen:?}: {path}");
            }
        }
    }
}

/// No name of a list is gone.
fn keeps(path: &str, before: &str, after: &str) {
    let words = |text: &str| -> BTreeSet<String> {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        text.split(|c| !is_part(c)).map(str::to_owned).collect()
    };
    let (before, after) = (words(before), words(after));
    let gone: Vec<_> = before.difference(&after).collect();
    assert!(gone.is_empty(), "{path}: {gone:?} are gone");
}

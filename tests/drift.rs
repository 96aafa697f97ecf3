//! The checked-in client is what the contract says, and generation depends on nothing else.

use std::fs;

use codegen::generate;
use codegen::output::FileState;
use pingone_mfa_tests::{contents, copy_folder, shipped_contract, workspace};

#[test]
fn the_checked_in_client_is_current() {
    let generated = generate(&shipped_contract()).unwrap();
    let comparison = generated.files.compare(&workspace().join("generated-client")).unwrap();
    let stale: Vec<&str> = comparison
        .states()
        .filter(|(_, state)| **state != FileState::Unchanged)
        .map(|(path, _)| path)
        .collect();
    assert!(stale.is_empty(), "run `cargo xtask regen` and commit the result: {stale:?}");
}

#[test]
fn what_is_kept_for_reviewers_is_current() {
    let generated = generate(&shipped_contract()).unwrap();
    let comparison = generated.records.compare(&workspace().join("spec")).unwrap();
    let stale: Vec<&str> = comparison
        .states()
        .filter(|(_, state)| **state != FileState::Unchanged)
        .map(|(path, _)| path)
        .collect();
    assert!(stale.is_empty(), "run `cargo xtask regen` and commit the result: {stale:?}");
}

#[test]
fn the_same_contract_gives_the_same_bytes() {
    let first = generate(&shipped_contract()).unwrap();
    let scratch = tempfile::tempdir().unwrap();
    copy_folder(&workspace().join("spec"), &scratch.path().join("elsewhere")).unwrap();
    let second = generate(&scratch.path().join("elsewhere/openapi.yaml")).unwrap();
    assert_eq!(first.files, second.files);
}

#[test]
fn the_order_of_operations_and_properties_does_not_matter() {
    let first = generate(&shipped_contract()).unwrap();
    let scratch = tempfile::tempdir().unwrap();
    let spec = scratch.path().join("spec");
    copy_folder(&workspace().join("spec"), &spec).unwrap();
    for name in ["openapi.yaml", "push-credentials.yaml", "pairing-keys.yaml", "common.yaml"] {
        let path = spec.join(name);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, reversed_blocks(&text, 4)).unwrap();
    }
    let second = generate(&spec.join("openapi.yaml")).unwrap();
    assert_eq!(first.files.iter().count(), second.files.iter().count());
    for ((path, one), (_, other)) in first.files.iter().zip(second.files.iter()) {
        let differs = one.lines().zip(other.lines()).find(|(one, other)| one != other);
        assert_eq!((path, differs), (path, None));
        assert_eq!(one.len(), other.len(), "{path}");
    }
}

/// Reverses the order of the mappings at one depth of indentation, inside each parent.
fn reversed_blocks(text: &str, depth: usize) -> String {
    let indent = " ".repeat(depth);
    let mut output = String::new();
    let mut blocks: Vec<String> = Vec::new();
    for line in text.lines() {
        let deeper = line.starts_with(&indent) || line.trim().is_empty();
        let starts = deeper
            && line[depth.min(line.len())..]
                .starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '\'')
            // A line of prose is no key.
            && line.split_whitespace().next().is_some_and(|word| word.ends_with(':'));
        if starts {
            blocks.push(format!("{line}\n"));
        } else if let (true, Some(block)) = (deeper, blocks.last_mut()) {
            block.push_str(line);
            block.push('\n');
        } else {
            output.extend(blocks.drain(..).rev());
            output.push_str(line);
            output.push('\n');
        }
    }
    output.extend(blocks.drain(..).rev());
    output
}

#[test]
fn writing_twice_changes_nothing_and_removes_orphans() {
    let generated = generate(&shipped_contract()).unwrap();
    let scratch = tempfile::tempdir().unwrap();
    generated.files.compare(scratch.path()).unwrap().write().unwrap();
    let first = contents(scratch.path()).unwrap();

    let orphan = scratch.path().join("src/generated/old_api/mod.rs");
    fs::create_dir_all(orphan.parent().unwrap()).unwrap();
    fs::write(&orphan, "// @generated from spec/old.yaml by `cargo xtask regen`.").unwrap();
    let handwritten = scratch.path().join("src/lib.rs");
    fs::write(&handwritten, "//! Not ours.").unwrap();
    generated.files.compare(scratch.path()).unwrap().write().unwrap();

    assert!(!orphan.exists() && !orphan.parent().unwrap().exists());
    fs::remove_file(handwritten).unwrap();
    assert_eq!(contents(scratch.path()).unwrap(), first);
}

#[test]
fn every_generated_file_says_so_in_its_first_line() {
    let generated = generate(&shipped_contract()).unwrap();
    for (path, text) in generated.files.iter() {
        let first = text.lines().next().unwrap();
        // JSON has no comments: its first member says it.
        let before = if path.ends_with(".json") { "{ \"x-generated\": \"" } else { "// " };
        let said = first.strip_prefix(before).unwrap_or_default();
        assert!(
            said.starts_with("@generated from spec/") && said.contains("`cargo xtask regen`"),
            "{path}: {first}"
        );
    }
}

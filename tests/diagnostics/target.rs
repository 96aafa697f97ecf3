//! Nothing is written when something is wrong, with the contract or with the target.

use std::fs;
use std::process::{Command, Output};

use codegen::generate;
use pingone_mfa_tests::{contents, copy_folder, shipped_contract, workspace};

use crate::spoiled::Spoiled;

/// Runs `regen` as the maintainer does; the program is built once for all tests.
fn regen(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--offline", "--package", "xtask", "--", "regen"])
        .args(arguments)
        .current_dir(workspace())
        .env("NO_COLOR", "1")
        .env("CARGO_TERM_COLOR", "never")
        .output()
        .unwrap()
}

#[test]
fn a_wrong_contract_leaves_the_target_as_it_was() {
    let scratch = tempfile::tempdir().unwrap();
    let target = scratch.path().join("client");
    copy_folder(&workspace().join("generated-client"), &target).unwrap();
    fs::write(target.join("src/generated/mod.rs"), "// edited by hand").unwrap();
    let before = contents(&target).unwrap();
    let spoiled =
        Spoiled::new().replace("pairing-keys.yaml", "      operationId: createPairingKey\n", "");
    let spec = spoiled.root();
    let output = regen(&["--spec", spec.to_str().unwrap(), "--out", target.to_str().unwrap()]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("error[operation-id-missing]"), "{said}");
    assert!(said.ends_with("error: 1 problem in the spec; nothing was written\n"), "{said}");
    assert_eq!(contents(&target).unwrap(), before);
}

#[test]
fn check_lists_what_is_stale_missing_and_orphaned_and_writes_nothing() {
    let scratch = tempfile::tempdir().unwrap();
    let target = scratch.path().join("client");
    copy_folder(&workspace().join("generated-client"), &target).unwrap();
    let generated = target.join("src/generated");
    fs::remove_file(generated.join("pairing_keys/read.rs")).unwrap();
    fs::write(generated.join("pairing_keys/list.rs"), "// left over").unwrap();
    let edited = generated.join("types/common.rs");
    let text = fs::read_to_string(&edited).unwrap();
    fs::write(&edited, text.replace("pub id: ApplicationId", "pub id: String")).unwrap();
    let before = contents(&target).unwrap();
    let output = regen(&["--check", "--out", target.to_str().unwrap()]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    for line in [
        "missing src/generated/pairing_keys/read.rs",
        "orphan src/generated/pairing_keys/list.rs",
        "stale src/generated/types/common.rs",
        "-    pub id: String,",
        "+    pub id: ApplicationId,",
    ] {
        assert!(said.contains(line), "{line} is not in {said}");
    }
    assert_eq!(contents(&target).unwrap(), before);
}

#[test]
fn a_target_that_cannot_be_written_is_named_and_stays_as_it_was() {
    let scratch = tempfile::tempdir().unwrap();
    fs::create_dir_all(scratch.path().join("testing/src")).unwrap();
    // A file where a folder has to be: nobody, root included, can write below it.
    fs::write(scratch.path().join("testing/src/generated"), "in the way").unwrap();
    let before = contents(scratch.path()).unwrap();
    let generated = generate(&shipped_contract()).unwrap();
    let error = match generated.files.compare(scratch.path()) {
        Ok(comparison) => comparison.write().unwrap_err(),
        Err(error) => error,
    };
    assert!(error.to_string().contains("testing/src/generated"), "{error}");
    assert_eq!(contents(scratch.path()).unwrap(), before);
}

//! `cargo xtask regen` as a maintainer uses it: nothing is written when something is wrong, and
//! `--check` writes nothing at all.
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::fs;
use std::process::{Command, Output};

use pingone_mfa_tests::{contents, copy_folder, frozen_contract, workspace};

fn regen(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("regen")
        .args(arguments)
        .current_dir(workspace())
        .env("NO_COLOR", "1")
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
    let spec = scratch.path().join("spec/openapi.yaml");
    copy_folder(frozen_contract().parent().unwrap(), spec.parent().unwrap()).unwrap();
    let file = spec.with_file_name("pairing-keys.yaml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("      operationId: createPairingKey\n", "")).unwrap();
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
fn another_contract_becomes_a_whole_crate_whose_taken_over_files_stay() {
    let scratch = tempfile::tempdir().unwrap();
    let target = scratch.path().join("parcels");
    let spec = workspace().join("tests/fixtures/vendor/openapi.yaml");
    let arguments = ["--spec", spec.to_str().unwrap(), "--out", target.to_str().unwrap()];
    let output = regen(&arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let manifest = fs::read_to_string(target.join("Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"parcel-api\""), "{manifest}");
    assert!(manifest.contains("generated-client/runtime"), "it finds the runtime: {manifest}");
    let root = fs::read_to_string(target.join("src/lib.rs")).unwrap();
    assert!(root.starts_with("// @generated from openapi.yaml"), "{root}");
    assert!(!target.join("testing").exists(), "there is no test kit beside it");

    // Whoever takes the mark out keeps the file.
    let readme = "# Parcels\n\nOurs.\n";
    fs::write(target.join("README.md"), readme).unwrap();
    fs::write(target.join("src/lib.rs"), root.replace("mod generated;", "mod generated; //"))
        .unwrap();
    assert!(regen(&arguments).status.success());
    assert_eq!(fs::read_to_string(target.join("README.md")).unwrap(), readme);
    assert_eq!(fs::read_to_string(target.join("src/lib.rs")).unwrap(), root);
    let again = regen(&[&arguments[..], &["--check"]].concat());
    assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stdout));
}

/// The folder of the runtime that the crate in `package` depends on.
#[cfg(unix)]
fn runtime_of(package: &std::path::Path) -> std::path::PathBuf {
    let manifest = fs::read_to_string(package.join("Cargo.toml")).unwrap();
    let path = manifest.split("path = \"").nth(1).unwrap().split('"').next().unwrap();
    // The way that cargo goes: from where the crate really is.
    fs::canonicalize(package).unwrap().join(path).canonicalize().unwrap()
}

#[cfg(unix)]
#[test]
fn a_crate_behind_a_symbolic_link_finds_the_runtime() {
    let scratch = tempfile::tempdir().unwrap();
    let spec = workspace().join("tests/fixtures/vendor/openapi.yaml");
    let runtime = workspace().join("generated-client/runtime").canonicalize().unwrap();
    fs::create_dir_all(scratch.path().join("deep/down/here")).unwrap();
    std::os::unix::fs::symlink("deep/down/here", scratch.path().join("link")).unwrap();
    for out in ["link", "link/new/er", "link/new/../other", "deep/../link/last"] {
        let out = scratch.path().join(out);
        let output = regen(&["--spec", spec.to_str().unwrap(), "--out", out.to_str().unwrap()]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(runtime_of(&out), runtime, "{}", out.display());
    }
}

#[test]
fn what_is_wrong_beside_the_contract_is_told_with_its_place() {
    let scratch = tempfile::tempdir().unwrap();
    let (spec, target) = (scratch.path().join("spec"), scratch.path().join("client"));
    copy_folder(&workspace().join("tests/fixtures/vendor"), &spec).unwrap();
    let text = fs::read_to_string(spec.join("client.yaml")).unwrap();
    let text = text.replace("api-key:", "apikey:").replace("/error/type", "error.type");
    fs::write(spec.join("client.yaml"), text.replace("parcel-api", "Parcel API")).unwrap();
    let root = spec.join("openapi.yaml");
    let output = regen(&["--spec", root.to_str().unwrap(), "--out", target.to_str().unwrap()]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    for told in [
        "error[target-value]: this is no name of a package",
        "client.yaml:3:10",
        "error[target-key]: `apikey` is not a known key",
        "client.yaml:4:1",
        "error[target-value]: this is no JSON Pointer of a member",
        "client.yaml:6:9",
    ] {
        assert!(said.contains(told), "{told} is not in {said}");
    }
    assert!(!target.exists());
}

//! `cargo xtask reference` as people call it: to a file, as a review, and when something is wrong.
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A copy of a contract, to be spoiled.
fn copy() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(contract().parent().unwrap()).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    folder
}

fn contract() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/diagnosed/openapi.yaml")
}

fn reference(spec: &Path, out: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("reference")
        .arg("--spec")
        .arg(spec)
        .arg("--out")
        .arg(out)
        .args(arguments)
        .output()
        .unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_page_is_written_where_it_is_wanted_and_its_size_told() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("new folder/page.html");
    let output = reference(&contract(), &out, &[]);
    assert_eq!(code(&output), 0, "{}", said(&output));
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("page.html: 8 operations, 21 types, "), "{told}");
    let page = fs::read_to_string(&out).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
    assert!(!page.contains("id=\"changes\""));
}

#[test]
fn with_a_base_the_verdict_is_told_and_the_page_is_a_review() {
    let folder = copy();
    let path = folder.path().join("pairing-keys.yaml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("        - FAILED\n", "", 1)).unwrap();
    let out = folder.path().join("page.html");
    let base = contract();
    let spec = folder.path().join("openapi.yaml");
    let output = reference(&spec, &out, &["--base", base.to_str().unwrap()]);
    assert_eq!(code(&output), 0, "{}", said(&output));
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.starts_with("Not safe as a minor release"), "{told}");
    assert!(fs::read_to_string(&out).unwrap().contains("id=\"changes\""));
}

#[test]
fn what_goes_wrong_is_told_and_leaves_the_old_page() {
    let folder = copy();
    let out = folder.path().join("page.html");
    fs::write(&out, "before").unwrap();
    let missing = folder.path().join("missing.yaml");
    let output = reference(&missing, &out, &[]);
    assert_ne!(code(&output), 0);
    assert!(said(&output).contains("missing.yaml"), "{}", said(&output));

    let spec = folder.path().join("openapi.yaml");
    let output = reference(&spec, &out, &["--base", "no-such-revision"]);
    assert_eq!(code(&output), 2);
    assert!(said(&output).contains("no-such-revision"), "{}", said(&output));

    let output = reference(&spec, folder.path(), &[]);
    assert_eq!(code(&output), 2, "a folder is no file");

    let broken = fs::read_to_string(&spec).unwrap().replacen("/paths/collection", "/paths/none", 1);
    fs::write(&spec, broken).unwrap();
    let output = reference(&spec, &out, &[]);
    assert_eq!(code(&output), 1);
    assert!(said(&output).contains("openapi.yaml:"), "{}", said(&output));
    assert_eq!(fs::read_to_string(&out).unwrap(), "before");
}

//! `cargo xtask lint` as a reviewer and a workflow use it: exit codes, formats, repairs.
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use pingone_mfa_tests::workspace;
use serde_json::Value;

const WARNED: &str = "\
openapi: 3.0.3
info: {title: Things, version: '1', description: Things.}
security: [{key: []}]
paths: {}
components:
  securitySchemes:
    key: {type: http, scheme: bearer}
  schemas:
    # Nothing refers to it.
    Spare: {type: boolean, description: Whether.}
";

fn lint(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("lint")
        .args(arguments)
        .current_dir(workspace())
        .env("NO_COLOR", "1")
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn contract(content: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("openapi.yaml");
    fs::write(&path, content).unwrap();
    let shown = path.to_str().unwrap().to_owned();
    (folder, shown)
}

/// Only what holds for every OpenAPI document.
const FAMILIES: [&str; 2] = ["--family", "structure,security,style"];

#[test]
fn the_shipped_contract_has_no_findings() {
    let output = lint(&["--deny", "warnings"]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.starts_with("0 errors, 0 warnings"), "{said}");
}

#[test]
fn exit_codes_tell_findings_from_failures() {
    let (_folder, warned) = contract(WARNED);
    let (_other, wrong) = contract(&WARNED.replace("type: boolean", "type: bolean"));
    for (arguments, code) in [
        (vec![warned.as_str()], 0),
        (vec![warned.as_str(), "--deny", "warnings"], 1),
        (vec![wrong.as_str()], 1),
    ] {
        let output = lint(&[&arguments[..], &FAMILIES[..]].concat());
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", text(&output.stdout));
    }
    for arguments in [
        vec!["no-such-file.yaml"],
        vec!["--explain", "no-such-rule"],
        vec!["--format", "xml"],
        vec!["tests/src"],
    ] {
        let output = lint(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output.stderr));
    }
}

#[test]
fn machines_get_their_formats() {
    let (_folder, path) = contract(WARNED);
    let in_format = |format| {
        let output = lint(&[&[path.as_str(), "--format", format][..], &FAMILIES[..]].concat());
        text(&output.stdout)
    };
    let json: Value = serde_json::from_str(&in_format("json")).unwrap();
    assert_eq!(json["summary"]["warnings"], 1);
    assert_eq!(json["findings"][0]["rule"], "unused-component");
    assert_eq!(json["findings"][0]["line"], 10);
    let sarif: Value = serde_json::from_str(&in_format("sarif")).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "unused-component");
    let github = in_format("github");
    assert!(github.starts_with("::warning file="), "{github}");
    assert!(
        github.contains(",line=10,endLine=10,col=5,endColumn=10,title=unused-component::"),
        "{github}"
    );
}

#[test]
fn repairs_are_written_and_told() {
    let (folder, path) = contract(&WARNED.replace("paths: {}", "paths: {} "));
    let output = lint(&[&[path.as_str(), "--fix"][..], &FAMILIES[..]].concat());
    let said = text(&output.stderr);
    assert!(said.contains(":4: drop the blanks (trailing-space)"), "{said}");
    assert_eq!(fs::read_to_string(&path).unwrap(), WARNED);
    assert_eq!(files(folder.path()), ["openapi.yaml"]);
}

fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn every_rule_can_be_explained() {
    let output = lint(&["--explain", "ref-siblings"]);
    let said = text(&output.stdout);
    assert!(
        said.starts_with(
            "ref-siblings (structure, error, a convention of the whole; tolerant: warning)\n"
        ),
        "{said}"
    );
    assert!(said.contains("\n  bad\n") && said.contains("\n  good\n"), "{said}");
}

//! `cargo xtask diff` as people call it: in a git repository, on files, as a gate.
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const CONTRACT: &str = "\
openapi: 3.0.3
info: {title: Fixture, version: 0.1.0}
tags: [{name: Things}]
paths:
  /environments/{environmentID}/things:
    parameters:
      - name: environmentID
        in: path
        required: true
        x-rust-scope: client
        schema: {$ref: 'common.yaml#/components/schemas/EnvironmentId'}
    post:
      operationId: createThing
      tags: [Things]
      summary: Make a thing
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: 'common.yaml#/components/schemas/Thing'}
      responses:
        '204': {description: Made.}
";

const COMMON: &str = "\
components:
  schemas:
    EnvironmentId: {type: string, format: uuid}
    Thing:
      type: object
      required: [name]
      properties:
        name: {type: string}
        size: {type: integer}
";

/// A repository with the contract in `api/`, one commit on `main`.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("api")).unwrap();
    fs::write(folder.path().join("api/openapi.yaml"), CONTRACT).unwrap();
    fs::write(folder.path().join("api/common.yaml"), COMMON).unwrap();
    git(folder.path(), &["init", "--quiet", "--initial-branch", "main"]);
    commit(folder.path(), "first");
    folder
}

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=Fixture", "-c", "user.email=fixture@example.test"];
    let output =
        Command::new("git").arg("-C").arg(folder).args(identity).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn commit(folder: &Path, message: &str) {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--no-gpg-sign", "--message", message]);
}

fn change(folder: &Path, old: &str, new: &str) {
    let path = folder.join("api/common.yaml");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(old));
    fs::write(path, text.replace(old, new)).unwrap();
}

fn diff(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["diff", "--spec", "api/openapi.yaml"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

#[test]
fn without_arguments_the_working_tree_is_compared_with_where_it_left_main() {
    let folder = repository();
    git(folder.path(), &["checkout", "--quiet", "-b", "feature"]);
    assert!(text(&diff(folder.path(), &[])).starts_with("Nothing changes."));

    change(folder.path(), "required: [name]", "required: [name, size]");
    commit(folder.path(), "second");
    change(folder.path(), "name: {type: string}", "name: {type: string, maxLength: 9}");
    let output = diff(folder.path(), &[]);
    assert_eq!(code(&output), 0);
    let shown = text(&output);
    assert!(shown.contains("`Thing::new()` takes one more argument: `size: i64`"), "{shown}");
    assert!(shown.contains("length-tightened"), "{shown}");
    let verdict = "Not safe as a minor release";
    assert!(
        shown.starts_with(verdict)
            && shown.trim_end().lines().rev().nth(1).unwrap().starts_with(verdict)
    );
    assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");

    // Between two revisions, the working tree does not count.
    let shown = text(&diff(folder.path(), &["main", "feature"]));
    assert!(!shown.contains("length-tightened"), "{shown}");
}

#[test]
fn a_gate_closes_from_its_severity_on() {
    let folder = repository();
    change(
        folder.path(),
        "size: {type: integer}",
        "size: {type: integer}\n        note: {type: string}",
    );
    let gate = |severity| code(&diff(folder.path(), &["--fail-on", severity]));
    assert_eq!([gate("breaking"), gate("minor"), gate("any")], [0, 1, 1]);
    change(folder.path(), "required: [name]", "required: []");
    assert_eq!(gate("breaking"), 1);
}

#[test]
fn an_accepted_change_survives_later_commits_and_opens_the_gate() {
    let folder = repository();
    change(folder.path(), "required: [name]", "required: [name, size]");
    let found: serde_json::Value =
        serde_json::from_str(&text(&diff(folder.path(), &["--format", "json"]))).unwrap();
    let fingerprint = found["changes"][0]["fingerprint"].as_str().unwrap().to_owned();
    let accepted = format!(
        "[[accepted]]\nfingerprint = '{fingerprint}'\nreason = 'agreed'\n\n\
         [[accepted]]\nfingerprint = '0000000000000000'\nreason = 'long gone'\n"
    );
    fs::write(folder.path().join("api/accepted-changes.toml"), accepted).unwrap();
    // Other lines, other layout, another commit.
    change(folder.path(), "components:\n", "# A comment.\n\ncomponents:\n");
    change(folder.path(), "required: [name, size]", "required:\n        - size\n        - name");
    let base = "HEAD";
    let output = diff(folder.path(), &[base, "--fail-on", "breaking"]);
    assert_eq!(code(&output), 0, "{}", text(&output));
    let shown = text(&output);
    assert!(shown.contains("reason agreed"), "{shown}");
    assert!(shown.contains("accepted, but no such change: 0000000000000000"), "{shown}");
}

#[test]
fn an_acceptance_without_a_reason_is_refused() {
    let folder = repository();
    let accepted = "[[accepted]]\nfingerprint = '0123456789abcdef'\nreason = ' '\n";
    fs::write(folder.path().join("api/accepted-changes.toml"), accepted).unwrap();
    let output = diff(folder.path(), &[]);
    assert_eq!(code(&output), 2);
    assert!(String::from_utf8_lossy(&output.stderr).contains("has no reason"));
}

#[test]
fn a_broken_side_is_shown_and_the_rest_is_compared() {
    let folder = repository();
    change(folder.path(), "size: {type: integer}", "size: {$ref: '#/components/schemas/Size'}");
    change(folder.path(), "name: {type: string}", "name: {type: boolean}");
    let output = diff(folder.path(), &[]);
    assert_eq!(code(&output), 0);
    assert!(text(&output).starts_with("No verdict"), "{}", text(&output));
    assert!(text(&output).contains("type-changed"), "{}", text(&output));
    // Of what is behind the broken reference, nothing is claimed.
    assert!(text(&output).contains("breaking: 1 "), "{}", text(&output));
    assert!(String::from_utf8_lossy(&output.stderr).contains("ref-unresolved"));
    // What cannot be read proves nothing.
    assert_eq!(code(&diff(folder.path(), &["--fail-on", "breaking"])), 1);
}

#[test]
fn what_cannot_be_found_ends_with_2() {
    let folder = repository();
    for arguments in [&["no-such-revision"][..], &["--output=x"], &["main", "elsewhere.yaml"]] {
        assert_eq!(code(&diff(folder.path(), arguments)), 2, "{arguments:?}");
    }
    fs::remove_file(folder.path().join("api/openapi.yaml")).unwrap();
    assert_eq!(code(&diff(folder.path(), &[])), 2);
}

#[test]
fn files_and_folders_are_compared_outside_of_git() {
    let folder = repository();
    fs::create_dir(folder.path().join("old")).unwrap();
    fs::write(folder.path().join("old/openapi.yaml"), CONTRACT).unwrap();
    fs::write(folder.path().join("old/common.yaml"), COMMON).unwrap();
    change(folder.path(), "[name]", "[name, size]");
    for base in ["old", "old/openapi.yaml"] {
        let shown = text(&diff(folder.path(), &[base, "api/openapi.yaml"]));
        assert!(shown.contains("property-became-required"), "{base}: {shown}");
    }
}

#[test]
fn annotations_stay_in_their_line() {
    let folder = repository();
    change(folder.path(), "size: {type: integer}", "\"a%b\\n::error::c\": {type: integer}");
    let shown = text(&diff(folder.path(), &["--format", "github"]));
    assert!(!shown.lines().any(|line| line.starts_with("::error::c")), "{shown}");
    assert!(shown.contains("file=api/common.yaml,line="), "{shown}");
}

/// What the generator refuses is not called safe in any format, and the gate closes.
#[test]
fn a_head_that_cannot_be_released_closes_every_gate() {
    let folder = repository();
    let two = "size: {type: integer}\n        Size: {type: integer}";
    change(folder.path(), "size: {type: integer}", two);
    for format in ["human", "markdown", "json", "github"] {
        for gate in ["breaking", "minor", "any"] {
            let output = diff(folder.path(), &["--format", format, "--fail-on", gate]);
            let shown = text(&output);
            assert_eq!(code(&output), 1, "{format}: {shown}");
            assert!(shown.contains("Cannot be released"), "{format}: {shown}");
            for word in ["Safe as", "Safe for", "🟢", "::notice title=contract", "Nothing changes"]
            {
                assert!(!shown.contains(word), "{format}: {shown}");
            }
        }
    }
    let found: serde_json::Value =
        serde_json::from_str(&text(&diff(folder.path(), &["--format", "json"]))).unwrap();
    assert_eq!(found["standing"], "refused");
    assert!(found["semver"].is_null());
}

/// Of what cannot be read nothing is said but what was found.
#[test]
fn what_is_not_read_has_no_verdict_in_any_format() {
    let folder = repository();
    let unread = |content: &str| {
        let other = format!("swagger: '2.0'\ninfo: {{title: T, version: '1'}}\n{content}\n");
        fs::write(folder.path().join("old.yaml"), &other).unwrap();
        fs::write(folder.path().join("new.yaml"), other.replace("'1'", "'2'")).unwrap();
    };
    unread("paths: {}");
    for format in ["human", "markdown", "json", "github"] {
        let files = ["old.yaml", "new.yaml", "--format", format, "--fail-on", "breaking"];
        let output = diff(folder.path(), &files);
        let shown = text(&output);
        assert_eq!(code(&output), 1, "{format}: {shown}");
        assert!(shown.contains("No verdict") && shown.contains("Swagger 2.0"), "{format}: {shown}");
        for word in ["Safe", "🟢", "::notice title=contract", "no installed client", "**no**"] {
            assert!(!shown.contains(word), "{format}: {shown}");
        }
    }
}

/// A fault that both versions have is not told; one that came is counted.
#[test]
fn shared_faults_are_not_told_and_new_ones_are_counted() {
    let folder = repository();
    let with = |faults: &str| {
        let contract = CONTRACT.replace("      summary: Make a thing\n", faults);
        fs::write(folder.path().join("api/openapi.yaml"), contract).unwrap();
    };
    let shared = "      summary: Make a thing\n      x-odd: 1\n      callbacks: {}\n";
    with(shared);
    commit(folder.path(), "faults");
    change(folder.path(), "name: {type: string}", "name: {type: string, maxLength: 9}");
    // Lines end where the terminal does.
    let shown = || {
        let shown = text(&diff(folder.path(), &["HEAD"]));
        shown.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let found = shown();
    assert!(!found.contains("callbacks"), "{found}");
    assert!(found.contains("1 change breaks installed clients"), "{found}");
    with(&format!("{shared}      x-more: 1\n      servers: []\n"));
    let shown = shown();
    assert!(!shown.contains("callbacks") && shown.contains("1 change breaks"), "{shown}");
}

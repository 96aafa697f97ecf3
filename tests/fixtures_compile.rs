//! What the snapshots show is code: every fixture's client compiles with warnings denied, and so do
//! its documentation and the examples in it; the contract's own examples pass their tests.

use std::fs;
use std::path::Path;
use std::process::Command;

use codegen::generate;
use pingone_mfa_tests::{copy_folder, fixtures, scratch_target, workspace};

const MEMBER: &str = r#"
[package]
name = "NAME"
version = "0.0.0"
edition = "2024"

# The name that the examples use.
[lib]
name = "pingone_mfa"

[lints]
workspace = true

[features]
FEATURES

[dependencies]
DEPENDENCIES"#;

/// A workspace with one package per fixture: the handwritten runtime and the fixture's code.
fn assemble(scratch: &Path) {
    let client = workspace().join("generated-client");
    let manifest = fs::read_to_string(client.join("Cargo.toml")).unwrap();
    let root = fs::read_to_string(workspace().join("Cargo.toml")).unwrap();
    let versions: Vec<&str> = section(&root, "workspace.dependencies")
        .lines()
        .filter(|line| !line.contains("path ="))
        .collect();

    let mut members = Vec::new();
    for (name, contract) in fixtures().unwrap() {
        let package = scratch.join(&name);
        copy_folder(&client.join("src"), &package.join("src")).unwrap();
        fs::remove_dir_all(package.join("src/generated")).unwrap();
        let generated = generate(&contract).unwrap();
        generated.files.compare(&package).unwrap().write().unwrap();
        trim_root(&package.join("src/lib.rs"));
        without_tests(&package.join("src"));
        let member = MEMBER
            .replace("NAME", &format!("fixture-{name}"))
            .replace("FEATURES", section(&manifest, "features"))
            .replace("DEPENDENCIES", section(&manifest, "dependencies"));
        fs::write(package.join("Cargo.toml"), member).unwrap();
        members.push(format!("{name:?}"));
    }
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n\n[workspace.lints.rust]\nwarnings = \"deny\"\n\
         missing_docs = \"deny\"\n\n[workspace.dependencies]\n{}\n",
        members.join(", "),
        versions.join("\n"),
    );
    fs::write(scratch.join("Cargo.toml"), manifest).unwrap();
    fs::copy(workspace().join("Cargo.lock"), scratch.join("Cargo.lock")).unwrap();
}

/// The lines of a manifest's table.
fn section<'m>(manifest: &'m str, name: &str) -> &'m str {
    let rest = manifest.split(&format!("[{name}]\n")).nth(1).unwrap();
    rest.split("\n[").next().unwrap()
}

/// The crate documentation and the waiter use the shipped contract's operations, which a fixture
/// does not have.
fn trim_root(path: &Path) {
    let text = fs::read_to_string(path).unwrap();
    let code: Vec<&str> =
        text.lines().filter(|line| !line.starts_with("//!") && !line.contains(" waiter")).collect();
    fs::write(path, format!("//! A fixture.\n{}\n", code.join("\n"))).unwrap();
}

/// The handwritten tests run in their own package and would need its dependencies.
fn without_tests(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("generated") {
            continue;
        } else if path.is_dir() {
            without_tests(&path);
        } else {
            let text = fs::read_to_string(&path).unwrap();
            let text = text
                .replace("#[cfg(test)]", "#[cfg(any())]")
                .replace("#[cfg(doctest)]", "#[cfg(any())]");
            // Their documentation is about the shipped contract.
            let lines = text.lines().map(|line| match line.trim_start().get(..3) {
                Some("///") => "/// Documented elsewhere.",
                Some("//!") => "//! Documented elsewhere.",
                _ => line,
            });
            fs::write(&path, lines.collect::<Vec<_>>().join("\n")).unwrap();
        }
    }
}

#[test]
fn every_fixture_compiles_without_a_warning() {
    let scratch = tempfile::tempdir().unwrap();
    assemble(scratch.path());
    // One fixture holds every text that rustdoc could trip over; the libraries share a name, so that
    // their documentation cannot be built together.
    for command in [&["test", "--workspace"][..], &["doc", "--no-deps", "-p", "fixture-prose"]] {
        let run = Command::new(env!("CARGO"))
            .args(command)
            .args(["--offline", "--no-default-features", "--quiet", "--target-dir"])
            .arg(scratch_target())
            .current_dir(scratch.path())
            .env_remove("RUSTFLAGS")
            .env("RUSTDOCFLAGS", "-D warnings")
            .env("CARGO_TERM_COLOR", "never")
            .output()
            .unwrap();
        let (out, err) =
            (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
        assert!(run.status.success(), "cargo {}: {out}{err}", command[0]);
    }
}

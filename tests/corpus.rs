//! A real contract, written by others, is driven as its user would: its crate compiles with warnings denied, and
//! its calls reach the fake, which serves the contract as it is.
//!
//! Real contracts are no part of the project: where the folder is absent (`../shared/corpus`, or what `XTASK_CORPUS`
//! names), the test says so and does nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::package::{self, Runtime};
use pingone_mfa_tests::workspace;

/// Names the folder of contracts, as it does for `cargo xtask corpus`.
const VARIABLE: &str = "XTASK_CORPUS";

/// What the crate has besides what is written around every client.
const MORE: &str = "\n[lints]\nworkspace = true\n\n[dev-dependencies]\n\
                    tokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n";

const WORKSPACE: &str = "[workspace]\nresolver = \"3\"\nmembers = [\"client\"]\n\n\
                         [workspace.lints.rust]\nwarnings = \"deny\"\nmissing_docs = \"deny\"\n\n";

/// The contract of that name, if there are real contracts here.
fn contract(name: &str) -> Option<PathBuf> {
    let named = std::env::var_os(VARIABLE).map(PathBuf::from);
    let folder = named.unwrap_or_else(|| workspace().join("../shared/corpus"));
    let contract = folder.join(name);
    if !contract.is_file() {
        println!("skipped: there is no {}", contract.display());
        return None;
    }
    Some(contract)
}

/// Writes the crate of a contract, with what stands beside it here and with its calls.
fn assemble(contract: &Path, calls: &str, scratch: &Path) {
    let spec = scratch.join("spec");
    fs::create_dir(&spec).unwrap();
    let beside = workspace().join("tests/corpus");
    let root = spec.join(contract.file_name().unwrap());
    // Not copied with its permissions: the folder may be read-only.
    fs::write(&root, fs::read(contract).unwrap()).unwrap();
    fs::copy(beside.join("client.yaml"), spec.join("client.yaml")).unwrap();

    let client = scratch.join("client");
    let generated = codegen::generate(&root).unwrap();
    let runtime = real("generated-client/runtime");
    let around = package::files(&generated.plan, &Runtime::Folder(runtime));
    generated.files.with(around).compare(&client).unwrap().write().unwrap();
    fs::create_dir(client.join("tests")).unwrap();
    fs::copy(beside.join(calls), client.join("tests/calls.rs")).unwrap();

    let manifest = fs::read_to_string(client.join("Cargo.toml")).unwrap();
    let kit = real("generated-client/testing");
    let kit = format!("pingone-mfa-testing = {{ path = {kit:?} }}\n");
    fs::write(client.join("Cargo.toml"), manifest + MORE + &kit).unwrap();
    let root = fs::read_to_string(workspace().join("Cargo.toml")).unwrap();
    fs::write(scratch.join("Cargo.toml"), WORKSPACE.to_owned() + &profiles(&root)).unwrap();
    fs::copy(workspace().join("Cargo.lock"), scratch.join("Cargo.lock")).unwrap();
}

fn real(folder: &str) -> String {
    workspace().join(folder).canonicalize().unwrap().to_string_lossy().into_owned()
}

/// The profiles of a manifest: what is compiled as the workspace does is compiled once.
fn profiles(manifest: &str) -> String {
    let sections = manifest.split("\n[").filter(|section| section.starts_with("profile.dev"));
    sections.map(|section| format!("[{section}\n")).collect()
}

#[test]
fn the_client_of_the_mfa_contract_is_driven_end_to_end() {
    let Some(contract) = contract("mfa.yml") else { return };
    let tmp = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let scratch = tempfile::tempdir_in(tmp).unwrap();
    assemble(&contract, "mfa.rs", scratch.path());
    let run = Command::new(env!("CARGO"))
        // Whether the examples of the documentation compile is asked of the fixtures.
        .args(["test", "--test", "calls", "--offline", "--quiet", "--target-dir"])
        .arg(tmp.parent().unwrap())
        .current_dir(scratch.path())
        .env("CARGO_TERM_COLOR", "never")
        .env("RUST_BACKTRACE", "0")
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "{out}{err}");
}

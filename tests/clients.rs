//! Every contract becomes a crate: those of the fixtures and of another vendor compile with warnings
//! denied, and so do their documentation and the examples in it; their generated tests pass, and the
//! client of the other vendor is called. Clippy has nothing to say about what is emitted.

use std::fs;
use std::path::Path;
use std::process::Command;

use codegen::generate;
use codegen::package::{self, Runtime};
use pingone_mfa_tests::{fixtures, workspace};

const TESTING_MEMBER: &str = r#"
[package]
name = "NAME-testing"
version = "0.0.0"
edition = "2024"

# The examples of what is handwritten are about the whole kit, whose own tests run them.
[lib]
doctest = false

[lints]
workspace = true

[dependencies]
http.workspace = true
jiff.workspace = true
pingone_mfa = { package = "NAME", path = ".." }
serde.workspace = true
serde_json.workspace = true
thiserror.workspace = true
uuid.workspace = true
"#;

/// What the generated part of the testing crate uses of the rest: the files of the kit, where they are, and
/// a recorder without the server behind it.
const TESTING_ROOT: &str = r#"//! A fixture.
// What is generated names the client as its contract does, what is handwritten as the kit does.
extern crate pingone_mfa as CLIENT;

// A fixture is smaller than the contract of the kit and calls less.
#[allow(dead_code)]
#[path = "KIT/call.rs"]
mod call;
#[rustfmt::skip]
mod generated;
#[path = "KIT/route.rs"]
pub mod route;
#[path = "KIT/stub.rs"]
mod stub;

pub use call::{Arguments, Call, CallError, Decode, Sent};
pub use generated::calls::CALLS;
pub use generated::requests;
pub use generated::stub::Stub;
pub use stub::StubError;

/// Whether a stub answers a request.
pub fn answers(stub: &dyn Stub, recorded: &recording::RecordedRequest) -> bool {
    generated::stub::answer(stub, recorded).is_ok()
}

/// Stands in for the recorder of the testing crate.
pub mod recording {
    use crate::route::Operation;

    /// A request.
    #[derive(Debug, Clone)]
    pub struct RecordedRequest;

    /// Requests.
    #[derive(Debug)]
    pub struct Requests(Vec<RecordedRequest>);

    impl Requests {
        /// Those of an operation.
        pub fn of(&self, _: Operation) -> impl Iterator<Item = &RecordedRequest> {
            self.0.iter()
        }
    }

    impl RecordedRequest {
        /// A path parameter.
        pub fn path_value(&self, _: &str) -> Option<&str> {
            None
        }

        /// A query parameter.
        pub fn query_value(&self, _: &str) -> Option<String> {
            None
        }

        /// A query parameter.
        pub fn query_values(&self, _: &str) -> Vec<String> {
            Vec::new()
        }

        /// A cookie.
        pub fn cookie(&self, _: &str) -> Option<String> {
            None
        }

        /// A header.
        pub fn header(&self, _: &str) -> Option<&str> {
            None
        }

        /// The body.
        pub fn payload(&self) -> &[u8] {
            &[]
        }

        /// The operation.
        pub fn operation(&self) -> Option<Operation> {
            None
        }
    }
}
"#;

/// The generated part of the testing crate, in a crate of its own.
fn assemble_testing(package: &Path, name: &str) {
    let testing = package.join("testing");
    let kit = workspace().join("generated-client/testing/src").canonicalize().unwrap();
    let kit = kit.to_string_lossy().replace('\\', "/");
    let root = TESTING_ROOT.replace("CLIENT", &name.replace('-', "_")).replace("KIT", &kit);
    fs::write(testing.join("src/lib.rs"), root).unwrap();
    fs::write(testing.join("Cargo.toml"), TESTING_MEMBER.replace("NAME", name)).unwrap();
}

/// Writes the crate of a contract, as `cargo xtask regen --out` does, and returns its manifest's text.
fn write_client(contract: &Path, package: &Path) -> String {
    let generated = generate(contract).unwrap();
    let runtime = workspace().join("generated-client/runtime").canonicalize().unwrap();
    let runtime = Runtime::Folder(runtime.to_string_lossy().into_owned());
    let around = package::files(&generated.plan, &runtime);
    generated.files.clone().with(around).compare(package).unwrap().write().unwrap();
    fs::read_to_string(package.join("Cargo.toml")).unwrap()
}

/// Gives a crate the tests that call it, if its contract has some beside it.
fn add_calls(calls: &Path, package: &Path) -> bool {
    if !calls.exists() {
        return false;
    }
    let fake = package.join("tests/fake");
    fs::create_dir_all(&fake).unwrap();
    fs::copy(calls, package.join("tests/calls.rs")).unwrap();
    fs::copy(workspace().join("tests/fixtures/fake.rs"), fake.join("mod.rs")).unwrap();
    true
}

/// The fake, which serves the contract of the fixture to its calls.
fn kit_dependency() -> String {
    let kit = workspace().join("generated-client/testing").canonicalize().unwrap();
    format!("pingone-mfa-testing = {{ path = {:?} }}\n", kit.to_string_lossy())
}

/// A workspace with the crates of all contracts, and the generated part of a test kit for each fixture.
fn assemble(scratch: &Path) {
    let mut members = Vec::new();
    for (name, contract) in fixtures().unwrap() {
        let package = scratch.join(&name);
        let manifest = write_client(&contract, &package) + LINTS;
        let manifest = match add_calls(&contract.with_file_name("calls.rs"), &package) {
            true => manifest + DEV_DEPENDENCIES + &kit_dependency(),
            false => manifest,
        };
        fs::write(package.join("Cargo.toml"), manifest).unwrap();
        // A folder may be named after a version.
        assemble_testing(&package, &format!("fixture-{}", name.replace('.', "-")));
        members.extend([format!("{name:?}"), format!("\"{name}/testing\"")]);
    }
    let vendor = workspace().join("tests/fixtures/vendor");
    let package = scratch.join("vendor");
    let manifest = write_client(&vendor.join("openapi.yaml"), &package);
    fs::write(package.join("Cargo.toml"), manifest + LINTS + DEV_DEPENDENCIES).unwrap();
    assert!(add_calls(&vendor.join("calls.rs"), &package));
    members.push("\"vendor\"".to_owned());

    let root = fs::read_to_string(workspace().join("Cargo.toml")).unwrap();
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n\n[workspace.lints.rust]\nwarnings = \"deny\"\n\
         missing_docs = \"deny\"\n\n[workspace.dependencies]\n{}\n\n[profile.dev]\n{}\n",
        members.join(", "),
        section(&root, "workspace.dependencies")
            .lines()
            .filter(|line| !line.contains("path ="))
            .collect::<Vec<_>>()
            .join("\n"),
        section(&root, "profile.dev"),
    );
    fs::write(scratch.join("Cargo.toml"), manifest).unwrap();
    fs::copy(workspace().join("Cargo.lock"), scratch.join("Cargo.lock")).unwrap();
}

const LINTS: &str = "\n[lints]\nworkspace = true\n";

const DEV_DEPENDENCIES: &str =
    "\n[dev-dependencies]\ntokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n";

/// The lines of a manifest's table.
fn section<'m>(manifest: &'m str, name: &str) -> &'m str {
    let rest = manifest.split(&format!("[{name}]\n")).nth(1).unwrap();
    rest.split("\n[").next().unwrap()
}

#[test]
fn the_crate_of_every_contract_compiles_without_a_warning_and_passes_its_tests() {
    // The target folder of the workspace: what both build alike is compiled once.
    let tmp = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let scratch = tempfile::tempdir_in(tmp).unwrap();
    assemble(scratch.path());
    // One fixture holds every text that rustdoc could trip over.
    for command in [
        &["test", "--workspace"][..],
        &["clippy", "--workspace"],
        &["doc", "--no-deps", "-p", "fixture-prose"],
    ] {
        cargo(tmp, scratch.path(), command);
    }
    // Each handle compiles alone, and so do its tests and the examples in its documentation; none is needed.
    let manifest = fs::read_to_string(scratch.path().join("features/Cargo.toml")).unwrap();
    let manifest: toml::Table = toml::from_str(&manifest).unwrap();
    let features = manifest["features"].as_table().unwrap();
    let handles = features.iter().filter(|(_, needs)| needs.as_array().is_some_and(Vec::is_empty));
    let handles: Vec<&str> = handles.map(|(name, _)| name.as_str()).collect();
    assert_eq!(handles.len(), 3);
    for handle in handles.into_iter().chain([""]) {
        let features = format!("rustls,{handle}");
        let alone = ["-p", "fixture-features", "--no-default-features", "--features", &features];
        for command in ["test", "clippy"] {
            cargo(tmp, scratch.path(), &[&[command], &alone[..]].concat());
        }
    }
}

/// Runs cargo in a workspace, with its target folder in the one of this workspace.
fn cargo(tmp: &Path, folder: &Path, command: &[&str]) {
    let run = Command::new(env!("CARGO"))
        .args(command)
        .args(["--offline", "--quiet", "--target-dir"])
        .arg(tmp.parent().unwrap())
        .current_dir(folder)
        .env("RUSTDOCFLAGS", "-D warnings")
        .env("CARGO_TERM_COLOR", "never")
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "cargo {}: {out}{err}", command.join(" "));
}

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

const TESTING_MEMBER: &str = r#"
[package]
name = "NAME-testing"
version = "0.0.0"
edition = "2024"

[lints]
workspace = true

[dependencies]
jiff.workspace = true
pingone_mfa = { package = "NAME", path = ".." }
serde.workspace = true
serde_json.workspace = true
thiserror.workspace = true
uuid.workspace = true
"#;

/// What the generated part of the testing crate uses of the rest, without the server behind it.
const TESTING_ROOT: &str = r#"//! A fixture.
mod call;
#[rustfmt::skip]
mod generated;
pub mod route;

pub use call::{Arguments, Call, CallError, Decode, Sent};
pub use generated::calls::CALLS;
pub use generated::requests;
pub use generated::routes::ROUTES;

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

/// Stands in for the stub of the testing crate.
pub mod stub {
    use crate::generated::stub::answer;
    use crate::recording::RecordedRequest;
    use crate::route::Operation;

    pub use crate::generated::stub::Stub;

    /// Whether the stub answers.
    pub fn answers(stub: &dyn Stub, recorded: &RecordedRequest) -> bool {
        answer(stub, recorded).is_ok()
    }

    /// A refusal.
    #[derive(Debug)]
    pub struct StubError;

    impl StubError {
        pub(crate) fn unexpected(_: Operation) -> Self {
            Self
        }

        pub(crate) fn unknown() -> Self {
            Self
        }
    }

    pub(crate) fn encode<T: serde::Serialize>(
        answer: Result<T, StubError>,
    ) -> Result<Option<serde_json::Value>, StubError> {
        answer.map(|answer| serde_json::to_value(answer).ok())
    }

    pub(crate) fn request<T>(typed: Option<T>) -> Result<T, StubError> {
        typed.ok_or(StubError)
    }
}
"#;

/// The generated part of the testing crate, in a crate of its own.
fn assemble_testing(package: &Path, name: &str) {
    let testing = package.join("testing");
    for file in ["route.rs", "call.rs"] {
        let handwritten = workspace().join("generated-client/testing/src").join(file);
        let text = fs::read_to_string(handwritten).unwrap();
        // Its examples and links are about the whole crate.
        let text = text.replace("/// ```", "/// ```ignore");
        let text = text.replace("](crate::FakePingOneBuilder::routes)", "](Route)");
        fs::write(testing.join("src").join(file), text).unwrap();
    }
    fs::write(testing.join("src/lib.rs"), TESTING_ROOT).unwrap();
    fs::write(testing.join("Cargo.toml"), TESTING_MEMBER.replace("NAME", name)).unwrap();
}

/// A workspace with two packages per fixture: the handwritten runtime with the fixture's code, and the
/// generated part of the testing crate.
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
        assemble_testing(&package, &format!("fixture-{name}"));
        members.extend([format!("{name:?}"), format!("\"{name}/testing\"")]);
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
    for command in [
        &["check", "--workspace"][..],
        &["test", "--workspace", "--exclude", "*-testing"],
        &["doc", "--no-deps", "-p", "fixture-prose"],
    ] {
        let run = Command::new(env!("CARGO"))
            .args(command)
            .args(["--offline", "--no-default-features", "--quiet", "--target-dir"])
            .arg(scratch_target())
            .current_dir(scratch.path())
            .env_remove("RUSTFLAGS")
            // As for other scratch builds, so that they share their dependencies.
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("RUSTDOCFLAGS", "-D warnings")
            .env("CARGO_TERM_COLOR", "never")
            .output()
            .unwrap();
        let (out, err) =
            (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
        assert!(run.status.success(), "cargo {}: {out}{err}", command[0]);
    }
}

//! The files around the generated code that make it a crate: manifest, root, README.
//!
//! They are written where there is nothing, and where what is there says that it is generated: a
//! client that has grown handwritten parts keeps its own.

use crate::markdown;
use crate::output::{COMMAND, Files};
use crate::plan::{Plan, names};

/// What generated code uses beside the runtime, as a manifest names it.
///
/// A test holds these against the versions of the workspace.
const DEPENDENCIES: [(&str, &str); 4] = [
    ("jiff", r#"{ version = "0.2", default-features = false, features = ["std", "serde"] }"#),
    ("serde", r#"{ version = "1", features = ["derive"] }"#),
    ("serde_json", r#""1""#),
    ("uuid", r#"{ version = "1", features = ["serde"] }"#),
];

/// The version of the runtime that generated code is made for: exactly this one.
const RUNTIME_VERSION: &str = env!("CARGO_PKG_VERSION");

/// Where the crate that is written finds what it depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Runtime {
    /// In the registry.
    Registry,
    /// In a folder, named relative to the crate's.
    Folder(String),
}

/// Manifest, root and README of the client's crate, by path relative to its folder.
#[must_use]
pub fn files(plan: &Plan, runtime: &Runtime) -> Files {
    Files::of_texts([
        ("Cargo.toml", manifest(plan, runtime)),
        ("README.md", readme(plan)),
        ("src/lib.rs", root(plan)),
    ])
}

fn manifest(plan: &Plan, runtime: &Runtime) -> String {
    let Plan { source, .. } = plan;
    let title = quoted(&markdown::phrase(&plan.title));
    let place = match runtime {
        Runtime::Registry => String::new(),
        Runtime::Folder(path) => format!(", path = {}", quoted(path)),
    };
    let dependencies: String =
        DEPENDENCIES.iter().map(|(name, value)| format!("{name} = {value}\n")).collect();
    let features: String = ["rustls", "native-tls", "jwt", "rate-limit"]
        .iter()
        .map(|name| format!("{name} = [\"pingone-core/{name}\"]\n"))
        .collect();
    format!(
        "# @generated from {source} by `{COMMAND}`. Take out this line to keep the file as your own.\n\
         \n\
         [package]\n\
         name = \"{package}\"\n\
         description = {title}\n\
         version = \"0.1.0\"\n\
         edition = \"2024\"\n\
         rust-version = \"1.89\"\n\
         publish = false\n\
         \n\
         [features]\n\
         default = [\"rustls\"]\n\
         {features}\
         \n\
         [dependencies]\n\
         {dependencies}\
         pingone-core = {{ version = \"={RUNTIME_VERSION}\", default-features = false{place} }}\n",
        package = plan.package(),
    )
}

/// A string as TOML has it, which is how JSON has it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn readme(plan: &Plan) -> String {
    let title = markdown::phrase(&plan.title);
    format!(
        "<!-- @generated from {source} by `{COMMAND}`. Take out this line to keep the file as your own. -->\n\
         \n\
         # {package}\n\
         \n\
         A typed async client for “{title}”, generated from its OpenAPI document.\n\
         \n\
         `cargo doc --open` has a page for each operation, with an example and its errors.\n",
        source = plan.source,
        package = plan.package(),
    )
}

fn root(plan: &Plan) -> String {
    let title = markdown::phrase(&plan.title);
    format!(
        "// @generated from {source} by `{COMMAND}`. Take out this line to keep the file as your own.\n\
         \n\
         //! A typed async client for “{title}”.\n\
         //!\n\
         //! A handle per tag has a method per operation. Required values are arguments, optional ones\n\
         //! are setters, and awaiting sends the request.\n\
         \n\
         #[rustfmt::skip]\n\
         mod generated;\n\
         \n\
         pub use generated::*;\n\
         pub use generated::{{Client, ClientBuilder}};\n\
         #[doc(no_inline)]\n\
         pub use pingone_core::*;\n\
         #[doc(no_inline)]\n\
         pub use pingone_core::{{{reexported}}};\n",
        source = plan.source,
        reexported = names::REEXPORTED.join(", "),
    )
}

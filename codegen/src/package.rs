//! The files around the generated code that make it a crate: manifest, root, README.
//!
//! They are written where there is nothing, and where what is there says that it is generated: a
//! client that has grown handwritten parts keeps its own.

use crate::markdown;
use crate::output::{COMMAND, Files};
use crate::plan::Plan;

/// What generated code uses beside the runtime, as a manifest names it.
///
/// A test holds these against the versions of the workspace.
const DEPENDENCIES: [(&str, &str); 4] = [
    ("jiff", r#"{ version = "0.2", default-features = false, features = ["std", "serde"] }"#),
    ("serde", r#"{ version = "1", features = ["derive"] }"#),
    ("serde_json", r#""1""#),
    ("uuid", r#"{ version = "1", features = ["serde"] }"#),
];

/// The features of the runtime, which every client passes on.
const FEATURES: [&str; 5] = ["jwt", "native-tls", "rate-limit", "reqwest", "rustls"];

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
    let features: String =
        FEATURES.iter().map(|name| format!("{name} = [\"pingone-core/{name}\"]\n")).collect();
    format!(
        "# @generated from {source} by `{COMMAND}`. Remove this line to keep your own version of the file.\n\
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
        "<!-- @generated from {source} by `{COMMAND}`. Remove this line to keep your own version of the file. -->\n\
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
        "// @generated from {source} by `{COMMAND}`. Remove this line to keep your own version of the file.\n\
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
         pub use pingone_core::*;\n",
        source = plan.source,
    )
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn manifest(path: &str) -> toml::Table {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
        toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    }

    #[test]
    fn a_client_depends_on_what_the_runtime_depends_on() {
        let workspace = manifest("Cargo.toml");
        let known = workspace["workspace"]["dependencies"].as_table().unwrap();
        for (name, value) in DEPENDENCIES {
            let own: toml::Table = toml::from_str(&format!("{name} = {value}")).unwrap();
            assert_eq!(own[name], known[name], "{name}");
        }
    }

    #[test]
    fn no_client_has_the_name_of_what_it_depends_on() {
        let manifest = super::manifest(&crate::fixture::plan(THING), &Runtime::Registry);
        let manifest: toml::Table = toml::from_str(&manifest).unwrap();
        for name in manifest["dependencies"].as_table().unwrap().keys() {
            assert!(crate::target::is_taken(name), "{name}");
        }
    }

    const THING: &str = "    Thing: {type: object, properties: {name: {type: string}}}\n";

    #[test]
    fn a_client_passes_every_feature_of_the_runtime_on() {
        let runtime = manifest("generated-client/runtime/Cargo.toml");
        let features = runtime["features"].as_table().unwrap();
        let mut names: Vec<&str> = features.keys().map(String::as_str).collect();
        names.retain(|name| *name != "default");
        assert_eq!(names, FEATURES);
        assert_eq!(runtime["package"]["name"].as_str(), Some("pingone-core"));
    }
}

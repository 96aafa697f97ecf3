//! The files around the generated code that make it a crate: manifest, root, README.
//!
//! They are written where there is nothing, and where what is there says that it is generated: a
//! client that has grown handwritten parts keeps its own.

use std::collections::BTreeSet;

use crate::markdown;
use crate::output::{COMMAND, Files};
use crate::plan::names::REEXPORTED;
use crate::plan::{Api, LeftOut, Plan};
use crate::target::RUNTIME_FEATURES;

/// What generated code uses beside the runtime, as a manifest names it.
///
/// A test holds these against the versions of the workspace.
const DEPENDENCIES: [(&str, &str); 4] = [
    ("jiff", r#"{ version = "0.2", default-features = false, features = ["std", "serde"] }"#),
    ("serde", r#"{ version = "1", features = ["derive"] }"#),
    ("serde_json", r#""1""#),
    ("uuid", r#"{ version = "1", features = ["serde"] }"#),
];

/// What users of a client name of the runtime, always and with a feature.
const RUNTIME_ITEMS: [&str; 56] = [
    "AccessToken",
    "AuthMethod",
    "Base64",
    "Body",
    "BoxFuture",
    "BuildError",
    "BuildProblem",
    "ByteStream",
    "ClientCredentials",
    "Clock",
    "Collection",
    "Core",
    "CredentialError",
    "CredentialProblem",
    "DetailCode",
    "Embedded",
    "EnvError",
    "EnvProblem",
    "EnvironmentId",
    "Error",
    "ErrorBody",
    "ErrorCode",
    "ErrorDetail",
    "ErrorKind",
    "FileData",
    "Hosts",
    "Idempotency",
    "InnerError",
    "InvalidBase64",
    "InvalidCorrelationId",
    "InvalidHost",
    "Items",
    "KeyProblem",
    "KeyScheme",
    "Limits",
    "Link",
    "Links",
    "LoginScheme",
    "Nullable",
    "PageCursor",
    "Pages",
    "Region",
    "Response",
    "RetryPolicy",
    "Secret",
    "Server",
    "ServerChoice",
    "SessionId",
    "TokenError",
    "TokenScheme",
    "TokenSource",
    "TransactionId",
    "Transport",
    "TransportError",
    "UnknownRegion",
    "UnknownValue",
];

/// As [`RUNTIME_ITEMS`], with the feature that each belongs to.
const OF_FEATURES: [(&str, &str); 2] = [("jwt", "SigningKey"), ("reqwest", "reqwest")];

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
    let features = features(plan);
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
         {features}\
         \n\
         [dependencies]\n\
         {dependencies}\
         pingone-core = {{ version = \"={RUNTIME_VERSION}\", default-features = false{place} }}\n",
        package = plan.package(),
    )
}

/// The features of the handles; tags that become one feature share it.
fn of_handles(plan: &Plan) -> BTreeSet<&str> {
    plan.apis.iter().filter_map(|api| Some(api.feature.as_ref()?.name.as_str())).collect()
}

fn features(plan: &Plan) -> String {
    let handles = of_handles(plan);
    let runtime =
        RUNTIME_FEATURES.iter().map(|name| format!("{name} = [\"pingone-core/{name}\"]\n"));
    let runtime: String = runtime.collect();
    if handles.is_empty() {
        return format!("default = [\"rustls\"]\n{runtime}");
    }
    let all: String = handles.iter().map(|name| format!("    \"{name}\",\n")).collect();
    let own: String = handles.iter().map(|name| format!("{name} = []\n")).collect();
    format!(
        "default = [\n    \"rustls\",\n{all}]\n{runtime}\
         # A handle each, with its operations and the types that only they use.\n{own}"
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
         `cargo doc --open` has a page for each operation, with an example and its errors.\n\
         {features}{left_out}",
        source = plan.source,
        package = plan.package(),
        features = about_features(plan),
        left_out = left_out(plan),
    )
}

/// How to compile a part of the client, if it is in parts.
fn about_features(plan: &Plan) -> String {
    let handles = of_handles(plan);
    let Some(first) = handles.first() else { return String::new() };
    let line = |api: &Api| {
        let feature = api.feature.as_ref()?;
        Some(format!("| `{}` | `client.{}(…)` |\n", feature.name, api.module))
    };
    let lines: String = plan.apis.iter().filter_map(line).collect();
    format!(
        "\n## Features\n\nEach handle is behind a feature, all of which are on by default. A program \
         that needs few of them compiles in a fraction of the time:\n\n\
         ```toml\n{package} = {{ version = \"0.1\", default-features = false, features = [\"rustls\", \
         \"{first}\"] }}\n```\n\n| feature | handle |\n|---|---|\n{lines}",
        package = plan.package(),
    )
}

/// What users of the client look for in vain.
fn left_out(plan: &Plan) -> String {
    if plan.left_out.is_empty() {
        return String::new();
    }
    let line = |one: &LeftOut| {
        let reasons: BTreeSet<&str> = one.reasons.iter().map(|it| it.rule.id).collect();
        let reasons: Vec<&str> = reasons.into_iter().collect();
        format!(
            "- `{}`: {}\n",
            markdown::phrase(&one.route()).replace('`', "'"),
            reasons.join(", ")
        )
    };
    let lines: String = plan.left_out.iter().map(line).collect();
    format!(
        "\n## Left out\n\nThese operations could not be generated. `cargo xtask lint --explain RULE` \
         explains each rule.\n\n{lines}"
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
         {reexports}",
        source = plan.source,
        reexports = reexports(),
    )
}

/// What users need of the runtime, by name: its interface for generated code is none of it.
fn reexports() -> String {
    let of_features = OF_FEATURES.map(|(feature, name)| {
        format!(
            "#[cfg(feature = \"{feature}\")]\n#[doc(no_inline)]\npub use pingone_core::{name};\n"
        )
    });
    let options = textwrap::Options::new(100).initial_indent("    ").subsequent_indent("    ");
    let items = textwrap::fill(&format!("{},", RUNTIME_ITEMS.join(", ")), options);
    let is_always = |name: &&str| OF_FEATURES.iter().all(|(_, other)| other != name);
    let crates: Vec<&str> = REEXPORTED.into_iter().filter(is_always).collect();
    format!(
        "{features}\
         #[doc(no_inline)]\npub use pingone_core::{{\n{items}\n}};\n\
         #[doc(no_inline)]\npub use pingone_core::{{{crates}}};\n",
        features = of_features.concat(),
        crates = crates.join(", "),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
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

    /// The names that the root of a crate brings from elsewhere, apart from globs.
    fn reexported(root: &str, from: Option<&str>) -> BTreeSet<String> {
        fn names(tree: &syn::UseTree, found: &mut BTreeSet<String>) {
            match tree {
                syn::UseTree::Path(path) => names(&path.tree, found),
                syn::UseTree::Name(name) => _ = found.insert(name.ident.to_string()),
                syn::UseTree::Rename(name) => _ = found.insert(name.rename.to_string()),
                syn::UseTree::Group(group) => group.items.iter().for_each(|one| names(one, found)),
                syn::UseTree::Glob(_) => panic!("a glob brings what nobody listed"),
            }
        }
        let mut found = BTreeSet::new();
        for item in syn::parse_file(root).unwrap().items {
            let syn::Item::Use(item) = item else { continue };
            let is_from =
                |name: &str| matches!(&item.tree, syn::UseTree::Path(path) if path.ident == name);
            let is_public = matches!(item.vis, syn::Visibility::Public(_));
            if is_public && from.is_none_or(is_from) {
                names(&item.tree, &mut found);
            }
        }
        found
    }

    #[test]
    fn every_client_re_exports_what_the_runtime_has_for_users() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated-client");
        let read = |path: &str| std::fs::read_to_string(folder.join(path)).unwrap();
        let mut runtime = reexported(&read("runtime/src/lib.rs"), None);
        // Each client has a builder of its own.
        assert!(runtime.remove("ClientBuilder"));
        let from = Some("pingone_core");
        assert_eq!(reexported(&root(&crate::fixture::plan(THING)), from), runtime);
        assert_eq!(reexported(&read("src/lib.rs"), from), runtime);
    }

    #[test]
    fn a_client_passes_every_feature_of_the_runtime_on() {
        let runtime = manifest("generated-client/runtime/Cargo.toml");
        let features = runtime["features"].as_table().unwrap();
        let mut names: Vec<&str> = features.keys().map(String::as_str).collect();
        names.retain(|name| *name != "default");
        assert_eq!(names, RUNTIME_FEATURES);
        assert_eq!(runtime["package"]["name"].as_str(), Some("pingone-core"));
    }
}

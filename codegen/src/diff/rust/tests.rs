//! The surface is what the formatted files say, and every item of it knows where it comes from.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use quote::ToTokens as _;

use super::RustEffect;
use super::compare::differences;
use super::emitted::{CodeReader, Request};
use super::public::surface;
use super::surface::{Item, ItemKind, Surface};
use crate::generate;
use crate::output::Files;
use crate::plan::Deprecation;

/// Path, kind, declaration and deprecation of an item.
pub(in crate::diff) type Declared = (String, ItemKind, String, bool);

pub(in crate::diff) fn rows(surface: &Surface) -> BTreeSet<Declared> {
    let row = |(path, item): (&String, &Item)| {
        let is_deprecated = item.deprecation == Deprecation::Deprecated;
        (path.clone(), item.kind, item.signature.clone(), is_deprecated)
    };
    surface.iter().map(row).collect()
}

fn read<'t>(files: impl Iterator<Item = (&'t str, &'t str)>) -> Surface {
    let mut reader = CodeReader::default();
    for (path, text) in files.filter(|(path, _)| path.ends_with(".rs")) {
        reader.file(path, &syn::parse_file(text).unwrap()).unwrap();
    }
    reader.surface
}

/// The items of formatted files that users can name.
pub(in crate::diff) fn rows_of_files(files: &Files) -> BTreeSet<Declared> {
    rows(&read(files.iter()))
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn contracts() -> Vec<PathBuf> {
    let fixtures = std::fs::read_dir(workspace().join("tests/fixtures/specs")).unwrap();
    let mut found: Vec<PathBuf> =
        fixtures.map(|entry| entry.unwrap().path().join("openapi.yaml")).collect();
    found.push(workspace().join("spec/openapi.yaml"));
    found.sort();
    found
}

#[test]
fn the_surface_of_the_shipped_contract_is_that_of_the_files_that_are_checked_in() {
    let client = workspace().join("generated-client");
    let generated = generate(&workspace().join("spec/openapi.yaml")).unwrap();
    let texts: Vec<(&str, String)> = generated
        .files
        .iter()
        .map(|(path, _)| (path, std::fs::read_to_string(client.join(path)).unwrap()))
        .collect();
    let written = read(texts.iter().map(|(path, text)| (*path, text.as_str())));
    assert_eq!(rows(&surface(&generated.plan).unwrap()), rows(&written));
}

/// Code without comments, white space and the commas that formatting adds.
fn squeezed(text: &str) -> String {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code: String = code.flat_map(str::chars).filter(|c| !c.is_whitespace()).collect();
    code.replace(",)", ")").replace(",>", ">")
}

/// How an item may be declared, squeezed; nothing if that cannot be told from the item.
fn declaration(path: &str, item: &Item) -> Vec<String> {
    let name = path.rsplit("::").next().unwrap().trim_end_matches("()");
    let signature = squeezed(&item.signature);
    match item.kind {
        ItemKind::Module => vec![format!("pubmod{name};")],
        ItemKind::Type if signature.starts_with("struct") => vec![format!("pubstruct{name}")],
        ItemKind::Type if signature.starts_with("enum") => vec![format!("pubenum{name}{{")],
        ItemKind::Type => {
            vec![format!("pubtype{name}={signature};"), format!("pubuse{signature};")]
        }
        ItemKind::Field => vec![format!("pub{name}:{signature},")],
        ItemKind::Variant => vec![format!("{name}{signature},")],
        ItemKind::Function if signature.starts_with('(') => {
            vec![format!("pubfn{name}{signature}{{")]
        }
        ItemKind::Function => vec![format!("pubconst{name}:{signature}=")],
        ItemKind::Trait => Vec::new(),
    }
}

/// What a text declares, counted by line beginnings and not by syntax.
#[derive(Debug, Default, PartialEq)]
struct Counts {
    declared: usize,
    variants: usize,
    traits: usize,
}

impl Counts {
    fn of_text(text: &str) -> Self {
        let starts = |line: &&str| {
            line.starts_with("pub ")
                && !line.starts_with("pub use self::")
                && *line != "pub mod types;"
        };
        let requests = text.lines().filter(|line| line.starts_with("request!("));
        let has_streams =
            |line: &str| line.contains("-> pages of ") || line.contains(", pages of ");
        let is_streamed = |line: &str| line.ends_with("-> text);") || line.ends_with("-> file);");
        let methods = requests.clone().map(|line| match line {
            line if has_streams(line) => 6,
            line if is_streamed(line) => 5,
            _ => 4,
        });
        let methods: usize = methods.sum();
        let enums = text.split("\npub enum ").skip(1).map(|rest| rest.split("\n}").next().unwrap());
        let is_variant = |line: &&str| {
            line.strip_prefix("    ").is_some_and(|line| line.starts_with(char::is_alphabetic))
        };
        let blocks = text.split("\nimpl").skip(1).map(|rest| rest.split('{').next().unwrap());
        let is_of_trait = |head: &&str| {
            let hidden =
                [" Secrets ", " ApiClient ", " Sealed "].iter().any(|name| head.starts_with(name));
            head.split_whitespace().any(|word| word == "for") && !hidden
        };
        let code = squeezed(text);
        let derives = code.split("#[derive(").skip(1).map(|rest| rest.split(')').next().unwrap());
        Self {
            declared: text.lines().map(str::trim_start).filter(starts).count() + methods,
            variants: enums.flat_map(str::lines).filter(is_variant).count(),
            traits: blocks.filter(is_of_trait).count()
                + derives.map(|names| names.split(',').count()).sum::<usize>()
                + requests.count(),
        }
    }

    fn of_surface(surface: &Surface) -> Self {
        let count =
            |kinds: &[ItemKind]| surface.values().filter(|item| kinds.contains(&item.kind)).count();
        Self {
            declared: count(&[
                ItemKind::Module,
                ItemKind::Type,
                ItemKind::Field,
                ItemKind::Function,
            ]),
            variants: count(&[ItemKind::Variant]),
            traits: count(&[ItemKind::Trait]),
        }
    }
}

const OF_REQUESTS: [&str; 7] = [
    "timeout()",
    "retry()",
    "send()",
    "send_with_metadata()",
    "send_streamed()",
    "pages()",
    "items()",
];

#[test]
fn the_surface_has_what_the_formatted_files_declare_and_nothing_else() {
    for contract in contracts() {
        let generated = generate(&contract).unwrap();
        let surface = surface(&generated.plan).unwrap();
        assert_eq!(rows(&surface), rows_of_files(&generated.files), "{}", contract.display());
        let files = generated.files.iter();
        let text: String =
            files.filter(|(path, _)| path.starts_with("src/")).map(|(_, text)| text).collect();
        assert_eq!(Counts::of_surface(&surface), Counts::of_text(&text), "{}", contract.display());
        let code = squeezed(&text);
        for (path, item) in &surface {
            let texts = declaration(path, item);
            let of_request = OF_REQUESTS.iter().any(|name| path.ends_with(&format!("::{name}")));
            let is_there = texts.is_empty() || texts.iter().any(|text| code.contains(text));
            assert!(is_there || of_request, "{}: {path}: {texts:?}", contract.display());
        }
    }
}

/// The macro is read as what the runtime has, whatever a call results in.
#[test]
fn request_is_expanded_as_the_runtime_does() {
    let source = workspace().join("generated-client/runtime/src/request.rs");
    let mut source = squeezed(&std::fs::read_to_string(source).unwrap());
    let modules = ["future", "result", "time"].map(|name| format!("::std::{name}::"));
    for prefix in modules.iter().map(String::as_str).chain(["$crate::"]) {
        source = source.replace(prefix, "");
    }
    let mut written = BTreeSet::new();
    for [call, item, page, output] in [
        ["Make -> ()", "", "", "()"],
        ["Make -> Thing", "", "", "Thing"],
        ["Make -> text", "", "", "String"],
        ["Make -> Vec<Thing>", "", "", "Vec<Thing>"],
        ["Make -> pages of Thing", "Thing", "", "Collection<Thing>"],
        ["Make -> Rows, pages of Thing, by MAKE_PAGES", "Thing", "Rows", "Rows"],
    ] {
        let source = source.replace("$output", output).replace("$item", item);
        let source = source.replace("$page", page);
        let request: Request = syn::parse_str(call).unwrap();
        let file: syn::File = syn::parse2(request.expanded()).unwrap();
        for item in &file.items {
            let syn::Item::Impl(block) = item else { panic!("{call}") };
            for member in &block.items {
                let text = squeezed(&member.to_token_stream().to_string());
                let text = text.trim_end_matches("{}").to_owned();
                assert!(source.contains(&text), "{call}: {text}");
                let name = text.split('(').next().unwrap();
                // The streams are declared for each kind of page.
                let of = if name.ends_with("pages") || name.ends_with("items") { page } else { "" };
                written.extend(text.contains("fn").then(|| format!("{name} {of}")));
            }
        }
    }
    let declared = source.matches("pubfn").count() + source.matches("pubasyncfn").count();
    assert_eq!(written.len(), declared, "{written:?}");
}

#[test]
fn every_item_knows_where_in_the_contract_it_comes_from() {
    for contract in contracts() {
        let surface = surface(&generate(&contract).unwrap().plan).unwrap();
        for (path, item) in &surface {
            let place = format!("{}: {path}", contract.display());
            let of_client = item.owner.starts_with("Client");
            assert!(!item.origins.is_empty() || of_client, "{place} has no origin");
            let is_named = match item.kind {
                ItemKind::Field => !path.ends_with("::extra"),
                ItemKind::Variant => !path.ends_with("::Unknown"),
                _ => false,
            };
            assert!(!is_named || !item.wire.is_empty(), "{place} has no name on the wire");
            for argument in &item.arguments {
                let is_ours = !["timeout", "policy", "hosts", "core"].contains(&&*argument.name);
                assert!(argument.origin.is_some() || !is_ours, "{place}: {}", argument.text);
            }
        }
    }
}

#[test]
fn a_new_member_breaks_code_that_may_list_all_of_them() {
    let read = |text: &str| read([("src/generated/types/a.rs", text)].into_iter());
    for (kind, old, new) in
        [("struct", "pub a: i32,", "pub a: i32, pub b: i32,"), ("enum", "A,", "A, B,")]
    {
        for (attribute, effect) in
            [("#[non_exhaustive]", RustEffect::Addition), ("", RustEffect::Breaking)]
        {
            let of = |members: &str| read(&format!("{attribute} pub {kind} T {{ {members} }}"));
            let changes = differences(&of(old), &of(new), None);
            let effects: Vec<RustEffect> = changes.iter().map(|change| change.effect).collect();
            assert_eq!(effects, [effect], "{attribute} {kind}");
        }
    }
}

#[test]
fn arguments_of_one_type_that_change_places_are_a_trap() {
    let read = |arguments: &str| {
        let text = format!("pub struct T; impl T {{ pub fn new({arguments}) -> Self {{ T }} }}");
        read([("src/generated/types/a.rs", text.as_str())].into_iter())
    };
    for (old, new, expected) in [
        ("a: String, b: String", "b: String, a: String", Some(RustEffect::Rerouted)),
        (
            "a: String, b: i32, c: String",
            "c: String, b: i32, a: String",
            Some(RustEffect::Rerouted),
        ),
        ("a: String, b: i32", "b: i32, a: String", Some(RustEffect::Breaking)),
        ("a: String, b: String", "a: String, c: String", Some(RustEffect::Documentation)),
        ("a: String, b: String", "a: String, b: String", None),
    ] {
        let changes = differences(&read(old), &read(new), None);
        let effects: Vec<RustEffect> = changes.iter().map(|change| change.effect).collect();
        assert_eq!(effects, Vec::from_iter(expected), "{old} -> {new}");
    }
}

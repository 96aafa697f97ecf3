//! The crates whose types are part of the public API are those that ARCHITECTURE.md lists, and their
//! types can be named through the root of `pingone-core` and `pingone-mfa`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use pingone_mfa_tests::workspace;
use syn::visit_mut::{VisitMut, visit_path_mut};
use syn::{
    Attribute, Field, Fields, File, ImplItem, Item, ItemImpl, Meta, Path as TypePath, Type,
    UseTree, Visibility,
};

/// The crates that are listed, and whether the roots re-export them.
fn listed() -> BTreeMap<String, bool> {
    let text = fs::read_to_string(workspace().join("ARCHITECTURE.md")).unwrap();
    let (_, section) = text.split_once("\n## Public dependencies\n").expect("the section");
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let is_reexported = match cells[2] {
            "yes" => true,
            "no" => false,
            other => panic!("{other}: {row}"),
        };
        (cells[0].trim_end_matches('`').to_owned(), is_reexported)
    })
    .collect()
}

/// The crates that a crate depends on, as code names them.
fn dependencies(folder: &Path) -> BTreeSet<String> {
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let manifest: toml::Table = toml::from_str(&manifest).unwrap();
    let dependencies = manifest["dependencies"].as_table().unwrap();
    dependencies.keys().map(|name| name.replace('-', "_")).collect()
}

/// The sources of a crate, without tests.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            sources(&path, found);
        } else if name.ends_with(".rs") && !name.contains("test") {
            found.push(path);
        }
    }
}

fn parsed(path: &Path) -> File {
    let text = fs::read_to_string(path).unwrap();
    syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The names that a `use` brings, each with the path it stands for.
fn imports(tree: &UseTree, path: &[String], found: &mut Vec<(String, Vec<String>)>) {
    let with = |ident: &syn::Ident| [path, &[ident.to_string()]].concat();
    match tree {
        UseTree::Path(next) => imports(&next.tree, &with(&next.ident), found),
        UseTree::Name(name) => found.push((name.ident.to_string(), with(&name.ident))),
        UseTree::Rename(name) => found.push((name.rename.to_string(), with(&name.ident))),
        UseTree::Glob(_) => found.push(("*".to_owned(), path.to_vec())),
        UseTree::Group(group) => group.items.iter().for_each(|tree| imports(tree, path, found)),
    }
}

/// What the root of a crate exports by name, and whether it exports whole modules, too.
struct Root {
    names: BTreeSet<String>,
    has_glob: bool,
}

impl Root {
    fn read(source: &Path) -> Self {
        let mut found = Vec::new();
        for item in parsed(&source.join("lib.rs")).items {
            if let Item::Use(item) = item
                && matches!(item.vis, Visibility::Public(_))
            {
                imports(&item.tree, &[], &mut found);
            }
        }
        let names: BTreeSet<String> = found.into_iter().map(|(name, _)| name).collect();
        Self { has_glob: names.contains("*"), names }
    }

    fn exports(&self, name: &str) -> bool {
        self.has_glob || self.names.contains(name)
    }
}

/// Collects the crates of the types that are part of the API.
struct Api<'a> {
    root: &'a Root,
    dependencies: &'a BTreeSet<String>,
    /// The names that the file imports of other crates.
    imported: BTreeMap<String, String>,
    found: BTreeSet<String>,
}

impl VisitMut for Api<'_> {
    fn visit_path_mut(&mut self, path: &mut TypePath) {
        let first = path.segments.first().map(|segment| segment.ident.to_string());
        let first = first.unwrap_or_default();
        let named = self.dependencies.get(&first).or_else(|| self.imported.get(&first));
        self.found.extend(named.cloned());
        visit_path_mut(self, path);
    }
}

impl Api<'_> {
    fn file(&mut self, file: File) {
        let mut found = Vec::new();
        for item in &file.items {
            if let Item::Use(item) = item {
                imports(&item.tree, &[], &mut found);
            }
        }
        let foreign = found.into_iter().filter(|(_, path)| self.dependencies.contains(&path[0]));
        self.imported = foreign.map(|(name, path)| (name, path[0].clone())).collect();
        file.items.into_iter().for_each(|item| self.item(item));
    }

    fn item(&mut self, item: Item) {
        match item {
            Item::Struct(mut item) if self.is_public(&item.vis, &item.ident, &item.attrs) => {
                self.derives(&item.attrs);
                self.fields(&mut item.fields, |field| matches!(field.vis, Visibility::Public(_)));
            }
            Item::Enum(mut item) if self.is_public(&item.vis, &item.ident, &item.attrs) => {
                self.derives(&item.attrs);
                for variant in &mut item.variants {
                    self.fields(&mut variant.fields, |_| true);
                }
            }
            Item::Type(mut item) if self.is_public(&item.vis, &item.ident, &item.attrs) => {
                self.visit_type_mut(&mut item.ty);
            }
            Item::Trait(mut item) if self.is_public(&item.vis, &item.ident, &item.attrs) => {
                self.visit_item_trait_mut(&mut item);
            }
            Item::Impl(item) => self.implementation(item),
            _ => {}
        }
    }

    fn is_public(
        &self,
        visibility: &Visibility,
        name: &syn::Ident,
        attributes: &[Attribute],
    ) -> bool {
        matches!(visibility, Visibility::Public(_))
            && self.root.exports(&name.to_string())
            && !is_hidden(attributes)
    }

    fn fields(&mut self, fields: &mut Fields, is_public: impl Fn(&Field) -> bool) {
        for field in fields.iter_mut().filter(|field| is_public(field)) {
            self.visit_type_mut(&mut field.ty);
        }
    }

    /// Traits that are derived; those of `serde` are the only ones of another crate that show.
    fn derives(&mut self, attributes: &[Attribute]) {
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
            let _ = attribute.parse_nested_meta(|meta| {
                let name = meta.path.segments.last().unwrap().ident.to_string();
                if ["Serialize", "Deserialize"].contains(&name.as_str()) {
                    self.found.insert("serde".to_owned());
                }
                Ok(())
            });
        }
    }

    fn implementation(&mut self, mut item: ItemImpl) {
        let of = last(&item.self_ty).is_some_and(|name| self.root.exports(&name));
        match &mut item.trait_ {
            Some((path, _)) => {
                let name = path.segments.last().unwrap().ident.to_string();
                let first = path.segments.first().unwrap().ident.to_string();
                // A trait of another crate may have the name of one of ours.
                let is_ours = !self.dependencies.contains(&first) && self.root.exports(&name);
                if of || is_ours {
                    self.visit_path_mut(path);
                    self.visit_type_mut(&mut item.self_ty);
                }
            }
            None if of => {
                for member in &mut item.items {
                    if let ImplItem::Fn(method) = member
                        && matches!(method.vis, Visibility::Public(_))
                        && !is_hidden(&method.attrs)
                    {
                        self.visit_signature_mut(&mut method.sig);
                    }
                }
            }
            None => {}
        }
    }
}

/// The last name of a type's path.
fn last(of: &Type) -> Option<String> {
    match of {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
        _ => None,
    }
}

/// Whether the documentation leaves an item out.
fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("doc") => list.tokens.to_string() == "hidden",
        _ => false,
    })
}

/// The crates whose types the API of a crate names.
fn named(folder: &Path) -> BTreeSet<String> {
    let source = folder.join("src");
    let (root, mut dependencies) = (Root::read(&source), dependencies(folder));
    // What both crates share is re-exported item by item.
    dependencies.remove("pingone_core");
    let mut files = Vec::new();
    sources(&source, &mut files);
    let mut found = BTreeSet::new();
    for file in files {
        let imported = BTreeMap::new();
        let mut api =
            Api { root: &root, dependencies: &dependencies, imported, found: BTreeSet::new() };
        api.file(parsed(&file));
        found.extend(api.found);
    }
    found
}

#[test]
fn the_public_dependencies_are_those_that_are_listed() {
    let client = workspace().join("generated-client");
    let mut found = named(&client.join("runtime"));
    let of_core = found.len();
    found.extend(named(&client));
    assert!(of_core > 5, "the scan sees the API: {found:?}");
    let listed: BTreeSet<String> = listed().into_keys().collect();
    assert_eq!(found, listed);
}

#[test]
fn what_is_listed_can_be_named_through_both_roots() {
    let client = workspace().join("generated-client");
    for folder in [client.join("runtime"), client] {
        let root = Root::read(&folder.join("src"));
        for (name, is_reexported) in listed() {
            assert_eq!(root.names.contains(&name), is_reexported, "{name} in {folder:?}");
        }
    }
}

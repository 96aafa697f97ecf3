//! The public items of emitted code as a set of lines. It shares nothing with the reader that is tested.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;

use crate::diff::Bump;
use crate::output::Files;

/// Lines by what they declare; the same declaration is the same line.
pub(super) type Items = BTreeMap<String, String>;

pub(super) fn items(files: &Files) -> Items {
    let mut found = Items::new();
    for (path, text) in files.iter() {
        let Some(inside) = path.strip_prefix("src/generated/") else { continue };
        let Some(inside) = inside.strip_suffix(".rs") else { continue };
        let folder = inside.split_once('/').map_or("", |(folder, _)| folder);
        let module = if folder == "types" { "" } else { folder };
        for item in &syn::parse_file(text).unwrap().items {
            read(module, item, &mut found);
        }
    }
    found
}

fn code(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string()
}

fn is_public(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}

/// Whether an attribute is part of what users see.
fn attributes(list: &[syn::Attribute]) -> String {
    let seen = list.iter().filter(|one| {
        ["derive", "deprecated", "non_exhaustive"].iter().any(|name| one.path().is_ident(name))
    });
    seen.map(|one| if one.path().is_ident("deprecated") { "deprecated".into() } else { code(one) })
        .collect()
}

fn read(module: &str, item: &syn::Item, found: &mut Items) {
    match item {
        syn::Item::Struct(item) if is_public(&item.vis) => {
            let name = format!("{module} {}", item.ident);
            found.insert(name.clone(), format!("struct {}", attributes(&item.attrs)));
            for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
                let line = format!("{} {}", attributes(&field.attrs), code(&field.ty));
                found.insert(format!("{name} field {}", code(&field.ident)), line);
            }
        }
        syn::Item::Enum(item) if is_public(&item.vis) => {
            let name = format!("{module} {}", item.ident);
            found.insert(name.clone(), format!("enum {}", attributes(&item.attrs)));
            for variant in &item.variants {
                let line = format!("{} {}", attributes(&variant.attrs), code(&variant.fields));
                found.insert(format!("{name} variant {}", variant.ident), line);
            }
        }
        syn::Item::Impl(block) => methods(module, block, found),
        syn::Item::Macro(item) if item.mac.path.is_ident("request") => {
            // What it says is the builder and what a call results in.
            let text = item.mac.tokens.to_string();
            let builder = text.split_whitespace().next().unwrap_or_default().to_owned();
            found.insert(format!("{module} {builder} request"), text);
        }
        _ => {}
    }
}

fn methods(module: &str, block: &syn::ItemImpl, found: &mut Items) {
    let target = code(&block.self_ty);
    if let Some((path, _)) = block.trait_.as_ref().map(|(path, _)| (path, ())) {
        let hidden = ["ApiClient", "Sealed", "Secrets"];
        if !hidden.iter().any(|name| path.is_ident(name)) {
            found.insert(format!("{module} impl {} for {target}", code(path)), String::new());
        }
        return;
    }
    for member in &block.items {
        match member {
            syn::ImplItem::Fn(function) if is_public(&function.vis) => {
                let inputs = function.sig.inputs.iter().map(|input| match input {
                    syn::FnArg::Receiver(receiver) => code(receiver),
                    syn::FnArg::Typed(typed) => code(&typed.ty),
                });
                let inputs: Vec<String> = inputs.collect();
                let deprecated = attributes(&function.attrs);
                let line = format!("{deprecated} {inputs:?} {}", code(&function.sig.output));
                found.insert(format!("{module} {target} fn {}", function.sig.ident), line);
            }
            syn::ImplItem::Const(constant) if is_public(&constant.vis) => {
                let line = code(&constant.ty);
                found.insert(format!("{module} {target} const {}", constant.ident), line);
            }
            _ => {}
        }
    }
}

/// What is gone or another, and what is new.
pub(super) fn difference(old: &Items, new: &Items) -> (BTreeSet<String>, BTreeSet<String>) {
    let is_same = |name: &String, line: &String| {
        new.get(name)
            .is_some_and(|now| now.replace("deprecated", "") == line.replace("deprecated", ""))
    };
    let gone = old.iter().filter(|(name, line)| !is_same(name, line));
    let added = new.keys().filter(|name| !old.contains_key(*name));
    (gone.map(|(name, line)| format!("{name}: {line}")).collect(), added.cloned().collect())
}

/// The smallest step of the version that the code allows.
pub(super) fn step(old: &Items, new: &Items) -> Bump {
    let (gone, added) = difference(old, new);
    let deprecated = |items: &Items| -> BTreeSet<String> {
        let lines = items.iter().filter(|(_, line)| line.contains("deprecated"));
        lines.map(|(name, _)| name.clone()).collect()
    };
    let is_deprecated = deprecated(new).difference(&deprecated(old)).next().is_some();
    match (gone.is_empty(), added.is_empty() && !is_deprecated) {
        (false, _) => Bump::Major,
        (true, false) => Bump::Minor,
        (true, true) => Bump::Patch,
    }
}

//! Pass 2: shortens absolute paths to what a person would write.
//!
//! `::std::option::Option` is in the prelude; `pingone_core::Secret` and `jiff::Timestamp` are imported by
//! the file that holds the type.

use syn::visit_mut::{self, VisitMut};

use crate::wire::Types;

/// Paths whose last segment stands alone: in the prelude, or imported by the file.
const SHORTENED: [&[&str]; 6] = [
    &["std", "convert"],
    &["std", "option"],
    &["std", "result"],
    &["std", "str"],
    &["std", "string"],
    &["std", "vec"],
];

/// Modules that are imported: the path keeps their last segment, `::std::fmt::Display` → `fmt::Display`.
const IMPORTED: [&[&str]; 1] = [&["std", "fmt"]];

pub(crate) fn run(types: &mut Types) {
    let mut shorten = Shorten;
    for code in types.values_mut() {
        shorten.visit_item_mut(&mut code.definition);
        for block in &mut code.impls {
            shorten.visit_item_impl_mut(block);
        }
    }
}

struct Shorten;

impl VisitMut for Shorten {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        visit_mut::visit_path_mut(self, path);
        let names: Vec<String> =
            path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let dropped = dropped_segments(&names);
        path.leading_colon = None;
        if dropped > 0 {
            path.segments = path.segments.iter().skip(dropped).cloned().collect();
        }
    }

    fn visit_attribute_mut(&mut self, attribute: &mut syn::Attribute) {
        visit_mut::visit_attribute_mut(self, attribute);
        if attribute.path().is_ident("serde") {
            shorten_serde(attribute);
        }
    }

    /// `<Uuid as FromStr>::Err`: the position says how many segments belong to the trait.
    fn visit_type_path_mut(&mut self, ty: &mut syn::TypePath) {
        let before = ty.path.segments.len();
        visit_mut::visit_type_path_mut(self, ty);
        let dropped = before - ty.path.segments.len();
        if let Some(qself) = &mut ty.qself {
            qself.position = qself.position.saturating_sub(dropped);
        }
    }
}

/// How many leading segments the short form of a path leaves out.
fn dropped_segments(names: &[&str]) -> usize {
    let under = |modules: &[&str]| names.len() > modules.len() && names.starts_with(modules);
    if SHORTENED.iter().any(|modules| under(modules)) {
        return 2;
    }
    if IMPORTED.iter().any(|modules| under(modules)) {
        return 1;
    }
    match names {
        ["std", "collections", _] | ["crate", "types", _] => 2,
        ["crate" | "jiff" | "pingone_core" | "serde" | "uuid", _] => 1,
        _ => 0,
    }
}

/// `skip_serializing_if` names a function by a path in a string.
fn shorten_serde(attribute: &mut syn::Attribute) {
    let syn::Meta::List(list) = &mut attribute.meta else { return };
    let tokens = std::mem::take(&mut list.tokens);
    list.tokens = tokens
        .into_iter()
        .map(|token| match &token {
            proc_macro2::TokenTree::Literal(literal) => short_literal(literal).unwrap_or(token),
            _ => token,
        })
        .collect();
}

fn short_literal(literal: &proc_macro2::Literal) -> Option<proc_macro2::TokenTree> {
    let text = syn::parse_str::<syn::LitStr>(&literal.to_string()).ok()?.value();
    let path: syn::Path = syn::parse_str(&text).ok()?;
    path.leading_colon?;
    let names: Vec<String> =
        path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let short = match names.as_slice() {
        ["std", .., ty, function] => format!("{ty}::{function}"),
        full => full.join("::"),
    };
    Some(proc_macro2::Literal::string(&short).into())
}

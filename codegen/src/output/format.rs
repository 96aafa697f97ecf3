//! Formats a file: header, prettyplease, and the blank lines that a person would leave.

use syn::spanned::Spanned;

use super::{COMMAND, MARK, SourceFile};
use crate::error::GenerateError;

/// The text of a file.
pub(super) fn file(source: &SourceFile) -> Result<String, GenerateError> {
    let parsed: syn::File = syn::parse2(source.items.clone()).map_err(|error| {
        GenerateError::internal("generated code is not Rust", format!("{}: {error}", source.path))
    })?;
    let text = spaced(&prettyplease::unparse(&parsed)).map_err(|error| {
        GenerateError::internal("formatted code is not Rust", format!("{}: {error}", source.path))
    })?;
    let header = format!("{MARK} from spec/{} by `{COMMAND}`. Do not edit.\n", source.source);
    Ok(format!("{header}\n//! {}\n\n{text}", source.doc))
}

/// Puts a blank line before every item and every method but the first of a group.
fn spaced(text: &str) -> syn::Result<String> {
    let parsed = syn::parse_file(text)?;
    let mut starts = Vec::new();
    for pair in parsed.items.windows(2) {
        if let [first, second] = pair
            && group(first) != group(second)
        {
            starts.push(line(second));
        }
    }
    for item in &parsed.items {
        match item {
            syn::Item::Impl(block) => starts.extend(block.items.iter().skip(1).map(line)),
            syn::Item::Trait(block) => starts.extend(block.items.iter().skip(1).map(line)),
            _ => {}
        }
    }
    let mut spaced = String::with_capacity(text.len() + starts.len());
    for (index, content) in text.lines().enumerate() {
        if starts.contains(&(index + 1)) {
            spaced.push('\n');
        }
        spaced.push_str(content);
        spaced.push('\n');
    }
    Ok(spaced)
}

/// The line, from one, on which a node begins, attributes included.
fn line(node: &impl Spanned) -> usize {
    node.span().start().line
}

/// Items of the same group stand together; every other item is a group of its own.
#[derive(PartialEq)]
enum Group {
    Module,
    Import(Origin),
    Reexport,
    Alone(usize),
}

fn group(item: &syn::Item) -> Group {
    match item {
        syn::Item::Mod(module) if module.content.is_none() && module.attrs.is_empty() => {
            Group::Module
        }
        syn::Item::Use(import) if matches!(import.vis, syn::Visibility::Inherited) => {
            Group::Import(origin(&import.tree))
        }
        syn::Item::Use(_) => Group::Reexport,
        _ => Group::Alone(line(item)),
    }
}

/// Imports stand in three blocks, as rustfmt's users group them by hand.
#[derive(PartialEq)]
enum Origin {
    Std,
    Dependency,
    Crate,
}

fn origin(tree: &syn::UseTree) -> Origin {
    match tree {
        syn::UseTree::Path(path) if path.ident == "std" => Origin::Std,
        syn::UseTree::Path(path) if path.ident == "crate" => Origin::Crate,
        _ => Origin::Dependency,
    }
}

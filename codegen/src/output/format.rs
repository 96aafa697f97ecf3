//! Formats a file: header, prettyplease, and the blank lines that a person would leave.

use super::{COMMAND, MARK, SourceFile};
use crate::error::GenerateError;

/// How a blank line is written while the file is a syntax tree, which has no blank lines: a call of
/// a macro that does not exist. Printing it and taking it out again costs nothing; finding the
/// places in the printed text would mean to parse it a second time.
const BLANK: &str = "generated_blank_line!();";

/// The text of a file, or of a part of one.
pub(super) fn file(source: &SourceFile) -> Result<String, GenerateError> {
    let mut parsed = source.parsed()?;
    space(&mut parsed);
    let head = source.head.as_ref().map(|head| {
        let header = format!("{MARK} from {} by `{COMMAND}`. Do not edit.\n", head.source);
        format!("{header}\n//! {}\n\n", head.doc)
    });
    let mut text = head.unwrap_or_default();
    for line in prettyplease::unparse(&parsed).lines() {
        if line.trim_start() != BLANK {
            text.push_str(line);
        }
        text.push('\n');
    }
    Ok(text)
}

/// Marks a blank line before every item and every method but the first of a group.
fn space(file: &mut syn::File) {
    let mut spaced = Vec::with_capacity(2 * file.items.len());
    let mut before = None;
    for mut item in std::mem::take(&mut file.items) {
        let group = group(&item);
        if before.is_some_and(|before| before != group || group == Group::Alone) {
            spaced.push(syn::parse_quote!(generated_blank_line!();));
        }
        before = Some(group);
        match &mut item {
            syn::Item::Impl(block) => {
                separate(&mut block.items, || syn::parse_quote!(generated_blank_line!();));
            }
            syn::Item::Trait(block) => {
                separate(&mut block.items, || syn::parse_quote!(generated_blank_line!();));
            }
            _ => {}
        }
        spaced.push(item);
    }
    file.items = spaced;
}

/// Puts what `blank` makes between the members of a block.
fn separate<T>(members: &mut Vec<T>, blank: impl Fn() -> T) {
    for (index, member) in std::mem::take(members).into_iter().enumerate() {
        if index > 0 {
            members.push(blank());
        }
        members.push(member);
    }
}

/// Items of the same group stand together.
#[derive(Clone, Copy, PartialEq)]
enum Group {
    Module,
    Import(Block),
    Reexport,
    /// Any other item, which stands apart even from its like.
    Alone,
}

fn group(item: &syn::Item) -> Group {
    match item {
        syn::Item::Mod(module)
            if module.content.is_none() && module.attrs.iter().all(is_feature) =>
        {
            Group::Module
        }
        syn::Item::Use(import) if matches!(import.vis, syn::Visibility::Inherited) => {
            Group::Import(block(&import.tree))
        }
        syn::Item::Use(_) => Group::Reexport,
        _ => Group::Alone,
    }
}

/// Whether an attribute says which feature an item belongs to.
fn is_feature(attribute: &syn::Attribute) -> bool {
    let syn::Meta::List(list) = &attribute.meta else { return false };
    list.path.is_ident("cfg") && list.parse_args::<syn::MetaNameValue>().is_ok()
}

/// Imports stand in three blocks, as rustfmt's users group them by hand.
#[derive(Clone, Copy, PartialEq)]
enum Block {
    Std,
    Dependency,
    Crate,
}

fn block(tree: &syn::UseTree) -> Block {
    match tree {
        syn::UseTree::Path(path) if path.ident == "std" => Block::Std,
        syn::UseTree::Path(path) if path.ident == "crate" => Block::Crate,
        _ => Block::Dependency,
    }
}

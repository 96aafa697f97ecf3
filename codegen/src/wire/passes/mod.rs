//! The syn passes that finish progenitor's types, in the order in which they run.

pub(super) mod derives;
pub(super) mod docs;
pub(super) mod fields;
pub(super) mod ids;
pub(super) mod paths;
pub(super) mod take;

use quote::ToTokens;

use crate::error::GenerateError;
use crate::wire::Types;

/// The name in a `#[serde(rename = "…")]` of these attributes.
fn renamed(attributes: &[syn::Attribute]) -> Option<String> {
    let mut name = None;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        // Entries of other forms end the walk of this attribute; typify writes `rename` first.
        let _ = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                name = Some(meta.value()?.parse::<syn::LitStr>()?.value());
            } else if meta.input.peek(syn::Token![=]) {
                meta.value()?.parse::<syn::Expr>()?;
            }
            Ok(())
        });
    }
    name
}

/// The last identifier of a type's path, e.g. `Thing` of `impl Display for Thing`.
fn last_ident(ty: &syn::Type) -> Option<String> {
    match ty {
        syn::Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        _ => None,
    }
}

/// The attributes of a planned type's definition.
fn attributes<'t>(
    types: &'t mut Types,
    name: &str,
) -> Result<&'t mut Vec<syn::Attribute>, GenerateError> {
    match types.get_mut(name).map(|code| &mut code.definition) {
        Some(syn::Item::Struct(definition)) => Ok(&mut definition.attrs),
        Some(syn::Item::Enum(definition)) => Ok(&mut definition.attrs),
        _ => Err(GenerateError::internal("a planned type was not generated", name)),
    }
}

/// Whether an attribute is a doc comment.
fn is_doc(attribute: &syn::Attribute) -> bool {
    attribute.path().is_ident("doc")
}

/// The text of a trait path, generic arguments included, e.g. `From<Thing>`.
fn trait_name(item: &syn::ItemImpl) -> Option<String> {
    let (path, _) = item.trait_.as_ref()?;
    Some(path.segments.last()?.to_token_stream().to_string().replace(' ', ""))
}

//! Pass 1: takes the types out of progenitor's file and groups each with its implementations.

use std::collections::BTreeMap;

use super::{last_ident, trait_name};
use crate::error::GenerateError;
use crate::wire::{TypeCode, Types};

/// Keeps the items of `mod types`; the client struct, its functions and its error type go.
pub(crate) fn run(file: syn::File) -> Result<Types, GenerateError> {
    let items = file
        .items
        .into_iter()
        .find_map(|item| match item {
            syn::Item::Mod(module) if module.ident == "types" => Some(module.content?.1),
            _ => None,
        })
        .ok_or_else(|| {
            GenerateError::internal("progenitor wrote no types", "`mod types` is missing")
        })?;
    let mut types: Types = BTreeMap::new();
    let mut impls = Vec::new();
    for item in items {
        match item {
            syn::Item::Struct(ref definition) => {
                types.insert(
                    definition.ident.to_string(),
                    TypeCode { definition: item, impls: Vec::new() },
                );
            }
            syn::Item::Enum(ref definition) => {
                types.insert(
                    definition.ident.to_string(),
                    TypeCode { definition: item, impls: Vec::new() },
                );
            }
            syn::Item::Impl(block) => impls.push(block),
            _ => {}
        }
    }
    for block in impls {
        if let Some(code) = owner(&block).and_then(|owner| types.get_mut(&owner)) {
            code.impls.push(block);
        }
    }
    Ok(types)
}

/// The type an implementation is listed with: its own, or for `From<Thing> for Foreign` `Thing`.
fn owner(block: &syn::ItemImpl) -> Option<String> {
    let own = last_ident(&block.self_ty)?;
    let foreign = matches!(own.as_str(), "Uuid" | "String");
    if !foreign {
        return Some(own);
    }
    let name = trait_name(block)?;
    name.strip_prefix("From<")?.strip_suffix('>').map(str::to_owned)
}

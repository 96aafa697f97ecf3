//! Pass 5: the derives every type has, and `#[non_exhaustive]` where the contract may grow.

use syn::parse_quote;

use super::attributes;
use crate::error::GenerateError;
use crate::plan::{Shape, TypeItem, Writer};
use crate::wire::Types;

pub(crate) fn run(types: &mut Types, part: &[&TypeItem]) -> Result<(), GenerateError> {
    for item in part.iter().filter(|item| !matches!(item.shape, Shape::Enum(_))) {
        let attributes = attributes(types, &item.name)?;
        attributes.retain(|attribute| !attribute.path().is_ident("derive"));
        attributes.splice(0..0, for_item(item));
    }
    Ok(())
}

fn for_item(item: &TypeItem) -> Vec<syn::Attribute> {
    match &item.shape {
        Shape::Id => vec![
            parse_quote!(#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]),
            parse_quote!(#[derive(Serialize, Deserialize)]),
        ],
        Shape::Text => vec![
            parse_quote!(#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]),
            parse_quote!(#[derive(Serialize, Deserialize)]),
        ],
        Shape::Struct(object) if item.usage.is_sent() && object.required().next().is_none() => {
            vec![
                parse_quote!(#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]),
                parse_quote!(#[non_exhaustive]),
            ]
        }
        Shape::Union(union) if union.writer == Writer::Struct => vec![
            parse_quote!(#[derive(Clone, Debug, PartialEq, Serialize)]),
            parse_quote!(#[non_exhaustive]),
        ],
        Shape::Struct(_) | Shape::Union(_) | Shape::Enum(_) => vec![
            parse_quote!(#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]),
            parse_quote!(#[non_exhaustive]),
        ],
    }
}

//! The types that progenitor has no form for: unions, objects without properties of their own, and
//! properties that always have the same value.

use std::collections::BTreeMap;

use syn::parse_quote;

use super::{TypeCode, Types, unions};
use crate::plan::{Extra, Plan, Shape, Struct, TypeItem};
use crate::rustdoc::lines;

/// Whether a type is made here; progenitor gets its name only.
pub(super) fn is_own(shape: &Shape) -> bool {
    match shape {
        Shape::Union(_) => true,
        Shape::Struct(object) => object.fields.is_empty() && object.extra.typed().is_none(),
        Shape::Id | Shape::Text | Shape::Enum(_) => false,
    }
}

/// The types, without derives and documentation.
pub(super) fn types(plan: &Plan, part: &[&TypeItem]) -> Types {
    let mut types = BTreeMap::new();
    for item in part {
        let code = match &item.shape {
            Shape::Union(union) => unions::code(item, union, plan),
            Shape::Struct(object) if is_own(&item.shape) => empty(item, object),
            _ => continue,
        };
        types.insert(item.name.clone(), code);
    }
    types
}

fn empty(item: &TypeItem, object: &Struct) -> TypeCode {
    let name = quote::format_ident!("{}", item.name);
    let constants = constants(item, object);
    let extra: Option<syn::Field> = (object.extra == Extra::Kept).then(|| {
        let docs = lines(["Properties that this version does not know."]);
        parse_quote! {
            #(#docs)*
            #[serde(flatten)]
            pub extra: serde_json::Map<String, serde_json::Value>
        }
    });
    let fields = constants.into_iter().chain(extra);
    let definition = parse_quote!(pub struct #name { #(#fields,)* });
    TypeCode { definition, impls: Vec::new() }
}

/// The private fields of what the struct always writes.
pub(super) fn constants(item: &TypeItem, object: &Struct) -> Vec<syn::Field> {
    let name = quote::format_ident!("{}", item.name);
    let own = object.own_constants().enumerate();
    own.map(|(position, constant)| {
        let position = proc_macro2::Literal::usize_unsuffixed(position);
        let (wire, field) = (&constant.wire, quote::format_ident!("{}", constant.name));
        parse_quote! {
            #[serde(rename = #wire, default)]
            #field: union::Constant<#name, #position>
        }
    })
    .collect()
}

/// What a struct always writes.
pub(super) fn texts(item: &TypeItem, object: &Struct) -> Option<syn::ItemImpl> {
    let texts: Vec<&str> = object.own_constants().map(|it| it.value.as_str()).collect();
    let name = quote::format_ident!("{}", item.name);
    (!texts.is_empty()).then(|| {
        parse_quote! {
            impl union::Constants for #name {
                const TEXTS: &'static [&'static str] = &[#(#texts),*];
            }
        }
    })
}

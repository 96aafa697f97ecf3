//! The types that progenitor has no form for: unions told apart by a property, and objects without
//! properties of their own.

use std::collections::BTreeMap;

use syn::parse_quote;

use super::{TypeCode, Types};
use crate::plan::{Deprecation, Extra, Plan, Shape, Struct, TypeItem, Union, Usage, Variant};
use crate::rustdoc::{allow_deprecated, deprecated, lines};

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
            Shape::Union(union) => self::union(item, union, plan),
            Shape::Struct(object) if is_own(&item.shape) => empty(item, object),
            _ => continue,
        };
        types.insert(item.name.clone(), code);
    }
    types
}

fn empty(item: &TypeItem, object: &Struct) -> TypeCode {
    let name = quote::format_ident!("{}", item.name);
    let definition = match object.extra {
        Extra::Ignored => parse_quote!(pub struct #name {}),
        Extra::Kept | Extra::Typed(_) => {
            let docs = lines(["Properties that this version does not know."]);
            parse_quote! {
                pub struct #name {
                    #(#docs)*
                    #[serde(flatten)]
                    pub extra: serde_json::Map<String, serde_json::Value>,
                }
            }
        }
    };
    TypeCode { definition, impls: Vec::new() }
}

fn union(item: &TypeItem, union: &Union, plan: &Plan) -> TypeCode {
    let (name, tag) = (quote::format_ident!("{}", item.name), &union.tag);
    let variants = union.variants.iter().map(|one| variant(one, union, plan));
    let unknown = (item.usage == Usage::Response).then(unknown);
    let variants = variants.chain(unknown);
    let definition = parse_quote! {
        #[serde(tag = #tag)]
        pub enum #name { #(#variants),* }
    };
    let impls = union.variants.iter().map(|one| conversion(item, union, one, plan)).collect();
    TypeCode { definition, impls }
}

fn variant(variant: &Variant, union: &Union, plan: &Plan) -> syn::Variant {
    let docs = lines(variant_docs(variant, plan));
    let old = plan.types.get(&variant.ty).and_then(|item| {
        let successor = item.successor.as_deref();
        let successor = successor.map(|ty| union.of_type(ty).map_or(ty, |one| &one.name));
        deprecated(item.deprecation, successor)
    });
    let old = old.iter();
    let wire = &variant.wire;
    let name = quote::format_ident!("{}", variant.name);
    let ty = quote::format_ident!("{}", variant.ty);
    let held: syn::Type = match plan.is_boxed(union, variant) {
        true => parse_quote!(::std::boxed::Box<#ty>),
        false => parse_quote!(#ty),
    };
    parse_quote!(#(#docs)* #(#old)* #[serde(rename = #wire)] #name(#held))
}

fn variant_docs(variant: &Variant, plan: &Plan) -> Vec<String> {
    let docs = plan.types.get(&variant.ty).map(|item| item.docs.as_slice()).unwrap_or_default();
    if docs.is_empty() {
        return vec![format!("`{}`.", variant.wire)];
    }
    docs.iter().take_while(|line| !line.is_empty()).cloned().collect()
}

/// What a newer server may send: kept as it came.
fn unknown() -> syn::Variant {
    let docs = lines(["A variant that this version does not know, as it was received."]);
    parse_quote!(#(#docs)* #[serde(untagged)] Unknown(serde_json::Value))
}

fn conversion(item: &TypeItem, union: &Union, variant: &Variant, plan: &Plan) -> syn::ItemImpl {
    let held: syn::Expr = match plan.is_boxed(union, variant) {
        true => parse_quote!(::std::boxed::Box::new(value)),
        false => parse_quote!(value),
    };
    let union = quote::format_ident!("{}", item.name);
    let name = quote::format_ident!("{}", variant.name);
    let ty = quote::format_ident!("{}", variant.ty);
    let is_old =
        plan.types.get(&variant.ty).is_some_and(|item| item.deprecation == Deprecation::Deprecated);
    let allow = is_old.then(allow_deprecated);
    let allow = allow.iter();
    parse_quote! {
        #(#allow)*
        impl From<#ty> for #union {
            fn from(value: #ty) -> Self {
                Self::#name(#held)
            }
        }
    }
}

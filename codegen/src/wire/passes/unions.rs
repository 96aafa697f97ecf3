//! Pass 5: turns progenitor's untagged enums into tagged ones with the plan's variants.
//!
//! typify makes an untagged enum of a `oneOf` over named schemas. The plan took the tag out of the
//! variants' structs, so `#[serde(tag = …)]` can write and read it.

use syn::parse_quote;

use super::last_ident;
use crate::error::GenerateError;
use crate::plan::{Plan, Shape, Union, Usage, Variant};
use crate::rustdoc::{deprecated, lines};
use crate::wire::Types;

pub(crate) fn run(types: &mut Types, plan: &Plan) -> Result<(), GenerateError> {
    for item in plan.types.values() {
        let Shape::Union(union) = &item.shape else { continue };
        let Some(code) = types.get_mut(&item.name) else { continue };
        let syn::Item::Enum(definition) = &mut code.definition else {
            return Err(GenerateError::internal("a planned union is not an enum", &item.name));
        };
        retag(definition, union)?;
        definition.variants = variants(definition, union, plan)?;
        if item.usage == Usage::Response {
            definition.variants.push(unknown());
        }
        // typify names variants after the structs; the plan names them after the tag's values.
        code.impls =
            union.variants.iter().map(|variant| conversion(&item.name, variant, plan)).collect();
    }
    Ok(())
}

/// Replaces `#[serde(untagged)]`; anything else means that typify understood something else.
fn retag(definition: &mut syn::ItemEnum, union: &Union) -> Result<(), GenerateError> {
    let untagged = |attribute: &syn::Attribute| {
        attribute.path().is_ident("serde")
            && attribute.parse_args::<syn::Ident>().is_ok_and(|word| word == "untagged")
    };
    let Some(position) = definition.attrs.iter().position(untagged) else {
        return Err(GenerateError::internal(
            "a union is not untagged",
            definition.ident.to_string(),
        ));
    };
    let tag = &union.tag;
    definition.attrs[position] = parse_quote!(#[serde(tag = #tag)]);
    Ok(())
}

fn variants(
    definition: &syn::ItemEnum,
    union: &Union,
    plan: &Plan,
) -> Result<syn::punctuated::Punctuated<syn::Variant, syn::Token![,]>, GenerateError> {
    let held: Vec<String> = definition
        .variants
        .iter()
        .filter_map(|variant| last_ident(&variant.fields.iter().next()?.ty))
        .collect();
    let mut variants = syn::punctuated::Punctuated::new();
    for variant in &union.variants {
        if !held.contains(&variant.ty) {
            return Err(GenerateError::internal(
                "a planned variant was not generated",
                &variant.ty,
            ));
        }
        let docs = lines(variant_docs(variant, plan));
        let old = plan.types.get(&variant.ty).and_then(|item| deprecated(item.deprecation));
        let old = old.iter();
        let wire = &variant.wire;
        let name = quote::format_ident!("{}", variant.name);
        let ty = quote::format_ident!("{}", variant.ty);
        variants.push(parse_quote!(#(#docs)* #(#old)* #[serde(rename = #wire)] #name(#ty)));
    }
    Ok(variants)
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

fn conversion(union: &str, variant: &Variant, plan: &Plan) -> syn::ItemImpl {
    let union = quote::format_ident!("{union}");
    let name = quote::format_ident!("{}", variant.name);
    let ty = quote::format_ident!("{}", variant.ty);
    let old = plan.types.get(&variant.ty).and_then(|item| deprecated(item.deprecation));
    let allow: Option<syn::Attribute> = old.map(|_| crate::rustdoc::allow_deprecated());
    let allow = allow.iter();
    parse_quote! {
        #(#allow)*
        impl From<#ty> for #union {
            fn from(value: #ty) -> Self {
                Self::#name(value)
            }
        }
    }
}

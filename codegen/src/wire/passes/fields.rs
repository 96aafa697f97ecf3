//! Pass 4: gives every field the plan's name, docs and nullability.

use syn::parse::Parser as _;
use syn::parse_quote;
use syn::punctuated::Punctuated;

use super::{is_doc, renamed};
use crate::error::GenerateError;
use crate::plan::names::EXTRA;
use crate::plan::{Extra, Field, Nullability, Presence, Shape, Struct, TypeItem, TypeRef};
use crate::rust_type::of_field;
use crate::rustdoc::{deprecated, lines};
use crate::wire::own::{constants, is_own};
use crate::wire::prepare::OTHERS_MARK;
use crate::wire::{TypeCode, Types};

/// The documentation of the map with typed properties that have no name.
const EXTRA_DOCS: &str = "All other properties, by name.";

pub(crate) fn run(types: &mut Types, part: &[&TypeItem]) -> Result<(), GenerateError> {
    for item in part {
        let Shape::Struct(object) = &item.shape else { continue };
        if is_own(&item.shape) {
            continue;
        }
        let missing = || GenerateError::internal("a planned struct was not generated", &item.name);
        let code = types.get_mut(&item.name).ok_or_else(missing)?;
        if object.fields.is_empty() {
            with_a_named_map(code);
        }
        let syn::Item::Struct(definition) = &mut code.definition else { return Err(missing()) };
        if !object.fields.is_empty() {
            for field in &mut definition.fields {
                finish(field, object, &item.name)?;
            }
        }
        if let syn::Fields::Named(fields) = &mut definition.fields {
            for (position, constant) in constants(item, object).into_iter().enumerate() {
                fields.named.insert(position, constant);
            }
        }
    }
    Ok(())
}

/// An object with no property of its own, which progenitor makes a map in parentheses.
fn with_a_named_map(code: &mut TypeCode) {
    let syn::Item::Struct(definition) = &mut code.definition else { return };
    let Some(map) = definition.fields.iter().next().map(|field| &field.ty) else { return };
    let docs = lines([EXTRA_DOCS]);
    let (name, field) = (&definition.ident, quote::format_ident!("{EXTRA}"));
    code.definition = parse_quote! {
        pub struct #name {
            #(#docs)*
            #[serde(flatten)]
            pub #field: #map,
        }
    };
    code.impls.clear();
}

fn finish(field: &mut syn::Field, object: &Struct, owner: &str) -> Result<(), GenerateError> {
    field.attrs.retain(|attribute| !is_doc(attribute));
    let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
    let mut wire = renamed(&field.attrs).unwrap_or_else(|| name.clone());
    if let Some(own) = wire.strip_prefix(OTHERS_MARK) {
        // Renamed again below, as every field whose name is not that of the property.
        wire = own.to_owned();
        field.attrs = without_rename(&field.attrs);
    }
    let is_map = is_flattened(field);
    match object.fields.iter().find(|planned| planned.wire == wire && !is_map) {
        Some(planned) => apply(field, planned, &name),
        None if object.extra == Extra::Kept && is_map => {
            field.attrs.splice(0..0, lines(["Properties that this version does not know."]));
        }
        None if object.extra != Extra::Ignored && is_map => {
            field.attrs.splice(0..0, lines([EXTRA_DOCS]));
        }
        None => {
            return Err(GenerateError::internal(
                "a field was not planned",
                format!("{owner}.{name}"),
            ));
        }
    }
    Ok(())
}

/// Whether a field holds the properties without a name.
fn is_flattened(field: &syn::Field) -> bool {
    field.attrs.iter().any(|attribute| {
        attribute.path().is_ident("serde")
            && attribute.parse_args::<syn::Ident>().is_ok_and(|entry| entry == "flatten")
    })
}

/// The attributes without what serde is told about the name.
fn without_rename(attributes: &[syn::Attribute]) -> Vec<syn::Attribute> {
    let mut kept = attributes.to_vec();
    for attribute in kept.iter_mut().filter(|attribute| attribute.path().is_ident("serde")) {
        let syn::Meta::List(list) = &mut attribute.meta else { continue };
        let entries = Punctuated::<syn::Meta, syn::Token![,]>::parse_terminated;
        let Ok(entries) = entries.parse2(list.tokens.clone()) else { continue };
        let others = entries.iter().filter(|entry| !entry.path().is_ident("rename"));
        list.tokens = quote::quote!(#(#others),*);
    }
    let is_empty = |attribute: &syn::Attribute| matches!(&attribute.meta, syn::Meta::List(list) if list.tokens.is_empty());
    kept.retain(|attribute| !is_empty(attribute));
    kept
}

fn apply(field: &mut syn::Field, planned: &Field, generated_name: &str) {
    if generated_name != planned.name {
        if renamed(&field.attrs).is_none() {
            let wire = &planned.wire;
            field.attrs.push(parse_quote!(#[serde(rename = #wire)]));
        }
        field.ident = Some(quote::format_ident!("{}", planned.name));
    }
    let ty = of_field(planned);
    field.ty = parse_quote!(#ty);
    if planned.nullability == Nullability::Distinct {
        field.attrs = vec![three_states(field, planned)];
    } else if planned.presence == Presence::Optional
        && matches!(planned.ty, TypeRef::List(_) | TypeRef::Map(_))
    {
        field.attrs.push(parse_quote!(
            #[serde(deserialize_with = "pingone_core::codegen::null_as_default")]
        ));
    }
    let mut attributes = lines(planned.said());
    attributes.extend(deprecated(planned.deprecation, planned.successor.as_deref()));
    field.attrs.splice(0..0, attributes);
}

/// Left out where it is absent; `serde` tells `null` from that only if there is a default.
fn three_states(field: &syn::Field, planned: &Field) -> syn::Attribute {
    let wire = &planned.wire;
    let is_renamed = field.ident.as_ref().is_none_or(|ident| ident != wire);
    let rename = is_renamed.then(|| quote::quote!(rename = #wire,));
    parse_quote!(#[serde(#rename default, skip_serializing_if = "Nullable::is_absent")])
}

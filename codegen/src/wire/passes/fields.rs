//! Pass 4: gives every field the plan's name, docs and nullability.

use syn::parse_quote;

use super::{is_doc, renamed};
use crate::error::GenerateError;
use crate::plan::{Extra, Field, Nullability, Plan, Presence, Shape, Struct, TypeRef};
use crate::rustdoc::{deprecated, lines};
use crate::wire::Types;
use crate::wire::own::{constants, is_own};

pub(crate) fn run(types: &mut Types, plan: &Plan) -> Result<(), GenerateError> {
    for item in plan.types.values() {
        let Shape::Struct(object) = &item.shape else { continue };
        if is_own(&item.shape) {
            continue;
        }
        let Some(syn::Item::Struct(definition)) =
            types.get_mut(&item.name).map(|code| &mut code.definition)
        else {
            return Err(GenerateError::internal("a planned struct was not generated", &item.name));
        };
        for field in &mut definition.fields {
            finish(field, object, &item.name)?;
        }
        if let syn::Fields::Named(fields) = &mut definition.fields {
            for (position, constant) in constants(item, object).into_iter().enumerate() {
                fields.named.insert(position, constant);
            }
        }
    }
    Ok(())
}

fn finish(field: &mut syn::Field, object: &Struct, owner: &str) -> Result<(), GenerateError> {
    field.attrs.retain(|attribute| !is_doc(attribute));
    let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
    let wire = renamed(&field.attrs).unwrap_or_else(|| name.clone());
    match object.fields.iter().find(|planned| planned.wire == wire) {
        Some(planned) => apply(field, planned, &name),
        None if object.extra == Extra::Kept && name == "extra" => {
            field.attrs.splice(0..0, lines(["Properties that this version does not know."]));
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

fn apply(field: &mut syn::Field, planned: &Field, generated_name: &str) {
    if generated_name != planned.name {
        if renamed(&field.attrs).is_none() {
            let wire = &planned.wire;
            field.attrs.push(parse_quote!(#[serde(rename = #wire)]));
        }
        field.ident = Some(quote::format_ident!("{}", planned.name));
    }
    if planned.presence == Presence::Required && planned.nullability == Nullability::Nullable {
        let ty = &field.ty;
        field.ty = parse_quote!(Option<#ty>);
    }
    if planned.presence == Presence::Optional
        && matches!(planned.ty, TypeRef::List(_) | TypeRef::Map(_))
    {
        field.attrs.push(parse_quote!(
            #[serde(deserialize_with = "pingone_core::codegen::null_as_default")]
        ));
    }
    let fallback = [format!("The property `{}`.", planned.wire)];
    let docs = if planned.docs.is_empty() { fallback.as_slice() } else { &planned.docs };
    let mut attributes = lines(docs);
    attributes.extend(deprecated(planned.deprecation, planned.successor.as_deref()));
    field.attrs.splice(0..0, attributes);
}

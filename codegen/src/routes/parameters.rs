//! The parameters of an operation, as the fake checks them.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::plan::{Operation, Parameter, Plan, Presence, Shape, TypeItem, TypeRef};

/// One expression per parameter.
pub(super) fn of<'p>(operation: &'p Operation, plan: &'p Plan) -> Vec<TokenStream> {
    places(operation)
        .map(|(location, parameter)| {
            let location = format_ident!("{location}");
            let name = &parameter.wire;
            let presence = match parameter.presence {
                Presence::Required => quote!(Required),
                Presence::Optional => quote!(Optional),
            };
            let format = format(&parameter.ty, plan);
            quote! {
                Parameter {
                    name: #name,
                    location: Location::#location,
                    presence: Presence::#presence,
                    format: Format::#format,
                }
            }
        })
        .collect()
}

/// The names that the expressions use.
pub(super) fn imports(plan: &Plan) -> Vec<Ident> {
    let any = plan.operations().any(|(_, operation)| places(operation).next().is_some());
    let names: BTreeSet<&str> = ["Format", "Location", "Parameter", "Presence"].into();
    names.into_iter().filter(|_| any).map(|name| format_ident!("{name}")).collect()
}

fn places(operation: &Operation) -> impl Iterator<Item = (&'static str, &Parameter)> {
    let path = operation.path.iter().map(|parameter| ("Path", parameter));
    let query = operation.query.iter().map(|parameter| ("Query", parameter));
    let headers = operation.headers.iter().map(|parameter| ("Header", parameter));
    path.chain(query).chain(headers)
}

/// What the text of a parameter must be; enumerations are open, so they are any text.
fn format(ty: &TypeRef, plan: &Plan) -> Ident {
    let is_id = |item: &TypeItem| matches!(item.shape, Shape::Id);
    let name = match ty {
        TypeRef::Uuid => "Uuid",
        TypeRef::Named(name) if plan.types.get(name).is_some_and(is_id) => "Uuid",
        TypeRef::Bool => "Boolean",
        TypeRef::I32 | TypeRef::I64 => "Integer",
        TypeRef::F64 => "Number",
        TypeRef::Timestamp => "DateTime",
        _ => "Text",
    };
    format_ident!("{name}")
}

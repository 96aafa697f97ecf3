//! The Rust call of an operation, as `cargo xtask explain` prints it.

use quote::quote;

use super::given::{Given, from_parameter};
use super::operation::given;
use super::own::Own;
use super::results::output;
use crate::plan::{Api, Body, Field, Operation, Presence, TypeRef};

/// The call of an operation with the types of its arguments and its result, one link a line.
#[must_use]
pub fn signature(api: &Api, operation: &Operation) -> [String; 3] {
    let scope: Vec<Given> = api.scope.iter().map(from_parameter).collect();
    let result = output(&operation.success.payload);
    [
        format!("client.{}({})", api.module, arguments(&scope)),
        format!("    .{}({})", operation.verb, arguments(&given(api, operation, &Own::default()))),
        format!("    .await -> {}", spaced(&quote!(Result<#result, Error>).to_string())),
    ]
}

fn arguments(given: &[Given]) -> String {
    let arguments: Vec<String> = given
        .iter()
        .map(|value| format!("{}: {}", value.field, spaced(&value.accepted.to_string())))
        .collect();
    arguments.join(", ")
}

/// The type of a request body as it is written, with what says that there may be none.
#[must_use]
pub fn body_text(body: &Body) -> String {
    let ty = body.choice().map_or_else(|| type_text(&body.ty), |choice| choice.name.clone());
    match (body.presence, &body.ty) {
        (Presence::Required, _) => ty,
        (Presence::Optional, TypeRef::Nullable(inner)) => format!("Nullable<{}>", type_text(inner)),
        (Presence::Optional, _) => format!("Option<{ty}>"),
    }
}

/// The name of a type as it is written.
#[must_use]
pub fn type_text(ty: &TypeRef) -> String {
    spaced(&super::arguments::stored(ty).to_string())
}

/// The type of a field as its struct has it.
#[must_use]
pub fn field_text(field: &Field) -> String {
    spaced(&crate::rust_type::of_field(field).to_string())
}

/// Takes out the spaces that token streams print between punctuation.
pub(crate) fn spaced(tokens: &str) -> String {
    tokens
        .replace(" :: ", "::")
        .replace(" < ", "<")
        .replace(" >", ">")
        .replace(" ,", ",")
        .replace("(())", "()")
}

//! The Rust signature of an operation, as `cargo xtask explain` prints it.

use quote::{format_ident, quote};

use super::operation::{from_parameter, given, output};
use crate::plan::{Api, Operation};

/// The accessor and the verb of an operation, each as one line of Rust.
#[must_use]
pub fn signature(api: &Api, operation: &Operation) -> [String; 2] {
    let accessor = format_ident!("{}", api.module);
    let handle = format_ident!("{}", api.handle);
    let scope: Vec<_> = api.scope.iter().map(from_parameter).collect();
    let scope = scope.iter().map(|value| {
        let (ident, ty) = (format_ident!("{}", value.field), &value.accepted);
        quote!(#ident: #ty)
    });
    let verb = format_ident!("{}", operation.verb);
    let builder = format_ident!("{}", operation.builder);
    let given = given(api, operation);
    let given = given.iter().map(|value| {
        let (ident, ty) = (format_ident!("{}", value.field), &value.accepted);
        quote!(#ident: #ty)
    });
    let output = output(&operation.success.payload);
    [
        spaced(&quote!(fn Client::#accessor(&self, #(#scope),*) -> #handle).to_string()),
        spaced(
            &quote!(fn #handle::#verb(&self, #(#given),*) -> #builder -> Result<#output, Error>)
                .to_string(),
        )
        .replace(&format!("-> {builder} ->"), &format!("-> {builder}  // .await: ")),
    ]
}

/// Joins what `TokenStream` prints with spaces between.
fn spaced(tokens: &str) -> String {
    tokens
        .replace(" :: ", "::")
        .replace("& self", "&self")
        .replace(" (", "(")
        .replace("( ", "(")
        .replace(" )", ")")
        .replace(" ,", ",")
        .replace(",)", ")")
        .replace(" : ", ": ")
        .replace(" < ", "<")
        .replace(" >", ">")
        .replace("- >", "->")
}

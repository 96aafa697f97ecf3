//! The parameters of an operation that must be given too many to stand in a row: one struct, whose fields
//! say which is which.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::given::from_parameter;
use super::own::Own;
use crate::plan::{Api, Operation, Parameter};
use crate::rustdoc;

/// The struct, if the operation has one.
pub(super) fn item(api: &Api, operation: &Operation) -> Option<TokenStream> {
    let name = format_ident!("{}", operation.group(api)?);
    let own = Own::of_operation(api, operation);
    let fields = operation.grouped(api).map(|parameter| {
        let ident = format_ident!("{}", parameter.field);
        let stored = own.given(from_parameter(parameter)).stored;
        let docs = rustdoc::lines(docs(parameter));
        quote!(#(#docs)* pub #ident: #stored)
    });
    let docs = rustdoc::lines([format!("What [`{}`] must be given.", operation.builder)]);
    Some(quote! {
        #(#docs)*
        #[derive(Clone, Debug)]
        pub struct #name {
            #(#fields,)*
        }
    })
}

fn docs(parameter: &Parameter) -> Vec<String> {
    match parameter.docs.is_empty() {
        true => vec![format!("The {} parameter `{}`.", parameter.place.name(), parameter.wire)],
        false => parameter.docs.clone(),
    }
}

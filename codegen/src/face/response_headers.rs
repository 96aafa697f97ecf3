//! The documented headers of a response: a struct for each operation that has some.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::arguments::stored;
use crate::markdown;
use crate::plan::{Operation, ResponseHeader, Scalar, TypeRef};
use crate::rustdoc;

/// The struct, if the operation has one. Schemas are often named `Response`, so that of the runtime is named
/// in full.
pub(super) fn item(operation: &Operation) -> Option<TokenStream> {
    let name = format_ident!("{}", operation.headers_name()?);
    let docs = rustdoc::lines([
        format!("The headers that are documented of the response to [`{}`].", operation.builder),
        String::new(),
        "Made of what `send_with_metadata` gives. What is absent, or cannot be read, is `None`."
            .to_owned(),
    ]);
    let headers = &operation.response_headers;
    let fields = headers.iter().map(|header| {
        let (field, ty) = (format_ident!("{}", header.field), stored(&header.ty));
        let docs = rustdoc::lines(words(header));
        quote!(#(#docs)* pub #field: Option<#ty>)
    });
    let values = headers.iter().map(|header| {
        let (field, wire) = (format_ident!("{}", header.field), &header.wire);
        match header.ty {
            TypeRef::Scalar(Scalar::Timestamp) => quote!(#field: response.header_time(#wire)),
            _ => quote!(#field: response.header(#wire)),
        }
    });
    Some(quote! {
        #(#docs)*
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
        }

        impl<T> From<&pingone_core::Response<T>> for #name {
            fn from(response: &pingone_core::Response<T>) -> Self {
                Self {
                    #(#values,)*
                }
            }
        }
    })
}

fn words(header: &ResponseHeader) -> Vec<String> {
    match &header.description {
        Some(words) if !words.trim().is_empty() => markdown::prose(words),
        _ => vec![format!("The header `{}`.", header.wire)],
    }
}

/// What the documentation of an operation says of them.
pub(super) fn docs(operation: &Operation) -> Vec<String> {
    let Some(name) = operation.headers_name() else { return Vec::new() };
    let words = format!(
        "[`{name}`] has the headers that are documented: `{name}::from(&response)`, of what \
         [`send_with_metadata`]({}::send_with_metadata) gives.",
        operation.builder
    );
    ["", "# Headers", ""].map(str::to_owned).into_iter().chain([words]).collect()
}

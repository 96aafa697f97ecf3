//! Results that depend on the status: an enum with a variant for each.

use std::collections::BTreeSet;

use heck::ToSnakeCase as _;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::arguments::stored;
use super::own::Own;
use super::results::output;
use crate::plan::{Api, Operation, Outcome, Outcomes, Payload, Plan, Reading, TypeRef};
use crate::rustdoc;

/// What the file of an operation with such a result imports of the runtime.
pub(super) fn imports(operation: &Operation, runtime: &mut BTreeSet<String>) {
    let Some(outcomes) = operation.success.outcomes() else { return };
    for case in &outcomes.cases {
        let name = match (&case.payload, case.reading) {
            (Payload::Collection { .. }, _) => "Collection",
            (_, Reading::File) => "FileData",
            _ => continue,
        };
        runtime.insert(name.to_owned());
    }
}

/// The enum of an operation whose result depends on the status.
pub(super) fn items(plan: &Plan, api: &Api, operation: &Operation) -> Option<TokenStream> {
    let outcomes = operation.success.outcomes()?;
    let own = Own::of_operation(api, operation);
    let name = format_ident!("{}", outcomes.name);
    let words = format!("What [`{}`] results in: the status says which.", operation.builder);
    let docs = rustdoc::lines([words]);
    let variants = outcomes.cases.iter().map(|case| {
        let variant = format_ident!("{}", case.variant);
        let docs = rustdoc::lines(words_of(case).lines());
        let held = held(plan, &own, case).map(|ty| quote!((#ty)));
        quote!(#(#docs)* #variant #held)
    });
    let other = other(outcomes);
    let accessors = outcomes.cases.iter().map(|case| accessors(&own, case));
    let read = read(outcomes);
    Some(quote! {
        #(#docs)*
        #[derive(Clone, Debug, serde::Serialize)]
        #[non_exhaustive]
        #[serde(untagged)]
        pub enum #name {
            #(#variants,)*
            #other
        }

        impl #name {
            #(#accessors)*
            #read
        }
    })
}

/// What a status means.
fn words_of(case: &Outcome) -> String {
    let status = match case.status {
        Some(status) => format!("With status {status}"),
        None => "With any other status of success".to_owned(),
    };
    match case.description.as_deref().map(str::trim).filter(|words| !words.is_empty()) {
        Some(words) => format!("{status}: {words}"),
        None => format!("{status}."),
    }
}

/// What a variant holds. A type of the contract may be large, and is behind a pointer whatever other
/// variants there are.
fn held(plan: &Plan, own: &Own, case: &Outcome) -> Option<TokenStream> {
    let ty = value(own, case)?;
    Some(match is_boxed(case) {
        true if plan.types.contains_key("Box") => quote!(std::boxed::Box<#ty>),
        true => quote!(Box<#ty>),
        false => ty,
    })
}

fn is_boxed(case: &Outcome) -> bool {
    matches!((&case.payload, case.reading), (Payload::Json(TypeRef::Named(_)), Reading::Json))
}

/// The type of the body.
fn value(own: &Own, case: &Outcome) -> Option<TokenStream> {
    let ty = match (&case.payload, case.reading) {
        (Payload::Empty, _) => return None,
        (Payload::Json(ty), _) => stored(ty),
        (payload, _) => output(payload),
    };
    Some(own.apart(ty))
}

/// A variant for what the contract does not document.
fn other(outcomes: &Outcomes) -> Option<TokenStream> {
    let docs = rustdoc::lines([
        "With another status of success than the contract documents: any JSON, `null` for no body.",
    ]);
    (!outcomes.is_complete()).then(|| quote!(#(#docs)* Other(serde_json::Value),))
}

/// How a variant is asked for.
fn accessors(own: &Own, case: &Outcome) -> TokenStream {
    let variant = format_ident!("{}", case.variant);
    let word = case.variant.to_snake_case();
    let key = case.key();
    let Some(ty) = value(own, case) else {
        let is = format_ident!("is_{word}");
        let docs = rustdoc::lines([format!("Whether the status is {key}.")]);
        return quote! {
            #(#docs)*
            #[must_use]
            pub fn #is(&self) -> bool {
                matches!(self, Self::#variant)
            }
        };
    };
    let (by_ref, by_value) = (format_ident!("as_{word}"), format_ident!("into_{word}"));
    let docs = rustdoc::lines([format!("The body, if the status is {key}.")]);
    let into_docs = rustdoc::lines([format!("The body without the rest, if the status is {key}.")]);
    let into = if is_boxed(case) { quote!(Some(*body)) } else { quote!(Some(body)) };
    quote! {
        #(#docs)*
        #[must_use]
        pub fn #by_ref(&self) -> Option<&#ty> {
            match self {
                Self::#variant(body) => Some(body),
                _ => None,
            }
        }

        #(#into_docs)*
        #[must_use]
        pub fn #by_value(self) -> Option<#ty> {
            match self {
                Self::#variant(body) => #into,
                _ => None,
            }
        }
    }
}

/// Reads the response as its status says. Schemas are often named `Error` and `Response`, so those of the
/// runtime are named in full.
fn read(outcomes: &Outcomes) -> TokenStream {
    let arms = outcomes.cases.iter().map(|case| {
        let variant = format_ident!("{}", case.variant);
        let pattern = match case.status {
            Some(status) => {
                let status = proc_macro2::Literal::u16_unsuffixed(status);
                quote!(#status)
            }
            None => quote!(_),
        };
        let map = quote!(.map(|response| response.map(Self::#variant)));
        let read = match (&case.payload, case.reading) {
            (Payload::Empty, _) => quote!(Ok(received.empty().map(|()| Self::#variant))),
            (Payload::Collection { .. }, _) => quote!(received.page() #map),
            (_, Reading::Text) => quote!(Ok(received.text().map(Self::#variant))),
            (_, Reading::File) => quote!(Ok(received.file().map(Self::#variant))),
            (_, Reading::Any) => quote!(received.any() #map),
            _ => quote!(received.json() #map),
        };
        quote!(#pattern => #read)
    });
    let rest = (!outcomes.is_complete())
        .then(|| quote!(_ => received.any().map(|response| response.map(Self::Other)),));
    quote! {
        fn read(
            received: pingone_core::codegen::Received,
        ) -> Result<pingone_core::Response<Self>, pingone_core::Error> {
            match received.status() {
                #(#arms,)*
                #rest
            }
        }
    }
}

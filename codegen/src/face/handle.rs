//! Resource handles: the accessor on the client and one method per operation.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::arguments::is_converted;
use super::bodies;
use super::docs;
use super::given::{Given, from_parameter};
use super::operation::given;
use super::own::Own;
use crate::markdown;
use crate::plan::{Api, ENVIRONMENT_ID, Operation, Plan, Repr, Scalar, Shape, TypeRef};
use crate::rustdoc;

/// The items of a handle's file, after the module declarations.
pub(super) fn items(plan: &Plan, api: &Api) -> TokenStream {
    let handle = format_ident!("{}", api.handle);
    let accessor = format_ident!("{}", api.module);
    let own = Own::of_handle(api);
    let scope: Vec<Given> =
        api.scope.iter().map(|parameter| own.given(from_parameter(parameter))).collect();
    let idents: Vec<_> = scope.iter().map(|value| format_ident!("{}", value.field)).collect();
    let stored: Vec<_> = scope.iter().map(|value| &value.stored).collect();
    let accepted = scope.iter().map(|value| &value.accepted);
    let values = api.scope.iter().zip(&scope).zip(&idents).map(|((parameter, value), ident)| {
        let converted = &value.converted;
        match is_converted(&parameter.ty) {
            true => quote!(#ident: #converted),
            false => quote!(#ident),
        }
    });
    let handle_docs = handle_docs(api);
    let accessor_doc = format!(" {}", headline(api));
    let verbs = api.operations.iter().map(|operation| verb(plan, api, operation));
    quote! {
        #handle_docs
        #[derive(Clone, Debug)]
        pub struct #handle {
            pub(crate) client: Client,
            #(#idents: #stored,)*
        }

        impl Client {
            #[doc = #accessor_doc]
            #[must_use]
            pub fn #accessor(&self, #(#idents: #accepted),*) -> #handle {
                #handle { client: self.clone(), #(#values,)* }
            }
        }

        impl #handle {
            #(#verbs)*
        }
    }
}

fn headline(api: &Api) -> String {
    let words = format!("The operations of “{}”", markdown::phrase(&api.tag));
    let of: Vec<String> =
        api.scope.iter().map(|parameter| format!("`{}`", parameter.wire)).collect();
    if of.is_empty() {
        format!("{words}.")
    } else {
        format!("{words} for one {}.", of.join(" and "))
    }
}

fn handle_docs(api: &Api) -> TokenStream {
    let mut text = vec![headline(api)];
    if let Some(description) = &api.description {
        text.push(String::new());
        text.extend(markdown::prose(description));
    }
    text.push(String::new());
    text.push(format!("Made by [`Client::{}`]; cheap to clone.", api.module));
    text.extend(api.feature.iter().map(|it| format!("Behind the feature `{}`.", it.name)));
    if let Some(url) = &api.docs_url {
        text.extend([String::new(), format!("Documented at <{url}>.")]);
    }
    text.extend(docs::shared_errors(api));
    let attributes = rustdoc::lines(text);
    quote!(#(#attributes)*)
}

fn verb(plan: &Plan, api: &Api, operation: &Operation) -> TokenStream {
    let name = format_ident!("{}", operation.verb);
    let builder = format_ident!("{}", operation.builder);
    let own = Own::of_handle(api);
    let given = given(api, operation, &own);
    let idents: Vec<_> = given.iter().map(|value| format_ident!("{}", value.field)).collect();
    let accepted = given.iter().map(|value| &value.accepted);
    let converted = given.iter().map(|value| &value.converted);
    let scope = api.scope.iter().map(|parameter| {
        let ident = format_ident!("{}", parameter.field);
        if is_copy(plan, &parameter.ty) { quote!(self.#ident) } else { quote!(self.#ident.clone()) }
    });
    let absent = operation.body.as_ref().and_then(bodies::absent);
    let absent = absent.map(|words| format!("{words} "));
    let text = [
        docs::headline(operation),
        String::new(),
        format!(
            "{}See [`{}`] for limits, errors and an example.",
            absent.unwrap_or_default(),
            operation.builder
        ),
    ];
    let docs = rustdoc::lines(text);
    let deprecated = rustdoc::deprecated(operation.deprecation, operation.successor.as_deref());
    let deprecated = deprecated.iter();
    quote! {
        #(#docs)*
        #(#deprecated)*
        pub fn #name(&self, #(#idents: #accepted),*) -> #builder {
            #builder::new(&self.client, #(#scope,)* #(#converted),*)
        }
    }
}

/// Ids are `Copy`; a `clone` of them would be noise (and a lint).
pub(super) fn is_copy(plan: &Plan, ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Scalar(scalar) => *scalar != Scalar::Base64,
        TypeRef::Runtime(name) => name == ENVIRONMENT_ID,
        TypeRef::Named(name) => plan.types.get(name).is_some_and(|item| match &item.shape {
            Shape::Id => true,
            Shape::Enum(known) => matches!(known.repr, Repr::Number(_)),
            _ => false,
        }),
        _ => false,
    }
}

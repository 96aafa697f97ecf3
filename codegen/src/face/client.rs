//! The client: a core, and the values of the path parameters that the client supplies.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::access;
use super::given::{Given, from_parameter};
use super::handle::is_copy;
use crate::plan::{ENVIRONMENT_ID, Parameter, Plan, TypeRef};
use crate::sample::NIL;
use crate::target::ErrorBodies;
use crate::{markdown, rustdoc};

fn is_environment(ty: &TypeRef) -> bool {
    matches!(ty, TypeRef::Runtime(name) if name == ENVIRONMENT_ID)
}

/// The items of the client's file.
pub(super) fn items(plan: &Plan) -> TokenStream {
    let scope = plan.client_scope();
    let fields = scope.iter().map(|one| {
        let Given { stored, .. } = from_parameter(one);
        let ident = ident(one);
        quote!(#ident: #stored)
    });
    let shared = match plan.target.api_key {
        Some(_) => "their connections",
        None => "connections and the access token",
    };
    let docs = rustdoc::lines([
        format!("A client of “{}”.", markdown::phrase(&plan.title)),
        String::new(),
        format!(
            "Cheap to clone; clones share {shared}. Futures are `Send` and may be dropped at any time."
        ),
    ]);
    let methods = methods(plan, &scope);
    let api = api(plan);
    let key = plan.target.api_key.as_ref().map(|header| {
        quote! {
            impl ApiKey for Client {
                const HEADER: &'static str = #header;
            }
        }
    });
    let assembly = assembly(plan, &scope);
    let constants = access::constants(plan);
    quote! {
        #(#docs)*
        #[derive(Clone, Debug)]
        pub struct Client {
            core: Core,
            #(#fields,)*
        }

        #[doc = " Configures a [`Client`]; made by [`Client::builder`]."]
        pub type ClientBuilder = pingone_core::ClientBuilder<Client>;

        #constants
        #methods
        #assembly
        #key

        #api
    }
}

/// What the operations have in common.
fn api(plan: &Plan) -> TokenStream {
    let errors = match &plan.target.errors {
        ErrorBodies::Platform => quote!(ErrorFormat::PLATFORM),
        ErrorBodies::At { id, code, message, details } => {
            let [id, code, message, details] = [id, code, message, details].map(optional);
            quote!(ErrorFormat { id: #id, code: #code, message: #message, details: #details })
        }
    };
    if plan.apis.iter().all(|api| api.feature.is_none()) {
        return quote! {
            pub(super) static API: Api = Api { errors: #errors };
        };
    }
    let features: BTreeSet<&str> =
        plan.apis.iter().filter_map(|api| Some(api.feature.as_ref()?.name.as_str())).collect();
    let features = features.into_iter();
    quote! {
        #[doc = " What operations have in common, if there are any."]
        #[cfg(any(#(feature = #features),*))]
        pub(super) static API: pingone_core::codegen::Api =
            pingone_core::codegen::Api { errors: pingone_core::codegen::#errors };
    }
}

fn optional(text: &Option<String>) -> TokenStream {
    match text {
        Some(text) => quote!(Some(#text)),
        None => quote!(None),
    }
}

fn ident(parameter: &Parameter) -> Ident {
    format_ident!("{}", parameter.field)
}

fn methods(plan: &Plan, scope: &[&Parameter]) -> TokenStream {
    let idents: Vec<Ident> = scope.iter().map(|one| ident(one)).collect();
    let given: Vec<Given> = scope.iter().map(|one| from_parameter(one)).collect();
    let arguments: Vec<TokenStream> = given
        .iter()
        .zip(&idents)
        .map(|(Given { stored, .. }, ident)| quote!(#ident: impl Into<#stored>))
        .collect();
    let values = match idents.as_slice() {
        [one] => quote!(#one.into()),
        several => quote!((#(#several.into()),*)),
    };
    let from_env = plan.is_configured_by_environment().then(from_env);
    let builder_docs = rustdoc::lines(builder_docs(plan));
    let has_token = plan.target.api_key.is_none();
    let token = if has_token { "the access token, " } else { "" };
    let core_docs = rustdoc::lines([format!(
        "A client that shares a core with others, and with it {token}the connections, the retry budget \
         and the rate limit."
    )]);
    let hosts = if has_token {
        "The hosts of the API and of the token endpoint."
    } else {
        "The host of the API."
    };
    let hosts_docs = rustdoc::lines([hosts]);
    let getters = scope.iter().map(|one| getter(plan, one));
    quote! {
        impl Client {
            #(#builder_docs)*
            pub fn builder(hosts: impl Into<Hosts>, #(#arguments),*) -> ClientBuilder {
                ClientBuilder::new(hosts.into(), #values)
            }

            #from_env

            #(#core_docs)*
            #[must_use]
            pub fn from_core(core: Core, #(#arguments),*) -> Self {
                Self { core, #(#idents: #idents.into(),)* }
            }

            #[doc = " What other clients can be made from, to share it."]
            #[must_use]
            pub fn core(&self) -> &Core {
                &self.core
            }

            #(#hosts_docs)*
            #[must_use]
            pub fn hosts(&self) -> &Hosts {
                self.core.hosts()
            }

            #(#getters)*
        }
    }
}

/// The documentation of `builder`, with an example where it is known how users authenticate.
fn builder_docs(plan: &Plan) -> Vec<String> {
    let start = match plan.target.api_key {
        Some(_) => "Starts a client of an API at [`Hosts::single`].",
        None if !plan.servers.is_empty() => {
            "Starts a client of a server of the contract, or of other [`Hosts`]."
        }
        None => {
            "Starts a client on the hosts of a [`Region`](pingone_core::Region), or on other [`Hosts`]."
        }
    };
    let mut text = vec![start.to_owned()];
    if let Some(example) = construction(plan) {
        text.extend(["", "```"].map(str::to_owned));
        text.extend(example.lines().map(str::to_owned));
        text.extend(["# Ok::<(), Box<dyn std::error::Error>>(())", "```"].map(str::to_owned));
    }
    text
}

/// How a client is made, as code; `None` if it is not known how its users authenticate.
pub(crate) fn construction(plan: &Plan) -> Option<String> {
    let name = plan.crate_name();
    match &plan.target.api_key {
        Some(_) if plan.client_scope().is_empty() => Some(format!(
            "use {name}::{{Client, Hosts}};

let client = Client::builder(Hosts::single(\"https://api.example\")?)
    .api_key(\"fake-key\")
    .build()?;"
        )),
        None if plan.is_configured_by_environment() => Some(format!(
            "use {name}::{{Client, ClientCredentials, EnvironmentId, Region}};

let environment_id: EnvironmentId = \"{}\".parse()?;
let client = Client::builder(Region::Eu, environment_id)
    .credentials(ClientCredentials::new(\"client-id\", \"client-secret\"))
    .build()?;",
            example_id(plan)
        )),
        _ => None,
    }
}

/// The id that the contract shows, or one that says nothing.
fn example_id(plan: &Plan) -> String {
    let shown = plan.client_scope().into_iter().find_map(|one| one.example.clone());
    shown.and_then(|id| Some(id.as_str()?.to_owned())).unwrap_or_else(|| NIL.to_owned())
}

fn from_env() -> TokenStream {
    quote! {
        #[doc = " A client configured by environment variables; see [`ClientBuilder::from_env`]."]
        #[doc = ""]
        #[doc = " # Errors"]
        #[doc = ""]
        #[doc = " Everything that is missing or malformed, at once. Ids, tokens and secrets are not shown."]
        pub fn from_env() -> Result<Self, EnvError> {
            Ok(ClientBuilder::from_env()?.build()?)
        }
    }
}

fn getter(plan: &Plan, parameter: &Parameter) -> TokenStream {
    let ident = ident(parameter);
    let Given { stored, .. } = from_parameter(parameter);
    let doc = format!(" The `{}` of every operation.", parameter.wire);
    let (ty, value) = match is_copy(plan, &parameter.ty) {
        true => (stored, quote!(self.#ident)),
        false => (quote!(&#stored), quote!(&self.#ident)),
    };
    quote! {
        #[doc = #doc]
        #[must_use]
        pub fn #ident(&self) -> #ty {
            #value
        }
    }
}

fn assembly(plan: &Plan, scope: &[&Parameter]) -> TokenStream {
    let idents: Vec<Ident> = scope.iter().map(|one| ident(one)).collect();
    let types = scope.iter().map(|one| from_parameter(one).stored);
    let (ty, pattern) = match idents.as_slice() {
        [one] => (quote!(#(#types)*), quote!(#one)),
        several => (quote!((#(#types),*)), quote!((#(#several),*))),
    };
    let environment = scope.iter().find(|one| is_environment(&one.ty)).map(|one| {
        let environment = ident(one);
        quote! {
            fn environment(#pattern: &Self::Scope) -> Option<EnvironmentId> {
                Some(*#environment)
            }
        }
    });
    let access = access::of_client(plan);
    quote! {
        impl ApiClient for Client {
            type Scope = #ty;

            const PRODUCT: &'static str =
                concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

            #access

            fn assemble(core: Core, #pattern: Self::Scope) -> Self {
                Self { core, #(#idents,)* }
            }

            #environment
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use crate::plan::names::CLIENT_METHODS;

    #[test]
    fn the_methods_of_every_client_are_those_that_no_tag_may_become() {
        let file: syn::File =
            syn::parse2(items(&fixture::plan("    Thing:\n      type: object\n"))).unwrap();
        let mut emitted = vec!["clone".to_owned(), "from_env".to_owned()];
        for item in file.items {
            let syn::Item::Impl(block) = item else { continue };
            if block.trait_.is_some() {
                continue;
            }
            emitted.extend(block.items.into_iter().filter_map(|one| match one {
                syn::ImplItem::Fn(function) => Some(function.sig.ident.to_string()),
                _ => None,
            }));
        }
        // The fixture's client takes one value, which has a method of its own.
        emitted.retain(|name| name != "tenant_id");
        emitted.sort();
        assert_eq!(emitted, CLIENT_METHODS);
    }
}

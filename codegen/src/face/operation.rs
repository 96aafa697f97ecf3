//! Request builders: one file per operation with its metadata, setters and `send`.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::access;
use super::arguments::{accepted, converted, is_converted, stored};
use super::docs;
use super::example;
use crate::plan::{
    Api, Argument, Body, Idempotency, NextPage, Operation, Paging, Parameter, Payload, Plan, Scope,
    names,
};
use crate::rustdoc;

/// A value the caller gives: handle scope, arguments, body, in the order of the verb's arguments.
pub(super) struct Given {
    pub(super) field: String,
    /// The type that the call is made from.
    pub(super) stored: TokenStream,
    /// The type of the argument.
    pub(super) accepted: TokenStream,
    /// The expression that turns the argument into what is stored.
    pub(super) converted: TokenStream,
}

/// What the verb takes as arguments.
pub(super) fn given(api: &Api, operation: &Operation) -> Vec<Given> {
    let given = operation.given(api).map(|given| match given {
        Argument::Path(parameter) | Argument::Required(parameter) => from_parameter(parameter),
        Argument::Body(body) => from_body(body),
    });
    given.collect()
}

/// The body is written into the request at once, so a reference will do.
fn from_body(body: &Body) -> Given {
    let (stored, converted) = (stored(&body.ty), converted(&body.ty, &quote!(body)));
    Given {
        field: "body".to_owned(),
        stored: quote!(&#stored),
        accepted: accepted(&body.ty),
        converted: quote!(&#converted),
    }
}

pub(super) fn from_parameter(parameter: &Parameter) -> Given {
    let ident = format_ident!("{}", parameter.field);
    Given {
        field: parameter.field.clone(),
        stored: stored(&parameter.ty),
        accepted: accepted(&parameter.ty),
        converted: converted(&parameter.ty, &quote!(#ident)),
    }
}

/// The items of an operation's file.
pub(super) fn items(plan: &Plan, api: &Api, operation: &Operation) -> TokenStream {
    let metadata = metadata(operation);
    let builder = format_ident!("{}", operation.builder);
    let example = example::of(plan, api, operation);
    let docs = docs::operation(api, operation, &example);
    let setters = operation.optional_parameters().map(|parameter| setter(operation, parameter));
    let constructor = constructor(plan, api, operation);
    let result = result(operation);
    let paging = operation.success.paging.as_ref().map(|paging| paging_data(operation, paging));
    quote! {
        #metadata
        #paging

        #docs
        #[derive(Clone, Debug)]
        #[must_use = "nothing is sent until the request is awaited"]
        pub struct #builder {
            core: Core,
            call: Call,
        }

        impl #builder {
            #constructor
            #(#setters)*
        }

        request!(#builder -> #result);
    }
}

fn metadata(operation: &Operation) -> TokenStream {
    let name = format_ident!("{}", names::static_name(&operation.id));
    let (id, template) = (&operation.id, &operation.template);
    let method = format_ident!("{}", operation.method.as_str());
    let idempotency = match operation.idempotency {
        Idempotency::Idempotent => format_ident!("Idempotent"),
        Idempotency::NotIdempotent => format_ident!("NotIdempotent"),
    };
    quote! {
        static #name: Operation = Operation {
            id: #id,
            method: Method::#method,
            template: #template,
            idempotency: Idempotency::#idempotency,
            api: &API,
        };
    }
}

/// The handle makes builders; arguments are converted there, so that this takes plain types.
fn constructor(plan: &Plan, api: &Api, operation: &Operation) -> TokenStream {
    let scope = api.scope.iter().map(from_parameter);
    let arguments = scope.chain(given(api, operation)).map(|value| {
        let (ident, ty) = (format_ident!("{}", value.field), value.stored);
        quote!(#ident: #ty)
    });
    let call = call(plan, operation);
    let many = rustdoc::allow_many(1 + api.scope.len() + operation.given(api).count());
    let many = many.iter();
    quote! {
        #(#many)*
        pub(super) fn new(client: &Client, #(#arguments),*) -> Self {
            Self {
                core: client.core().clone(),
                call: #call,
            }
        }
    }
}

/// The chain that puts the request together.
fn call(plan: &Plan, operation: &Operation) -> TokenStream {
    let name = format_ident!("{}", names::static_name(&operation.id));
    let path = operation.path.iter().map(|parameter| {
        let wire = &parameter.wire;
        let ident = format_ident!("{}", parameter.field);
        match parameter.scope {
            Scope::Client => quote!(.path(#wire, client.#ident())),
            Scope::Call => quote!(.path(#wire, #ident)),
        }
    });
    let required = operation.required_parameters().map(|parameter| {
        let ident = format_ident!("{}", parameter.field);
        set(operation, parameter, &quote!(#ident))
    });
    let body = operation.body.as_ref().map(|body| match plan.holds_secrets(&body.ty) {
        true => quote!(.json_with_secrets(body)),
        false => quote!(.json(body)),
    });
    let access = access::of_call(operation);
    quote!(Call::new(&#name) #access #(#path)* #(#required)* #body)
}

/// The link of the chain that sets a query or header parameter.
fn set(operation: &Operation, parameter: &Parameter, value: &TokenStream) -> TokenStream {
    let wire = &parameter.wire;
    match operation.query.iter().any(|query| std::ptr::eq(query, parameter)) {
        true => quote!(.query(#wire, #value)),
        false => quote!(.header(#wire, #value)),
    }
}

fn setter(operation: &Operation, parameter: &Parameter) -> TokenStream {
    let ident = format_ident!("{}", parameter.field);
    let Given { accepted, converted, stored, .. } = from_parameter(parameter);
    let converted = is_converted(&parameter.ty).then(|| quote!(let #ident: #stored = #converted;));
    let fallback = [format!("Sends the parameter `{}`.", parameter.wire)];
    let docs = rustdoc::lines(if parameter.docs.is_empty() {
        fallback.as_slice()
    } else {
        &parameter.docs
    });
    let set = set(operation, parameter, &quote!(#ident));
    quote! {
        #(#docs)*
        pub fn #ident(mut self, #ident: #accepted) -> Self {
            #converted
            self.call = self.call #set;
            self
        }
    }
}

/// What the call results in, as `request!` is told.
fn result(operation: &Operation) -> TokenStream {
    if let Some(paging) = &operation.success.paging {
        let (page, item) = (output(&operation.success.payload), stored(&paging.item));
        let name = paging_name(operation);
        return quote!(#page, pages of #item, by #name);
    }
    match (operation.paged(), &operation.success.payload) {
        (Some(item), _) => {
            let item = stored(item);
            quote!(pages of #item)
        }
        (None, Payload::Collection { item, .. }) => {
            let item = stored(item);
            quote!(page of #item)
        }
        (None, payload) => output(payload),
    }
}

fn paging_name(operation: &Operation) -> Ident {
    format_ident!("{}_PAGES", names::static_name(&operation.id))
}

/// How the next page is found.
fn paging_data(operation: &Operation, paging: &Paging) -> TokenStream {
    let name = paging_name(operation);
    let Paging { items, count, next, .. } = paging;
    let count = match count {
        Some(count) => quote!(Some(#count)),
        None => quote!(None),
    };
    let next = match next {
        NextPage::Link => quote!(Link),
        NextPage::Offset(parameter) => quote!(Offset(#parameter)),
        NextPage::Number { parameter, first } => {
            let first = Literal::u64_unsuffixed(*first);
            quote!(Number { parameter: #parameter, first: #first })
        }
        NextPage::Cursor { from, parameter } => {
            quote!(Cursor { from: #from, parameter: #parameter })
        }
        NextPage::Url(from) => quote!(Url(#from)),
        NextPage::Header => quote!(Header),
    };
    quote! {
        static #name: pingone_core::codegen::Paging =
            pingone_core::codegen::Paging { items: #items, count: #count, next: NextPage::#next };
    }
}

/// The type a call results in.
pub(crate) fn output(payload: &Payload) -> TokenStream {
    match payload {
        Payload::Empty => quote!(()),
        Payload::Json(ty) => stored(ty),
        Payload::Collection { item, .. } => {
            let item = stored(item);
            quote!(Collection<#item>)
        }
    }
}

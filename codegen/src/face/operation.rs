//! Request builders: one file per operation with its metadata, setters and `send`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::arguments::{accepted, converted, stored};
use super::docs;
use super::example;
use crate::plan::{Api, Idempotency, Operation, Parameter, Payload, Plan, Scope, names};
use crate::rustdoc;

/// A value the builder holds: handle scope, arguments, body, in the order of the verb's arguments.
pub(super) struct Given {
    pub(super) field: String,
    pub(super) stored: TokenStream,
    pub(super) accepted: TokenStream,
    pub(super) converted: TokenStream,
}

/// What the verb takes as arguments.
pub(super) fn given(api: &Api, operation: &Operation) -> Vec<Given> {
    let mut given: Vec<Given> = operation.arguments(api).map(from_parameter).collect();
    if let Some(body) = &operation.body {
        given.push(Given {
            field: "body".to_owned(),
            stored: stored(&body.ty),
            accepted: accepted(&body.ty),
            converted: converted(&body.ty, &quote!(body)),
        });
    }
    given.extend(operation.required_parameters().map(from_parameter));
    given
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
    let fields = fields(api, operation);
    let setters = operation.optional_parameters().map(setter);
    let constructor = constructor(api, operation);
    let options = options();
    let send = send(operation);
    let paging = paging(operation);
    let output = output(&operation.success.payload);
    quote! {
        #metadata

        #docs
        #[derive(Clone, Debug)]
        #[must_use = "nothing is sent until the request is awaited"]
        pub struct #builder { #(#fields,)* }

        impl #builder {
            #constructor
            #(#setters)*
            #options
            #send
            #paging
        }

        impl IntoFuture for #builder {
            type Output = Result<#output, Error>;
            type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(self.send())
            }
        }
    }
}

/// The operation's entry for errors, telemetry and the one place that sends.
fn metadata(operation: &Operation) -> TokenStream {
    let name = format_ident!("{}", names::static_name(&operation.id));
    let (id, template) = (&operation.id, &operation.template);
    let method = format_ident!("{}", operation.method.as_str());
    let idempotency = match operation.idempotency {
        Idempotency::Idempotent => quote!(Idempotent),
        Idempotency::NotIdempotent => quote!(NotIdempotent),
    };
    quote! {
        static #name: Operation = Operation {
            id: #id,
            method: Method::#method,
            template: #template,
            idempotency: Idempotency::#idempotency,
        };
    }
}

fn fields(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let mut fields = vec![quote!(client: Client)];
    let scope = api.scope.iter().map(from_parameter);
    for value in scope.chain(given(api, operation)) {
        let (ident, ty) = (format_ident!("{}", value.field), value.stored);
        fields.push(quote!(#ident: #ty));
    }
    for parameter in operation.optional_parameters() {
        let (ident, ty) = (format_ident!("{}", parameter.field), stored(&parameter.ty));
        fields.push(quote!(#ident: Option<#ty>));
    }
    fields.push(quote!(options: CallOptions));
    fields
}

/// The handle makes builders; arguments are converted there, so that this takes plain types.
fn constructor(api: &Api, operation: &Operation) -> TokenStream {
    let scope: Vec<Given> = api.scope.iter().map(from_parameter).collect();
    let all: Vec<Given> = scope.into_iter().chain(given(api, operation)).collect();
    let idents: Vec<_> = all.iter().map(|value| format_ident!("{}", value.field)).collect();
    let types = all.iter().map(|value| &value.stored);
    let optional =
        operation.optional_parameters().map(|parameter| format_ident!("{}", parameter.field));
    quote! {
        pub(super) fn new(client: Client, #(#idents: #types),*) -> Self {
            Self { client, #(#idents,)* #(#optional: None,)* options: CallOptions::default() }
        }
    }
}

fn setter(parameter: &Parameter) -> TokenStream {
    let ident = format_ident!("{}", parameter.field);
    let value = from_parameter(parameter);
    let (accepted, converted) = (value.accepted, value.converted);
    let fallback = [format!("Sends the parameter `{}`.", parameter.wire)];
    let docs = rustdoc::lines(if parameter.docs.is_empty() {
        fallback.as_slice()
    } else {
        &parameter.docs
    });
    quote! {
        #(#docs)*
        pub fn #ident(mut self, #ident: #accepted) -> Self {
            self.#ident = Some(#converted);
            self
        }
    }
}

/// Setters that every builder has: what this call does differently from its client.
fn options() -> TokenStream {
    quote! {
        #[doc = " Limits this call instead of the client's"]
        #[doc = " [`total_timeout`](crate::Limits::total_timeout): token, attempts and waits together."]
        pub fn timeout(mut self, timeout: Duration) -> Self {
            self.options.timeout = Some(timeout);
            self
        }

        #[doc = " Retries this call by another policy than the client's."]
        pub fn retry(mut self, policy: RetryPolicy) -> Self {
            self.options.retry = Some(policy);
            self
        }
    }
}

fn send(operation: &Operation) -> TokenStream {
    let output = output(&operation.success.payload);
    let call = call(operation);
    let decode = match operation.success.payload {
        Payload::Empty => quote!(self.client.execute(call).await.map(Received::empty)),
        _ => quote!(self.client.execute(call).await?.json()),
    };
    quote! {
        #[doc = " Sends the request; awaiting the builder does the same."]
        #[doc = ""]
        #[doc = " # Errors"]
        #[doc = ""]
        #[doc = " Every failure is an [`Error`] that names the operation and what happened."]
        pub async fn send(self) -> Result<#output, Error> {
            self.send_with_metadata().await.map(Response::into_inner)
        }

        #[doc = " Sends the request and keeps the status and the headers of the response."]
        #[doc = ""]
        #[doc = " # Errors"]
        #[doc = ""]
        #[doc = " As for [`send`](Self::send)."]
        pub async fn send_with_metadata(self) -> Result<Response<#output>, Error> {
            let call = #call;
            #decode
        }
    }
}

/// The streams of a collection.
fn paging(operation: &Operation) -> Option<TokenStream> {
    let item = stored(operation.paged()?);
    let call = call(operation);
    Some(quote! {
        #[doc = " The pages of the collection: the first one, and then those that the links lead to."]
        #[doc = ""]
        #[doc = " See [`Pages`] for limits, errors and an example."]
        pub fn pages(self) -> Pages<#item> {
            let call = #call;
            Pages::new(self.client, call)
        }

        #[doc = " The items of all pages, one by one."]
        #[doc = ""]
        #[doc = " See [`Items`] for limits, errors and an example."]
        pub fn items(self) -> Items<#item> {
            self.pages().into_items()
        }
    })
}

/// The chain that puts the request together.
fn call(operation: &Operation) -> TokenStream {
    let name = format_ident!("{}", names::static_name(&operation.id));
    let path = operation.path.iter().map(|parameter| {
        let wire = &parameter.wire;
        let ident = format_ident!("{}", parameter.field);
        match parameter.scope {
            Scope::Client => quote!(.path(#wire, self.client.#ident())),
            Scope::Call => quote!(.path(#wire, self.#ident)),
        }
    });
    let required = |parameter: &Parameter| parameter.presence == crate::plan::Presence::Required;
    let value = |parameter: &Parameter| {
        let ident = format_ident!("{}", parameter.field);
        if required(parameter) { quote!(Some(self.#ident)) } else { quote!(self.#ident) }
    };
    let query = operation.query.iter().map(|parameter| {
        let (wire, value) = (&parameter.wire, value(parameter));
        quote!(.query(#wire, #value))
    });
    let headers = operation.headers.iter().map(|parameter| {
        let (wire, value) = (&parameter.wire, value(parameter));
        quote!(.header(#wire, #value))
    });
    let body = operation.body.as_ref().map(|_| quote!(.json(&self.body)));
    quote!(Call::new(&#name) #(#path)* #(#query)* #(#headers)* #body .options(self.options))
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

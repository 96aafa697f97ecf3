//! Request builders: one file per operation with its metadata, setters and `send`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::arguments::{accepted, converted, is_converted, stored};
use super::bodies;
use super::docs;
use super::example;
use crate::plan::{
    Api, Argument, Idempotency, Operation, Parameter, Payload, Plan, Reading, Scope, names,
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
        Argument::Body(body) => bodies::given(body),
    });
    given.collect()
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
    let choice = operation.body.as_ref().and_then(|body| body.choice());
    let choice = choice.map(|choice| bodies::choice(plan, operation, choice));
    quote! {
        #metadata

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

        #choice
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
    let accept = operation.success.accept.as_ref().map(|media| quote!(.header("Accept", #media)));
    let call = quote!(Call::new(&#name) #(#path)* #(#required)* #accept);
    operation.body.as_ref().map_or(call.clone(), |body| bodies::call(plan, body, call))
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
    match (operation.paged(), &operation.success.payload) {
        (Some(item), _) => {
            let item = stored(item);
            quote!(pages of #item)
        }
        (None, Payload::Collection { item, .. }) => {
            let item = stored(item);
            quote!(page of #item)
        }
        (None, Payload::Optional(ty)) => {
            let ty = stored(ty);
            quote!(optional #ty)
        }
        (None, payload) => match operation.success.reading {
            Reading::Json => output(payload),
            Reading::Any => quote!(any),
            Reading::Text => quote!(text),
            Reading::File => quote!(file),
            Reading::Redirection => quote!(redirection),
        },
    }
}

/// The type a call results in.
pub(crate) fn output(payload: &Payload) -> TokenStream {
    match payload {
        Payload::Empty => quote!(()),
        Payload::Json(ty) => stored(ty),
        Payload::Optional(ty) => {
            let ty = stored(ty);
            quote!(Option<#ty>)
        }
        Payload::Collection { item, .. } => {
            let item = stored(item);
            quote!(Collection<#item>)
        }
    }
}

//! Request builders: one file per operation with its metadata, setters and `send`.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::access;
use super::arguments::{is_converted, stored};
use super::bodies;
use super::docs;
use super::example;
use super::given::{Given, from_parameter};
use super::group;
use super::outcomes;
use super::own::Own;
use super::response_headers;
use super::results::output;
use crate::plan::{
    Api, Argument, Encoding, Idempotency, Marks, NextPage, Operation, Paging, Parameter, Payload,
    Place, Plan, Reading, Scope, Style, TypeRef, names, placeholders, sent,
};
use crate::rustdoc;

/// What the verb takes as arguments, in a file that defines these types itself.
pub(super) fn given(api: &Api, operation: &Operation, own: &Own) -> Vec<Given> {
    if let Some(group) = operation.group(api) {
        let body = operation.body.as_ref().filter(|body| body.is_given());
        let body = body.map(|body| own.given(bodies::given(body)));
        return [from_group(&group)].into_iter().chain(body).collect();
    }
    let given = operation.given(api).map(|given| match given {
        Argument::Path(parameter) | Argument::Required(parameter) => from_parameter(parameter),
        Argument::Body(body) => bodies::given(body),
    });
    given.map(|given| own.given(given)).collect()
}

fn from_group(name: &str) -> Given {
    let ty = format_ident!("{name}");
    Given {
        field: "parameters".to_owned(),
        stored: quote!(#ty),
        accepted: quote!(#ty),
        converted: quote!(parameters),
    }
}

/// The items of an operation's file.
pub(super) fn items(plan: &Plan, api: &Api, operation: &Operation) -> TokenStream {
    let metadata = metadata(operation);
    let builder = format_ident!("{}", operation.builder);
    let example = example::of(plan, api, operation);
    let docs = docs::operation(api, operation, &example);
    let setters =
        operation.optional_parameters().map(|parameter| setter(api, operation, parameter));
    let constructor = constructor(plan, api, operation);
    let group = group::item(api, operation);
    let result = match operation.success.outcomes() {
        Some(_) => result(operation),
        None => Own::of_operation(api, operation).apart(result(operation)),
    };
    let paging = operation.success.paging.as_ref().map(|paging| paging_data(operation, paging));
    let headers = response_headers::item(operation);
    let outcomes = outcomes::items(plan, api, operation);
    let choice = operation.body.as_ref().and_then(|body| body.choice());
    let choice = choice.map(|choice| bodies::choice(plan, operation, choice));
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

        #group
        #choice
        #outcomes
        #headers
    }
}

fn metadata(operation: &Operation) -> TokenStream {
    let name = format_ident!("{}", names::static_name(&operation.id));
    let (id, template) = (&operation.id, sent(&operation.template));
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
    let own = Own::of_operation(api, operation);
    let scope = api.scope.iter().map(|parameter| own.given(from_parameter(parameter)));
    let arguments = scope.chain(given(api, operation, &own)).map(|value| {
        let (ident, ty) = (format_ident!("{}", value.field), value.stored);
        quote!(#ident: #ty)
    });
    let (before, call) = call(api, operation, plan);
    quote! {
        pub(super) fn new(client: &Client, #(#arguments),*) -> Self {
            #before
            Self {
                core: client.core().clone(),
                call: #call,
            }
        }
    }
}

/// The chain that puts the request together, with what stands before it.
fn call(api: &Api, operation: &Operation, plan: &Plan) -> (TokenStream, TokenStream) {
    let name = format_ident!("{}", names::static_name(&operation.id));
    let names: Vec<&str> = placeholders(sent(&operation.template)).collect();
    let path = names.iter().enumerate().filter_map(|(at, name)| {
        let parameter = operation.path.iter().find(|parameter| parameter.wire == *name)?;
        let value = value(api, operation, parameter);
        let is_needed_again = names.iter().skip(at + 1).any(|later| later == name);
        Some(match (parameter.scope, parameter.encoding) {
            (Scope::Client, _) => quote!(.path(#name, client.#value())),
            (Scope::Call, Encoding::Plain)
                if is_needed_again && parameter.ty != TypeRef::Secret =>
            {
                quote!(.path(#name, &#value))
            }
            (Scope::Call, _) => set(parameter, &Written { wire: name, value }),
        })
    });
    let required = operation.required_parameters().map(|parameter| {
        let value = value(api, operation, parameter);
        set(parameter, &Written { wire: &parameter.wire, value })
    });
    let access = access::of_call(operation);
    let accept = operation.success.accept.as_ref().map(|media| quote!(.header("Accept", #media)));
    let call = quote!(Call::new(&#name) #access #(#path)* #(#required)* #accept);
    match &operation.body {
        Some(body) => bodies::call(plan, body, &call),
        None => (TokenStream::new(), call),
    }
}

/// The value of a parameter in the constructor: a field of the struct, where there is one.
fn value(api: &Api, operation: &Operation, parameter: &Parameter) -> TokenStream {
    let ident = format_ident!("{}", parameter.field);
    let is_field = operation.group(api).is_some()
        && operation.grouped(api).any(|grouped| std::ptr::eq(grouped, parameter));
    if is_field { quote!(parameters.#ident) } else { quote!(#ident) }
}

/// What is written under which name.
struct Written<'p> {
    wire: &'p str,
    value: TokenStream,
}

/// The link of the chain that sets a parameter.
fn set(parameter: &Parameter, Written { wire, value }: &Written<'_>) -> TokenStream {
    if let Encoding::Styled(style, marks) = parameter.encoding {
        let (style, marks) = (style_ident(style), marks_ident(marks));
        return match parameter.place {
            Place::Query => {
                quote!(.query_as(#wire, ParameterStyle::#style, ParameterMarks::#marks, &#value))
            }
            Place::Header => quote!(.header_as(#wire, ParameterStyle::#style, &#value)),
            Place::Cookie => quote!(.cookie(#wire, ParameterStyle::#style, &#value)),
            Place::Path => quote!(.path_as(#wire, ParameterStyle::#style, &#value)),
        };
    }
    let (remember, value) = match parameter.ty {
        TypeRef::Secret => (quote!(.remember(&#value)), quote!(#value.expose())),
        _ => (quote!(), value.clone()),
    };
    match parameter.place {
        Place::Query => quote!(#remember.query(#wire, #value)),
        Place::Header => quote!(#remember.header(#wire, #value)),
        Place::Cookie => quote!(#remember.cookie(#wire, ParameterStyle::Form, &#value)),
        Place::Path => quote!(#remember.path(#wire, #value)),
    }
}

fn style_ident(style: Style) -> Ident {
    format_ident!("{style:?}")
}

fn marks_ident(marks: Marks) -> Ident {
    format_ident!("{marks:?}")
}

/// Whether the link names a style.
pub(super) fn names_style(parameter: &Parameter) -> bool {
    matches!(parameter.encoding, Encoding::Styled(..)) || parameter.place == Place::Cookie
}

/// Whether the link says which marks are encoded.
pub(super) fn names_marks(parameter: &Parameter) -> bool {
    matches!(parameter.encoding, Encoding::Styled(..)) && parameter.place == Place::Query
}

fn setter(api: &Api, operation: &Operation, parameter: &Parameter) -> TokenStream {
    let ident = format_ident!("{}", parameter.field);
    let given = Own::of_operation(api, operation).given(from_parameter(parameter));
    let Given { accepted, converted, stored, .. } = given;
    let converted = is_converted(&parameter.ty).then(|| quote!(let #ident: #stored = #converted;));
    let fallback = [format!("Sends the parameter `{}`.", parameter.wire)];
    let docs = rustdoc::lines(if parameter.docs.is_empty() {
        fallback.as_slice()
    } else {
        &parameter.docs
    });
    let set = set(parameter, &Written { wire: &parameter.wire, value: quote!(#ident) });
    let deprecated = rustdoc::deprecated(parameter.deprecation, None);
    let deprecated = deprecated.iter();
    quote! {
        #(#docs)*
        #(#deprecated)*
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
        (None, Payload::Optional(ty)) => {
            let ty = stored(ty);
            quote!(optional #ty)
        }
        (None, payload) => match operation.success.reading {
            Reading::Json => output(payload),
            Reading::Any => quote!(any),
            Reading::ByStatus => {
                let output = output(payload);
                quote!(by_status #output)
            }
            Reading::Text => quote!(text),
            Reading::File => quote!(file),
            Reading::Redirection => quote!(redirection),
        },
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

//! For each operation a type of its requests, and a method that finds them.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::Named;
use crate::plan::{
    Body, Content, Encoding, Parameter, Plan, Presence, Repr, Shape, Style, TypeRef, Writing,
};
use crate::rust_type;
use crate::rustdoc::lines;

pub(super) fn items(plan: &Plan, named: &[Named<'_>]) -> TokenStream {
    let types = named.iter().map(|each| request(plan, each));
    let methods = named.iter().map(|Named { operation, constant, ty, method }| {
        let doc = lines([format!(
            "The requests of `{}` that fit its types; [`of`](Requests::of) has the others too.",
            operation.id
        )]);
        quote! {
            #(#doc)*
            #[must_use]
            pub fn #method(&self) -> Vec<#ty> {
                self.of(Operation::#constant).filter_map(#ty::of).collect()
            }
        }
    });
    quote! {
        use crate::recording::{RecordedRequest, Requests};
        use crate::route::Operation;

        impl Requests {
            #(#methods)*
        }

        #(#types)*
    }
}

/// One member of the type: its field, and the expression that reads it from `recorded`.
struct Member {
    docs: String,
    name: Ident,
    ty: TokenStream,
    value: TokenStream,
}

fn request(plan: &Plan, named: &Named<'_>) -> TokenStream {
    let Named { operation, ty, .. } = named;
    let mut members: Vec<Member> =
        operation.path.iter().map(|parameter| path_value(plan, parameter)).collect();
    members.extend(operation.query.iter().filter_map(|one| query_value(plan, one)));
    members.extend(operation.headers.iter().map(header));
    members.extend(operation.cookies.iter().map(cookie));
    if let Some(body) = &operation.body {
        members.extend(self::body(plan, body));
    }
    let fields = members.iter().map(|Member { docs, name, ty, .. }| {
        let docs = lines([docs]);
        quote!(#(#docs)* pub #name: #ty)
    });
    let values = members.iter().map(|Member { name, value, .. }| quote!(#name: #value));
    let doc = lines([format!("A request of `{}`.", operation.id)]);
    quote! {
        #(#doc)*
        #[derive(Debug, Clone)]
        #[non_exhaustive]
        pub struct #ty {
            #(#fields,)*
            #[doc = " The request as it was received."]
            pub recorded: RecordedRequest,
        }

        impl #ty {
            pub(crate) fn of(recorded: &RecordedRequest) -> Option<Self> {
                Some(Self { #(#values,)* recorded: recorded.clone() })
            }
        }
    }
}

/// The body as its type if it is JSON, else as it was received.
fn body(plan: &Plan, body: &Body) -> Option<Member> {
    let writing = match &body.content {
        Content::One(media) => Some(&media.writing),
        Content::Several(_) => None,
    };
    let (docs, ty, value) = match writing {
        Some(Writing::Nothing) => return None,
        Some(Writing::Json) => (
            "The JSON body.",
            outside(plan, &body.ty),
            quote!(serde_json::from_slice(recorded.payload()).ok()?),
        ),
        _ => ("The body as it was received.", quote!(Vec<u8>), quote!(recorded.payload().to_vec())),
    };
    let is_json = writing == Some(&Writing::Json);
    let (docs, ty, value) = match body.presence {
        Presence::Optional if is_json => (
            "The JSON body, if there was one.",
            quote!(Option<#ty>),
            quote!(match recorded.payload() {
                [] => None,
                payload => Some(serde_json::from_slice(payload).ok()?),
            }),
        ),
        _ => (docs, ty, value),
    };
    Some(Member { docs: docs.to_owned(), name: format_ident!("body"), ty, value })
}

fn path_value(plan: &Plan, parameter: &Parameter) -> Member {
    let wire = &parameter.wire;
    let text = quote!(recorded.path_value(#wire)?);
    let shape = match &parameter.ty {
        TypeRef::Named(name) => plan.types.get(name).map(|item| &item.shape),
        _ => None,
    };
    let (ty, value) = match &parameter.ty {
        _ if parameter.encoding != Encoding::Plain => (quote!(String), quote!(#text.to_owned())),
        ty if matches!(shape, Some(Shape::Enum(known)) if known.repr == Repr::Text) => {
            (outside(plan, ty), quote!(#text.into()))
        }
        ty if matches!(shape, Some(Shape::Enum(known)) if known.repr == Repr::Mixed) => {
            let json = quote!(serde_json::from_str::<serde_json::Value>(text));
            let value = quote!(#json.unwrap_or_else(|_| text.into()).into());
            (outside(plan, ty), quote!({ let text = #text; #value }))
        }
        ty if matches!(shape, Some(Shape::Enum(_))) => {
            (outside(plan, ty), quote!(serde_json::from_str(#text).ok()?))
        }
        TypeRef::Scalar(_) | TypeRef::Runtime(_) | TypeRef::Named(_) => {
            (outside(plan, &parameter.ty), quote!(#text.parse().ok()?))
        }
        _ => (quote!(String), quote!(#text.to_owned())),
    };
    Member { docs: format!("The path parameter `{wire}`."), name: field(parameter), ty, value }
}

/// What a query parameter is found by its name; the members of an object stand for themselves.
fn query_value(plan: &Plan, parameter: &Parameter) -> Option<Member> {
    let wire = &parameter.wire;
    let is_exploded =
        matches!(parameter.encoding, Encoding::Styled(Style::FormExploded | Style::Deep, _));
    if is_exploded && has_members(plan, &parameter.ty) {
        return None;
    }
    let (docs, ty, value) = match is_exploded && matches!(parameter.ty, TypeRef::List(_)) {
        true => (
            format!("All values of the query parameter `{wire}`, percent-decoded."),
            quote!(Vec<String>),
            quote!(recorded.query_values(#wire)),
        ),
        false => (
            format!("The query parameter `{wire}`, percent-decoded, if it was sent."),
            quote!(Option<String>),
            quote!(recorded.query_value(#wire)),
        ),
    };
    Some(Member { docs, name: field(parameter), ty, value })
}

fn has_members(plan: &Plan, ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Map(_) | TypeRef::Json => true,
        TypeRef::Named(name) => {
            plan.types.get(name).is_some_and(|item| matches!(item.shape, Shape::Struct(_)))
        }
        _ => false,
    }
}

fn cookie(parameter: &Parameter) -> Member {
    let wire = &parameter.wire;
    Member {
        docs: format!("The cookie `{wire}`, percent-decoded, if it was sent."),
        name: field(parameter),
        ty: quote!(Option<String>),
        value: quote!(recorded.cookie(#wire)),
    }
}

fn header(parameter: &Parameter) -> Member {
    let wire = &parameter.wire;
    Member {
        docs: format!("The header `{wire}`, if it was sent."),
        name: field(parameter),
        ty: quote!(Option<String>),
        value: quote!(recorded.header(#wire).map(str::to_owned)),
    }
}

/// The name of the field, unless every request has a field of that name.
fn field(parameter: &Parameter) -> Ident {
    match parameter.field.as_str() {
        taken @ ("body" | "recorded") => format_ident!("{taken}_parameter"),
        name => format_ident!("{name}"),
    }
}

/// The type as another crate than the client spells it.
pub(super) fn outside(plan: &Plan, ty: &TypeRef) -> TokenStream {
    let client = format_ident!("{}", plan.crate_name());
    match ty {
        TypeRef::String => quote!(String),
        TypeRef::Secret => quote!(#client::Secret),
        TypeRef::Scalar(scalar) => rust_type::parsed(&scalar.path(&client.to_string())),
        TypeRef::Nullable(inner) => {
            let inner = outside(plan, inner);
            quote!(Option<#inner>)
        }
        TypeRef::Json => quote!(serde_json::Value),
        TypeRef::Named(name) => {
            let name = format_ident!("{name}");
            quote!(#client::types::#name)
        }
        TypeRef::Runtime(name) => {
            let name = format_ident!("{name}");
            quote!(#client::#name)
        }
        TypeRef::List(item) => {
            let item = outside(plan, item);
            quote!(Vec<#item>)
        }
        TypeRef::Map(value) if **value == TypeRef::Json => {
            quote!(serde_json::Map<String, serde_json::Value>)
        }
        TypeRef::Map(value) => {
            let value = outside(plan, value);
            quote!(std::collections::BTreeMap<String, #value>)
        }
    }
}

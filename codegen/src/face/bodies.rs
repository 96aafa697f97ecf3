//! How request bodies are given and written, by media type.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::arguments::{accepted, converted, stored};
use super::given::Given;
use crate::plan::{
    Body, Choice, Content, Extra, FILE_DATA, Field, Media, Nullability, Operation, Plan, Presence,
    Shape, TypeRef, Writing,
};
use crate::rustdoc;

/// The body as an argument. It is written into the request at once, so a reference will do.
pub(super) fn given(body: &Body) -> Given {
    match body.presence {
        Presence::Required => required(body),
        Presence::Optional => optional(body),
    }
}

fn required(body: &Body) -> Given {
    let (stored, accepted, converted) = match &body.content {
        Content::Several(choice) => {
            let name = format_ident!("{}", choice.name);
            (quote!(#name), quote!(impl Into<#name>), quote!(body.into()))
        }
        Content::One(media) if media.writing == Writing::Text => {
            return Given {
                field: "body".to_owned(),
                stored: quote!(&str),
                accepted: quote!(impl AsRef<str>),
                converted: quote!(body.as_ref()),
            };
        }
        Content::One(media) if media.writing == Writing::Bytes => {
            (stored(&body.ty), quote!(impl Into<FileData>), quote!(body.into()))
        }
        Content::One(_) => {
            (stored(&body.ty), accepted(&body.ty), converted(&body.ty, &quote!(body)))
        }
    };
    Given {
        field: "body".to_owned(),
        stored: quote!(&#stored),
        accepted,
        converted: quote!(&#converted),
    }
}

/// What may be left out, with `None`: a value is given as if it were required, but for what only converts
/// into it.
fn optional(body: &Body) -> Given {
    let field = "body".to_owned();
    let stored = match &body.content {
        Content::Several(choice) => {
            let name = format_ident!("{}", choice.name);
            quote!(#name)
        }
        Content::One(media) if media.writing == Writing::Text => {
            return Given {
                field,
                stored: quote!(Option<&str>),
                accepted: quote!(impl Into<Option<String>>),
                converted: quote!(body.into().as_deref()),
            };
        }
        Content::One(_) => match &body.ty {
            // A value, `null` and nothing at all are three things.
            TypeRef::Nullable(inner) => {
                let inner = stored(inner);
                return Given {
                    field,
                    stored: quote!(&Nullable<#inner>),
                    accepted: quote!(impl Into<Nullable<#inner>>),
                    converted: quote!(&body.into()),
                };
            }
            ty => stored(ty),
        },
    };
    Given {
        field,
        stored: quote!(Option<&#stored>),
        accepted: quote!(impl Into<Option<#stored>>),
        converted: quote!(body.into().as_ref()),
    }
}

/// Whether a body has three states.
pub(super) fn has_three_states(body: &Body) -> bool {
    body.presence == Presence::Optional && matches!(body.ty, TypeRef::Nullable(_))
}

/// How a body is left out, in words.
pub(super) fn absent(body: &Body) -> Option<&'static str> {
    match body.presence {
        Presence::Required => None,
        Presence::Optional if has_three_states(body) => {
            Some("`Nullable::Absent` sends no body, which is another request than `null`.")
        }
        Presence::Optional => Some("Without a body (`None`), nothing is sent in its place."),
    }
}

/// What a call with a body imports of the runtime's module for generated code.
pub(super) fn seam(body: &Body) -> Option<&'static str> {
    let mut media = media(body).iter();
    media.any(|one| one.writing == Writing::Multipart).then_some("Multipart")
}

fn media(body: &Body) -> &[Media] {
    match &body.content {
        Content::One(media) => std::slice::from_ref(media),
        Content::Several(choice) => &choice.media,
    }
}

/// The statement before the call is made from the chain, and the chain with the body at its end.
pub(super) fn call(plan: &Plan, body: &Body, call: &TokenStream) -> (TokenStream, TokenStream) {
    let is_optional = body.presence == Presence::Optional;
    let (before, chain) = match is_optional {
        true => (quote!(let call = #call;), quote!(call)),
        false => (quote!(), call.clone()),
    };
    let with_body = match &body.content {
        Content::One(media) => {
            let written = written(plan, media, &quote!(body));
            quote!(#chain #written)
        }
        Content::Several(_) => quote!(body.onto(#chain)),
    };
    let whole = match is_optional {
        true if has_three_states(body) => {
            quote!(if body.is_absent() { call } else { #with_body })
        }
        true => quote!(match body {
            Some(body) => #with_body,
            None => call,
        }),
        false => with_body,
    };
    (before, whole)
}

/// The links of the chain that write a body.
fn written(plan: &Plan, media: &Media, body: &TokenStream) -> TokenStream {
    let content_type = media.content_type().map(|name| quote!(.header("Content-Type", #name)));
    let has_secrets = media.ty.as_ref().is_some_and(|ty| plan.holds_secrets(ty));
    let secrets = has_secrets.then(|| quote!(.secrets_of(#body)));
    match &media.writing {
        Writing::Nothing => quote!(#content_type),
        Writing::Json if has_secrets => quote!(#content_type.json_with_secrets(#body)),
        Writing::Json => quote!(#content_type.json(#body)),
        Writing::Text => quote!(#content_type.text(#body)),
        Writing::Bytes => quote!(#content_type.bytes(#body)),
        Writing::Form(joined) => quote!(#content_type.form(#body, &[#(#joined),*]) #secrets),
        Writing::Multipart => {
            let parts = parts(plan, media.ty.as_ref(), body);
            quote!(.multipart(Multipart::new() #parts) #secrets)
        }
    }
}

/// The parts of a body, one for each property.
fn parts(plan: &Plan, ty: Option<&TypeRef>, body: &TokenStream) -> TokenStream {
    let item = match ty {
        Some(TypeRef::Named(name)) => plan.types.get(name),
        _ => None,
    };
    let Some(Shape::Struct(object)) = item.map(|item| &item.shape) else {
        return quote!(.members(#body));
    };
    let fields = object.fields.iter().map(|field| part(field, body));
    let extra = (object.extra != Extra::Ignored).then(|| quote!(.members(&#body.extra)));
    quote!(#(#fields)* #extra)
}

fn part(field: &Field, body: &TokenStream) -> TokenStream {
    let (wire, name) = (&field.wire, format_ident!("{}", field.name));
    let (is_list, item) = match &field.ty {
        TypeRef::List(item) => (true, &**item),
        ty => (false, ty),
    };
    let is_there = field.presence == Presence::Required || matches!(field.ty, TypeRef::Map(_));
    let values = match (is_list, field.nullability) {
        (true, Nullability::NotNull) => quote!(&#body.#name),
        (true, Nullability::Nullable) => quote!(#body.#name.iter().flatten()),
        (true, Nullability::Distinct) => quote!(#body.#name.value().into_iter().flatten()),
        (false, Nullability::NotNull) if is_there => quote!([&#body.#name]),
        // A borrowed `Option` would be a needless borrow of some types.
        (false, Nullability::NotNull | Nullability::Nullable) => quote!(#body.#name.iter()),
        (false, Nullability::Distinct) => quote!(#body.#name.value()),
    };
    match item {
        TypeRef::Runtime(name) if name == FILE_DATA => quote!(.files(#wire, #values)),
        _ => quote!(.values(#wire, #values)),
    }
}

/// The enum of a body's media types.
pub(super) fn choice(plan: &Plan, operation: &Operation, choice: &Choice) -> TokenStream {
    let name = format_ident!("{}", choice.name);
    let docs = rustdoc::lines([format!(
        "What [`{}`] sends: the media type says what it is.",
        operation.builder
    )]);
    let variants = choice.media.iter().map(|media| {
        let variant = format_ident!("{}", media.variant);
        let words = match media.ty {
            Some(_) => format!("A body of `{}`.", media.name),
            None => format!("`{}`, without a body.", media.name),
        };
        let docs = rustdoc::lines([words]);
        let held = media.ty.as_ref().map(|ty| held(plan, ty)).map(|ty| quote!((#ty)));
        quote!(#(#docs)* #variant #held)
    });
    let arms = choice.media.iter().map(|media| {
        let variant = format_ident!("{}", media.variant);
        let pattern = media.ty.as_ref().map(|_| quote!((body)));
        let written = written(plan, media, &referred(media));
        quote!(Self::#variant #pattern => call #written)
    });
    let is_optional =
        operation.body.as_ref().is_some_and(|body| body.presence == Presence::Optional);
    let conversions = choice.media.iter().filter_map(|media| conversion(choice, media));
    let optional = choice.media.iter().filter(|_| is_optional);
    let optional = optional.filter_map(|media| into_optional(choice, media));
    quote! {
        #(#docs)*
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
        }

        impl #name {
            fn onto(&self, call: Call) -> Call {
                match self {
                    #(#arms,)*
                }
            }
        }

        #(#conversions)*
        #(#optional)*
    }
}

/// A type of the contract may be large, and is behind a pointer, whatever other variants there are.
fn held(plan: &Plan, ty: &TypeRef) -> TokenStream {
    let stored = stored(ty);
    match ty {
        TypeRef::Named(_) if plan.types.contains_key("Box") => quote!(std::boxed::Box<#stored>),
        TypeRef::Named(_) => quote!(Box<#stored>),
        _ => stored,
    }
}

/// The body behind the reference that a pattern gives.
fn referred(media: &Media) -> TokenStream {
    let is_boxed = matches!(media.ty, Some(TypeRef::Named(_)));
    match &media.writing {
        Writing::Multipart => quote!(body),
        _ if is_boxed => quote!(&**body),
        _ => quote!(body),
    }
}

/// The type of a body that says which media type is meant.
fn telling<'m>(choice: &Choice, media: &'m Media) -> Option<&'m TypeRef> {
    let ty = media.ty.as_ref()?;
    let of_type = choice.media.iter().filter(|other| other.ty.as_ref() == Some(ty));
    (of_type.count() == 1).then_some(ty)
}

/// The same for a body that may be left out; only the crate of a type can say what it converts into.
fn into_optional(choice: &Choice, media: &Media) -> Option<TokenStream> {
    let ty = telling(choice, media).filter(|ty| matches!(ty, TypeRef::Named(_)))?;
    let (name, stored) = (format_ident!("{}", choice.name), stored(ty));
    Some(quote! {
        impl From<#stored> for Option<#name> {
            fn from(body: #stored) -> Self {
                Some(body.into())
            }
        }
    })
}

/// A type that says which media type is meant becomes the variant.
fn conversion(choice: &Choice, media: &Media) -> Option<TokenStream> {
    let ty = telling(choice, media)?;
    let (name, variant) = (format_ident!("{}", choice.name), format_ident!("{}", media.variant));
    let stored = stored(ty);
    let value = match ty {
        TypeRef::Named(_) => quote!(body.into()),
        _ => quote!(body),
    };
    Some(quote! {
        impl From<#stored> for #name {
            fn from(body: #stored) -> Self {
                Self::#variant(#value)
            }
        }
    })
}

//! How a type of the plan is written in the files of the client.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::plan::{Field, Nullability, Placing, Presence, Scalar, TypeRef};

/// The type as a field holds it.
pub(crate) fn stored(ty: &TypeRef) -> TokenStream {
    match ty {
        TypeRef::String => quote!(String),
        TypeRef::Secret => quote!(Secret),
        TypeRef::Scalar(scalar) => self::scalar(*scalar),
        TypeRef::Json => quote!(serde_json::Value),
        TypeRef::Named(name) | TypeRef::Runtime(name) => {
            let name = format_ident!("{name}");
            quote!(#name)
        }
        TypeRef::List(item) => {
            let item = stored(item);
            quote!(Vec<#item>)
        }
        TypeRef::Map(value) if **value == TypeRef::Json => {
            quote!(serde_json::Map<String, serde_json::Value>)
        }
        TypeRef::Map(value) => {
            let value = stored(value);
            quote!(BTreeMap<String, #value>)
        }
        TypeRef::Nullable(inner) => {
            let inner = stored(inner);
            quote!(Option<#inner>)
        }
    }
}

/// The type of a field, with what says that there may be no value.
pub(crate) fn of_field(field: &Field) -> TokenStream {
    let ty = stored(&field.ty);
    let ty = match field.placing {
        Placing::Inline => ty,
        Placing::Boxed => quote!(::std::boxed::Box<#ty>),
    };
    let is_many = matches!(field.ty, TypeRef::List(_) | TypeRef::Map(_));
    match (field.presence, field.nullability) {
        (_, Nullability::Distinct) => quote!(Nullable<#ty>),
        (Presence::Required, Nullability::NotNull) => ty,
        // Empty, absent and `null` are the same.
        (Presence::Optional, _) if is_many => ty,
        _ => quote!(Option<#ty>),
    }
}

/// A plain value: what every file with one imports is called by its name, all else by its path.
pub(crate) fn scalar(scalar: Scalar) -> TokenStream {
    match scalar {
        Scalar::Timestamp => quote!(Timestamp),
        Scalar::Uuid => quote!(Uuid),
        other => parsed(&other.path("pingone_core")),
    }
}

/// A path in text as tokens.
pub(crate) fn parsed(path: &str) -> TokenStream {
    let segments = path.split("::").map(|segment| format_ident!("{segment}"));
    quote!(#(#segments)::*)
}

//! How values come in: the type of an argument, and the expression that stores it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::plan::TypeRef;

/// The type as a field holds it.
pub(crate) fn stored(ty: &TypeRef) -> TokenStream {
    match ty {
        TypeRef::String => quote!(String),
        TypeRef::Secret => quote!(Secret),
        TypeRef::Bool => quote!(bool),
        TypeRef::I32 => quote!(i32),
        TypeRef::I64 => quote!(i64),
        TypeRef::F64 => quote!(f64),
        TypeRef::Timestamp => quote!(Timestamp),
        TypeRef::Uuid => quote!(Uuid),
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
    }
}

/// The type of an argument: whatever converts without loss.
pub(crate) fn accepted(ty: &TypeRef) -> TokenStream {
    let stored = stored(ty);
    match ty {
        TypeRef::String | TypeRef::Secret | TypeRef::Named(_) | TypeRef::Json => {
            quote!(impl Into<#stored>)
        }
        TypeRef::List(item) => {
            let item = accepted(item);
            quote!(impl IntoIterator<Item = #item>)
        }
        _ => stored,
    }
}

/// Whether an accepted value has to be converted before it can be stored.
pub(crate) fn is_converted(ty: &TypeRef) -> bool {
    matches!(
        ty,
        TypeRef::String | TypeRef::Secret | TypeRef::Named(_) | TypeRef::Json | TypeRef::List(_)
    )
}

/// The expression that turns an accepted `value` into what is stored.
pub(crate) fn converted(ty: &TypeRef, value: &TokenStream) -> TokenStream {
    match ty {
        TypeRef::String | TypeRef::Secret | TypeRef::Named(_) | TypeRef::Json => {
            quote!(#value.into())
        }
        TypeRef::List(item) => match &**item {
            TypeRef::String | TypeRef::Secret | TypeRef::Named(_) | TypeRef::Json => {
                quote!(#value.into_iter().map(Into::into).collect())
            }
            TypeRef::List(_) => {
                let inner = converted(item, &quote!(item));
                quote!(#value.into_iter().map(|item| #inner).collect())
            }
            _ => quote!(#value.into_iter().collect()),
        },
        _ => value.clone(),
    }
}

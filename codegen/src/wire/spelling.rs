//! How types are spelt in Rust.

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

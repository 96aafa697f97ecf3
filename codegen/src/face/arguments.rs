//! How values come in: the type of an argument, and the expression that stores it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{Scalar, TypeRef};
pub(crate) use crate::rust_type::stored;

/// The type of an argument: whatever converts without loss.
pub(crate) fn accepted(ty: &TypeRef) -> TokenStream {
    let stored = stored(ty);
    match ty {
        ty if converts(ty) => quote!(impl Into<#stored>),
        TypeRef::List(item) => {
            let item = accepted(item);
            quote!(impl IntoIterator<Item = #item>)
        }
        _ => stored,
    }
}

/// Whether an accepted value has to be converted before it can be stored.
pub(crate) fn is_converted(ty: &TypeRef) -> bool {
    converts(ty) || matches!(ty, TypeRef::List(_))
}

/// Whether the type is made of others by `Into`.
fn converts(ty: &TypeRef) -> bool {
    matches!(
        ty,
        TypeRef::String
            | TypeRef::Secret
            | TypeRef::Named(_)
            | TypeRef::Json
            | TypeRef::Scalar(Scalar::Base64)
    )
}

/// The expression that turns an accepted `value` into what is stored.
pub(crate) fn converted(ty: &TypeRef, value: &TokenStream) -> TokenStream {
    match ty {
        ty if converts(ty) => quote!(#value.into()),
        TypeRef::List(item) => match &**item {
            item if converts(item) => quote!(#value.into_iter().map(Into::into).collect()),
            TypeRef::List(_) => {
                let inner = converted(item, &quote!(item));
                quote!(#value.into_iter().map(|item| #inner).collect())
            }
            _ => quote!(#value.into_iter().collect()),
        },
        _ => value.clone(),
    }
}

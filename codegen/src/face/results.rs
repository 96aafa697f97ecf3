//! The type that a call results in.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::arguments::stored;
use crate::plan::Payload;

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
        Payload::ByStatus(outcomes) => {
            let name = format_ident!("{}", outcomes.name);
            quote!(#name)
        }
    }
}

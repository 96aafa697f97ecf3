//! A constant for each operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::Named;
use crate::rustdoc::lines;

pub(super) fn items(named: &[Named<'_>]) -> TokenStream {
    let constants = named.iter().map(|Named { operation, constant, .. }| {
        let id = &operation.id;
        let doc =
            lines([format!("`{id}`: `{} {}`", operation.method.as_str(), operation.template)]);
        quote! {
            #(#doc)*
            pub const #constant: Self = Self::named(#id);
        }
    });
    quote! {
        use crate::route::Operation;

        impl Operation {
            #(#constants)*
        }
    }
}

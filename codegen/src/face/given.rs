//! What a caller gives: the type of an argument, and how it is turned into what a call is made from.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::arguments::{accepted, converted, stored};
use crate::plan::Parameter;

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

pub(super) fn from_parameter(parameter: &Parameter) -> Given {
    let ident = format_ident!("{}", parameter.field);
    Given {
        field: parameter.field.clone(),
        stored: stored(&parameter.ty),
        accepted: accepted(&parameter.ty),
        converted: converted(&parameter.ty, &quote!(#ident)),
    }
}

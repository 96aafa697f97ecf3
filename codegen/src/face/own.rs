//! Names that a file defines itself: a type of the contract that has one of them is named with its path.

use std::collections::BTreeSet;

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::quote;

use super::operation::Given;
use crate::plan::{Api, Operation};

/// The types that one file defines.
pub(super) struct Own<'p>(BTreeSet<&'p str>);

impl<'p> Own<'p> {
    /// Those of a handle's file, which re-exports the builders.
    pub(super) fn of_handle(api: &'p Api) -> Self {
        let builders = api.operations.iter().map(|operation| operation.builder.as_str());
        Self(builders.chain([api.handle.as_str()]).collect())
    }

    /// Those of an operation's file.
    pub(super) fn of_operation(operation: &'p Operation) -> Self {
        Self(BTreeSet::from([operation.builder.as_str()]))
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// What a caller gives, with the types told apart.
    pub(super) fn given(&self, given: Given) -> Given {
        Given { stored: self.apart(given.stored), accepted: self.apart(given.accepted), ..given }
    }

    /// A type of the contract as this file has to name it.
    pub(super) fn apart(&self, ty: TokenStream) -> TokenStream {
        let tokens = ty.into_iter().map(|token| match token {
            TokenTree::Ident(name) if self.0.contains(name.to_string().as_str()) => {
                quote!(crate::types::#name)
            }
            TokenTree::Group(group) => {
                let inner = self.apart(group.stream());
                TokenTree::from(Group::new(group.delimiter(), inner)).into()
            }
            other => other.into(),
        });
        tokens.collect()
    }
}

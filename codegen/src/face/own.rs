//! Names that a file defines itself: a type of the contract that has one of them is named with its path.

use std::collections::BTreeSet;

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::quote;

use super::given::Given;
use crate::plan::{Api, Operation};

/// The types that one file defines.
#[derive(Default)]
pub(super) struct Own(BTreeSet<String>);

impl Own {
    /// Those of a handle's file, which re-exports the builders.
    pub(super) fn of_handle(api: &Api) -> Self {
        let operations = api.operations.iter();
        let names = operations.flat_map(|operation| names(api, operation));
        Self(names.chain([api.handle.clone()]).collect())
    }

    /// Those of an operation's file.
    pub(super) fn of_operation(api: &Api, operation: &Operation) -> Self {
        Self(names(api, operation).collect())
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
            TokenTree::Ident(name) if self.0.contains(&name.to_string()) => {
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

/// What the file of an operation defines.
fn names(api: &Api, operation: &Operation) -> impl Iterator<Item = String> {
    let outcomes = operation.success.outcomes().map(|outcomes| outcomes.name.clone());
    operation
        .group(api)
        .into_iter()
        .chain([operation.builder.clone()])
        .chain(outcomes)
        .chain(operation.headers_name())
}

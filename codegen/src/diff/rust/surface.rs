//! The public items of a client by path, and how they are written down.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;

use crate::diagnostic::Location;
use crate::face::spaced;
use crate::plan::Deprecation;

/// What kind of item it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ItemKind {
    /// A module.
    Module,
    /// A struct or an enum.
    Type,
    /// A public field.
    Field,
    /// A variant of an enum.
    Variant,
    /// A function or a constant of a type.
    Function,
    /// An implementation of a trait.
    Trait,
}

/// A public item.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) kind: ItemKind,
    /// The type or module that it belongs to; its own path for types and modules.
    pub(super) owner: String,
    /// The declaration without its path: types of arguments and of the result.
    pub(super) signature: String,
    pub(super) deprecation: Deprecation,
    pub(super) docs: Vec<String>,
    /// What it is on the wire: the name of a property, a value, a route.
    pub(super) wire: String,
    /// Where in the contract it comes from.
    pub(super) origins: Vec<Location>,
    /// The arguments with the places that they come from.
    pub(super) arguments: Vec<(String, Location)>,
}

/// All public items by path.
pub(super) type Surface = BTreeMap<String, Item>;

/// What every item has beside its path and kind.
pub(super) struct Origin<'a> {
    pub(super) location: &'a Location,
    pub(super) deprecation: Deprecation,
    pub(super) docs: &'a [String],
    pub(super) wire: &'a str,
}

impl<'a> Origin<'a> {
    pub(super) fn plain(location: &'a Location) -> Self {
        Self { location, deprecation: Deprecation::Current, docs: &[], wire: "" }
    }
}

/// Writes items down.
#[derive(Default)]
pub(super) struct Builder {
    pub(super) surface: Surface,
}

impl Builder {
    pub(super) fn add(
        &mut self,
        kind: ItemKind,
        owner: &str,
        path: String,
        signature: String,
        origin: &Origin<'_>,
    ) -> &mut Item {
        let item = Item {
            kind,
            owner: owner.to_owned(),
            signature,
            deprecation: origin.deprecation,
            docs: origin.docs.to_vec(),
            wire: origin.wire.to_owned(),
            origins: vec![origin.location.clone()],
            arguments: Vec::new(),
        };
        self.surface.entry(path).or_insert(item)
    }

    /// A function with its arguments; `receiver` is `&self`, `self` or nothing.
    pub(super) fn function(
        &mut self,
        owner: &str,
        name: &str,
        receiver: &str,
        arguments: Vec<(String, Location)>,
        output: &TokenStream,
        origin: &Origin<'_>,
    ) -> &mut Item {
        let texts = arguments.iter().map(|(text, _)| text.as_str());
        let all: Vec<&str> =
            Some(receiver).filter(|text| !text.is_empty()).into_iter().chain(texts).collect();
        let signature = format!("({}) -> {}", all.join(", "), spaced(&output.to_string()));
        let path = format!("{owner}::{name}()");
        let item = self.add(ItemKind::Function, owner, path, signature, origin);
        item.arguments = arguments;
        item
    }

    pub(super) fn traits(&mut self, owner: &str, names: &[&str], location: &Location) {
        for name in names {
            let path = format!("impl {name} for {owner}");
            self.add(ItemKind::Trait, owner, path, String::new(), &Origin::plain(location));
        }
    }
}

pub(super) fn argument(name: &str, ty: &TokenStream) -> String {
    format!("{name}: {}", spaced(&ty.to_string()))
}

//! The public items of a client by path: what is emitted, and where in the contract it comes from.

use std::collections::BTreeMap;

use crate::diagnostic::Location;
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
pub(in crate::diff) struct Item {
    pub(super) kind: ItemKind,
    /// The type or module that it belongs to; its own path for types and modules.
    pub(super) owner: String,
    /// The declaration without its path: types of arguments and of the result.
    pub(super) signature: String,
    /// The same without the names of arguments, which callers do not write.
    pub(super) bare: String,
    pub(super) deprecation: Deprecation,
    /// Whether a type may get more members.
    pub(super) growth: Growth,
    pub(super) naming: Naming,
    pub(super) arguments: Vec<Argument>,
    /// The words of the contract that document it.
    pub(super) docs: Vec<String>,
    /// What it is on the wire: the name of a property, a value, a route.
    pub(super) wire: String,
    /// Where in the contract it comes from.
    pub(super) origins: Vec<Location>,
}

/// Whether code that uses a type allows for more members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Growth {
    /// It does: the type is `#[non_exhaustive]`.
    Open,
    /// It may list all of them.
    Closed,
}

/// Who can name an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// Users.
    Public,
    /// Aliases only, whose users see it by theirs.
    Aliased,
}

/// What a function takes beside `self`.
#[derive(Debug, Clone)]
pub(super) struct Argument {
    pub(super) name: String,
    /// With its type.
    pub(super) text: String,
    /// Where in the contract it comes from; none if the item says it.
    pub(super) origin: Option<Location>,
}

/// All public items by path.
pub(in crate::diff) type Surface = BTreeMap<String, Item>;

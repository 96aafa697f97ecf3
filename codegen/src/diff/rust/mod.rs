//! The Rust comparison: what the change of the emitted API does to code that uses the client.

mod aliases;
mod compare;
mod emitted;
mod index;
mod origins;
mod public;
mod renames;
mod score;
mod surface;
#[cfg(test)]
pub(super) mod tests;

pub(super) use compare::compare;
pub(super) use index::attach;
pub(super) use public::surface;
pub use surface::ItemKind;
pub(super) use surface::Surface;

use super::effect::Bump;
use crate::diagnostic::Location;

/// What a change of an item means for code that uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RustEffect {
    /// Only its documentation is another.
    Documentation,
    /// It is no longer deprecated.
    Undeprecated,
    /// It compiles as before and does something else on the wire.
    Behaviour,
    /// It is deprecated now: its users get a warning.
    Deprecation,
    /// It is new.
    Addition,
    /// Code that uses it may stop compiling.
    Breaking,
    /// It compiles as before and calls another route, or sends and reads what another name meant.
    Rerouted,
}

impl RustEffect {
    /// The smallest step of the crate's version.
    #[must_use]
    pub fn bump(self) -> Bump {
        match self {
            Self::Documentation | Self::Undeprecated => Bump::Patch,
            Self::Behaviour | Self::Deprecation | Self::Addition => Bump::Minor,
            Self::Breaking | Self::Rerouted => Bump::Major,
        }
    }

    /// The word that texts use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Documentation => "documentation",
            Self::Undeprecated => "no longer deprecated",
            Self::Behaviour => "behaviour",
            Self::Deprecation => "deprecated",
            Self::Addition => "non-breaking",
            Self::Breaking => "breaking",
            Self::Rerouted => "BREAKING, UNNOTICED",
        }
    }
}

/// Why an item is another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// A schema has another name; nothing else about the item is due to it.
    Name,
    /// Anything else.
    Meaning,
}

/// A public item of the client that is new, gone, or another.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RustChange {
    /// What kind of item it is.
    pub kind: ItemKind,
    /// The item, such as `PairingKey::policy` or `PairingKeyRequest::new()`.
    pub item: String,
    /// The type or module that it belongs to; the item itself for types and modules.
    pub owner: String,
    /// Its declaration before; none if it is new.
    pub before: Option<String>,
    /// Its declaration after; none if it is gone.
    pub after: Option<String>,
    /// What it means for code that uses it.
    pub effect: RustEffect,
    /// What happened and why it has this effect, without a final stop.
    pub sentence: String,
    /// Whether only a name is another.
    pub(super) cause: Cause,
    /// The name on the wire that it stands for, if any.
    pub(super) wire: Vec<String>,
    pub(super) base: Vec<Location>,
    pub(super) head: Vec<Location>,
}

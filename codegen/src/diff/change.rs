//! One change, with everything a reviewer asks about it.

use std::fmt;
use std::sync::Arc;

use super::effect::{Bump, Directions, Gravity, Impact, WireEffect};
use super::kinds::{Area, ChangeKind};
use super::rust::{RustChange, RustEffect};
use crate::diagnostic::Location;

/// One difference between two versions of the contract.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Change {
    /// What happened.
    pub kind: ChangeKind,
    /// In which direction the changed values are sent.
    pub direction: Directions,
    /// Where, as people say it: an operation, a schema or something inside one, such as
    /// `PairingKey.policy`.
    pub place: String,
    /// What exactly: the name of a property, a value, a status, a keyword. May be empty.
    pub subject: String,
    /// What changed, as a sentence without a final stop.
    pub sentence: String,
    /// The value before, where there is one.
    pub before: Option<String>,
    /// The value after, where there is one.
    pub after: Option<String>,
    /// The place in the base; none for what is new. [`Location::pointer`] names the node.
    pub base: Option<Location>,
    /// The place in the head; none for what is gone.
    pub head: Option<Location>,
    /// Whom it reaches.
    pub reach: Reach,
    /// Who breaks on the wire.
    pub wire: WireEffect,
    /// What it does to the Rust API; empty if nothing, or if that is unknown.
    pub rust: Vec<RustChange>,
    /// What it demands of the crate's next version.
    pub semver: Semver,
    /// What follows from it and is no change of its own. Its effects are part of those above.
    pub consequences: Vec<Change>,
    /// Names this change in the file of accepted changes.
    pub fingerprint: Fingerprint,
}

impl Change {
    /// The stable id, such as `request-property-required-added`. Of kinds that can be about both,
    /// it starts with the direction unless the change concerns both.
    #[must_use]
    pub fn id(&self) -> String {
        let is_of_values =
            matches!(self.kind.area(), Area::Schemas | Area::Properties | Area::Unions);
        match self.direction {
            Directions::Request | Directions::Response if is_of_values => {
                format!("{}-{}", self.direction.as_str(), self.kind.id())
            }
            _ => self.kind.id().to_owned(),
        }
    }

    /// Whether code compiles as before and does something else on the wire.
    pub(super) fn is_trap(&self) -> bool {
        self.rust.iter().any(|one| one.effect == RustEffect::Rerouted)
    }

    /// How serious it is, wire and Rust taken together.
    #[must_use]
    pub fn gravity(&self) -> Gravity {
        if self.wire.old_clients == Impact::Breaks || self.semver.bump == Bump::Major {
            Gravity::Breaking
        } else if !self.wire.is_safe() || self.semver.bump == Bump::Minor {
            Gravity::Minor
        } else {
            Gravity::Info
        }
    }

    /// The operations that it reaches by requests or responses, each once.
    pub fn operations(&self) -> impl Iterator<Item = &str> {
        let requests = self.reach.requests.iter();
        let is_new = |name: &&String| self.reach.requests.binary_search(name).is_err();
        let responses = self.reach.responses.iter().filter(is_new);
        requests.chain(responses).map(String::as_str)
    }
}

/// Whom a change reaches, each list sorted. Changes that reach the same share the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reach {
    /// Operations whose requests are concerned, by `operationId`, or by route where there is none.
    pub requests: Arc<[String]>,
    /// Operations whose responses are concerned.
    pub responses: Arc<[String]>,
    /// Component schemas that contain the changed part.
    pub types: Arc<[String]>,
}

/// What a change demands of the crate's next version.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Semver {
    /// The smallest step that is allowed.
    pub bump: Bump,
    /// Why, as a sentence without a final stop.
    pub reason: String,
}

/// A name of a change that survives new commits, other line numbers and another layout: it is made
/// of what changed, and where in the meaning of the contract.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// Of these parts, which must be the same whenever the change is the same.
    pub(super) fn new(parts: &[&str]) -> Self {
        // FNV-1a with 64 bits: stable for ever, and nobody gains from a collision.
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for part in parts {
            for byte in part.bytes().chain([0]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
        Self(format!("{hash:016x}"))
    }

    /// The text, 16 hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

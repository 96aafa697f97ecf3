//! A diff together with what was accepted, and the verdict on the rest.

use std::collections::{BTreeMap, HashSet};

use super::accepted::{AcceptedChange, AcceptedChanges};
use super::effect::{Bump, Gravity, Impact};
use super::rust::{RustChange, RustEffect};
use super::version::Version;
use super::{Change, ChangeKind, Diff};

/// What the renderers show.
#[derive(Debug)]
#[non_exhaustive]
pub struct Review<'a> {
    /// The version that is compared with.
    pub base: &'a Version,
    /// The version that is looked at.
    pub head: &'a Version,
    /// Everything that differs.
    pub diff: &'a Diff,
    /// The changes that count, most serious first.
    pub open: Vec<&'a Change>,
    /// The changes that somebody accepted, with the reason.
    pub accepted: Vec<(&'a Change, &'a str)>,
    /// Accepted changes that do not occur.
    pub stale: Vec<&'a AcceptedChange>,
}

/// The least serious change that a gate does not let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailOn {
    /// Installed clients break, or code that uses the crate may stop compiling.
    Breaking,
    /// As `Breaking`, or anything is added or may be noticed.
    Minor,
    /// Anything at all.
    Any,
}

/// How far an answer goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Standing {
    /// Both versions were read, and both have a client.
    Whole,
    /// The base has no client to compare with: the wire alone is known.
    WireOnly,
    /// The generator refuses the head: there is nothing to release.
    Refused,
    /// A version could not be read completely, or is no contract of OpenAPI 3.
    Unread,
}

/// How an answer is shown where there are colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tone {
    /// Nothing is in the way.
    Success,
    /// Something is new, may be noticed, or is not known.
    Caution,
    /// Somebody breaks, or nothing can be released.
    Danger,
}

impl<'a> Review<'a> {
    /// Sets the accepted changes apart.
    #[must_use]
    pub fn new(
        base: &'a Version,
        head: &'a Version,
        diff: &'a Diff,
        accepted: &'a AcceptedChanges,
    ) -> Self {
        let (mut open, mut set_apart) = (Vec::new(), Vec::new());
        for change in diff.changes() {
            match accepted.reason(&change.fingerprint) {
                Some(reason) => set_apart.push((change, reason)),
                None => open.push(change),
            }
        }
        let found: HashSet<&str> =
            set_apart.iter().map(|(change, _)| change.fingerprint.as_str()).collect();
        let is_stale = |entry: &&AcceptedChange| !found.contains(entry.fingerprint.as_str());
        let stale = accepted.entries().iter().filter(is_stale).collect();
        Self { base, head, diff, open, accepted: set_apart, stale }
    }

    /// How far the answer goes.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let is_unread = [self.base, self.head].iter().any(|version| !version.is_whole());
        if is_unread || self.has_unread_changes() {
            Standing::Unread
        } else if self.head.refusal().is_some() {
            Standing::Refused
        } else if self.diff.rust_unknown.is_some() {
            Standing::WireOnly
        } else {
            Standing::Whole
        }
    }

    /// Whether something changed of which nobody knows what it means.
    fn has_unread_changes(&self) -> bool {
        let kinds = self.open.iter().flat_map(|change| {
            std::iter::once(change.kind).chain(change.consequences.iter().map(|one| one.kind))
        });
        kinds.into_iter().any(|kind| kind == ChangeKind::UnreadChanged)
    }

    /// How the answer is shown where there are colours.
    #[must_use]
    pub fn tone(&self) -> Tone {
        match (self.standing(), self.open.iter().map(|change| change.gravity()).max()) {
            (Standing::Refused, _) | (_, Some(Gravity::Breaking)) => Tone::Danger,
            (Standing::Unread | Standing::WireOnly, _) | (_, Some(Gravity::Minor)) => Tone::Caution,
            (Standing::Whole, _) => Tone::Success,
        }
    }

    /// The smallest step of the crate's version that the open changes allow; none if there is
    /// nothing to release, or if that is not known.
    #[must_use]
    pub fn bump(&self) -> Option<Bump> {
        (self.standing() == Standing::Whole).then(|| self.open_bump())
    }

    /// What one change demands of the crate's version, as a word; what is not known is not said.
    #[must_use]
    pub fn step(&self, change: &Change) -> &'static str {
        match self.diff.rust_unknown {
            Some(_) => "unknown",
            None => change.semver.bump.as_str(),
        }
    }

    fn open_bump(&self) -> Bump {
        self.open.iter().map(|change| change.semver.bump).max().unwrap_or(Bump::None)
    }

    /// How many open changes are as serious as this.
    #[must_use]
    pub fn count(&self, severity: Gravity) -> usize {
        self.open.iter().filter(|change| change.gravity() == severity).count()
    }

    /// How many open changes break clients that are installed already.
    #[must_use]
    pub fn breaking_on_the_wire(&self) -> usize {
        self.open.iter().filter(|change| change.wire.old_clients == Impact::Breaks).count()
    }

    /// The changes of the Rust API behind the open changes, each once, the worst first.
    #[must_use]
    pub fn rust(&self) -> Vec<&'a RustChange> {
        let all = self.open.iter().flat_map(|change| &change.rust);
        let unique: BTreeMap<(&str, RustEffect, &str), &RustChange> =
            all.map(|one| ((one.item.as_str(), one.effect, one.sentence.as_str()), one)).collect();
        let mut list: Vec<&RustChange> = unique.into_values().collect();
        list.sort_by_key(|change| std::cmp::Reverse(change.effect));
        list
    }

    /// Whether the gate must stop this. What cannot be released is stopped, and so is a contract that
    /// cannot be read completely, since it proves nothing.
    #[must_use]
    pub fn is_stopped_by(&self, fail_on: FailOn) -> bool {
        let worst = self.open.iter().map(|change| change.gravity()).max();
        let is_reached = match fail_on {
            FailOn::Breaking => worst >= Some(Gravity::Breaking),
            FailOn::Minor => worst >= Some(Gravity::Minor),
            FailOn::Any => worst.is_some(),
        };
        is_reached || matches!(self.standing(), Standing::Refused | Standing::Unread)
    }

    /// The verdict in one sentence without a final stop.
    #[must_use]
    pub fn verdict(&self) -> String {
        match self.standing() {
            Standing::Unread => self.no_verdict(),
            Standing::Refused => self.refused(),
            Standing::WireOnly => self.wire_only(),
            Standing::Whole => self.released(),
        }
    }

    /// Whether clients break, as a clause.
    fn on_the_wire(&self) -> String {
        let needs_server = self.open.iter().any(|one| one.wire.new_clients == Impact::Breaks);
        match self.breaking_on_the_wire() {
            0 if needs_server => {
                "no installed client breaks, but new clients need the new server".to_owned()
            }
            0 => "no installed client breaks".to_owned(),
            1 => "1 change breaks installed clients".to_owned(),
            count => format!("{count} changes break installed clients"),
        }
    }

    /// What is not known is not said: only what was found.
    fn no_verdict(&self) -> String {
        let versions = [self.base, self.head].into_iter();
        let mut doubts: Vec<String> = versions.filter_map(Version::doubt).collect();
        if self.has_unread_changes() {
            doubts.push("what changed is in part not read".to_owned());
        }
        let doubts = doubts.join(", and ");
        match self.breaking_on_the_wire() {
            0 => format!("No verdict: {doubts}"),
            _ => format!("No verdict: {doubts}; of what was read, {}", self.on_the_wire()),
        }
    }

    fn refused(&self) -> String {
        let name = self.head.name();
        let new = self.head.problems_beside(self.base).count();
        let why = match (self.base.refusal().is_some(), new, self.head.refusal()) {
            (true, 0, _) => "as it refuses the base, for the same faults".to_owned(),
            (true, 1, _) => "for 1 fault more than the base".to_owned(),
            (true, count, _) => format!("for {count} faults more than the base"),
            (false, _, reason) => {
                let reason = reason.unwrap_or_default();
                reason
                    .strip_prefix("the generator refuses the contract: ")
                    .unwrap_or(reason)
                    .to_owned()
            }
        };
        let by = if self.base.refusal().is_some() { " " } else { ": " };
        let wire = match self.diff.changes().is_empty() {
            true => "nothing changes".to_owned(),
            false if self.diff.rust_unknown.is_none() => format!(
                "once that is mended, it needs a {} version, and {}",
                self.open_bump().max(Bump::Patch).as_str(),
                self.on_the_wire()
            ),
            false => format!("on the wire, {}", self.on_the_wire()),
        };
        format!("Cannot be released: the generator refuses {name}{by}{why}; {wire}")
    }

    fn wire_only(&self) -> String {
        let base = self.base.name();
        if self.diff.changes().is_empty() {
            return format!("Nothing changes on the wire; the generator refuses {base}");
        }
        format!(
            "No verdict on Rust code: the generator refuses {base}; on the wire, {}",
            self.on_the_wire()
        )
    }

    fn released(&self) -> String {
        let wire = self.on_the_wire();
        match self.open_bump() {
            Bump::None if self.diff.changes().is_empty() => "Nothing changes".to_owned(),
            Bump::None if self.breaking_on_the_wire() == 0 => {
                "No release is needed: the wire and the Rust API stay as they are".to_owned()
            }
            Bump::Major => format!("Not safe as a minor release: {}; {wire}", self.broken_code()),
            bump if self.breaking_on_the_wire() > 0 => {
                format!("Safe for code that uses the crate ({} version), but {wire}", bump.as_str())
            }
            bump => format!("Safe as a {} release; {wire}", bump.as_str()),
        }
    }

    /// What code that uses the crate has to fear, the worst first.
    fn broken_code(&self) -> String {
        let rerouted = self.rust().iter().filter(|one| one.effect == RustEffect::Rerouted).count();
        let rerouted = match rerouted {
            0 => String::new(),
            1 => "1 NAME NOW DOES SOMETHING ELSE ON THE WIRE, ".to_owned(),
            count => format!("{count} NAMES NOW DO SOMETHING ELSE ON THE WIRE, "),
        };
        match self.open.iter().filter(|one| one.semver.bump == Bump::Major).count() {
            1 => format!("{rerouted}1 change breaks code that uses the crate"),
            count => format!("{rerouted}{count} changes break code that uses the crate"),
        }
    }
}

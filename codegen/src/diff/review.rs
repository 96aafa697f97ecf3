//! A diff together with what was accepted, and the verdict on the rest.

use std::collections::{BTreeMap, HashSet};

use super::accepted::{AcceptedChange, AcceptedChanges};
use super::effect::{Bump, Gravity, Impact};
use super::rust::{RustChange, RustEffect};
use super::version::Version;
use super::{Change, Diff};

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

    /// The smallest step of the crate's version that the open changes allow.
    #[must_use]
    pub fn bump(&self) -> Bump {
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

    /// Whether the gate must stop this. A contract that cannot be read completely proves nothing,
    /// so it is stopped too.
    #[must_use]
    pub fn is_stopped_by(&self, fail_on: FailOn) -> bool {
        let worst = self.open.iter().map(|change| change.gravity()).max();
        let is_reached = match fail_on {
            FailOn::Breaking => worst >= Some(Gravity::Breaking),
            FailOn::Minor => worst >= Some(Gravity::Minor),
            FailOn::Any => worst.is_some(),
        };
        is_reached || [self.base, self.head].iter().any(|version| !version.is_whole())
    }

    /// The verdict in one sentence without a final stop.
    #[must_use]
    pub fn verdict(&self) -> String {
        let wire = match self.breaking_on_the_wire() {
            0 => "no installed client breaks".to_owned(),
            1 => "1 change breaks installed clients".to_owned(),
            count => format!("{count} changes break installed clients"),
        };
        if [self.base, self.head].iter().any(|version| !version.is_whole()) {
            let why = "a version of the contract cannot be read completely";
            return format!("No verdict: {why}; of what can be read, {wire}");
        }
        let unsure =
            if self.diff.rust_unknown.is_some() { ", judged by the wire alone" } else { "" };
        match self.bump() {
            Bump::None if self.diff.changes().is_empty() => "Nothing changes".to_owned(),
            Bump::None => {
                "No release is needed: the wire and the Rust API stay as they are".to_owned()
            }
            Bump::Major => {
                let count = self.open.iter().filter(|one| one.semver.bump == Bump::Major).count();
                let code = match count {
                    1 => "1 change breaks code that uses the crate".to_owned(),
                    count => format!("{count} changes break code that uses the crate"),
                };
                format!("Not safe as a minor release: {code}{unsure}; {wire}")
            }
            bump if self.breaking_on_the_wire() > 0 => format!(
                "Safe for code that uses the crate ({} version{unsure}), but {wire}",
                bump.as_str()
            ),
            bump => {
                format!("Safe as a {} release{unsure}; {wire}", bump.as_str())
            }
        }
    }
}

//! The semantic diff of two versions of the contract: on the wire, in the Rust API, for semver.
//!
//! [`compare`] walks the operations of both versions with every reference followed (`wire`),
//! compares the public API of the two clients item by item (`rust`), ties the two together, and
//! says for each [`Change`] who breaks and what the next version of the crate must be. Layout,
//! order and the way a schema is put together do not matter.

mod accepted;
mod change;
#[cfg(test)]
mod corpus;
mod effect;
mod kinds;
pub mod render;
mod review;
mod rust;
#[cfg(test)]
mod stability;
mod version;
mod wire;

pub use accepted::{AcceptedChange, AcceptedChanges, AcceptedError};
pub use change::{Change, Fingerprint, Reach, Semver};
pub use effect::{Bump, Directions, Gravity, Impact, WireEffect};
pub use kinds::{Area, ChangeKind};
pub use review::{FailOn, Review};
pub use rust::{ItemKind, RustChange, RustEffect};
pub use version::Version;

use std::collections::HashMap;

use crate::document::Cursor;
use wire::{Finding, Ways};

/// The differences between two versions of the contract.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Diff {
    changes: Vec<Change>,
    /// Why the effect on Rust is not known; none if it is.
    pub rust_unknown: Option<String>,
    /// What the reader should know about the comparison itself.
    pub notes: Vec<String>,
}

impl Diff {
    /// All changes: the most serious first, then by place.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The smallest step of the crate's version that all changes together allow.
    #[must_use]
    pub fn bump(&self) -> Bump {
        self.changes.iter().map(|change| change.semver.bump).max().unwrap_or(Bump::None)
    }

    /// Who breaks on the wire, all changes taken together.
    #[must_use]
    pub fn wire(&self) -> WireEffect {
        self.changes.iter().fold(WireEffect::SAFE, |worst, change| worst.worst(change.wire))
    }
}

/// Compares two versions of the contract.
///
/// Never fails: of a broken version, what could be read is compared. If one of the two cannot be
/// planned, the effect on Rust is unknown, and [`Diff::rust_unknown`] says why.
///
/// # Examples
///
/// ```
/// use codegen::diff::{Bump, Version, compare};
/// use codegen::document::MemoryFiles;
///
/// let version = |name: &str, text: &str| {
///     let files: MemoryFiles = [("openapi.yaml", text)].into_iter().collect();
///     Version::load(name, &files, "openapi.yaml")
/// };
/// let base = "openapi: 3.0.3\npaths: {}\n";
/// let diff = compare(&version("before", base), &version("after", "paths: {}\nopenapi: 3.0.3\n"));
/// assert!(diff.changes().is_empty());
/// assert_eq!(diff.bump(), Bump::None);
/// ```
#[must_use]
pub fn compare(base: &Version, head: &Version) -> Diff {
    let mut notes = Vec::new();
    let outcome = match (base.document(), head.document()) {
        (Some(base), Some(head)) => wire::compare(base, head),
        _ => {
            notes
                .push("one of the versions cannot be read at all: nothing was compared".to_owned());
            wire::Outcome { findings: Vec::new(), is_cut: false }
        }
    };
    if outcome.is_cut {
        notes.push("the contract has too many schemas: some were not compared".to_owned());
    }
    notes.extend([base, head].into_iter().filter_map(other_version));
    if base.plan().is_ok() && head.plan().is_ok() {
        let refusals =
            [base, head].into_iter().filter_map(|one| Some((one.name(), one.refusal()?)));
        notes.extend(refusals.map(|(name, reason)| format!("{name}, still to be fixed: {reason}")));
    }
    let (rust, rust_unknown) = match (base.surface(), head.surface()) {
        (Ok(base), Ok(head)) => (rust::compare(base, head), None),
        (Err(reason), _) => (Vec::new(), Some(format!("{}: {reason}", base.name()))),
        (_, Err(reason)) => (Vec::new(), Some(format!("{}: {reason}", head.name()))),
    };
    let mut changes = assemble(outcome, rust, rust_unknown.is_some());
    changes.sort_by(|a, b| {
        (b.gravity(), a.kind.area(), &a.place, a.kind, &a.subject, &a.fingerprint).cmp(&(
            a.gravity(),
            b.kind.area(),
            &b.place,
            b.kind,
            &b.subject,
            &b.fingerprint,
        ))
    });
    Diff { changes, rust_unknown, notes }
}

/// What the reader should know about a version that does not call itself OpenAPI 3.
fn other_version(version: &Version) -> Option<String> {
    let openapi = version.document()?.root().get("openapi");
    let text = openapi.as_ref().and_then(Cursor::as_str).unwrap_or_default();
    let name = version.name();
    (!text.starts_with("3."))
        .then(|| format!("{name} does not say that it is OpenAPI 3: it is read as if it were"))
}

/// Ties findings and changes of the Rust API together.
fn assemble(outcome: wire::Outcome, rust: Vec<RustChange>, is_unknown: bool) -> Vec<Change> {
    let mut findings = outcome.findings;
    let explained = rust::attach(&rust, &findings);
    let mut by_finding: HashMap<usize, Vec<RustChange>> = HashMap::new();
    let mut of_their_own: HashMap<(String, bool), usize> = HashMap::new();
    for (change, explaining) in rust.into_iter().zip(explained) {
        for number in &explaining {
            by_finding.entry(*number).or_default().push(change.clone());
        }
        if explaining.is_empty() {
            let is_text = change.effect == RustEffect::Documentation;
            let key = (change.owner.clone(), is_text);
            let number = *of_their_own.entry(key).or_insert_with(|| {
                findings.push(unexplained(&change));
                findings.len() - 1
            });
            by_finding.entry(number).or_default().push(change);
        }
    }
    findings
        .into_iter()
        .enumerate()
        .map(|(number, finding)| {
            let rust = by_finding.remove(&number).unwrap_or_default();
            change(finding, rust, is_unknown)
        })
        .collect()
}

/// A change of the Rust API that no difference on the wire causes.
fn unexplained(change: &RustChange) -> Finding {
    let (kind, sentence) = match change.effect {
        RustEffect::Documentation => (ChangeKind::DescriptionChanged, change.sentence.clone()),
        _ => (
            ChangeKind::RustApiChanged,
            format!("the Rust API of `{}` changes, the wire does not", change.owner),
        ),
    };
    Finding::new(kind, Ways::NONE, &change.owner, sentence)
        .at(change.base.first().cloned(), change.head.first().cloned())
        .about(change.owner.as_str())
}

fn change(finding: Finding, rust: Vec<RustChange>, is_unknown: bool) -> Change {
    let direction = match (finding.ways.has(Ways::REQUEST), finding.ways.has(Ways::RESPONSE)) {
        _ if !finding.kind.has_direction() => Directions::Neither,
        (true, true) => Directions::Both,
        (true, false) => Directions::Request,
        (false, true) => Directions::Response,
        (false, false) => Directions::Neither,
    };
    let wire = finding.kind.wire_effect(direction);
    let fingerprint = Fingerprint::new(&[
        finding.kind.id(),
        direction.as_str(),
        &finding.place,
        &finding.subject,
        finding.before.as_deref().unwrap_or_default(),
        finding.after.as_deref().unwrap_or_default(),
    ]);
    Change {
        kind: finding.kind,
        direction,
        reach: finding.reach,
        semver: semver(finding.kind, wire, &rust, is_unknown),
        place: finding.place,
        subject: finding.subject,
        sentence: finding.sentence,
        before: finding.before,
        after: finding.after,
        base: finding.base,
        head: finding.head,
        wire,
        rust,
        fingerprint,
    }
}

/// What the crate's next version must be: decided by the Rust API, where that is known.
fn semver(kind: ChangeKind, wire: WireEffect, rust: &[RustChange], is_unknown: bool) -> Semver {
    if kind == ChangeKind::IdempotencyChanged {
        let reason = "the client repeats other requests than before".to_owned();
        return Semver { bump: Bump::Patch, reason };
    }
    let (bump, reason) = if is_unknown {
        match (wire.old_clients, wire.new_clients) {
            (Impact::Breaks, _) => {
                (Bump::Major, "old clients break; the effect on Rust is unknown")
            }
            (Impact::Safe, Impact::Safe) => (Bump::Patch, "the effect on Rust is unknown"),
            _ => (Bump::Minor, "somebody may notice; the effect on Rust is unknown"),
        }
    } else {
        let Some(worst) = rust.iter().map(|change| change.effect).max() else {
            let (bump, reason) = match wire.is_safe() {
                true => (Bump::None, "neither the wire nor the Rust API changes"),
                false => (Bump::Patch, "the Rust API stays as it is"),
            };
            return Semver { bump, reason: reason.to_owned() };
        };
        let reason = match worst {
            RustEffect::Breaking => "code that uses the crate may stop compiling",
            RustEffect::Addition => "the Rust API only grows",
            RustEffect::Deprecation => "something is deprecated",
            RustEffect::Behaviour => "the same code means something else on the wire",
            RustEffect::Undeprecated => "a deprecation is taken back",
            RustEffect::Documentation => "only documentation changes",
        };
        (worst.bump(), reason)
    };
    Semver { bump, reason: reason.to_owned() }
}

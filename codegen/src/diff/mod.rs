//! The semantic diff of two versions of the contract: on the wire, in the Rust API, for semver.
//!
//! [`compare`] walks the operations of both versions with every reference followed (`wire`),
//! compares the public API of the two clients item by item (`rust`), ties the two together, and
//! says for each [`Change`] who breaks and what the next version of the crate must be. Layout,
//! order and the way a schema is put together do not matter.

mod accepted;
mod assemble;
mod change;
#[cfg(test)]
mod corpus;
mod effect;
mod kinds;
#[cfg(test)]
mod monotone;
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
pub use review::{FailOn, Review, Standing, Tone};
pub use rust::{ItemKind, RustChange, RustEffect};
pub use version::Version;

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
            wire::Outcome {
                findings: Vec::new(),
                is_cut: false,
                moved: None,
                operations: Vec::new(),
            }
        }
    };
    if outcome.is_cut {
        notes.push("the contract has too many schemas: some were not compared".to_owned());
    }
    notes.extend(faults(base, head));
    let (rust, rust_unknown) = match (base.surface(), head.surface()) {
        (Ok(base), Ok(head)) => (rust::compare(base, head, &outcome), None),
        (Err(_), Err(_)) => (Vec::new(), Some("neither version has a client".to_owned())),
        (Err(reason), Ok(_)) => (Vec::new(), Some(format!("{}: {reason}", base.name()))),
        (Ok(_), Err(reason)) => (Vec::new(), Some(format!("{}: {reason}", head.name()))),
    };
    let changes = assemble::changes(outcome, rust, rust_unknown.is_some());
    Diff { changes, rust_unknown, notes }
}

/// The faults that came, counted: what both versions share says nothing about what changed.
fn faults(base: &Version, head: &Version) -> Option<String> {
    // What is wrong with the head alone is said in the verdict.
    base.refusal()?;
    let count = head.problems_beside(base).count();
    let first = head.problems_beside(base).next()?;
    let (file, line, column) = head.problems().sources().line_column(&first.location);
    let more = match count {
        1 => "1 fault that".to_owned(),
        count => format!("{count} faults that"),
    };
    let (name, base, message) = (head.name(), base.name(), &first.message);
    let first = if count == 1 { "" } else { "the first one is " };
    Some(format!("{name} has {more} {base} has not: {first}{message} at {file}:{line}:{column}"))
}

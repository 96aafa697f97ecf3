//! Pairs of random edits: two together are never milder than one of them, what is accepted covers nothing
//! else, and the Rust verdict is what the emitted code says, read by a reader of its own.

mod code;
mod edits;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use super::{AcceptedChanges, Bump, Diff, FailOn, Gravity, Review, RustEffect, Version, compare};
use super::{Change, WireEffect};
use crate::document::{Document, MemoryFiles};
use crate::generate_from;
use edits::{EDITS, Edit};

fn files(contract: &Value) -> MemoryFiles {
    [("openapi.json", contract.to_string())].into_iter().collect()
}

/// The contract of the fixtures.
static BASE: LazyLock<Value> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/diffs/openapi.yaml");
    let text = std::fs::read_to_string(path).unwrap();
    let files: MemoryFiles = [("openapi.yaml", text)].into_iter().collect();
    Document::from_files(&files, "openapi.yaml").unwrap().bundle()
});

/// Every version that was met, since many are met again.
static VERSIONS: LazyLock<Mutex<HashMap<String, Arc<Version>>>> = LazyLock::new(Mutex::default);

fn version(contract: &Value) -> Arc<Version> {
    let text = contract.to_string();
    if let Some(known) = VERSIONS.lock().unwrap().get(&text) {
        return Arc::clone(known);
    }
    let version = Arc::new(Version::load("contract", &files(contract), "openapi.json"));
    VERSIONS.lock().unwrap().insert(text, Arc::clone(&version));
    version
}

/// The contract with some edits; what has another name gets it last.
fn edited(edits: &[&Edit]) -> Value {
    let mut contract = BASE.clone();
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| edit.is_renaming());
    edits.iter().for_each(|edit| edit.apply(&mut contract));
    contract
}

/// How bad some changes are, in every respect.
#[derive(Debug, PartialEq)]
struct Severity {
    is_stopped: bool,
    gravity: Option<Gravity>,
    bump: Bump,
    wire: WireEffect,
}

impl Severity {
    fn of(review: &Review<'_>) -> Self {
        let open = || review.open.iter();
        Self {
            is_stopped: review.is_stopped_by(FailOn::Breaking),
            gravity: open().map(|change| change.gravity()).max(),
            bump: open().map(|change| change.semver.bump).max().unwrap_or(Bump::None),
            wire: open().fold(WireEffect::SAFE, |worst, one| worst.worst(one.wire)),
        }
    }

    /// Whether this is as bad as another in every respect. What cannot be released is stopped, whatever
    /// it would do to code.
    fn is_no_better_than(&self, other: &Self, code: Code) -> bool {
        let in_code = match code {
            Code::Known => self.gravity >= other.gravity && self.bump >= other.bump,
            Code::Unknown => self.is_stopped,
        };
        in_code && self.is_stopped >= other.is_stopped && self.wire.worst(other.wire) == self.wire
    }
}

/// Whether the Rust APIs can be compared.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Code {
    Known,
    Unknown,
}

fn severity(head: &Version, diff: &Diff, accepted: &AcceptedChanges) -> Severity {
    Severity::of(&Review::new(&version(&BASE), head, diff, accepted))
}

/// All changes, as somebody would accept them.
fn accepting(changes: &[Change]) -> AcceptedChanges {
    let entry = |change: &Change| {
        format!("[[accepted]]\nfingerprint = '{}'\nreason = 'agreed'\n", change.fingerprint)
    };
    AcceptedChanges::parse(&changes.iter().map(entry).collect::<String>()).unwrap()
}

fn pair() -> impl Strategy<Value = (&'static Edit, &'static Edit)> {
    (any::<Index>(), any::<Index>())
        .prop_map(|(first, second)| (first.get(EDITS), second.get(EDITS)))
        .prop_filter("the edits change different parts", |(one, other)| one.is_apart_from(other))
}

#[test]
fn every_edit_is_told() {
    let base = version(&BASE);
    assert!(base.refusal().is_none(), "{:?}", base.refusal());
    for edit in EDITS {
        let head = version(&edited(&[edit]));
        let diff = compare(&base, &head);
        assert!(!diff.changes().is_empty(), "{}", edit.name);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn two_edits_are_never_milder_than_one_and_accepting_one_covers_nothing_of_the_other(
        (one, other) in pair(),
    ) {
        let base = version(&BASE);
        let none = AcceptedChanges::default();
        let both = version(&edited(&[one, other]));
        let together = compare(&base, &both);
        let all = severity(&both, &together, &none);
        for (edit, rest) in [(one, other), (other, one)] {
            let (head, left) = (version(&edited(&[edit])), version(&edited(&[rest])));
            let (alone, remaining) = (compare(&base, &head), compare(&base, &left));
            let is_known = [&together].iter().all(|it| it.rust_unknown.is_none());
            let code = if is_known { Code::Known } else { Code::Unknown };
            let of_one = severity(&head, &alone, &none);
            prop_assert!(
                all.is_no_better_than(&of_one, code),
                "{} and {}: {all:?} is milder than {of_one:?}", edit.name, rest.name,
            );
            let of_rest = severity(&left, &remaining, &none);
            let accepted = severity(&both, &together, &accepting(alone.changes()));
            prop_assert!(
                accepted.is_no_better_than(&of_rest, code),
                "{} is accepted, and {} is {accepted:?} instead of {of_rest:?}", edit.name, rest.name,
            );
        }
    }

    #[test]
    fn the_rust_verdict_is_what_the_emitted_code_says(
        before in prop::collection::vec(any::<Index>(), 0..3),
        after in prop::collection::vec(any::<Index>(), 0..3),
    ) {
        let contracts = [before, after].map(|edits| {
            let edits: Vec<&Edit> = edits.iter().map(|index| index.get(EDITS)).collect();
            edited(&edits)
        });
        let [old, new] = contracts.each_ref().map(|contract| {
            let document = Document::from_files(&files(contract), "openapi.json").ok()?;
            Some(code::items(&generate_from(document).ok()?.files))
        });
        let (Some(old), Some(new)) = (old, new) else { return Ok(()) };
        let [base, head] = contracts.each_ref().map(version);
        let diff = compare(&base, &head);
        prop_assert_eq!(&diff.rust_unknown, &None);
        let told = diff.changes().iter().flat_map(|change| &change.rust).map(|one| one.effect);
        // What the same declaration means on the wire is not in it.
        let told = told.filter(|effect| !matches!(effect, RustEffect::Rerouted | RustEffect::Behaviour));
        let told = told.map(RustEffect::bump).max().unwrap_or(Bump::None);
        let real = code::step(&old, &new);
        prop_assert_eq!(told.max(Bump::Patch), real, "{:#?}", code::difference(&old, &new));
    }
}

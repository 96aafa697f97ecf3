//! Finds for every change of the Rust API the change of the contract that causes it, without trying
//! all of them.

use std::collections::HashMap;

use super::score::{
    SUFFIXES, is_of_client, is_of_operations, is_structural, letters, schema_of, score_of, words,
};
use super::{RustChange, RustEffect};
use crate::diagnostic::{FileId, Location};
use crate::diff::kinds::ChangeKind;
use crate::diff::wire::Finding;
use crate::pointer::Pointer;

/// Most findings that are kept for one name where nothing better explains a change.
const MOST_FALLBACKS: usize = 64;

type Numbers<K> = HashMap<K, Vec<usize>>;

/// For each change of the Rust API, the findings that explain it best; an empty list if none does.
pub(in crate::diff) fn attach(changes: &[RustChange], findings: &[Finding]) -> Vec<Vec<usize>> {
    let index = FindingIndex::of(findings);
    changes.iter().map(|change| index.explain(change)).collect()
}

/// Findings of one side by the pointer of their place.
#[derive(Default)]
struct Places<'f> {
    exact: Numbers<(FileId, &'f str)>,
    /// By everything around their place.
    inside: Numbers<(FileId, &'f str)>,
}

impl<'f> Places<'f> {
    fn add(&mut self, location: Option<&'f Location>, number: usize) {
        let Some(location) = location else { return };
        let (file, pointer) = (location.file, location.pointer.as_str());
        self.exact.entry((file, pointer)).or_default().push(number);
        for outer in around(pointer) {
            self.inside.entry((file, outer)).or_default().push(number);
        }
    }

    /// Findings at the node, inside it, and around it.
    fn of<'p>(&'p self, origin: &'p Location) -> impl Iterator<Item = usize> + 'p {
        let (file, pointer) = (origin.file, origin.pointer.as_str());
        let exact = self.exact.get(&(file, pointer));
        let inside = self.inside.get(&(file, pointer));
        let outside = around(pointer).filter_map(move |outer| self.exact.get(&(file, outer)));
        exact.into_iter().chain(inside).chain(outside).flatten().copied()
    }
}

/// Ways from a change of the Rust API to the findings that may explain it. Each leads to a few: with
/// thousands on both sides, trying every pair would take minutes.
pub(super) struct FindingIndex<'f> {
    findings: &'f [Finding],
    base: Places<'f>,
    head: Places<'f>,
    /// By the schemas that came or went with them.
    covered: Numbers<&'f str>,
    /// Renamed schemas by both names.
    renamed: Numbers<&'f str>,
    /// By the operations that they reach, as the names of builders in lower case.
    operations: Numbers<String>,
    /// Of the servers and the credentials.
    of_client: Vec<usize>,
    /// By the schemas that contain their place.
    reached: Numbers<&'f str>,
}

impl<'f> FindingIndex<'f> {
    pub(super) fn of(findings: &'f [Finding]) -> Self {
        let mut index = Self {
            findings,
            base: Places::default(),
            head: Places::default(),
            covered: Numbers::new(),
            renamed: Numbers::new(),
            operations: Numbers::new(),
            of_client: Vec::new(),
            reached: Numbers::new(),
        };
        for (number, finding) in findings.iter().enumerate() {
            index.add(number, finding);
        }
        index
    }

    fn add(&mut self, number: usize, finding: &'f Finding) {
        self.base.add(finding.base.as_ref(), number);
        self.head.add(finding.head.as_ref(), number);
        for name in finding.covers.base.iter().chain(&finding.covers.head) {
            self.covered.entry(name).or_default().push(number);
        }
        if finding.kind == ChangeKind::SchemaRenamed {
            for name in finding.before.iter().chain(&finding.after) {
                self.renamed.entry(name).or_default().push(number);
            }
        }
        if is_of_operations(finding) {
            let reach = &finding.reach;
            for name in reach.requests.iter().chain(reach.responses.iter()) {
                let numbers = self.operations.entry(letters(name)).or_default();
                if numbers.len() < MOST_FALLBACKS {
                    numbers.push(number);
                }
            }
        }
        if is_of_client(finding) {
            self.of_client.push(number);
        }
        if is_structural(finding) {
            for name in finding.reach.types.iter() {
                let numbers = self.reached.entry(name).or_default();
                if numbers.len() < MOST_FALLBACKS {
                    numbers.push(number);
                }
            }
        }
    }

    pub(super) fn explain(&self, change: &RustChange) -> Vec<usize> {
        let best = self.best(change, self.near(change));
        if !best.is_empty() {
            return best;
        }
        // Nothing is near: what the type contains has changed, and the type with it.
        self.best(change, self.reached.get(&*schema_of(change)).cloned().unwrap_or_default())
    }

    fn near(&self, change: &RustChange) -> Vec<usize> {
        let mut numbers: Vec<usize> = Vec::new();
        for (places, origins) in [(&self.base, &change.base), (&self.head, &change.head)] {
            for origin in origins {
                numbers.extend(places.of(origin));
                let name = Pointer::of(&origin.pointer).schema_around();
                numbers
                    .extend(name.and_then(|name| self.covered.get(&*name)).into_iter().flatten());
            }
        }
        let texts = [Some(&change.item), change.before.as_ref(), change.after.as_ref()];
        for word in texts.into_iter().flatten().flat_map(|text| words(text)) {
            for suffix in SUFFIXES {
                let name = word.strip_suffix(suffix);
                numbers.extend(name.and_then(|name| self.renamed.get(name)).into_iter().flatten());
            }
        }
        if change.owner == "Client" || change.effect == RustEffect::Rerouted {
            numbers.extend(&self.of_client);
        }
        let builder = change.owner.rsplit("::").next().unwrap_or_default();
        numbers.extend(self.operations.get(&letters(builder)).into_iter().flatten());
        numbers
    }

    /// Of some findings those that explain the change best.
    fn best(&self, change: &RustChange, mut numbers: Vec<usize>) -> Vec<usize> {
        numbers.sort_unstable();
        numbers.dedup();
        let mut best = (0, Vec::new());
        for number in numbers {
            let Some(finding) = self.findings.get(number) else { continue };
            let score = score_of(change, finding);
            if score > best.0 {
                best = (score, vec![number]);
            } else if score == best.0 && score > 0 {
                best.1.push(number);
            }
        }
        best.1
    }
}

/// Everything that a pointer is inside of, but not whole sections of the document.
fn around(pointer: &str) -> impl Iterator<Item = &str> {
    let is_section = |outer: &&str| Pointer::of(outer).steps().nth(1).is_none();
    Pointer::of(pointer).around().take_while(move |outer| !is_section(outer))
}

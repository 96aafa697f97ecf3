//! Finds for every change of the Rust API the change of the contract that causes it.

use std::collections::HashMap;

use super::{RustChange, RustEffect};
use crate::diagnostic::{FileId, Location};
use crate::diff::kinds::{Area, ChangeKind};
use crate::diff::wire::Finding;

/// How well a finding explains a change of the Rust API; none of these, and it does not.
mod score {
    /// The very same node.
    pub(super) const SAME: u32 = 100;
    /// A schema was renamed, and so was what the item mentions.
    pub(super) const RENAMED: u32 = 90;
    /// The finding is about a part of the node.
    pub(super) const INSIDE: u32 = 60;
    /// The schema came or went with the finding.
    pub(super) const COVERED: u32 = 55;
    /// The item belongs to an operation that the finding is about.
    pub(super) const OPERATION: u32 = 50;
    /// The finding is about something around the node.
    pub(super) const AROUND: u32 = 40;
    /// The item's type contains what the finding is about.
    pub(super) const REACHED: u32 = 5;
    /// Added where the names agree.
    pub(super) const NAMED: u32 = 30;
}

/// What a schema whose directions differ adds to the names of its types.
const SUFFIXES: [&str; 3] = ["", "Request", "Response"];

/// Most findings that are kept for one name where nothing better explains a change.
const MOST_FALLBACKS: usize = 64;

/// For each change of the Rust API, the findings that explain it best; an empty list if none does.
pub(in crate::diff) fn attach(changes: &[RustChange], findings: &[Finding]) -> Vec<Vec<usize>> {
    let index = Index::of(findings);
    changes.iter().map(|change| index.explain(change)).collect()
}

type Numbers<K> = HashMap<K, Vec<usize>>;

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
struct Index<'f> {
    findings: &'f [Finding],
    base: Places<'f>,
    head: Places<'f>,
    /// By the schemas that came or went with them.
    covered: Numbers<&'f str>,
    /// Renamed schemas by both names.
    renamed: Numbers<&'f str>,
    /// By the operations that they reach, as the names of builders in lower case.
    operations: Numbers<String>,
    /// By the schemas that contain their place.
    reached: Numbers<&'f str>,
}

impl<'f> Index<'f> {
    fn of(findings: &'f [Finding]) -> Self {
        let mut index = Self {
            findings,
            base: Places::default(),
            head: Places::default(),
            covered: Numbers::new(),
            renamed: Numbers::new(),
            operations: Numbers::new(),
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
        if is_structural(finding) {
            for name in finding.reach.types.iter() {
                let numbers = self.reached.entry(name).or_default();
                if numbers.len() < MOST_FALLBACKS {
                    numbers.push(number);
                }
            }
        }
    }

    fn explain(&self, change: &RustChange) -> Vec<usize> {
        let best = self.best(change, self.near(change));
        if !best.is_empty() {
            return best;
        }
        // Nothing is near: what the type contains has changed, and the type with it.
        self.best(change, self.reached.get(schema_of(change)).cloned().unwrap_or_default())
    }

    fn near(&self, change: &RustChange) -> Vec<usize> {
        let mut numbers: Vec<usize> = Vec::new();
        for (places, origins) in [(&self.base, &change.base), (&self.head, &change.head)] {
            for origin in origins {
                numbers.extend(places.of(origin));
                let name = component(&origin.pointer);
                numbers.extend(name.and_then(|name| self.covered.get(name)).into_iter().flatten());
            }
        }
        let texts = [Some(&change.item), change.before.as_ref(), change.after.as_ref()];
        for word in texts.into_iter().flatten().flat_map(|text| words(text)) {
            for suffix in SUFFIXES {
                let name = word.strip_suffix(suffix);
                numbers.extend(name.and_then(|name| self.renamed.get(name)).into_iter().flatten());
            }
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
    let ends = pointer.char_indices().filter(|(_, c)| *c == '/').map(|(at, _)| at);
    ends.skip(2).filter_map(|end| pointer.get(..end))
}

/// The parts of a declaration that may be names.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// A name without what tells naming conventions apart.
fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Whether a finding may explain items of the operations that it reaches.
fn is_of_operations(finding: &Finding) -> bool {
    matches!(finding.kind.area(), Area::Responses | Area::Unions | Area::Documentation)
        || is_renaming(finding)
}

fn is_renaming(finding: &Finding) -> bool {
    matches!(
        finding.kind,
        ChangeKind::OperationTagChanged
            | ChangeKind::OperationIdChanged
            | ChangeKind::OperationPathChanged
    )
}

fn is_structural(finding: &Finding) -> bool {
    matches!(
        finding.kind.area(),
        Area::Properties | Area::Unions | Area::Refactoring | Area::Schemas
    )
}

fn score_of(change: &RustChange, finding: &Finding) -> u32 {
    let is_text = finding.kind.area() == Area::Documentation;
    if is_text && change.effect != RustEffect::Documentation {
        return 0;
    }
    let base = by_place(&change.base, finding.base.as_ref());
    let head = by_place(&change.head, finding.head.as_ref());
    let mut score = base.max(head);
    if finding.kind == ChangeKind::SchemaRenamed && is_renamed(change, finding) {
        score = score.max(score::RENAMED);
    }
    let covered = |locations: &[Location], names: &std::collections::BTreeSet<String>| {
        locations.iter().any(|at| component(&at.pointer).is_some_and(|name| names.contains(name)))
    };
    if covered(&change.base, &finding.covers.base) || covered(&change.head, &finding.covers.head) {
        score = score.max(score::COVERED);
    }
    let is_result = matches!(finding.kind.area(), Area::Responses | Area::Unions)
        && change.item.contains("::send");
    // The texts of errors and parameters are part of the operation's page.
    let is_page = is_text && change.effect == RustEffect::Documentation;
    if (is_renaming(finding) || is_result || is_page) && is_of_operation(change, finding) {
        score = score.max(score::OPERATION);
    }
    if score == 0 && is_structural(finding) && has(&finding.reach.types, schema_of(change)) {
        score = score::REACHED;
    }
    if score > 0 && (change.wire.contains(&finding.subject) || finding.subject == change.owner) {
        score += score::NAMED;
    }
    score
}

/// The schema that a request or response type is made from.
fn schema_of(change: &RustChange) -> &str {
    let pointer = change.head.iter().chain(&change.base).find_map(|at| component(&at.pointer));
    pointer.unwrap_or(&change.owner)
}

fn by_place(origins: &[Location], place: Option<&Location>) -> u32 {
    let Some(place) = place else { return 0 };
    let one = |origin: &Location| {
        if origin.file != place.file {
            return 0;
        }
        let is_inside = |inner: &str, outer: &str| {
            inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'))
        };
        if origin.pointer == place.pointer {
            score::SAME
        } else if is_inside(&place.pointer, &origin.pointer) {
            score::INSIDE
        } else if is_inside(&origin.pointer, &place.pointer) {
            score::AROUND
        } else {
            0
        }
    };
    origins.iter().map(one).max().unwrap_or(0)
}

/// The component schema in which a pointer lies.
fn component(pointer: &str) -> Option<&str> {
    pointer.strip_prefix("/components/schemas/")?.split('/').next()
}

/// Whether a sorted list has a name.
fn has(names: &[String], name: &str) -> bool {
    names.binary_search_by(|known| known.as_str().cmp(name)).is_ok()
}

/// Whether an item mentioned the old name, or mentions the new one.
fn is_renamed(change: &RustChange, finding: &Finding) -> bool {
    let mentions = |text: Option<&String>, name: Option<&String>| {
        let (Some(text), Some(name)) = (text, name) else { return false };
        // A schema whose directions differ becomes two types.
        let is_it =
            |word: &str| SUFFIXES.iter().any(|suffix| word.strip_suffix(suffix) == Some(name));
        words(text).any(is_it)
    };
    let (old, new) = (finding.before.as_ref(), finding.after.as_ref());
    mentions(Some(&change.item), old)
        || mentions(Some(&change.item), new)
        || (mentions(change.before.as_ref(), old) && mentions(change.after.as_ref(), new))
}

fn is_of_operation(change: &RustChange, finding: &Finding) -> bool {
    let mut reached = finding.reach.requests.iter().chain(finding.reach.responses.iter());
    let places = [&finding.base, &finding.head];
    let is_near = places.into_iter().flatten().any(|place| {
        change.base.iter().chain(&change.head).any(|origin| {
            origin.pointer.starts_with("/paths/") && place.pointer.starts_with(&*origin.pointer)
        })
    });
    is_near
        || reached.any(|name| {
            let words: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
            let builder = change.owner.rsplit("::").next().unwrap_or_default();
            builder.eq_ignore_ascii_case(&words)
        })
}

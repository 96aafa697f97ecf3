//! Component schemas as a whole: which there are, which come with a change, which nobody uses.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Walker;
use super::finding::{Finding, Ways};
use super::schema::{component_name, without_texts};
use crate::diff::change::Fingerprint;
use crate::diff::kinds::ChangeKind;
use crate::document::{Cursor, Document, Identity};

/// Every component schema of every file.
fn schemas(document: &Document) -> impl Iterator<Item = (&str, Cursor<'_>)> {
    std::iter::once(document.root())
        .chain(document.parts())
        .filter_map(|file| file.get("components")?.get("schemas"))
        .flat_map(|schemas| schemas.entries().collect::<Vec<_>>())
}

pub(super) fn names(document: &Document) -> HashSet<String> {
    schemas(document).map(|(name, _)| name.to_owned()).collect()
}

/// The names of the component schemas that operations reach.
pub(super) fn used(document: &Document) -> HashSet<String> {
    let unreached = unreached(document);
    schemas(document)
        .filter(|(name, _)| !unreached.contains_key(name))
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// Every node that can be reached from `start`, references followed; `enter` may stop the way.
fn visit<'d>(start: Cursor<'d>, mut enter: impl FnMut(&Cursor<'d>) -> bool) {
    let mut seen: HashSet<Identity> = HashSet::new();
    let mut waiting = vec![start];
    while let Some(node) = waiting.pop() {
        let end = node.resolve();
        if !seen.insert(end.identity()) || !enter(&end) {
            continue;
        }
        waiting.extend(end.items());
        waiting.extend(end.entries().map(|(_, child)| child));
        if let Some(mapping) = end.get("discriminator").and_then(|one| one.get("mapping")) {
            waiting.extend(mapping.entries().filter_map(|(_, target)| target.mapping_target()));
        }
    }
}

/// The component schemas below `start` that `known` does not have.
fn covers(start: Option<&Cursor<'_>>, known: &HashSet<String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    if let Some(start) = start {
        visit(start.clone(), |node| match component_name(node) {
            Some(name) if known.contains(&name) => false,
            Some(name) => {
                found.insert(name);
                true
            }
            None => true,
        });
    }
    found
}

/// Adds to what a finding covers what the component schemas say that came or went with it.
pub(super) fn write_covered(findings: &mut [Finding], base: &Document, head: &Document) {
    let hashes = |document| -> HashMap<String, String> {
        let text = |node: Cursor<'_>| without_texts(node.to_json()).to_string();
        let hash = |node| Fingerprint::new(&[&text(node)]).to_string();
        schemas(document).map(|(name, node)| (name.to_owned(), hash(node))).collect()
    };
    if findings.iter().all(|one| one.covers.base.is_empty() && one.covers.head.is_empty()) {
        return;
    }
    let (old, new) = (hashes(base), hashes(head));
    for finding in findings {
        let covers = &finding.covers;
        let before = covers.base.iter().filter_map(|name| old.get(name));
        let after = covers.head.iter().filter_map(|name| new.get(name));
        finding.written.extend(before.chain(after).cloned());
    }
}

impl<'d> Walker<'d> {
    /// The component schemas that came with a node.
    pub(super) fn head_covers(&self, node: Option<&Cursor<'d>>) -> BTreeSet<String> {
        covers(node, &self.base_used)
    }

    /// The component schemas that went with a node.
    pub(super) fn base_covers(&self, node: Option<&Cursor<'d>>) -> BTreeSet<String> {
        covers(node, &self.head_used)
    }

    /// Component schemas that no operation reaches mean nothing on the wire, but are told.
    pub(super) fn unused(&mut self, base: &'d Document, head: &'d Document) {
        let (old, new) = (unreached(base), unreached(head));
        let mut names: Vec<&str> = old.keys().chain(new.keys()).copied().collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let (before, after) = (old.get(name), new.get(name));
            let (kind, word) = match (before, after) {
                (Some(before), Some(after)) if before.to_json() == after.to_json() => continue,
                (Some(_), Some(_)) => (ChangeKind::UnusedComponentChanged, "changed"),
                (None, Some(_)) if !self.base_names.contains(name) => {
                    (ChangeKind::UnusedComponentAdded, "is new")
                }
                (Some(_), None) if !self.head_names.contains(name) => {
                    (ChangeKind::UnusedComponentRemoved, "is gone")
                }
                _ => continue,
            };
            let sentence = format!("the schema `{name}`, which no operation uses, {word}");
            let at = |node: Option<&Cursor<'_>>| node.map(Cursor::key_location);
            self.findings.add(
                Finding::new(kind, Ways::NONE, name, sentence)
                    .at(at(before), at(after))
                    .about(name)
                    .values(
                        before.map(|node| node.to_json().to_string()),
                        after.map(|node| node.to_json().to_string()),
                    ),
            );
        }
    }
}

/// The component schemas that no operation reaches.
fn unreached(document: &Document) -> HashMap<&str, Cursor<'_>> {
    let mut reached = HashSet::new();
    if let Some(paths) = document.root().get("paths") {
        visit(paths, |node| {
            reached.insert(node.identity());
            true
        });
    }
    schemas(document).filter(|(_, node)| !reached.contains(&node.resolve().identity())).collect()
}

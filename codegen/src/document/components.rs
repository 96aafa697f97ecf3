//! The components of all files under one roof.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::load::Loaded;
use super::lookup::Key;
use super::node::{Map, NodeId, Tree};
use super::{RefTarget, rules};
use crate::diagnostic::{Diagnostic, FileId, Location};
use crate::pointer;

/// The maps that OpenAPI 3.0 knows in `components`. The path items of 3.1 stand where they are used.
const SECTIONS: [&str; 9] = [
    "schemas",
    "responses",
    "parameters",
    "examples",
    "requestBodies",
    "headers",
    "securitySchemes",
    "links",
    "callbacks",
];

/// Section and name of a component.
pub(super) type Name = (String, String);

/// All components, each with the node that holds it.
pub(super) type Components = BTreeMap<Name, RefTarget>;

/// The component in which a pointer lies, if it lies in one, and whether it is the component
/// itself.
pub(super) fn name_of(pointer: &str) -> Option<Name> {
    let mut steps = pointer::split(pointer)?.into_iter();
    let (root, section, name) = (steps.next()?, steps.next()?, steps.next()?);
    (root == "components" && SECTIONS.contains(&section.as_str())).then_some((section, name))
}

/// Collects the components of all files; two different ones of one name are a problem.
pub(super) fn merge(
    loaded: &Loaded,
    references: &HashMap<Key, RefTarget>,
) -> (Components, Vec<Diagnostic>) {
    let mut components = Components::new();
    let mut problems = Vec::new();
    for (index, file) in loaded.files.iter().enumerate() {
        for (name, target) in of_file(FileId::from_index(index), &file.tree) {
            let target = own(&name, target, references);
            match components.get(&name) {
                None => {
                    components.insert(name, target);
                }
                Some(first) if is_same(first, &target, references) => {}
                Some(first) => problems.push(conflict(&name, &target, first)),
            }
        }
    }
    (components, problems)
}

fn of_file(file: FileId, tree: &Tree) -> Vec<(Name, RefTarget)> {
    let entries = |node: Option<NodeId>| {
        node.and_then(|node| tree.map(node)).map(Map::entries).unwrap_or_default()
    };
    let components = tree.root().and_then(|root| tree.map(root)?.get("components"));
    let sections = entries(components.map(|entry| entry.value));
    let mut found = Vec::new();
    for section in sections.iter().filter(|section| SECTIONS.contains(&&*section.key)) {
        let parent = pointer::join("/components", &section.key);
        for entry in entries(Some(section.value)) {
            let target = RefTarget {
                file,
                node: entry.value,
                key_span: Some(entry.key_span),
                pointer: Arc::from(pointer::join(&parent, &entry.key)),
            };
            found.push(((section.key.to_string(), entry.key.to_string()), target));
        }
    }
    found
}

/// Follows references to a component of the same name: a file may pass on another file's.
fn own(name: &Name, target: RefTarget, references: &HashMap<Key, RefTarget>) -> RefTarget {
    let mut target = target;
    let mut seen = HashSet::new();
    while let Some(next) = references.get(&(target.file, target.node)) {
        let same = name_of(&next.pointer).as_ref() == Some(name)
            && pointer::split(&next.pointer).is_some_and(|steps| steps.len() == 3);
        if !same || !seen.insert((target.file, target.node)) {
            break;
        }
        target = next.clone();
    }
    target
}

fn is_same(a: &RefTarget, b: &RefTarget, references: &HashMap<Key, RefTarget>) -> bool {
    let end = |target: &RefTarget| {
        let mut key = (target.file, target.node);
        let mut seen = HashSet::new();
        while let Some(next) = references.get(&key).filter(|_| seen.insert(key)) {
            key = (next.file, next.node);
        }
        key
    };
    (a.file, a.node) == (b.file, b.node) || end(a) == end(b)
}

fn conflict((section, name): &Name, again: &RefTarget, first: &RefTarget) -> Diagnostic {
    let place = |target: &RefTarget| {
        Location::new(target.file, target.key_span.unwrap_or_default(), &*target.pointer)
    };
    Diagnostic::new(
        &rules::COMPONENT_DUPLICATE,
        place(again),
        format!("two files define the component `{name}` in `{section}`"),
    )
    .label("defined again")
    .related(place(first), "first defined here")
    .help("rename one of them, or keep one and refer to it with `$ref`")
}

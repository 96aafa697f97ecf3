//! Reads OpenAPI 3.1 as 3.0, so that no later stage knows the version.
//!
//! The tree of a 3.1 file is rewritten in place, with the spans of what was written: a type list becomes
//! `nullable` or a union, `const` an `enum`, what stands beside a `$ref` an `allOf`. Nothing goes silently:
//! what has no form in 3.0 is listed as unread, with a finding wherever the client loses something by it.

mod constants;
mod definitions;
mod edit;
mod keywords;
mod kinds;
mod objects;
mod schema;
mod types;
mod unions;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::RefTarget;
use super::load::{Loaded, LoadedFile};
use super::lookup::Key;
use super::node::{Map, MapEntry, Node, NodeId, Tree, Value};
use super::scan::Site;
use super::version;
use crate::diagnostic::{Diagnostic, FileId, Location, Rule, Span};
use crate::pointer;
use kinds::{Below, Kind};

/// The version that the lowered tree is written in.
const VERSION: &str = "3.0.3";

/// What lowering has to tell.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) problems: Vec<Diagnostic>,
    pub(super) unread: Vec<Unread>,
}

/// A part of a 3.1 contract that has no form in 3.0.
#[derive(Debug, Clone)]
pub(crate) struct Unread {
    /// Where it stands; the span is that of key and value.
    pub(crate) place: Location,
    /// How many nodes it has.
    pub(crate) nodes: usize,
    /// Why nothing reads it.
    pub(crate) reason: &'static str,
}

/// Lowers the files of a contract that are written in 3.1: those that say so and, if the root does, those
/// that name no version.
pub(super) fn lower(loaded: &mut Loaded, references: &mut HashMap<Key, RefTarget>) -> Told {
    let root = loaded.files.first().map(|file| &file.tree);
    let newer: Vec<bool> =
        loaded.files.iter().map(|file| version::is_newer(&file.tree, root)).collect();
    if !newer.contains(&true) {
        return Told::default();
    }
    let mut lowering = Lowering {
        files: &mut loaded.files,
        sites: &mut loaded.sites,
        references,
        newer,
        moved: HashMap::new(),
        hoisted: Vec::new(),
        waiting: Vec::new(),
        seen: HashSet::new(),
        told: Told::default(),
    };
    lowering.run();
    lowering.told
}

struct Lowering<'l> {
    files: &'l mut Vec<LoadedFile>,
    sites: &'l mut Vec<Site>,
    references: &'l mut HashMap<Key, RefTarget>,
    /// By file.
    newer: Vec<bool>,
    /// References that stand in a node of their own now.
    moved: HashMap<Key, NodeId>,
    /// Definitions that become components.
    hoisted: Vec<Hoisted>,
    waiting: Vec<Visit>,
    seen: HashSet<Key>,
    told: Told,
}

/// An object that is to be lowered.
struct Visit {
    file: FileId,
    node: NodeId,
    kind: Kind,
    pointer: Arc<str>,
}

/// A definition inside a component, which becomes a component itself.
struct Hoisted {
    file: FileId,
    /// Where it was.
    from: String,
    /// Its name among the components.
    name: String,
    entry: MapEntry,
}

impl Lowering<'_> {
    fn run(&mut self) {
        for index in 0..self.files.len() {
            let file = FileId::from_index(index);
            let Some(root) = self.files.get(index).and_then(|file| file.tree.root()) else {
                continue;
            };
            let has = |key: &str| {
                let tree = self.files.get(index).map(|file| &file.tree);
                tree.and_then(|tree| tree.map(root)).is_some_and(|map| map.get(key).is_some())
            };
            if index == 0 || has("openapi") || has("components") || has("paths") {
                self.visit(file, root, Kind::Root, Arc::from(""));
            }
            while let Some(visit) = self.waiting.pop() {
                self.lower(&visit);
            }
        }
        self.finish_moves();
        definitions::hoist(self);
    }

    fn visit(&mut self, file: FileId, node: NodeId, kind: Kind, pointer: Arc<str>) {
        let is_newer = self.newer.get(file.index()) == Some(&true);
        if is_newer && self.seen.insert((file, node)) {
            self.waiting.push(Visit { file, node, kind, pointer });
        }
    }

    fn lower(&mut self, visit: &Visit) {
        if !visit.kind.is_schema()
            && let Some(target) = self.references.get(&(visit.file, visit.node)).cloned()
        {
            self.follow(&target, visit.kind);
            if visit.kind != Kind::PathItem || !self.merge_path_item(visit, &target) {
                self.siblings_of_reference(visit);
                return;
            }
        }
        match visit.kind {
            Kind::Schema | Kind::Argument => self.schema(visit),
            kind => self.object(visit, kind),
        }
        self.descend(visit);
    }

    /// The target of a reference is of the kind that its place wants.
    fn follow(&mut self, target: &RefTarget, kind: Kind) {
        self.visit(target.file, target.node, kind, Arc::clone(&target.pointer));
    }

    /// Goes on to what stands below an object that was lowered.
    fn descend(&mut self, visit: &Visit) {
        let Some(tree) = self.files.get(visit.file.index()).map(|file| &file.tree) else { return };
        let mut found = Vec::new();
        for entry in tree.map(visit.node).map(Map::entries).unwrap_or_default() {
            let Some(below) = visit.kind.below(&entry.key) else { continue };
            let pointer = pointer::join(&visit.pointer, &entry.key);
            match (below, tree.node(entry.value).map(|node| &node.value)) {
                // `additionalProperties` may be a flag in 3.0 as well.
                (Below::One(_), Some(Value::Bool(_))) if &*entry.key == "additionalProperties" => {}
                (Below::One(kind), _) => found.push((entry.value, kind, pointer)),
                (Below::List(kind), Some(Value::Sequence(items))) => {
                    let place = |index: usize| pointer::join(&pointer, &index.to_string());
                    let items = items.iter().enumerate();
                    found.extend(items.map(|(index, item)| (*item, kind, place(index))));
                }
                (Below::Map(kind) | Below::Names(kind), Some(Value::Map(map))) => {
                    let is_name = |entry: &&MapEntry| {
                        !matches!(below, Below::Map(_)) || !entry.key.starts_with("x-")
                    };
                    let entries = map.entries().iter().filter(is_name);
                    found.extend(
                        entries
                            .map(|entry| (entry.value, kind, pointer::join(&pointer, &entry.key))),
                    );
                }
                _ => {}
            }
        }
        for (node, kind, pointer) in found {
            self.visit(visit.file, node, kind, pointer.into());
        }
        if let Some(target) = self.references.get(&(visit.file, visit.node)).cloned() {
            let kind = if visit.kind.is_schema() { Kind::Schema } else { visit.kind };
            self.follow(&target, kind);
        }
    }

    fn tree(&self, file: FileId) -> Option<&Tree> {
        self.files.get(file.index()).map(|file| &file.tree)
    }

    fn tree_mut(&mut self, file: FileId) -> Option<&mut Tree> {
        self.files.get_mut(file.index()).map(|file| &mut file.tree)
    }

    fn node(&self, file: FileId, node: NodeId) -> Option<&Node> {
        self.tree(file)?.node(node)
    }

    /// Notes that nothing reads an entry.
    fn unread(&mut self, visit: &Visit, entry: &MapEntry, reason: &'static str) {
        let weight = self.node(visit.file, entry.value).map_or(1, |node| node.weight);
        let end =
            self.node(visit.file, entry.value).map_or(entry.key_span.end, |node| node.span.end);
        let span = Span::new(entry.key_span.start, end.max(entry.key_span.end));
        let place = Location::new(visit.file, span, pointer::join(&visit.pointer, &entry.key));
        let nodes = usize::try_from(weight).unwrap_or(usize::MAX);
        self.told.unread.push(Unread { place, nodes, reason });
    }

    /// Reports something at an entry.
    fn report(
        &mut self,
        rule: &'static Rule,
        visit: &Visit,
        entry: &MapEntry,
        message: String,
        help: &str,
    ) {
        let pointer = pointer::join(&visit.pointer, &entry.key);
        let place = Location::new(visit.file, entry.key_span, pointer);
        self.told.problems.push(Diagnostic::new(rule, place, message).help(help));
    }

    /// Lets every list of references know the nodes in which they stand now.
    fn finish_moves(&mut self) {
        for site in self.sites.iter_mut() {
            if let Some(node) = self.moved.get(&(site.file, site.node)) {
                site.node = *node;
            }
        }
    }
}

//! Which operations use which parts of a document, directly or through references.

use std::collections::{BTreeSet, HashMap};

use super::{METHODS, OperationObject, paths};
use crate::diagnostic::{FileId, Location};
use crate::document::{Cursor, Document, Identity};
use crate::pointer::Pointer;

/// An operation by its place in [`Users::operations`].
pub(crate) type OperationIndex = usize;

/// The keys of a root document that are about the contract and reach no operation.
const ABOUT: [&str; 2] = ["/info", "/externalDocs"];

/// Who uses what. A part is what a reference names, a tag, or what holds for operations that say
/// nothing else.
pub(crate) struct Users<'d> {
    /// Every operation, in the order of the document.
    pub(crate) operations: Vec<OperationObject<'d>>,
    operations_at: HashMap<(FileId, String), Vec<OperationIndex>>,
    items_at: HashMap<(FileId, String), Vec<OperationIndex>>,
    parts_at: HashMap<(FileId, String), usize>,
    /// The operations that use each part.
    used_by: Vec<BTreeSet<OperationIndex>>,
    parts: HashMap<Identity, usize>,
}

/// What an error at a place concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Concern {
    /// These operations; none if nothing uses the place.
    Operations(BTreeSet<OperationIndex>),
    /// The document as a whole.
    Document,
}

impl<'d> Users<'d> {
    pub(crate) fn of(document: &'d Document) -> Self {
        let root = document.root();
        let mut graph = Graph::default();
        let operations = OperationObject::all(&root);
        let starts: Vec<Vec<usize>> =
            operations.iter().map(|one| graph.of_operation(&root, one)).collect();
        let mut users = Self {
            operations_at: HashMap::new(),
            items_at: HashMap::new(),
            parts_at: graph.places,
            used_by: vec![BTreeSet::new(); graph.uses.len()],
            parts: graph.parts,
            operations,
        };
        for (index, start) in starts.into_iter().enumerate() {
            let mut waiting = start;
            while let Some(part) = waiting.pop() {
                if users.used_by.get_mut(part).is_some_and(|users| users.insert(index)) {
                    waiting.extend(graph.uses.get(part).into_iter().flatten());
                }
            }
        }
        for (index, operation) in users.operations.iter().enumerate() {
            let at = place(&operation.node);
            users.operations_at.entry(at).or_default().push(index);
            users.items_at.entry(place(&operation.path_item)).or_default().push(index);
        }
        // A path item that a reference names has two places.
        for (template, item) in paths(&root) {
            let all = users.operations.iter().enumerate();
            let own = all.filter(|(_, operation)| operation.template == template);
            let own: Vec<OperationIndex> = own.map(|(index, _)| index).collect();
            users.items_at.entry(place(&item)).or_default().extend(own);
        }
        users
    }

    /// Every part with the operations that use it.
    pub(crate) fn parts(&self) -> impl Iterator<Item = (Identity, &BTreeSet<OperationIndex>)> {
        self.parts.iter().filter_map(|(part, number)| Some((*part, self.used_by.get(*number)?)))
    }

    /// What an error at this place concerns: every operation that uses a part around it.
    pub(crate) fn concern(&self, location: &Location) -> Concern {
        let mut found = BTreeSet::new();
        let mut is_known = false;
        for pointer in Pointer::of(&location.pointer).outwards() {
            let place = (location.file, pointer.to_owned());
            let own = self.operations_at.get(&place).or_else(|| self.items_at.get(&place));
            if let Some(own) = own {
                found.extend(own);
                return Concern::Operations(found);
            }
            if let Some(users) = self.parts_at.get(&place).and_then(|part| self.used_by.get(*part))
            {
                is_known = true;
                found.extend(users);
            }
        }
        if is_known || self.is_aside(location) {
            return Concern::Operations(found);
        }
        Concern::Document
    }

    /// Whether a place that no operation uses says nothing about any of them.
    fn is_aside(&self, location: &Location) -> bool {
        let pointer = Pointer::of(&location.pointer);
        let is_about = ABOUT.iter().any(|key| pointer.below(key).is_some());
        let mut steps = pointer.steps();
        let is_inside = match steps.next().as_deref() {
            Some("components") => steps.nth(1).is_some(),
            Some("tags" | "paths") => steps.next().is_some(),
            Some(extension) => extension.starts_with("x-"),
            None => false,
        };
        is_about || is_inside || location.file != FileId::default()
    }
}

fn place(node: &Cursor<'_>) -> (FileId, String) {
    (node.file(), node.pointer())
}

/// What refers to what.
#[derive(Default)]
struct Graph {
    parts: HashMap<Identity, usize>,
    places: HashMap<(FileId, String), usize>,
    uses: Vec<Vec<usize>>,
}

impl Graph {
    /// The parts that an operation uses directly.
    fn of_operation(&mut self, root: &Cursor<'_>, operation: &OperationObject<'_>) -> Vec<usize> {
        let mut found = self.below(vec![operation.node.clone()]);
        let shared = operation.path_item.entries().filter(|(key, _)| !METHODS.contains(key));
        found.extend(self.below(shared.map(|(_, node)| node).collect()));
        let tags = operation.node.get("tags");
        let tags: Vec<&str> =
            tags.iter().flat_map(Cursor::items).filter_map(|tag| tag.as_str()).collect();
        for tag in root.get("tags").iter().flat_map(Cursor::items) {
            if tag.get("name").and_then(|name| name.as_str()).is_some_and(|it| tags.contains(&it)) {
                found.push(self.part(&tag));
            }
        }
        for key in ["security", "servers"] {
            let is_own =
                operation.node.get(key).is_some() || operation.path_item.get(key).is_some();
            found.extend(root.get(key).filter(|_| !is_own).map(|node| self.part(&node)));
        }
        let requirements = operation.node.get("security").or_else(|| root.get("security"));
        let names = requirements.iter().flat_map(Cursor::items);
        for (name, _) in names.flat_map(|one| one.entries().collect::<Vec<_>>()) {
            found.extend(security_scheme(root, name).map(|scheme| self.part(&scheme)));
        }
        found
    }

    /// The part that a node is; what it uses is found the first time.
    fn part<'d>(&mut self, node: &Cursor<'d>) -> usize {
        let mut waiting = Vec::new();
        let part = self.number(node, &mut waiting);
        self.finish(waiting);
        part
    }

    /// The parts that these nodes and what stands in them refer to.
    fn below<'d>(&mut self, nodes: Vec<Cursor<'d>>) -> Vec<usize> {
        let mut waiting = Vec::new();
        let found = self.direct(nodes, &mut waiting);
        self.finish(waiting);
        found
    }

    /// Finds what these parts use, and what those use that are met on the way.
    fn finish<'d>(&mut self, mut waiting: Vec<(usize, Cursor<'d>)>) {
        while let Some((number, node)) = waiting.pop() {
            let uses = self.direct(vec![node], &mut waiting);
            if let Some(slot) = self.uses.get_mut(number) {
                *slot = uses;
            }
        }
    }

    fn direct<'d>(
        &mut self,
        mut nodes: Vec<Cursor<'d>>,
        waiting: &mut Vec<(usize, Cursor<'d>)>,
    ) -> Vec<usize> {
        let mut found = Vec::new();
        while let Some(node) = nodes.pop() {
            let target = node.reference().and_then(|reference| reference.target());
            if let Some(target) = target.or_else(|| node.mapping_target()) {
                found.push(self.number(&target, waiting));
                continue;
            }
            nodes.extend(node.entries().map(|(_, child)| child));
            nodes.extend(node.items());
        }
        found
    }

    fn number<'d>(&mut self, node: &Cursor<'d>, waiting: &mut Vec<(usize, Cursor<'d>)>) -> usize {
        if let Some(known) = self.parts.get(&node.identity()) {
            return *known;
        }
        let number = self.uses.len();
        self.uses.push(Vec::new());
        self.parts.insert(node.identity(), number);
        self.places.insert(place(node), number);
        waiting.push((number, node.clone()));
        number
    }
}

/// The security scheme of this name in the root document.
fn security_scheme<'d>(root: &Cursor<'d>, name: &str) -> Option<Cursor<'d>> {
    root.get("components")?.get("securitySchemes")?.get(name)
}

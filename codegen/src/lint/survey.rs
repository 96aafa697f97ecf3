//! One walk over the whole document: every object with its kind, for the rules to look at.

use std::collections::HashSet;

use crate::document::{Cursor, Document, Identity};
use crate::openapi::{Below, Object, OperationObject};

/// Every object of the document, each once however often it is referred to.
pub(crate) struct Survey<'d> {
    /// In no particular order; what is reported is sorted later.
    pub(crate) objects: Vec<(Object, Cursor<'d>)>,
    /// The operations of the root's paths.
    pub(crate) operations: Vec<OperationObject<'d>>,
    /// References to a component of another kind than the one that is wanted there.
    pub(crate) strays: Vec<Stray<'d>>,
}

/// A reference that leads to an object of the wrong kind.
#[derive(Clone)]
pub(crate) struct Stray<'d> {
    /// The node with the `$ref`.
    pub(crate) node: Cursor<'d>,
    pub(crate) wanted: Object,
    pub(crate) found: Object,
}

impl<'d> Survey<'d> {
    pub(crate) fn new(document: &'d Document) -> Self {
        let root = document.root();
        let mut walk = Walk::default();
        walk.visit(&root, Object::Root);
        for part in document.parts() {
            let is_document = ["paths", "components"].iter().any(|key| part.get(key).is_some());
            if is_document && !walk.knows(&part) {
                let object =
                    if part.get("openapi").is_some() { Object::Root } else { Object::Part };
                walk.visit(&part, object);
            }
        }
        let operations = OperationObject::all(&root);
        Self { objects: walk.objects, operations, strays: walk.strays }
    }

    /// The objects of one kind.
    pub(crate) fn each(&self, wanted: Object) -> impl Iterator<Item = &Cursor<'d>> {
        self.objects.iter().filter(move |(object, _)| *object == wanted).map(|(_, node)| node)
    }
}

fn is_reference(node: &Cursor<'_>) -> bool {
    node.get("$ref").is_some_and(|target| target.as_str().is_some())
}

/// The kind of a component, by the section in which it stands.
fn component_kind(node: &Cursor<'_>) -> Option<Object> {
    let pointer = node.pointer();
    let mut steps = pointer.strip_prefix("/components/")?.split('/');
    let (section, _name) = (steps.next()?, steps.next()?);
    let sections = Object::Components.keys().iter();
    let (_, below) = sections.clone().find(|(name, _)| *name == section)?;
    match below {
        Below::Map(object) if steps.next().is_none() => Some(*object),
        _ => None,
    }
}

#[derive(Default)]
struct Walk<'d> {
    seen: HashSet<(Identity, Object)>,
    known: HashSet<Identity>,
    waiting: Vec<(Object, Cursor<'d>)>,
    objects: Vec<(Object, Cursor<'d>)>,
    strays: Vec<Stray<'d>>,
}

impl<'d> Walk<'d> {
    fn knows(&self, node: &Cursor<'_>) -> bool {
        self.known.contains(&node.identity())
    }

    /// Visits an object and everything below it; nesting is limited by memory only.
    fn visit(&mut self, start: &Cursor<'d>, object: Object) {
        self.waiting.push((object, start.clone()));
        while let Some((object, given)) = self.waiting.pop() {
            let node = given.resolve();
            let found = component_kind(&node).filter(|found| *found != object);
            if let Some(found) = found.filter(|_| given.reference().is_some()) {
                self.strays.push(Stray { node: given, wanted: object, found });
                continue;
            }
            if !self.seen.insert((node.identity(), object)) {
                continue;
            }
            self.known.insert(node.identity());
            if object == Object::Callback {
                let items = node.entries().filter(|(key, _)| !key.starts_with("x-"));
                self.waiting.extend(items.map(|(_, item)| (Object::PathItem, item)));
            }
            for (key, below) in object.keys() {
                if let Some(value) = node.get(key) {
                    self.below(&value, *below);
                }
            }
            self.objects.push((object, node));
        }
    }

    fn below(&mut self, value: &Cursor<'d>, below: Below) {
        match below {
            Below::OneOrFlag(_) if value.as_bool().is_some() => {}
            Below::One(object) | Below::OneOrFlag(object) => {
                self.waiting.push((object, value.clone()));
            }
            Below::List(object) => {
                self.waiting.extend(value.items().map(|item| (object, item)));
            }
            // A map that is a reference is no map: what it would name is reported elsewhere.
            Below::Map(_) | Below::Extensible(_) if is_reference(value) => {}
            Below::Map(object) => {
                self.waiting.extend(value.entries().map(|(_, entry)| (object, entry)));
            }
            Below::Extensible(object) => {
                let names = value.entries().filter(|(key, _)| !key.starts_with("x-"));
                self.waiting.extend(names.map(|(_, entry)| (object, entry)));
            }
            _ => {}
        }
    }
}

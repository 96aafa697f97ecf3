//! One walk over the whole document: every object with its kind, for the rules to look at.

use std::collections::HashSet;

use crate::document::{Cursor, Document, Identity};
use crate::openapi::{Below, Object};

/// The HTTP methods a path item can have.
pub(crate) const METHODS: [&str; 8] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Every object of the document, each once however often it is referred to.
pub(crate) struct Survey<'d> {
    /// In no particular order; what is reported is sorted later.
    pub(crate) objects: Vec<(Object, Cursor<'d>)>,
    /// The operations of the root's paths.
    pub(crate) operations: Vec<Operation<'d>>,
}

/// One operation and where it was found.
#[derive(Clone)]
pub(crate) struct Operation<'d> {
    /// The path as written.
    pub(crate) template: &'d str,
    /// In lower case.
    pub(crate) method: &'static str,
    /// The path item, resolved.
    pub(crate) item: Cursor<'d>,
    /// The operation object.
    pub(crate) node: Cursor<'d>,
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
        Self { objects: walk.objects, operations: operations(&root) }
    }

    /// The objects of one kind.
    pub(crate) fn each(&self, wanted: Object) -> impl Iterator<Item = &Cursor<'d>> {
        self.objects.iter().filter(move |(object, _)| *object == wanted).map(|(_, node)| node)
    }
}

impl<'d> Operation<'d> {
    /// `GET /things`.
    pub(crate) fn route(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.template)
    }

    /// The parameters of the path item, then its own.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = Cursor<'d>> {
        [self.item.get("parameters"), self.node.get("parameters")]
            .into_iter()
            .flatten()
            .flat_map(|list| list.items().collect::<Vec<_>>())
    }

    /// Status and response, resolved.
    pub(crate) fn responses(&self) -> impl Iterator<Item = (&'d str, Cursor<'d>)> {
        let responses = self.node.get("responses");
        responses
            .into_iter()
            .flat_map(|responses| responses.entries().collect::<Vec<_>>())
            .filter(|(status, _)| !status.starts_with("x-"))
            .map(|(status, response)| (status, response.resolve()))
    }
}

fn operations<'d>(root: &Cursor<'d>) -> Vec<Operation<'d>> {
    let mut found = Vec::new();
    for (template, item) in root.get("paths").iter().flat_map(Cursor::entries) {
        let item = item.resolve();
        for method in METHODS {
            if let Some(node) = item.get(method) {
                found.push(Operation { template, method, item: item.clone(), node });
            }
        }
    }
    found
}

fn is_reference(node: &Cursor<'_>) -> bool {
    node.get("$ref").is_some_and(|target| target.as_str().is_some())
}

#[derive(Default)]
struct Walk<'d> {
    seen: HashSet<(Identity, Object)>,
    known: HashSet<Identity>,
    waiting: Vec<(Object, Cursor<'d>)>,
    objects: Vec<(Object, Cursor<'d>)>,
}

impl<'d> Walk<'d> {
    fn knows(&self, node: &Cursor<'_>) -> bool {
        self.known.contains(&node.identity())
    }

    /// Visits an object and everything below it; nesting is limited by memory only.
    fn visit(&mut self, start: &Cursor<'d>, object: Object) {
        self.waiting.push((object, start.clone()));
        while let Some((object, node)) = self.waiting.pop() {
            let node = node.resolve();
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

//! Where on the page a place of the contract is shown.

use std::collections::HashMap;

use super::anchor;
use super::facts::body_schema;
use crate::diagnostic::{FileId, Location};
use crate::document::{Cursor, Document};
use crate::plan::{Operation, Parameter, Plan, Shape};
use crate::pointer::Pointer;

/// A part of the page that shows a place of the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LinkTarget {
    /// What people call it, such as `PairingKey.uri`.
    pub(super) title: String,
    /// Its id.
    pub(super) id: String,
}

/// Parts of the page by file and JSON pointer.
pub(super) struct LinkTargets {
    by_place: HashMap<(FileId, String), LinkTarget>,
}

impl LinkTargets {
    pub(super) fn new(document: &Document, plan: &Plan) -> Self {
        let mut targets = Self { by_place: HashMap::new() };
        for api in &plan.apis {
            targets.add(&api.location, &api.tag, anchor::api(&api.module));
        }
        for item in plan.types.values() {
            let id = anchor::type_item(&item.name);
            targets.add(&item.location, &item.name, id.clone());
            let Shape::Struct(object) = &item.shape else { continue };
            for field in &object.fields {
                let title = format!("{}.{}", item.name, field.wire);
                targets.add(&field.location, &title, anchor::below(&id, &field.wire));
            }
        }
        for (_, operation) in plan.operations() {
            targets.operation(document, operation);
        }
        targets
    }

    /// The part that shows a place, or the nearest one around it.
    pub(super) fn find(&self, location: &Location) -> Option<&LinkTarget> {
        let mut nodes = Pointer::of(&location.pointer).outwards();
        nodes.find_map(|node| self.by_place.get(&(location.file, node.to_owned())))
    }

    fn operation(&mut self, document: &Document, operation: &Operation) {
        let id = anchor::operation(&operation.id);
        for (place, parameter) in parameters(operation) {
            let title = format!("parameter {}", parameter.wire);
            let id = parameter_id(&operation.id, place, &parameter.wire);
            let target = document.at(&parameter.location).map(|node| node.resolve().location());
            self.add(&parameter.location, &title, id.clone());
            if let Some(location) = target {
                self.add(&location, &title, id.clone());
            }
        }
        let node = document.at(&operation.location);
        self.response(node.as_ref(), operation);
        let responses = node.and_then(|node| node.get("responses"));
        for error in &operation.errors {
            let response = responses.as_ref().and_then(|list| list.get(&error.status.to_string()));
            let title = format!("status {}", error.status);
            for place in response.iter().flat_map(|one| [one.location(), one.resolve().location()])
            {
                self.add(&place, &title, anchor::status(error.status));
            }
        }
        self.add(&operation.location, &operation.id, id);
    }

    /// The properties of the success response, which may be no type of their own.
    fn response(&mut self, node: Option<&Cursor<'_>>, operation: &Operation) {
        let status = operation.success.status.to_string();
        let response = node.and_then(|node| node.get("responses")?.get(&status));
        let Some(schema) = response.and_then(|response| body_schema(&response.resolve())) else {
            return;
        };
        let id = anchor::id(&["op", &operation.id, "response"]);
        for (name, property) in schema.resolve().get("properties").iter().flat_map(Cursor::entries)
        {
            let title = format!("{}, response: {name}", operation.id);
            self.add(&property.location(), &title, anchor::below(&id, name));
        }
    }

    /// The first part that shows a place counts.
    fn add(&mut self, location: &Location, title: &str, id: String) {
        let place = (location.file, location.pointer.clone());
        self.by_place.entry(place).or_insert_with(|| LinkTarget { title: title.to_owned(), id });
    }
}

/// The parameters of an operation with the words for where they stand.
pub(super) fn parameters(
    operation: &Operation,
) -> impl Iterator<Item = (&'static str, &Parameter)> {
    let path = operation.path.iter().map(|one| ("path", one));
    path.chain(operation.parameters().map(|one| (one.place.name(), one)))
}

/// The id of a parameter of an operation; names repeat between path, query and headers.
pub(super) fn parameter_id(operation: &str, place: &str, parameter: &str) -> String {
    anchor::id(&["op", operation, place, parameter])
}

/// Every doubt of the contract, with its place.
pub(super) fn doubts(document: &Document) -> Vec<(Location, &str)> {
    let mut found = Vec::new();
    let mut waiting: Vec<Cursor<'_>> =
        std::iter::once(document.root()).chain(document.parts()).collect();
    while let Some(node) = waiting.pop() {
        if let Some(doubt) = node.get("x-unconfirmed").and_then(|doubt| doubt.as_str()) {
            found.push((node.location(), doubt));
        }
        waiting.extend(node.entries().map(|(_, child)| child).chain(node.items()));
    }
    found.sort();
    found
}

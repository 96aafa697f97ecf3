//! Which Rust item a place of the contract becomes, taken from the plan.

use std::collections::BTreeMap;

use crate::diagnostic::{Location, Sources};
use crate::plan::{Api, Operation, Parameter, Plan, Presence, Scope, Shape, TypeItem};

/// File name and JSON pointer.
pub(super) type NamedPlace = (String, String);

/// The items by the place they come from; a place can become several.
pub(super) struct Items {
    by_place: BTreeMap<NamedPlace, Vec<String>>,
}

impl Items {
    pub(super) fn new(plan: &Plan, sources: &Sources) -> Self {
        let mut items = Self { by_place: BTreeMap::new() };
        for api in &plan.apis {
            items.add(sources, &api.location, api.handle.clone());
            for operation in &api.operations {
                items.operation(sources, api, operation);
            }
        }
        for item in plan.types.values() {
            items.type_item(sources, item);
        }
        items
    }

    /// The items of a place, or of the nearest one around it.
    pub(super) fn of(&self, file: &str, pointer: &str) -> &[String] {
        let mut place = (file.to_owned(), pointer.to_owned());
        loop {
            if let Some(items) = self.by_place.get(&place) {
                return items;
            }
            match place.1.rfind('/') {
                Some(end) => place.1.truncate(end),
                None => return &[],
            }
        }
    }

    fn operation(&mut self, sources: &Sources, api: &Api, operation: &Operation) {
        let method = format!("{}::{}", api.handle, operation.verb);
        self.add(sources, &operation.location, method.clone());
        for parameter in &operation.path {
            let is_shared = api.scope.iter().any(|shared| shared.wire == parameter.wire);
            let item = match (parameter.scope, is_shared) {
                (Scope::Client, _) => format!("Client::{}", parameter.field),
                (_, true) => format!("Client::{}({})", api.module, parameter.field),
                (_, false) => format!("{method}({})", parameter.field),
            };
            self.add(sources, &parameter.location, item);
        }
        for parameter in operation.parameters() {
            self.add(sources, &parameter.location, given(&method, operation, parameter));
        }
    }

    fn type_item(&mut self, sources: &Sources, item: &TypeItem) {
        self.add(sources, &item.location, item.name.clone());
        if let Shape::Struct(object) = &item.shape {
            for field in &object.fields {
                self.add(sources, &field.location, format!("{}::{}", item.name, field.name));
            }
        }
    }

    fn add(&mut self, sources: &Sources, location: &Location, item: String) {
        let place = (sources.name(location.file).to_owned(), location.pointer.clone());
        let items = self.by_place.entry(place).or_default();
        if !items.contains(&item) {
            items.push(item);
        }
    }
}

/// A required parameter is an argument, an optional one a setter of the builder.
fn given(method: &str, operation: &Operation, parameter: &Parameter) -> String {
    match parameter.presence {
        Presence::Required => format!("{method}({})", parameter.field),
        Presence::Optional => format!("{}::{}", operation.builder, parameter.field),
    }
}

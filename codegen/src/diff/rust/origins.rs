//! Where public items come from: the nodes of the plan, by the paths of the items that they become.
//!
//! An item that has no node of its own comes from where its owner comes from.

use std::collections::BTreeMap;

use super::surface::Item;
use crate::diagnostic::Location;
use crate::plan::{
    Api, Operation, Parameter, Payload, Plan, Shape, Struct, TypeItem, TypeRef, Union,
};

/// What the plan knows of an item and its code does not say.
#[derive(Debug, Clone, Default)]
pub(super) struct Origin<'p> {
    places: Vec<&'p Location>,
    wire: String,
    docs: Vec<String>,
    /// The arguments of a function by name.
    pub(super) arguments: Vec<(&'p str, &'p Location)>,
}

/// An enum value without a character, which needs a name as all others do.
const EMPTY: &str = "\"\"";

impl<'p> Origin<'p> {
    fn at(places: impl IntoIterator<Item = &'p Location>) -> Self {
        Self { places: places.into_iter().collect(), ..Self::default() }
    }

    fn wire(self, wire: impl Into<String>) -> Self {
        Self { wire: wire.into(), ..self }
    }

    fn docs(self, docs: impl IntoIterator<Item = &'p String>) -> Self {
        Self { docs: docs.into_iter().cloned().collect(), ..self }
    }

    fn takes(self, arguments: impl IntoIterator<Item = (&'p str, &'p Location)>) -> Self {
        Self { arguments: arguments.into_iter().collect(), ..self }
    }
}

/// The origins by path.
#[derive(Default)]
pub(super) struct Origins<'p>(pub(super) BTreeMap<String, Origin<'p>>);

impl<'p> Origins<'p> {
    pub(super) fn of(plan: &'p Plan) -> Self {
        let mut origins = Self::default();
        origins.client(plan);
        for item in plan.types.values().chain(plan.shared.values()) {
            origins.type_item(plan, item);
        }
        for api in &plan.apis {
            origins.api(api);
        }
        for (_, operation) in plan.operations() {
            origins.embedded(plan, operation);
        }
        origins
    }

    /// Adds to an item what its code does not say.
    pub(super) fn complete(&self, path: &str, item: &mut Item) {
        let own = self.0.get(path);
        let nearest = own.or_else(|| self.0.get(&item.owner));
        item.origins = nearest.iter().flat_map(|origin| &origin.places).copied().cloned().collect();
        let Some(own) = own else { return };
        item.wire.clone_from(&own.wire);
        item.docs.clone_from(&own.docs);
        for argument in &mut item.arguments {
            let origin = own.arguments.iter().find(|(name, _)| *name == argument.name);
            argument.origin = origin.map(|(_, location)| (*location).clone());
        }
    }

    /// Where two nodes become the same item, the first is its origin.
    fn add(&mut self, path: String, origin: Origin<'p>) {
        self.0.entry(path).or_insert(origin);
    }

    fn client(&mut self, plan: &'p Plan) {
        let scope = plan.client_scope();
        let places = || Origin::at(scope.iter().map(|parameter| &parameter.location));
        self.add("Client".to_owned(), places());
        for name in ["builder", "from_core"] {
            let taken = scope.iter().copied().map(argument);
            self.add(format!("Client::{name}()"), places().takes(taken));
        }
        for parameter in &scope {
            let origin = Origin::at([&parameter.location]).wire(&parameter.wire);
            self.add(format!("Client::{}()", parameter.field), origin);
            if let TypeRef::Runtime(name) = &parameter.ty {
                self.add(name.clone(), Origin::at([&parameter.location]));
            }
        }
    }

    fn type_item(&mut self, plan: &'p Plan, item: &'p TypeItem) {
        let (name, docs) = (&item.name, item.docs.iter().chain(&item.successor));
        if let Some(conversion) = &item.made_of {
            let path = format!("impl From<{}> for {name}", conversion.from);
            self.add(path, Origin::at([&item.location]));
        }
        let own = Origin::at([&item.location]).docs(docs);
        match &item.shape {
            Shape::Id | Shape::Text => self.add(name.clone(), own),
            Shape::Enum(values) => {
                self.add(name.clone(), own);
                for value in &values.values {
                    let wire = if value.wire.is_empty() { EMPTY } else { &value.wire };
                    let origin = Origin::at([&item.location]).wire(wire);
                    self.add(format!("{name}::{}", value.variant), origin);
                }
            }
            Shape::Struct(object) => {
                self.add(name.clone(), own);
                self.object(item, object);
            }
            Shape::Union(union) => {
                let own = union.tag.iter().fold(own, Origin::wire);
                self.add(name.clone(), own);
                self.union(plan, item, union);
            }
        }
    }

    fn object(&mut self, item: &'p TypeItem, object: &'p Struct) {
        let name = &item.name;
        for field in &object.fields {
            let origin = Origin::at([&field.location]).wire(&field.wire);
            let docs = field.docs.iter().chain(&field.successor);
            self.add(format!("{name}::{}", field.name), origin.clone().docs(docs));
            // The words of a setter are those of its field.
            let setter = origin.takes([(field.name.as_str(), &field.location)]);
            self.add(format!("{name}::{}()", field.name), setter);
            if let Some(null) = field.null_setter() {
                let origin = Origin::at([&field.location]).wire(&field.wire);
                self.add(format!("{name}::{null}()"), origin);
            }
        }
        let new = match item.group() {
            None => Origin::at([&item.location]).takes(required(object)),
            Some(group) => {
                self.add(group.clone(), Origin::at([&item.location]));
                for field in object.required() {
                    let origin = Origin::at([&field.location]).wire(&field.wire);
                    self.add(format!("{group}::{}", field.name), origin.docs(&field.docs));
                }
                Origin::at([&item.location]).takes([("required", &item.location)])
            }
        };
        self.add(format!("{name}::new()"), new);
        if let [only] = object.fields.as_slice()
            && let TypeRef::Named(held) = &only.ty
        {
            self.add(format!("impl From<{held}> for {name}"), Origin::at([&only.location]));
        }
    }

    fn union(&mut self, plan: &'p Plan, item: &'p TypeItem, union: &'p Union) {
        let name = &item.name;
        for variant in &union.variants {
            let held = variant.ty.name().and_then(|name| plan.types.get(name));
            let place = held.map_or(&variant.location, |held| &held.location);
            let origin = Origin::at([place, &item.location]).wire(&variant.wire);
            self.add(format!("{name}::{}", variant.name), origin);
            let from = Origin::at([place]);
            let ty = crate::rust_type::stored(&variant.ty).to_string().replace(' ', "");
            self.add(format!("impl From<{ty}> for {name}"), from.clone());
            for word in ["as", "into", "to"] {
                let accessor = from.clone().wire(&variant.wire);
                self.add(format!("{name}::{}()", variant.accessor(word)), accessor);
            }
            if let Some(held) = held
                && let Shape::Struct(object) = &held.shape
            {
                let constructor = from.wire(&variant.wire);
                let constructor = match held.group() {
                    Some(_) => constructor.takes([("required", &held.location)]),
                    None => constructor.takes(required(object)),
                };
                self.add(format!("{name}::{}()", variant.constructor), constructor);
            }
        }
        for field in &union.shared {
            let origin = Origin::at([&field.location]).wire(&field.wire);
            self.add(format!("{name}::{}()", field.name), origin);
        }
    }

    /// The relation under which a collection embeds a type.
    fn embedded(&mut self, plan: &'p Plan, operation: &'p Operation) {
        for (payload, _) in operation.success.cases() {
            if let Payload::Collection { item: TypeRef::Named(name), relation, .. } = payload {
                let places = plan.types.get(name).map(|item| &item.location);
                self.add(format!("impl Embedded for {name}"), Origin::at(places).wire(relation));
            }
        }
    }

    fn api(&mut self, api: &'p Api) {
        let (module, handle) = (&api.module, format!("{}::{}", api.module, api.handle));
        let operations = api.operations.iter().map(|operation| &operation.location);
        let origin = Origin::at([&api.location].into_iter().chain(operations));
        let accessor = origin.clone().takes(api.scope.iter().map(argument));
        self.add(module.clone(), origin.clone());
        self.add(format!("Client::{module}()"), accessor);
        for operation in &api.operations {
            self.operation(api, &handle, operation);
        }
        self.add(handle, origin.docs(api.description.iter().chain(&api.docs_url)));
    }

    fn operation(&mut self, api: &'p Api, handle: &str, operation: &'p Operation) {
        let at = || Origin::at([&operation.location]);
        let route = format!("{} {}", operation.method.as_str(), route(&operation.template));
        let body = operation
            .body
            .iter()
            .filter(|body| body.is_given())
            .map(|_| ("body", &operation.location));
        let given = operation.arguments(api).chain(operation.required_parameters()).map(argument);
        let group = operation.group(api);
        let verb = match &group {
            Some(_) => at()
                .wire(route)
                .takes([("parameters", &operation.location)].into_iter().chain(body)),
            None => at().wire(route).takes(given.chain(body)),
        };
        self.add(format!("{handle}::{}()", operation.verb), verb);
        if let Some(group) = group {
            let group = format!("{}::{group}", api.module);
            for parameter in operation.grouped(api) {
                let field = Origin::at([&parameter.location])
                    .wire(format!("{} {}", parameter.place.name(), parameter.wire))
                    .docs(&parameter.docs);
                self.add(format!("{group}::{}", parameter.field), field);
            }
            self.add(group, at());
        }
        if let Some(choice) = operation.body.as_ref().and_then(|body| body.choice()) {
            let name = format!("{}::{}", api.module, choice.name);
            for media in &choice.media {
                self.add(format!("{name}::{}", media.variant), at().wire(&media.name));
            }
            self.add(name, at());
        }
        if let Some(name) = operation.headers_name() {
            let name = format!("{}::{name}", api.module);
            for header in &operation.response_headers {
                let field = Origin::at([&header.location])
                    .wire(format!("header {}", header.wire))
                    .docs(&header.description);
                self.add(format!("{name}::{}", header.field), field);
            }
            self.add(format!("impl From<&pingone_core::Response<T>> for {name}"), at());
            self.add(name, at());
        }
        if let Some(outcomes) = operation.success.outcomes() {
            let name = format!("{}::{}", api.module, outcomes.name);
            for case in &outcomes.cases {
                self.add(format!("{name}::{}", case.variant), at().wire(case.key()));
            }
            self.add(format!("{name}::Other"), at().wire("2XX"));
            self.add(name, at());
        }
        let builder = format!("{}::{}", api.module, operation.builder);
        for parameter in operation.parameters() {
            let kind = parameter.place.name();
            let setter = Origin::at([&parameter.location])
                .wire(format!("{kind} {}", parameter.wire))
                .docs(&parameter.docs)
                .takes([argument(parameter)]);
            self.add(format!("{builder}::{}()", parameter.field), setter);
        }
        self.add(builder, Origin { docs: docs(operation), ..at() });
    }
}

fn argument(parameter: &Parameter) -> (&str, &Location) {
    (&parameter.field, &parameter.location)
}

fn required(object: &Struct) -> impl Iterator<Item = (&str, &Location)> {
    object.required().map(|field| (field.name.as_str(), &field.location))
}

/// The path without the names of its parameters, which are not sent.
fn route(template: &str) -> String {
    let parts = template.split('/');
    let parts = parts.map(|part| if part.starts_with('{') { "{}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// The words of the contract that become documentation of the operation.
fn docs(operation: &Operation) -> Vec<String> {
    let texts =
        [&operation.summary, &operation.description, &operation.docs_url, &operation.successor];
    let errors = operation.errors.iter().map(|one| {
        let doubt = one.unconfirmed.as_deref().unwrap_or_default();
        format!("{} {} {doubt}", one.status, one.description)
    });
    let examples = operation.body.iter().flat_map(|body| &body.examples);
    let examples = examples.map(|example| example.value.to_string());
    texts.into_iter().flatten().cloned().chain(errors).chain(examples).collect()
}

//! Names that meet: types, modules, operations and arguments must each be unique where they live.

use super::planner::Planner;
use std::collections::BTreeMap;

use super::{
    Api, Argument, Operation, Parameter, Payload, Scope, Shape, TypeItem, TypeRef, names, rules,
};
use crate::diagnostic::{Diagnostic, Location};

/// Methods that every request builder has, or at least that of a collection.
const BUILDER_NAMES: [&str; 9] = [
    "clone",
    "into_future",
    "items",
    "new",
    "pages",
    "retry",
    "send",
    "send_with_metadata",
    "timeout",
];

/// Arguments of the builders' constructors beside the parameters.
const BUILDER_FIELDS: [&str; 2] = ["body", "client"];

impl Planner<'_> {
    /// Checks the types: none hides one of the runtime's, and no struct contains itself.
    pub(super) fn check_types(&mut self) {
        let both: Vec<(String, Location, Location)> = self
            .runtime_types
            .iter()
            .filter_map(|(name, place)| {
                Some((name.clone(), self.types.get(name)?.location.clone(), place.clone()))
            })
            .collect();
        for (name, own, used) in both {
            let message = format!("the type `{name}` would hide the runtime's, which is used too");
            self.problem(
                Diagnostic::new(&rules::NAME_RESERVED, own, message)
                    .related(used, "it is used here")
                    .help("rename the schema, or give it another name with `x-rust-name`"),
            );
        }
        let recursive: Vec<(String, Location)> = self
            .types
            .values()
            .filter(|item| self.contains(item, &item.name))
            .map(|item| (item.name.clone(), item.location.clone()))
            .collect();
        for (name, place) in recursive {
            self.problem(
                Diagnostic::new(
                    &rules::RECURSIVE_TYPE,
                    place,
                    format!("`{name}` contains itself, so its size is infinite"),
                )
                .help("hold it in an array, or refer to it by its id"),
            );
        }
    }

    /// Whether `item` holds `wanted` by value; arrays and maps hold by pointer.
    fn contains(&self, item: &TypeItem, wanted: &str) -> bool {
        let mut seen: Vec<&str> = Vec::new();
        let mut waiting = vec![item];
        while let Some(next) = waiting.pop() {
            for part in held(&next.shape) {
                if part == wanted {
                    return true;
                }
                if !seen.contains(&part) {
                    seen.push(part);
                    waiting.extend(self.types.get(part));
                }
            }
        }
        false
    }

    /// Checks the names of modules, handles, operations, verbs, arguments and setters.
    pub(super) fn check_apis(&mut self, apis: &[Api]) {
        let mut modules = Names::new("module");
        let mut ids = Names::new("`operationId`");
        let mut relations: BTreeMap<String, (String, Location)> = BTreeMap::new();
        for api in apis {
            modules.take(self, &api.module, &api.location);
            if self.is_taken(&api.module, apis) {
                let message = format!(
                    "the tag `{}` becomes `client.{}(…)` and a module of that name, which the \
                     client already has",
                    api.tag, api.module
                );
                self.collision(&api.location, message, None);
            }
            self.check_handle_name(api);
            let mut verbs = Names::new("method");
            for operation in &api.operations {
                // The same id twice is the same verb twice; one report is enough.
                if ids.take(self, &operation.id, &operation.id_location) {
                    verbs.take(self, &operation.verb, &operation.id_location);
                }
                if names::is_trait_function(&operation.verb) {
                    let message = format!(
                        "`{}` becomes the method `{}`, which would hide one that every handle has",
                        operation.id, operation.verb
                    );
                    self.collision(&operation.id_location, message, None);
                }
                self.check_builder_name(api, operation);
                self.check_call(api, operation);
                self.check_relation(operation, &mut relations);
            }
        }
    }

    /// Whether the root of the client's crate or the client itself has the name already.
    fn is_taken(&self, module: &str, apis: &[Api]) -> bool {
        let own =
            names::CLIENT_METHODS.iter().chain(&names::ROOT_MODULES).chain(&names::REEXPORTED);
        let handwritten = self.target.modules.iter().any(|name| name == module);
        let operations = apis.iter().flat_map(|api| &api.operations);
        let mut values = operations.flat_map(|operation| &operation.path);
        own.into_iter().any(|name| *name == module)
            || handwritten
            || values.any(|value| value.scope == Scope::Client && value.field == module)
    }

    /// A handle stands in one file with the types that its methods take.
    fn check_handle_name(&mut self, api: &Api) {
        if names::RESERVED_TYPES.contains(&api.handle.as_str()) {
            let message = format!(
                "the tag `{}` becomes the type `{}`, which would hide one that generated code uses",
                api.tag, api.handle
            );
            self.collision(&api.location, message, None);
        }
        let mut meets = false;
        for operation in &api.operations {
            let scope = api.scope.iter().map(|one| &one.ty);
            for ty in scope.chain(operation.given(api).map(Argument::ty)) {
                ty.visit(&mut |part| {
                    meets |= matches!(part, TypeRef::Named(name) if *name == api.handle);
                });
            }
        }
        if let Some(schema) = self.types.get(&api.handle).filter(|_| meets) {
            let schema = schema.location.clone();
            let message = format!(
                "the tag `{}` becomes the type `{}`, which a schema is already",
                api.tag, api.handle
            );
            self.collision(&api.location, message, Some(schema));
        }
    }

    /// A builder stands in one file with the types it uses.
    fn check_builder_name(&mut self, api: &Api, operation: &Operation) {
        let (id, builder) = (&operation.id, &operation.builder);
        let place = &operation.id_location;
        if *builder == api.handle {
            let message =
                format!("`{id}` and the tag `{}` both become the type `{builder}`", api.tag);
            self.collision(place, message, Some(api.location.clone()));
        }
        if names::RESERVED_TYPES.contains(&builder.as_str()) {
            let message = format!(
                "`{id}` becomes the type `{builder}`, which would hide one that generated code uses"
            );
            self.collision(place, message, None);
        }
        if let Some(schema) = self.types.get(builder).map(|item| item.location.clone()) {
            let message = format!("`{id}` becomes the type `{builder}`, which a schema is already");
            self.collision(place, message, Some(schema));
        }
    }

    /// Arguments and setters of one builder share a namespace: its fields.
    fn check_call(&mut self, api: &Api, operation: &Operation) {
        let mut fields: BTreeMap<&str, &Parameter> = BTreeMap::new();
        let given = api.scope.iter().chain(operation.arguments(api));
        let given = given.chain(operation.required_parameters());
        for parameter in given.chain(operation.optional_parameters()) {
            let (wire, field) = (&parameter.wire, parameter.field.as_str());
            if let Some(first) = fields.insert(field, parameter) {
                // Without the operation: a shared pair is told once.
                let message = format!(
                    "the parameters `{}` and `{wire}` of one operation both become `{field}`",
                    first.wire
                );
                self.collision(&parameter.location, message, Some(first.location.clone()));
            }
            if BUILDER_NAMES.contains(&field) || BUILDER_FIELDS.contains(&field) {
                let message = format!(
                    "the parameter `{wire}` becomes `{field}`, which every builder already has"
                );
                self.problem(
                    Diagnostic::new(&rules::NAME_COLLISION, parameter.location.clone(), message)
                        .help("give the parameter another name with `x-rust-name`"),
                );
            }
        }
    }

    /// One item type is embedded under one relation: the collection type knows the relation.
    fn check_relation(
        &mut self,
        operation: &Operation,
        relations: &mut BTreeMap<String, (String, Location)>,
    ) {
        let Payload::Collection { item: TypeRef::Named(item), relation, .. } =
            &operation.success.payload
        else {
            return;
        };
        match relations.get(item) {
            Some((first, place)) if first != relation => {
                let message =
                    format!("`{item}` is embedded as `{relation}` here and as `{first}` elsewhere");
                self.collision(&operation.location, message, Some(place.clone()));
            }
            Some(_) => {}
            None => {
                relations.insert(item.clone(), (relation.clone(), operation.location.clone()));
            }
        }
    }

    fn collision(&mut self, place: &Location, message: String, other: Option<Location>) {
        let diagnostic = Diagnostic::new(&rules::NAME_COLLISION, place.clone(), message)
            .help("rename one of them; names follow from the spec by the rules in spec/README.md");
        self.problem(match other {
            Some(other) => diagnostic.related(other, "the other one"),
            None => diagnostic,
        });
    }
}

/// The types that a type holds by value.
fn held(shape: &Shape) -> Vec<&str> {
    match shape {
        Shape::Struct(object) => object.fields.iter().filter_map(|field| field.ty.name()).collect(),
        // A variant that leads back to its union is boxed.
        _ => Vec::new(),
    }
}

/// One namespace: the names taken and where.
struct Names {
    kind: &'static str,
    seen: BTreeMap<String, Location>,
}

impl Names {
    fn new(kind: &'static str) -> Self {
        Self { kind, seen: BTreeMap::new() }
    }

    /// Takes a name and returns whether it was free.
    fn take(&mut self, planner: &mut Planner<'_>, name: &str, place: &Location) -> bool {
        let Some(first) = self.seen.get(name).cloned() else {
            self.seen.insert(name.to_owned(), place.clone());
            return true;
        };
        let message = format!("the {} `{name}` is taken twice", self.kind);
        planner.collision(place, message, Some(first));
        false
    }
}

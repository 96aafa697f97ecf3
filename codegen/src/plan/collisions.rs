//! Names that meet: types, modules, operations and arguments must each be unique where they live.

use std::collections::BTreeMap;

use super::planner::Planner;
use super::{Api, Operation, Payload, Shape, TypeItem, TypeRef};
use crate::diagnostic::{Diagnostic, Location};

/// Names that the client's handwritten root already has.
const ROOT_NAMES: [&str; 6] =
    ["builder", "environment_id", "execute", "new", "operations", "types"];

/// Methods that every request builder has, or at least that of a collection.
const BUILDER_NAMES: [&str; 7] =
    ["into_future", "items", "pages", "retry", "send", "send_with_metadata", "timeout"];

impl Planner<'_> {
    /// The client is built for one environment, so the contract must say what its id is.
    pub(super) fn check_environment(&mut self) {
        let is_id = |item: &TypeItem| matches!(item.shape, Shape::Id);
        if self.types.get("EnvironmentId").is_some_and(is_id) || !self.diagnostics.is_empty() {
            return;
        }
        let place = self.root.get("paths").unwrap_or_else(|| self.root.clone());
        self.problem(
            Diagnostic::error(
                "environment-missing",
                place.location(),
                "no operation has the path parameter `environmentID`, which the client supplies",
            )
            .help(
                "declare `environmentID` with `x-rust-scope: client` and the schema \
                 `EnvironmentId` (`type: string`, `format: uuid`)",
            ),
        );
    }

    /// Checks the types: variants keep to their union, and no struct contains itself.
    pub(super) fn check_types(&mut self) {
        let misused: Vec<_> = self
            .variant_structs
            .iter()
            .filter_map(|(name, place)| {
                Some((name.clone(), place.clone(), self.direct_uses.get(name)?.clone()))
            })
            .collect();
        for (name, place, _) in misused {
            self.problem(
                Diagnostic::error(
                    "variant-used-alone",
                    place,
                    format!("`{name}` is a variant of a union, which holds its tag, and is also used alone"),
                )
                .help("use the union, or a schema of its own for the other place"),
            );
        }
        let recursive: Vec<(String, Location)> = self
            .types
            .values()
            .filter(|item| self.contains(item, &item.name, &mut Vec::new()))
            .map(|item| (item.name.clone(), item.location.clone()))
            .collect();
        for (name, place) in recursive {
            self.problem(
                Diagnostic::error(
                    "recursive-type",
                    place,
                    format!("`{name}` contains itself, so its size is infinite"),
                )
                .help("hold it in an array, or refer to it by its id"),
            );
        }
    }

    /// Whether `item` holds `wanted` by value; arrays and maps hold by pointer.
    fn contains(&self, item: &TypeItem, wanted: &str, seen: &mut Vec<String>) -> bool {
        let parts: Vec<&str> = match &item.shape {
            Shape::Struct(object) => object
                .fields
                .iter()
                .filter_map(|field| match &field.ty {
                    TypeRef::Named(name) => Some(name.as_str()),
                    _ => None,
                })
                .collect(),
            Shape::Union(union) => {
                union.variants.iter().map(|variant| variant.ty.as_str()).collect()
            }
            _ => Vec::new(),
        };
        parts.into_iter().any(|part| {
            if part == wanted {
                return true;
            }
            if seen.iter().any(|name| name == part) {
                return false;
            }
            seen.push(part.to_owned());
            self.types.get(part).is_some_and(|next| self.contains(next, wanted, seen))
        })
    }

    /// Checks the names of modules, handles, operations, verbs, arguments and setters.
    pub(super) fn check_apis(&mut self, apis: &[Api]) {
        let mut modules = Names::new("module");
        let mut ids = Names::new("`operationId`");
        let mut relations: BTreeMap<String, (String, Location)> = BTreeMap::new();
        for api in apis {
            let Some(place) = api.operations.first().map(|operation| operation.location.clone())
            else {
                continue;
            };
            modules.take(self, &api.module, &place);
            if ROOT_NAMES.contains(&api.module.as_str()) {
                self.collision(
                    &place,
                    format!(
                        "the tag `{}` becomes `{}`, which the client already has",
                        api.tag, api.module
                    ),
                    None,
                );
            }
            let mut verbs = Names::new("method");
            for operation in &api.operations {
                // The same id twice is the same verb twice; one report is enough.
                if ids.take(self, &operation.id, &operation.id_location) {
                    verbs.take(self, &operation.verb, &operation.id_location);
                }
                self.check_builder_name(api, operation);
                self.check_call(api, operation);
                self.check_relation(operation, &mut relations);
            }
        }
    }

    /// A builder stands in one file with the types it uses, and a handle with the bodies it takes.
    fn check_builder_name(&mut self, api: &Api, operation: &Operation) {
        let place = &operation.id_location;
        if operation.builder == api.handle {
            let message = format!(
                "`{}` and the tag `{}` both become the type `{}`",
                operation.id, api.tag, api.handle
            );
            self.collision(place, message, None);
        }
        let sends_handle = operation
            .body
            .as_ref()
            .is_some_and(|body| matches!(&body.ty, TypeRef::Named(name) if *name == api.handle));
        let handle = sends_handle.then_some((&api.tag, &api.handle));
        for (what, name) in handle.into_iter().chain([(&operation.id, &operation.builder)]) {
            if let Some(schema) = self.types.get(name).map(|item| item.location.clone()) {
                let message =
                    format!("`{what}` becomes the type `{name}`, which a schema is already");
                self.collision(place, message, Some(schema));
            }
        }
    }

    /// Arguments and setters of one builder share a namespace: its fields.
    fn check_call(&mut self, api: &Api, operation: &Operation) {
        let mut fields = Names::new("field");
        for name in ["client", "body", "options"] {
            fields.seen.insert(name.to_owned(), operation.location.clone());
        }
        let scope: Vec<_> = api.scope.iter().collect();
        let rest = operation
            .arguments(api)
            .chain(operation.required_parameters())
            .chain(operation.optional_parameters());
        for parameter in scope.into_iter().chain(rest) {
            fields.take(self, &parameter.field, &parameter.location);
            if BUILDER_NAMES.contains(&parameter.field.as_str()) {
                self.collision(
                    &parameter.location,
                    format!(
                        "the parameter `{}` becomes `{}`, which every builder already has",
                        parameter.wire, parameter.field
                    ),
                    None,
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
        let Payload::Collection { item: TypeRef::Named(item), relation } =
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
        let diagnostic = Diagnostic::error("name-collision", place.clone(), message)
            .help("rename one of them; names follow from the spec by the rules in spec/README.md");
        self.problem(match other {
            Some(other) => diagnostic.related(other, "the other one"),
            None => diagnostic,
        });
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

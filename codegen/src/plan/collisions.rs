//! Names that meet: types, modules, operations and arguments must each be unique where they live.

use super::planner::Planner;
use std::collections::{BTreeMap, BTreeSet};

use super::{Api, Operation, Parameter, Payload, Scope, TypeRef, rules};
use crate::diagnostic::{Diagnostic, Location};

impl Planner<'_> {
    /// Checks that no type hides one of the runtime.
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
    }

    /// Checks the names of the structs that constructors take.
    pub(super) fn check_groups(&mut self) {
        let groups = self.types.values().filter_map(|item| Some((item, item.group()?)));
        let met: Vec<(String, Location, Location)> = groups
            .filter_map(|(item, group)| {
                let other = self.types.get(&group)?.location.clone();
                Some((group, item.location.clone(), other))
            })
            .collect();
        for (group, place, other) in met {
            let message = format!("what the constructor of this takes is called `{group}` as well");
            self.collision(&other, message, Some(place));
        }
    }

    /// Checks the names of modules, handles, operations, verbs, arguments and setters.
    pub(super) fn check_apis(&mut self, apis: &[Api]) {
        let mut modules = Names::new("module");
        let mut ids = Names::new("`operationId`");
        let mut relations: BTreeMap<String, (String, Location)> = BTreeMap::new();
        let fields = client_fields(apis);
        for api in apis {
            modules.take(self, &api.module, &api.location);
            if self.is_taken(&api.module, &fields) {
                let message = format!(
                    "the tag `{}` becomes `client.{}(…)` and a module of that name, which the \
                     client already has",
                    api.tag, api.module
                );
                self.collision(&api.location, message, None);
            }
            let mut verbs = Names::new("method");
            let mut builders = Names::new("type");
            for operation in &api.operations {
                // The same id twice is the same verb twice; one report is enough.
                if ids.take(self, &operation.id, &operation.id_location)
                    && verbs.take(self, &operation.verb, &operation.id_location)
                {
                    let module = operation.module(api);
                    if module != operation.verb {
                        verbs.take(self, &module, &operation.id_location);
                    }
                    let names = operation.group(api).into_iter().chain([operation.builder.clone()]);
                    for name in names {
                        builders.take(self, &name, &operation.id_location);
                    }
                }
                self.check_call(api, operation);
                self.check_relation(operation, &mut relations);
            }
        }
    }

    /// Whether the root of the client's crate or the client itself has the name already.
    fn is_taken(&self, module: &str, fields: &BTreeSet<&str>) -> bool {
        fields.contains(module) || self.target.modules.iter().any(|name| name == module)
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
        }
    }

    /// One item type is embedded under one relation: the collection type knows the relation.
    fn check_relation(
        &mut self,
        operation: &Operation,
        relations: &mut BTreeMap<String, (String, Location)>,
    ) {
        for (payload, _) in operation.success.cases() {
            let Payload::Collection { item: TypeRef::Named(item), relation, .. } = payload else {
                continue;
            };
            match relations.get(item) {
                Some((first, place)) if first != relation => {
                    let message = format!(
                        "`{item}` is embedded as `{relation}` here and as `{first}` elsewhere"
                    );
                    self.collision(&operation.location, message, Some(place.clone()));
                }
                Some(_) => {}
                None => {
                    let place = (relation.clone(), operation.location.clone());
                    relations.insert(item.clone(), place);
                }
            }
        }
    }

    fn collision(&mut self, place: &Location, message: String, other: Option<Location>) {
        let diagnostic = Diagnostic::new(&rules::NAME_COLLISION, place.clone(), message)
            .help(format!(
                "give one of them another name with `x-rust-name`, or from outside in `client.yaml`: \
                 `names: {{\"{}\": …}}`",
                named_at(&place.pointer)
            ));
        self.problem(match other {
            Some(other) => diagnostic.related(other, "the other one"),
            None => diagnostic,
        });
    }
}

/// The place that has the name which stands at a pointer.
fn named_at(pointer: &str) -> &str {
    ["/operationId", "/name"].iter().find_map(|end| pointer.strip_suffix(end)).unwrap_or(pointer)
}

/// The values of paths that the client itself holds.
fn client_fields(apis: &[Api]) -> BTreeSet<&str> {
    let operations = apis.iter().flat_map(|api| &api.operations);
    let values = operations.flat_map(|operation| &operation.path);
    let held = values.filter(|value| value.scope == Scope::Client);
    held.map(|value| value.field.as_str()).collect()
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

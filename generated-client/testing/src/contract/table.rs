//! The compiled routes table: which operation a method and a path belong to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use http::{Method, StatusCode};
use serde_json::Value;

use super::fields::{Fields, Members, embedded, listed};
use super::role::{Role, Sketch, is_created_in};
use super::schema::Schema;
use super::template::{Template, Values};
use crate::error::StartError;
use crate::route::{Operation, Parameter, RequestBody, Route};

/// All operations, ready to serve.
#[derive(Debug)]
pub(crate) struct Table {
    entries: Vec<Entry>,
}

/// One operation with everything compiled.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) route: &'static Route,
    pub(crate) method: Method,
    pub(crate) template: Template,
    pub(crate) success: StatusCode,
    pub(crate) request: Option<Schema>,
    /// The schema of each body that a request may have, compiled when it is first needed.
    bodies: Vec<OnceLock<Option<Schema>>>,
    pub(crate) response: Option<Schema>,
    pub(crate) example: Option<Value>,
    pub(crate) role: Role,
    /// The schemas of the parameters, each compiled when it is first needed.
    pub(crate) parameters: Vec<OnceLock<Option<Schema>>>,
    /// The beginnings of the path that name something another operation makes.
    pub(crate) made: Vec<Template>,
    /// The others that name something.
    pub(crate) found: Vec<Template>,
    /// The properties of the resource in the response.
    pub(crate) fields: Fields,
    /// The properties that requests have a name for: a response without them does not show them.
    requested: Arc<BTreeSet<String>>,
    /// The checks of single properties, each made when it is first needed.
    checks: BTreeMap<String, OnceLock<Option<Schema>>>,
    /// The properties that lead to the list of members, if the response is a collection.
    pub(crate) list: Option<Vec<String>>,
}

/// What a method and a path lead to.
#[derive(Debug)]
pub(crate) enum Found<'t> {
    /// An operation and its path parameters.
    Operation(&'t Entry, Values),
    /// The path is known, but with these methods.
    OtherMethods(String),
    /// No operation has this path.
    Nothing,
}

impl Table {
    /// Compiles the schemas and templates of all routes.
    pub(crate) fn compile(routes: &'static [Route]) -> Result<Table, StartError> {
        let mut entries = routes.iter().map(Entry::compile).collect::<Result<Vec<_>, _>>()?;
        let sketches: Vec<_> = entries.iter().map(Entry::sketch).collect();
        for entry in entries.iter_mut().filter(|entry| entry.is_of_collection(&sketches)) {
            entry.read_members(listed);
        }
        let sketches: Vec<_> = entries.iter().map(Entry::sketch).collect();
        for (entry, sketch) in entries.iter_mut().zip(&sketches) {
            entry.role = sketch.role(&sketches);
            let is_made = |member: &Template| {
                member.collection().is_some_and(|each| is_created_in(&each, &sketches))
            };
            (entry.made, entry.found) = entry.template.members().partition(is_made);
        }
        let requested = entries.iter().filter_map(|entry| entry.request.as_ref());
        let requested =
            requested.flat_map(|schema| Fields::of(schema.document()).known.into_keys());
        let requested: Arc<BTreeSet<String>> = Arc::new(requested.collect());
        entries.iter_mut().for_each(|entry| entry.requested = Arc::clone(&requested));
        Ok(Table { entries })
    }

    /// All operations.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The operation of a method and a path below the API base.
    pub(crate) fn find(&self, method: &Method, path: &str, query: Option<&str>) -> Found<'_> {
        let fitting: Vec<_> = self
            .entries
            .iter()
            .filter(|entry| entry.template.fits_query(query))
            .filter_map(|entry| Some((entry, entry.template.values(path)?)))
            .collect();
        // A literal segment takes precedence over a parameter: `/things/default` is no `/things/{thingID}`.
        let most = fitting.iter().map(|(entry, _)| entry.template.literals()).max();
        let mut methods = Vec::new();
        for (entry, values) in fitting {
            if Some(entry.template.literals()) != most {
                continue;
            }
            if entry.method == *method {
                return Found::Operation(entry, values);
            }
            methods.push(entry.method.as_str());
        }
        methods.sort_unstable();
        methods.dedup();
        match methods.is_empty() {
            true => Found::Nothing,
            false => Found::OtherMethods(methods.join(", ")),
        }
    }
}

impl Entry {
    /// The parameters, with the schemas of those that have one.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = (&'static Parameter, Option<&Schema>)> {
        self.route.parameters.iter().zip(&self.parameters).map(|(parameter, schema)| {
            let compiled =
                schema.get_or_init(|| parameter.schema.and_then(|text| Schema::compile(text).ok()));
            (parameter, compiled.as_ref())
        })
    }

    /// The bodies that a request may have, with the schemas of those that can be checked.
    pub(crate) fn bodies(&self) -> impl Iterator<Item = (&'static RequestBody, Option<&Schema>)> {
        self.route.request_bodies.iter().zip(&self.bodies).map(|(body, schema)| {
            let compiled =
                schema.get_or_init(|| body.schema.and_then(|text| Schema::compile(text).ok()));
            (body, compiled.as_ref())
        })
    }

    /// The name of the operation.
    pub(crate) fn operation(&self) -> Operation {
        Operation::named(self.route.operation_id)
    }

    fn compile(route: &'static Route) -> Result<Entry, StartError> {
        let wrong = |part: &'static str, reason: String| StartError::Contract {
            operation_id: route.operation_id,
            part,
            reason,
        };
        let schema = |part, text: Option<&str>| {
            text.map(Schema::compile).transpose().map_err(|reason| wrong(part, reason))
        };
        let example = route
            .response_example
            .map(serde_json::from_str)
            .transpose()
            .map_err(|error| wrong("response example", error.to_string()))?;
        let response = schema("response schema", route.response_schema)?;
        let mut entry = Entry {
            route,
            method: Method::from_bytes(route.method.as_bytes())
                .map_err(|error| wrong("method", error.to_string()))?,
            template: Template::parse(route.template)
                .map_err(|reason| wrong("template", reason))?,
            success: StatusCode::from_u16(route.success)
                .map_err(|error| wrong("success status", error.to_string()))?,
            request: schema("request schema", route.request_schema)?,
            bodies: route.request_bodies.iter().map(|_| OnceLock::new()).collect(),
            response,
            example,
            role: Role::Act,
            parameters: route.parameters.iter().map(|_| OnceLock::new()).collect(),
            made: Vec::new(),
            found: Vec::new(),
            fields: Fields::default(),
            requested: Arc::default(),
            checks: BTreeMap::new(),
            list: None,
        };
        entry.set_fields(Fields::of(entry.document()));
        match one_of_both(entry.document()).filter(|_| entry.method == Method::POST) {
            Some(fields) => entry.set_fields(fields),
            None => entry.read_members(embedded),
        }
        Ok(entry)
    }

    fn set_fields(&mut self, fields: Fields) {
        self.checks = fields.known.keys().map(|name| (name.clone(), OnceLock::new())).collect();
        self.fields = fields;
    }

    /// Whether a property of the resource may have this value in the response.
    pub(crate) fn takes(&self, property: &str, value: &Value) -> bool {
        let check = self.checks.get(property).zip(self.fields.known.get(property));
        let schema = check.and_then(|(check, node)| {
            check.get_or_init(|| Schema::compile_part(self.document(), node).ok()).as_ref()
        });
        schema.is_none_or(|schema| schema.accepts(value))
    }

    /// Whether the resource may have this value in the response under a name that the contract does not know.
    pub(crate) fn takes_other(&self, name: &str, value: &Value) -> bool {
        let node = self.fields.other(name).filter(|_| !self.requested.contains(name));
        let Some(node) = node else { return false };
        Schema::compile_part(self.document(), node).is_ok_and(|schema| schema.accepts(value))
    }

    /// The schema of the response.
    fn document(&self) -> &Value {
        self.response.as_ref().map_or(&Value::Null, Schema::document)
    }

    /// Whether this is the GET of a path below which an operation makes something.
    fn is_of_collection(&self, all: &[Sketch]) -> bool {
        self.method == Method::GET && is_created_in(&self.template, all)
    }

    /// If the response is a collection, its resources are the members.
    fn read_members(&mut self, members: fn(&Value, Option<&str>) -> Option<Members>) {
        if let Some(Members { path, fields }) =
            members(self.document(), self.template.last_literal())
        {
            self.list = Some(path);
            self.set_fields(fields);
        }
    }

    /// The list of members in a response or an example.
    pub(crate) fn members_in<'v>(&self, body: &'v Value) -> Option<&'v Value> {
        self.list.as_ref()?.iter().try_fold(body, |node, name| node.get(name))
    }

    fn sketch(&self) -> Sketch {
        Sketch {
            method: self.method.clone(),
            template: self.template.clone(),
            success: self.success,
            answers_collection: self.list.is_some(),
            answers_array: is_array(self.document()),
        }
    }
}

/// Whether a schema document is that of a list, through the references at its top.
fn is_array(document: &Value) -> bool {
    let node = top(document);
    node["type"] == "array"
        || node["type"].as_array().is_some_and(|all| all.contains(&"array".into()))
}

/// What one thing has, if the schema document is that of one or several.
fn one_of_both(document: &Value) -> Option<Fields> {
    let branches = ["oneOf", "anyOf"].into_iter().filter_map(|key| top(document)[key].as_array());
    let branches = branches.flatten().map(|branch| Fields::of_node(document, branch));
    let branches = branches.filter(|fields| !fields.known.is_empty());
    let is_collection = |fields: &Fields| fields.known.contains_key("_embedded");
    let (several, one): (Vec<_>, Vec<_>) = branches.partition(is_collection);
    one.into_iter().next().filter(|_| !several.is_empty())
}

/// The schema that a document's reference at its top leads to.
fn top(document: &Value) -> &Value {
    let referred =
        document["$ref"].as_str().and_then(|text| document.pointer(text.strip_prefix('#')?));
    referred.unwrap_or(document)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn route(
        operation_id: &'static str,
        method: &'static str,
        template: &'static str,
    ) -> Route {
        Route {
            operation_id,
            tag: "Things",
            method,
            template,
            parameters: &[],
            security: None,
            success: 200,
            request_media: &[],
            request_json: "application/json",
            request_schema: None,
            request_example: None,
            request_bodies: &[],
            request_presence: crate::route::Presence::Required,
            response_text: None,
            response_schema: None,
            response_example: None,
        }
    }

    static THINGS: &[Route] = &[
        route("readThing", "GET", "/things/{thingID}"),
        route("deleteThing", "DELETE", "/things/{thingID}"),
        route("readDefaultThing", "GET", "/things/default"),
        route("listThings", "GET", "/things"),
    ];

    #[test]
    fn paths_lead_to_operations() {
        let cases = [
            ("GET", "/things", "listThings"),
            ("GET", "/things/1", "readThing thingID=1"),
            ("GET", "/things/default", "readDefaultThing"),
            ("DELETE", "/things/1", "deleteThing thingID=1"),
            ("PUT", "/things/1", "405 DELETE, GET"),
            ("DELETE", "/things/default", "405 GET"),
            ("GET", "/things/", "404"),
            ("GET", "/things/1/", "404"),
            ("GET", "/things/1/2", "404"),
            ("GET", "/Things", "404"),
            ("GET", "things", "404"),
            ("GET", "*", "404"),
            ("GET", "", "404"),
        ];
        let table = Table::compile(THINGS).unwrap();
        for (method, path, expected) in cases {
            let found = match table.find(&method.parse().unwrap(), path, None) {
                Found::Operation(entry, parameters) => parameters
                    .iter()
                    .fold(entry.route.operation_id.to_owned(), |text, (name, value)| {
                        format!("{text} {name}={value}")
                    }),
                Found::OtherMethods(methods) => format!("405 {methods}"),
                Found::Nothing => "404".to_owned(),
            };
            assert_eq!(found, expected, "{method} {path}");
        }
    }

    #[test]
    fn a_route_that_cannot_be_served_is_named() {
        static BAD: &[Route] = &[route("readHalf", "GET", "/things/{thingID")];
        let error = Table::compile(BAD).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the template of operation `readHalf` cannot be served: `{thingID` has a brace that nothing closes"
        );
    }
    #[test]
    fn what_answers_one_or_several_makes_one() {
        let one = serde_json::json!({ "properties": { "id": {} } });
        let several = serde_json::json!({ "properties": { "_embedded": {} } });
        for (branches, expected) in
            [(vec![&one, &several], true), (vec![&several], false), (vec![&one, &one], false)]
        {
            let document = serde_json::json!({ "anyOf": branches });
            let fields = one_of_both(&document);
            assert_eq!(
                fields.is_some_and(|it| it.known.contains_key("id")),
                expected,
                "{document}"
            );
        }
    }
}

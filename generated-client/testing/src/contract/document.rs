//! The contract as one OpenAPI 3.0 document, read into the routes that the fake serves.

use std::sync::OnceLock;

use serde_json::Value;

use super::json_schema::{self, Side};
use super::reference::{pointer, resolve, wrong};
use crate::error::ContractError;
use crate::route::{Format, Location, Parameter, Presence, Route};

/// The methods that an operation may have, as OpenAPI and as HTTP spells them, in the order in which
/// operations are listed.
const METHODS: [(&str, &str); 5] =
    [("get", "GET"), ("post", "POST"), ("put", "PUT"), ("patch", "PATCH"), ("delete", "DELETE")];

/// The member of the root that names the first example of each body that has several: the order of a JSON
/// object says nothing.
const FIRST_EXAMPLES: &str = "x-first-examples";

/// A contract: a self-contained OpenAPI 3.0 document, as `cargo xtask bundle` writes it.
///
/// References stay inside of the document, and those of schemas lead to component schemas. Of several
/// examples of a body the one is used that `x-first-examples` at the root of the document names
/// (`{"createParcel": {"request": "small"}}`), or the first by name. Keep it in a `static`, since routes borrow from it:
///
/// ```
/// use std::sync::LazyLock;
/// use pingone_mfa_testing::Contract;
///
/// static PARCELS: LazyLock<Contract> = LazyLock::new(|| {
///     let text = r##"{"paths": {"/parcels": {"get": {
///         "operationId": "listParcels",
///         "responses": {"200": {"description": "All.", "content": {"application/json": {
///             "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Parcel"}}
///         }}}}
///     }}}, "components": {"schemas": {"Parcel": {"type": "object"}}}}"##;
///     Contract::read(text).unwrap()
/// });
///
/// let [route] = PARCELS.routes() else { panic!() };
/// assert_eq!((route.operation_id, route.method, route.success), ("listParcels", "GET", 200));
/// ```
#[derive(Debug)]
pub struct Contract {
    operations: Vec<Described>,
    routes: OnceLock<Vec<Route>>,
}

/// An operation with everything that its route borrows.
#[derive(Debug)]
struct Described {
    id: String,
    tag: String,
    method: &'static str,
    template: String,
    parameters: Vec<(String, Location, Presence, Format)>,
    /// The same, as routes have them.
    rows: OnceLock<Vec<Parameter>>,
    success: u16,
    request: Body,
    response: Body,
}

/// Schema and example of a body, as JSON texts.
#[derive(Debug, Default)]
struct Body {
    schema: Option<String>,
    example: Option<String>,
}

impl Contract {
    /// Reads a contract.
    ///
    /// # Errors
    /// When the text is not JSON, when a reference leads nowhere, or when an operation lacks what
    /// serving it needs.
    pub fn read(text: &str) -> Result<Self, ContractError> {
        let root: Value = serde_json::from_str(text)?;
        let reader = Reader { root: &root };
        let mut operations = Vec::new();
        if !root["paths"].is_object() {
            return Err(wrong("", "the document has no `paths`"));
        }
        for (template, item) in members(root.get("paths")) {
            let target = reader.resolve(item, &pointer(&["paths", template]))?;
            // Beside its reference, a path item may have what the target does not have.
            let member = |key| item.get(key).or_else(|| target.get(key));
            let shared = member("parameters");
            for method in METHODS {
                if let Some(operation) = member(method.0) {
                    operations.push(reader.operation(template, method, shared, operation)?);
                }
            }
        }
        let place = |one: &Described| METHODS.iter().position(|(_, name)| *name == one.method);
        operations
            .sort_by(|a, b| (&a.tag, &a.template, place(a)).cmp(&(&b.tag, &b.template, place(b))));
        Ok(Self { operations, routes: OnceLock::new() })
    }

    /// Its operations, sorted by tag, path and method.
    #[must_use]
    pub fn routes(&'static self) -> &'static [Route] {
        self.routes.get_or_init(|| self.operations.iter().map(Described::route).collect())
    }
}

impl Described {
    fn route(&'static self) -> Route {
        let rows = self.rows.get_or_init(|| {
            let rows = self.parameters.iter();
            rows.map(|(name, location, presence, format)| Parameter {
                name,
                location: *location,
                presence: *presence,
                format: *format,
            })
            .collect()
        });
        Route {
            operation_id: &self.id,
            tag: &self.tag,
            method: self.method,
            template: &self.template,
            parameters: rows,
            success: self.success,
            request_schema: self.request.schema.as_deref(),
            request_example: self.request.example.as_deref(),
            response_schema: self.response.schema.as_deref(),
            response_example: self.response.example.as_deref(),
        }
    }
}

struct Reader<'d> {
    root: &'d Value,
}

impl<'d> Reader<'d> {
    fn operation(
        &self,
        template: &str,
        (key, method): (&str, &'static str),
        shared: Option<&'d Value>,
        operation: &'d Value,
    ) -> Result<Described, ContractError> {
        let place = pointer(&["paths", template, key]);
        let id = operation["operationId"].as_str();
        let id = id.ok_or_else(|| wrong(&place, "the operation has no `operationId`"))?;
        let (success, answer) = self.success(operation, &place)?;
        let request = match operation.get("requestBody") {
            Some(body) => self.body(id, self.resolve(body, &place)?, Side::Request, &place)?,
            None => Body::default(),
        };
        Ok(Described {
            id: id.to_owned(),
            tag: operation["tags"][0].as_str().unwrap_or_default().to_owned(),
            method,
            template: template.to_owned(),
            parameters: self.parameters(template, shared, operation, &place)?,
            rows: OnceLock::new(),
            success,
            request,
            response: self.body(id, answer, Side::Response, &place)?,
        })
    }

    /// The first success by status.
    fn success(
        &self,
        operation: &'d Value,
        place: &str,
    ) -> Result<(u16, &'d Value), ContractError> {
        let mut found: Vec<(u16, &Value)> = members(operation.get("responses"))
            .filter_map(|(status, response)| Some((status.parse().ok()?, response)))
            .filter(|(status, _)| (200..300).contains(status))
            .collect();
        found.sort_by_key(|(status, _)| *status);
        let (status, response) =
            found.first().ok_or_else(|| wrong(place, "no response is a success"))?;
        Ok((*status, self.resolve(response, place)?))
    }

    /// What a request or a response holds as JSON.
    fn body(
        &self,
        operation_id: &str,
        holder: &'d Value,
        side: Side,
        place: &str,
    ) -> Result<Body, ContractError> {
        let mut content = members(holder.get("content"));
        let Some((_, media)) = content.find(|(name, _)| name.contains("json")) else {
            return Ok(Body::default());
        };
        let schema = match media.get("schema") {
            Some(schema) => Some(json_schema::of(self.root, schema, side, place)?.to_string()),
            None => None,
        };
        let first = self.root[FIRST_EXAMPLES][operation_id][side.name()].as_str();
        let first = first.and_then(|name| media.get("examples")?.get(name));
        let named = first.or_else(|| Some(members(media.get("examples")).next()?.1));
        let example = match (media.get("example"), named) {
            (Some(lone), _) => Some(lone),
            (None, Some(named)) => self.resolve(named, place)?.get("value"),
            (None, None) => None,
        };
        Ok(Body { schema, example: example.map(Value::to_string) })
    }

    /// Those in the path in its order, then those of the query and the headers by name.
    fn parameters(
        &self,
        template: &str,
        shared: Option<&'d Value>,
        operation: &'d Value,
        place: &str,
    ) -> Result<Vec<(String, Location, Presence, Format)>, ContractError> {
        let mut found: Vec<(String, Location, Presence, Format)> = Vec::new();
        // What the operation says replaces what the path says.
        for parameter in items(operation.get("parameters")).chain(items(shared)) {
            let parameter = self.resolve(parameter, place)?;
            let name = parameter["name"].as_str().unwrap_or_default();
            let location = match parameter["in"].as_str() {
                Some("path") => Location::Path,
                Some("query") => Location::Query,
                Some("header") => Location::Header,
                _ => continue,
            };
            if found.iter().any(|(known, place, ..)| known == name && *place == location) {
                continue;
            }
            let presence = match parameter["required"].as_bool() {
                Some(true) => Presence::Required,
                _ => Presence::Optional,
            };
            let format = self.format(parameter.get("schema").unwrap_or(&Value::Null), place)?;
            found.push((name.to_owned(), location, presence, format));
        }
        let order = |(name, location, ..): &(String, Location, Presence, Format)| match location {
            Location::Path => (0, template.find(&format!("{{{name}}}")), String::new()),
            Location::Query => (1, None, name.clone()),
            Location::Header => (2, None, name.clone()),
        };
        found.sort_by_key(order);
        Ok(found)
    }

    /// What the text of a parameter must be; enumerations are open, so they are any text.
    fn format(&self, schema: &'d Value, place: &str) -> Result<Format, ContractError> {
        let schema = self.resolve(schema, place)?;
        if let [lone] = schema["allOf"].as_array().map_or(&[][..], Vec::as_slice) {
            return self.format(lone, place);
        }
        Ok(match (schema["type"].as_str(), schema["format"].as_str()) {
            (Some("string"), Some("uuid")) => Format::Uuid,
            (Some("string"), Some("date-time")) => Format::DateTime,
            (Some("integer"), _) => Format::Integer,
            (Some("number"), _) => Format::Number,
            (Some("boolean"), _) => Format::Boolean,
            _ => Format::Text,
        })
    }

    fn resolve(&self, node: &'d Value, place: &str) -> Result<&'d Value, ContractError> {
        resolve(self.root, node, place)
    }
}

fn members(node: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    node.and_then(Value::as_object).into_iter().flatten()
}

fn items(node: Option<&Value>) -> impl Iterator<Item = &Value> {
    node.and_then(Value::as_array).into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(document: &Value) -> &'static [Route] {
        let contract = Contract::read(&document.to_string()).unwrap();
        // Routes borrow from their contract, which must be static.
        Box::leak(Box::new(contract)).routes()
    }

    #[test]
    fn parameters_of_paths_and_operations_are_joined_and_sorted() {
        let parameter = |name: &str, place: &str, schema: Value| json!({"name": name, "in": place, "required": place == "path", "schema": schema});
        let routes = read(&json!({
            "paths": {"/boxes/{boxID}/things/{thingID}": {
                "parameters": [
                    parameter("thingID", "path", json!({"type": "string"})),
                    {"$ref": "#/components/parameters/Box"},
                    parameter("limit", "query", json!({"type": "string"})),
                ],
                "get": {
                    "operationId": "readThing",
                    "tags": ["Things"],
                    "parameters": [
                        parameter("limit", "query", json!({"type": "integer"})),
                        parameter("all", "query", json!({"type": "boolean"})),
                        parameter("X-At", "header", json!({"type": "string", "format": "date-time"})),
                        parameter("session", "cookie", json!({"type": "string"})),
                    ],
                    "responses": {"404": {}, "204": {"description": "None."}, "200": {"description": "One."}},
                },
            }},
            "components": {
                "parameters": {"Box": parameter("boxID", "path", json!({
                    "allOf": [{"$ref": "#/components/schemas/BoxId"}], "description": "Which.",
                }))},
                "schemas": {"BoxId": {"type": "string", "format": "uuid"}},
            },
        }));
        let [route] = routes else { panic!("{routes:?}") };
        let found: Vec<_> = route.parameters.iter().map(|one| (one.name, one.format)).collect();
        let expected = [
            ("boxID", Format::Uuid),
            ("thingID", Format::Text),
            ("all", Format::Boolean),
            ("limit", Format::Integer),
            ("X-At", Format::DateTime),
        ];
        assert_eq!(found, expected);
        assert_eq!((route.success, route.tag, route.response_schema), (200, "Things", None));
    }

    #[test]
    fn bodies_have_schemas_and_examples() {
        let json = |schema: Value, example: Value| json!({"content": {"application/hal+json": {"schema": schema, "examples": example}}});
        let routes = read(&json!({
            "paths": {"/things": {"post": {
                "operationId": "createThing",
                "requestBody": json(json!({"type": "object"}), json!({"b": {"value": 2}, "a": {"value": 1}})),
                "responses": {"201": {"$ref": "#/components/responses/Made"}},
            }}},
            "components": {"responses": {"Made": json(json!({"type": "string"}), json!({}))}},
        }));
        let route = routes[0];
        assert_eq!(route.request_schema, Some(r#"{"type":"object"}"#));
        assert_eq!((route.request_example, route.response_example), (Some("1"), None));
        assert_eq!(route.response_schema, Some(r#"{"type":"string"}"#));
    }

    #[test]
    fn of_several_examples_the_one_that_is_named_is_the_first() {
        let cases = [
            (json!({"createThing": {"request": "c", "response": "b"}}), ["3", "2"]),
            (json!({"createThing": {"response": "c"}}), ["1", "3"]),
            (json!({"createThing": {"request": "gone"}}), ["1", "1"]),
            (json!({"otherThing": {"request": "c"}}), ["1", "1"]),
            (json!({"createThing": "c"}), ["1", "1"]),
            (json!(null), ["1", "1"]),
        ];
        for (first, expected) in cases {
            let examples = json!({"b": {"value": 2}, "c": {"$ref": "#/components/examples/C"}, "a": {"value": 1}});
            let body = json!({"content": {"application/json": {"examples": examples}}});
            let [route] = read(&json!({
                "x-first-examples": first,
                "paths": {"/things": {"post": {
                    "operationId": "createThing", "requestBody": body, "responses": {"200": body},
                }}},
                "components": {"examples": {"C": {"value": 3}}},
            })) else {
                panic!("one route");
            };
            let found = [route.request_example, route.response_example];
            assert_eq!(found, expected.map(Some), "{first}");
        }
    }

    #[test]
    fn a_path_item_may_refer_to_another_and_have_more_beside() {
        let operation = |id: &str| json!({"operationId": id, "responses": {"204": {}}});
        for reference in ["#/paths/~1things~1{thingID}", "#/paths/~1things~1%7BthingID%7D"] {
            let routes = read(&json!({"paths": {
                "/things/{thingID}": {
                    "parameters": [{"name": "thingID", "in": "path", "required": true,
                        "schema": {"type": "string", "format": "uuid"}}],
                    "get": operation("readThing"),
                },
                "/same/{thingID}": {"$ref": reference, "delete": operation("deleteSame")},
            }}));
            let found: Vec<_> = routes
                .iter()
                .map(|one| (one.operation_id, one.template, one.parameters[0].format))
                .collect();
            let expected = [
                ("readThing", "/same/{thingID}", Format::Uuid),
                ("deleteSame", "/same/{thingID}", Format::Uuid),
                ("readThing", "/things/{thingID}", Format::Uuid),
            ];
            assert_eq!(found, expected, "{reference}");
        }
    }

    #[test]
    fn every_place_is_a_json_pointer_into_the_contract() {
        let nowhere = || json!({"$ref": "#/components/x"});
        let answering = |media: Value| json!({"operationId": "a", "responses": {"200": {"content": {"a/json": media}}}});
        let items = [
            (nowhere(), None),
            (json!({"get": answering(json!({"schema": nowhere()}))}), Some("get")),
            (json!({"get": answering(json!({"examples": {"a": nowhere()}}))}), Some("get")),
            (json!({"get": {"operationId": "a", "responses": {"200": nowhere()}}}), Some("get")),
            (
                json!({"put": {"operationId": "a", "responses": {"204": {}}, "requestBody": nowhere()}}),
                Some("put"),
            ),
            (
                json!({"put": {"operationId": "a", "responses": {"204": {}}, "parameters": [nowhere()]}}),
                Some("put"),
            ),
            (json!({"patch": {}}), Some("patch")),
            (json!({"post": {"operationId": "a"}}), Some("post")),
        ];
        for template in ["/a~b/{c d}", "/a%2Fb/~1", "/"] {
            for (item, method) in &items {
                let document = json!({"paths": {template: item}});
                let Err(ContractError::Document { pointer, .. }) =
                    Contract::read(&document.to_string())
                else {
                    panic!("{document} can be served");
                };
                let expected = method.map_or(item, |method| &item[method]);
                assert_eq!(document.pointer(&pointer), Some(expected), "{pointer}");
            }
        }
    }

    #[test]
    fn what_cannot_be_served_is_named_with_its_place() {
        for (operation, told) in [
            (json!({"responses": {"200": {}}}), "the operation has no `operationId`"),
            (json!({"operationId": "a", "responses": {"404": {}}}), "no response is a success"),
            (
                json!({"operationId": "a", "responses": {"200": {"$ref": "#/components/x"}}}),
                "a reference leads nowhere",
            ),
        ] {
            let document = json!({"paths": {"/a~b": {"get": operation}}});
            let error = Contract::read(&document.to_string()).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("at `/paths/~1a~0b/get` of the contract: {told}")
            );
        }
        assert!(matches!(Contract::read("{"), Err(ContractError::Json(_))));
        for text in ["{}", "[]", "7", r#"{"paths": []}"#] {
            let error = Contract::read(text).unwrap_err();
            assert_eq!(error.to_string(), "at `` of the contract: the document has no `paths`");
        }
        assert!(Contract::read(r#"{"paths": {}}"#).is_ok());
    }
}

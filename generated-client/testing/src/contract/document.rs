//! A contract as users of the fake bring it: one OpenAPI 3.0 document.

use std::sync::OnceLock;

use serde_json::Value;

use super::described::Described;
use super::reader::operations;
use crate::error::ContractError;
use crate::route::Route;

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

impl Contract {
    /// Reads a contract.
    ///
    /// # Errors
    /// When the text is not JSON, when a reference leads nowhere, or when an operation lacks what
    /// serving it needs.
    pub fn read(text: &str) -> Result<Self, ContractError> {
        let root: Value = serde_json::from_str(text)?;
        Ok(Self { operations: operations(&root)?, routes: OnceLock::new() })
    }

    /// Its operations, sorted by tag, path and method.
    #[must_use]
    pub fn routes(&'static self) -> &'static [Route] {
        self.routes.get_or_init(|| self.operations.iter().map(Described::route).collect())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::route::Format;

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
            ("session", Format::Text),
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
    fn a_success_is_found_wherever_it_is_documented() {
        let cases = [
            (json!({"404": {}}), 204),
            (json!({"404": {}, "default": {}}), 200),
            (json!({"default": {}, "302": {}}), 302),
            (json!({"302": {}, "2XX": {}}), 200),
            (json!({"2XX": {}, "206": {}, "201": {}}), 201),
        ];
        for (responses, expected) in cases {
            let operation = json!({"operationId": "a", "responses": responses});
            let [route] = read(&json!({"paths": {"/a": {"get": operation}}})) else { panic!() };
            assert_eq!(route.success, expected, "{responses}");
        }
    }

    #[test]
    fn media_types_are_known_without_their_parameters() {
        let content = json!({"image/*": {}, "application/vnd.a+json; charset=utf-8": {}});
        let operation = json!({
            "operationId": "a", "requestBody": {"content": content}, "responses": {},
        });
        let [route] = read(&json!({"paths": {"/a": {"post": operation}}})) else { panic!() };
        assert_eq!(route.request_media, ["application/vnd.a+json", "image/*"]);
        assert_eq!((route.request_json, route.request_schema), ("application/vnd.a+json", None));
    }

    #[test]
    fn what_cannot_be_served_is_named_with_its_place() {
        for (operation, told) in [
            (json!({"responses": {"200": {}}}), "the operation has no `operationId`"),
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

//! The schemas of OpenAPI 3.0 as self-contained JSON Schema 2020-12, which validators read.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use super::reference::{resolve, wrong};
use crate::error::ContractError;

/// The direction of a body, which decides the properties that it may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// `readOnly` properties are refused.
    Request,
    /// `writeOnly` properties are refused.
    Response,
}

impl Side {
    /// Its body.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }

    fn refused(self) -> &'static str {
        match self {
            Self::Request => "readOnly",
            Self::Response => "writeOnly",
        }
    }
}

/// Keywords that mean the same in both dialects and hold plain values.
const KEPT: [&str; 18] = [
    "type",
    "format",
    "enum",
    // No keyword of JSON Schema, so validators pass over it; values are made up with it.
    "x-extensible-enum",
    "default",
    "pattern",
    "title",
    "description",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "multipleOf",
    "minimum",
    "maximum",
];

/// How deep in `allOf` a property may be marked.
const MOST_WRAPPINGS: usize = 8;

/// Where component schemas are in an OpenAPI document.
const SCHEMAS: &str = "#/components/schemas/";

/// The JSON Schema of a schema, with every component that it refers to below `$defs`.
pub(super) fn of(
    root: &Value,
    schema: &Value,
    side: Side,
    place: &str,
) -> Result<Value, ContractError> {
    let mut converter =
        Converter { root, side, place, definitions: BTreeMap::new(), waiting: Vec::new() };
    let mut converted = converter.schema(schema)?;
    while let Some((name, target)) = converter.waiting.pop() {
        let definition = converter.inline(target)?;
        converter.definitions.insert(name, definition);
    }
    if let (Value::Object(members), false) = (&mut converted, converter.definitions.is_empty()) {
        let definitions: Map<String, Value> = converter.definitions.into_iter().collect();
        members.insert("$defs".to_owned(), Value::Object(definitions));
    }
    Ok(converted)
}

/// The name of a component, or one made of the place inside a component: a name below `$defs` is one
/// segment of a JSON Pointer, so it has no character that a pointer or a URI escapes. A dot stands only
/// around what was replaced, so no two places have one name.
fn definition_name(place: &str) -> String {
    place.chars().fold(String::new(), |name, character| match character {
        '_' | '-' => format!("{name}{character}"),
        letter if letter.is_ascii_alphanumeric() => format!("{name}{letter}"),
        other => format!("{name}.{:x}.", u32::from(other)),
    })
}

struct Converter<'d> {
    root: &'d Value,
    side: Side,
    place: &'d str,
    definitions: BTreeMap<String, Value>,
    /// Definitions that are registered but not converted.
    waiting: Vec<(String, &'d Value)>,
}

impl<'d> Converter<'d> {
    fn schema(&mut self, schema: &'d Value) -> Result<Value, ContractError> {
        let Some(target) = schema.get("$ref").and_then(Value::as_str) else {
            return self.inline(schema);
        };
        let name = target
            .strip_prefix(SCHEMAS)
            .map(definition_name)
            .ok_or_else(|| wrong(self.place, "a schema refers to no component schema"))?;
        if !self.definitions.contains_key(&name) {
            // Registered first, so that a recursive schema ends; converted by `of`.
            self.definitions.insert(name.clone(), Value::Bool(true));
            self.waiting.push((name.clone(), resolve(self.root, schema, self.place)?));
        }
        Ok(json!({ "$ref": format!("#/$defs/{name}") }))
    }

    fn inline(&mut self, schema: &'d Value) -> Result<Value, ContractError> {
        if schema.is_boolean() {
            return Ok(schema.clone());
        }
        let mut members = Map::new();
        for key in KEPT {
            if let Some(value) = schema.get(key) {
                members.insert(key.to_owned(), value.clone());
            }
        }
        self.properties(schema, &mut members)?;
        for key in ["items", "additionalProperties", "not"] {
            if let Some(child) = schema.get(key) {
                members.insert(key.to_owned(), self.schema(child)?);
            }
        }
        for key in ["allOf", "anyOf", "oneOf"] {
            if let Some(list) = schema.get(key).and_then(Value::as_array) {
                let parts = list.iter().map(|part| self.branch(schema, key, part));
                let parts = Value::Array(parts.collect::<Result<_, _>>()?);
                members.insert(self.met(schema, key)?.to_owned(), parts);
            }
        }
        exclusive_bounds(schema, &mut members);
        Ok(nullable(schema, members))
    }

    /// The keyword that says when a composition is met. A request fits one branch of a `oneOf`, as the contract says,
    /// if that can be: of contracts in which a branch requires all that another one does, what they describe takes
    /// bodies that fit both, or nothing could be sent. Answers are made of examples and of what was sent.
    fn met<'k>(&self, schema: &'d Value, key: &'k str) -> Result<&'k str, ContractError> {
        let is_strict = key != "oneOf"
            || schema.get("anyOf").is_some()
            || self.side == Side::Request && self.tells_apart(schema)?;
        Ok(if is_strict { key } else { "anyOf" })
    }

    /// Whether each branch of a `oneOf` requires something that another one does not.
    fn tells_apart(&self, schema: &'d Value) -> Result<bool, ContractError> {
        let branches = schema["oneOf"].as_array().into_iter().flatten();
        let mut all: Vec<BTreeSet<&str>> = Vec::new();
        for branch in branches {
            let mut names = BTreeSet::new();
            self.require(branch, &mut names, MOST_WRAPPINGS)?;
            if all.iter().any(|other| other.is_subset(&names) || names.is_subset(other)) {
                return Ok(false);
            }
            all.push(names);
        }
        Ok(true)
    }

    /// What a schema and the parts of its `allOf` require.
    fn require(
        &self,
        node: &'d Value,
        names: &mut BTreeSet<&'d str>,
        depth: usize,
    ) -> Result<(), ContractError> {
        let target = resolve(self.root, node, self.place)?;
        names.extend(self.required(target)?.into_iter().flatten().filter_map(Value::as_str));
        let Some(depth) = depth.checked_sub(1) else { return Ok(()) };
        for part in target["allOf"].as_array().into_iter().flatten() {
            self.require(part, names, depth)?;
        }
        Ok(())
    }

    /// A part of a composition, with what the discriminator says of it.
    fn branch(
        &mut self,
        union: &'d Value,
        key: &str,
        part: &'d Value,
    ) -> Result<Value, ContractError> {
        let tag = self.tag_of(union, key, part)?;
        Ok(with_tag(self.schema(part)?, tag))
    }

    /// The discriminator of a branch that does not say its value itself, and the values that name it.
    fn tag_of(
        &self,
        union: &'d Value,
        key: &str,
        branch: &'d Value,
    ) -> Result<Option<(String, Vec<String>)>, ContractError> {
        let discriminator = &union["discriminator"];
        let property = discriminator["propertyName"].as_str().filter(|_| key != "allOf");
        let reference = branch["$ref"].as_str().and_then(|target| target.strip_prefix(SCHEMAS));
        let (Some(property), Some(name)) = (property, reference) else { return Ok(None) };
        if self.lists(branch, property, MOST_WRAPPINGS)? {
            return Ok(None);
        }
        let mapping = discriminator["mapping"].as_object().into_iter().flatten();
        let named = mapping.filter(|(_, target)| {
            let target = target.as_str().unwrap_or_default();
            target.strip_prefix(SCHEMAS).unwrap_or(target) == name
        });
        let mut values: Vec<String> = named.map(|(value, _)| value.clone()).collect();
        if values.is_empty() && !name.contains('/') {
            // What a URI escapes is not part of the name.
            let name = percent_decode_str(name).decode_utf8_lossy();
            values.push(name.replace("~1", "/").replace("~0", "~"));
        }
        Ok(Some((property.to_owned(), values)))
    }

    /// Whether a schema or a part of its `allOf` lists the values of a property.
    fn lists(&self, node: &'d Value, property: &str, depth: usize) -> Result<bool, ContractError> {
        let target = resolve(self.root, node, self.place)?;
        let Some(depth) = depth.checked_sub(1) else { return Ok(false) };
        if let Some(own) = target["properties"].get(property) {
            return Ok(resolve(self.root, own, self.place)?.get("enum").is_some());
        }
        for part in target["allOf"].as_array().into_iter().flatten() {
            if self.lists(part, property, depth)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn properties(
        &mut self,
        schema: &'d Value,
        members: &mut Map<String, Value>,
    ) -> Result<(), ContractError> {
        let required = self.required(schema)?;
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
            members.extend(required.map(|names| ("required".to_owned(), names.clone().into())));
            return Ok(());
        };
        let mut converted = Map::new();
        for (name, property) in properties {
            let value = match self.is_refused(property)? {
                true => Value::Bool(false),
                false => self.schema(property)?,
            };
            converted.insert(name.clone(), value);
        }
        let is_allowed = |name: &&Value| {
            name.as_str().is_none_or(|name| converted.get(name) != Some(&Value::Bool(false)))
        };
        let required = required.into_iter().flatten();
        let required: Vec<Value> = required.filter(is_allowed).cloned().collect();
        members.insert("properties".to_owned(), Value::Object(converted));
        if !required.is_empty() {
            members.insert("required".to_owned(), Value::Array(required));
        }
        Ok(())
    }

    /// The names of the properties that must be there.
    fn required(&self, schema: &'d Value) -> Result<Option<&'d Vec<Value>>, ContractError> {
        match schema.get("required") {
            None => Ok(None),
            Some(Value::Array(names)) if names.iter().all(Value::is_string) => Ok(Some(names)),
            Some(_) => Err(wrong(self.place, "`required` of a schema is no list of names")),
        }
    }

    /// Whether bodies of this direction must not have the property.
    fn is_refused(&self, property: &'d Value) -> Result<bool, ContractError> {
        Ok(self.mark(property, MOST_WRAPPINGS)?.unwrap_or(false))
    }

    /// What the property says of its direction: itself, or what it refers to, or a part of its `allOf`.
    fn mark(&self, node: &'d Value, depth: usize) -> Result<Option<bool>, ContractError> {
        let target = resolve(self.root, node, self.place)?;
        let own = |node: &Value| node.get(self.side.refused()).and_then(Value::as_bool);
        let said = own(node).or_else(|| own(target));
        let (None, Some(depth)) = (said, depth.checked_sub(1)) else { return Ok(said) };
        let mut any = None;
        for part in target.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            any = any.max(self.mark(part, depth)?);
        }
        Ok(any)
    }
}

/// A branch with what its discriminator says.
fn with_tag(branch: Value, tag: Option<(String, Vec<String>)>) -> Value {
    match tag {
        Some((property, values)) if !values.is_empty() => {
            json!({ "allOf": [branch, { "properties": { property: { "enum": values } } }] })
        }
        _ => branch,
    }
}

/// OpenAPI 3.0 marks a bound as exclusive with a boolean beside it.
fn exclusive_bounds(schema: &Value, members: &mut Map<String, Value>) {
    for (flag, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if schema[flag].as_bool() == Some(true)
            && let Some(value) = members.remove(bound)
        {
            members.insert(flag.to_owned(), value);
        }
    }
}

/// `null` is a value where OpenAPI says so, or where it is one of the listed.
fn nullable(schema: &Value, mut members: Map<String, Value>) -> Value {
    let lists_null =
        |values: &Value| values.as_array().is_some_and(|all| all.contains(&Value::Null));
    let is_listed = members.get("enum").is_some_and(lists_null);
    if schema["nullable"].as_bool() != Some(true) && !is_listed {
        return Value::Object(members);
    }
    if let Some(Value::String(kind)) = members.get("type").cloned() {
        members.insert("type".to_owned(), json!([kind, "null"]));
    }
    if let Some(Value::Array(values)) = members.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
    // The parts of a composition know nothing of `null`.
    if ["allOf", "anyOf", "oneOf"].iter().any(|key| members.contains_key(*key)) {
        return json!({ "anyOf": [members, { "type": "null" }] });
    }
    Value::Object(members)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(schemas: &Value, side: Side) -> Value {
        let root = json!({ "components": { "schemas": schemas } });
        of(&root, &root["components"]["schemas"]["Thing"], side, "/here").unwrap()
    }

    #[test]
    fn a_property_of_the_other_direction_is_refused() {
        let thing = json!({"Thing": {
            "type": "object", "required": ["id", "key"], "properties": {
                "id": {"type": "string", "readOnly": true},
                "key": {"$ref": "#/components/schemas/Key"},
            },
        }, "Key": {"type": "string", "writeOnly": true}});
        let request = converted(&thing, Side::Request);
        assert_eq!(request["properties"]["id"], false);
        assert_eq!(request["required"], json!(["key"]));
        let response = converted(&thing, Side::Response);
        assert_eq!(response["properties"]["key"], false);
        assert_eq!(response["required"], json!(["id"]));
        assert_eq!(response.get("$defs"), None, "nothing refers to the key any more");
    }

    #[test]
    fn a_request_fits_one_branch_if_each_requires_something_of_its_own() {
        let branch = |required: &[&str]| json!({"type": "object", "required": required});
        for (branches, expected) in [
            (vec![branch(&["a"]), branch(&["b"])], "oneOf"),
            (vec![branch(&["kind", "a"]), branch(&["kind", "b"])], "oneOf"),
            (vec![branch(&["a"]), json!({"allOf": [branch(&["b"])]})], "oneOf"),
            (vec![branch(&["a"]), branch(&["a", "b"])], "anyOf"),
            (vec![branch(&["a"]), branch(&["b"]), branch(&["b"])], "anyOf"),
            (vec![json!({"type": "string"}), json!({"enum": ["a"]})], "anyOf"),
        ] {
            let thing = json!({"Thing": {"oneOf": branches}});
            assert!(converted(&thing, Side::Request).get(expected).is_some(), "{thing}");
            assert!(converted(&thing, Side::Response).get("anyOf").is_some(), "{thing}");
        }
    }

    #[test]
    fn a_property_is_marked_wherever_its_all_of_says_so() {
        let reference = json!({"$ref": "#/components/schemas/Marked"});
        let cases = [
            (json!({"type": "string", "readOnly": true}), true),
            (reference.clone(), true),
            (json!({"allOf": [reference]}), true),
            (json!({"allOf": [{"type": "string"}, {"readOnly": true}]}), true),
            (json!({"allOf": [{"allOf": [{"minLength": 1}, reference]}]}), true),
            (json!({"allOf": [{"$ref": "#/components/schemas/Wrapper"}]}), true),
            (json!({"allOf": [reference], "readOnly": false}), false),
            (json!({"allOf": [{"type": "string"}]}), false),
            (json!({"anyOf": [reference, {"type": "string"}]}), false),
            (json!({"$ref": "#/components/schemas/Circle"}), false),
        ];
        for (property, expected) in cases {
            for (side, mark) in [(Side::Request, "readOnly"), (Side::Response, "writeOnly")] {
                let text = json!({
                    "Thing": {"required": ["it"], "properties": {"it": property}},
                    "Marked": {"type": "string", "readOnly": true},
                    "Wrapper": {"allOf": [reference]},
                    "Circle": {"allOf": [{"$ref": "#/components/schemas/Circle"}]},
                })
                .to_string()
                .replace("readOnly", mark);
                let converted = converted(&text.parse().unwrap(), side);
                let is_refused = converted["properties"]["it"] == false;
                assert_eq!(is_refused, expected, "{side:?} {property}");
                assert_eq!(converted.get("required").is_none(), expected, "{side:?} {property}");
            }
        }
    }

    #[test]
    fn required_that_is_no_list_of_names_is_an_error() {
        for required in [json!(true), json!("id"), json!({"id": true}), json!([7]), json!(null)] {
            for properties in [json!({"id": {"type": "string"}}), json!(null)] {
                let mut schema = json!({"type": "object", "required": required});
                if !properties.is_null() {
                    schema["properties"] = properties;
                }
                let root = json!({"components": {"schemas": {"Thing": schema}}});
                for place in [
                    &root["components"]["schemas"]["Thing"],
                    &json!({"$ref": "#/components/schemas/Thing"}),
                ] {
                    let error = of(&root, place, Side::Request, "/here").unwrap_err();
                    let told =
                        "at `/here` of the contract: `required` of a schema is no list of names";
                    assert_eq!(error.to_string(), told, "{root}");
                }
            }
        }
    }

    #[test]
    fn keywords_of_openapi_become_those_of_json_schema() {
        let thing = json!({"Thing": {
            "type": "integer", "nullable": true, "minimum": 1, "exclusiveMinimum": true,
            "maximum": 9, "exclusiveMaximum": false, "enum": [2, 3], "xml": {},
        }});
        let expected = json!({
            "type": ["integer", "null"], "exclusiveMinimum": 1, "maximum": 9, "enum": [2, 3, null],
        });
        assert_eq!(converted(&thing, Side::Request), expected);
    }

    #[test]
    fn components_stand_once_and_recursion_ends() {
        let thing = json!({"Thing": {"type": "object", "properties": {
            "inner": {"allOf": [{"$ref": "#/components/schemas/Thing"}]},
            "list": {"type": "array", "items": {"$ref": "#/components/schemas/Other"}},
            "map": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Other"}},
        }}, "Other": {"type": "string"}, "Unused": {}});
        let converted = converted(&thing, Side::Response);
        let names: Vec<&String> = converted["$defs"].as_object().unwrap().keys().collect();
        assert_eq!(names, ["Other", "Thing"]);
        assert_eq!(converted["properties"]["list"]["items"]["$ref"], "#/$defs/Other");
    }

    #[test]
    fn a_reference_may_lead_into_a_component() {
        let thing = json!({"Thing": {"type": "object", "properties": {
            "name": {"type": "string"},
            "other": {"$ref": "#/components/schemas/Thing/properties/name"},
        }}});
        let converted = converted(&thing, Side::Request);
        let schema = jsonschema::draft202012::new(&converted).unwrap();
        assert!(schema.is_valid(&json!({"other": "text"})));
        assert!(!schema.is_valid(&json!({"other": 7})));
    }

    #[test]
    fn a_reference_to_nothing_is_an_error() {
        let root = json!({"components": {"schemas": {}}});
        for target in ["#/components/schemas/Absent", "#/paths", "other.yaml"] {
            let error = of(&root, &json!({"$ref": target}), Side::Request, "/here").unwrap_err();
            assert!(error.to_string().starts_with("at `/here` of the contract: "), "{error}");
        }
    }
    #[test]
    fn what_fits_several_branches_of_a_one_of_is_taken() {
        let branch = json!({ "type": "object" });
        let lone = json!({ "oneOf": [branch, branch] });
        let both = json!({ "oneOf": [branch], "anyOf": [branch] });
        let of = |schema: &Value| of(&Value::Null, schema, Side::Request, "").unwrap();
        assert_eq!(of(&lone), json!({ "anyOf": [branch, branch] }));
        assert_eq!(of(&both), both);
    }
}

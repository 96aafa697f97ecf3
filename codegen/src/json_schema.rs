//! OpenAPI 3.0 schemas as self-contained JSON Schema 2020-12, for validators.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::document::Cursor;
pub use crate::openapi::Direction;
use crate::openapi::members;
use crate::pointer::Pointer;

/// Keywords that mean the same in both dialects and hold plain values.
const KEPT: [&str; 18] = [
    "type",
    "format",
    "enum",
    // No keyword of JSON Schema, so validators pass over it; the fake uses it to make values up.
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

/// The JSON Schema of an OpenAPI schema, with everything it refers to below `$defs`. Without a direction, a
/// value may have the properties of both.
#[must_use]
pub fn of(schema: &Cursor<'_>, direction: Option<Direction>) -> Value {
    let mut converter = Converter { direction, definitions: BTreeMap::new(), waiting: Vec::new() };
    let mut converted = converter.schema(schema);
    while let Some((name, target)) = converter.waiting.pop() {
        let definition = converter.inline(&target);
        converter.definitions.insert(name, definition);
    }
    if let (Value::Object(members), false) = (&mut converted, converter.definitions.is_empty()) {
        let definitions: Map<String, Value> = converter.definitions.into_iter().collect();
        members.insert("$defs".to_owned(), Value::Object(definitions));
    }
    converted
}

struct Converter<'d> {
    direction: Option<Direction>,
    definitions: BTreeMap<String, Value>,
    /// Definitions that are registered but not converted.
    waiting: Vec<(String, Cursor<'d>)>,
}

/// The name of a component, or a name made of the place of any other schema. It is one segment of a JSON
/// Pointer and has no character that a pointer or a URI escapes. A dot stands only around what was
/// replaced, so no two places have one name.
fn definition_name(target: &Cursor<'_>) -> String {
    let pointer = target.pointer();
    let component = Pointer::of(&pointer).schema();
    let place =
        component.map_or_else(|| format!("{}{pointer}", target.file_name()), Cow::into_owned);
    place.chars().fold(String::new(), |name, character| match character {
        '_' | '-' => format!("{name}{character}"),
        letter if letter.is_ascii_alphanumeric() => format!("{name}{letter}"),
        other => format!("{name}.{:x}.", u32::from(other)),
    })
}

impl<'d> Converter<'d> {
    fn schema(&mut self, schema: &Cursor<'d>) -> Value {
        let target = schema.resolve();
        if schema.reference().is_none() {
            return self.inline(&target);
        }
        let name = definition_name(&target);
        if !self.definitions.contains_key(&name) {
            // Registered first, so that a recursive schema ends; converted by `of`.
            self.definitions.insert(name.clone(), Value::Bool(true));
            self.waiting.push((name.clone(), target));
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    fn inline(&mut self, schema: &Cursor<'d>) -> Value {
        if let Some(literal) = schema.as_bool() {
            return Value::Bool(literal);
        }
        let mut members = Map::new();
        for key in KEPT {
            if let Some(value) = schema.get(key) {
                members.insert(key.to_owned(), value.to_json());
            }
        }
        self.properties(schema, &mut members);
        for key in ["items", "additionalProperties", "not"] {
            if let Some(child) = schema.get(key) {
                members.insert(key.to_owned(), self.schema(&child));
            }
        }
        for key in ["allOf", "anyOf", "oneOf"] {
            if let Some(list) = schema.get(key) {
                let parts: Vec<Value> = list
                    .items()
                    .map(|part| with_tag(self.schema(&part), tag_of(schema, key, &part)))
                    .collect();
                members.insert(key.to_owned(), Value::Array(parts));
            }
        }
        exclusive_bounds(schema, &mut members);
        nullable(schema, members)
    }

    fn properties(&mut self, schema: &Cursor<'d>, members: &mut Map<String, Value>) {
        let refused = |property: &Cursor<'_>| {
            self.direction.is_some_and(|direction| direction.hides(property))
        };
        let Some(properties) = schema.get("properties") else {
            if let Some(required) = schema.get("required") {
                members.insert("required".to_owned(), required.to_json());
            }
            return;
        };
        let absent: Vec<&str> = properties
            .entries()
            .filter(|(_, property)| refused(property))
            .map(|(name, _)| name)
            .collect();
        let converted: Map<String, Value> = properties
            .entries()
            .map(|(name, property)| {
                let value = if absent.contains(&name) {
                    Value::Bool(false)
                } else {
                    self.schema(&property)
                };
                (name.to_owned(), value)
            })
            .collect();
        members.insert("properties".to_owned(), Value::Object(converted));
        let required: Vec<Value> = schema
            .get("required")
            .iter()
            .flat_map(Cursor::items)
            .filter(|name| name.as_str().is_none_or(|name| !absent.contains(&name)))
            .map(|name| name.to_json())
            .collect();
        if !required.is_empty() {
            members.insert("required".to_owned(), Value::Array(required));
        }
    }
}

/// The discriminator of a branch that does not say its value itself, and the values that name it.
fn tag_of(union: &Cursor<'_>, key: &str, branch: &Cursor<'_>) -> Option<(String, Vec<String>)> {
    let discriminator = union.get("discriminator").filter(|_| key != "allOf")?;
    let property = discriminator.get("propertyName")?.as_str()?;
    branch.reference()?;
    let target = branch.resolve();
    let own = members(&target).remove(property).map(|own| own.resolve());
    if own.is_some_and(|own| own.get("enum").is_some()) {
        return None;
    }
    let mapping = discriminator.get("mapping");
    let named = |entry: &Cursor<'_>| {
        entry.mapping_target().is_some_and(|it| it.resolve().identity() == target.identity())
    };
    let mut values: Vec<String> = mapping
        .iter()
        .flat_map(Cursor::entries)
        .filter(|(_, entry)| named(entry))
        .map(|(value, _)| value.to_owned())
        .collect();
    if values.is_empty() {
        values.extend(Pointer::of(&target.pointer()).schema().map(Cow::into_owned));
    }
    Some((property.to_owned(), values))
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
fn exclusive_bounds(schema: &Cursor<'_>, members: &mut Map<String, Value>) {
    for (flag, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if schema.get(flag).and_then(|value| value.as_bool()) == Some(true)
            && let Some(value) = members.remove(bound)
        {
            members.insert(flag.to_owned(), value);
        }
    }
}

/// `null` is a value where OpenAPI says so, or where it is one of the listed.
fn nullable(schema: &Cursor<'_>, mut members: Map<String, Value>) -> Value {
    let lists_null =
        |values: &Value| values.as_array().is_some_and(|all| all.contains(&Value::Null));
    let is_listed = members.get("enum").is_some_and(lists_null);
    if schema.get("nullable").and_then(|flag| flag.as_bool()) != Some(true) && !is_listed {
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
    use crate::fixture::{contract, document};

    fn converted(schemas: &str, direction: Option<Direction>) -> Value {
        let document = document(&contract(schemas));
        let schemas = document.root().get("components").unwrap().get("schemas").unwrap();
        of(&schemas.get("Thing").unwrap(), direction)
    }

    #[test]
    fn a_property_of_the_other_direction_is_refused() {
        let schemas = "
    Thing:
      type: object
      required: [id, key]
      properties:
        id: {type: string, readOnly: true}
        key: {type: string, writeOnly: true}
";
        let request = converted(schemas, Some(Direction::Request));
        assert_eq!(request["properties"], json!({"id": false, "key": {"type": "string"}}));
        assert_eq!(request["required"], json!(["key"]));
        let response = converted(schemas, Some(Direction::Response));
        assert_eq!(response["properties"], json!({"id": {"type": "string"}, "key": false}));
        assert_eq!(response["required"], json!(["id"]));
    }

    #[test]
    fn what_openapi_says_in_its_own_way_is_translated() {
        let schemas = "
    Thing:
      type: object
      nullable: true
      properties:
        size: {type: integer, minimum: 0, exclusiveMinimum: true, x-unconfirmed: no}
        kind: {type: string, nullable: true, enum: [a]}
        listed: {type: string, enum: [a, null]}
        inner: {nullable: true, allOf: [{$ref: '#/components/schemas/ThingId'}]}
        part: {nullable: true, allOf: [{type: object}]}
";
        let thing = converted(schemas, Some(Direction::Response));
        assert_eq!(thing["type"], json!(["object", "null"]));
        let size = json!({"type": "integer", "exclusiveMinimum": 0});
        assert_eq!(thing["properties"]["size"], size);
        assert_eq!(thing["properties"]["kind"]["enum"], json!(["a", null]));
        let listed = json!({"type": ["string", "null"], "enum": ["a", null]});
        assert_eq!(thing["properties"]["listed"], listed);
        let inner = json!([{"allOf": [{"$ref": "#/$defs/ThingId"}]}, {"type": "null"}]);
        assert_eq!(thing["properties"]["inner"]["anyOf"], inner);
        let part = json!({"anyOf": [{"allOf": [{"type": "object"}]}, {"type": "null"}]});
        assert_eq!(thing["properties"]["part"], part);
    }

    #[test]
    fn references_become_definitions_and_cycles_end() {
        let schemas = "
    Thing:
      type: object
      properties:
        parts: {type: array, items: {$ref: '#/components/schemas/Part'}}
    Part:
      type: object
      properties:
        parts: {type: array, items: {$ref: '#/components/schemas/Part'}}
";
        let thing = converted(schemas, Some(Direction::Request));
        let reference = json!({"$ref": "#/$defs/Part"});
        assert_eq!(thing["properties"]["parts"]["items"], reference);
        assert_eq!(thing["$defs"]["Part"]["properties"]["parts"]["items"], reference);
    }
}

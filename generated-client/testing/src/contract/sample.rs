//! A value that fits a schema, for what neither a request nor an example decides.

use serde_json::{Map, Value, json};

use super::fields::Fields;

/// Schemas nested deeper than this get no value.
const MAX_DEPTH: usize = 12;

/// A small value that fits the schema, as far as types, enumerations, formats and lengths go. Patterns are not solved.
pub(crate) fn of(document: &Value) -> Value {
    value(document, document, MAX_DEPTH)
}

/// The same for a schema inside a document.
pub(crate) fn of_node(document: &Value, node: &Value) -> Value {
    value(document, node, MAX_DEPTH)
}

fn value(document: &Value, node: &Value, depth: usize) -> Value {
    let Some(depth) = depth.checked_sub(1) else { return Value::Null };
    if let Some(fixed) = fixed(node) {
        return fixed.clone();
    }
    if let Some(target) = referred(document, node) {
        return value(document, target, depth);
    }
    if let Some(alternatives) = node["oneOf"].as_array().or_else(|| node["anyOf"].as_array()) {
        let Some(first) = alternatives.iter().find(|one| !is_null(one)) else { return Value::Null };
        return alternative(document, node, first, depth);
    }
    let kind = node["type"].as_str().or_else(|| node["type"][0].as_str());
    match kind {
        Some("string") => text(node),
        Some("integer") => json!(node["minimum"].as_f64().unwrap_or(0.0).ceil() as i64),
        Some("number") => json!(node["minimum"].as_f64().unwrap_or(0.0)),
        Some("boolean") => json!(false),
        Some("array") => {
            let length = node["minItems"].as_u64().unwrap_or(0).min(8);
            (0..length).map(|_| value(document, &node["items"], depth)).collect()
        }
        Some("null") => Value::Null,
        _ => match single_part(node) {
            Some(part) => value(document, part, depth),
            None => object(document, node, depth),
        },
    }
}

/// A value of one of several schemas, with what stands beside them.
fn alternative(document: &Value, node: &Value, chosen: &Value, depth: usize) -> Value {
    let own = value(document, chosen, depth);
    let surrounds = ["properties", "required", "allOf"].iter().any(|key| node.get(key).is_some());
    let (true, Value::Object(own)) = (surrounds, &own) else { return own };
    let fields = Fields::of_node(document, node);
    let also = chosen["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let names = fields.required.iter().map(String::as_str).chain(also);
    let mut members: Map<String, Value> = names
        .filter_map(|name| {
            let schema = fields.known.get(name)?;
            Some((name.to_owned(), value(document, schema, depth)))
        })
        .collect();
    members.extend(own.clone());
    Value::Object(members)
}

/// Whether a schema takes `null` alone.
fn is_null(schema: &Value) -> bool {
    schema["type"] == "null" || schema["enum"] == json!([null])
}

/// What the schema itself says its value may be.
fn fixed(node: &Value) -> Option<&Value> {
    node.get("const")
        .or_else(|| node.get("default"))
        .or_else(|| node["enum"].get(0))
        .or_else(|| node["x-extensible-enum"].get(0))
}

fn referred<'v>(document: &'v Value, node: &Value) -> Option<&'v Value> {
    document.pointer(node["$ref"].as_str()?.strip_prefix('#')?)
}

/// The part of an `allOf` that only wraps a reference.
fn single_part(node: &Value) -> Option<&Value> {
    match node["allOf"].as_array().map(Vec::as_slice) {
        Some([only]) if node.get("properties").is_none() => Some(only),
        _ => None,
    }
}

fn text(node: &Value) -> Value {
    let text = match node["format"].as_str() {
        Some("uuid") => "00000000-0000-4000-8000-000000000000",
        Some("date-time") => "2026-01-01T00:00:00.000Z",
        Some("date") => "2026-01-01",
        Some("time") => "12:00:00Z",
        Some("duration") => "P1D",
        Some("byte") => "ZmFrZQ==",
        Some("uri" | "url" | "uri-reference" | "iri" | "iri-reference") => "https://fake.example/",
        Some("hostname" | "idn-hostname") => "fake.example",
        Some("ipv4") => "192.0.2.1",
        Some("ipv6") => "2001:db8::1",
        Some("json-pointer") => "/fake",
        Some("relative-json-pointer") => "0",
        Some("email") => "fake@fake.example",
        _ => "fake",
    };
    let shortest = usize::try_from(node["minLength"].as_u64().unwrap_or(0)).unwrap_or(0).min(4096);
    let longest = node["maxLength"].as_u64().and_then(|length| usize::try_from(length).ok());
    let padded = format!("{text:x<shortest$}");
    padded.chars().take(longest.unwrap_or(usize::MAX)).collect::<String>().into()
}

/// An object with what it must have.
fn object(document: &Value, node: &Value, depth: usize) -> Value {
    let fields = Fields::of_node(document, node);
    let required = fields.required.iter().filter_map(|name| {
        let schema = fields.known.get(name)?;
        Some((name.clone(), value(document, schema, depth)))
    });
    Value::Object(required.collect::<Map<_, _>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_fit_their_schemas() {
        let schemas = [
            json!({ "type": "string", "minLength": 9 }),
            json!({ "type": "string", "maxLength": 2 }),
            json!({ "type": "string", "format": "uuid" }),
            json!({ "type": ["string", "null"], "format": "date-time" }),
            json!({ "type": "string", "format": "date" }),
            json!({ "type": "string", "format": "time" }),
            json!({ "type": "string", "format": "duration" }),
            json!({ "type": "string", "format": "byte" }),
            json!({ "type": "string", "format": "uri-reference" }),
            json!({ "type": "string", "format": "hostname" }),
            json!({ "type": "string", "format": "ipv4" }),
            json!({ "type": "string", "format": "ipv6" }),
            json!({ "type": "string", "format": "json-pointer" }),
            json!({ "type": "string", "format": "relative-json-pointer" }),
            json!({ "type": "string", "format": "regex" }),
            json!({ "type": "string", "format": "uri-template" }),
            json!({ "type": "integer", "enum": [3, 4] }),
            json!({ "type": ["integer", "null"], "enum": [3, null] }),
            json!({ "anyOf": [{ "type": "string", "format": "uuid" }, { "type": "null" }] }),
            json!({ "type": "integer", "minimum": 3 }),
            json!({ "type": "array", "minItems": 2, "items": { "type": "number" } }),
            json!({ "enum": ["a", "b"] }),
            json!({ "oneOf": [{ "type": "boolean" }, { "type": "string" }] }),
            json!({ "oneOf": [{ "enum": [null] }, { "type": "string" }] }),
            json!({
                "required": ["id"],
                "properties": { "id": { "type": "string" }, "size": { "type": "integer" } },
                "anyOf": [{ "required": ["size"] }, { "required": ["name"] }],
            }),
            json!({
                "required": ["id"],
                "properties": { "id": { "type": "string" } },
                "oneOf": [{ "type": "object", "required": ["a"], "properties": { "a": { "type": "integer" } } }],
            }),
            json!({
                "$ref": "#/$defs/Thing",
                "$defs": {
                    "Thing": {
                        "type": "object",
                        "required": ["id", "part", "gone"],
                        "properties": {
                            "id": { "allOf": [{ "$ref": "#/$defs/Id" }], "description": "Id." },
                            "part": { "$ref": "#/$defs/Part" },
                            "more": { "$ref": "#/$defs/Thing" },
                        },
                        "additionalProperties": true,
                    },
                    "Id": { "type": "string", "format": "uuid" },
                    "Part": {
                        "allOf": [{ "required": ["size"], "properties": { "size": { "type": "integer" } } }],
                        "type": "object",
                    },
                },
            }),
        ];
        for mut schema in schemas {
            let sample = of(&schema);
            // `gone` is required and unknown: nothing can be made up for it.
            if let Some(required) = schema.pointer_mut("/$defs/Thing/required") {
                required.as_array_mut().unwrap().pop();
            }
            let validator =
                jsonschema::draft202012::options().should_validate_formats(true).build(&schema);
            assert!(validator.unwrap().is_valid(&sample), "{schema} {sample}");
        }
    }

    #[test]
    fn a_schema_that_needs_itself_ends() {
        let schema =
            json!({ "$ref": "#", "required": ["next"], "properties": { "next": { "$ref": "#" } } });
        assert_eq!(of(&schema), Value::Null);
    }
}

//! Writes the plan's types as the OpenAPI document that progenitor gets.
//!
//! Special types stand in it as named schemas that progenitor is told to replace, so that no type
//! is recognised by its shape.

use serde_json::{Map, Value, json};

use crate::error::GenerateError;
use crate::plan::{Extra, Plan, Shape, Struct, TypeRef};

/// The property that stands in for those that an object does not have.
pub(super) const PLACEHOLDER: &str = "placeholder";

const SECRET: &str = "Secret";
const TIMESTAMP: &str = "Timestamp";

/// Schemas that progenitor replaces by a path, and the path.
pub(super) fn replacements(plan: &Plan) -> Vec<(String, String)> {
    let mut found = vec![
        (SECRET.to_owned(), "crate::Secret".to_owned()),
        (TIMESTAMP.to_owned(), "jiff::Timestamp".to_owned()),
    ];
    for name in crate::plan::RUNTIME_TYPES {
        found.push((name.to_owned(), format!("crate::{name}")));
    }
    for item in plan.types.values() {
        if matches!(item.shape, Shape::Enum(_)) {
            found.push((item.name.clone(), format!("crate::types::{}", item.name)));
        }
    }
    found
}

/// The prepared document: component schemas only.
pub(super) fn document(plan: &Plan) -> Result<openapiv3::OpenAPI, GenerateError> {
    let mut schemas = Map::new();
    for (name, _) in replacements(plan) {
        schemas.insert(name, json!({ "type": "string" }));
    }
    for item in plan.types.values() {
        schemas.insert(item.name.clone(), shape(&item.shape));
    }
    let document = json!({
        "openapi": "3.0.3",
        "info": { "title": plan.title, "version": "0" },
        "paths": {},
        "components": { "schemas": schemas },
    });
    serde_json::from_value(document)
        .map_err(|error| GenerateError::internal("the prepared document is not OpenAPI", error))
}

fn shape(shape: &Shape) -> Value {
    match shape {
        Shape::Id => json!({ "type": "string", "format": "uuid" }),
        Shape::Text | Shape::Enum(_) => json!({ "type": "string" }),
        Shape::Struct(object) => self::object(object),
        Shape::Union(union) => {
            let mut variants: Vec<Value> =
                union.variants.iter().map(|variant| reference(&variant.ty)).collect();
            // typify takes a lone branch for the schema itself; the union pass drops this one.
            variants.push(reference(SECRET));
            json!({ "oneOf": variants })
        }
    }
}

fn object(object: &Struct) -> Value {
    let mut properties: Map<String, Value> =
        object.fields.iter().map(|field| (field.wire.clone(), schema(&field.ty))).collect();
    if properties.is_empty() {
        // typify takes an object without properties for a map; the field pass drops this one.
        properties.insert(PLACEHOLDER.to_owned(), json!({ "type": "string" }));
    }
    let required: Vec<&str> = object.required().map(|field| field.wire.as_str()).collect();
    let mut schema = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    if object.extra == Extra::Kept {
        schema["additionalProperties"] = json!({});
    }
    schema
}

fn schema(ty: &TypeRef) -> Value {
    match ty {
        TypeRef::String => json!({ "type": "string" }),
        TypeRef::Secret => reference(SECRET),
        TypeRef::Bool => json!({ "type": "boolean" }),
        TypeRef::I32 => json!({ "type": "integer", "format": "int32" }),
        TypeRef::I64 => json!({ "type": "integer", "format": "int64" }),
        TypeRef::F64 => json!({ "type": "number", "format": "double" }),
        TypeRef::Timestamp => reference(TIMESTAMP),
        TypeRef::Uuid => json!({ "type": "string", "format": "uuid" }),
        TypeRef::Json => json!({}),
        TypeRef::Named(name) | TypeRef::Runtime(name) => reference(name),
        TypeRef::List(item) => json!({ "type": "array", "items": schema(item) }),
        TypeRef::Map(value) => json!({ "type": "object", "additionalProperties": schema(value) }),
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

//! Writes the plan's types as the OpenAPI document that progenitor gets.
//!
//! Special types stand in it as named schemas that progenitor is told to replace, so that no type
//! is recognised by its shape.

use serde_json::{Map, Value, json};

use super::own::is_own;
use crate::error::GenerateError;
use crate::plan::{Extra, FILE_DATA, Plan, Shape, Struct, TypeRef};

const SECRET: &str = "Secret";
const TIMESTAMP: &str = "Timestamp";

/// Schemas that progenitor replaces by a path, and the path.
pub(super) fn replacements(plan: &Plan) -> Vec<(String, String)> {
    let mut found = vec![
        (SECRET.to_owned(), "pingone_core::Secret".to_owned()),
        (TIMESTAMP.to_owned(), "jiff::Timestamp".to_owned()),
    ];
    let is_free = |name: &&str| !plan.types.contains_key(*name);
    let runtime = crate::plan::RUNTIME_TYPES.into_iter().chain([FILE_DATA]);
    for name in runtime.filter(is_free) {
        found.push((name.to_owned(), format!("pingone_core::{name}")));
    }
    for item in plan.types.values() {
        if matches!(item.shape, Shape::Enum(_)) || is_own(&item.shape) {
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
        if let Some(schema) = shape(&item.shape) {
            schemas.insert(item.name.clone(), schema);
        }
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

/// The schema of a type that progenitor makes.
fn shape(shape: &Shape) -> Option<Value> {
    match shape {
        Shape::Id => Some(json!({ "type": "string", "format": "uuid" })),
        Shape::Text => Some(json!({ "type": "string" })),
        Shape::Struct(object) if !is_own(shape) => Some(self::object(object)),
        Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) => None,
    }
}

fn object(object: &Struct) -> Value {
    let properties: Map<String, Value> =
        object.fields.iter().map(|field| (field.wire.clone(), schema(&field.ty))).collect();
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

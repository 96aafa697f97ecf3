//! Writes the plan's types as the OpenAPI document that progenitor gets.
//!
//! Special types stand in it as named schemas that progenitor is told to replace, so that no type
//! is recognised by its shape.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::own::is_own;
use crate::error::GenerateError;
use crate::plan::names::{self, EXTRA};
use crate::plan::{Extra, Field, Placing, Plan, Shape, Struct, TypeItem, TypeRef};

const SECRET: &str = "Secret";

/// Before the name of a property that would become the field with all others.
pub(super) const OTHERS_MARK: &str = "property ";

/// Schemas that progenitor replaces by a path, and the path: types of the runtime, and those that the
/// part names without making them here.
pub(super) fn replacements(part: &[&TypeItem]) -> Vec<(String, String)> {
    let mut found = BTreeMap::from([(SECRET.to_owned(), format!("pingone_core::{SECRET}"))]);
    let made: BTreeSet<&str> =
        part.iter().filter(|item| is_made(item)).map(|item| item.name.as_str()).collect();
    for ty in part.iter().flat_map(|item| held(&item.shape)) {
        ty.visit(&mut |inner| match inner {
            TypeRef::Named(name) if !made.contains(name.as_str()) => {
                found.insert(name.clone(), format!("crate::types::{name}"));
            }
            TypeRef::Runtime(name) => {
                found.insert(name.clone(), format!("pingone_core::{name}"));
            }
            _ => {}
        });
    }
    found.into_iter().collect()
}

/// Whether progenitor makes a type.
fn is_made(item: &TypeItem) -> bool {
    !matches!(item.shape, Shape::Enum(_)) && !is_own(&item.shape)
}

/// The types of what a struct holds.
fn held(shape: &Shape) -> Vec<&TypeRef> {
    let Shape::Struct(object) = shape else { return Vec::new() };
    object.fields.iter().map(|field| &field.ty).chain(object.extra.typed()).collect()
}

/// The prepared document: component schemas only.
pub(super) fn document(
    plan: &Plan,
    part: &[&TypeItem],
    replacements: &[(String, String)],
) -> Result<openapiv3::OpenAPI, GenerateError> {
    let mut schemas = Map::new();
    for (name, _) in replacements {
        schemas.insert(name.clone(), json!({ "type": "string" }));
    }
    for item in part {
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
        object.fields.iter().map(|field| (key(field, object), placed(field))).collect();
    let required: Vec<String> = object.required().map(|field| key(field, object)).collect();
    let mut schema = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    match &object.extra {
        Extra::Ignored => {}
        Extra::Kept => schema["additionalProperties"] = json!({}),
        Extra::Typed(ty) => schema["additionalProperties"] = self::schema(ty),
    }
    schema
}

/// What a field holds behind a pointer is finished by a pass: progenitor would choose such fields by their order.
fn placed(field: &Field) -> Value {
    match field.placing {
        Placing::Boxed => json!({ "type": "string" }),
        Placing::Inline => schema(&field.ty),
    }
}

/// The name of a property as progenitor gets it: it makes a field `extra` of its own.
fn key(field: &Field, object: &Struct) -> String {
    match object.extra != Extra::Ignored && names::value_name(&field.wire).as_deref() == Some(EXTRA)
    {
        true => format!("{OTHERS_MARK}{}", field.wire),
        false => field.wire.clone(),
    }
}

/// A schema whose value is there or not as that of the type is; which type it is, the pass that
/// finishes fields says.
fn schema(ty: &TypeRef) -> Value {
    match ty {
        TypeRef::String => json!({ "type": "string" }),
        TypeRef::Secret => reference(SECRET),
        TypeRef::Scalar(_) => json!({ "type": "boolean" }),
        TypeRef::Nullable(inner) => schema(inner),
        TypeRef::Json => json!({}),
        TypeRef::Named(name) | TypeRef::Runtime(name) => reference(name),
        TypeRef::List(item) => json!({ "type": "array", "items": schema(item) }),
        TypeRef::Map(value) => json!({ "type": "object", "additionalProperties": schema(value) }),
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

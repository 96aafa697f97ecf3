//! Questions to one node of the contract: who it is, in which direction it is used, what it consists of.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::names;
use crate::document::{Cursor, NodeKind};
use crate::openapi::Direction;
use crate::pointer::Pointer;

/// A resolved node's identity: file and JSON pointer.
pub(super) type NodeKey = (String, String);

pub(super) fn node_key(cursor: &Cursor<'_>) -> NodeKey {
    (cursor.file_name().to_owned(), cursor.pointer())
}

/// The schemas directly inside a schema, except properties that are not sent or received so.
pub(super) fn children<'d>(schema: &Cursor<'d>, direction: Option<Direction>) -> Vec<Cursor<'d>> {
    let mut found = Vec::new();
    if let Some(properties) = schema.get("properties") {
        found.extend(
            properties
                .entries()
                .map(|(_, property)| property)
                .filter(|property| !direction.is_some_and(|one| one.hides(property))),
        );
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        if let Some(list) = schema.get(key) {
            found.extend(list.items());
        }
    }
    for key in ["items", "additionalProperties", "not"] {
        found.extend(schema.get(key).filter(|child| child.entries().next().is_some()));
    }
    found
}

/// Whether a schema or one below it has a property that is only sent, or only received.
pub(super) fn hides_properties(schema: &Cursor<'_>) -> bool {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![schema.clone()];
    while let Some(next) = waiting.pop() {
        let schema = next.resolve();
        if !seen.insert(node_key(&schema)) {
            continue;
        }
        if hides_own(&schema) {
            return true;
        }
        waiting.extend(children(&schema, None));
    }
    false
}

/// Whether a property of a schema itself is only sent, or only received.
pub(super) fn hides_own(schema: &Cursor<'_>) -> bool {
    let mut properties = schema.get("properties").into_iter().flat_map(|all| all.entries());
    properties.any(|(_, one)| Direction::ALL.iter().any(|each| each.hides(&one)))
}

/// The type of a schema: what it says, or else what its keywords are about.
pub(crate) fn kind<'d>(node: &Cursor<'d>) -> Option<&'d str> {
    match node.get("type") {
        Some(kind) => kind.as_str(),
        None => inferred(node).map(|(kind, _)| kind),
    }
}

/// The type that the keywords of a schema without `type` are about, and the first such keyword.
pub(super) fn inferred<'d>(node: &Cursor<'d>) -> Option<(&'static str, Cursor<'d>)> {
    let about = [
        ("object", ["properties", "additionalProperties", "required"].as_slice()),
        ("array", ["items"].as_slice()),
    ];
    let own = about.into_iter().find_map(|(kind, keys)| {
        keys.iter().find_map(|key| node.get(key)).map(|keyword| (kind, keyword))
    });
    own.or_else(|| of_values(node)).or_else(|| of_format(node))
}

/// The type of all listed values.
fn of_values<'d>(node: &Cursor<'d>) -> Option<(&'static str, Cursor<'d>)> {
    let list = node.get("x-extensible-enum").or_else(|| node.get("enum"))?;
    let kind = |value: Cursor<'d>| match value.kind() {
        NodeKind::String => Some("string"),
        NodeKind::Bool => Some("boolean"),
        NodeKind::Number if value.as_i64().is_some() || value.as_u64().is_some() => Some("integer"),
        NodeKind::Number => Some("number"),
        _ => None,
    };
    let mut kinds = list.items().map(kind);
    let first = kinds.next()??;
    kinds.all(|other| other == Some(first)).then_some((first, list))
}

fn of_format<'d>(node: &Cursor<'d>) -> Option<(&'static str, Cursor<'d>)> {
    let format = node.get("format")?;
    let kind = match format.as_str()? {
        "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64" => {
            "integer"
        }
        "double" | "float" => "number",
        _ => "string",
    };
    Some((kind, format))
}

/// The type that the limits of a schema are about, if nothing else says it, and the first of them.
pub(super) fn limited<'d>(node: &Cursor<'d>) -> Option<(&'static str, Cursor<'d>)> {
    let about = [
        ("string", ["pattern", "minLength", "maxLength"].as_slice()),
        ("number", ["minimum", "maximum", "multipleOf"].as_slice()),
        ("array", ["minItems", "maxItems", "uniqueItems"].as_slice()),
        ("object", ["minProperties", "maxProperties"].as_slice()),
    ];
    about.into_iter().find_map(|(kind, keys)| {
        keys.iter().find_map(|key| node.get(key)).map(|keyword| (kind, keyword))
    })
}

/// Whether a schema says of which type its values are, and not only how long or how often.
pub(super) fn says_type(node: &Cursor<'_>) -> bool {
    let others = ["allOf", "oneOf", "anyOf", "not", "x-rust-type"];
    kind(node).is_some() || others.iter().any(|key| node.get(key).is_some())
}

/// A boolean keyword, read on the node itself or on what it refers to.
pub(super) fn flag(cursor: &Cursor<'_>, key: &str) -> bool {
    let read = |node: &Cursor<'_>| node.get(key).and_then(|value| value.as_bool());
    read(cursor).or_else(|| read(&cursor.resolve())).unwrap_or(false)
}

/// The string at a path of keys.
pub(super) fn text(cursor: &Cursor<'_>, path: &[&str]) -> Option<String> {
    let mut node = cursor.clone();
    for key in path {
        node = node.resolve().get(key)?;
    }
    node.as_str().map(str::to_owned)
}

/// A schema that only wraps one other schema, as OpenAPI 3.0 needs it to describe a `$ref`.
pub(crate) fn lone_all_of<'d>(node: &Cursor<'d>) -> Option<Cursor<'d>> {
    if ["properties", "required", "additionalProperties"].iter().any(|key| node.get(key).is_some())
    {
        return None;
    }
    let parts = node.get("allOf")?;
    let mut parts = parts.items();
    let first = parts.next()?;
    parts.next().is_none().then_some(first)
}

pub(super) fn component_name(node: &Cursor<'_>) -> Option<String> {
    Pointer::of(&node.pointer()).schema().map(Cow::into_owned)
}

pub(super) fn module_of(node: &Cursor<'_>) -> String {
    let file = node.file_name();
    let stem = file.rsplit('/').next().unwrap_or(file);
    let stem = stem.split('.').next().unwrap_or(stem);
    names::value_name(stem).unwrap_or_else(|| "contract".to_owned())
}

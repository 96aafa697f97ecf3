//! Type lists: `null` in one is `nullable`, several other types are a union.

use super::super::node::{Map, MapEntry, NodeId, NodeKind, Value};
use super::edit::Draft;
use crate::diagnostic::Span;

const BRANCHES: &str = "the branches of the union say their types";

/// Lowers `type`, and the `null` of an `enum`.
pub(super) fn types(draft: &mut Draft<'_, '_>) {
    if let Some(entry) = draft.get("type") {
        match draft.items(entry.value) {
            Some(names) => list(draft, &entry, &names),
            None if draft.text(entry.value) == Some("null") => {
                draft.take("type");
                draft.nullable(draft.span_of(entry.value));
            }
            None => {}
        }
    }
    null_value(draft);
}

fn list(draft: &mut Draft<'_, '_>, entry: &MapEntry, names: &[NodeId]) {
    let (nulls, mut others): (Vec<NodeId>, Vec<NodeId>) =
        names.iter().partition(|name| draft.text(**name) == Some("null"));
    if let Some(null) = nulls.first() {
        draft.nullable(draft.span_of(*null));
    }
    let has_number = others.iter().any(|name| draft.text(*name) == Some("number"));
    // Every integer is a number.
    others.retain(|name| !has_number || draft.text(*name) != Some("integer"));
    match others.as_slice() {
        [] if nulls.is_empty() => {}
        [] => drop(draft.take("type")),
        [one] => draft.put("type", entry.key_span, *one),
        several => union(draft, entry, several),
    }
}

/// One branch for each type, with what is said about its values.
fn union(draft: &mut Draft<'_, '_>, entry: &MapEntry, names: &[NodeId]) {
    if ["oneOf", "anyOf", "allOf"].iter().any(|key| draft.has(key)) {
        return draft.pass_over("type", BRANCHES);
    }
    let values = draft.get("enum").and_then(|list| Some((list.clone(), draft.items(list.value)?)));
    let mut branches = Vec::new();
    for name in names {
        let Some(text) = draft.text(*name).map(str::to_owned) else { continue };
        let span = draft.span_of(*name);
        let mut entries =
            vec![MapEntry { key: "type".into(), key_span: entry.key_span, value: *name }];
        let about = draft.entries.iter().filter(|other| is_about(draft, other, &text));
        entries.extend(about.cloned());
        if let Some((list, values)) = &values {
            let own: Vec<NodeId> =
                values.iter().copied().filter(|value| is_of(draft, *value, &text)).collect();
            if own.is_empty() {
                continue;
            }
            let value = draft.add(Value::Sequence(own), draft.span_of(list.value));
            entries.push(MapEntry { key: "enum".into(), key_span: list.key_span, value });
        }
        branches.push(branch(draft, entries, span));
    }
    let moved = |other: &MapEntry| {
        &*other.key == "enum"
            || names
                .iter()
                .any(|name| draft.text(*name).is_some_and(|text| is_about(draft, other, text)))
    };
    let rest: Vec<MapEntry> = draft.entries.iter().filter(|other| !moved(other)).cloned().collect();
    draft.entries = rest;
    match branches.as_slice() {
        [lone] => {
            draft.take("type");
            let inner = draft.map(*lone).map(Map::entries).map(<[_]>::to_vec).unwrap_or_default();
            inner.into_iter().for_each(|entry| draft.put(&entry.key, entry.key_span, entry.value));
        }
        _ => {
            let span = draft.span_of(entry.value);
            let list = draft.add(Value::Sequence(branches), span);
            draft.rename("type", "oneOf", list);
        }
    }
}

fn branch(draft: &mut Draft<'_, '_>, entries: Vec<MapEntry>, span: Span) -> NodeId {
    draft.add(Value::Map(Map::new(entries)), span)
}

/// Whether a key says something about values of this type only.
fn is_about(draft: &Draft<'_, '_>, entry: &MapEntry, kind: &str) -> bool {
    let key = &*entry.key;
    match kind {
        "string" => match key {
            "minLength" | "maxLength" | "pattern" | "contentEncoding" | "contentMediaType"
            | "contentSchema" => true,
            "format" => !is_numeric(draft.text(entry.value)),
            _ => false,
        },
        "integer" | "number" => match key {
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => true,
            "format" => is_numeric(draft.text(entry.value)),
            _ => false,
        },
        "array" => matches!(
            key,
            "items"
                | "prefixItems"
                | "minItems"
                | "maxItems"
                | "uniqueItems"
                | "contains"
                | "minContains"
                | "maxContains"
                | "unevaluatedItems"
        ),
        "object" => matches!(
            key,
            "properties"
                | "required"
                | "additionalProperties"
                | "patternProperties"
                | "propertyNames"
                | "minProperties"
                | "maxProperties"
                | "dependentRequired"
                | "dependentSchemas"
                | "unevaluatedProperties"
        ),
        _ => false,
    }
}

fn is_numeric(format: Option<&str>) -> bool {
    matches!(
        format,
        Some(
            "int8"
                | "int16"
                | "int32"
                | "int64"
                | "uint8"
                | "uint16"
                | "uint32"
                | "uint64"
                | "float"
                | "double"
                | "decimal"
        )
    )
}

/// Whether a value is of a type.
fn is_of(draft: &Draft<'_, '_>, value: NodeId, kind: &str) -> bool {
    match (draft.value(value), kind) {
        (Some(Value::Number(number)), "integer") => number.is_i64() || number.is_u64(),
        (Some(value), _) => {
            value.kind()
                == match kind {
                    "string" => NodeKind::String,
                    "number" => NodeKind::Number,
                    "boolean" => NodeKind::Bool,
                    "array" => NodeKind::Sequence,
                    "object" => NodeKind::Map,
                    _ => NodeKind::Null,
                }
        }
        (None, _) => false,
    }
}

/// `nullable` says that `null` is a value.
fn null_value(draft: &mut Draft<'_, '_>) {
    let Some(entry) = draft.get("enum") else { return };
    let Some(values) = draft.items(entry.value) else { return };
    let (nulls, others): (Vec<NodeId>, Vec<NodeId>) =
        values.into_iter().partition(|value| draft.kind(*value) == Some(NodeKind::Null));
    let Some(null) = nulls.first() else { return };
    draft.nullable(draft.span_of(*null));
    if others.is_empty() {
        draft.take("enum");
        return;
    }
    let list = draft.add(Value::Sequence(others), draft.span_of(entry.value));
    draft.put("enum", entry.key_span, list);
}

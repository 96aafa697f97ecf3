//! `const`, and choices between constants, as `enum`.

use super::super::node::{NodeId, NodeKind, Value};
use super::edit::Draft;
use crate::diagnostic::Span;

const VALUE_DOCS: &str = "an enum of 3.0 has no place for the texts of its values";
const NARROWER: &str = "`const` allows one of these values only";

/// Keys of a branch that say nothing but which constant it is.
const TEXTS: [&str; 4] = ["const", "title", "description", "type"];

/// `const` is an `enum` of one value.
pub(super) fn constant(draft: &mut Draft<'_, '_>) {
    let Some(entry) = draft.get("const") else { return };
    draft.pass_over("enum", NARROWER);
    let span = draft.span_of(entry.value);
    let kind = draft.kind(entry.value);
    if kind == Some(NodeKind::Null) {
        draft.take("const");
        draft.take("type");
        return draft.nullable(span);
    }
    let list = draft.add(Value::Sequence(vec![entry.value]), span);
    draft.rename("const", "enum", list);
    typed(draft, kind, span);
}

/// `oneOf` and `anyOf` of constants are an `enum` whose values have texts.
pub(super) fn choices(draft: &mut Draft<'_, '_>) {
    for key in ["oneOf", "anyOf"] {
        if let Some((values, kind)) = constants(draft, key).filter(|_| !draft.has("enum")) {
            let Some(entry) = draft.get(key) else { continue };
            let list = draft.add(Value::Sequence(values), draft.span_of(entry.value));
            describe(draft, entry.value);
            draft.rename(key, "enum", list);
            typed(draft, Some(kind), entry.key_span);
        }
    }
}

/// The constants of a union of nothing else, all of one kind.
fn constants(draft: &Draft<'_, '_>, key: &str) -> Option<(Vec<NodeId>, NodeKind)> {
    let branches = draft.items(draft.get(key)?.value)?;
    let mut values = Vec::new();
    for branch in branches {
        let map = draft.map(branch).filter(|_| !draft.is_reference(branch))?;
        let is_text = |key: &str| TEXTS.contains(&key);
        if !map.entries().iter().all(|entry| is_text(&entry.key)) {
            return None;
        }
        values.push(map.get("const")?.value);
    }
    let kind = draft.kind(*values.first()?)?;
    let is_scalar = matches!(kind, NodeKind::String | NodeKind::Number | NodeKind::Bool);
    let is_alike = values.iter().all(|value| draft.kind(*value) == Some(kind));
    (is_scalar && is_alike).then_some((values, kind))
}

/// Lists the texts of the values, which nothing reads.
fn describe(draft: &mut Draft<'_, '_>, list: NodeId) {
    for branch in draft.items(list).unwrap_or_default() {
        let entries = draft.map(branch).map(|map| map.entries().to_vec()).unwrap_or_default();
        for entry in entries.iter().filter(|entry| matches!(&*entry.key, "title" | "description")) {
            draft.lowering.unread(draft.visit, entry, VALUE_DOCS);
        }
    }
}

/// A constant says its type; in 3.0, the schema has to.
fn typed(draft: &mut Draft<'_, '_>, kind: Option<NodeKind>, span: Span) {
    if draft.has("type") {
        return;
    }
    let value = draft.get("enum").and_then(|list| draft.items(list.value)?.first().copied());
    let is_whole = value.and_then(|value| draft.value(value)).is_some_and(|value| match value {
        Value::Number(number) => number.is_i64() || number.is_u64(),
        _ => false,
    });
    let name = match kind {
        Some(NodeKind::String) => "string",
        Some(NodeKind::Bool) => "boolean",
        Some(NodeKind::Number) if is_whole => "integer",
        Some(NodeKind::Number) => "number",
        Some(NodeKind::Sequence) => "array",
        Some(NodeKind::Map) => "object",
        Some(NodeKind::Null) | None => return,
    };
    let name = draft.add(Value::String(name.into()), span);
    draft.put("type", span, name);
}

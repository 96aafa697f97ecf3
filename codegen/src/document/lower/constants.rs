//! `const` as `enum`.

use super::super::node::{NodeKind, Value};
use super::edit::Draft;
use crate::diagnostic::Span;

const NARROWER: &str = "`const` allows one of these values only";

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

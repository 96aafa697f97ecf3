//! Unions with a branch for `null`, which 3.0 says with `nullable`.

use super::super::node::{Map, NodeId, NodeKind, Value};
use super::edit::Draft;
use crate::diagnostic::Span;

/// Takes `null` out of `oneOf` and `anyOf`.
pub(super) fn nulls(draft: &mut Draft<'_, '_>) {
    for key in ["anyOf", "oneOf"] {
        let Some(entry) = draft.get(key) else { continue };
        let Some(branches) = draft.items(entry.value) else { continue };
        let (mut rest, mut null) = (Vec::new(), None);
        for branch in branches {
            if is_null(draft, branch) {
                null = Some(draft.span_of(branch));
            } else {
                null = without_null(draft, branch).or(null);
                rest.push(branch);
            }
        }
        let Some(null) = null else { continue };
        draft.nullable(null);
        match rest.as_slice() {
            [] => drop(draft.take(key)),
            [lone] => lone_branch(draft, key, *lone),
            _ => {
                let span = draft.span_of(entry.value);
                let list = draft.add(Value::Sequence(rest), span);
                draft.put(key, entry.key_span, list);
            }
        }
    }
}

/// Whether a schema allows `null` and nothing else.
fn is_null(draft: &Draft<'_, '_>, branch: NodeId) -> bool {
    let Some(map) = draft.map(branch) else { return false };
    let only_null = |list: NodeId| match draft.value(list) {
        Some(Value::Sequence(items)) => {
            let is_null = |item: &NodeId| {
                draft.kind(*item) == Some(NodeKind::Null) || draft.text(*item) == Some("null")
            };
            !items.is_empty() && items.iter().all(is_null)
        }
        _ => false,
    };
    let kind = map.get("type").map(|entry| entry.value);
    let constant = map.get("const").map(|entry| entry.value);
    kind.is_some_and(|kind| draft.text(kind) == Some("null") || only_null(kind))
        || constant.is_some_and(|value| draft.kind(value) == Some(NodeKind::Null))
        || map.get("enum").is_some_and(|entry| only_null(entry.value))
}

/// Takes `null` out of the type list of a branch: the union as a whole may be `null` then.
fn without_null(draft: &mut Draft<'_, '_>, branch: NodeId) -> Option<Span> {
    if draft.is_reference(branch) {
        return None;
    }
    let list = draft.map(branch)?.get("type")?.value;
    let names = draft.items(list)?;
    let null = names.iter().copied().find(|name| draft.text(*name) == Some("null"))?;
    let rest = names.into_iter().filter(|name| *name != null).collect();
    let span = draft.span_of(null);
    draft.lowering.tree_mut(draft.visit.file)?.replace(list, Value::Sequence(rest));
    Some(span)
}

/// A union of one branch is that branch.
fn lone_branch(draft: &mut Draft<'_, '_>, key: &str, branch: NodeId) {
    let Some(entry) = draft.take(key) else { return };
    let span = Span::new(entry.key_span.start, draft.span_of(branch).end);
    let inner = draft.map(branch).map(Map::entries).map(<[_]>::to_vec).unwrap_or_default();
    // A reference that leads nowhere is told as such where it stands.
    let fits = inner.iter().all(|entry| !draft.has(&entry.key) && &*entry.key != "$ref");
    if draft.map(branch).is_none() || !fits {
        return draft.also(branch, span);
    }
    for entry in inner {
        draft.put(&entry.key, entry.key_span, entry.value);
    }
}

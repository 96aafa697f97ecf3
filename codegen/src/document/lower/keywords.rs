//! The keywords of 3.1 that 3.0 says in another way, or not at all.

use super::super::node::{Map, MapEntry, NodeId, NodeKind, Value};
use super::edit::Draft;

const ONE_EXAMPLE: &str = "a schema of 3.0 has one example";
const NO_LIST: &str = "the examples of a schema are a list";
const COMMENT: &str = "for readers of the contract";
const CONTENT: &str = "about the text; its type is the same";
const UNCHECKED: &str = "the client does not check it";
const UNTYPED: &str = "no type of Rust says it: the values are kept as JSON";

/// Keywords that allow fewer values than the rest of the schema, and change no type.
const CONDITIONS: [&str; 13] = [
    "if",
    "then",
    "else",
    "dependentSchemas",
    "dependentRequired",
    "dependencies",
    "contains",
    "minContains",
    "maxContains",
    "propertyNames",
    "unevaluatedItems",
    "contentSchema",
    "additionalItems",
];

/// Patterns that every name has.
const ANY_NAME: [&str; 7] = ["", ".*", ".+", "^.*$", "^.+$", "^.*", "^"];

pub(super) fn lower(draft: &mut Draft<'_, '_>) {
    bound(draft, "exclusiveMinimum", "minimum", |bound, other| bound >= other);
    bound(draft, "exclusiveMaximum", "maximum", |bound, other| bound <= other);
    examples(draft);
    content(draft);
    tuple(draft);
    flag_items(draft);
    names(draft);
    unevaluated(draft);
    forbidden(draft);
    let required = draft.get("required").and_then(|names| draft.items(names.value));
    if required.is_some_and(|names| names.is_empty()) {
        // 3.0 wants a name in it.
        draft.pass_over("required", "it names no property");
    }
    for key in CONDITIONS {
        draft.lose(key, "the client does not check it", UNCHECKED);
    }
}

/// A bound that is exclusive is a number in 3.1, and a flag beside the bound in 3.0.
fn bound(draft: &mut Draft<'_, '_>, key: &str, plain: &str, is_closer: fn(f64, f64) -> bool) {
    let Some(entry) = draft.get(key) else { return };
    let number = |draft: &Draft<'_, '_>, node: NodeId| match draft.value(node) {
        Some(Value::Number(number)) => number.as_f64(),
        _ => None,
    };
    let Some(exclusive) = number(draft, entry.value) else { return };
    let other = draft.get(plain);
    let rival = other.as_ref().and_then(|other| number(draft, other.value));
    if rival.is_some_and(|rival| !is_closer(exclusive, rival)) {
        return draft.pass_over(key, "the other bound allows fewer values");
    }
    if other.is_some() {
        draft.pass_over(plain, "the exclusive bound allows fewer values");
    }
    let flag = draft.add(Value::Bool(true), draft.span_of(entry.value));
    draft.put(key, entry.key_span, flag);
    draft.put(plain, entry.key_span, entry.value);
}

fn examples(draft: &mut Draft<'_, '_>) {
    let Some(entry) = draft.get("examples") else { return };
    let Some(items) = draft.items(entry.value) else {
        return draft.pass_over("examples", NO_LIST);
    };
    let Some((first, rest)) = items.split_first().filter(|_| !draft.has("example")) else {
        return draft.pass_over("examples", ONE_EXAMPLE);
    };
    if !rest.is_empty() {
        let more = draft.add(Value::Sequence(rest.to_vec()), draft.span_of(entry.value));
        let more = MapEntry { value: more, ..entry };
        draft.lowering.unread(draft.visit, &more, ONE_EXAMPLE);
    }
    draft.rename("examples", "example", *first);
}

/// Encoded text is a `format`.
fn content(draft: &mut Draft<'_, '_>) {
    let text = |draft: &Draft<'_, '_>, key: &str| {
        draft.get(key).and_then(|entry| draft.text(entry.value)).map(str::to_owned)
    };
    let encoding = text(draft, "contentEncoding");
    let media = text(draft, "contentMediaType");
    let format = match (encoding.as_deref(), media.as_deref()) {
        (Some("base64"), _) => Some(("contentEncoding", "byte")),
        (None, Some(media)) if is_binary(media) => Some(("contentMediaType", "binary")),
        _ => None,
    };
    if let Some((key, format)) = format.filter(|_| !draft.has("format"))
        && let Some(entry) = draft.get(key)
    {
        let span = draft.span_of(entry.value);
        let value = draft.add(Value::String(format.into()), span);
        draft.rename(key, "format", value);
        if !draft.has("type") {
            let kind = draft.add(Value::String("string".into()), span);
            draft.put("type", entry.key_span, kind);
        }
    }
    let is_plain =
        matches!(encoding.as_deref(), None | Some("base64" | "7bit" | "8bit" | "binary"));
    if is_plain {
        draft.pass_over("contentEncoding", CONTENT);
    } else {
        draft.lose("contentEncoding", "the client does not encode or decode it", CONTENT);
    }
    draft.pass_over("contentMediaType", CONTENT);
}

/// Whether a media type is no text.
pub(super) fn is_binary(media: &str) -> bool {
    let media = media.split(';').next().unwrap_or(media).trim().to_ascii_lowercase();
    let is_text = media.starts_with("text/")
        || media.starts_with("multipart/")
        || ["json", "xml", "yaml", "x-www-form-urlencoded", "javascript", "*/*"]
            .iter()
            .any(|end| media.ends_with(end))
        || media.contains("jsonl")
        || media.contains("ndjson");
    !is_text && media.contains('/')
}

/// A list whose first items have schemas of their own.
fn tuple(draft: &mut Draft<'_, '_>) {
    let Some(entry) = draft.get("prefixItems") else { return };
    let parts = draft.items(entry.value).unwrap_or_default();
    let rest = draft.get("items");
    let most = draft.get("maxItems").and_then(|most| match draft.value(most.value)? {
        Value::Number(number) => number.as_u64(),
        _ => None,
    });
    let has_no_more = most.is_some_and(|most| most <= parts.len() as u64);
    let is_closed =
        has_no_more || rest.as_ref().is_some_and(|rest| draft.flag(rest.value) == Some(false));
    let alike = parts.first().copied().filter(|first| {
        let same = |other: NodeId| draft.are_equal(*first, other);
        let rest_is_alike = rest.as_ref().is_some_and(|rest| same(rest.value));
        parts.iter().all(|part| same(*part)) && (is_closed || rest_is_alike)
    });
    let span = draft.span_of(entry.value);
    match alike {
        Some(first) => {
            draft.take("items");
            draft.rename("prefixItems", "items", first);
        }
        None => {
            draft.take("items");
            draft.lose("prefixItems", "items of several types are kept as JSON", UNTYPED);
            let any = draft.add(Value::Map(Map::default()), span);
            draft.put("items", entry.key_span, any);
        }
    }
    if is_closed && !draft.has("maxItems") {
        let most = draft.add(Value::Number(parts.len().into()), span);
        draft.put("maxItems", entry.key_span, most);
    }
}

/// `items: true` and `items: false`.
fn flag_items(draft: &mut Draft<'_, '_>) {
    let Some(entry) = draft.get("items") else {
        let kind = draft.get("type");
        if let Some(kind) = kind.filter(|kind| draft.text(kind.value) == Some("array")) {
            // 3.1 needs no `items`: anything may be an item then.
            let any = draft.add(Value::Map(Map::default()), draft.span_of(kind.value));
            draft.put("items", kind.key_span, any);
        }
        return;
    };
    if draft.flag(entry.value) == Some(false) && !draft.has("maxItems") {
        let none = draft.add(Value::Number(0.into()), draft.span_of(entry.value));
        draft.put("maxItems", entry.key_span, none);
        let any = draft.add(Value::Map(Map::default()), draft.span_of(entry.value));
        draft.put("items", entry.key_span, any);
    }
}

/// Properties whose names have a pattern are those that are not listed.
fn names(draft: &mut Draft<'_, '_>) {
    let Some(entry) = draft.get("patternProperties") else { return };
    let patterns = draft.map(entry.value).map(|map| map.entries().to_vec()).unwrap_or_default();
    let others = draft.get("additionalProperties");
    let others_are_refused =
        others.as_ref().is_some_and(|others| draft.flag(others.value) == Some(false));
    let typed = match patterns.as_slice() {
        [] => None,
        [one] if others_are_refused || ANY_NAME.contains(&&*one.key) => Some(one.value),
        [first, ..] => {
            let is_alike = |part: &MapEntry| draft.are_equal(first.value, part.value);
            let others_are_alike =
                others.as_ref().is_some_and(|others| draft.are_equal(first.value, others.value));
            let fits = patterns.iter().all(is_alike) && (others_are_refused || others_are_alike);
            fits.then_some(first.value)
        }
    };
    let is_typed = typed.filter(|schema| draft.kind(*schema) == Some(NodeKind::Map));
    match is_typed {
        Some(schema) => {
            for part in patterns.iter().filter(|part| !ANY_NAME.contains(&&*part.key)) {
                draft.tell(&entry, &format!("names are not checked against `{}`", part.key));
            }
            draft.take("additionalProperties");
            draft.rename("patternProperties", "additionalProperties", schema);
        }
        None => {
            draft.lose("patternProperties", "the properties are kept as JSON", UNTYPED);
            draft.take("additionalProperties");
            let any = draft.add(Value::Bool(true), draft.span_of(entry.value));
            draft.put("additionalProperties", entry.key_span, any);
        }
    }
}

/// Without parts that evaluate properties of their own, `unevaluatedProperties` is `additionalProperties`.
fn unevaluated(draft: &mut Draft<'_, '_>) {
    const PARTS: [&str; 8] =
        ["allOf", "oneOf", "anyOf", "not", "if", "then", "else", "dependentSchemas"];
    let Some(entry) = draft.get("unevaluatedProperties") else { return };
    let has_parts = PARTS.iter().any(|key| draft.has(key));
    if !has_parts && !draft.has("additionalProperties") {
        return draft.rename("unevaluatedProperties", "additionalProperties", entry.value);
    }
    match draft.flag(entry.value) {
        // What no part knows is ignored in a response, and cannot be sent.
        Some(_) => {
            draft.pass_over("unevaluatedProperties", "no type has properties beside its own");
        }
        None => draft.lose("unevaluatedProperties", "the properties are not typed", UNTYPED),
    }
}

/// A property that is `false` may not be there.
fn forbidden(draft: &mut Draft<'_, '_>) {
    let Some(entry) = draft.get("properties") else { return };
    let members = draft.map(entry.value).map(|map| map.entries().to_vec()).unwrap_or_default();
    let (out, rest): (Vec<MapEntry>, Vec<MapEntry>) =
        members.into_iter().partition(|member| draft.flag(member.value) == Some(false));
    for member in &out {
        draft.tell(member, "a property that may not be there is left out");
        draft.lowering.unread(draft.visit, member, "it may not be there");
    }
    if !out.is_empty() {
        let span = draft.span_of(entry.value);
        let map = draft.add(Value::Map(Map::new(rest)), span);
        draft.put("properties", entry.key_span, map);
    }
}

/// Comments, which JSON Schema keeps apart from descriptions.
pub(super) fn comment(draft: &mut Draft<'_, '_>) {
    draft.pass_over("$comment", COMMENT);
}

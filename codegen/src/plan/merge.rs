//! Several schemas that one value must fit, as `allOf` says it: which of them decides its type.

use std::collections::BTreeSet;

use serde_json::Value;

use super::node::{component_name, kind, node_key, says_type};
use crate::document::Cursor;

/// What several schemas for one value come to.
pub(super) enum Merged<'d> {
    /// None of them says of which type the value is.
    Untyped,
    /// One says all that the others say of the type.
    One(Cursor<'d>),
    /// They are objects, whose properties come together.
    Objects,
    /// They are arrays of such objects.
    Lists,
}

/// Two schemas that no value fits, or none that the client has a type for.
pub(super) struct Conflict<'d> {
    pub(super) first: Cursor<'d>,
    pub(super) second: Cursor<'d>,
}

/// Of two schemas for one value, the one that decides its type.
enum Narrower {
    First,
    Second,
    /// Both add properties.
    Both,
    /// Neither: they contradict each other.
    Neither,
}

/// Keywords that say nothing of the type of a value.
const TEXTS: [&str; 9] = [
    "default",
    "deprecated",
    "description",
    "example",
    "externalDocs",
    "nullable",
    "readOnly",
    "title",
    "writeOnly",
];

/// How many `allOf` are looked through.
const MOST_WRAPPINGS: usize = 8;

/// Merges schemas of one value; of equal ones, the last counts, which is nearest to its use.
pub(super) fn merge<'d>(parts: &[Cursor<'d>]) -> Result<Merged<'d>, Box<Conflict<'d>>> {
    let mut typed: Vec<Cursor<'d>> = Vec::new();
    for part in parts.iter().flat_map(|part| constituents(part, MOST_WRAPPINGS)) {
        if !says_type(&part.resolve()) {
            continue;
        }
        let mut is_kept = true;
        let mut kept = Vec::new();
        for known in typed {
            match narrower(&known, &part) {
                Narrower::Second => {}
                Narrower::Both => kept.push(known),
                Narrower::First => {
                    is_kept = false;
                    kept.push(known);
                }
                Narrower::Neither => return Err(Box::new(Conflict { first: known, second: part })),
            }
        }
        if is_kept {
            kept.push(part);
        }
        typed = kept;
    }
    Ok(match typed.len() {
        0 => Merged::Untyped,
        1 => typed.pop().map_or(Merged::Untyped, Merged::One),
        _ if typed.iter().any(|part| is_of(part, "array")) => Merged::Lists,
        _ => Merged::Objects,
    })
}

/// The schemas behind one that is nothing but an `allOf`.
fn constituents<'d>(part: &Cursor<'d>, depth: usize) -> Vec<Cursor<'d>> {
    let node = part.resolve();
    let Some(list) = node.get("allOf").filter(|_| depth > 0 && kind(&node).is_none()) else {
        return vec![part.clone()];
    };
    list.items().flat_map(|inner| constituents(&inner, depth - 1)).collect()
}

/// What kind of value a schema describes, as far as two can be compared by it.
fn form<'d>(node: &Cursor<'d>, depth: usize) -> Option<&'d str> {
    if ["oneOf", "anyOf", "not"].iter().any(|key| node.get(key).is_some()) {
        return None;
    }
    let parts = node.get("allOf").filter(|_| depth > 0);
    kind(node).or_else(|| {
        parts.iter().flat_map(Cursor::items).find_map(|part| form(&part.resolve(), depth - 1))
    })
}

/// Whether the values of a schema are of this type, or some of them.
pub(super) fn is_of(schema: &Cursor<'_>, kind: &str) -> bool {
    let own = form(&schema.resolve(), MOST_WRAPPINGS);
    own == Some(kind) || (own == Some("integer") && kind == "number")
}

fn narrower(first: &Cursor<'_>, second: &Cursor<'_>) -> Narrower {
    let (one, other) = (first.resolve(), second.resolve());
    if node_key(&one) == node_key(&other) || are_equal(&one, &other) {
        return Narrower::Second;
    }
    if [&one, &other].iter().any(|node| node.get("x-rust-type").is_some()) {
        return Narrower::Neither;
    }
    match (form(&one, MOST_WRAPPINGS), form(&other, MOST_WRAPPINGS)) {
        (Some("number"), Some("integer")) => Narrower::Second,
        (Some("integer"), Some("number")) => Narrower::First,
        (Some("object"), Some("object")) => objects(&one, &other),
        (Some("array"), Some("array")) => arrays(&one, &other),
        (Some(kind), Some(same)) if kind == same => scalars(&one, &other),
        // A union narrows whatever object.
        (None, Some("object")) if is_free(&other) => Narrower::First,
        (Some("object"), None) if is_free(&one) => Narrower::Second,
        _ => Narrower::Neither,
    }
}

fn objects(one: &Cursor<'_>, other: &Cursor<'_>) -> Narrower {
    match (is_free(one), is_free(other)) {
        (true, _) => Narrower::Second,
        (_, true) => Narrower::First,
        _ => Narrower::Both,
    }
}

/// Whether an object may have any properties, and says nothing of them.
fn is_free(node: &Cursor<'_>) -> bool {
    let typed = node.get("additionalProperties").is_some_and(|it| it.entries().next().is_some());
    let named = ["properties", "required", "allOf"].iter().any(|key| node.get(key).is_some());
    !typed && !named
}

fn arrays(one: &Cursor<'_>, other: &Cursor<'_>) -> Narrower {
    match (one.get("items"), other.get("items")) {
        (_, None) => Narrower::First,
        (None, _) => Narrower::Second,
        (Some(one), Some(other)) => match narrower(&one, &other) {
            // Of arrays of arrays, nobody would find the type.
            Narrower::Both if is_of(&one, "array") => Narrower::Neither,
            decided => decided,
        },
    }
}

/// Of two texts, numbers or flags, the one with the smaller set of values; else the one with a format.
fn scalars(one: &Cursor<'_>, other: &Cursor<'_>) -> Narrower {
    match (values(one), values(other)) {
        (Some(these), Some(those)) => {
            return match (those.is_subset(&these), these.is_subset(&those)) {
                (true, _) => Narrower::Second,
                (_, true) => Narrower::First,
                _ => Narrower::Neither,
            };
        }
        (Some(_), None) => return Narrower::First,
        (None, Some(_)) => return Narrower::Second,
        (None, None) => {}
    }
    let format = |node: &Cursor<'_>| node.get("format")?.as_str().map(str::to_owned);
    match (format(one).as_deref(), format(other).as_deref()) {
        (Some("int32"), Some("int64")) | (Some(_), None) => Narrower::First,
        (Some("int64"), Some("int32")) | (None, Some(_)) => Narrower::Second,
        (Some(these), Some(those)) if these != those => Narrower::Neither,
        _ if component_name(one).is_some() && component_name(other).is_none() => Narrower::First,
        _ => Narrower::Second,
    }
}

/// The values that a schema lists.
fn values(node: &Cursor<'_>) -> Option<BTreeSet<String>> {
    let list = node.get("x-extensible-enum").or_else(|| node.get("enum"))?;
    Some(list.items().map(|value| value.to_json().to_string()).collect())
}

/// Whether two schemas say the same of the type; references of two files are not compared.
fn are_equal(one: &Cursor<'_>, other: &Cursor<'_>) -> bool {
    one.file() == other.file() && without_texts(one.to_json()) == without_texts(other.to_json())
}

fn without_texts(schema: Value) -> Value {
    let Value::Object(members) = schema else { return schema };
    let kept = members.into_iter().filter(|(key, _)| !TEXTS.contains(&key.as_str()));
    kept.map(|(key, value)| match (key.as_str(), value) {
        // Here keys are names, which may be anything.
        ("properties", Value::Object(all)) => {
            let all = all.into_iter().map(|(name, one)| (name, without_texts(one)));
            (key, Value::Object(all.collect()))
        }
        ("allOf" | "oneOf" | "anyOf", Value::Array(all)) => {
            (key, Value::Array(all.into_iter().map(without_texts).collect()))
        }
        (_, value) => (key, without_texts(value)),
    })
    .collect()
}

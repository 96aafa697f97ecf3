//! What a schema says of alternatives: the branches of `oneOf` and `anyOf`, and what each is to the schema.

use super::node::{NodeKey, lone_all_of, node_key};
use crate::document::{Cursor, NodeKind};

/// The branches of a union. Those that are unions themselves stand for their own branches where something
/// stands beside them: each has it.
pub(super) fn branches<'d>(schema: &Cursor<'d>) -> Vec<Cursor<'d>> {
    branches_at(schema, MOST_PARTS)
}

fn branches_at<'d>(schema: &Cursor<'d>, depth: usize) -> Vec<Cursor<'d>> {
    let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
    let own = own_branches(schema);
    if own.is_empty() {
        return union_part_at(schema, depth)
            .map(|part| branches_at(&part, depth))
            .unwrap_or_default();
    }
    let is_plain = |branch: &Cursor<'d>| {
        let node = branch.resolve();
        !own_branches(&node).is_empty() && !surrounds(&node) && node.get("discriminator").is_none()
    };
    let around = surrounds(schema);
    let flat = own.into_iter().flat_map(|branch| match around && is_plain(&branch) {
        true => branches_at(&branch.resolve(), depth),
        false => vec![branch],
    });
    flat.collect()
}

/// The branches that a schema lists itself.
pub(super) fn own_branches<'d>(schema: &Cursor<'d>) -> Vec<Cursor<'d>> {
    let lists = ["oneOf", "anyOf"].iter().filter_map(|key| schema.get(key));
    lists.flat_map(|list| list.items().collect::<Vec<_>>()).collect()
}

/// Whether what stands beside `oneOf` adds members to its branches.
pub(super) fn surrounds(node: &Cursor<'_>) -> bool {
    ["properties", "required", "allOf"].iter().any(|key| node.get(key).is_some())
}

/// The union among the parts of an `allOf`, each of whose branches has the other parts as well: the only part
/// that is one, beside others that describe an object.
pub(super) fn union_part<'d>(schema: &Cursor<'d>) -> Option<Cursor<'d>> {
    union_part_at(schema, MOST_PARTS)
}

fn union_part_at<'d>(schema: &Cursor<'d>, depth: usize) -> Option<Cursor<'d>> {
    if depth == 0 || !own_branches(schema).is_empty() || schema.get("x-rust-type").is_some() {
        return None;
    }
    let key = node_key(schema);
    let parts = schema.get("allOf")?;
    let (unions, others): (Vec<_>, Vec<_>) =
        parts.items().map(|part| part.resolve()).partition(|part| {
            node_key(part) != key
                && !branches_at(part, depth - 1).is_empty()
                && !is_base(part, &key)
        });
    let adds = schema.get("properties").is_some() || others.iter().any(surrounds);
    match unions.as_slice() {
        [only] if adds => Some(only.clone()),
        _ => None,
    }
}

/// Whether a schema is one of several, and not one object whose branches only restrict it.
pub(crate) fn is_union(schema: &Cursor<'_>) -> bool {
    let branches = branches(schema);
    !branches.is_empty() && !branches.iter().all(|branch| only_restricts(schema, branch))
}

/// How many `allOf` are looked through for a union.
const MOST_PARTS: usize = 8;

/// Whether a schema has this union as a part, because it is one of its branches and shares what stands
/// beside them.
pub(super) fn extends(schema: &Cursor<'_>, union: &NodeKey) -> bool {
    fn reaches(schema: &Cursor<'_>, union: &NodeKey, depth: usize) -> bool {
        let parts = schema.get("allOf").filter(|_| depth > 0);
        parts.iter().flat_map(Cursor::items).any(|part| {
            let part = part.resolve();
            node_key(&part) == *union || reaches(&part, union, depth - 1)
        })
    }
    reaches(&schema.resolve(), union, MOST_PARTS)
}

/// Whether a part of an `allOf` is the union whose branch the schema around it is.
pub(super) fn is_base(part: &Cursor<'_>, schema: &NodeKey) -> bool {
    own_branches(&part.resolve()).iter().any(|branch| node_key(&branch.resolve()) == *schema)
}

/// Whether a schema takes `null` and nothing else.
pub(super) fn is_null(schema: &Cursor<'_>) -> bool {
    let schema = schema.resolve();
    let is_type = schema.get("type").is_some_and(|kind| kind.as_str() == Some("null"));
    let values: Vec<_> = schema.get("enum").iter().flat_map(Cursor::items).collect();
    is_type
        || !values.is_empty() && values.iter().all(|value| value.kind() == NodeKind::Null)
        || schema.get("const").is_some_and(|value| value.kind() == NodeKind::Null)
}

/// Whether a branch only says again what the object beside the union may be: which of its properties are
/// required together, or which values they have together.
pub(super) fn only_restricts(schema: &Cursor<'_>, branch: &Cursor<'_>) -> bool {
    const SAYS_NOTHING_NEW: [&str; 7] =
        ["required", "properties", "title", "description", "type", "not", "additionalProperties"];
    if branch.reference().is_some() {
        return false;
    }
    let own = schema.get("properties");
    let has = |name: &str| own.as_ref().is_some_and(|own| own.get(name).is_some());
    let is_object = own.is_some() || schema.get("allOf").is_some();
    is_object
        && branch.entries().all(|(key, _)| SAYS_NOTHING_NEW.contains(&key))
        && branch.get("properties").iter().flat_map(Cursor::entries).all(|(name, _)| has(name))
}

/// How many schemas may wrap another one that is looked for.
const MOST_WRAPPINGS: usize = 16;

/// The schema behind references and `allOf` that only wrap it.
pub(super) fn unwrapped<'d>(schema: &Cursor<'d>) -> Cursor<'d> {
    let mut node = schema.resolve();
    for _ in 0..MOST_WRAPPINGS {
        match lone_all_of(&node) {
            // A branch with nothing but what its union has beside its branches is one of its own.
            Some(part) if !is_base(&part, &node_key(&node)) => node = part.resolve(),
            _ => break,
        }
    }
    node
}

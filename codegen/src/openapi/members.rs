//! The properties of a schema, those of its `allOf` parts included.

use std::collections::{BTreeMap, HashSet};

use crate::document::Cursor;

/// Properties by name.
pub(crate) type Members<'d> = BTreeMap<&'d str, Cursor<'d>>;

/// The properties of a schema with those of its `allOf` parts; what a part repeats counts once.
pub(crate) fn members<'d>(schema: &Cursor<'d>) -> Members<'d> {
    let mut found = Members::new();
    for part in parts(schema) {
        // A reference in the place of all properties is reported elsewhere.
        let properties = part.get("properties").filter(|all| all.reference().is_none());
        for (name, property) in properties.iter().flat_map(Cursor::entries) {
            found.entry(name).or_insert(property);
        }
    }
    found
}

/// The `type` of a schema, behind references and `allOf` parts.
pub(crate) fn kind<'d>(schema: &Cursor<'d>) -> Option<&'d str> {
    parts(schema).iter().find_map(|part| part.get("type")?.as_str())
}

/// A schema behind its reference, and its `allOf` parts, each once.
pub(crate) fn parts<'d>(schema: &Cursor<'d>) -> Vec<Cursor<'d>> {
    reached(vec![schema.clone()], &["allOf"])
}

/// Schemas behind their references, and what their lists of these names lead to, each once.
pub(crate) fn reached<'d>(schemas: Vec<Cursor<'d>>, lists: &[&str]) -> Vec<Cursor<'d>> {
    let mut parts = Vec::new();
    let mut seen = HashSet::new();
    let mut waiting = schemas;
    while let Some(next) = waiting.pop() {
        let part = next.resolve();
        if seen.insert(part.identity()) {
            let all = lists.iter().filter_map(|key| part.get(key));
            waiting.extend(all.flat_map(|list| list.items().collect::<Vec<_>>()));
            parts.push(part);
        }
    }
    parts
}

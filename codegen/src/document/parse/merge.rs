//! Merge keys: `<<` brings the keys of other mappings in, where a mapping has none of that name.

use std::collections::HashSet;

use super::super::node::{Map, MapEntry, NodeId, Tree, Value};

/// A key that a merge key brings in.
#[derive(Debug)]
pub(super) struct Merged {
    /// How many keys of the mapping itself stand before the merge key.
    place: usize,
    entry: MapEntry,
}

/// The keys of a mapping, or of a list of mappings; `None` if the node is neither.
pub(super) fn read(tree: &Tree, node: NodeId, place: usize) -> Option<Vec<Merged>> {
    let sources = match &tree.node(node)?.value {
        Value::Map(map) => vec![map],
        Value::Sequence(items) => {
            items.iter().map(|item| tree.map(*item)).collect::<Option<_>>()?
        }
        _ => return None,
    };
    let entries = sources.into_iter().flat_map(Map::entries);
    Some(entries.map(|entry| Merged { place, entry: entry.clone() }).collect())
}

/// The mapping with what was brought in: its own keys come first, then whoever was named first.
pub(super) fn merge(own: Map, merged: Vec<Merged>) -> Map {
    if merged.is_empty() {
        return own;
    }
    let mut known: HashSet<Box<str>> =
        own.entries().iter().map(|entry| entry.key.clone()).collect();
    let mut merged =
        merged.into_iter().filter(|merged| known.insert(merged.entry.key.clone())).peekable();
    let mut entries = Vec::new();
    for (place, entry) in own.entries().iter().enumerate() {
        while let Some(next) = merged.next_if(|merged| merged.place <= place) {
            entries.push(next.entry);
        }
        entries.push(entry.clone());
    }
    entries.extend(merged.map(|merged| merged.entry));
    Map::new(entries)
}

//! Subtrees as JSON, with references as written or replaced by what they refer to.

use serde_json::Value as Json;

use super::cursor::Cursor;
use super::node::{NodeId, Tree, Value};
use crate::diagnostic::FileId;

/// Most levels that [`resolved`] writes.
const MOST_LEVELS: usize = 200;

/// Most nodes that [`resolved`] writes, apart from the subtree at which it stops.
const MOST_NODES: u64 = 100_000;

impl Cursor<'_> {
    /// This subtree as JSON, with every `$ref` as it is written.
    #[must_use]
    pub fn to_json(&self) -> Json {
        plain(self)
    }

    /// This subtree as JSON with every reference replaced by its target. A reference that leads
    /// back into itself stays as it is written, and so does one that would take the result over
    /// 100,000 nodes or 200 levels.
    #[must_use]
    pub fn to_json_resolved(&self) -> Json {
        resolved(self)
    }
}

fn plain(cursor: &Cursor<'_>) -> Json {
    cursor.document.tree(cursor.file).map_or(Json::Null, |tree| subtree(tree, cursor.id))
}

/// The subtree below `id`. The depth of a tree is limited when it is built.
pub(super) fn subtree(tree: &Tree, id: NodeId) -> Json {
    match tree.node(id).map(|node| &node.value) {
        None | Some(Value::Null) => Json::Null,
        Some(Value::Bool(value)) => Json::Bool(*value),
        Some(Value::Number(number)) => Json::Number(number.clone()),
        Some(Value::String(text)) => Json::String(text.as_ref().to_owned()),
        Some(Value::Sequence(items)) => {
            Json::Array(items.iter().map(|item| subtree(tree, *item)).collect())
        }
        Some(Value::Map(map)) => Json::Object(
            map.entries()
                .iter()
                .map(|entry| (entry.key.as_ref().to_owned(), subtree(tree, entry.value)))
                .collect(),
        ),
    }
}

fn resolved(cursor: &Cursor<'_>) -> Json {
    Resolver { nodes: 0, open: Vec::new() }.write(cursor, 0)
}

struct Resolver {
    nodes: u64,
    /// The targets being written right now.
    open: Vec<(FileId, NodeId)>,
}

impl Resolver {
    fn write(&mut self, cursor: &Cursor<'_>, level: usize) -> Json {
        if cursor.reference().is_none() {
            return self.write_node(cursor, level);
        }
        let target = cursor.resolve();
        let key = (target.file, target.id);
        let fits = level + target.node.height <= MOST_LEVELS
            && self.nodes.saturating_add(target.node.weight) <= MOST_NODES;
        if !fits || self.open.contains(&key) {
            return plain(cursor);
        }
        self.open.push(key);
        let written = self.write_node(&target, level);
        self.open.pop();
        written
    }

    fn write_node(&mut self, cursor: &Cursor<'_>, level: usize) -> Json {
        self.nodes += 1;
        match &cursor.node.value {
            Value::Sequence(_) => {
                Json::Array(cursor.items().map(|item| self.write(&item, level + 1)).collect())
            }
            Value::Map(_) => Json::Object(
                cursor
                    .entries()
                    .map(|(key, value)| (key.to_owned(), self.write(&value, level + 1)))
                    .collect(),
            ),
            _ => plain(cursor),
        }
    }
}

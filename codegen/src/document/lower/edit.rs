//! A schema while it is rewritten: its keys in their order, and new nodes with the spans of old ones.

use super::super::node::{Map, MapEntry, NodeId, NodeKind, Value};
use super::super::rules;
use super::{Lowering, Visit};
use crate::diagnostic::Span;

/// One mapping under the knife.
pub(super) struct Draft<'a, 'l> {
    pub(super) lowering: &'a mut Lowering<'l>,
    pub(super) visit: &'a Visit,
    /// The text of the whole mapping.
    pub(super) span: Span,
    pub(super) entries: Vec<MapEntry>,
}

impl<'a, 'l> Draft<'a, 'l> {
    /// `None` if the node is no mapping.
    pub(super) fn new(lowering: &'a mut Lowering<'l>, visit: &'a Visit) -> Option<Self> {
        let node = lowering.tree_mut(visit.file)?.node_mut(visit.node)?;
        let span = node.span;
        let Value::Map(map) = &mut node.value else { return None };
        let entries = std::mem::take(map).into_entries();
        Some(Self { lowering, visit, span, entries })
    }

    /// Puts the mapping back into its place.
    pub(super) fn finish(self) {
        let Self { lowering, visit, entries, .. } = self;
        if let Some(tree) = lowering.tree_mut(visit.file) {
            tree.replace(visit.node, Value::Map(Map::new(entries)));
        }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| &*entry.key == key)
    }

    pub(super) fn get(&self, key: &str) -> Option<MapEntry> {
        self.entries.iter().find(|entry| &*entry.key == key).cloned()
    }

    /// Takes an entry out.
    pub(super) fn take(&mut self, key: &str) -> Option<MapEntry> {
        let at = self.entries.iter().position(|entry| &*entry.key == key)?;
        Some(self.entries.remove(at))
    }

    /// Puts an entry into the place of the one with the same key, or behind all others.
    pub(super) fn put(&mut self, key: &str, key_span: Span, value: NodeId) {
        let entry = MapEntry { key: key.into(), key_span, value };
        match self.entries.iter_mut().find(|entry| &*entry.key == key) {
            Some(old) => *old = entry,
            None => self.entries.push(entry),
        }
    }

    /// Puts an entry into the place of another one, unless there is one with the new key.
    pub(super) fn rename(&mut self, old: &str, key: &str, value: NodeId) {
        if self.has(key) {
            return;
        }
        if let Some(entry) = self.entries.iter_mut().find(|entry| &*entry.key == old) {
            *entry = MapEntry { key: key.into(), key_span: entry.key_span, value };
        }
    }

    pub(super) fn add(&mut self, value: Value, span: Span) -> NodeId {
        match self.lowering.tree_mut(self.visit.file) {
            Some(tree) => tree.add(value, span),
            None => NodeId::NONE,
        }
    }

    pub(super) fn value(&self, node: NodeId) -> Option<&Value> {
        Some(&self.lowering.node(self.visit.file, node)?.value)
    }

    pub(super) fn kind(&self, node: NodeId) -> Option<NodeKind> {
        self.value(node).map(Value::kind)
    }

    pub(super) fn text(&self, node: NodeId) -> Option<&str> {
        match self.value(node)? {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn flag(&self, node: NodeId) -> Option<bool> {
        match self.value(node)? {
            Value::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    pub(super) fn items(&self, node: NodeId) -> Option<Vec<NodeId>> {
        match self.value(node)? {
            Value::Sequence(items) => Some(items.clone()),
            _ => None,
        }
    }

    pub(super) fn map(&self, node: NodeId) -> Option<&Map> {
        match self.value(node)? {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    pub(super) fn span_of(&self, node: NodeId) -> Span {
        self.lowering.node(self.visit.file, node).map_or(self.span, |node| node.span)
    }

    pub(super) fn is_reference(&self, node: NodeId) -> bool {
        self.lowering.references.contains_key(&(self.visit.file, node))
    }

    /// Whether two nodes say the same.
    pub(super) fn are_equal(&self, a: NodeId, b: NodeId) -> bool {
        let tree = self.lowering.tree(self.visit.file);
        tree.is_some_and(|tree| {
            super::super::json::subtree(tree, a) == super::super::json::subtree(tree, b)
        })
    }

    /// Takes out a key that says nothing about the client.
    pub(super) fn pass_over(&mut self, key: &str, reason: &'static str) {
        if let Some(entry) = self.take(key) {
            self.lowering.unread(self.visit, &entry, reason);
        }
    }

    /// Takes out a key whose meaning the client cannot keep, and says so.
    pub(super) fn lose(&mut self, key: &str, what: &str, reason: &'static str) {
        if let Some(entry) = self.take(key) {
            self.lowering.unread(self.visit, &entry, reason);
            self.tell(&entry, what);
        }
    }

    /// Takes out calls to the client, and says so.
    pub(super) fn lose_calls(&mut self, key: &str, reason: &'static str) {
        if let Some(entry) = self.take(key) {
            self.lowering.unread(self.visit, &entry, reason);
            let message = format!("`{key}`: the client receives no calls");
            let help = "keep it for those who do; the rest of the contract is generated";
            let rule = &rules::newer::KEYWORD_UNREAD;
            self.lowering.report(rule, self.visit, &entry, message, help);
        }
    }

    /// Says that something is not checked or not typed.
    pub(super) fn tell(&mut self, entry: &MapEntry, what: &str) {
        let help = "say it in a `description` as well: the server still holds to it";
        let message = format!("`{}`: {what}", entry.key);
        self.lowering.report(&rules::newer::KEYWORD_UNREAD, self.visit, entry, message, help);
    }

    /// Says that values may be `null`.
    pub(super) fn nullable(&mut self, span: Span) {
        let flag = self.add(Value::Bool(true), span);
        self.put("nullable", span, flag);
    }

    /// Makes a schema a part that holds together with all others.
    pub(super) fn also(&mut self, part: NodeId, span: Span) {
        let mut parts = self.get("allOf").and_then(|all| self.items(all.value)).unwrap_or_default();
        parts.insert(0, part);
        let key_span = self.get("allOf").map_or(span, |all| all.key_span);
        let list = self.add(Value::Sequence(parts), span);
        self.put("allOf", key_span, list);
    }
}

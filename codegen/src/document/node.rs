//! The tree of one YAML file: nodes with their spans, kept in one arena.
//!
//! Nodes name each other by number. An alias is the number of the anchored node, so shared parts
//! exist once, and dropping a tree never recurses.

use serde_json::Number;

use crate::diagnostic::Span;

/// Names a node of one [`Tree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NodeId(u32);

impl NodeId {
    /// No node: a tree is full long before.
    pub(super) const NONE: Self = Self(u32::MAX);

    /// Position among the nodes of its tree.
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NodeKind {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool,
    /// An integer or a decimal number.
    Number,
    /// Text.
    String,
    /// A list.
    Sequence,
    /// A mapping of text keys to values.
    Map,
}

#[derive(Debug)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Number(Number),
    String(Box<str>),
    Sequence(Vec<NodeId>),
    Map(Map),
}

/// A mapping in source order, with an index for lookups.
#[derive(Debug, Default)]
pub(super) struct Map {
    entries: Vec<MapEntry>,
    /// Positions in `entries`, sorted by key; equal keys in source order.
    by_key: Vec<u32>,
}

#[derive(Debug, Clone)]
pub(super) struct MapEntry {
    pub(super) key: Box<str>,
    pub(super) key_span: Span,
    pub(super) value: NodeId,
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) span: Span,
    /// Longest way down to a leaf, aliases followed; 0 for a leaf.
    pub(super) height: usize,
    /// Number of nodes in the subtree with every alias written out.
    pub(super) weight: u64,
}

/// One file's nodes.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    root: Option<NodeId>,
}

impl Map {
    pub(super) fn new(entries: Vec<MapEntry>) -> Self {
        let mut by_key: Vec<u32> = (0..u32::try_from(entries.len()).unwrap_or(u32::MAX)).collect();
        let key = |position: u32| entries.get(position as usize).map(|entry| &entry.key);
        by_key.sort_by(|a, b| key(*a).cmp(&key(*b)));
        Self { entries, by_key }
    }

    pub(super) fn into_entries(self) -> Vec<MapEntry> {
        self.entries
    }

    pub(super) fn entries(&self) -> &[MapEntry] {
        &self.entries
    }

    /// The first entry with this key.
    pub(super) fn get(&self, key: &str) -> Option<&MapEntry> {
        let at = self.by_key.partition_point(|position| {
            self.entries.get(*position as usize).is_some_and(|entry| *entry.key < *key)
        });
        let position = *self.by_key.get(at)?;
        self.entries.get(position as usize).filter(|entry| *entry.key == *key)
    }

    /// Every entry whose key was there before, with the first entry of that key.
    pub(super) fn duplicates(&self) -> Vec<(&MapEntry, &MapEntry)> {
        let mut found = Vec::new();
        let mut first: Option<&MapEntry> = None;
        for entry in self.by_key.iter().filter_map(|position| self.entries.get(*position as usize))
        {
            match first {
                Some(first) if first.key == entry.key => found.push((first, entry)),
                _ => first = Some(entry),
            }
        }
        found
    }
}

impl Tree {
    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn root(&self) -> Option<NodeId> {
        self.root
    }

    pub(super) fn set_root(&mut self, root: NodeId) {
        self.root = Some(root);
    }

    pub(super) fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.index())
    }

    pub(super) fn node_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        self.nodes.get_mut(id.index())
    }

    /// Gives a node another value; its text stays.
    pub(super) fn replace(&mut self, id: NodeId, value: Value) {
        if let Some(node) = self.nodes.get_mut(id.index()) {
            node.value = value;
        }
    }

    pub(super) fn map(&self, id: NodeId) -> Option<&Map> {
        match &self.node(id)?.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    pub(super) fn text(&self, id: NodeId) -> Option<&str> {
        match &self.node(id)?.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The places of all texts.
    pub(super) fn texts(&self) -> Vec<Span> {
        let is_text = |node: &&Node| matches!(node.value, Value::String(_));
        self.nodes.iter().filter(is_text).map(|node| node.span).collect()
    }

    /// Lets the text of a node begin earlier, at its anchor.
    pub(super) fn begin_at(&mut self, id: NodeId, start: usize) {
        if let Some(node) = self.nodes.get_mut(id.index()) {
            node.span.start = node.span.start.min(start);
        }
    }

    /// Adds a node, computing its height and weight from its children.
    pub(super) fn add(&mut self, value: Value, span: Span) -> NodeId {
        let (mut height, mut weight) = (0, 1_u64);
        for child in value.children().filter_map(|child| self.node(child)) {
            height = height.max(child.height + 1);
            weight = weight.saturating_add(child.weight);
        }
        self.nodes.push(Node { value, span, height, weight });
        NodeId(u32::try_from(self.nodes.len() - 1).unwrap_or(u32::MAX))
    }
}

impl Value {
    pub(super) fn kind(&self) -> NodeKind {
        match self {
            Self::Null => NodeKind::Null,
            Self::Bool(_) => NodeKind::Bool,
            Self::Number(_) => NodeKind::Number,
            Self::String(_) => NodeKind::String,
            Self::Sequence(_) => NodeKind::Sequence,
            Self::Map(_) => NodeKind::Map,
        }
    }

    /// The nodes directly below, in source order.
    pub(super) fn children(&self) -> impl Iterator<Item = NodeId> {
        let (items, entries): (&[NodeId], &[MapEntry]) = match self {
            Self::Sequence(items) => (items, &[]),
            Self::Map(map) => (&[], map.entries()),
            _ => (&[], &[]),
        };
        items.iter().copied().chain(entries.iter().map(|entry| entry.value))
    }
}

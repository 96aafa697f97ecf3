//! Reading access for the other stages: a node together with the way it was reached.

use std::sync::Arc;

use super::node::{Node, NodeId, NodeKind, Value};
use super::{Document, RefTarget};
use crate::diagnostic::{FileId, Location, Span};
use crate::pointer;

/// The key of a reference.
const REFERENCE: &str = "$ref";

/// A node of the document, and where it is. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Cursor<'d> {
    pub(super) document: &'d Document,
    pub(super) file: FileId,
    pub(super) id: NodeId,
    pub(super) node: &'d Node,
    pub(super) key_span: Option<Span>,
    pub(super) pointer: Arc<str>,
}

/// Names a node of one document: equal for the same node, however it was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity(FileId, NodeId);

impl Identity {
    pub(super) fn of(target: &RefTarget) -> Self {
        Self(target.file, target.node)
    }
}

/// Stands for a node that is not there, which a loaded document rules out.
static NOTHING: Node =
    Node { value: Value::Null, span: Span { start: 0, end: 0 }, height: 0, weight: 1 };

/// A `$ref` that was checked when the document was loaded.
#[derive(Debug, Clone)]
pub struct Reference<'d> {
    document: &'d Document,
    text: &'d str,
    target: &'d RefTarget,
}

impl<'d> Cursor<'d> {
    pub(super) fn root(document: &'d Document) -> Self {
        let root = document.root.as_ref().and_then(|root| Self::new(document, root));
        root.unwrap_or_else(|| Self {
            document,
            file: FileId::default(),
            id: NodeId::NONE,
            node: &NOTHING,
            key_span: None,
            pointer: "".into(),
        })
    }

    pub(super) fn new(document: &'d Document, target: &RefTarget) -> Option<Self> {
        Some(Self {
            document,
            file: target.file,
            id: target.node,
            node: document.tree(target.file)?.node(target.node)?,
            key_span: target.key_span,
            pointer: Arc::clone(&target.pointer),
        })
    }

    /// Which node this is, apart from the way it was reached.
    #[must_use]
    pub fn identity(&self) -> Identity {
        Identity(self.file, self.id)
    }

    /// The file, for places inside the node's text.
    #[must_use]
    pub fn file(&self) -> FileId {
        self.file
    }

    /// The document that the node belongs to.
    #[must_use]
    pub fn document(&self) -> &'d Document {
        self.document
    }

    /// The bytes of the value. An anchor or tag before it belongs to it; the `|` or `>` of a block
    /// text does not.
    #[must_use]
    pub fn span(&self) -> Span {
        self.node.span
    }

    /// The bytes of the key under which the node was reached; `None` for list items and for a
    /// whole document.
    #[must_use]
    pub fn key_span(&self) -> Option<Span> {
        self.key_span
    }

    /// The place to point people to: the value, or its key if the value does not fit on the
    /// key's line.
    #[must_use]
    pub fn location(&self) -> Location {
        let value = self.node.span;
        let text = self.document.sources().text(self.file);
        let several_lines =
            |key: &Span| text.get(key.end..value.end).is_some_and(|text| text.contains('\n'));
        let span = self.key_span.filter(several_lines).unwrap_or(value);
        Location::new(self.file, span, &*self.pointer)
    }

    /// The place of the key; the value's where there is no key.
    #[must_use]
    pub fn key_location(&self) -> Location {
        Location::new(self.file, self.key_span.unwrap_or(self.node.span), &*self.pointer)
    }

    /// JSON pointer inside the file, such as `/components/schemas/PairingKey`; empty for the
    /// whole file.
    #[must_use]
    pub fn pointer(&self) -> String {
        self.pointer.as_ref().to_owned()
    }

    /// Path of the file inside the root's folder, such as `pairing-keys.yaml`.
    #[must_use]
    pub fn file_name(&self) -> &'d str {
        self.document.sources().name(self.file)
    }

    /// The value of a map's key; `None` if there is no such key or this is not a map. A `$ref` is
    /// not followed, and what stands beside it is ignored, as OpenAPI 3.0 says.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Self> {
        let Value::Map(map) = &self.node.value else { return None };
        if key != REFERENCE && self.reference().is_some() {
            return None;
        }
        let entry = map.get(key)?;
        self.child(entry.value, Some(entry.key_span), &entry.key)
    }

    /// A map's keys and values in source order; nothing for any other node. As for
    /// [`Cursor::get`], a reference has nothing but its `$ref`.
    pub fn entries(&self) -> impl Iterator<Item = (&'d str, Cursor<'d>)> + use<'d> {
        let is_reference = self.reference().is_some();
        self.written().filter(move |(key, _)| !is_reference || *key == REFERENCE)
    }

    /// What stands beside a `$ref` and is ignored; nothing for any other node.
    pub(crate) fn siblings(&self) -> impl Iterator<Item = Cursor<'d>> + use<'d> {
        let is_reference = self.reference().is_some();
        let beside = self.written().filter(move |(key, _)| is_reference && *key != REFERENCE);
        beside.map(|(_, sibling)| sibling)
    }

    /// The keys and values of a map as they stand there.
    fn written(&self) -> impl Iterator<Item = (&'d str, Cursor<'d>)> + use<'d> {
        let entries = match &self.node.value {
            Value::Map(map) => map.entries(),
            _ => &[],
        };
        let parent = self.clone();
        entries.iter().filter_map(move |entry| {
            Some((&*entry.key, parent.child(entry.value, Some(entry.key_span), &entry.key)?))
        })
    }

    /// A list's items in order; nothing for any other node.
    pub fn items(&self) -> impl Iterator<Item = Cursor<'d>> + use<'d> {
        let items: &'d [NodeId] = match &self.node.value {
            Value::Sequence(items) => items,
            _ => &[],
        };
        let parent = self.clone();
        items
            .iter()
            .enumerate()
            .filter_map(move |(index, item)| parent.child(*item, None, &index.to_string()))
    }

    /// The reference this node is. A `$ref` inside examples, defaults, enums and extensions is
    /// plain data, and so is a property that is named `$ref`: both give `None`.
    #[must_use]
    pub fn reference(&self) -> Option<Reference<'d>> {
        let target = self.document.reference(self.file, self.id)?;
        let Value::Map(map) = &self.node.value else { return None };
        let text = self.document.tree(self.file)?.text(map.get("$ref")?.value)?;
        Some(Reference { document: self.document, text, target })
    }

    /// The node that a chain of references ends in; the node itself if it is no reference.
    #[must_use]
    pub fn resolve(&self) -> Cursor<'d> {
        let end = self.reference().and_then(|_| self.document.end(self.file, self.id));
        end.and_then(|end| Cursor::new(self.document, end)).unwrap_or_else(|| self.clone())
    }

    /// The schema a value of `discriminator.mapping` names; `None` for any other node.
    #[must_use]
    pub fn mapping_target(&self) -> Option<Cursor<'d>> {
        Cursor::new(self.document, self.document.mapping(self.file, self.id)?)
    }

    /// What the node is.
    #[must_use]
    pub fn kind(&self) -> NodeKind {
        self.node.value.kind()
    }

    /// The text of a string node.
    #[must_use]
    pub fn as_str(&self) -> Option<&'d str> {
        match &self.node.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a bool node.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self.node.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The value of a number node that is a whole number in range.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        self.number()?.as_i64()
    }

    /// The value of a number node that is a whole number in range and not negative.
    #[must_use]
    pub fn as_u64(&self) -> Option<u64> {
        self.number()?.as_u64()
    }

    /// The value of any number node; large whole numbers lose digits.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        self.number()?.as_f64()
    }

    fn number(&self) -> Option<&'d serde_json::Number> {
        match &self.node.value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    fn child(&self, id: NodeId, key_span: Option<Span>, step: &str) -> Option<Self> {
        Some(Self {
            document: self.document,
            file: self.file,
            id,
            node: self.document.tree(self.file)?.node(id)?,
            key_span,
            pointer: pointer::join(&self.pointer, step).into(),
        })
    }
}

impl<'d> Reference<'d> {
    /// The text as written, such as `common.yaml#/components/schemas/Links`.
    #[must_use]
    pub fn text(&self) -> &'d str {
        self.text
    }

    /// The target's file, as in [`Cursor::file_name`].
    #[must_use]
    pub fn file_name(&self) -> &'d str {
        self.document.sources().name(self.target.file)
    }

    /// The target's JSON pointer inside its file, unescaped only as far as JSON pointers are.
    #[must_use]
    pub fn pointer(&self) -> &'d str {
        &self.target.pointer
    }

    /// The node referred to, which may be a reference again. Always there in a loaded document.
    #[must_use]
    pub fn target(&self) -> Option<Cursor<'d>> {
        Cursor::new(self.document, self.target)
    }
}

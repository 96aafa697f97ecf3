//! A schema where it is used: references followed and `allOf` gathered, but nothing merged.

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::Value;

use crate::document::{Cursor, Identity};
use crate::openapi::Direction;
use crate::pointer::Pointer;

/// A schema at one place: the nodes that all must hold, which is one unless `allOf` gives a
/// property twice.
#[derive(Debug, Clone)]
pub(super) struct Schema<'d> {
    parts: Vec<Cursor<'d>>,
}

impl<'d> Schema<'d> {
    pub(super) fn new(node: Cursor<'d>) -> Self {
        Self { parts: vec![node] }
    }

    pub(super) fn also(&mut self, node: Cursor<'d>) {
        self.parts.push(node);
    }

    /// The same for schemas with the same meaning at every place.
    pub(super) fn key(&self) -> Vec<Identity> {
        let mut key: Vec<Identity> =
            self.parts.iter().map(|part| part.resolve().identity()).collect();
        key.sort_unstable();
        key.dedup();
        key
    }

    /// The node as it stands at the place of use.
    pub(super) fn used(&self) -> Option<&Cursor<'d>> {
        self.parts.first()
    }

    /// The component that stands at this place, if it is nothing but one.
    pub(super) fn component(&self) -> Option<String> {
        component_name(&self.definition()?)
    }

    /// The node that says what the schema is, behind references and the wrapping in an `allOf` that
    /// lets a property say more than its reference.
    pub(super) fn definition(&self) -> Option<Cursor<'d>> {
        const MOST_WRAPPINGS: usize = 8;
        let [only] = self.parts.as_slice() else { return self.used().map(Cursor::resolve) };
        let mut node = only.resolve();
        for _ in 0..MOST_WRAPPINGS {
            let Some(all) = node.get("allOf").filter(|_| component_name(&node).is_none()) else {
                break;
            };
            let (Some(part), None) = (all.items().next(), all.items().nth(1)) else { break };
            node = part.resolve();
        }
        Some(node)
    }

    /// Whether a property is not sent or received this way, as the plan reads it.
    pub(super) fn is_hidden(&self, direction: Direction) -> bool {
        self.parts.iter().any(|part| direction.hides(part))
    }

    /// Visits the nodes that all must hold: the parts and what their `allOf` brings, each once.
    pub(super) fn visit(&self, mut visit: impl FnMut(&Cursor<'d>)) {
        let mut waiting: Vec<Cursor<'d>> = self.parts.iter().rev().map(Cursor::resolve).collect();
        let mut seen = HashSet::new();
        while let Some(node) = waiting.pop() {
            if !seen.insert(node.identity()) {
                continue;
            }
            visit(&node);
            if let Some(all) = node.get("allOf") {
                let mut parts: Vec<Cursor<'d>> = all.items().map(|part| part.resolve()).collect();
                parts.reverse();
                waiting.extend(parts);
            }
            let only = ["oneOf", "anyOf"].map(|keyword| only_alternative(&node, keyword));
            waiting.extend(only.into_iter().flatten().map(|part| part.resolve()));
        }
    }
}

/// The only alternative of a schema, which then is no choice.
pub(super) fn only_alternative<'d>(node: &Cursor<'d>, keyword: &str) -> Option<Cursor<'d>> {
    let list = node.get(keyword).filter(|_| node.get("discriminator").is_none())?;
    let (first, None) = (list.items().next()?, list.items().nth(1)) else { return None };
    Some(first)
}

/// Whether a node is a reference that leads nowhere, so that nothing is known of what it stands for.
pub(super) fn is_dangling(node: &Cursor<'_>) -> bool {
    node.resolve().get("$ref").is_some()
}

/// The name of a component schema; `None` for anything inside or outside of one.
pub(super) fn component_name(node: &Cursor<'_>) -> Option<String> {
    Pointer::of(&node.pointer()).schema().map(Cow::into_owned)
}

/// A JSON value without what only people read.
pub(super) fn without_texts(mut value: Value) -> Value {
    let mut waiting = vec![&mut value];
    while let Some(next) = waiting.pop() {
        match next {
            Value::Object(map) => {
                for key in ["description", "title", "summary", "example", "externalDocs"] {
                    if map.get(key).is_some_and(|text| !text.is_object() || key == "externalDocs") {
                        map.remove(key);
                    }
                }
                waiting.extend(map.values_mut());
            }
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    value
}

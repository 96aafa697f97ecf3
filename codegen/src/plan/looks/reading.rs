//! What values look like, read from schemas.

use super::super::alternatives::{branches, is_null, is_union};
use super::super::node::{NodeKey, flag, node_key};
use super::{Kinds, Look, MemberLook, Openness, Texts};
use crate::document::Cursor;
use crate::openapi::Direction;

/// How many schemas inside each other are looked into.
const MOST_LEVELS: usize = 24;

/// What is asked of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// Everything.
    Look,
    /// What a member is: its own members say nothing of that, and reading those of all members of all
    /// members would take forever.
    Value,
}

pub(super) struct Looker {
    direction: Direction,
    open: Vec<NodeKey>,
}

impl Looker {
    pub(super) fn new(direction: Direction) -> Self {
        Self { direction, open: Vec::new() }
    }

    pub(super) fn look(&mut self, schema: &Cursor<'_>) -> Look {
        self.read(schema, Wanted::Look)
    }

    fn read(&mut self, schema: &Cursor<'_>, wanted: Wanted) -> Look {
        let node = schema.resolve();
        let key = node_key(&node);
        if self.open.contains(&key) || self.open.len() > MOST_LEVELS {
            return Look::of_kinds(Kinds::ANY);
        }
        self.open.push(key);
        let mut look = Self::own(&node);
        if wanted == Wanted::Look {
            self.add_members(&mut look, &node);
        }
        for part in node.get("allOf").iter().flat_map(Cursor::items) {
            let part = self.read(&part, wanted);
            look = look.and(part);
        }
        if is_union(&node) {
            look.parts = branches(&node).iter().map(|branch| self.read(branch, wanted)).collect();
            look = look.spread();
        }
        if flag(&node, "nullable") {
            look.kinds = look.kinds.or(Kinds::NULL);
        }
        self.open.pop();
        look
    }

    /// What a schema says itself, apart from its members.
    fn own(node: &Cursor<'_>) -> Look {
        let mut look = Look::of_kinds(own_kinds(node));
        look.texts = own_texts(node);
        if node.get("additionalProperties").is_some_and(|extra| extra.as_bool() == Some(false)) {
            look.openness = Openness::Closed;
        }
        look
    }

    fn add_members(&mut self, look: &mut Look, node: &Cursor<'_>) {
        let required = node.get("required");
        let required: Vec<&str> =
            required.iter().flat_map(Cursor::items).filter_map(|name| name.as_str()).collect();
        let mut hidden = Vec::new();
        for (name, property) in node.get("properties").iter().flat_map(Cursor::entries) {
            if self.direction.hides(&property) {
                hidden.push(name);
                continue;
            }
            let member = self.member(&property, required.contains(&name));
            look.members.insert(name.to_owned(), member);
        }
        for name in required.into_iter().filter(|name| !hidden.contains(name)) {
            look.members.entry(name.to_owned()).or_insert(MemberLook {
                is_required: true,
                kinds: Kinds::ANY,
                texts: Texts::Any,
            });
        }
    }

    fn member(&mut self, property: &Cursor<'_>, is_required: bool) -> MemberLook {
        let look = self.read(property, Wanted::Value);
        let nullable = if flag(property, "nullable") { Kinds::NULL } else { Kinds::NONE };
        MemberLook { is_required, kinds: look.all_kinds().or(nullable), texts: look.all_texts() }
    }
}

fn own_kinds(node: &Cursor<'_>) -> Kinds {
    if node.get("x-rust-type").is_some() {
        return Kinds::ANY;
    }
    let kind = node.get("type");
    match kind.as_ref().and_then(Cursor::as_str) {
        Some("string") => Kinds::TEXT,
        Some("integer") => Kinds::INTEGER,
        Some("number") => Kinds::NUMBER,
        Some("boolean") => Kinds::BOOLEAN,
        Some("array") => Kinds::LIST,
        Some("object") => Kinds::OBJECT,
        Some("null") => Kinds::NULL,
        _ if is_null(node) => Kinds::NULL,
        _ if ["properties", "additionalProperties"].iter().any(|key| node.get(key).is_some()) => {
            Kinds::OBJECT
        }
        _ => Kinds::ANY,
    }
}

fn own_texts(node: &Cursor<'_>) -> Texts {
    if let Some(values) = node.get("enum").filter(|_| node.get("x-extensible-enum").is_none()) {
        let texts = values.items().filter_map(|value| value.as_str().map(str::to_owned));
        return Texts::Listed(texts.collect());
    }
    let format = node.get("format");
    match format.as_ref().and_then(Cursor::as_str) {
        Some("date-time") => Texts::Timestamp,
        Some("uuid") => Texts::Uuid,
        _ => Texts::Any,
    }
}

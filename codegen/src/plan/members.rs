//! What an object schema says with the parts of its `allOf`: its properties, and which must be there.

use std::collections::BTreeMap;

use super::alternatives::{branches, is_base, union_part};
use super::merge::{self, Conflict, Merged};
use super::node::{NodeKey, kind, node_key};
use super::planner::Planner;
use super::rules;
use crate::diagnostic::Diagnostic;
use crate::document::Cursor;
use crate::openapi::Direction;

/// How many `allOf` may stand inside each other.
const MOST_PARTS: usize = 64;

/// What several schemas of one property make together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joined {
    Object,
    List,
}

/// What an object schema says, `allOf` parts included.
#[derive(Default)]
pub(super) struct Members<'d> {
    /// By name on the wire; of a property that several parts have, what decides its type.
    pub(super) properties: BTreeMap<&'d str, Cursor<'d>>,
    /// How many properties are named before each.
    pub(super) ranks: BTreeMap<&'d str, usize>,
    /// All that parts say of a property, where several do.
    pub(super) shared: BTreeMap<&'d str, Vec<Cursor<'d>>>,
    /// The properties among them that are objects made of several schemas, or arrays of such.
    pub(super) joined: BTreeMap<&'d str, Joined>,
    required: BTreeMap<&'d str, Cursor<'d>>,
    /// What the parts say of properties without a name.
    pub(super) others: Vec<Cursor<'d>>,
    /// The schemas whose parts are being gathered.
    open: Vec<NodeKey>,
}

impl<'d> Members<'d> {
    pub(super) fn requires(&self, property: &str) -> bool {
        self.required.contains_key(property)
    }

    /// All schemas of a property.
    pub(super) fn schemas(&self, wire: &str) -> Vec<Cursor<'d>> {
        match self.shared.get(wire) {
            Some(all) => all.clone(),
            None => self.properties.get(wire).cloned().into_iter().collect(),
        }
    }

    /// Whether a property is not sent or received this way, because one of its schemas says so.
    pub(super) fn hides(&self, wire: &str, direction: Direction) -> bool {
        self.schemas(wire).iter().any(|schema| direction.hides(schema))
    }

    fn add(&mut self, wire: &'d str, property: Cursor<'d>) {
        let key = node_key(&property);
        let rank = self.ranks.len();
        self.ranks.entry(wire).or_insert(rank);
        if let Some(first) = self.properties.insert(wire, property.clone())
            && node_key(&first) != key
        {
            self.shared.entry(wire).or_insert_with(|| vec![first]).push(property);
        }
    }
}

impl<'d> Planner<'d> {
    /// Gathers properties and `required` of a schema and its `allOf` parts.
    pub(super) fn collect(&mut self, schema: &Cursor<'d>, members: &mut Members<'d>) {
        self.gather(schema, members);
        for (wire, schemas) in std::mem::take(&mut members.shared) {
            match self.deciding(wire, &schemas) {
                Some(Merged::Objects) => members.joined.extend([(wire, Joined::Object)]),
                Some(Merged::Lists) => members.joined.extend([(wire, Joined::List)]),
                Some(Merged::One(deciding)) => {
                    members.joined.remove(wire);
                    members.properties.insert(wire, deciding);
                }
                Some(Merged::Untyped) | None => {}
            }
            members.shared.insert(wire, schemas);
        }
    }

    fn gather(&mut self, schema: &Cursor<'d>, members: &mut Members<'d>) {
        let schema = schema.resolve();
        members.open.push(node_key(&schema));
        let union = union_part(&schema).map(|part| node_key(&part));
        for part in schema.get("allOf").iter().flat_map(Cursor::items) {
            if self.is_part(&part, members, union.as_ref()) {
                self.gather(&part, members);
            }
        }
        members.open.pop();
        // Behind the parts: what a schema says itself is nearest to its use.
        for (wire, property) in schema.get("properties").iter().flat_map(Cursor::entries) {
            members.add(wire, property);
        }
        for name in schema.get("required").iter().flat_map(Cursor::items) {
            if let Some(wire) = name.as_str() {
                members.required.insert(wire, name);
            }
        }
        members.others.extend(schema.get("additionalProperties"));
    }

    /// What the schemas come to that parts give one property.
    fn deciding(&mut self, wire: &str, schemas: &[Cursor<'d>]) -> Option<Merged<'d>> {
        let Conflict { first, second } = match merge::merge(schemas) {
            Ok(merged) => return Some(merged),
            Err(conflict) => *conflict,
        };
        self.problem(
            Diagnostic::new(
                &rules::PROPERTY_TWICE,
                second.location(),
                format!("two parts of an `allOf` give `{wire}` types that contradict"),
            )
            .related(first.location(), "the other one")
            .help("make one of them narrow the other, or name one property otherwise"),
        );
        None
    }

    /// Whether a part of an `allOf` has properties to gather, and does not lead back. Of the schema's union among
    /// its parts, the branches have been planned.
    fn is_part(
        &mut self,
        part: &Cursor<'d>,
        members: &Members<'d>,
        union: Option<&NodeKey>,
    ) -> bool {
        let node = part.resolve();
        if members.open.contains(&node_key(&node)) || members.open.len() > MOST_PARTS {
            self.problem(
                Diagnostic::new(
                    &rules::RECURSIVE_TYPE,
                    part.location(),
                    "this `allOf` leads back to the schema it belongs to",
                )
                .help("remove the part that closes the circle"),
            );
            return false;
        }
        let other_type = kind(&node).filter(|kind| *kind != "object");
        // Of a union around a branch counts what all its branches have in common.
        let is_union =
            union == Some(&node_key(&node)) || members.open.iter().any(|open| is_base(&node, open));
        let is_other = node.get("x-rust-type").is_some()
            || !is_union && (node.get("not").is_some() || !branches(&node).is_empty());
        if is_other || other_type.is_some() {
            self.not_an_object(part);
            return false;
        }
        true
    }

    pub(super) fn not_an_object(&mut self, part: &Cursor<'d>) {
        self.unsupported(
            &rules::ALL_OF_PART,
            part,
            "among the objects of an `allOf`, this part is none",
            "give what differs a property of its own, or move what is shared into each branch of the `oneOf`",
        );
    }

    pub(super) fn check_required(&mut self, members: &Members<'d>) {
        for (wire, place) in &members.required {
            if !members.properties.contains_key(wire) {
                self.problem(
                    Diagnostic::new(
                        &rules::REQUIRED_UNKNOWN,
                        place.location(),
                        format!("`{wire}` is required but is not a property of this schema"),
                    )
                    .help(format!(
                        "define `{wire}` below `properties`, or take it out of `required`"
                    )),
                );
            }
        }
    }
}

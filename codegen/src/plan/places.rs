//! The names of types that are made of a place: those of inline schemas, and the request sides of schemas
//! that are split.
//!
//! A name depends on the place alone: on the component it is in, and on the properties that lead to it. Only
//! where two places come to one name does one of them yield, which the owner of a contract is told.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::node::{component_name, node_key, text};
use super::planner::{Planner, SideKey};
use super::side::Side;
use super::{Method, names, route_names, rules};
use crate::diagnostic::{Diagnostic, Location};
use crate::document::Cursor;
use crate::openapi::Direction;
use crate::pointer::Pointer;

/// What is put behind a name that another place has.
const YIELDING: &str = "Property";

/// What is put behind the name of a request side that a schema has.
const YIELDING_REQUEST: &str = "Input";

/// A place that wants a name. Those nearer to a component come first.
struct Wish {
    name: String,
    depth: usize,
    key: SideKey,
    location: Location,
}

impl<'d> Planner<'d> {
    /// Names all places that operations reach.
    pub(super) fn name_places(&mut self) {
        let nodes: Vec<Cursor<'d>> = self.schemas.values().cloned().collect();
        let mut wishes: Vec<Wish> = Vec::new();
        for node in &nodes {
            let reached = Direction::ALL.into_iter().filter(|way| self.is_reached(node, *way));
            let sides: BTreeSet<Side> = reached.map(|way| self.side(node, way)).collect();
            for side in sides {
                let Some((name, depth)) = wished(node, side).filter(|_| has_type(node)) else {
                    continue;
                };
                let key = (node_key(node), side);
                wishes.push(Wish { name, depth, key, location: node.location() });
            }
        }
        wishes.sort_by(|a, b| (a.depth, &a.key).cmp(&(b.depth, &b.key)));
        let all: BTreeSet<String> = wishes.iter().map(|wish| wish.name.clone()).collect();
        let mut taken: BTreeMap<String, Location> = BTreeMap::new();
        for wish in wishes {
            let Some(first) = taken.get(&wish.name).filter(|_| wish.depth > 0).cloned() else {
                taken.entry(wish.name.clone()).or_insert(wish.location);
                self.places.insert(wish.key, wish.name);
                continue;
            };
            let mark = if wish.depth == 1 && wish.key.1 == Side::Request {
                YIELDING_REQUEST
            } else {
                YIELDING
            };
            let stem = wish.name.strip_suffix("Request").filter(|_| mark == YIELDING_REQUEST);
            let mut name = names::joined(stem.unwrap_or(&wish.name), mark);
            while all.contains(&name) || taken.contains_key(&name) {
                name.push_str(YIELDING);
            }
            taken.insert(name.clone(), wish.location);
            self.places.yielded.insert(wish.key.clone(), (wish.name, first));
            self.places.insert(wish.key, name);
        }
    }

    /// The name of a schema by its place; `None` if only its use can name it.
    pub(super) fn place_name(&mut self, node: &Cursor<'d>, direction: Direction) -> Option<String> {
        let key = (node_key(node), self.side(node, direction));
        if let Some((wanted, first)) = self.places.yielded.remove(&key) {
            let name = self.places.names.get(&key).cloned().unwrap_or_default();
            self.problem(
                Diagnostic::new(
                    &rules::NAME_TAKEN,
                    node.location(),
                    format!("the type of this place is `{name}`, because `{wanted}` is another's"),
                )
                .related(first, format!("`{wanted}` is the type of this one"))
                .help("give one of the two schemas another name with `x-rust-name`, or make this one a component"),
            );
        }
        self.places.names.get(&key).cloned()
    }

    /// A name that no place has, for a type that only its use names.
    pub(super) fn free_name(&self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        while self.places.taken.contains(&name) {
            name.push_str(YIELDING);
        }
        name
    }

    /// A name for a schema of an operation, or of a component that is no schema, that nothing else names.
    pub(super) fn name_of_use(&self, node: &Cursor<'d>) -> Option<String> {
        let Some((start, steps)) = way(node, |pointer| self.use_at(node, pointer)) else {
            let pointer = node.pointer();
            let last = Pointer::of(&pointer).name();
            let stem = node.file_name().rsplit('/').next()?.split('.').next()?;
            return names::type_name(last.as_deref().unwrap_or(stem)).map(|it| self.free_name(&it));
        };
        Some(self.free_name(&names::of_way(&start, &steps)))
    }

    /// Whether the place of a schema that only its use names says what it is.
    pub(super) fn has_way(&self, node: &Cursor<'d>) -> bool {
        way(node, |pointer| self.use_at(node, pointer)).is_some()
    }

    /// What a schema of an operation is called that is no part of another: after the operation or the
    /// component, and what it is there.
    fn use_at(&self, node: &Cursor<'d>, pointer: &str) -> Option<String> {
        let steps: Vec<String> = Pointer::of(pointer).steps().map(Cow::into_owned).collect();
        let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
        let (owner, place) = match steps.as_slice() {
            ["components", kind, name, place @ ..] => {
                (names::type_name(name)?, [&[*kind][..], place].concat())
            }
            ["paths", template, "parameters", place @ ..] => {
                (names::type_name(template)?, [&["parameters"][..], place].concat())
            }
            ["paths", template, method, place @ ..] => {
                let method = *Method::ALL.iter().find(|one| one.key() == *method)?;
                let item = self.root.get("paths")?.get(template)?.resolve();
                let id = text(&item, &[method.key(), "operationId"]);
                let id = id.or_else(|| Some(route_names::of_route(method, template)?.id))?;
                (names::type_name(&id)?, place.to_vec())
            }
            _ => return None,
        };
        let what = match place.as_slice() {
            ["parameters", .., "schema"] if steps.first() == Some(&"components") => {
                return Some(owner);
            }
            ["headers", "schema"] => return Some(owner),
            ["parameters", .., "schema"] => {
                let around = Pointer::of(pointer).parent()?.to_owned();
                let place = Location { pointer: around, ..node.location() };
                names::type_name(&text(&node.document().at(&place)?, &["name"])?)?
            }
            ["requestBody" | "requestBodies", .., "schema"] => "Body".to_owned(),
            ["responses", status, .., "schema"] if steps.first() == Some(&"paths") => {
                self.response_part(pointer, status)?
            }
            ["responses", .., "schema"] => "Response".to_owned(),
            _ => return None,
        };
        Some(names::joined(&owner, &what))
    }
}

/// The name that a place would have alone, and how far it is from a component.
fn wished(node: &Cursor<'_>, side: Side) -> Option<(String, usize)> {
    let (component, steps) = way(node, |pointer| component_at(node, pointer))?;
    let start = names::of_side(&component, side);
    let depth = steps.len() + usize::from(start != component);
    Some((names::of_way(&start, &steps), depth))
}

/// Whether a schema becomes a type of its own.
fn has_type(node: &Cursor<'_>) -> bool {
    let makes_one = ["properties", "allOf", "oneOf", "anyOf", "enum", "x-extensible-enum"];
    component_name(node).is_some() || makes_one.iter().any(|key| node.get(key).is_some())
}

/// The way to a schema from the nearest one around it, or itself, that has a name, and that name; the innermost
/// step first. Of arrays and maps inside each other, the innermost counts.
fn way(
    node: &Cursor<'_>,
    name_at: impl Fn(&str) -> Option<String>,
) -> Option<(String, Vec<String>)> {
    let mut base = node.pointer();
    let mut name = name_at(&base);
    let mut steps: Vec<String> = Vec::new();
    let mut is_inside = false;
    while name.is_none() {
        let pointer = Pointer::of(&base);
        let (last, around) = (pointer.name()?, pointer.parent()?);
        let outer = Pointer::of(around);
        let mut of_values = |word: &str| {
            if !is_inside {
                steps.push(word.to_owned());
            }
            is_inside = true;
            around.to_owned()
        };
        base = match (outer.name().as_deref(), &*last) {
            (Some("properties"), wire) => {
                steps.push(property_step(node, &base, wire)?);
                is_inside = false;
                outer.parent()?.to_owned()
            }
            (Some("allOf"), _) => outer.parent()?.to_owned(),
            (_, "items") => of_values("Item"),
            (_, "additionalProperties") => of_values("Value"),
            _ => return None,
        };
        name = name_at(&base);
    }
    Some((name?, steps))
}

/// What a property adds to the names of schemas inside.
fn property_step(node: &Cursor<'_>, pointer: &str, wire: &str) -> Option<String> {
    let place = Location { pointer: pointer.to_owned(), ..node.location() };
    let property = node.document().at(&place)?;
    let own = property.get("x-rust-name");
    let text = own.as_ref().and_then(Cursor::as_str).unwrap_or(wire);
    names::type_name(&names::value_name(text)?)
}

/// The type name of the component at a pointer of the node's file.
fn component_at(node: &Cursor<'_>, pointer: &str) -> Option<String> {
    let component = Pointer::of(pointer).schema()?;
    let place = Location { pointer: pointer.to_owned(), ..node.location() };
    let schema = node.document().at(&place)?;
    let own = schema.get("x-rust-name");
    let text = own.as_ref().and_then(Cursor::as_str).unwrap_or(&component);
    names::type_name(text)
}

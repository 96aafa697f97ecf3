//! A schema as readers see it: what a value is, its limits and doubts, and what it is made of.

use std::collections::BTreeSet;

use super::facts::{Facts, layers};
use super::index::TypeIndex;
use crate::diagnostic::Location;
use crate::document::{Cursor, Identity};
use crate::face::field_text;
use crate::openapi::Direction;
use crate::plan::Shape;

/// Levels of a tree that are written out.
const DEEPEST: usize = 10;

/// How many `allOf` parts inside each other are followed.
const MOST_PARTS: usize = 64;

/// A value.
pub(super) struct Value<'d> {
    /// What it is, in the words of JSON: `string`, `array of object`.
    pub(super) kind: String,
    /// The type that has an entry of its own on the page.
    pub(super) named: Option<String>,
    /// What the schema says beside its shape.
    pub(super) facts: Facts<'d>,
    /// What it is made of.
    pub(super) parts: Parts<'d>,
    /// The schema and those that it wraps or refers to.
    pub(super) places: Vec<Location>,
}

impl Value<'_> {
    /// How many values of the tree are not confirmed.
    pub(super) fn doubts(&self) -> usize {
        let inside: usize = match &self.parts {
            Parts::None | Parts::Elsewhere => 0,
            Parts::Fields(fields) => fields.iter().map(|field| field.value.doubts()).sum(),
            Parts::Variants { variants, .. } => variants.iter().map(|one| one.value.doubts()).sum(),
        };
        inside + usize::from(self.facts.unconfirmed.is_some())
    }
}

/// How far a tree goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unfolding {
    /// Types inside are written out.
    Deep,
    /// Types inside are named only.
    OneType,
}

/// What a value is made of.
pub(super) enum Parts<'d> {
    /// Nothing that could be shown.
    None,
    /// Shown at the type's own entry only: the tree would not end, or would grow too large.
    Elsewhere,
    /// Properties, of the value or of each of its items.
    Fields(Vec<Property<'d>>),
    /// One of several shapes.
    Variants {
        /// The property that tells them apart, if one does.
        tag: Option<String>,
        /// The shapes.
        variants: Vec<Variant<'d>>,
    },
}

/// A property of an object.
pub(super) struct Property<'d> {
    /// Name on the wire.
    pub(super) wire: &'d str,
    /// The field of the Rust struct with its type, such as `created_at: Timestamp`.
    pub(super) rust: Option<String>,
    /// Whether the schema demands it.
    pub(super) is_required: bool,
    /// Its value.
    pub(super) value: Value<'d>,
}

/// One shape of a union.
pub(super) struct Variant<'d> {
    /// What it is called: the values of the tag, or the name of the schema.
    pub(super) wire: String,
    /// Whether that is the tag.
    pub(super) is_tag: bool,
    /// The shape.
    pub(super) value: Value<'d>,
}

/// Makes trees of schemas, as large as the page can hold.
pub(super) struct Trees<'i, 'a> {
    index: &'i TypeIndex<'a>,
    direction: Direction,
    unfolding: Unfolding,
    /// How many properties may still be written out.
    room: usize,
    /// The schemas around the present one.
    open: Vec<Identity>,
    depth: usize,
}

impl<'i, 'a> Trees<'i, 'a> {
    /// With room for so many properties.
    pub(super) fn new(
        index: &'i TypeIndex<'a>,
        direction: Direction,
        unfolding: Unfolding,
        room: usize,
    ) -> Self {
        Self { index, direction, unfolding, room, open: Vec::new(), depth: 0 }
    }

    /// The tree of a schema, with the types inside it written out.
    pub(super) fn value(&mut self, schema: &Cursor<'a>) -> Value<'a> {
        let facts = Facts::of(schema);
        let node = target(schema);
        let named = self.name(&node);
        let places = std::iter::once(schema.location())
            .chain(layers(schema).iter().map(Cursor::location))
            .collect();
        let is_endless = self.open.contains(&node.identity()) || self.open.len() > MOST_PARTS;
        let is_other =
            self.unfolding == Unfolding::OneType && named.is_some() && !self.open.is_empty();
        if is_endless || is_other || self.depth > DEEPEST {
            let parts = if is_simple(&node) { Parts::None } else { Parts::Elsewhere };
            return Value { kind: kind(&node), named, facts, parts, places };
        }
        self.open.push(node.identity());
        let value = self.shape(&node, named, facts, places);
        self.open.pop();
        value
    }

    /// The entry of the schema in the index of types, if it has one.
    fn name(&self, node: &Cursor<'a>) -> Option<String> {
        let planned = self.index.type_of(node, self.direction).map(|item| item.name.clone());
        planned.or_else(|| self.index.runtime_of(node).map(str::to_owned))
    }

    fn shape(
        &mut self,
        node: &Cursor<'a>,
        named: Option<String>,
        mut facts: Facts<'a>,
        mut places: Vec<Location>,
    ) -> Value<'a> {
        let kind = kind(node);
        let inner = match kind.as_str() {
            "array" => node.get("items"),
            "map" => node.get("additionalProperties"),
            _ => None,
        };
        if let Some(inner) = inner {
            let inner = self.value(&inner);
            facts.inherit(inner.facts);
            let named = named.or(inner.named);
            places.extend(inner.places);
            let kind = format!("{kind} of {}", inner.kind);
            return Value { kind, named, facts, parts: inner.parts, places };
        }
        let parts = match kind.as_str() {
            "union" => self.variants(node),
            "object" => self.fields(&[node], None),
            _ => Parts::None,
        };
        Value { kind, named, facts, parts, places }
    }

    fn variants(&mut self, node: &Cursor<'a>) -> Parts<'a> {
        let item = self.index.type_of(node, self.direction);
        let Some(Shape::Union(union)) = item.map(|item| &item.shape) else {
            return Parts::Elsewhere;
        };
        let mut variants = Vec::new();
        for variant in &union.variants {
            let branches = ["oneOf", "anyOf"].iter().filter_map(|key| node.get(key));
            let branch = branches
                .flat_map(|list| list.items().collect::<Vec<_>>())
                .find(|branch| branch.location() == variant.location);
            let Some(branch) = branch else { continue };
            if self.room == 0 {
                return Parts::Elsewhere;
            }
            self.room -= 1;
            let is_tag = union.tag.is_some() && !variant.values.is_empty();
            let wire = if is_tag { variant.values.join(", ") } else { variant.wire.clone() };
            let tag = union.tag.as_deref().filter(|_| variant.values.len() == 1);
            let value = match variant.ty.name().and_then(|name| self.index.named(name)) {
                Some(Shape::Struct(_)) => self.variant(&branch, node, variant, tag),
                _ => self.value(&branch),
            };
            variants.push(Variant { wire, is_tag, value });
        }
        Parts::Variants { tag: union.tag.clone(), variants }
    }

    /// A variant that is an object, with what stands beside the union.
    fn variant(
        &mut self,
        branch: &Cursor<'a>,
        union: &Cursor<'a>,
        variant: &crate::plan::Variant,
        tag: Option<&str>,
    ) -> Value<'a> {
        let schema = target(branch);
        self.depth += 1;
        self.open.push(schema.identity());
        let facts = Facts::of(&schema);
        let parts = match self.open.len() > MOST_PARTS || self.depth > DEEPEST {
            true => Parts::Elsewhere,
            false => self.fields(&[union, &schema], tag),
        };
        self.open.pop();
        self.depth -= 1;
        let named = variant.ty.name().map(str::to_owned);
        Value { kind: "object".to_owned(), named, facts, parts, places: vec![schema.location()] }
    }

    /// The properties of an object, but for the tag of the union it belongs to.
    fn fields(&mut self, nodes: &[&Cursor<'a>], tag: Option<&str>) -> Parts<'a> {
        let mut members = PropertyList::default();
        nodes.iter().for_each(|node| members.collect(node, 0));
        let shown: Vec<(&str, Cursor<'a>)> = members
            .properties
            .into_iter()
            .filter(|(wire, schema)| Some(*wire) != tag && !self.direction.hides(schema))
            .collect();
        if shown.is_empty() {
            return Parts::None;
        }
        if shown.len() > self.room {
            return Parts::Elsewhere;
        }
        self.room -= shown.len();
        self.depth += 1;
        let fields = shown
            .into_iter()
            .map(|(wire, schema)| self.property(wire, &schema, members.required.contains(wire)))
            .collect();
        self.depth -= 1;
        Parts::Fields(fields)
    }

    fn property(&mut self, wire: &'a str, schema: &Cursor<'a>, is_required: bool) -> Property<'a> {
        let location = schema.location();
        let field = self.index.field_of(&location, self.direction);
        let rust = field.map(|field| format!("{}: {}", field.name, field_text(field)));
        Property { wire, rust, is_required, value: self.value(schema) }
    }
}

/// The properties of an object and of its `allOf` parts, in the order of the contract.
#[derive(Default)]
struct PropertyList<'d> {
    properties: Vec<(&'d str, Cursor<'d>)>,
    seen: BTreeSet<&'d str>,
    required: BTreeSet<&'d str>,
}

impl<'d> PropertyList<'d> {
    fn collect(&mut self, schema: &Cursor<'d>, level: usize) {
        let node = schema.resolve();
        for (wire, property) in node.get("properties").iter().flat_map(Cursor::entries) {
            if self.seen.insert(wire) {
                self.properties.push((wire, property));
            }
        }
        let required = node.get("required");
        self.required
            .extend(required.iter().flat_map(Cursor::items).filter_map(|name| name.as_str()));
        if level < MOST_PARTS {
            for part in node.get("allOf").iter().flat_map(Cursor::items) {
                self.collect(&part, level + 1);
            }
        }
    }
}

/// The schema behind references and wrappers.
pub(super) fn target<'d>(schema: &Cursor<'d>) -> Cursor<'d> {
    layers(schema).pop().unwrap_or_else(|| schema.resolve())
}

/// Whether there is nothing inside that could be shown.
fn is_simple(node: &Cursor<'_>) -> bool {
    !matches!(kind(node).as_str(), "object" | "union" | "map" | "array")
}

/// What a value is in JSON.
fn kind(node: &Cursor<'_>) -> String {
    let has = |key: &str| node.get(key).is_some();
    let kind = node.get("type").and_then(|kind| kind.as_str()).unwrap_or_default();
    match kind {
        _ if crate::plan::is_union(node) => "union",
        "array" => "array",
        _ if has("properties") || has("allOf") => "object",
        "object" => match node.get("additionalProperties") {
            Some(schema) if schema.as_bool().is_none() => "map",
            _ => "object",
        },
        "" => "any JSON",
        other => match node.get("format").and_then(|format| format.as_str()) {
            Some(format) => return format!("{other} ({format})"),
            None => other,
        },
    }
    .to_owned()
}

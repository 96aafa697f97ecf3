//! A schema as its meaning: references followed, `allOf` merged, order forgotten.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::schema::{Schema, is_dangling, without_texts};
use super::{keys, numbers};
use crate::document::{Cursor, NodeKind};
use crate::plan::only_lists;

/// Keywords that hold one value and are compared as such.
const PLAIN: [&str; 26] = [
    "format",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "default",
    "not",
    "x-replaced-by",
    "x-rust-name",
    "x-rust-names",
    "x-enum-descriptions",
    "x-enum-varnames",
    "x-rust-type",
    "x-unconfirmed",
    "title",
    "description",
    "externalDocs",
];

/// Keywords of which the largest value counts where `allOf` brings several.
const LOWER_BOUNDS: [&str; 4] = ["minimum", "minLength", "minItems", "minProperties"];

/// Keywords of which the smallest value counts where `allOf` brings several.
const UPPER_BOUNDS: [&str; 4] = ["maximum", "maxLength", "maxItems", "maxProperties"];

/// Flags that hold as soon as one part has them.
const FLAGS: [&str; 2] = ["nullable", "deprecated"];

/// One value of a keyword, and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Keyword<'d> {
    pub(super) value: Value,
    pub(super) at: Cursor<'d>,
}

/// A list of allowed or known values.
#[derive(Debug, Clone)]
pub(super) struct Values<'d> {
    pub(super) is_open: bool,
    pub(super) at: Cursor<'d>,
    /// By their JSON text.
    pub(super) by_text: BTreeMap<String, Cursor<'d>>,
}

/// `oneOf` or `anyOf`.
#[derive(Debug, Clone)]
pub(super) struct Union<'d> {
    pub(super) keyword: &'static str,
    pub(super) at: Cursor<'d>,
    pub(super) branches: Vec<Cursor<'d>>,
    pub(super) discriminator: Option<Cursor<'d>>,
}

/// What stands for properties without a name of their own.
#[derive(Debug, Clone, Default)]
pub(super) enum Additional<'d> {
    #[default]
    Any,
    Forbidden(Cursor<'d>),
    Typed(Cursor<'d>),
}

/// The meaning of a schema.
#[derive(Debug, Default)]
pub(super) struct Flat<'d> {
    pub(super) types: Option<(BTreeSet<&'d str>, Option<Cursor<'d>>)>,
    pub(super) keywords: BTreeMap<&'static str, Keyword<'d>>,
    pub(super) flags: BTreeMap<&'static str, Cursor<'d>>,
    pub(super) values: Option<Values<'d>>,
    pub(super) properties: BTreeMap<&'d str, Schema<'d>>,
    pub(super) required: BTreeMap<&'d str, Cursor<'d>>,
    pub(super) additional: Additional<'d>,
    pub(super) items: Option<Schema<'d>>,
    pub(super) unions: Vec<Union<'d>>,
    pub(super) examples: Vec<Cursor<'d>>,
    /// Keywords that nothing here reads.
    pub(super) unread: BTreeMap<&'d str, Keyword<'d>>,
    /// Whether a part is behind a reference that leads nowhere.
    pub(super) is_incomplete: bool,
}

/// The values of a union whose branches say nothing but which there are: one list, spelt otherwise.
fn listed<'d>(keyword: &str, node: &Cursor<'d>) -> Option<(Vec<Cursor<'d>>, Values<'d>)> {
    let at = node.get(keyword)?;
    let branches: Vec<Cursor<'d>> = at.items().map(|branch| branch.resolve()).collect();
    let kind = |branch: &Cursor<'d>| branch.get("type").map(|kind| kind.to_json());
    let mut by_text = BTreeMap::new();
    for branch in &branches {
        let list = branch.get("enum").filter(|_| only_lists(branch))?;
        by_text.extend(numbers::by_text(list.items()));
    }
    let first = branches.first().map(kind)?;
    let is_one_type = branches.iter().all(|branch| kind(branch) == first);
    is_one_type.then_some((branches, Values { is_open: false, at, by_text }))
}

impl<'d> Flat<'d> {
    pub(super) fn of(schema: &Schema<'d>) -> Self {
        let mut flat = Self::default();
        schema.visit(|node| flat.add(node));
        if flat.types.is_none() {
            flat.infer_type();
        }
        flat
    }

    pub(super) fn has(&self, flag: &str) -> bool {
        self.flags.contains_key(flag)
    }

    pub(super) fn text(&self, keyword: &str) -> Option<&str> {
        self.keywords.get(keyword)?.value.as_str()
    }

    fn add(&mut self, node: &Cursor<'d>) {
        self.is_incomplete |= is_dangling(node);
        self.add_types(node);
        for keyword in PLAIN {
            if let Some(at) = node.get(keyword) {
                self.add_keyword(keyword, at);
            }
        }
        for (key, at) in node.entries().filter(|(key, _)| keys::is_unread(key, &PLAIN)) {
            let value = without_texts(at.to_json_resolved());
            self.unread.entry(key).or_insert(Keyword { value, at });
        }
        for flag in FLAGS {
            if let Some(at) = node.get(flag).filter(|at| at.as_bool() == Some(true)) {
                self.flags.entry(flag).or_insert(at);
            }
        }
        self.add_values(node);
        self.add_object(node);
        if let Some(items) = node.get("items") {
            add_schema(&mut self.items, items);
        }
        self.examples.extend(["example", "examples"].iter().filter_map(|key| node.get(key)));
        for keyword in ["oneOf", "anyOf"] {
            match listed(keyword, node) {
                Some((branches, values)) => {
                    branches.iter().take(1).for_each(|branch| self.add_types(branch));
                    self.merge_values(values);
                }
                None => self.add_union(keyword, node),
            }
        }
    }

    fn add_types(&mut self, node: &Cursor<'d>) {
        let Some(at) = node.get("type") else { return };
        let mut types: BTreeSet<&str> = match at.kind() {
            NodeKind::Sequence => at.items().filter_map(|item| item.as_str()).collect(),
            _ => at.as_str().into_iter().collect(),
        };
        // How OpenAPI 3.1 says `nullable`.
        if types.len() > 1 && types.remove("null") {
            self.flags.entry("nullable").or_insert_with(|| at.clone());
        }
        self.types = match self.types.take() {
            Some((known, place)) => Some((known.intersection(&types).copied().collect(), place)),
            None => Some((types, Some(at))),
        };
    }

    /// A schema with `properties` but without `type` means an object to everybody.
    fn infer_type(&mut self) {
        let is_open = matches!(self.additional, Additional::Any);
        let kind = if !self.properties.is_empty() || !is_open {
            "object"
        } else if self.items.is_some() {
            "array"
        } else {
            return;
        };
        self.types = Some((BTreeSet::from([kind]), None));
    }

    fn add_keyword(&mut self, keyword: &'static str, at: Cursor<'d>) {
        let value = match keyword {
            "not" => without_texts(at.to_json_resolved()),
            _ => at.to_json(),
        };
        let value = numbers::canonical(value);
        let new = Keyword { value, at };
        let Some(known) = self.keywords.get_mut(keyword) else {
            self.keywords.insert(keyword, new);
            return;
        };
        let (old, other) = (known.value.as_f64(), new.value.as_f64());
        let is_tighter = match (LOWER_BOUNDS.contains(&keyword), UPPER_BOUNDS.contains(&keyword)) {
            (true, _) => other > old,
            (_, true) => other < old,
            _ => false,
        };
        if is_tighter {
            *known = new;
        } else if matches!(keyword, "pattern" | "not" | "multipleOf") && known.value != new.value {
            known.value = Value::Array(vec![known.value.take(), new.value]);
        }
    }

    fn add_values(&mut self, node: &Cursor<'d>) {
        let lists = [("enum", false), ("x-extensible-enum", true)];
        for (keyword, is_open) in lists {
            let Some(at) = node.get(keyword) else { continue };
            let by_text = numbers::by_text(at.items());
            self.merge_values(Values { is_open, at, by_text });
        }
        if let Some(at) = node.get("const") {
            let by_text = numbers::by_text(std::iter::once(at.clone()));
            self.merge_values(Values { is_open: false, at, by_text });
        }
    }

    /// Of several lists, the closed ones count, and what all of them have.
    fn merge_values(&mut self, new: Values<'d>) {
        self.values = Some(match self.values.take() {
            None => new,
            Some(known) if known.is_open && !new.is_open => new,
            Some(known) if new.is_open && !known.is_open => known,
            Some(mut known) => {
                known.by_text.retain(|text, _| new.by_text.contains_key(text));
                known
            }
        });
    }

    fn add_object(&mut self, node: &Cursor<'d>) {
        for (name, property) in node.get("properties").iter().flat_map(Cursor::entries) {
            match self.properties.get_mut(name) {
                Some(schema) => schema.also(property),
                None => {
                    self.properties.insert(name, Schema::new(property));
                }
            }
        }
        for name in node.get("required").iter().flat_map(Cursor::items) {
            if let Some(text) = name.as_str() {
                self.required.entry(text).or_insert(name);
            }
        }
        let Some(additional) = node.get("additionalProperties") else { return };
        match additional.as_bool() {
            Some(true) => {}
            Some(false) => self.additional = Additional::Forbidden(additional),
            None if additional.entries().next().is_none() => {}
            None => self.additional = Additional::Typed(additional),
        }
    }

    fn add_union(&mut self, keyword: &'static str, node: &Cursor<'d>) {
        let Some(at) = node.get(keyword) else { return };
        let is_null = |branch: &Cursor<'d>| {
            branch.get("type").is_some_and(|kind| kind.as_str() == Some("null"))
        };
        let (null, branches): (Vec<_>, Vec<_>) = at.items().partition(is_null);
        if let Some(null) = null.into_iter().next() {
            self.flags.entry("nullable").or_insert(null);
        }
        if super::schema::only_alternative(node, keyword).is_some() {
            return;
        }
        self.unions.push(Union { keyword, at, branches, discriminator: node.get("discriminator") });
    }
}

fn add_schema<'d>(slot: &mut Option<Schema<'d>>, node: Cursor<'d>) {
    match slot {
        Some(schema) => schema.also(node),
        None => *slot = Some(Schema::new(node)),
    }
}

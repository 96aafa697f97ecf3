//! Which item of the plan a place of the contract becomes.

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::{FileId, Location};
use crate::document::{Cursor, Document};
use crate::openapi::Direction;
use crate::plan::{Field, Plan, RUNTIME_TYPES, Shape, TypeItem, Usage};

type Place = (FileId, String);

/// The items of the plan by place. A place becomes several items where requests and responses differ.
pub(super) struct TypeIndex<'a> {
    types: HashMap<Place, Vec<&'a TypeItem>>,
    fields: HashMap<Place, Vec<(Usage, &'a Field)>>,
    plan: &'a Plan,
    /// Schemas that the client holds in handwritten types, by the type's name.
    pub(super) runtime: BTreeMap<&'static str, Cursor<'a>>,
}

impl<'a> TypeIndex<'a> {
    pub(super) fn new(document: &'a Document, plan: &'a Plan) -> Self {
        let (mut types, mut fields) = (HashMap::new(), HashMap::new());
        for item in plan.types.values() {
            let place = (item.location.file, item.location.pointer.clone());
            types.entry(place).or_insert_with(Vec::new).push(item);
            let Shape::Struct(object) = &item.shape else { continue };
            for field in &object.fields {
                let place = (field.location.file, field.location.pointer.clone());
                fields.entry(place).or_insert_with(Vec::new).push((item.usage, field));
            }
        }
        Self { types, fields, plan, runtime: runtime(document) }
    }

    /// The type that a schema becomes.
    pub(super) fn type_of(
        &self,
        schema: &Cursor<'_>,
        direction: Direction,
    ) -> Option<&'a TypeItem> {
        let items = self.types.get(&(schema.file(), schema.pointer()))?;
        items.iter().find(|item| item.usage.includes(direction)).or(items.first()).copied()
    }

    /// What a type is made of.
    pub(super) fn named(&self, name: &str) -> Option<&'a Shape> {
        self.plan.types.get(name).map(|item| &item.shape)
    }

    /// The field that a property becomes.
    pub(super) fn field_of(&self, property: &Location, direction: Direction) -> Option<&'a Field> {
        let fields = self.fields.get(&(property.file, property.pointer.clone()))?;
        let fits = fields.iter().find(|(usage, _)| usage.includes(direction)).or(fields.first());
        fits.map(|(_, field)| *field)
    }

    /// The handwritten type that a schema becomes.
    pub(super) fn runtime_of(&self, schema: &Cursor<'_>) -> Option<&'static str> {
        let name = schema.get("x-rust-type")?.as_str()?;
        RUNTIME_TYPES.into_iter().find(|known| *known == name)
    }
}

fn runtime(document: &Document) -> BTreeMap<&'static str, Cursor<'_>> {
    let mut found = BTreeMap::new();
    for file in std::iter::once(document.root()).chain(document.parts()) {
        let schemas = file.get("components").and_then(|components| components.get("schemas"));
        for (_, schema) in schemas.iter().flat_map(Cursor::entries) {
            let name = schema.get("x-rust-type").and_then(|name| name.as_str());
            if let Some(name) = RUNTIME_TYPES.into_iter().find(|known| Some(*known) == name) {
                found.entry(name).or_insert(schema);
            }
        }
    }
    found
}

//! The public items of a type.

use quote::quote;

use super::surface::{Builder, ItemKind, Origin, argument};
use crate::diagnostic::Location;
use crate::face::arguments::accepted;
use crate::face::field_text;
use crate::face::types::accepted_field;
use crate::plan::{
    Deprecation, EnumValue, Extra, Field, Nullability, Payload, Plan, Presence, Shape, Struct,
    TypeItem, TypeRef, Union, Usage,
};

impl Builder {
    pub(super) fn type_item(&mut self, plan: &Plan, item: &TypeItem) {
        let (name, at) = (item.name.as_str(), &item.location);
        let signature = match &item.shape {
            Shape::Id => "struct (a UUID)",
            Shape::Text => "struct (a text)",
            Shape::Enum(_) => "enum (open)",
            Shape::Struct(_) => "struct",
            Shape::Union(_) => "enum (tagged)",
        };
        let docs = &item.docs;
        let wire = match &item.shape {
            Shape::Union(union) => union.tag.as_str(),
            _ => "",
        };
        let origin = Origin { location: at, deprecation: Deprecation::Current, docs, wire };
        let kind = ItemKind::Type;
        let added = self.add(kind, name, name.to_owned(), signature.to_owned(), &origin);
        added.docs.extend(item.successor.clone());
        self.traits(name, &["Clone", "Debug", "PartialEq", "Serialize", "Deserialize<'de>"], at);
        match &item.shape {
            Shape::Id => self.newtype(name, "Uuid", &["Copy", "TryFrom<&str>"], at),
            Shape::Text => self.newtype(name, "String", &[], at),
            Shape::Enum(values) => self.open_enum(name, values, at),
            Shape::Struct(object) => self.object(item, object),
            Shape::Union(union) => self.union(plan, item, union),
        }
        if let Some(relation) = relation(plan, name) {
            let origin = Origin { wire: relation, ..Origin::plain(at) };
            let path = format!("impl Embedded for {name}");
            self.add(ItemKind::Trait, name, path, String::new(), &origin);
        }
    }

    fn newtype(&mut self, name: &str, inner: &str, more: &[&str], at: &Location) {
        let (from, into) = (format!("From<{inner}>"), format!("impl From<{name}> for {inner}"));
        self.traits(name, &["Eq", "PartialOrd", "Ord", "Hash", "Display", "FromStr", &from], at);
        self.traits(name, more, at);
        self.add(ItemKind::Trait, name, into, String::new(), &Origin::plain(at));
    }

    fn open_enum(&mut self, name: &str, values: &[EnumValue], at: &Location) {
        self.traits(name, &["Eq", "Hash", "Display", "From<&str>", "FromStr"], at);
        for value in values {
            let origin = Origin { wire: &value.wire, ..Origin::plain(at) };
            let path = format!("{name}::{}", value.variant);
            self.add(ItemKind::Variant, name, path, String::new(), &origin);
        }
        let (unknown, origin) = (format!("{name}::Unknown"), Origin::plain(at));
        self.add(ItemKind::Variant, name, unknown, "(UnknownValue)".to_owned(), &origin);
        self.function(name, "as_str", "&self", Vec::new(), &quote!(&str), &origin);
        let (known, ty) = (format!("{name}::KNOWN"), "&'static [Self]".to_owned());
        self.add(ItemKind::Function, name, known, ty, &origin);
    }

    fn object(&mut self, item: &TypeItem, object: &Struct) {
        let name = item.name.as_str();
        for field in &object.fields {
            let path = format!("{name}::{}", field.name);
            let ty = field_text(field);
            let item = self.add(ItemKind::Field, name, path, ty, &of_field(field));
            item.docs.extend(field.successor.clone());
        }
        if object.extra == Extra::Kept {
            let ty = "serde_json::Map<String, serde_json::Value>".to_owned();
            let path = format!("{name}::extra");
            self.add(ItemKind::Field, name, path, ty, &Origin::plain(&item.location));
        }
        if !item.usage.is_sent() {
            return;
        }
        if object.required().next().is_none() {
            self.traits(name, &["Default"], &item.location);
        }
        let origin = Origin { deprecation: item.deprecation, ..Origin::plain(&item.location) };
        self.function(name, "new", "", required(object), &quote!(Self), &origin);
        for field in object.optional() {
            let argument = argument(&field.name, &accepted(&field.ty));
            let arguments = vec![(argument, field.location.clone())];
            // Its words are those of the field.
            let origin = Origin { docs: &[], ..of_field(field) };
            self.function(name, &field.name, "mut self", arguments, &quote!(Self), &origin);
        }
        if let [only] = object.fields.as_slice()
            && let TypeRef::Named(id) = &only.ty
            && only.wire == "id"
            && only.presence == Presence::Required
            && only.nullability == Nullability::NotNull
        {
            self.traits(name, &[&format!("From<{id}>")], &only.location);
        }
    }

    fn union(&mut self, plan: &Plan, item: &TypeItem, union: &Union) {
        let name = item.name.as_str();
        for variant in &union.variants {
            let Some(held) = plan.types.get(&variant.ty) else { continue };
            let origin = Origin {
                location: &held.location,
                deprecation: held.deprecation,
                docs: &[],
                wire: &variant.wire,
            };
            let path = format!("{name}::{}", variant.name);
            let item_of =
                self.add(ItemKind::Variant, name, path, format!("({})", variant.ty), &origin);
            item_of.origins.push(item.location.clone());
            self.traits(name, &[&format!("From<{}>", variant.ty)], &held.location);
            if let (true, Shape::Struct(object)) = (item.usage.is_sent(), &held.shape) {
                let (arguments, output) = (required(object), quote!(Self));
                self.function(name, &variant.constructor, "", arguments, &output, &origin);
            }
        }
        if item.usage == Usage::Response {
            let (path, origin) = (format!("{name}::Unknown"), Origin::plain(&item.location));
            let held = "(serde_json::Value)".to_owned();
            self.add(ItemKind::Variant, name, path, held, &origin);
        }
    }
}

fn of_field(field: &Field) -> Origin<'_> {
    Origin {
        location: &field.location,
        deprecation: field.deprecation,
        docs: &field.docs,
        wire: &field.wire,
    }
}

fn required(object: &Struct) -> Vec<(String, Location)> {
    let arguments = object
        .required()
        .map(|field| (argument(&field.name, &accepted_field(field)), field.location.clone()));
    arguments.collect()
}

/// The relation under which a collection embeds the type.
fn relation<'p>(plan: &'p Plan, name: &str) -> Option<&'p str> {
    plan.operations().find_map(|(_, operation)| match &operation.success.payload {
        Payload::Collection { item: TypeRef::Named(item), relation, .. } if item == name => {
            Some(relation.as_str())
        }
        _ => None,
    })
}

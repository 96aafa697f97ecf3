//! The public API of a client, item by item, from its plan.
//!
//! What stands here is what `face` and `wire` emit; a test compares the two on every fixture.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::operations;
use crate::diagnostic::Location;
use crate::face::arguments::accepted;
use crate::face::types::accepted_field;
use crate::face::{field_text, spaced};
use crate::plan::{
    Deprecation, EnumValue, Extra, Field, Nullability, Payload, Plan, Presence, Shape, Struct,
    TypeItem, TypeRef, Union, Usage,
};

/// What kind of item it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ItemKind {
    /// A module.
    Module,
    /// A struct or an enum.
    Type,
    /// A public field.
    Field,
    /// A variant of an enum.
    Variant,
    /// A function or a constant of a type.
    Function,
    /// An implementation of a trait.
    Trait,
}

/// A public item.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) kind: ItemKind,
    /// The type or module that it belongs to; its own path for types and modules.
    pub(super) owner: String,
    /// The declaration without its path: types of arguments and of the result.
    pub(super) signature: String,
    pub(super) deprecation: Deprecation,
    pub(super) docs: Vec<String>,
    /// What it is on the wire: the name of a property, a value, a route.
    pub(super) wire: String,
    /// Where in the contract it comes from.
    pub(super) origins: Vec<Location>,
    /// The arguments with the places that they come from.
    pub(super) arguments: Vec<(String, Location)>,
}

/// All public items by path.
pub(super) type Surface = BTreeMap<String, Item>;

pub(super) fn of(plan: &Plan) -> Surface {
    let mut builder = Builder { surface: Surface::new() };
    for item in plan.types.values() {
        builder.type_item(plan, item);
    }
    for api in &plan.apis {
        operations::api(&mut builder, api);
    }
    builder.surface
}

/// What every item has beside its path and kind.
pub(super) struct Origin<'a> {
    pub(super) location: &'a Location,
    pub(super) deprecation: Deprecation,
    pub(super) docs: &'a [String],
    pub(super) wire: &'a str,
}

impl<'a> Origin<'a> {
    pub(super) fn plain(location: &'a Location) -> Self {
        Self { location, deprecation: Deprecation::Current, docs: &[], wire: "" }
    }
}

pub(super) struct Builder {
    surface: Surface,
}

impl Builder {
    pub(super) fn add(
        &mut self,
        kind: ItemKind,
        owner: &str,
        path: String,
        signature: String,
        origin: &Origin<'_>,
    ) -> &mut Item {
        let item = Item {
            kind,
            owner: owner.to_owned(),
            signature,
            deprecation: origin.deprecation,
            docs: origin.docs.to_vec(),
            wire: origin.wire.to_owned(),
            origins: vec![origin.location.clone()],
            arguments: Vec::new(),
        };
        self.surface.entry(path).or_insert(item)
    }

    /// A function with its arguments; `receiver` is `&self`, `self` or nothing.
    pub(super) fn function(
        &mut self,
        owner: &str,
        name: &str,
        receiver: &str,
        arguments: Vec<(String, Location)>,
        output: &TokenStream,
        origin: &Origin<'_>,
    ) -> &mut Item {
        let texts = arguments.iter().map(|(text, _)| text.as_str());
        let all: Vec<&str> =
            Some(receiver).filter(|text| !text.is_empty()).into_iter().chain(texts).collect();
        let signature = format!("({}) -> {}", all.join(", "), spaced(&output.to_string()));
        let path = format!("{owner}::{name}()");
        let item = self.add(ItemKind::Function, owner, path, signature, origin);
        item.arguments = arguments;
        item
    }

    pub(super) fn traits(&mut self, owner: &str, names: &[&str], location: &Location) {
        for name in names {
            let path = format!("impl {name} for {owner}");
            self.add(ItemKind::Trait, owner, path, String::new(), &Origin::plain(location));
        }
    }

    fn type_item(&mut self, plan: &Plan, item: &TypeItem) {
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
        self.add(ItemKind::Type, name, name.to_owned(), signature.to_owned(), &origin);
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
        self.traits(name, &["Eq", "Hash", "Display", "From<&str>"], at);
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
            self.add(ItemKind::Field, name, path, ty, &of_field(field));
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

pub(super) fn argument(name: &str, ty: &TokenStream) -> String {
    format!("{name}: {}", spaced(&ty.to_string()))
}

/// The relation under which a collection embeds the type.
fn relation<'p>(plan: &'p Plan, name: &str) -> Option<&'p str> {
    plan.operations().find_map(|(_, operation)| match &operation.success.payload {
        Payload::Collection { item: TypeRef::Named(item), relation } if item == name => {
            Some(relation.as_str())
        }
        _ => None,
    })
}

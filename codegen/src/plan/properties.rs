//! The properties of an object schema, with those of its `allOf` parts, for one direction.

use super::looks::is_nullable;
use super::node::{NodeKey, node_key, text, unwrapped};
use super::planner::Planner;
use std::collections::BTreeMap;

use super::{
    Constant, Extra, Field, Nullability, Presence, Struct, Writer, docs, names, rules, successors,
};
use crate::diagnostic::Diagnostic;
use crate::document::Cursor;
use crate::openapi::Direction;

/// How many `allOf` may stand inside each other.
const MOST_PARTS: usize = 64;

/// What an object schema says, `allOf` parts included.
#[derive(Default)]
pub(super) struct Members<'d> {
    pub(super) properties: BTreeMap<&'d str, Cursor<'d>>,
    required: BTreeMap<&'d str, Cursor<'d>>,
    extra: Option<Cursor<'d>>,
    /// The schemas whose parts are being gathered.
    open: Vec<NodeKey>,
}

impl Members<'_> {
    pub(super) fn requires(&self, property: &str) -> bool {
        self.required.contains_key(property)
    }
}

impl<'d> Planner<'d> {
    /// Plans the fields of an object schema.
    pub(super) fn object(
        &mut self,
        schema: &Cursor<'d>,
        direction: Direction,
        owner: &str,
    ) -> Struct {
        let mut members = Members::default();
        if let Some(around) = self.shared_members.get(owner).cloned() {
            self.collect(&around, &mut members);
        }
        self.collect(schema, &mut members);
        self.check_required(&members);
        let extra = self.extra(&members);
        let mut fields: Vec<Field> = Vec::new();
        let mut constants = Vec::new();
        for (wire, property) in &members.properties {
            if direction.hides(property) {
                continue;
            }
            if let Some(value) = constant(property).filter(|_| members.requires(wire)) {
                constants.extend(self.constant(wire, property, value));
                continue;
            }
            if let Some(field) = self.field(wire, property, &members, direction, owner) {
                fields.push(field);
            }
        }
        self.check_field_names(owner, &fields, extra);
        successors::name_fields(&mut fields);
        Struct { fields, constants, extra }
    }

    /// Gathers properties and `required` of a schema and its `allOf` parts.
    pub(super) fn collect(&mut self, schema: &Cursor<'d>, members: &mut Members<'d>) {
        let schema = schema.resolve();
        if let Some(properties) = schema.get("properties") {
            for (wire, property) in properties.entries() {
                if let Some(first) = members.properties.insert(wire, property.clone()) {
                    self.problem(
                        Diagnostic::new(
                            &rules::PROPERTY_TWICE,
                            property.location(),
                            format!("property `{wire}` is defined by two parts of an `allOf`"),
                        )
                        .related(first.location(), "first defined here")
                        .help("keep one of the definitions"),
                    );
                }
            }
        }
        for name in schema.get("required").iter().flat_map(Cursor::items) {
            if let Some(wire) = name.as_str() {
                members.required.insert(wire, name);
            }
        }
        if let Some(extra) = schema.get("additionalProperties") {
            members.extra = Some(extra);
        }
        members.open.push(node_key(&schema));
        for part in schema.get("allOf").iter().flat_map(Cursor::items) {
            if self.is_part(&part, members) {
                self.collect(&part, members);
            }
        }
        members.open.pop();
    }

    /// Whether a part of an `allOf` has properties to gather, and does not lead back.
    fn is_part(&mut self, part: &Cursor<'d>, members: &Members<'d>) -> bool {
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
        let other_type = node.get("type").filter(|kind| kind.as_str() != Some("object"));
        let other = ["oneOf", "anyOf", "not", "x-rust-type"].iter().find_map(|key| node.get(key));
        let is_object = other.is_none() && other_type.is_none();
        if !is_object {
            self.unsupported(
                &rules::ALL_OF_PART,
                part,
                "a part of an `allOf` must be an object with `properties`",
                "make what differs a property of its own",
            );
        }
        is_object
    }

    fn check_required(&mut self, members: &Members<'d>) {
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

    fn extra(&mut self, members: &Members<'d>) -> Extra {
        let Some(extra) = &members.extra else { return Extra::Ignored };
        match extra.as_bool() {
            Some(true) => Extra::Kept,
            Some(false) => Extra::Ignored,
            None => {
                self.problem(
                    Diagnostic::new(
                        &rules::ADDITIONAL_PROPERTIES_TYPED,
                        extra.location(),
                        "an object with `properties` cannot also type its additional properties",
                    )
                    .help("write `additionalProperties: true` to keep them as JSON"),
                );
                Extra::Ignored
            }
        }
    }

    fn constant(&mut self, wire: &str, property: &Cursor<'d>, value: &str) -> Option<Constant> {
        Some(Constant {
            wire: wire.to_owned(),
            name: self.name_of(property, wire, names::value_name)?,
            value: value.to_owned(),
            writer: Writer::Struct,
            location: property.key_location(),
        })
    }

    fn field(
        &mut self,
        wire: &str,
        property: &Cursor<'d>,
        members: &Members<'d>,
        direction: Direction,
        owner: &str,
    ) -> Option<Field> {
        let name = self.name_of(property, wire, names::value_name)?;
        let hint = names::nested_type(owner, &name);
        let ty = self.type_ref(property, direction, hint.as_deref())?;
        let required = members.requires(wire);
        let presence = if required { Presence::Required } else { Presence::Optional };
        let nullability = self.nullability(wire, property, presence, direction);
        self.check_unconfirmed(wire, property, presence);
        Some(Field {
            wire: wire.to_owned(),
            name,
            ty,
            presence,
            nullability,
            docs: docs::docs(property),
            deprecation: docs::deprecation(property),
            successor: text(property, &["x-replaced-by"]),
            location: property.key_location(),
        })
    }

    /// `null` and "absent" are the same in a response; in a request the client can send only one.
    fn nullability(
        &mut self,
        wire: &str,
        property: &Cursor<'d>,
        presence: Presence,
        direction: Direction,
    ) -> Nullability {
        if !is_nullable(property) {
            return Nullability::NotNull;
        }
        if presence == Presence::Optional && direction == Direction::Request {
            self.problem(
                Diagnostic::new(
                    &rules::NULLABLE_OPTIONAL,
                    property.location(),
                    format!("`{wire}` is optional and nullable: a request cannot tell `null` from absent"),
                )
                .help("drop `nullable` (the platform reads `null` as absent), or make the property required"),
            );
        }
        Nullability::Nullable
    }

    fn check_unconfirmed(&mut self, wire: &str, property: &Cursor<'d>, presence: Presence) {
        if let Some(note) = property.get("x-unconfirmed")
            && presence == Presence::Required
        {
            self.problem(
                Diagnostic::new(
                    &rules::UNCONFIRMED_REQUIRED,
                    note.location(),
                    format!("`{wire}` is unconfirmed, so it may not be required"),
                )
                .help(format!(
                    "take `{wire}` out of `required`, or name the source that confirms it"
                )),
            );
        }
    }

    fn check_field_names(&mut self, owner: &str, fields: &[Field], extra: Extra) {
        let mut seen: BTreeMap<&str, &Field> = BTreeMap::new();
        for field in fields {
            if let Some(first) = seen.insert(&field.name, field) {
                self.problem(
                    Diagnostic::new(
                        &rules::NAME_COLLISION,
                        field.location.clone(),
                        format!(
                            "properties `{}` and `{}` of `{owner}` both become the field `{}`",
                            first.wire, field.wire, field.name
                        ),
                    )
                    .related(first.location.clone(), "the other one")
                    .help("give one of them another name with `x-rust-name`"),
                );
            }
            if names::is_trait_function(&field.name) {
                self.problem(
                    Diagnostic::new(
                        &rules::NAME_COLLISION,
                        field.location.clone(),
                        format!(
                            "`{}` becomes `{}`, which would hide a function that every type has",
                            field.wire, field.name
                        ),
                    )
                    .help("give the property another name with `x-rust-name`"),
                );
            }
            if extra == Extra::Kept && field.name == "extra" {
                self.problem(
                    Diagnostic::new(
                        &rules::NAME_COLLISION,
                        field.location.clone(),
                        format!(
                            "`{}` becomes the field `extra`, which keeps the additional properties",
                            field.wire
                        ),
                    )
                    .help("give the property another name with `x-rust-name`"),
                );
            }
        }
    }
}

/// The text that a property always has.
pub(super) fn constant<'d>(property: &Cursor<'d>) -> Option<&'d str> {
    if is_nullable(property) {
        return None;
    }
    let node = unwrapped(property);
    let is_text = node.get("type").is_some_and(|kind| kind.as_str() == Some("string"));
    if !is_text || node.get("x-extensible-enum").is_some() || node.get("format").is_some() {
        return None;
    }
    let values = node.get("enum")?;
    let mut values = values.items();
    let only = values.next()?.as_str()?;
    values.next().is_none().then_some(only)
}

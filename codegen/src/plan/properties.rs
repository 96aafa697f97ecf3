//! The properties of an object schema, with those of its `allOf` parts, for one direction.

use std::collections::{BTreeMap, BTreeSet};

use super::alternatives::unwrapped;
use super::members::{Joined, Members};
use super::merge::{self, Merged};
use super::node::{flag, text};
use super::planner::Planner;
use super::schemas::lone_discriminator;
use super::values::is_nullable;
use super::{
    Constant, Extra, Field, Nullability, Placing, Presence, Struct, TypeRef, Writer, docs, names,
    rules, successors, variants,
};
use crate::diagnostic::Diagnostic;
use crate::document::Cursor;
use crate::openapi::Direction;

impl<'d> Planner<'d> {
    /// Plans the fields of an object that has one schema or several.
    pub(super) fn object(
        &mut self,
        schemas: &[Cursor<'d>],
        direction: Direction,
        owner: &str,
    ) -> Struct {
        let mut members = Members::default();
        schemas.iter().for_each(|schema| self.collect(schema, &mut members));
        self.check_required(&members);
        let mut extra = self.extra(&members, direction, owner);
        if extra == Extra::Ignored
            && schemas.iter().any(|one| lone_discriminator(&one.resolve()).is_some())
        {
            // The values are those of schemas that this one is a part of.
            extra = Extra::Kept;
        }
        let mut fields: Vec<Field> = Vec::new();
        let mut constants = Vec::new();
        for (wire, property) in &members.properties {
            if members.hides(wire, direction) {
                continue;
            }
            if let Some(value) = constant(property).filter(|_| members.requires(wire)) {
                constants.extend(self.constant(wire, property, value));
                continue;
            }
            if let Some(mut field) = self.field(wire, property, &members, direction, owner) {
                let is_chosen = property.get("x-rust-name").is_some();
                if field.name == names::EXTRA && extra != Extra::Ignored && !is_chosen {
                    field.name.push('_');
                }
                fields.push(field);
            }
        }
        rank(&mut fields, &members);
        self.tell_apart(owner, &mut fields);
        self.check_field_names(owner, &fields, &extra);
        set_aside(&mut constants, &fields, &extra);
        successors::name_fields(&mut fields);
        Struct { fields, constants, extra }
    }

    /// What becomes of the properties without a name: the narrowest that the parts say.
    fn extra(&mut self, members: &Members<'d>, direction: Direction, owner: &str) -> Extra {
        let is_any = |one: &&Cursor<'d>| match one.as_bool() {
            Some(flag) => flag,
            None => one.reference().is_none() && one.entries().next().is_none(),
        };
        let typed: Vec<Cursor<'d>> = members
            .others
            .iter()
            .filter(|one| one.as_bool().is_none() && !is_any(one))
            .cloned()
            .collect();
        if typed.is_empty() {
            let is_kept = members.others.iter().any(|one| is_any(&one));
            return if is_kept { Extra::Kept } else { Extra::Ignored };
        }
        let schema = match merge::merge(&typed) {
            Ok(Merged::One(schema)) => schema,
            Ok(Merged::Untyped) => return Extra::Kept,
            Ok(Merged::Objects | Merged::Lists) | Err(_) => {
                self.other_types(&typed);
                return Extra::Ignored;
            }
        };
        let hint = names::of_each(owner, "Value");
        match self.nullable_type(&schema, direction, Some(&hint)) {
            Some(TypeRef::Json) => Extra::Kept,
            Some(ty) => Extra::Typed(ty),
            None => Extra::Ignored,
        }
    }

    fn other_types(&mut self, typed: &[Cursor<'d>]) {
        let [first, .., last] = typed else { return };
        self.problem(
            Diagnostic::new(
                &rules::ADDITIONAL_PROPERTIES_TYPED,
                last.location(),
                "parts of an `allOf` give additional properties different types",
            )
            .related(first.location(), "the other one")
            .help("keep one of them, or write `additionalProperties: true` to keep them as JSON"),
        );
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
        let all = members.schemas(wire);
        let named = all.iter().rev().find(|schema| schema.get("x-rust-name").is_some());
        let name = self.name_of(named.unwrap_or(property), wire, names::field_name)?;
        let hint = names::nested_type(owner, &name);
        let ty = match (&hint, members.joined.get(wire)) {
            (Some(name), Some(Joined::Object)) => {
                self.define_joined(&all, direction, owner, name)?
            }
            (Some(name), Some(Joined::List)) => {
                let items: Vec<Cursor<'d>> =
                    all.iter().filter_map(|list| list.resolve().get("items")).collect();
                let name = names::of_each(name, "Item");
                let item = self.define_joined(&items, direction, owner, &name)?;
                TypeRef::List(Box::new(item))
            }
            _ => self.type_ref(property, direction, hint.as_deref())?,
        };
        let required = members.requires(wire);
        let presence = if required { Presence::Required } else { Presence::Optional };
        let nullability = self.nullability(&all, presence, owner);
        all.iter().for_each(|schema| self.check_unconfirmed(wire, schema, presence));
        let deprecated = all.iter().find(|schema| flag(schema, "deprecated"));
        Some(Field {
            wire: wire.to_owned(),
            name,
            ty,
            rank: 0,
            presence,
            nullability,
            placing: Placing::Inline,
            docs: docs::joined(&all),
            summary: String::new(),
            deprecation: docs::deprecation(deprecated.unwrap_or(property)),
            successor: all.iter().rev().find_map(|schema| text(schema, &["x-replaced-by"])),
            location: property.key_location(),
        })
    }

    /// `null` and absent are the same where a value is only received; what is sent can be either.
    fn nullability(&self, schemas: &[Cursor<'d>], presence: Presence, owner: &str) -> Nullability {
        let is_sent = self.types.get(owner).is_some_and(|item| item.usage.is_sent());
        match (schemas.iter().any(is_nullable), presence) {
            (false, _) => Nullability::NotNull,
            (true, Presence::Optional) if is_sent => Nullability::Distinct,
            (true, _) => Nullability::Nullable,
        }
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

    /// Properties of one name get the names of their own forms, so that the plain name means none of them.
    fn tell_apart(&mut self, owner: &str, fields: &mut [Field]) {
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, field) in fields.iter().enumerate() {
            places.entry(field.name.clone()).or_default().push(at);
        }
        for (name, group) in places.into_iter().filter(|(_, group)| group.len() > 1) {
            // A name that the contract chose is its owner's business.
            let is_of_rule =
                |at: &usize| names::field_name(&fields[*at].wire).as_ref() == Some(&name);
            if !group.iter().all(is_of_rule) {
                continue;
            }
            if let [first, .., last] = group.as_slice() {
                let message = format!(
                    "properties `{}` and `{}` of `{owner}` differ in case or separators alone",
                    fields[*first].wire, fields[*last].wire
                );
                self.problem(
                    Diagnostic::new(
                        &rules::PROPERTIES_ALIKE,
                        fields[*last].location.clone(),
                        message,
                    )
                    .related(fields[*first].location.clone(), "the other one")
                    .help("give each another name with `x-rust-name`"),
                );
            }
            let wires: Vec<String> = group.iter().map(|at| fields[*at].wire.clone()).collect();
            for (at, form) in group.into_iter().zip(variants::forms(&wires)) {
                fields[at].name = names::field_name(&form).unwrap_or(form);
            }
        }
    }

    fn check_field_names(&mut self, owner: &str, fields: &[Field], extra: &Extra) {
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
            if let Some(null) = field.null_setter()
                && let Some(other) = fields.iter().find(|other| other.name == null)
            {
                self.problem(
                    Diagnostic::new(
                        &rules::NAME_COLLISION,
                        other.location.clone(),
                        format!(
                            "`{}` becomes `{null}`, which is the method that sends `null` for `{}`",
                            other.wire, field.wire
                        ),
                    )
                    .related(field.location.clone(), "the nullable one")
                    .help("give one of them another name with `x-rust-name`"),
                );
            }
            if *extra != Extra::Ignored && field.name == names::EXTRA {
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

/// Gives the private fields of constants names that nothing else has; nobody else writes them.
fn set_aside(constants: &mut [Constant], fields: &[Field], extra: &Extra) {
    let mut taken: BTreeSet<String> = fields.iter().map(|field| field.name.clone()).collect();
    if *extra != Extra::Ignored {
        taken.insert(names::EXTRA.to_owned());
    }
    for constant in constants {
        while !taken.insert(constant.name.clone()) {
            constant.name.push('_');
        }
    }
}

/// Counts the fields in the order of the contract.
fn rank(fields: &mut [Field], members: &Members<'_>) {
    let place = |field: &Field| members.ranks.get(field.wire.as_str()).copied();
    let mut order: Vec<Option<usize>> = fields.iter().map(place).collect();
    order.sort_unstable();
    for field in fields {
        field.rank = order.binary_search(&place(field)).unwrap_or_default();
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

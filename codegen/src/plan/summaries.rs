//! What is said of a type or a property that the contract does not describe: where it stands, and what it holds.

use std::borrow::Cow;

use super::planner::Planner;
use super::{Enum, Field, Scalar, Shape, Struct, TypeItem, TypeRef, Union, Usage, names};
use crate::markdown::code;
use crate::pointer::Pointer;

/// So many names are listed; of more, only their number is said.
const MOST_NAMES: usize = 5;

impl Planner<'_> {
    /// Says it of all types and their fields; the types are whole by then.
    pub(super) fn summarise(&mut self) {
        let names: Vec<String> = self.types.keys().cloned().collect();
        for name in names {
            let Some(item) = self.types.get(&name) else { continue };
            let place = place(item);
            let fields: &[Field] = match &item.shape {
                Shape::Struct(object) => &object.fields,
                Shape::Union(union) => &union.shared,
                Shape::Id | Shape::Text | Shape::Enum(_) => &[],
            };
            let said: Vec<String> = fields
                .iter()
                .map(|field| format!("{}: {}.", code(&field.wire), self.holds(&field.ty)))
                .collect();
            let Some(item) = self.types.get_mut(&name) else { continue };
            item.summary = place;
            let fields: &mut [Field] = match &mut item.shape {
                Shape::Struct(object) => &mut object.fields,
                Shape::Union(union) => &mut union.shared,
                Shape::Id | Shape::Text | Shape::Enum(_) => &mut [],
            };
            fields.iter_mut().zip(said).for_each(|(field, said)| field.summary = said);
        }
    }

    /// What a value is.
    fn holds(&self, ty: &TypeRef) -> String {
        match ty {
            TypeRef::String => "a text".to_owned(),
            TypeRef::Secret => "a secret".to_owned(),
            TypeRef::Scalar(scalar) => self::scalar(*scalar).0.to_owned(),
            TypeRef::Json => "any JSON".to_owned(),
            TypeRef::Runtime(name) => format!("a [`{name}`](pingone_core::{name})"),
            TypeRef::Named(name) => match self.types.get(name).map(|item| &item.shape) {
                Some(Shape::Id) => "an id".to_owned(),
                Some(Shape::Enum(values)) => one_of(values),
                Some(Shape::Struct(object)) => format!("an object{}", members(object)),
                Some(Shape::Union(union)) => variants(union),
                Some(Shape::Text) | None => "a text".to_owned(),
            },
            TypeRef::List(item) => format!("a list of {}", self.many(item)),
            TypeRef::Map(value) => format!("by name, {}", self.many(value)),
            TypeRef::Nullable(inner) => format!("{}, or `null`", self.holds(inner)),
        }
    }

    /// What several values are.
    fn many(&self, ty: &TypeRef) -> String {
        match ty {
            TypeRef::String => "texts".to_owned(),
            TypeRef::Secret => "secrets".to_owned(),
            TypeRef::Scalar(scalar) => self::scalar(*scalar).1.to_owned(),
            TypeRef::Json => "values of any kind".to_owned(),
            TypeRef::Named(name) => match self.types.get(name).map(|item| &item.shape) {
                Some(Shape::Id) => "ids".to_owned(),
                Some(Shape::Enum(values)) => format!("values, each {}", one_of(values)),
                Some(Shape::Struct(object)) => format!("objects{}", members(object)),
                Some(Shape::Union(union)) => format!("values, each {}", variants(union)),
                Some(Shape::Text) | None => "texts".to_owned(),
            },
            TypeRef::List(item) => format!("lists of {}", self.many(item)),
            TypeRef::Map(value) => format!("maps of {}", self.many(value)),
            TypeRef::Nullable(inner) => format!("{}, or `null`", self.many(inner)),
            TypeRef::Runtime(name) => format!("values of type [`{name}`](pingone_core::{name})"),
        }
    }
}

fn scalar(scalar: Scalar) -> (&'static str, &'static str) {
    match scalar {
        Scalar::Bool => ("`true` or `false`", "values `true` or `false`"),
        Scalar::F64 => ("a number", "numbers"),
        Scalar::Timestamp => ("a time", "times"),
        Scalar::Date => ("a date", "dates"),
        Scalar::Uuid => ("a UUID", "UUIDs"),
        Scalar::Base64 => ("bytes", "pieces of bytes"),
        _ => ("a whole number", "whole numbers"),
    }
}

/// ` with …`, as far as the properties have names.
fn members(object: &Struct) -> String {
    let mut names: Vec<(usize, &str)> =
        object.fields.iter().map(|field| (field.rank, field.wire.as_str())).collect();
    names.sort_unstable();
    let names: Vec<&str> = names.into_iter().map(|(_, name)| name).collect();
    match names.len() {
        0 => String::new(),
        1..=MOST_NAMES => format!(" with {}", listed(&names, "and")),
        many => format!(" with {many} properties"),
    }
}

fn one_of(values: &Enum) -> String {
    let names: Vec<&str> = values.values.iter().map(|value| value.wire.as_str()).collect();
    match names.as_slice() {
        [one] => code(one),
        names if names.len() <= MOST_NAMES => listed(names, "or"),
        names => format!("one of {} values", names.len()),
    }
}

fn variants(union: &Union) -> String {
    let names: Vec<&str> = union.variants.iter().map(|variant| variant.wire.as_str()).collect();
    match names.as_slice() {
        [] => "an object".to_owned(),
        [one] => code(one),
        names if names.len() <= MOST_NAMES => format!("one of {}", listed(names, "and")),
        names => format!("one of {} kinds", names.len()),
    }
}

/// Names as a part of a sentence.
fn listed(names: &[&str], word: &str) -> String {
    let names: Vec<String> = names.iter().map(|name| code(name)).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} {word} {last}", others.join(", ")),
        None => String::new(),
    }
}

/// Where a schema without a description stands in the contract.
fn place(item: &TypeItem) -> String {
    let whole = || format!("The schema {}.", code(&item.name));
    let steps: Vec<String> =
        Pointer::of(&item.location.pointer).steps().map(Cow::into_owned).collect();
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    let (owner, rest) = match steps.as_slice() {
        ["components", "schemas", name] => return component(item, name),
        ["components", "schemas", name, rest @ ..] => (format!("the schema {}", code(name)), rest),
        ["paths", template, method, kind @ ("requestBody" | "responses"), rest @ ..] => {
            let Some(at) = rest.iter().position(|step| *step == "schema") else { return whole() };
            let kind = if *kind == "requestBody" { "body" } else { "response" };
            let route = code(&format!("{} {template}", method.to_uppercase()));
            (format!("the {kind} of {route}"), &rest[at + 1..])
        }
        _ => return whole(),
    };
    let way = way(rest);
    match (way.strip_suffix("[]"), way.strip_suffix(".*")) {
        _ if rest.is_empty() => format!("{}.", owner.replacen("the", "The", 1)),
        _ if way.is_empty() => format!("A form of {owner}."),
        (Some(""), _) => format!("An item of {owner}."),
        (Some(list), _) => format!("An item of {} of {owner}.", code(list)),
        (_, Some("")) => format!("A value of {owner}."),
        (_, Some(map)) => format!("A value of {} of {owner}.", code(map)),
        _ => format!("The property {} of {owner}.", code(&way)),
    }
}

/// The schema of a name, or one side of it.
fn component(item: &TypeItem, name: &str) -> String {
    let is_side = |word: &str| {
        item.name
            .strip_suffix(word)
            .is_some_and(|stem| names::type_name(name).as_deref() == Some(stem))
    };
    match item.usage {
        Usage::Request if is_side("Request") => format!("What is sent of {}.", code(name)),
        Usage::Response if is_side("Response") => format!("What is received of {}.", code(name)),
        _ => format!("The schema {}.", code(name)),
    }
}

/// The properties that lead to a schema: `applications[].otp`.
fn way(steps: &[&str]) -> String {
    let mut way = String::new();
    let mut steps = steps.iter();
    while let Some(step) = steps.next() {
        match *step {
            "properties" => {
                let dot = if way.is_empty() { "" } else { "." };
                way.push_str(dot);
                way.push_str(steps.next().copied().unwrap_or_default());
            }
            "items" => way.push_str("[]"),
            "additionalProperties" => way.push_str(".*"),
            _ => {}
        }
    }
    way
}

#[cfg(test)]
mod tests {
    use crate::fixture::plan;
    use crate::plan::Shape;

    #[test]
    fn what_nothing_describes_is_said_by_what_it_holds_and_where_it_stands() {
        let plan = plan(
            "
    Thing:
      type: object
      properties:
        wait:
          type: object
          properties: {unit: {type: string, enum: [HOURS, DAYS]}, amount: {type: integer}}
        parts: {type: array, items: {type: object, properties: {x: {type: string}}}}
        flags: {type: object, additionalProperties: {type: boolean}}
        told: {type: string, description: Words.}
",
        );
        let Shape::Struct(thing) = &plan.types["Thing"].shape else { panic!("a struct") };
        let said: Vec<&str> = thing.fields.iter().map(|field| field.summary.as_str()).collect();
        assert_eq!(
            said,
            [
                "`flags`: by name, values `true` or `false`.",
                "`parts`: a list of objects with `x`.",
                "`told`: a text.",
                "`wait`: an object with `unit` and `amount`.",
            ]
        );
        for (name, said) in [
            ("Thing", "The schema `Thing`."),
            ("ThingWait", "The property `wait` of the schema `Thing`."),
            ("ThingPartsItem", "An item of `parts` of the schema `Thing`."),
        ] {
            assert_eq!(plan.types[name].summary, said);
        }
    }
}

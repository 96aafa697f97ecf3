//! Enums: what their values are, and what each is called.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde_json::Value;

use super::alternatives::unwrapped;
use super::define::Draft;
use super::node::{component_name, text};
use super::planner::Planner;
use super::variants::{self, Wanted};
use super::{Enum, EnumValue, Repr, Scalar, Shape, TypeRef, rules};
use crate::diagnostic::Diagnostic;
use crate::document::Cursor;
use crate::markdown;
use crate::openapi::Direction;

/// The list of values of a schema.
pub(super) fn values<'d>(node: &Cursor<'d>) -> Option<Cursor<'d>> {
    node.get("x-extensible-enum").or_else(|| node.get("enum"))
}

/// A value of a list, with its place.
struct Listed<'d> {
    value: Value,
    place: Cursor<'d>,
    /// Its position in the list.
    at: usize,
    /// The schema that has the list.
    schema: Cursor<'d>,
    /// Whether that schema is about this value alone.
    alone: bool,
}

/// The values of a schema, `null` left out, since it says that there may be no value.
fn listed<'d>(schema: &Cursor<'d>, list: &Cursor<'d>, of: Lists) -> Vec<Listed<'d>> {
    let places = list.items().enumerate();
    let alone = of == Lists::Several && list.items().count() == 1;
    let value = |(at, place): (usize, Cursor<'d>)| Listed {
        value: place.to_json(),
        place,
        at,
        schema: schema.clone(),
        alone,
    };
    places.map(value).filter(|one| !one.value.is_null()).collect()
}

/// Where the values of an enum stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lists {
    /// In the schema itself.
    Own,
    /// In the branches of a union.
    Several,
}

impl Listed<'_> {
    /// What stands on the wire, as text.
    fn wire(&self) -> String {
        wire(&self.value)
    }

    /// What the value is named after: in a mixture, a text that looks like another value says what it is.
    fn named_after(&self, repr: Repr) -> String {
        let wire = self.wire();
        let looks_else = serde_json::from_str::<Value>(&wire).is_ok();
        match repr {
            Repr::Mixed if self.value.is_string() && looks_else => format!("text {wire}"),
            _ => wire,
        }
    }
}

fn wire(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

impl<'d> Planner<'d> {
    /// The type of a schema that lists its values.
    pub(super) fn enum_type(
        &mut self,
        node: &Cursor<'d>,
        list: &Cursor<'d>,
        direction: Direction,
        hint: Option<&str>,
    ) -> Option<TypeRef> {
        let listed = listed(node, list, Lists::Own);
        if listed.is_empty() {
            return self.no_values(list);
        }
        self.check_value_names(node, &listed);
        self.enum_of(node, node, listed, direction, hint)
    }

    /// The enum of a union whose branches only list values: an enum whose values are described one by
    /// one, or whose known values stand beside any other text.
    pub(super) fn one_enum(
        &mut self,
        node: &Cursor<'d>,
        branches: &[Cursor<'d>],
        direction: Direction,
        hint: Option<&str>,
    ) -> Option<TypeRef> {
        let schemas: Vec<Cursor<'d>> = branches.iter().map(unwrapped).collect();
        let kind = |schema: &Cursor<'d>| text(schema, &["type"]);
        let first = schemas.first()?;
        let is_type = match kind(first).as_deref() {
            Some("string" | "integer" | "number" | "boolean") => true,
            // What has a list says by it which type it is.
            None => schemas.iter().all(|schema| values(schema).is_some()),
            _ => false,
        };
        let is_one_type = is_type
            && schemas.iter().all(|schema| kind(schema) == kind(first) && only_lists(schema));
        let lists: Vec<(&Cursor<'d>, Cursor<'d>)> =
            schemas.iter().filter_map(|schema| Some((schema, values(schema)?))).collect();
        if !is_one_type || lists.is_empty() {
            return None;
        }
        let mut all = Vec::new();
        for (schema, list) in &lists {
            let own = listed(schema, list, Lists::Several);
            self.check_value_names(schema, &own);
            all.extend(own);
        }
        match all.is_empty() {
            true => None,
            false => self.enum_of(node, first, all, direction, hint),
        }
    }

    /// The enum of these values, of the type that `kind` has.
    fn enum_of(
        &mut self,
        node: &Cursor<'d>,
        kind: &Cursor<'d>,
        listed: Vec<Listed<'d>>,
        direction: Direction,
        hint: Option<&str>,
    ) -> Option<TypeRef> {
        let repr = match text(kind, &["type"]).as_deref() {
            Some("string") => Repr::Text,
            Some("integer") => Repr::Number(self.integer_scalar(kind)),
            Some("number") => Repr::Number(self.number_scalar(kind)),
            Some("boolean") => return Some(TypeRef::Scalar(Scalar::Bool)),
            _ => match inferred(&listed) {
                Some(repr) => repr,
                None => return Some(TypeRef::Scalar(Scalar::Bool)),
            },
        };
        let mut fitting: Vec<Listed<'d>> = Vec::new();
        for mut one in listed {
            if let Some(value) = self.fitted(&one, repr) {
                one.value = value;
                // Lint tells what stands there twice.
                if !fitting.iter().any(|other| is_same(&other.value, &one.value, repr)) {
                    fitting.push(one);
                }
            }
        }
        fitting.sort_by(|a, b| compared(&a.value, &b.value));
        let names = self.variants(&fitting, repr)?;
        let value = |(one, variant): (Listed<'d>, String)| EnumValue {
            wire: one.wire(),
            docs: description(&one),
            value: one.value,
            variant,
        };
        let values = fitting.into_iter().zip(names).map(value).collect();
        let shape = Shape::Enum(Enum { repr, values });
        self.define(node, direction, hint, Draft::Done(shape))
    }

    /// An enum of nothing, or of `null` alone.
    fn no_values(&mut self, list: &Cursor<'d>) -> Option<TypeRef> {
        if list.items().next().is_some() {
            return Some(TypeRef::Json);
        }
        let help = "list the known values";
        self.unsupported(&rules::ENUM_EMPTY, list, "an enum needs at least one value", help);
        None
    }

    /// The value as one of the enum's type; `None` if it can never occur.
    fn fitted(&mut self, one: &Listed<'d>, repr: Repr) -> Option<Value> {
        let (fitted, what) = match (repr, &one.value) {
            (Repr::Mixed, value) => (Some(value.clone()), "a value"),
            (Repr::Text, value @ Value::String(_)) => (Some(value.clone()), "a text"),
            (Repr::Text, value @ (Value::Number(_) | Value::Bool(_))) => {
                (Some(value.to_string().into()), "a text")
            }
            (Repr::Number(scalar), value) => {
                let number = match value {
                    Value::String(text) => serde_json::from_str(text).ok(),
                    other => Some(other.clone()),
                };
                let what = if scalar.range().is_some() { "a whole number" } else { "a number" };
                (number.filter(|number| is_number(number, scalar)), what)
            }
            _ => (None, "a text"),
        };
        if fitted.as_ref() == Some(&one.value) {
            return fitted;
        }
        let message = format!("`{}` is not {what}", one.wire());
        let help = match repr {
            Repr::Text => "quote it: `\"…\"`",
            _ => "write it without quotes, or change `type`",
        };
        self.unsupported(&rules::ENUM_VALUE, &one.place, &message, help);
        fitted
    }

    /// The names of the variants, in the order of the values.
    fn variants(&mut self, listed: &[Listed<'d>], repr: Repr) -> Option<Vec<String>> {
        let mut wanted = Vec::new();
        for one in listed {
            wanted.push(Wanted::of(one.named_after(repr), self.chosen_name(one)?));
        }
        let mut seen: BTreeMap<&str, &Listed<'d>> = BTreeMap::new();
        for (one, wanted) in listed.iter().zip(&wanted) {
            match seen.get(wanted.name.as_str()) {
                Some(first) => self.alike(&wanted.name, first, one),
                None => drop(seen.insert(&wanted.name, one)),
            }
        }
        Some(variants::all(&wanted))
    }

    /// Tells that two values have one name.
    fn alike(&mut self, name: &str, first: &Listed<'d>, second: &Listed<'d>) {
        let message =
            format!("`{}` and `{}` both become the variant `{name}`", first.wire(), second.wire());
        let problem = Diagnostic::new(&rules::VALUES_ALIKE, second.place.location(), message)
            .related(first.place.location(), "the other one")
            .help(format!(
                "name one of them beside the list: `x-rust-names: {{{:?}: {}}}`, or in `client.yaml`: \
                 `names: {{\"{}\": …}}`",
                second.wire(),
                variants::exact(&second.wire()),
                second.place.location().pointer
            ));
        self.problem(problem);
    }

    /// Tells of names that no value gets.
    fn check_value_names(&mut self, node: &Cursor<'d>, listed: &[Listed<'d>]) {
        for (wire, name) in node.get("x-rust-names").iter().flat_map(Cursor::entries) {
            if !listed.iter().any(|one| one.wire() == wire) {
                let message = format!("`{wire}` is none of the values");
                let problem =
                    Diagnostic::new(&rules::VALUE_NAME_UNUSED, name.key_location(), message);
                self.problem(
                    problem.help("write the value as the list has it, or remove the name"),
                );
            }
        }
        let count = |key: &str| node.get(key).map(|list| list.items().count());
        let values = values(node).map(|list| list.items().count());
        if let (Some(names), Some(values)) = (count("x-enum-varnames"), values)
            && names != values
        {
            let place = node.get("x-enum-varnames").unwrap_or_else(|| node.clone());
            let message = format!("{names} names for {values} values name none of them");
            let help = "name each value, in the order of the list";
            self.unsupported(&rules::VALUE_NAME_UNUSED, &place, &message, help);
        }
    }

    /// The name that the contract gives a value; `None` if what is there is no name.
    #[expect(clippy::option_option, reason = "a problem, no name, or a name")]
    fn chosen_name(&mut self, one: &Listed<'d>) -> Option<Option<String>> {
        if let Some(given) = self.given_name(&one.place) {
            return self.usual(&given, |name| Some(variants::name(name))).map(Some);
        }
        let node = &one.schema;
        if let Some(own) = node.get("x-rust-names").and_then(|names| names.get(&one.wire())) {
            let written = own.as_str().unwrap_or_default();
            let name = variants::name(written);
            if name == written {
                return Some(Some(name));
            }
            let message = "this is not a Rust name in the usual case";
            self.unsupported(&rules::RUST_NAME_FORM, &own, message, &format!("write `{name}`"));
            return None;
        }
        // As openapi-generator has it: in the order of the values, of which it must name each.
        let in_order = node.get("x-enum-varnames").and_then(|list| {
            let is_complete = list.items().count() == values(node)?.items().count();
            list.items().nth(one.at).filter(|_| is_complete)
        });
        // As OpenAPI 3.1 has it: a schema of its own for each value.
        let own = node.get("title").filter(|_| one.alone);
        let given = in_order.or(own);
        let given = given.as_ref().and_then(Cursor::as_str).filter(|name| !name.is_empty());
        Some(given.map(variants::name))
    }
}

/// Whether a schema is of no component and says nothing but which values there are.
pub(crate) fn only_lists(schema: &Cursor<'_>) -> bool {
    const SAYS_NO_MORE: [&str; 10] = [
        "type",
        "enum",
        "x-extensible-enum",
        "x-rust-names",
        "x-enum-varnames",
        "title",
        "x-enum-descriptions",
        "description",
        "example",
        "deprecated",
    ];
    component_name(schema).is_none() && schema.entries().all(|(key, _)| SAYS_NO_MORE.contains(&key))
}

/// What values without a declared type are; `None` for `true` and `false`.
fn inferred(listed: &[Listed<'_>]) -> Option<Repr> {
    let all = |is: fn(&Value) -> bool| listed.iter().all(|one| is(&one.value));
    if all(Value::is_boolean) {
        return None;
    }
    Some(if all(Value::is_string) {
        Repr::Text
    } else if all(Value::is_i64) {
        Repr::Number(Scalar::I64)
    } else if all(Value::is_u64) {
        Repr::Number(Scalar::U64)
    } else if all(Value::is_number) {
        Repr::Number(Scalar::F64)
    } else {
        Repr::Mixed
    })
}

/// Whether a value is a number of this type.
fn is_number(value: &Value, scalar: Scalar) -> bool {
    match scalar.range() {
        None => value.is_number(),
        Some((least, largest)) => {
            let number = value.as_i64().map(i128::from).or_else(|| value.as_u64().map(i128::from));
            number.is_some_and(|number| (least..=largest).contains(&number))
        }
    }
}

/// Whether two values are one, however they are written.
fn is_same(a: &Value, b: &Value, repr: Repr) -> bool {
    let is_decimal = repr == Repr::Number(Scalar::F64);
    a == b || is_decimal && a.as_f64().zip(b.as_f64()).is_some_and(|(a, b)| a.total_cmp(&b).is_eq())
}

/// Numbers by size, then all else by text.
fn compared(a: &Value, b: &Value) -> Ordering {
    match (a.as_f64(), b.as_f64()) {
        (Some(small), Some(large)) => {
            // Large whole numbers may be one as decimals.
            let whole = |value: &Value| {
                value.as_i64().map(i128::from).or_else(|| value.as_u64().map(i128::from))
            };
            small.total_cmp(&large).then_with(|| whole(a).cmp(&whole(b)))
        }
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => wire(a).cmp(&wire(b)),
    }
    .then_with(|| a.to_string().cmp(&b.to_string()))
}

/// What the contract says about a value.
fn description(one: &Listed<'_>) -> Vec<String> {
    let node = &one.schema;
    // As openapi-generator has it: by value, or in the order of the values.
    let found = node
        .get("x-enum-descriptions")
        .and_then(|all| all.get(&one.wire()).or_else(|| all.items().nth(one.at)))
        .or_else(|| node.get("description").filter(|_| one.alone));
    found.as_ref().and_then(Cursor::as_str).map(markdown::prose).unwrap_or_default()
}

#[cfg(test)]
mod tests;

//! Examples agree with their schemas: they become tests and documentation that must compile.

use super::planner::{Expected, Planner};
use super::{
    Api, Example, Extra, Nullability, Parameter, Repr, Scalar, Shape, Struct, TypeRef, rules,
};
use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Location};
use crate::document::{Cursor, NodeKind};
use crate::target::{Envelope, HAL_ITEMS};

impl<'d> Planner<'d> {
    /// Remembers the examples of a media type until all types are known.
    pub(super) fn expect_examples(&mut self, media: &Cursor<'d>, expected: &Expected) {
        let named = media.get("examples");
        let named = named.iter().flat_map(Cursor::entries);
        let values = named.filter_map(|(_, example)| example.resolve().get("value"));
        let all = media.get("example").into_iter().chain(values);
        self.examples.extend(all.map(|value| (value, expected.clone())));
    }

    /// Compares the examples with their types; returns those that do not fit.
    pub(super) fn check_examples(&mut self) -> BTreeSet<Location> {
        let mut misfits = BTreeSet::new();
        for (value, expected) in std::mem::take(&mut self.examples) {
            let mut found = Vec::new();
            let mut check = Check { planner: self, found: &mut found };
            match expected {
                Expected::Value(ty) => check.value(&value, &ty),
                Expected::Collection { item, relation } => {
                    check.collection(&value, &item, &relation);
                }
            }
            if !found.is_empty() {
                misfits.insert(value.location());
            }
            found.into_iter().for_each(|one| self.problem(one));
        }
        misfits
    }

    /// Takes out what does not fit: documentation and tests are made of the rest.
    pub(super) fn drop_misfits(&self, api: &mut Api, misfits: &BTreeSet<Location>) {
        let fits = |example: &Example| !misfits.contains(&example.location);
        let mut parameters: Vec<&mut Parameter> = api.scope.iter_mut().collect();
        for operation in &mut api.operations {
            if let Some(body) = &mut operation.body {
                body.examples.retain(fits);
            }
            operation.success.examples.retain(fits);
            parameters.extend(&mut operation.path);
            parameters.extend(operation.query.iter_mut().chain(&mut operation.headers));
        }
        for parameter in parameters {
            let node = self.root.document().at(&parameter.location);
            let example = node.and_then(|node| super::parameters::example(&node));
            if example.is_some_and(|value| misfits.contains(&value.location())) {
                parameter.example = None;
            }
        }
    }
}

impl<'d> Planner<'d> {
    /// Compares the examples of parameters with their types. One that does not fit is no example, where
    /// that is no error.
    pub(super) fn check_parameter_examples(&mut self, apis: &mut [Api]) {
        let mut wrong: BTreeSet<Location> = BTreeSet::new();
        for (place, value, ty) in std::mem::take(&mut self.parameter_examples) {
            let mut found = Vec::new();
            Check { planner: self, found: &mut found }.value(&value, &ty);
            for mismatch in found {
                wrong.insert(place.clone());
                self.problem(Diagnostic { rule: &rules::PARAMETER_EXAMPLE, ..mismatch });
            }
        }
        let drop = |parameter: &mut Parameter| {
            if wrong.contains(&parameter.location) {
                parameter.example = None;
            }
        };
        for api in apis {
            api.scope.iter_mut().for_each(drop);
            for one in &mut api.operations {
                let all = one.path.iter_mut().chain(&mut one.query);
                all.chain(&mut one.headers).chain(&mut one.cookies).for_each(drop);
            }
        }
    }
}

struct Check<'p, 'd> {
    planner: &'p Planner<'d>,
    found: &'p mut Vec<Diagnostic>,
}

impl<'d> Check<'_, 'd> {
    fn value(&mut self, value: &Cursor<'d>, ty: &TypeRef) {
        let value = value.resolve();
        let is = |kind| value.kind() == kind;
        let text = value.as_str();
        match ty {
            TypeRef::Json => {}
            TypeRef::String | TypeRef::Secret => {
                self.must(is(NodeKind::String), &value, "a string");
            }
            TypeRef::Scalar(scalar) => self.must(is_scalar(&value, *scalar), &value, what(*scalar)),
            TypeRef::Nullable(inner) => {
                if !is(NodeKind::Null) {
                    self.value(&value, inner);
                }
            }
            TypeRef::Runtime(name) if name == super::ENVIRONMENT_ID => {
                self.must(text.is_some_and(is_uuid), &value, "a UUID");
            }
            TypeRef::Runtime(_) => {
                let fits = is(NodeKind::Map) || is(NodeKind::String);
                self.must(fits, &value, "what its schema says");
            }
            TypeRef::Named(name) => self.named(&value, name),
            TypeRef::List(item) => {
                self.must(is(NodeKind::Sequence), &value, "a list");
                value.items().for_each(|one| self.value(&one, item));
            }
            TypeRef::Map(inner) => {
                self.must(is(NodeKind::Map), &value, "an object");
                value.entries().for_each(|(_, one)| self.value(&one, inner));
            }
        }
    }

    fn named(&mut self, value: &Cursor<'d>, name: &str) {
        let planner = self.planner;
        let Some(item) = planner.types.get(name) else { return };
        match &item.shape {
            Shape::Id => self.must(value.as_str().is_some_and(is_uuid), value, "a UUID"),
            Shape::Text => self.must(value.as_str().is_some(), value, "a string"),
            // The sets are open: a value that is not listed is a value.
            Shape::Enum(values) => match values.repr {
                Repr::Text => self.must(value.as_str().is_some(), value, "a string"),
                Repr::Number(scalar) => self.must(is_scalar(value, scalar), value, what(scalar)),
                Repr::Mixed => {}
            },
            Shape::Struct(object) => self.object(value, name, object),
            Shape::Union(union) => {
                if let Some(variant) = union.of_value(&value.to_json()) {
                    self.value(value, &variant.ty);
                    return;
                }
                let known = union.variants.iter();
                let (place, what) = match &union.tag {
                    Some(tag) => {
                        let known: Vec<&str> =
                            known.flat_map(|one| one.values.iter().map(String::as_str)).collect();
                        let place = value.get(tag).unwrap_or_else(|| value.clone());
                        let known = known.join(", ");
                        (place, format!("an object whose `{tag}` is one of {known}"))
                    }
                    None => {
                        let known: Vec<&str> = known.map(|one| one.wire.as_str()).collect();
                        (value.clone(), format!("one of {}", known.join(", ")))
                    }
                };
                self.must(false, &place, &what);
            }
        }
    }

    fn object(&mut self, value: &Cursor<'d>, name: &str, object: &Struct) {
        self.must(value.kind() == NodeKind::Map, value, "an object");
        if value.kind() != NodeKind::Map {
            return;
        }
        let constants = object.constants.iter().map(|constant| &constant.wire);
        let required = constants.chain(object.required().map(|field| &field.wire));
        for wire in required.filter(|wire| value.get(wire).is_none()) {
            let message = format!("the example lacks `{wire}`, which `{name}` requires");
            self.report(value, message, &format!("add `{wire}`"));
        }
        for (wire, member) in value.entries() {
            if let Some(constant) = object.constants.iter().find(|it| it.wire == wire) {
                let fits = member.as_str() == Some(&constant.value);
                self.must(fits, &member, &format!("`{}`", constant.value));
                continue;
            }
            let Some(field) = object.fields.iter().find(|field| field.wire == wire) else {
                if let Some(ty) = object.extra.typed() {
                    self.value(&member, ty);
                }
                if object.extra == Extra::Ignored {
                    let message = format!("`{name}` has no property `{wire}`");
                    let help = "remove it, or define the property (one that is `readOnly` is not \
                                sent, one that is `writeOnly` not received)";
                    self.found.push(
                        Diagnostic::new(&rules::EXAMPLE_MISMATCH, member.key_location(), message)
                            .help(help),
                    );
                }
                continue;
            };
            if member.kind() != NodeKind::Null {
                self.value(&member, &field.ty);
            } else if field.nullability == Nullability::NotNull {
                let message = format!("`{wire}` is `null` in the example, but not `nullable`");
                self.report(&member, message, "leave the property out, or make it `nullable`");
            }
        }
    }

    fn collection(&mut self, value: &Cursor<'d>, item: &TypeRef, relation: &str) {
        self.must(value.kind() == NodeKind::Map, value, "a page of a collection");
        let items = match self.planner.target.collections {
            Envelope::Hal => value.get(HAL_ITEMS).and_then(|embedded| embedded.get(relation)),
            Envelope::Flat { .. } | Envelope::Own(_) => value.get(relation),
        };
        items.iter().flat_map(Cursor::items).for_each(|one| self.value(&one, item));
    }

    fn must(&mut self, fits: bool, place: &Cursor<'d>, what: &str) {
        if !fits {
            let message = format!("the example is not {what} here");
            self.report(place, message, "make the example agree with its schema");
        }
    }

    fn report(&mut self, place: &Cursor<'d>, message: String, help: &str) {
        self.found
            .push(Diagnostic::new(&rules::EXAMPLE_MISMATCH, place.location(), message).help(help));
    }
}

/// Whether the client can read it as such a value.
fn is_scalar(value: &Cursor<'_>, scalar: Scalar) -> bool {
    if let Some((least, largest)) = scalar.range() {
        let json = value.to_json();
        let number = json.as_i64().map(i128::from).or_else(|| json.as_u64().map(i128::from));
        return number.is_some_and(|number| (least..=largest).contains(&number));
    }
    let text = value.as_str();
    match scalar {
        Scalar::Bool => value.kind() == NodeKind::Bool,
        Scalar::Timestamp => text.is_some_and(|text| text.parse::<jiff::Timestamp>().is_ok()),
        Scalar::Date => text.is_some_and(is_date),
        Scalar::Uuid => text.is_some_and(is_uuid),
        Scalar::Base64 => text.is_some_and(is_base64),
        _ => value.kind() == NodeKind::Number,
    }
}

fn what(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Bool => "`true` or `false`",
        Scalar::I8 | Scalar::U8 => "a whole number of 8 bits",
        Scalar::I16 | Scalar::U16 => "a whole number of 16 bits",
        Scalar::I32 | Scalar::U32 => "a whole number of 32 bits",
        Scalar::I64 | Scalar::U64 => "a whole number",
        Scalar::F64 => "a number",
        Scalar::Timestamp => "a time such as `2026-01-31T12:00:00Z`",
        Scalar::Date => "a date such as `2026-01-31`",
        Scalar::Uuid => "a UUID",
        Scalar::Base64 => "bytes in base64",
    }
}

/// Whether it is a date in its usual form; others would be written back in another one.
fn is_date(text: &str) -> bool {
    text.parse::<jiff::civil::Date>().is_ok_and(|date| date.to_string() == text)
}

/// Whether it is base64 in its usual form, padded and with nothing in the bits behind the last byte; others
/// would be written back in another one.
fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let is_digit = |c: char| c.is_ascii_alphanumeric() || "+/".contains(c);
    let ends_well = match text.len() - digits.len() {
        0 => true,
        1 => digits.ends_with(|c| "AEIMQUYcgkosw048".contains(c)),
        2 => digits.ends_with(|c| "AQgw".contains(c)),
        _ => false,
    };
    text.len().is_multiple_of(4) && ends_well && digits.chars().all(is_digit)
}

/// Whether it is a UUID in its usual form; others would be written back in another one.
fn is_uuid(text: &str) -> bool {
    text.len() == uuid::fmt::Hyphenated::LENGTH && uuid::Uuid::try_parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use crate::fixture::{contract, document};
    use crate::plan::Plan;

    const SCHEMAS: &str = "
    Thing:
      type: object
      required: [name]
      properties:
        name: {type: string}
        id: {$ref: '#/components/schemas/ThingId', readOnly: true}
        size: {type: integer, format: int32}
        ratio: {type: number}
        at: {type: string, format: date-time}
        tags: {type: array, items: {type: string}}
        kind: {type: string, enum: [A]}
        on: {type: boolean}
        counts: {type: object, additionalProperties: {type: integer}}
        free: {}
        day: {type: string, format: date}
        picture: {type: string, format: byte}
        level: {type: integer, format: uint8}
        rank: {type: integer, enum: [1, 2]}
        choice: {enum: [1, a]}
        maybe: {type: array, items: {type: string, nullable: true}}
        gone: {type: string, nullable: true}
";

    /// What is said about a request example of `Thing`.
    fn said(example: &str) -> Vec<String> {
        let schemas = SCHEMAS.replace("ThingId', readOnly: true}", "ThingId'}");
        let contract = contract(&schemas).replacen(
            "            schema:\n              $ref: '#/components/schemas/Thing'\n",
            &format!(
                "            schema:\n              $ref: '#/components/schemas/Thing'\n            example: {example}\n"
            ),
            1,
        );
        match Plan::from_document(&document(&contract)) {
            Ok(_) => Vec::new(),
            Err(report) => {
                report.diagnostics().iter().map(|problem| problem.message.clone()).collect()
            }
        }
    }

    #[test]
    fn an_example_that_agrees_is_fine() {
        for example in [
            "{name: a}",
            "{name: a, size: 3, ratio: 2, at: '2026-01-31T12:00:00.5+01:00', tags: [x], kind: NEW}",
            "{name: a, on: true, counts: {a: 1}, free: [1, {}]}",
            "{name: a, day: '2026-02-28', picture: AQID, level: 255, rank: 7, choice: b}",
            "{name: a, picture: AQ==, maybe: [a, null], gone: null}",
            "{name: a, id: 00000000-0000-0000-0000-000000000001}",
        ] {
            assert_eq!(said(example), Vec::<String>::new(), "{example}");
        }
    }

    #[test]
    fn whatever_disagrees_is_told() {
        for example in [
            "[1]",
            "{}",
            "{name: 7}",
            "{name: a, size: 3000000000}",
            "{name: a, size: x}",
            "{name: a, ratio: x}",
            "{name: a, at: yesterday}",
            "{name: a, tags: x}",
            "{name: a, tags: [1]}",
            "{name: a, kind: 1}",
            "{name: a, on: 1}",
            "{name: a, day: '20260228'}",
            "{name: a, day: '2026-02-30'}",
            "{name: a, picture: AQ}",
            "{name: a, picture: AR==}",
            "{name: a, picture: '-_-_'}",
            "{name: a, level: 256}",
            "{name: a, rank: A}",
            "{name: a, tags: [null]}",
            "{name: a, counts: {a: x}}",
            "{name: a, id: x}",
            "{name: a, other: 1}",
            "{name: null}",
            "{name: a, size: null}",
        ] {
            assert_eq!(said(example).len(), 1, "{example}");
        }
    }
}

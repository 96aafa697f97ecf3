//! Plain values: texts, numbers, and whether a value may be `null`.

use serde_json::Value;

use super::alternatives::{branches, is_null};
use super::define::Draft;
use super::enums;
use super::node::{component_name, lone_all_of, text};
use super::planner::Planner;
use super::{Scalar, Shape, TypeRef, rules};
use crate::document::Cursor;
use crate::openapi::Direction;

/// How many schemas may wrap each other.
const MOST_WRAPPINGS: usize = 64;

/// Formats of whole numbers that say nothing about their size: points in time, mostly.
const OF_TIME: [&str; 7] = [
    "epoch",
    "timestamp",
    "unix-date-time",
    "unix-time",
    "unix-timestamp",
    "unixtime",
    "utc-millisec",
];

impl<'d> Planner<'d> {
    /// The type of a schema where nothing can be absent: what may be `null` is an `Option`.
    pub(super) fn nullable_type(
        &mut self,
        schema: &Cursor<'d>,
        direction: Direction,
        hint: Option<&str>,
    ) -> Option<TypeRef> {
        let ty = self.type_ref(schema, direction, hint)?;
        // JSON holds `null` itself.
        let wraps = is_nullable(schema) && ty != TypeRef::Json;
        Some(if wraps { TypeRef::Nullable(Box::new(ty)) } else { ty })
    }

    pub(super) fn string(
        &mut self,
        node: &Cursor<'d>,
        direction: Direction,
        hint: Option<&str>,
    ) -> Option<TypeRef> {
        let is_secret = text(node, &["format"]).as_deref() == Some("password");
        if let Some(values) = enums::values(node) {
            if !is_secret {
                return self.enum_type(node, &values, direction, hint);
            }
            let message = "a secret has no list of known values";
            self.unsupported(&rules::SECRET_ENUM, &values, message, "remove it");
            return None;
        }
        let named = component_name(node).is_some();
        match text(node, &["format"]).as_deref() {
            Some("uuid") if named => self.define(node, direction, hint, Draft::Done(Shape::Id)),
            Some("uuid") => Some(TypeRef::Scalar(Scalar::Uuid)),
            Some("password") => Some(TypeRef::Secret),
            Some("date-time") => Some(TypeRef::Scalar(Scalar::Timestamp)),
            Some("date") => Some(TypeRef::Scalar(Scalar::Date)),
            Some("byte") => Some(TypeRef::Scalar(Scalar::Base64)),
            Some("binary") => {
                let place = node.get("format").unwrap_or_else(|| node.clone());
                let message = "JSON holds no bytes, so this is a text";
                let help = "say how bytes become text: `format: byte` is base64";
                self.unsupported(&rules::FORMAT_UNSUPPORTED, &place, message, help);
                Some(TypeRef::String)
            }
            _ if named => self.define(node, direction, hint, Draft::Done(Shape::Text)),
            _ => Some(TypeRef::String),
        }
    }

    /// A number, `true` or `false`.
    pub(super) fn scalar(
        &mut self,
        node: &Cursor<'d>,
        kind: &str,
        direction: Direction,
        hint: Option<&str>,
    ) -> Option<TypeRef> {
        if let Some(values) = enums::values(node) {
            return self.enum_type(node, &values, direction, hint);
        }
        let scalar = match kind {
            "integer" => self.integer_scalar(node),
            "number" => self.number_scalar(node),
            _ => Scalar::Bool,
        };
        Some(TypeRef::Scalar(scalar))
    }

    /// What holds a whole number: what its format says, unless its bounds are wider.
    pub(super) fn integer_scalar(&mut self, node: &Cursor<'d>) -> Scalar {
        let format = text(node, &["format"]);
        let scalar = match format.as_deref().map(integer_format) {
            Some(Some(scalar)) => scalar,
            None => Scalar::I64,
            Some(None) => {
                self.odd_format(node, "this is not an integer format, so the number has 64 bits");
                Scalar::I64
            }
        };
        wide_enough(scalar, bound(node, "minimum"), bound(node, "maximum"))
    }

    /// What holds a number: decimal, unless its format is one of whole numbers.
    pub(super) fn number_scalar(&mut self, node: &Cursor<'d>) -> Scalar {
        match text(node, &["format"]).as_deref() {
            None | Some("float" | "double") => Scalar::F64,
            Some(format) => integer_format(format).unwrap_or_else(|| {
                self.odd_format(node, "this is not a format of numbers, so this is a `double`");
                Scalar::F64
            }),
        }
    }

    fn odd_format(&mut self, node: &Cursor<'d>, message: &str) {
        let place = node.get("format").unwrap_or_else(|| node.clone());
        let help = "`int8` to `int64` or `uint8` to `uint64` for whole numbers, `float` or `double` \
                    for others";
        self.unsupported(&rules::FORMAT_UNSUPPORTED, &place, message, help);
    }

    /// Only a text can be kept from being shown.
    pub(super) fn check_secret(&mut self, node: &Cursor<'d>) -> Option<()> {
        let kind = text(node, &["type"]);
        let is_text = kind.as_deref().is_none_or(|kind| kind == "string");
        if is_text || text(node, &["format"]).as_deref() != Some("password") {
            return Some(());
        }
        let place = node.get("format").unwrap_or_else(|| node.clone());
        let message = "a secret that is no text would be shown";
        self.unsupported(&rules::SECRET_TYPE, &place, message, "write `type: string`");
        None
    }
}

fn integer_format(format: &str) -> Option<Scalar> {
    Some(match format {
        "int8" => Scalar::I8,
        "int16" => Scalar::I16,
        "int32" => Scalar::I32,
        "int64" | "int" | "long" => Scalar::I64,
        "uint8" => Scalar::U8,
        "uint16" => Scalar::U16,
        "uint32" => Scalar::U32,
        "uint64" | "uint" => Scalar::U64,
        of_time if OF_TIME.contains(&of_time) => Scalar::I64,
        _ => return None,
    })
}

/// A bound as a whole number.
#[expect(clippy::cast_possible_truncation, reason = "a bound beyond 64 bits is one beyond them")]
fn bound(node: &Cursor<'_>, key: &str) -> Option<i128> {
    let value: Value = node.get(key)?.to_json();
    let whole = value.as_i64().map(i128::from).or_else(|| value.as_u64().map(i128::from));
    whole.or_else(|| value.as_f64().map(|bound| bound as i128))
}

/// The type itself, or one that holds the values up to both bounds.
fn wide_enough(scalar: Scalar, least: Option<i128>, largest: Option<i128>) -> Scalar {
    let holds = |scalar: Scalar| {
        scalar.range().is_some_and(|(lowest, highest)| {
            least.is_none_or(|least| lowest <= least)
                && largest.is_none_or(|largest| largest <= highest)
        })
    };
    if holds(scalar) {
        return scalar;
    }
    let is_positive = least.is_none_or(|least| least >= 0);
    match largest {
        // Nothing says that the value is not negative, but a bound that high does.
        Some(largest) if largest > i64::MAX.into() && is_positive => Scalar::U64,
        _ => Scalar::I64,
    }
}

/// Whether a value of the schema may be `null`: it says so itself, or one that it refers to or only wraps
/// does, or its values include it.
pub(crate) fn is_nullable(schema: &Cursor<'_>) -> bool {
    let said = |node: &Cursor<'_>| node.get("nullable").and_then(|value| value.as_bool());
    let lists_null = |node: &Cursor<'_>| {
        enums::values(node).is_some_and(|list| list.items().any(|one| one.to_json().is_null()))
    };
    let mut node = schema.clone();
    for _ in 0..MOST_WRAPPINGS {
        if let Some(said) = said(&node) {
            return said;
        }
        node = node.resolve();
        if let Some(said) = said(&node) {
            return said;
        }
        if lists_null(&node) || branches(&node).iter().any(is_null) {
            return true;
        }
        match lone_all_of(&node) {
            Some(part) => node = part,
            None => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_has_room_for_its_bounds() {
        let most = i128::from(u64::MAX);
        for (format, least, largest, scalar) in [
            (Scalar::I64, None, None, Scalar::I64),
            (Scalar::I64, Some(0), None, Scalar::I64),
            (Scalar::I64, Some(0), Some(most), Scalar::U64),
            (Scalar::I64, None, Some(most), Scalar::U64),
            (Scalar::I64, Some(-1), Some(most), Scalar::I64),
            (Scalar::I32, Some(0), Some(10), Scalar::I32),
            (Scalar::I32, None, Some(1 << 40), Scalar::I64),
            (Scalar::U8, Some(0), Some(256), Scalar::I64),
            (Scalar::U64, Some(0), Some(most + 1), Scalar::U64),
        ] {
            assert_eq!(
                wide_enough(format, least, largest),
                scalar,
                "{format:?} {least:?} {largest:?}"
            );
        }
    }
}

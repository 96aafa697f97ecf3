//! The sets of values that keywords leave: two spellings of one set are no difference.

use std::collections::BTreeSet;

use serde_json::Value;

use super::flat::{Additional, Flat, Keyword};

/// The end of a range of numbers, lengths or sizes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Limit {
    pub(super) value: f64,
    /// Whether the value itself is outside.
    pub(super) is_open: bool,
}

/// Which end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Lower,
    Upper,
}

impl Limit {
    /// Whether this end leaves less than another one.
    pub(super) fn is_tighter(self, other: Self, end: End) -> bool {
        let (inner, outer) = match end {
            End::Lower => (self, other),
            End::Upper => (other, self),
        };
        match inner.value.total_cmp(&outer.value) {
            std::cmp::Ordering::Equal => self.is_open && !other.is_open,
            order => order.is_gt(),
        }
    }

    fn admits(self, value: f64, end: End) -> bool {
        let is_inside = match end {
            End::Lower => value > self.value,
            End::Upper => value < self.value,
        };
        is_inside || (value == self.value && !self.is_open)
    }
}

/// What integers of a format may be anyway.
const FORMATS: [(&str, f64, f64); 8] = [
    ("int8", -128.0, 127.0),
    ("int16", -32_768.0, 32_767.0),
    ("int32", -2_147_483_648.0, 2_147_483_647.0),
    ("int64", -9_223_372_036_854_775_808.0, 9_223_372_036_854_775_807.0),
    ("uint8", 0.0, 255.0),
    ("uint16", 0.0, 65_535.0),
    ("uint32", 0.0, 4_294_967_295.0),
    ("uint64", 0.0, 18_446_744_073_709_551_615.0),
];

/// Formats all texts of which have one length.
const LENGTHS: [(&str, f64); 2] = [("uuid", 36.0), ("date", 10.0)];

/// Patterns that every text matches.
const EMPTY_PATTERNS: [&str; 8] = ["", ".*", "^", "$", "^.*", ".*$", "^.*$", "(?s)^.*$"];

impl<'d> Flat<'d> {
    /// The end that a keyword sets, unless that says nothing.
    pub(super) fn limit(&self, keyword: &str) -> Option<Limit> {
        let end = end_of(keyword);
        let found = match keyword {
            "minimum" | "maximum" => self.number_limit(keyword, end),
            "uniqueItems" => self
                .keywords
                .get(keyword)
                .filter(|one| one.value == Value::Bool(true))
                .map(|_| Limit { value: 0.0, is_open: false }),
            _ => self.value(keyword).map(|value| Limit { value, is_open: false }),
        }?;
        let anyway = self.anyway(keyword).is_some_and(|anyway| !found.is_tighter(anyway, end));
        (!anyway).then_some(found)
    }

    /// Where the end stands: of two keywords the one that counts.
    pub(super) fn limit_at(&self, keyword: &str) -> Option<&Keyword<'d>> {
        let exclusive = exclusive(keyword).and_then(|other| self.keywords.get(other));
        let own = self.keywords.get(keyword);
        match (own, exclusive) {
            (None, exclusive) => exclusive,
            (Some(own), Some(other)) if other.value.is_number() => {
                let (a, b) = (own.value.as_f64()?, other.value.as_f64()?);
                let is_own = match end_of(keyword) {
                    End::Lower => a > b,
                    End::Upper => a < b,
                };
                Some(if is_own { own } else { other })
            }
            (own, _) => own,
        }
    }

    fn value(&self, keyword: &str) -> Option<f64> {
        self.keywords.get(keyword)?.value.as_f64()
    }

    /// A bound of numbers: exclusive where a flag or a keyword of its own says so, and of integers the
    /// next one.
    fn number_limit(&self, keyword: &str, end: End) -> Option<Limit> {
        let other = exclusive(keyword).and_then(|other| self.keywords.get(other));
        let flag = other.is_some_and(|other| other.value == Value::Bool(true));
        let own = self.value(keyword).map(|value| Limit { value, is_open: flag });
        let number = other.and_then(|other| other.value.as_f64());
        let number = number.map(|value| Limit { value, is_open: true });
        let found = match (own, number) {
            (Some(own), Some(number)) if number.is_tighter(own, end) => number,
            (Some(own), _) => own,
            (None, number) => number?,
        };
        Some(if self.is_integer() { whole(found, end) } else { found })
    }

    fn is_integer(&self) -> bool {
        let types = self.types.as_ref().map(|(types, _)| types);
        types.is_some_and(|types| types.iter().eq(["integer"].iter()))
    }

    /// What holds without the keyword.
    fn anyway(&self, keyword: &str) -> Option<Limit> {
        let closed = |value: f64| Some(Limit { value, is_open: false });
        let format = self.text("format").unwrap_or_default();
        let bounds = || FORMATS.iter().find(|(name, ..)| self.is_integer() && *name == format);
        let length = || LENGTHS.iter().find(|(name, _)| *name == format).map(|(_, length)| *length);
        match keyword {
            "minimum" => closed(bounds()?.1),
            "maximum" => closed(bounds()?.2),
            "minLength" => closed(length().unwrap_or(0.0)),
            "maxLength" => closed(length()?),
            "minItems" => closed(0.0),
            // At most one item is always unlike the others.
            "uniqueItems" => {
                closed(0.0).filter(|_| self.value("maxItems").is_some_and(|most| most <= 1.0))
            }
            "minProperties" => closed(count(self.required.len())),
            "maxProperties" => {
                let is_closed = matches!(self.additional, Additional::Forbidden(_));
                is_closed.then(|| count(self.properties.len())).and_then(closed)
            }
            _ => None,
        }
    }

    /// The values that are listed and that the other keywords let through; none if others are allowed.
    pub(super) fn listed(&self) -> Option<BTreeSet<&str>> {
        let values = self.values.as_ref().filter(|values| !values.is_open)?;
        Some(values.by_text.keys().map(String::as_str).filter(|text| self.admits(text)).collect())
    }

    /// Whether a JSON text of a value is inside of all bounds.
    pub(super) fn admits(&self, text: &str) -> bool {
        let Ok(value) = serde_json::from_str::<Value>(text) else { return true };
        let is_inside = |keyword: &str, value: f64| {
            self.limit(keyword).is_none_or(|limit| limit.admits(value, end_of(keyword)))
        };
        match &value {
            Value::String(text) => {
                let length = count(text.chars().count());
                is_inside("minLength", length) && is_inside("maxLength", length)
            }
            Value::Number(number) => number
                .as_f64()
                .is_none_or(|number| is_inside("minimum", number) && is_inside("maximum", number)),
            _ => true,
        }
    }

    /// The pattern, unless every text matches it.
    pub(super) fn pattern(&self) -> Option<&Value> {
        let value = &self.keywords.get("pattern")?.value;
        (!value.as_str().is_some_and(|text| EMPTY_PATTERNS.contains(&text))).then_some(value)
    }

    /// What numbers must be a multiple of, unless they are anyway.
    pub(super) fn multiple(&self) -> Option<&Keyword<'d>> {
        let keyword = self.keywords.get("multipleOf")?;
        (!(self.is_integer() && keyword.value.as_f64() == Some(1.0))).then_some(keyword)
    }
}

/// The keyword that makes an end exclusive.
fn exclusive(keyword: &str) -> Option<&'static str> {
    match keyword {
        "minimum" => Some("exclusiveMinimum"),
        "maximum" => Some("exclusiveMaximum"),
        _ => None,
    }
}

pub(super) fn end_of(keyword: &str) -> End {
    if keyword.starts_with("min") { End::Lower } else { End::Upper }
}

/// The first integer inside.
fn whole(limit: Limit, end: End) -> Limit {
    let value = match (end, limit.is_open) {
        (End::Lower, true) => limit.value.floor() + 1.0,
        (End::Lower, false) => limit.value.ceil(),
        (End::Upper, true) => limit.value.ceil() - 1.0,
        (End::Upper, false) => limit.value.floor(),
    };
    Limit { value, is_open: false }
}

/// Counts of a contract are small.
fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::INFINITY, f64::from)
}

//! What values of a schema look like from outside, and whether two schemas have values in common.

mod reading;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::document::Cursor;
use crate::openapi::Direction;

/// A set of kinds of JSON values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kinds(u8);

impl Kinds {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const NULL: Self = Self(1);
    pub(crate) const BOOLEAN: Self = Self(1 << 1);
    pub(crate) const INTEGER: Self = Self(1 << 2);
    pub(crate) const NUMBER: Self = Self(3 << 2);
    pub(crate) const TEXT: Self = Self(1 << 4);
    pub(crate) const LIST: Self = Self(1 << 5);
    pub(crate) const OBJECT: Self = Self(1 << 6);
    pub(crate) const ANY: Self = Self(0x7f);

    /// The constants of the runtime that make a set, the widest first.
    pub(crate) const NAMED: [(&'static str, Self); 8] = [
        ("ANY", Self::ANY),
        ("NULL", Self::NULL),
        ("BOOLEAN", Self::BOOLEAN),
        ("NUMBER", Self::NUMBER),
        ("INTEGER", Self::INTEGER),
        ("TEXT", Self::TEXT),
        ("LIST", Self::LIST),
        ("OBJECT", Self::OBJECT),
    ];

    fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self::BOOLEAN,
            Value::Number(number) if number.is_f64() => Self(Self::NUMBER.0 & !Self::INTEGER.0),
            Value::Number(_) => Self::INTEGER,
            Value::String(_) => Self::TEXT,
            Value::Array(_) => Self::LIST,
            Value::Object(_) => Self::OBJECT,
        }
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub(crate) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// Which texts a schema takes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Texts {
    /// All.
    Any,
    /// These.
    Listed(Vec<String>),
    /// Points in time.
    Timestamp,
    /// UUIDs.
    Uuid,
}

impl Texts {
    /// Whether no text is one of both.
    fn exclude(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Listed(one), Self::Listed(other)) => !one.iter().any(|it| other.contains(it)),
            (Self::Listed(listed), format) | (format, Self::Listed(listed)) => {
                !listed.iter().any(|text| format.takes(text))
            }
            (Self::Timestamp, Self::Uuid) | (Self::Uuid, Self::Timestamp) => true,
            _ => false,
        }
    }

    fn takes(&self, text: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Listed(listed) => listed.iter().any(|it| it == text),
            Self::Timestamp => text.parse::<jiff::Timestamp>().is_ok(),
            Self::Uuid => uuid::Uuid::try_parse(text).is_ok(),
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Any, it) | (it, Self::Any) => it,
            (Self::Listed(listed), other) | (other, Self::Listed(listed)) => {
                Self::Listed(listed.into_iter().filter(|text| other.takes(text)).collect())
            }
            (one, _) => one,
        }
    }
}

/// What values of a schema look like.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Look {
    /// Their kinds.
    pub kinds: Kinds,
    /// Which texts, if they are texts.
    pub texts: Texts,
    /// Which members, if they are objects.
    pub members: BTreeMap<String, MemberLook>,
    /// Whether an object may have other members.
    pub openness: Openness,
    /// If the schema is a union, what its branches look like: the rest holds for all of them.
    pub parts: Vec<Look>,
}

/// Whether an object may have members that its schema does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Openness {
    /// It may.
    Open,
    /// It may not.
    Closed,
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MemberLook {
    /// Whether it has to be there.
    pub is_required: bool,
    /// The kinds of its values.
    pub kinds: Kinds,
    /// Which texts, if it is a text.
    pub texts: Texts,
}

impl MemberLook {
    /// The texts, if nothing else is allowed.
    pub(crate) fn listed(&self) -> Option<&[String]> {
        match &self.texts {
            Texts::Listed(listed) if self.kinds.without(Kinds::NULL) == Kinds::TEXT => Some(listed),
            _ => None,
        }
    }

    fn excludes(&self, other: &Self) -> bool {
        let kinds = self.kinds.and(other.kinds);
        kinds == Kinds::NONE || kinds == Kinds::TEXT && self.texts.exclude(&other.texts)
    }
}

impl Look {
    fn of_kinds(kinds: Kinds) -> Self {
        Self {
            kinds,
            texts: Texts::Any,
            members: BTreeMap::new(),
            openness: Openness::Open,
            parts: Vec::new(),
        }
    }

    /// What the values of a schema look like that go this way.
    pub(crate) fn of(schema: &Cursor<'_>, direction: Direction) -> Self {
        reading::Looker::new(direction).look(schema)
    }

    /// Whether no value, `null` aside, fits both.
    pub(crate) fn excludes(&self, other: &Self) -> bool {
        if !self.parts.is_empty() {
            return self.parts.iter().all(|part| part.excludes(other));
        }
        if !other.parts.is_empty() {
            return other.parts.iter().all(|part| self.excludes(part));
        }
        let common = self.kinds.and(other.kinds).without(Kinds::NULL);
        if common.meets(Kinds::BOOLEAN.or(Kinds::NUMBER).or(Kinds::LIST)) {
            return false;
        }
        (!common.has(Kinds::TEXT) || self.texts.exclude(&other.texts))
            && (!common.has(Kinds::OBJECT) || self.lacks(other) || other.lacks(self))
    }

    /// Whether a value looks like this.
    pub(crate) fn fits(&self, value: &Value) -> bool {
        if !self.parts.is_empty() {
            return self.parts.iter().any(|part| part.fits(value));
        }
        let fits = |name: &String, member: &MemberLook| match value.get(name) {
            None => !member.is_required,
            Some(Value::Null) if !member.is_required => true,
            Some(Value::String(text)) => member.kinds.has(Kinds::TEXT) && member.texts.takes(text),
            Some(other) => member.kinds.meets(Kinds::of(other)),
        };
        self.kinds.meets(Kinds::of(value))
            && value.as_str().is_none_or(|text| self.texts.takes(text))
            && (!value.is_object() || self.members.iter().all(|(name, member)| fits(name, member)))
    }

    /// How much of a value is described.
    pub(crate) fn exactness(&self, value: &Value) -> usize {
        if !self.parts.is_empty() {
            let fitting = self.parts.iter().filter(|part| part.fits(value));
            return fitting.map(|part| part.exactness(value)).max().unwrap_or(0);
        }
        let texts = match self.texts {
            Texts::Any => 0,
            Texts::Timestamp | Texts::Uuid => 1,
            Texts::Listed(_) => 2,
        };
        let known = self.members.keys().filter(|name| value.get(name).is_some()).count();
        let fewer = 8 - usize::try_from(self.kinds.0.count_ones()).unwrap_or(0);
        known * 64 + texts * 8 + fewer
    }

    /// Whether this object cannot have what the other one must have.
    fn lacks(&self, other: &Self) -> bool {
        other.members.iter().filter(|(_, member)| member.is_required).any(|(name, member)| {
            match self.members.get(name) {
                Some(own) => own.excludes(member),
                None => self.openness == Openness::Closed,
            }
        })
    }

    /// The look of an `allOf` of both.
    fn and(mut self, other: Self) -> Self {
        self.kinds = self.kinds.and(other.kinds);
        self.texts = self.texts.and(other.texts);
        for (name, member) in other.members {
            let both = match self.members.remove(&name) {
                Some(own) => MemberLook {
                    is_required: own.is_required || member.is_required,
                    kinds: own.kinds.and(member.kinds),
                    texts: own.texts.and(member.texts),
                },
                None => member,
            };
            self.members.insert(name, both);
        }
        // A part that takes only its own members is rarely meant so: `allOf` would have no values.
        self.openness = Openness::Open;
        self.parts = match (self.parts.is_empty(), other.parts.is_empty()) {
            (true, _) => other.parts,
            (_, true) => self.parts,
            // Either of both lists is a bound; the longer one says more.
            _ if other.parts.len() > self.parts.len() => other.parts,
            _ => self.parts,
        };
        self
    }

    /// The same, with what stands beside `oneOf` in each of the branches.
    fn spread(mut self) -> Self {
        let parts = std::mem::take(&mut self.parts);
        let base = self.clone();
        let spread = |part: Self| {
            let openness = part.openness;
            let mut part = if part.parts.is_empty() { base.clone().and(part) } else { part };
            if base.members.is_empty() {
                part.openness = openness;
            }
            part
        };
        self.parts = parts.into_iter().map(spread).collect();
        self
    }

    /// All kinds, those of branches included.
    fn all_kinds(&self) -> Kinds {
        let parts = self.parts.iter().map(Self::all_kinds).reduce(Kinds::or);
        parts.map_or(self.kinds, |parts| parts.and(self.kinds))
    }

    fn all_texts(&self) -> Texts {
        let mut all = Vec::new();
        for part in &self.parts {
            match part.all_texts() {
                Texts::Listed(listed) => all.extend(listed),
                _ if part.all_kinds().meets(Kinds::TEXT) => return Texts::Any,
                _ => {}
            }
        }
        if self.parts.is_empty() { self.texts.clone() } else { Texts::Listed(all) }
    }
}

#[cfg(test)]
mod tests;

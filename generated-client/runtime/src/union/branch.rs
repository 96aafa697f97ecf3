//! What the contract says about the values of one branch of a union.

use serde_json::{Map, Value};

// The kinds of JSON values are a set of bits.

/// `null`
pub const NULL: u8 = 1;
/// `true` and `false`
pub const BOOLEAN: u8 = 1 << 1;
/// Whole numbers.
pub const INTEGER: u8 = 1 << 2;
/// Numbers that are not whole.
pub const FRACTION: u8 = 1 << 3;
/// All numbers.
pub const NUMBER: u8 = INTEGER | FRACTION;
/// Texts.
pub const TEXT: u8 = 1 << 4;
/// Arrays.
pub const LIST: u8 = 1 << 5;
/// Objects.
pub const OBJECT: u8 = 1 << 6;
/// All values.
pub const ANY: u8 = 0x7f;

/// What values of a branch look like.
#[derive(Clone, Copy, Debug)]
pub struct Branch {
    kinds: u8,
    texts: Texts,
    members: &'static [Member],
    extra: Extra,
    /// The branches of the union that this branch is.
    parts: &'static [Branch],
}

#[derive(Clone, Copy, Debug)]
enum Texts {
    Any,
    Listed(&'static [&'static str]),
    Timestamp,
    Uuid,
}

/// Whether an object may have members that are not listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extra {
    Allowed,
    Forbidden,
}

/// What happens to a branch because of members that it forbids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Forbidden {
    /// It is left out.
    Excludes,
    /// Nothing.
    Passes,
}

/// A member of an object.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    name: &'static str,
    is_required: bool,
    kinds: u8,
    listed: Option<&'static [&'static str]>,
}

impl Member {
    /// A member that has to be there.
    #[must_use]
    pub const fn required(name: &'static str, kinds: u8) -> Self {
        Self { name, is_required: true, kinds, listed: None }
    }

    /// A member that may be there; `null` is the same as absent.
    #[must_use]
    pub const fn optional(name: &'static str, kinds: u8) -> Self {
        Self { name, is_required: false, kinds: kinds | NULL, listed: None }
    }

    /// The same, with a text that is one of these.
    #[must_use]
    pub const fn one_of(self, listed: &'static [&'static str]) -> Self {
        Self { listed: Some(listed), ..self }
    }

    fn fits(&self, members: &Map<String, Value>) -> bool {
        let Some(value) = members.get(self.name) else { return !self.is_required };
        let is_listed = match (self.listed, value) {
            (Some(listed), Value::String(text)) => listed.contains(&text.as_str()),
            _ => true,
        };
        is_listed && self.kinds & kind(value) != 0
    }
}

impl Branch {
    const fn new(kinds: u8) -> Self {
        Self { kinds, texts: Texts::Any, members: &[], extra: Extra::Allowed, parts: &[] }
    }

    /// Values of these kinds.
    #[must_use]
    pub const fn of(kinds: u8) -> Self {
        Self::new(kinds)
    }

    /// An object with these members, and maybe others.
    #[must_use]
    pub const fn object(members: &'static [Member]) -> Self {
        Self { members, ..Self::new(OBJECT) }
    }

    /// A text that is one of these.
    #[must_use]
    pub const fn listed(texts: &'static [&'static str]) -> Self {
        Self { texts: Texts::Listed(texts), ..Self::new(TEXT) }
    }

    /// A point in time.
    #[must_use]
    pub const fn timestamp() -> Self {
        Self { texts: Texts::Timestamp, ..Self::new(TEXT) }
    }

    /// A UUID.
    #[must_use]
    pub const fn uuid() -> Self {
        Self { texts: Texts::Uuid, ..Self::new(TEXT) }
    }

    /// Whatever one of these is.
    #[must_use]
    pub const fn union(parts: &'static [Branch]) -> Self {
        Self { parts, ..Self::new(ANY) }
    }

    /// The same, without any other member.
    #[must_use]
    pub const fn closed(self) -> Self {
        Self { extra: Extra::Forbidden, ..self }
    }

    pub(super) fn fits(&self, value: &Value, forbidden: Forbidden) -> bool {
        if !self.parts.is_empty() {
            return self.parts.iter().any(|part| part.fits(value, forbidden));
        }
        if self.kinds & kind(value) == 0 {
            return false;
        }
        match value {
            Value::String(text) => self.takes(text),
            Value::Object(members) => {
                let is_open = self.extra == Extra::Allowed || forbidden == Forbidden::Passes;
                let knows = |name: &String| self.members.iter().any(|one| one.name == *name);
                self.members.iter().all(|member| member.fits(members))
                    && (is_open || members.keys().all(knows))
            }
            _ => true,
        }
    }

    fn takes(&self, text: &str) -> bool {
        match self.texts {
            Texts::Any => true,
            Texts::Listed(listed) => listed.contains(&text),
            Texts::Timestamp => text.parse::<jiff::Timestamp>().is_ok(),
            Texts::Uuid => uuid::Uuid::try_parse(text).is_ok(),
        }
    }

    /// Whether this branch describes a value, which fits both, more exactly than another one.
    pub(super) fn is_better(&self, other: &Self, value: &Value) -> bool {
        let (one, other) = (self.part(value), other.part(value));
        match value {
            Value::String(_) => one.exactness() > other.exactness(),
            Value::Number(_) => one.kinds.count_ones() < other.kinds.count_ones(),
            Value::Object(members) => {
                let present = |branch: &Self| -> Vec<(&str, bool)> {
                    let there = branch.members.iter().filter(|it| members.contains_key(it.name));
                    there.map(|member| (member.name, member.is_required)).collect()
                };
                let (one, other) = (present(one), present(other));
                let knows = |name: &str| one.iter().any(|known| known.0 == name);
                let requires = |list: &[(&str, bool)]| list.iter().filter(|it| it.1).count();
                other.iter().all(|known| knows(known.0))
                    && (one.len() > other.len()
                        || one.len() == other.len() && requires(&one) > requires(&other))
            }
            _ => false,
        }
    }

    /// The branch that describes the value, if this one is a union.
    fn part(&self, value: &Value) -> &Self {
        let mut fitting = self.parts.iter().filter(|part| part.fits(value, Forbidden::Passes));
        let Some(first) = fitting.next() else { return self };
        let best = |best: &'static Self, next: &'static Self| match next.is_better(best, value) {
            true => next,
            false => best,
        };
        fitting.fold(first, best).part(value)
    }

    fn exactness(&self) -> u8 {
        match self.texts {
            Texts::Any => 0,
            Texts::Timestamp | Texts::Uuid => 1,
            Texts::Listed(_) => 2,
        }
    }
}

fn kind(value: &Value) -> u8 {
    match value {
        Value::Null => NULL,
        Value::Bool(_) => BOOLEAN,
        Value::Number(number) if number.is_f64() => FRACTION,
        Value::Number(_) => INTEGER,
        Value::String(_) => TEXT,
        Value::Array(_) => LIST,
        Value::Object(_) => OBJECT,
    }
}

//! Values of a body at a JSON Pointer, read without the rest.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::page::steps;

/// The value at a pointer, unless there is none.
pub(super) fn value(body: &[u8], pointer: &'static str) -> Option<Value> {
    look(body, At { steps: &steps(pointer), what: PhantomData::<Value> })?
}

/// The length of the array at a pointer.
pub(super) fn length(body: &[u8], pointer: &'static str) -> usize {
    look(body, At { steps: &steps(pointer), what: Length }).flatten().unwrap_or_default()
}

fn look<S: for<'de> DeserializeSeed<'de, Value = T>, T>(body: &[u8], seed: S) -> Option<T> {
    seed.deserialize(&mut serde_json::Deserializer::from_slice(body)).ok()
}

/// What stands at the end of a path: `None` if the path ends before.
#[derive(Clone, Copy)]
pub(super) struct At<'p, S> {
    pub(super) steps: &'p [&'static str],
    pub(super) what: S,
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for At<'_, S> {
    type Value = Option<S::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        match self.steps {
            [] => self.what.deserialize(deserializer).map(Some),
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for At<'_, S> {
    type Value = Option<S::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with `{}`", self.steps.first().copied().unwrap_or_default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let Some((wanted, rest)) = self.steps.split_first() else { return Ok(None) };
        let (mut found, mut what) = (None, Some(self.what));
        while let Some(Name(name)) = map.next_key()? {
            if name != *wanted {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let Some(what) = what.take() else { return Err(A::Error::duplicate_field(wanted)) };
            found = map.next_value_seed(At { steps: rest, what })?;
        }
        Ok(found)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

/// The items of a page: absent and `null` are none.
pub(super) struct Items<T>(PhantomData<T>);

impl<T> Items<T> {
    pub(super) const SEED: Self = Self(PhantomData);
}

impl<T> Clone for Items<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Items<T> {}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Items<T> {
    type Value = Vec<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<T>, D::Error> {
        Option::<Vec<T>>::deserialize(deserializer).map(Option::unwrap_or_default)
    }
}

/// The length of an array; nothing else has one.
#[derive(Clone, Copy)]
struct Length;

impl<'de> DeserializeSeed<'de> for Length {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Length {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<usize, A::Error> {
        let mut length = 0;
        while list.next_element::<IgnoredAny>()?.is_some() {
            length += 1;
        }
        Ok(length)
    }
}

/// The name of a member, read as that of a field.
struct Name(String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Name;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_str<E>(self, name: &str) -> Result<Name, E> {
                Ok(Name(name.to_owned()))
            }
        }
        deserializer.deserialize_identifier(Text)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_found_where_the_pointer_leads_and_nowhere_else() {
        let body =
            json!({"meta": {"next": "n", "total": 7}, "next": "wrong", "rows": [1, [2], {}]});
        let body = serde_json::to_vec(&body).unwrap();
        assert_eq!(value(&body, "/meta/next"), Some("n".into()));
        assert_eq!(value(&body, "/meta/total"), Some(7.into()));
        for nowhere in ["/meta/other", "/rows/next", "/next/deeper", "/meta/next/x"] {
            assert_eq!(value(&body, nowhere), None, "{nowhere}");
        }
        assert_eq!(length(&body, "/rows"), 3);
        assert_eq!((length(&body, "/meta"), length(&body, "/none")), (0, 0));
        assert_eq!(length(b"[1, 2]", ""), 2);
    }
}

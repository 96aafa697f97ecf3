//! JSON as far as it goes: a body that breaks off or turns into something else keeps what came before.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// More of a body is not looked at; what an error says fits many times over.
const MAX_BYTES: usize = 64 * 1024;

/// Reads a JSON value up to its end, or up to where it stops being JSON.
///
/// Of a member whose value is not complete only the name is kept, with `null`.
pub(super) fn read(body: &[u8]) -> Value {
    let body = &body[..body.len().min(MAX_BYTES)];
    let text = String::from_utf8_lossy(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body));
    if let Ok(whole) = serde_json::from_str(&text) {
        return whole;
    }
    // The digits at the end may be half of a number.
    let text = text.trim_end_matches(|end: char| end.is_ascii_digit() || ".eE+-".contains(end));
    let mut value = Value::Null;
    let mut deserializer = serde_json::Deserializer::from_str(text);
    // Why it stops does not matter: the status says what happened.
    let _ = Partial(&mut value).deserialize(&mut deserializer);
    value
}

/// Fills a value while it is read.
struct Partial<'v>(&'v mut Value);

impl<'de> DeserializeSeed<'de> for Partial<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Partial<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        *self.0 = Value::Null;
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        *self.0 = value.into();
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        *self.0 = value.into();
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        *self.0 = value.into();
        Ok(())
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<(), E> {
        let number = Number::from_f64(value).ok_or_else(|| E::custom("not a number of JSON"))?;
        *self.0 = number.into();
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        *self.0 = value.into();
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        *self.0 = Value::Array(Vec::new());
        let Value::Array(read) = self.0 else { return Err(A::Error::custom("not an array")) };
        loop {
            let mut item = Value::Null;
            let next = items.next_element_seed(Partial(&mut item));
            // An item that broke off is kept if something of it is known.
            if matches!(next, Ok(Some(()))) || !item.is_null() {
                read.push(item);
            }
            if next?.is_none() {
                return Ok(());
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        *self.0 = Value::Object(Map::new());
        let Value::Object(read) = self.0 else { return Err(A::Error::custom("not an object")) };
        while let Some(name) = members.next_key::<String>()? {
            let slot = read.entry(name).or_insert(Value::Null);
            *slot = Value::Null;
            members.next_value_seed(Partial(slot))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn what_came_before_a_tear_is_kept() {
        for (body, read) in [
            (r#"{"a": "x", "b": "half"#, json!({"a": "x", "b": null})),
            (
                r#"{"a": [{"b": 1, "c": {"d": true, "e": "#,
                json!({"a": [{"b": 1, "c": {"d": true, "e": null}}]}),
            ),
            (r#"{"a": 12"#, json!({"a": null})),
            (r#"{"a": 12, "b"#, json!({"a": 12})),
            (r#"{"a": [1, 2"#, json!({"a": [1]})),
            (r#"{"a": 1} and more"#, json!({"a": 1})),
            ("\u{feff}{\"a\": -1.5}", json!({"a": -1.5})),
            (r#"{"a": 1, "a": 2"#, json!({"a": null})),
            ("<html>", json!(null)),
            ("", json!(null)),
        ] {
            assert_eq!(super::read(body.as_bytes()), read, "{body}");
        }
        assert_eq!(super::read(b"{\"a\": \"\xff\", \"b\": 1}"), json!({"a": "\u{fffd}", "b": 1}));
    }

    #[test]
    fn nesting_does_not_exhaust_the_stack() {
        let body = format!(r#"{{"a": 1, "b": {}"#, "[".repeat(1_000_000));
        assert_eq!(read(body.as_bytes())["a"], 1);
    }

    proptest! {
        #[test]
        fn any_bytes_can_be_read(body: Vec<u8>) {
            read(&body);
        }

        #[test]
        fn a_member_that_is_read_is_the_one_that_was_sent(cut in 0usize..80) {
            let whole = r#"{"id": "i", "code": "C", "details": [{"n": 1234.5, "t": "x"}], "z": [true]}"#;
            let sent: Value = serde_json::from_str(whole).unwrap();
            let read = read(&whole.as_bytes()[..cut.min(whole.len())]);
            for name in ["id", "code"] {
                prop_assert!(read[name].is_null() || read[name] == sent[name]);
            }
            let number = &read["details"][0]["n"];
            prop_assert!(number.is_null() || *number == sent["details"][0]["n"]);
        }
    }
}

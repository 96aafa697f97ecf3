//! Everything that could be read, as one value; for texts that nobody wrote a type for.

use serde_json::{Map, Value};

use super::text::unescaped;
use super::{Document, Kind};

impl Document<'_> {
    /// The whole body. What JSON cannot hold is kept as the text that it is, what is too deep or cut
    /// off is `null`. Of members with the same name, the last one counts that says something.
    pub(crate) fn to_value(&self) -> Value {
        self.value(0)
    }

    /// The depth of the nodes bounds the recursion.
    pub(super) fn value(&self, index: usize) -> Value {
        let node = self.node(index);
        let raw = self.raw(node);
        match node.kind {
            Kind::Null | Kind::Torn => Value::Null,
            Kind::True => true.into(),
            Kind::False => false.into(),
            Kind::Number => serde_json::from_slice(raw).unwrap_or_default(),
            Kind::Text | Kind::LocalTime => unescaped(raw).0.into(),
            Kind::Unreadable if raw.starts_with(b"{") || raw.starts_with(b"[") => Value::Null,
            Kind::Unreadable if raw.is_empty() => Value::Null,
            Kind::Unreadable => String::from_utf8_lossy(raw).into(),
            Kind::Array => {
                // Of an item that was cut off, nothing is known.
                let items = self.items(index).filter(|item| self.node(*item).kind != Kind::Torn);
                items.map(|item| self.value(item)).collect()
            }
            Kind::Object => {
                let mut members = Map::new();
                for (name, value) in self.members(index) {
                    let name = unescaped(self.raw(self.node(name))).0.into_owned();
                    let (value, slot) =
                        (self.value(value), members.entry(name).or_insert(Value::Null));
                    if says(&value) >= says(slot) {
                        *slot = value;
                    }
                }
                Value::Object(members)
            }
        }
    }

    /// The items of an array.
    pub(super) fn items(&self, array: usize) -> impl Iterator<Item = usize> {
        let end = self.node(array).after as usize;
        let first = Some(array + 1).filter(|item| *item < end);
        std::iter::successors(first, move |item| {
            Some(self.behind(*item)).filter(|next| *next < end)
        })
    }

    /// The names of an object's members, and their values.
    pub(super) fn members(&self, object: usize) -> impl Iterator<Item = (usize, usize)> {
        let end = self.node(object).after as usize;
        let first = Some(object + 1).filter(|name| *name + 1 < end);
        let names = std::iter::successors(first, move |name| {
            Some(self.behind(name + 1)).filter(|next| *next + 1 < end)
        });
        names.map(|name| (name, name + 1))
    }

    fn behind(&self, index: usize) -> usize {
        // Never stands still, whatever the node says.
        (self.node(index).after as usize).max(index + 1)
    }
}

/// How much a value tells: nothing, a little, or more.
fn says(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) | Value::Number(_) => 1,
        Value::String(text) if text.is_empty() => 1,
        Value::Array(items) if items.is_empty() => 1,
        Value::Object(members) if members.is_empty() => 1,
        Value::String(_) | Value::Array(_) | Value::Object(_) => 2,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::super::{End, Mistakes};
    use super::*;

    fn read(body: &[u8]) -> Value {
        Document::read(body, Mistakes::Pass).to_value()
    }

    #[test]
    fn what_came_before_a_tear_is_kept() {
        for (body, expected) in [
            (r#"{"a": "x", "b": "half"#, json!({"a": "x", "b": null})),
            (
                r#"{"a": [{"b": 1, "c": {"d": true, "e": "#,
                json!({"a": [{"b": 1, "c": {"d": true, "e": null}}]}),
            ),
            (r#"{"a": 12"#, json!({"a": null})),
            (r#"{"a": 12, "b"#, json!({"a": 12})),
            (r#"{"a": 12, "b""#, json!({"a": 12, "b": null})),
            (r#"{"a": [1, 2"#, json!({"a": [1]})),
            (r#"{"a": [1, [2, "x\"#, json!({"a": [1, [2]]})),
            (r#"{"a": 1, "a": 2"#, json!({"a": 1})),
            ("<html>", json!(null)),
            ("", json!(null)),
            ("{", json!({})),
        ] {
            let document = Document::read(body.as_bytes(), Mistakes::Pass);
            assert_eq!(document.to_value(), expected, "{body}");
            assert_ne!(document.end(), End::Whole, "{body}");
        }
    }

    #[test]
    fn what_is_wrong_hides_nothing_around_it() {
        let deep =
            |levels| format!(r#"{{"deep": {}{}, "a": 1}}"#, "[".repeat(levels), "]".repeat(levels));
        for (body, expected) in [
            ("\u{feff}{\"a\": -1.5}", json!({"a": -1.5})),
            (r#"{"a": 1} and more"#, json!({"a": 1})),
            (r#"{"x": 1e999, "y": -1e999, "a": 1}"#, json!({"x": "1e999", "y": "-1e999", "a": 1})),
            (
                r#"{"x": 01, "y": +1, "z": NaN, "a": 1}"#,
                json!({"x": "01", "y": "+1", "z": "NaN", "a": 1}),
            ),
            (r#"{"x": TRUE, "y": nil, "a": null}"#, json!({"x": "TRUE", "y": "nil", "a": null})),
            (r#"{"x": "\ud800", "a": "\u00fc"}"#, json!({"x": "\u{fffd}", "a": "ü"})),
            (r#"{"x": "\q", "a": 1}"#, json!({"x": "\\q", "a": 1})),
            ("{\"x\": \"a\nb\u{0}\", \"a\": 1}", json!({"x": "a\nb\u{0}", "a": 1})),
            (r#"{"x": 1 "y": [1 2,,3,] "a" 1,}"#, json!({"x": 1, "y": [1, 2, 3], "a": 1})),
            (r#"{x: 1, "a": 1, 7, : "b": {]}"#, json!({"a": 1, "b": {}})),
            (r#"{"a": [1, {"b": 2], "c": 3}"#, json!({"a": [1, {"b": 2}], "c": 3})),
            (r#"{"a": , "b", "c": 3}"#, json!({"a": null, "b": null, "c": 3})),
            (r#"{"a": "A", "a": null, "b": null, "b": "B"}"#, json!({"a": "A", "b": "B"})),
            (r#"{"a": "A", "a": 7, "b": ["B"], "b": []}"#, json!({"a": "A", "b": ["B"]})),
            (r#"{"a": "A", "\u0061": "B"}"#, json!({"a": "B"})),
            (r#"{"\ud800": 1, "a": 1}"#, json!({"\u{fffd}": 1, "a": 1})),
            (&deep(200), json!({"deep": deep_value(126), "a": 1})),
            (&deep(100_000), json!({"deep": deep_value(126), "a": 1})),
        ] {
            assert_eq!(read(body.as_bytes()), expected, "{}", &body[..body.len().min(200)]);
        }
        assert_eq!(read(b"{\"x\": \"\xff\", \xff\"b\": \xff1}"), json!({"x": "\u{fffd}", "b": 1}));
    }

    /// As many arrays as may be inside of an object, and `null` for those inside of them.
    fn deep_value(levels: usize) -> Value {
        (0..levels).fold(Value::Null, |inner, _| json!([inner]))
    }

    fn json_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f32>().prop_map(|number| Value::from(f64::from(number))),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(any::<String>(), inner, 0..4)
                    .prop_map(|members| Value::from(members.into_iter().collect::<Map<_, _>>())),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_bytes_can_be_read(body: Vec<u8>, start in "[\\[{\"]{0,3}") {
            for mistakes in [Mistakes::Pass, Mistakes::Stop] {
                Document::read(&[start.as_bytes(), &body].concat(), mistakes).to_value();
            }
        }

        #[test]
        fn json_is_read_as_it_was_written(value in json_value(), pretty: bool) {
            let text = if pretty { format!("{value:#}") } else { value.to_string() };
            let document = Document::read(text.as_bytes(), Mistakes::Stop);
            prop_assert_eq!(document.end(), End::Whole);
            // As `serde_json` reads it, which may differ in the last bit.
            prop_assert_eq!(document.to_value(), serde_json::from_str::<Value>(&text).unwrap());
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

//! What is left out, and what is kept.

use std::collections::BTreeMap;

use std::marker::PhantomData;

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::super::Mistakes;
use super::*;
use crate::{Base64, Nullable};

#[derive(Debug, PartialEq, Deserialize)]
struct Thing {
    id: u32,
    name: Option<String>,
    at: Option<jiff::Timestamp>,
    #[serde(default)]
    parts: Vec<Part>,
    owner: Option<Part>,
    shape: Option<Shape>,
    labels: Option<BTreeMap<String, u8>>,
    any: Option<Value>,
    #[serde(flatten)]
    extra: Map<String, Value>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Part {
    id: u32,
    size: Option<u8>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "kind")]
enum Shape {
    Round { radius: u8 },
}

/// What generated types hold beside that.
#[derive(Debug, Default, PartialEq, Deserialize)]
struct Values {
    #[serde(default)]
    note: Nullable<String>,
    #[serde(default)]
    part: Nullable<Part>,
    picture: Option<Base64>,
    day: Option<jiff::civil::Date>,
    #[serde(default)]
    days: Vec<Option<jiff::civil::Date>>,
    #[serde(default)]
    sizes: BTreeMap<String, Option<u8>>,
}

#[test]
fn what_does_not_fit_is_absent_and_null_is_null() {
    let null = || Values { note: Nullable::Null, part: Nullable::Null, ..Values::default() };
    for (member, values, places) in [
        (r#""note": null, "part": null, "day": null"#, null(), vec![]),
        (r#""note": 7, "part": 7"#, Values::default(), vec!["note", "part"]),
        (r#""part": {"size": 1}"#, Values::default(), vec!["part"]),
        (
            r#""part": {"id": 1, "size": 999}"#,
            Values { part: Nullable::Value(Part { id: 1, size: None }), ..Values::default() },
            vec!["part.size"],
        ),
        (r#""picture": "?", "day": "soon""#, Values::default(), vec!["picture", "day"]),
        (r#""picture": 7, "day": 7"#, Values::default(), vec!["picture", "day"]),
        (
            r#""days": [null], "sizes": {"a": null, "b": 999}"#,
            Values {
                days: vec![None],
                sizes: [("a".to_owned(), None)].into(),
                ..Values::default()
            },
            vec!["sizes.…"],
        ),
        (r#""days": [null, "soon"]"#, Values::default(), vec!["days"]),
    ] {
        let body = format!("{{{member}}}");
        let mut document = Document::read(body.as_bytes(), Mistakes::Stop);
        let (read, unread) = decode(&mut document, &[], PhantomData::<Values>).unwrap();
        assert_eq!(
            (read, unread),
            (values, places.iter().map(ToString::to_string).collect()),
            "{member}"
        );
    }
}

fn read(body: &str, held: &[&str]) -> Result<(Thing, Vec<String>), Undecodable> {
    decode(&mut Document::read(body.as_bytes(), Mistakes::Stop), held, PhantomData)
}

#[test]
fn what_does_not_fit_is_left_out_with_what_needs_it() {
    for (member, places) in [
        (r#""at": "soon""#, vec!["at"]),
        (r#""at": 7, "name": 7"#, vec!["at", "name"]),
        (r#""owner": {"id": 2, "size": 999}"#, vec!["owner.size"]),
        (r#""owner": {"size": 9}"#, vec!["owner"]),
        (r#""owner": {"id": "x", "size": 999}"#, vec!["owner"]),
        (r#""parts": [{"id": 2}, {"id": 3, "size": "x"}]"#, vec!["parts[1].size"]),
        (r#""parts": [{"id": 2}, {"size": 3}]"#, vec!["parts"]),
        (r#""parts": [{"id": 2}, 7]"#, vec!["parts"]),
        (r#""parts": {"0": {"id": 2}}"#, vec!["parts"]),
        (r#""shape": {"kind": "Round", "radius": 999}"#, vec!["shape"]),
        (r#""labels": {"SECRET": 1, "OTHER": 999}"#, vec!["labels.…"]),
        (r#""new": 1e999"#, vec!["…"]),
        (r#""new": {"a": [1e999]}"#, vec!["….…[0]"]),
        (r#""name": "\ud800""#, vec!["name"]),
        (r#""name": 1e999"#, vec!["name"]),
        (r#""at": "a", "at": "b""#, vec!["at"]),
        (r#""name": "a", "name": "b", "name": "a""#, vec!["name"]),
        (r#""owner": {"id": 2, "size": 1, "size": 2}"#, vec!["owner.size"]),
        (r#""owner": {"id": 2, "id": 3}"#, vec!["owner"]),
        (r#""name": "a", "name": "a""#, vec![]),
    ] {
        let (thing, unread) = read(&format!(r#"{{{member}, "id": 1}}"#), &[]).unwrap();
        assert_eq!(thing.id, 1, "{member}");
        assert_eq!(unread, places, "{member}");
    }
}

/// As other servers than ours write times, and as a contract may require them.
#[derive(Debug, PartialEq, Deserialize)]
struct Made {
    id: u32,
    at: jiff::Timestamp,
    changed: Option<jiff::Timestamp>,
}

#[test]
fn a_required_time_without_its_offset_loses_nothing() {
    let read = |body: &str| {
        let mut document = Document::read(body.as_bytes(), Mistakes::Stop);
        decode(&mut document, &[], PhantomData::<Made>)
    };
    for at in ["2026-01-02T03:04:05", "2026-01-02 03:04:05", "2026-01-02T03:04:05.000"] {
        let (made, unread) = read(&format!(r#"{{"at": "{at}", "id": 1}}"#)).unwrap();
        assert_eq!((made.id, made.at.to_string().as_str()), (1, "2026-01-02T03:04:05Z"), "{at}");
        assert_eq!(unread, ["at"], "{at}");
        // What may be absent is not guessed.
        let body = format!(r#"{{"at": "{at}", "changed": "{at}", "id": 1}}"#);
        let (made, unread) = read(&body).unwrap();
        assert_eq!((made.changed, unread.len()), (None, 2), "{body}");
    }
    for at in [r#""soon""#, r#""""#, "7", r#""25:00""#] {
        assert!(read(&format!(r#"{{"at": {at}, "id": 1}}"#)).is_err(), "{at}");
    }
    let many = r#""at": "2026-01-02T03:04:05","#.repeat(3);
    assert_eq!(read(&format!(r#"{{{many} "id": 1}}"#)).unwrap().1, ["at"]);
}

#[test]
fn what_is_required_is_told_with_its_place_and_without_its_value() {
    for (body, path) in [
        (r#"{"at": 7, "id": "SECRET"}"#, "id"),
        (r#"{"at": 7, "name": 7}"#, "at"),
        (r#"{"owner": {"id": "x"}, "name": 7, "id": 1.5}"#, "id"),
        (r#"{"id": "SECRET"}"#, "id"),
        (r#"{"name": "n"}"#, ""),
        (r#"{"id": 1, "id": 2}"#, ""),
        (r#"{"id": null}"#, "id"),
        (r#"{"id": 1e999}"#, "id"),
        ("[]", ""),
        ("7", ""),
    ] {
        let error = read(body, &[]).unwrap_err();
        assert_eq!(error.path, path, "{body}");
    }
}

#[test]
fn the_reason_is_the_one_that_could_not_be_helped() {
    for (body, message) in [
        (r#"{"name": "n"}"#, "missing field `id`"),
        (r#"{"at": 7, "id": 1, "id": 2}"#, "duplicate field `id`"),
        (r#"{"at": 7, "id": []}"#, "invalid type: sequence, expected u32"),
    ] {
        assert_eq!(read(body, &[]).unwrap_err().message, message, "{body}");
    }
}

#[test]
fn what_is_held_is_not_left_out() {
    let body = r#"{"id": 1, "parts": [{"id": 2, "size": 999}, {"id": 3}]}"#;
    assert_eq!(read(body, &["parts"]).unwrap().1, ["parts[0].size"]);
    for parts in [r#"[{"id": "x"}]"#, "7", r#"[], "parts": [{"id": 2}]"#] {
        let body = format!(r#"{{"id": 1, "parts": {parts}}}"#);
        assert!(read(&body, &["parts"]).is_err(), "{body}");
        assert!(read(&body, &["owner"]).is_ok(), "{body}");
    }
    assert!(read(r#"{"id": 1, "owner": 7}"#, &["parts"]).is_ok());
}

#[test]
fn all_of_many_odd_values_are_left_out_and_some_are_named() {
    let parts = vec![r#"{"id": 1, "size": "x"}"#; 200].join(",");
    let (thing, unread) = read(&format!(r#"{{"id": 1, "parts": [{parts}]}}"#), &[]).unwrap();
    assert_eq!((thing.parts.len(), unread.len()), (200, MAX_PLACES));
    assert!(thing.parts.iter().all(|part| part.size.is_none()));
}

#[test]
fn json_is_decoded_as_ever() {
    let body = json!({
        "id": 1, "name": "n\u{fc}\n", "at": "2026-01-02T03:04:05Z", "parts": [{"id": 2, "size": 3}],
        "owner": null, "shape": {"kind": "Round", "radius": 1}, "labels": {"a": 1},
        "any": [1, -1, 1.5, "x", null, true, {"a": []}], "new": {"a": [{"b": false}]},
    });
    let body = body.to_string();
    let (thing, unread) = read(&body, &[]).unwrap();
    assert_eq!((thing, unread.len()), (serde_json::from_str(&body).unwrap(), 0));
}

#[test]
fn where_much_is_odd_all_of_it_is_left_out() {
    let labels: Vec<String> = (0..20_000).map(|label| format!(r#""{label}": 999"#)).collect();
    let body = format!(r#"{{"id": 1, "labels": {{{}}}, "at": 7}}"#, labels.join(","));
    let (thing, unread) = read(&body, &[]).unwrap();
    assert_eq!((thing.id, thing.labels), (1, None));
    assert_eq!(unread, ["labels", "at"]);
}

#[test]
fn a_member_may_be_there_any_number_of_times() {
    for (member, place) in [
        (r#""at": 7"#, "at"),
        (r#""owner": {"id": "x"}"#, "owner"),
        (r#""parts": [{"size": 1}]"#, "parts"),
        (r#""labels": {"a": 999}"#, "labels.…"),
    ] {
        let members = vec![member; 5000].join(",");
        let (thing, unread) = read(&format!(r#"{{{members}, "id": 1}}"#), &[]).unwrap();
        assert_eq!((thing.id, &*unread), (1, &[place.to_owned()][..]), "{member}");
    }
}

#[test]
fn objects_in_any_number_may_have_a_member_twice() {
    let parts = vec![r#"{"id": 2, "size": 1, "size": 1}"#; 10_000].join(",");
    let (thing, unread) = read(&format!(r#"{{"parts": [{parts}], "id": 1}}"#), &[]).unwrap();
    assert_eq!((thing.id, thing.parts.len(), &*unread), (1, 0, &["parts".to_owned()][..]));
}

#[test]
fn long_texts_count_as_many_values() {
    let parts = vec![r#"{"id": 1, "size": "x"}"#; 200].join(",");
    let long = |text: &str| text.repeat(512 * 1024 / text.len());
    for before in [
        format!(r#""name": "{}""#, long("\\n")),
        format!(r#""name": "{}""#, long("x")),
        format!(r#""new": "{}""#, long("x")),
        format!(r#""any": ["{}"]"#, long("x")),
        format!(r#""{}": 1"#, long("x")),
        format!(r#""new": 0.{}"#, long("9")),
    ] {
        let body = format!(r#"{{{before}, "id": 1, "parts": [{parts}]}}"#);
        let (thing, unread) = read(&body, &[]).unwrap();
        // Each of the parts would be another look at the text.
        assert_eq!((thing.id, thing.parts.len()), (1, 0), "{}", &body[..40]);
        assert_eq!(unread, ["parts"], "{}", &body[..40]);
    }
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f32>().prop_map(|number| Value::from(f64::from(number))),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        let members = prop::collection::btree_map(any::<String>(), inner.clone(), 0..4);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
            members.prop_map(|members| members.into_iter().collect::<Map<_, _>>().into()),
        ]
    })
}

proptest! {
    #[test]
    fn what_a_strict_reader_takes_is_decoded_as_it_does(
        values in prop::collection::vec(("name|at|parts|owner|shape|labels|any|new", value()), 0..4),
    ) {
        let mut body = json!({"id": 1});
        values.into_iter().for_each(|(name, value)| body[name] = value);
        let body = body.to_string();
        let (thing, unread) = read(&body, &[]).unwrap();
        match serde_json::from_str::<Thing>(&body) {
            Ok(expected) => prop_assert_eq!((thing, unread.len()), (expected, 0)),
            Err(_) => prop_assert!(!unread.is_empty()),
        }
    }

    #[test]
    fn no_byte_is_too_much(
        place in 0usize..200, byte: u8, cut in prop::option::of(0usize..200),
    ) {
        let whole = br#"{"name": "n\\u00fc", "at": "2026-01-02T03:04:05Z", "owner": {"id": 2, "size": 3},
            "new": [1.5e3, {"a": null}], "shape": {"kind": "Round", "radius": 1}, "id": 1}"#;
        let mut body = whole.to_vec();
        let length = body.len();
        body[place % length] = byte;
        body.truncate(cut.unwrap_or(length));
        let decoded = decode(&mut Document::read(&body, Mistakes::Stop), &[], PhantomData::<Thing>);
        if let Ok(expected) = serde_json::from_slice::<Thing>(&body) {
            prop_assert_eq!(decoded.unwrap(), (expected, Vec::new()));
        }
    }
}

#[test]
fn what_would_take_too_much_is_kept_as_its_text() {
    let heavy = format!("[{}{{}}]", r#"{"a":0},"#.repeat(20_000));
    let body = format!(r#"{{"any": {heavy}, "new": {heavy}, "small": {{"a": 1}}, "id": 1}}"#);
    let (thing, unread) = read(&body, &[]).unwrap();
    assert_eq!(thing.any, Some(Value::from(heavy.as_str())));
    assert_eq!(thing.extra["new"], heavy.as_str());
    assert_eq!(thing.extra["small"], json!({"a": 1}));
    assert_eq!((thing.id, unread), (1, vec!["any".to_owned(), "…".to_owned()]));
}

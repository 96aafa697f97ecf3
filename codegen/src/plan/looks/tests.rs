//! What is said about a schema holds for every value that a validator accepts.

use jsonschema::Validator;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

use super::Look;
use crate::document::Document;
use crate::fixture::{contract, document};
use crate::json_schema;
use crate::openapi::Direction;

const UUID: &str = "7b0e2c5c-3e29-4ea8-9b4e-0c5b1d4f2a11";

fn scalar_schema() -> impl Strategy<Value = Value> {
    let plain = select(vec![
        json!({"type": "string"}),
        json!({"type": "integer"}),
        json!({"type": "number"}),
        json!({"type": "boolean"}),
        json!({"type": "string", "format": "uuid"}),
        json!({"type": "string", "format": "date-time"}),
        json!({"type": "array", "items": {"type": "string"}}),
        json!({"enum": [null]}),
        json!({}),
    ]);
    let listed = subsequence(vec!["a", "b", "c"], 1..=2)
        .prop_map(|values| json!({"type": "string", "enum": values}));
    (prop_oneof![plain, listed], any::<bool>()).prop_map(|(mut schema, is_nullable)| {
        if is_nullable && schema.get("type").is_some() && schema.get("enum").is_none() {
            schema["nullable"] = json!(true);
        }
        schema
    })
}

fn object_schema() -> impl Strategy<Value = Value> {
    let names = subsequence(vec!["p", "q", "r"], 1..=3);
    let required = subsequence(vec!["p", "q", "r"], 0..=3);
    let schemas = prop::collection::vec(scalar_schema(), 3);
    (names, required, schemas, any::<Option<bool>>()).prop_map(
        |(names, required, schemas, extra)| {
            let properties: Map<String, Value> =
                names.into_iter().map(str::to_owned).zip(schemas).collect();
            let mut schema = json!({"type": "object", "properties": properties});
            if !required.is_empty() {
                schema["required"] = json!(required);
            }
            if let Some(extra) = extra {
                schema["additionalProperties"] = json!(extra);
            }
            schema
        },
    )
}

fn schema() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![scalar_schema(), object_schema()];
    let branches = prop::collection::vec(prop_oneof![scalar_schema(), object_schema()], 1..=3);
    let union = (branches, select(vec!["oneOf", "anyOf"]));
    let beside = (object_schema(), prop::collection::vec(object_schema(), 1..=2));
    prop_oneof![
        leaf,
        union.prop_map(|(branches, key)| json!({key: branches})),
        prop::collection::vec(object_schema(), 2).prop_map(|parts| json!({"allOf": parts})),
        beside.prop_map(|(mut schema, branches)| {
            schema["anyOf"] = json!(branches);
            schema
        }),
    ]
}

fn scalar() -> impl Strategy<Value = Value> {
    select(vec![
        json!("a"),
        json!("b"),
        json!("z"),
        json!(UUID),
        json!("2026-01-31T12:00:00Z"),
        json!(1),
        json!(1.5),
        json!(true),
        json!(["a"]),
        json!([]),
        Value::Null,
    ])
}

fn value() -> impl Strategy<Value = Value> {
    let names = subsequence(vec!["p", "q", "r", "s"], 0..=4);
    let object = (names, prop::collection::vec(scalar(), 4)).prop_map(|(names, values)| {
        Value::Object(names.into_iter().map(str::to_owned).zip(values).collect())
    });
    prop_oneof![1 => scalar(), 2 => object]
}

fn with_schemas(one: &Value, other: &Value) -> Document {
    let schemas = format!("    Thing: {{type: string}}\n    One: {one}\n    Other: {other}\n");
    document(&contract(&schemas))
}

fn validator(document: &Document, name: &str) -> Validator {
    let schema = json_schema::of(&document.schema(name).unwrap(), None);
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

fn look(document: &Document, name: &str) -> Look {
    Look::of(&document.schema(name).unwrap(), Direction::Response)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_valid_fits_and_what_excludes_each_other_has_nothing_in_common(
        one in schema(),
        other in schema(),
        values in prop::collection::vec(value(), 12),
    ) {
        let document = with_schemas(&one, &other);
        let looks = ["One", "Other"].map(|name| look(&document, name));
        let validators = ["One", "Other"].map(|name| validator(&document, name));
        let exclude = looks[0].excludes(&looks[1]);
        prop_assert_eq!(exclude, looks[1].excludes(&looks[0]));
        for value in values {
            let valid = [0, 1].map(|index| validators[index].is_valid(&value));
            for index in [0, 1] {
                prop_assert!(!valid[index] || looks[index].fits(&value), "{} {}", one, value);
            }
            let is_null = value.is_null();
            prop_assert!(is_null || !exclude || valid != [true, true], "{} {} {}", one, other, value);
        }
    }
}

#[test]
fn branches_that_differ_in_what_they_must_have_exclude_each_other() {
    let object = |required: &[&str], properties: Value| json!({"type": "object", "required": required, "properties": properties});
    let closed = |mut schema: Value| {
        schema["additionalProperties"] = json!(false);
        schema
    };
    let text = json!({"type": "string"});
    let listed = |text: &str| json!({"type": "string", "enum": [text]});
    for (one, other, expected) in [
        (text.clone(), json!({"type": "integer"}), true),
        (text.clone(), listed("a"), false),
        (listed("a"), listed("b"), true),
        (json!({"type": "integer"}), json!({"type": "number"}), false),
        (
            object(&["p"], json!({"p": listed("a")})),
            object(&["p"], json!({"p": listed("b")})),
            true,
        ),
        (object(&["p"], json!({"p": listed("a")})), object(&[], json!({"p": listed("b")})), true),
        (object(&[], json!({"p": listed("a")})), object(&[], json!({"p": listed("b")})), false),
        // `null` is a value of both.
        (
            object(&["p"], json!({"p": {}})),
            object(&[], json!({"p": {"type": "string", "nullable": true}})),
            false,
        ),
        (object(&["p"], json!({"p": {}})), object(&[], json!({"p": {"enum": [null]}})), false),
        (object(&["p"], json!({"p": text})), closed(object(&[], json!({"q": text}))), true),
        (object(&["p"], json!({"p": text})), object(&[], json!({"q": text})), false),
        (json!({"type": "array", "items": text}), json!({"type": "array", "items": {}}), false),
        (json!({"oneOf": [text, {"type": "integer"}]}), json!({"type": "boolean"}), true),
        (json!({"oneOf": [text, {"type": "integer"}]}), json!({"type": "number"}), false),
    ] {
        let document = with_schemas(&one, &other);
        let found = look(&document, "One").excludes(&look(&document, "Other"));
        assert_eq!(found, expected, "{one} {other}");
    }
}

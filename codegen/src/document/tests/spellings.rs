//! What YAML and JSON allow is read, whoever wrote it: the spellings that other parsers read as well.

use serde_json::json;

use super::sound;

fn read(text: &str) -> serde_json::Value {
    sound(&[("openapi.yaml", text)]).root().to_json()
}

#[test]
fn flow_collections_end_where_other_parsers_let_them_end() {
    let list = json!({"a": {"b": ["x", "y"]}});
    for text in [
        "a:\n  b: [x, y]\n",
        "a:\n  b: [\n    x,\n    y\n  ]\n",
        "a:\n  b: [\n    'x',\n    'y'\n  ]\n",
        "a:\n  b: [\n    \"x\",\n    \"y\",\n  ]\n",
        "a:\n  b:\n  - x\n  - y\n",
        "a:\n  b: [ # two\n    x, y # of them\n    ]\n",
        "a: {\n  b: [x,\n  y]\n}\n",
        "{a: {b: [x, y]}}",
        "{\"a\":{\"b\":[\"x\",\"y\"]}}",
        "{a: {b: [x, y,],},}",
    ] {
        assert_eq!(read(text), list, "{text}");
    }
}

#[test]
fn texts_over_several_lines_are_folded() {
    let text = json!({"a": "one two\nthree"});
    for written in [
        "a: one\n  two\n\n  three\n",
        "a: 'one\n  two\n\n  three'\n",
        "a: \"one\n  two\n\n  three\"\n",
        "a: \"one \\\n  two\\n\\\n  three\"\n",
        "a: >-\n  one\n  two\n\n  three\n",
        "a: |-\n  one two\n  three\n",
        "a: |2-\n  one two\n  three\n",
        "? a\n: one two\n\n  three\n",
        "a:\n  one\n  two\n\n  three\n",
        "a: one\r\n  two\r\n\r\n  three\r\n",
    ] {
        assert_eq!(read(written), text, "{written:?}");
    }
}

#[test]
fn escapes_are_those_of_both_languages() {
    for (text, character) in [
        (r#"{"a": "\ud83e\udd80"}"#, "\u{1f980}"),
        (r#"{"a": "\uD83E\uDD80"}"#, "\u{1f980}"),
        ("a: \"\\U0001F980\"", "\u{1f980}"),
        ("a: \"\\xe4\"", "\u{e4}"),
        (r#"{"a": "\/"}"#, "/"),
        (r#"{"a": "\b\f\n\r\t\\\""}"#, "\u{8}\u{c}\n\r\t\\\""),
        ("a: 'it''s'", "it's"),
        ("a: \u{1f980}", "\u{1f980}"),
    ] {
        assert_eq!(read(text), json!({"a": character}), "{text}");
    }
}

#[test]
fn keys_and_values_are_what_the_core_schema_says() {
    for (text, value) in [
        ("yes", json!("yes")),
        ("on", json!("on")),
        ("True", json!(true)),
        ("~", json!(null)),
        ("", json!(null)),
        ("0o17", json!(15)),
        ("0x1F", json!(31)),
        ("1_000", json!("1_000")),
        ("1e3", json!(1e3)),
        ("+12", json!(12)),
        ("1.0.0", json!("1.0.0")),
        ("2026-01-31", json!("2026-01-31")),
        ("12:30:45", json!("12:30:45")),
        ("!!str 7", json!("7")),
        ("&x 7", json!(7)),
        ("'#1'", json!("#1")),
        ("a#b", json!("a#b")),
        ("a:b", json!("a:b")),
        ("http://example.com/", json!("http://example.com/")),
    ] {
        assert_eq!(read(&format!("k: {text}\n")), json!({"k": value}), "{text}");
    }
    for key in ["200", "true", "null", "1.5", "'a: b'", "\"\\u0061\"", "a b", "/x/{y}"] {
        assert_eq!(read(&format!("{key}: 1\n")).as_object().unwrap().len(), 1, "{key}");
    }
}

#[test]
fn what_stands_around_a_document_is_no_part_of_it() {
    for text in [
        "a: 1",
        "---\na: 1\n",
        "%YAML 1.2\n---\na: 1\n...\n",
        "# first\n\na: 1 # behind\n# last",
        "--- # a document\na: 1\n",
        "--- {a: 1}\n",
        "\n\n  a: 1\n\n",
    ] {
        assert_eq!(read(text), json!({"a": 1}), "{text:?}");
    }
}

//! What cursors say about a loaded document.

use serde_json::json;

use super::super::NodeKind;
use super::sound;

#[test]
fn values_have_their_types() {
    let document = sound(&[(
        "openapi.yaml",
        "{t: x, b: true, i: -3, u: 7, f: 1.5, n: null, l: [1], m: {}}\n",
    )]);
    let root = document.root();
    let get = |key: &str| root.get(key).unwrap();
    assert_eq!(get("t").as_str(), Some("x"));
    assert_eq!(get("b").as_bool(), Some(true));
    assert_eq!((get("i").as_i64(), get("i").as_u64()), (Some(-3), None));
    assert_eq!((get("u").as_i64(), get("u").as_u64()), (Some(7), Some(7)));
    assert_eq!((get("f").as_f64(), get("f").as_i64()), (Some(1.5), None));
    let kinds: Vec<NodeKind> = root.entries().map(|(_, node)| node.kind()).collect();
    use NodeKind::{Bool, Map, Null, Number, Sequence, String};
    assert_eq!(kinds, [String, Bool, Number, Number, Number, Null, Sequence, Map]);
    assert!(
        get("t").as_bool().is_none() && get("b").as_str().is_none() && get("m").as_f64().is_none()
    );
}

#[test]
fn other_kinds_have_no_entries_and_no_items() {
    let document = sound(&[("openapi.yaml", "a: [1]\nb: {c: d}\n")]);
    let root = document.root();
    assert_eq!(root.get("a").unwrap().entries().count(), 0);
    assert_eq!(root.get("b").unwrap().items().count(), 0);
    assert!(root.get("a").unwrap().get("0").is_none());
    assert!(root.get("missing").is_none());
}

#[test]
fn pointers_are_escaped_and_keys_known() {
    let document = sound(&[("openapi.yaml", "paths:\n  /a/{b~}:\n    - x\n")]);
    let path = document.root().get("paths").and_then(|paths| paths.get("/a/{b~}")).unwrap();
    assert_eq!(path.pointer(), "/paths/~1a~1{b~0}");
    assert!(path.key_span().is_some());
    let item = path.items().next().unwrap();
    assert_eq!(item.pointer(), "/paths/~1a~1{b~0}/0");
    assert!(item.key_span().is_none());
    assert_eq!(document.root().pointer(), "");
}

#[test]
fn resolving_keeps_the_key_of_the_target() {
    let document = sound(&[
        ("openapi.yaml", "a: {$ref: 'b.yaml#/x'}\n"),
        ("b.yaml", "x: {$ref: '#/y'}\ny: {z: 1}\n"),
    ]);
    let target = document.root().get("a").unwrap().resolve();
    let span = target.key_span().unwrap();
    assert_eq!(&document.sources().text(target.location().file)[span.start..span.end], "y");
    assert_eq!(target.get("z").unwrap().pointer(), "/y/z");
    assert_eq!(document.root().get("a").unwrap().to_json(), json!({"$ref": "b.yaml#/x"}));
    assert_eq!(document.root().to_json_resolved(), json!({"a": {"z": 1}}));
}

#[test]
fn mappings_lead_to_schemas() {
    let document = sound(&[
        (
            "openapi.yaml",
            "components:\n  schemas:\n    U:\n      oneOf: [{$ref: 'b.yaml#/components/schemas/B'}]\n      discriminator:\n        mapping: {b: 'b.yaml#/components/schemas/B', c: B, d: U}\n",
        ),
        ("b.yaml", "components:\n  schemas:\n    B: {type: object}\n"),
    ]);
    let union =
        document.root().get("components").unwrap().get("schemas").unwrap().get("U").unwrap();
    let mapping = union.get("discriminator").unwrap().get("mapping").unwrap();
    let target = |key: &str| {
        let target = mapping.get(key).unwrap().mapping_target().unwrap();
        (target.file_name(), target.pointer())
    };
    assert_eq!(target("b"), ("b.yaml", "/components/schemas/B".to_owned()));
    assert_eq!(target("c"), target("b"));
    assert_eq!(target("d"), ("openapi.yaml", "/components/schemas/U".to_owned()));
    assert!(union.mapping_target().is_none());
}

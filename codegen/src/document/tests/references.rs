//! Every way in which a `$ref` is refused, and where `$ref` is no reference.

use super::{Document, catalogue, load, problems, sound};

const COMMON: &str = "\
components:
  schemas:
    PairingKey: {type: string}
    PushCredential: {type: object, properties: {a/b~c d: {type: string}}}
    Links: {type: object}
";

#[test]
fn refused_references() {
    let found = catalogue(&[
        (
            "URL",
            "a: {$ref: 'https://example.com/a.yaml#/x'}\nb: {$ref: '//example.com/a.yaml'}\nc: {$ref: 'urn:x:y'}\n",
        ),
        (
            "absolute path",
            "a: {$ref: '/etc/a.yaml'}\nb: {$ref: '%2Fetc/a.yaml'}\nc: {$ref: 'C:/a.yaml'}\n",
        ),
        (
            "leaves the folder",
            "a: {$ref: '../a.yaml'}\nb: {$ref: 'sub/../../a.yaml'}\nc: {$ref: '%2E%2E/a.yaml'}\n",
        ),
        ("backslash", "a: {$ref: 'sub\\a.yaml'}\nb: {$ref: 'sub%5Ca.yaml'}\n"),
        ("empty", "a: {$ref: ''}\n"),
        ("not text", "a: {$ref: 12}\nb: {$ref: {x: y}}\nc:\n  $ref:\n"),
        ("no pointer", "a: {$ref: '#PairingKey'}\nb: {$ref: '#/a~2b'}\n"),
        ("folder", "a: {$ref: '.'}\nb: {$ref: 'sub/'}\n"),
        (
            "odd characters",
            "a: {$ref: 'a.yaml?x=1'}\nb: {$ref: 'a%zz.yaml'}\nc: {$ref: 'a%00.yaml'}\nd: {$ref: '#/%ff'}\n",
        ),
        ("siblings", "a:\n  $ref: '#/b'\n  description: x\n  x-rust-name: y\nb: {}\n"),
        ("whole map", "components:\n  schemas:\n    $ref: '#/b'\nb: {}\n"),
        (
            "chain without end",
            "a: {$ref: '#/b'}\nb: {$ref: '#/c'}\nc: {$ref: '#/a'}\nd: {$ref: '#/a'}\n",
        ),
        ("chain to itself", "a: {$ref: '#/a'}\n"),
        ("through a reference", "a: {$ref: '#/b/c'}\nb: {$ref: '#/d'}\nd: {c: {}}\n"),
        (
            "list index",
            "a: {$ref: '#/b/2'}\nb: [x, y]\nc: {$ref: '#/b/01'}\nd: {$ref: '#/b/0/z'}\n",
        ),
        (
            "inline cycle",
            "paths:\n  /a: {get: {$ref: '#/paths/~1b'}}\n  /b: {get: {$ref: '#/paths/~1a'}}\n",
        ),
        ("the whole document", "a: {$ref: '#'}\n"),
        (
            "mapping",
            "components:\n  schemas:\n    A:\n      discriminator:\n        mapping: {a: B, b: '#/components/schemas/C', c: '#/odd', d: Aa}\nodd: {}\n",
        ),
    ]);
    insta::assert_snapshot!(found);
}

#[test]
fn missing_files_and_nodes_come_with_suggestions() {
    let found = problems(&[
        (
            "openapi.yaml",
            "\
a: {$ref: 'comon.yaml#/components/schemas/PairingKey'}
b: {$ref: 'common.yaml#/components/schemas/PairingKye'}
c: {$ref: 'common.yaml#/component/schemas/PairingKey'}
d: {$ref: 'common.yaml#/components/schemas/Unlike'}
e: {$ref: '#/components/schemas/Links'}
f: {$ref: 'nothing.yaml'}
g: {$ref: 'common.yaml#/components/schemas/PairingKey/type/x'}
h: {$ref: 'common.yaml#/components/schemas/pushcredential/properties'}
",
        ),
        ("common.yaml", COMMON),
    ]);
    insta::assert_snapshot!(found);
}

#[test]
fn suggestions_are_written_from_the_referring_folder() {
    let text = problems(&[
        ("openapi.yaml", "a: {$ref: 'sub/a.yaml#/x'}\n"),
        ("sub/a.yaml", "x: {$ref: '#/components/schemas/Links'}\ny: {$ref: 'b.yaml'}\n"),
        ("sub/b.yaml", COMMON),
    ]);
    assert!(text.contains("did you mean `b.yaml#/components/schemas/Links`?"), "{text}");
}

#[test]
fn pointers_are_decoded() {
    let document = sound(&[
        (
            "openapi.yaml",
            "a: {$ref: './sub/../c%6Fmmon.yaml#/components/schemas/PushCredential/properties/a~1b~0c%20d'}\n",
        ),
        ("common.yaml", COMMON),
    ]);
    let node = document.root().get("a").unwrap();
    let reference = node.reference().unwrap();
    assert_eq!(reference.file_name(), "common.yaml");
    assert_eq!(reference.pointer(), "/components/schemas/PushCredential/properties/a~1b~0c d");
    assert_eq!(node.resolve().get("type").and_then(|node| node.as_str()), Some("string"));
}

#[test]
fn a_ref_in_data_is_data() {
    let document = sound(&[(
        "openapi.yaml",
        "\
paths:
  /a:
    get:
      x-anything: {$ref: nowhere}
      responses:
        200:
          content:
            application/json:
              example: {$ref: nowhere}
              examples:
                one: {value: {$ref: nowhere, more: 1}}
                two: {$ref: '#/components/examples/shared'}
              schema:
                default: {$ref: nowhere}
                enum: [{$ref: nowhere}]
                properties:
                  $ref: {type: string}
                  example: {$ref: '#/components/schemas/Real'}
                  default: {$ref: '#/components/schemas/Real'}
                  x-named: {$ref: '#/components/schemas/Real'}
components:
  examples:
    shared: {value: {$ref: nowhere}}
  schemas:
    Real: {type: integer}
    x-named: {$ref: '#/components/schemas/Real'}
",
    )]);
    let at = |pointer: &[&str]| follow(&document, pointer);
    let media = ["paths", "/a", "get", "responses", "200", "content", "application/json"];
    let below = |rest: &[&'static str]| at(&[&media[..], rest].concat());
    for data in [&["example"][..], &["examples", "one", "value"], &["schema", "default"]] {
        assert!(below(data).reference().is_none(), "{data:?}");
    }
    for name in ["example", "default", "x-named"] {
        let property = below(&["schema", "properties", name]);
        assert!(property.reference().is_some(), "{name}");
        assert_eq!(property.resolve().pointer(), "/components/schemas/Real");
    }
    assert!(below(&["schema", "properties"]).reference().is_none());
    assert!(at(&["components", "schemas", "x-named"]).reference().is_some());
    let resolved = below(&["examples"]).to_json_resolved();
    assert_eq!(resolved["two"]["value"]["$ref"], "nowhere");
}

fn follow<'d>(document: &'d Document, steps: &[&str]) -> super::super::Cursor<'d> {
    let root = document.root();
    steps.iter().fold(root, |node, step| node.get(step).unwrap_or_else(|| panic!("no {step}")))
}

#[test]
fn recursive_schemas_are_legal() {
    let document = sound(&[(
        "openapi.yaml",
        "components:\n  schemas:\n    Node:\n      properties:\n        next: {$ref: '#/components/schemas/Node'}\n",
    )]);
    let node = follow(&document, &["components", "schemas", "Node"]);
    let next = follow(&document, &["components", "schemas", "Node", "properties", "next"]);
    assert_eq!(next.resolve().location(), node.location());
    let resolved = node.to_json_resolved();
    assert_eq!(
        resolved["properties"]["next"]["properties"]["next"]["$ref"],
        "#/components/schemas/Node"
    );
}

#[test]
fn only_reached_files_are_loaded() {
    let document = sound(&[
        ("openapi.yaml", "a: {$ref: 'b.yaml'}\n"),
        ("b.yaml", "c: {$ref: 'sub/d.yaml#/x'}\n"),
        ("sub/d.yaml", "x: {y: {$ref: '../e.yaml#/z'}}\n"),
        ("e.yaml", "z: 1\n"),
        ("unused.yaml", "not: [valid\n"),
    ]);
    let sources = document.sources();
    let names: Vec<&str> = sources.files().map(|file| sources.name(file)).collect();
    assert_eq!(names, ["openapi.yaml", "b.yaml", "sub/d.yaml", "e.yaml"]);
}

#[test]
fn components_of_one_name_in_two_files() {
    let found = problems(&[
        (
            "openapi.yaml",
            "a: {$ref: 'b.yaml#/components/schemas/X'}\nb: {$ref: 'c.yaml#/components/schemas/X'}\n",
        ),
        ("b.yaml", "components:\n  schemas:\n    X: {type: string}\n"),
        (
            "c.yaml",
            "components:\n  schemas:\n    X: {type: string}\n  responses:\n    X: {description: fine}\n",
        ),
    ]);
    insta::assert_snapshot!(found);
}

#[test]
fn reference_bombs_are_refused() {
    let mut text = "parts:\n  p0: {x: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}\n".to_owned();
    for level in 1..30 {
        let refs = vec![format!("{{$ref: '#/parts/p{}'}}", level - 1); 10].join(", ");
        text.push_str(&format!("  p{level}: {{x: [{refs}]}}\n"));
    }
    let found = problems(&[("openapi.yaml", &text)]);
    assert_eq!(found.matches("error[ref-expansion]").count(), 1, "{found}");
}

#[test]
fn long_chains_do_not_recurse() {
    let length = 20_000;
    let mut text = String::new();
    for link in 0..length {
        text.push_str(&format!("a{link}: {{$ref: '#/a{}'}}\n", link + 1));
    }
    let ended = format!("{text}a{length}: {{}}\n");
    let found = load(&[("openapi.yaml", &ended)]).err().unwrap();
    assert_eq!(found.diagnostics()[0].rule.id, "ref-expansion");
    let endless = format!("{text}a{length}: {{$ref: '#/a0'}}\n");
    let found = load(&[("openapi.yaml", &endless)]).err().unwrap();
    assert_eq!(found.diagnostics()[0].rule.id, "ref-endless");
    assert!(found.to_string().contains("→ … 19993 more … →"), "{found}");
    assert_eq!(found.len(), 1);
}

//! One self-contained document out of several files.

use serde_json::json;

use super::{load, sound};

#[test]
fn files_become_one_document() {
    let document = sound(&[
        (
            "openapi.yaml",
            "\
openapi: 3.0.3
paths:
  /keys: {$ref: keys.yaml#/paths/collection}
components:
  x-kept: 1
  securitySchemes:
    token: {type: http}
",
        ),
        (
            "keys.yaml",
            "\
paths:
  collection:
    get:
      x-data: {$ref: nowhere}
      parameters: [{$ref: 'common.yaml#/components/parameters/Id'}]
      schema: {$ref: '#/components/schemas/Key'}
      part: {$ref: '#/components/schemas/Key/properties/next'}
      inline: {$ref: 'common.yaml#/loose'}
components:
  schemas:
    Key:
      discriminator: {propertyName: t, mapping: {k: Key, a: 'common.yaml#/components/schemas/Anything'}}
      properties:
        next: {$ref: '#/components/schemas/Key'}
        again: {$ref: '#/components/schemas/Passed'}
    Passed: {$ref: 'common.yaml#/components/schemas/Passed'}
",
        ),
        (
            "common.yaml",
            "\
loose: {hop: {$ref: '#/other'}}
other: {schema: {$ref: '#/components/schemas/Anything'}}
components:
  parameters:
    Id: {name: id}
  schemas:
    Anything: {}
    Passed: {type: string}
    Also: {$ref: '#/components/schemas/Anything'}
    'odd name/%': {$ref: '#/components/schemas/odd%20name~1%25%25'}
    'odd name/%%': {}
",
        ),
    ]);
    let anything = json!({"$ref": "#/components/schemas/Anything"});
    let key = json!({"$ref": "#/components/schemas/Key"});
    assert_eq!(
        document.bundle(),
        json!({
            "openapi": "3.0.3",
            "paths": {"/keys": {"get": {
                "x-data": {"$ref": "nowhere"},
                "parameters": [{"$ref": "#/components/parameters/Id"}],
                "schema": key,
                "part": {"$ref": "#/components/schemas/Key/properties/next"},
                "inline": {"hop": {"schema": anything}},
            }}},
            "components": {
                "x-kept": 1,
                "securitySchemes": {"token": {"type": "http"}},
                "parameters": {"Id": {"name": "id"}},
                "schemas": {
                    "Anything": {},
                    "Passed": {"type": "string"},
                    "Also": anything,
                    "odd name/%": {"$ref": "#/components/schemas/odd%20name~1%25%25"},
                    "odd name/%%": {},
                    "Key": {
                        "discriminator": {"propertyName": "t", "mapping": {
                            "k": "#/components/schemas/Key",
                            "a": "#/components/schemas/Anything",
                        }},
                        "properties": {
                            "next": key,
                            "again": {"$ref": "#/components/schemas/Passed"},
                        },
                    },
                },
            },
        })
    );
}

#[test]
fn a_bundle_loads_and_bundles_to_itself() {
    let document = sound(&[
        ("openapi.yaml", "paths:\n  /a: {$ref: 'a.yaml#/paths/a'}\n"),
        (
            "a.yaml",
            "paths:\n  a: {get: {$ref: '#/components/responses/R'}}\ncomponents:\n  responses:\n    R: {description: fine}\n",
        ),
    ]);
    let bundle = document.bundle();
    let again = sound(&[("openapi.yaml", &bundle.to_string())]);
    assert_eq!(again.bundle(), bundle);
}

#[test]
fn repeated_inlining_is_no_cycle() {
    let files =
        [("openapi.yaml", "a: {$ref: '#/c'}\nb: [{$ref: '#/c'}, {$ref: '#/a'}]\nc: {x: 1}\n")];
    let bundle = load(&files).map(|document| document.bundle()).ok();
    let c = json!({"x": 1});
    assert_eq!(bundle, Some(json!({"a": c, "b": [c, c], "c": c})));
}

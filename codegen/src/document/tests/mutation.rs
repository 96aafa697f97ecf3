//! Damaged files never make loading panic or run on, and reports about them can always be shown.

use proptest::prelude::*;

use super::super::{Document, MemoryFiles};
use crate::diagnostic::RenderStyle;

const ROOT: &str = "\
openapi: 3.0.3
info: {title: \"Grüße 🦀\", version: &v '1'}
paths:
  /keys:
    $ref: keys.yaml#/paths/collection
x-list: [*v, '|', \">-\", !!str 1, -7, 0x1F, .5, ~]
components:
  schemas:
    Text: &text {type: string}
    Key:
      type: object
      properties: {next: {$ref: '#/components/schemas/Key'}, $ref: *text}
      description: |
        several
        lines
";

const KEYS: &str = "\
paths:
  collection:
    get:
      responses:
        200: {content: {a/b: {schema: {$ref: 'openapi.yaml#/components/schemas/Key'}}}}
";

const NEWER: &str = "\
openapi: 3.1.0
info: {title: T, version: '1', summary: S}
paths:
  /keys: {$ref: '#/components/pathItems/Keys', parameters: []}
webhooks: {a: {}}
components:
  pathItems: {Keys: {get: {responses: {200: {content: {a/b: {schema: {$ref: '#/components/schemas/Key', type: object}}}}}}}}
  schemas:
    Key:
      type: [object, 'null', string]
      properties: {next: {anyOf: [{$ref: '#/components/schemas/Key'}, {type: 'null'}]}, a: false}
      $defs: {A: {const: a, examples: [a, b]}, B: {$ref: '#/components/schemas/Key/$defs/A', title: B}}
      patternProperties: {'^a': {oneOf: [{const: a}, {const: null}]}}
      exclusiveMinimum: 3
      minimum: 2
      if: {prefixItems: [true, false]}
";

/// Bytes that mean something to YAML or to references, besides any byte at all.
fn byte() -> impl Strategy<Value = u8> {
    let telling =
        proptest::sample::select(b"{}[]:,-#&*!|>'\"%@?\t\r\n $./~\\0a\xef\xbb\xbf".to_vec());
    prop_oneof![3 => telling, 1 => any::<u8>()]
}

fn edited(text: &str, edits: &[(usize, u8, u8)]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for (place, byte, kind) in edits {
        let place = place % (bytes.len() + 1);
        match kind {
            0 => bytes.insert(place, *byte),
            1 if place < bytes.len() => bytes[place] = *byte,
            2 => bytes.truncate(bytes.len() - bytes.len().min(usize::from(*byte) / 16)),
            _ if place < bytes.len() => drop(bytes.remove(place)),
            _ => {}
        }
    }
    bytes
}

fn exercise(root: Vec<u8>, keys: Vec<u8>) {
    let files: MemoryFiles = [("openapi.yaml", root), ("keys.yaml", keys)].into_iter().collect();
    match Document::from_files(&files, "openapi.yaml") {
        Ok(document) => {
            let _ = document.bundle();
            let _ = document.root().to_json_resolved();
        }
        Err(report) => {
            assert!(report.has_errors());
            assert!(report.render(RenderStyle::Plain).contains("error["));
            assert!(!report.render(RenderStyle::Color).is_empty());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_never_panic(
        root in prop::collection::vec((any::<usize>(), byte(), 0..4_u8), 0..8),
        keys in prop::collection::vec((any::<usize>(), byte(), 0..4_u8), 0..4),
    ) {
        exercise(edited(ROOT, &root), edited(KEYS, &keys));
    }

    #[test]
    fn edits_of_a_newer_contract_never_panic(
        root in prop::collection::vec((any::<usize>(), byte(), 0..4_u8), 0..8),
    ) {
        exercise(edited(NEWER, &root), KEYS.as_bytes().to_vec());
    }

    #[test]
    fn noise_never_panics(root in prop::collection::vec(byte(), 0..200)) {
        exercise(root, KEYS.as_bytes().to_vec());
    }
}

#[test]
fn the_undamaged_files_are_sound() {
    let files: MemoryFiles = [("openapi.yaml", ROOT), ("keys.yaml", KEYS)].into_iter().collect();
    let document = Document::from_files(&files, "openapi.yaml").unwrap();
    assert_eq!(document.sources().files().count(), 2);
}

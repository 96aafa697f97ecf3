//! OpenAPI 3.1 becomes 3.0, and tells what it cannot keep.

use serde_json::{Value, json};

use super::super::{Document, MemoryFiles, Reading};

pub(super) fn read(files: &[(&str, &str)]) -> Reading {
    let files: MemoryFiles = files.iter().copied().collect();
    Document::read_from(&files, "openapi.yaml")
}

pub(super) fn contract(schemas: &str) -> String {
    format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\ncomponents:\n  schemas:\n{schemas}")
}

/// A schema after lowering, the findings, and what is unread.
pub(super) fn lowered(schema: &str) -> (Value, Vec<String>, Vec<String>) {
    let others =
        "    Other: {type: object, properties: {a: {type: string}}}\n    Text: {type: string}\n";
    let text = contract(&format!("    Thing: {schema}\n{others}"));
    let reading = read(&[("openapi.yaml", &text)]);
    let document = &reading.document;
    let thing = document.schema("Thing").unwrap().to_json();
    let findings = reading.problems.iter().map(|problem| {
        let span = problem.location.span;
        let text = document.sources().text(problem.location.file);
        format!("{} {}", problem.rule.id, &text[span.start..span.end])
    });
    let unread = document.unread().iter().map(|part| {
        let place = &part.place;
        let last = place.pointer.rsplit('/').next().unwrap_or_default().to_owned();
        let text = document.sources().text(place.file);
        assert!(
            text[place.span.start..].trim_start_matches(['"', '\'']).starts_with(&last),
            "{last}"
        );
        last
    });
    let (findings, unread) = (findings.collect(), unread.collect());
    (thing, findings, unread)
}

#[test]
fn what_3_0_can_say_is_said_in_its_way() {
    let other = json!({"$ref": "#/components/schemas/Other"});
    let cases: &[(&str, Value)] = &[
        // Types.
        (
            "{type: [string, 'null'], maxLength: 3}",
            json!({"type": "string", "nullable": true, "maxLength": 3}),
        ),
        ("{type: ['null', integer]}", json!({"type": "integer", "nullable": true})),
        ("{type: [object]}", json!({"type": "object"})),
        ("{type: 'null'}", json!({"nullable": true})),
        ("{type: ['null']}", json!({"nullable": true})),
        ("{type: [integer, number]}", json!({"type": "number"})),
        (
            "{type: [string, integer, 'null'], minLength: 1, minimum: 2, format: date, title: T}",
            json!({"nullable": true, "title": "T", "oneOf": [
                {"type": "string", "minLength": 1, "format": "date"}, {"type": "integer", "minimum": 2}]}),
        ),
        (
            "{type: [string, array, boolean], items: {type: string}, enum: [a, true]}",
            json!({"oneOf": [{"type": "string", "enum": ["a"]}, {"type": "boolean", "enum": [true]}]}),
        ),
        ("{type: [string, integer], enum: [1, 2]}", json!({"type": "integer", "enum": [1, 2]})),
        (
            "{type: [string, 'null'], enum: [a, null]}",
            json!({"type": "string", "nullable": true, "enum": ["a"]}),
        ),
        ("{enum: [a, null]}", json!({"nullable": true, "enum": ["a"]})),
        // Constants.
        ("{const: a}", json!({"enum": ["a"], "type": "string"})),
        ("{const: 1}", json!({"enum": [1], "type": "integer"})),
        ("{const: 1.5, type: number}", json!({"enum": [1.5], "type": "number"})),
        (
            "{const: true, description: D}",
            json!({"enum": [true], "type": "boolean", "description": "D"}),
        ),
        ("{const: null}", json!({"nullable": true})),
        (
            "{oneOf: [{const: a, title: A}, {const: b}]}",
            json!({"oneOf": [
                {"enum": ["a"], "type": "string", "title": "A"},
                {"enum": ["b"], "type": "string"},
            ]}),
        ),
        (
            "{anyOf: [{const: a}, {const: null}, {const: c}]}",
            json!({"nullable": true, "anyOf": [
                {"enum": ["a"], "type": "string"},
                {"enum": ["c"], "type": "string"},
            ]}),
        ),
        (
            "{oneOf: [{const: a, maxLength: 3}]}",
            json!({"oneOf": [{"enum": ["a"], "type": "string", "maxLength": 3}]}),
        ),
        // Bounds.
        (
            "{exclusiveMinimum: 1, maximum: 5}",
            json!({"minimum": 1, "exclusiveMinimum": true, "maximum": 5}),
        ),
        ("{exclusiveMaximum: 1.5}", json!({"maximum": 1.5, "exclusiveMaximum": true})),
        ("{exclusiveMinimum: 1, minimum: 2}", json!({"minimum": 2})),
        ("{exclusiveMinimum: 2, minimum: 1}", json!({"minimum": 2, "exclusiveMinimum": true})),
        ("{exclusiveMaximum: 2, maximum: 2}", json!({"maximum": 2, "exclusiveMaximum": true})),
        ("{minimum: 2, exclusiveMinimum: true}", json!({"minimum": 2, "exclusiveMinimum": true})),
        // Unions with null.
        (
            "{anyOf: [{$ref: '#/components/schemas/Other'}, {type: 'null'}], description: D}",
            json!({"allOf": [other], "nullable": true, "description": "D"}),
        ),
        (
            "{oneOf: [{type: string, format: date-time}, {type: 'null'}], title: T}",
            json!({"type": "string", "format": "date-time", "nullable": true, "title": "T"}),
        ),
        (
            "{anyOf: [{type: string, title: A}, {type: 'null'}], title: T}",
            json!({"allOf": [{"type": "string", "title": "A"}], "nullable": true, "title": "T"}),
        ),
        ("{anyOf: [{type: 'null'}]}", json!({"nullable": true})),
        (
            "{oneOf: [{type: string}, {type: ['null', integer]}]}",
            json!({"nullable": true, "oneOf": [{"type": "string"}, {"type": "integer"}]}),
        ),
        (
            "{oneOf: [{$ref: '#/components/schemas/Other'}, {$ref: '#/components/schemas/Text'}, {enum: [null]}]}",
            json!({"nullable": true, "oneOf": [other, {"$ref": "#/components/schemas/Text"}]}),
        ),
        // References.
        (
            "{$ref: '#/components/schemas/Other'}",
            json!({"type": "object", "properties": {"a": {"type": "string"}}}),
        ),
        (
            "{$ref: '#/components/schemas/Text', description: D, maxLength: 4}",
            json!({"allOf": [{"$ref": "#/components/schemas/Text"}], "description": "D", "maxLength": 4}),
        ),
        (
            "{allOf: [{title: A}], $ref: '#/components/schemas/Text'}",
            json!({"allOf": [{"$ref": "#/components/schemas/Text"}, {"title": "A"}]}),
        ),
        (
            "{$ref: '#/components/schemas/Text', type: [string, 'null']}",
            json!({"allOf": [{"$ref": "#/components/schemas/Text"}], "type": "string", "nullable": true}),
        ),
        (
            "{properties: {a: {$ref: '#/components/schemas/Text', type: string}}}",
            json!({"properties": {"a": {"$ref": "#/components/schemas/Text"}}}),
        ),
        // Examples and content.
        ("{type: string, examples: {a: {value: b}}}", json!({"type": "string"})),
        ("{type: string, examples: [a]}", json!({"type": "string", "example": "a"})),
        (
            "{type: string, contentEncoding: base64, contentMediaType: image/png}",
            json!({"type": "string", "format": "byte"}),
        ),
        (
            "{contentMediaType: application/octet-stream}",
            json!({"type": "string", "format": "binary"}),
        ),
        ("{type: string, contentMediaType: application/json}", json!({"type": "string"})),
        // Lists and maps.
        (
            "{prefixItems: [{type: number}, {type: number}], maxItems: 2}",
            json!({"items": {"type": "number"}, "maxItems": 2}),
        ),
        ("{type: object, required: []}", json!({"type": "object"})),
        ("{type: array}", json!({"type": "array", "items": {}})),
        ("{type: array, items: true}", json!({"type": "array", "items": {}})),
        ("{type: array, items: false}", json!({"type": "array", "items": {}, "maxItems": 0})),
        (
            "{type: array, prefixItems: [{type: number}, {type: number}], items: false}",
            json!({"type": "array", "items": {"type": "number"}, "maxItems": 2}),
        ),
        (
            "{type: object, patternProperties: {'.*': {type: [string, 'null']}}}",
            json!({"type": "object", "additionalProperties": {"type": "string", "nullable": true}}),
        ),
        (
            "{type: object, unevaluatedProperties: false}",
            json!({"type": "object", "additionalProperties": false}),
        ),
        (
            "{type: object, unevaluatedProperties: {type: [string, 'null']}}",
            json!({"type": "object", "additionalProperties": {"type": "string", "nullable": true}}),
        ),
        ("{allOf: [{title: A}], unevaluatedProperties: false}", json!({"allOf": [{"title": "A"}]})),
        // Booleans, names, comments.
        (
            "{properties: {a: true, b: {not: true}}}",
            json!({"properties": {"a": {}, "b": {"not": {}}}}),
        ),
        ("true", json!({})),
        ("false", json!({"not": {}})),
        (
            "{type: string, $comment: C, $id: 'https://a.example/b', $anchor: here, $schema: 'https://json-schema.org/draft/2020-12/schema'}",
            json!({"type": "string"}),
        ),
        // Nested, and data that looks like schemas.
        (
            "{properties: {const: {const: a}, type: {type: [string, 'null']}}}",
            json!({"properties": {"const": {"enum": ["a"], "type": "string"}, "type": {"type": "string", "nullable": true}}}),
        ),
        (
            "{default: {type: [a, 'null'], const: 1}, example: {exclusiveMinimum: 1}}",
            json!({"default": {"type": ["a", "null"], "const": 1}, "example": {"exclusiveMinimum": 1}}),
        ),
        (
            "{not: {items: {additionalProperties: {type: [string]}}}}",
            json!({"not": {"items": {"additionalProperties": {"type": "string"}}}}),
        ),
    ];
    for (schema, expected) in cases {
        let (found, findings, _) = lowered(schema);
        assert_eq!(found, *expected, "{schema}");
        assert_eq!(findings, [""; 0], "{schema}");
    }
}

#[test]
fn what_3_0_cannot_say_is_told() {
    let cases: &[(&str, Value, &[&str])] = &[
        (
            "{if: {title: A}, then: {title: B}, else: false, type: object}",
            json!({"type": "object"}),
            &["if", "then", "else"],
        ),
        (
            "{type: object, dependentSchemas: {a: {}}, dependentRequired: {a: [b]}, propertyNames: {maxLength: 3}}",
            json!({"type": "object"}),
            &["dependentSchemas", "dependentRequired", "propertyNames"],
        ),
        (
            "{type: array, items: {}, contains: {}, minContains: 1, maxContains: 2, unevaluatedItems: false}",
            json!({"type": "array", "items": {}}),
            &["contains", "minContains", "maxContains", "unevaluatedItems"],
        ),
        (
            "{type: array, prefixItems: [{type: number}, {type: string}], items: false}",
            json!({"type": "array", "items": {}, "maxItems": 2}),
            &["prefixItems"],
        ),
        (
            "{type: array, prefixItems: [{type: number}]}",
            json!({"type": "array", "items": {}}),
            &["prefixItems"],
        ),
        (
            "{type: object, patternProperties: {'^a': {type: string}}}",
            json!({"type": "object", "additionalProperties": true}),
            &["patternProperties"],
        ),
        (
            "{type: object, patternProperties: {'^a': {type: string}, b: {type: number}}}",
            json!({"type": "object", "additionalProperties": true}),
            &["patternProperties"],
        ),
        (
            "{type: string, contentEncoding: base64url}",
            json!({"type": "string"}),
            &["contentEncoding"],
        ),
        (
            "{type: object, $schema: 'http://json-schema.org/draft-04/schema#'}",
            json!({"type": "object"}),
            &["$schema"],
        ),
    ];
    for (schema, expected, keys) in cases {
        let (found, findings, unread) = lowered(schema);
        assert_eq!(found, *expected, "{schema}");
        let told: Vec<String> = keys.iter().map(|key| format!("keyword-unread {key}")).collect();
        let sorted = |mut list: Vec<String>| {
            list.sort();
            list
        };
        assert_eq!(sorted(findings), sorted(told), "{schema}");
        assert_eq!(
            sorted(unread),
            sorted(keys.iter().map(ToString::to_string).collect()),
            "{schema}"
        );
    }
    let (found, findings, _) = lowered(
        "{type: object, additionalProperties: false, patternProperties: {'^a': {type: string}}}",
    );
    assert_eq!(found, json!({"type": "object", "additionalProperties": {"type": "string"}}));
    assert_eq!(findings, ["keyword-unread patternProperties"]);
    let (found, findings, _) = lowered("{properties: {a: false, b: {type: string}}}");
    assert_eq!(found, json!({"properties": {"b": {"type": "string"}}}));
    assert_eq!(findings, ["keyword-unread a"]);
    let (_, findings, _) = lowered("{$dynamicRef: '#a'}");
    assert_eq!(findings, ["dynamic-ref $dynamicRef"]);
    let (_, _, unread) =
        lowered("{type: string, examples: [a, b], $comment: C, oneOf: [{const: a, title: A}]}");
    assert_eq!(unread, ["$comment", "examples"]);
}

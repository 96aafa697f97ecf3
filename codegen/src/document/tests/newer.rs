//! Whole documents in OpenAPI 3.1: their objects beside schemas, definitions, versions and places.

use serde_json::json;

use super::lowering::{contract, lowered, read};

/// The rendered findings of one text.
fn told(text: &str) -> Vec<String> {
    let reading = read(&[("openapi.yaml", text)]);
    reading
        .problems
        .iter()
        .map(|problem| format!("{}: {}", problem.rule.id, problem.message))
        .collect()
}

#[test]
fn the_whole_document_is_lowered() {
    let text = "openapi: 3.1.0
info: {title: T, version: '1', summary: S, license: {name: M, identifier: MIT}}
paths:
  /a:
    $ref: '#/components/pathItems/A'
    parameters: [{$ref: '#/components/parameters/P'}]
  /b:
    $ref: '#/components/pathItems/A'
    get: {}
components:
  pathItems:
    A:
      get:
        responses:
          '200':
            $ref: '#/components/responses/R'
            description: Of its own.
          '201': {content: {application/octet-stream: {}, application/json: {}}}
  responses:
    R: {description: D, headers: {H: {schema: {type: [string, 'null']}}}}
  parameters:
    P: {name: p, in: query, schema: {anyOf: [{const: a}, {type: 'null'}]}}
webhooks: {changed: {}}
";
    let found = [
        "ref-siblings: `get` is ignored beside `$ref`",
        "ref-siblings: `description` is ignored beside `$ref`",
        "keyword-unread: `webhooks`: the client receives no calls",
    ];
    let mut problems = told(text);
    problems.sort();
    let mut expected = found.to_vec();
    expected.sort_unstable();
    assert_eq!(problems, expected);
    let document = read(&[("openapi.yaml", text)]).document;
    let root = document.root();
    assert_eq!(root.get("openapi").unwrap().as_str(), Some("3.0.3"));
    let at = |pointer: &str| {
        let steps = pointer.split('/').map(|step| step.replace("~1", "/"));
        steps.fold(root.clone(), |node, step| {
            let node = node.resolve();
            node.get(&step).unwrap_or_else(|| panic!("{step} of {pointer}"))
        })
    };
    assert_eq!(
        at("paths/~1a/parameters").to_json(),
        json!([{"$ref": "#/components/parameters/P"}])
    );
    assert_eq!(at("paths/~1a/get/responses/200/description").as_str(), Some("D"));
    let argument = at("components/parameters/P/schema").to_json();
    assert_eq!(argument, json!({"type": "string", "enum": ["a"], "nullable": true}));
    let header = at("paths/~1b/get/responses/200/headers/H/schema").to_json();
    assert_eq!(header, json!({"type": "string", "nullable": true}));
    let content = at("paths/~1b/get/responses/201/content").to_json();
    let bytes = json!({"schema": {"type": "string", "format": "binary"}});
    assert_eq!(content, json!({"application/octet-stream": bytes, "application/json": {}}));
    let bundle = document.bundle();
    assert_eq!(bundle["components"].get("pathItems"), None);
    assert_eq!(bundle["paths"]["/b"]["get"]["responses"]["201"]["content"], content);
}

#[test]
fn definitions_become_components_wherever_they_stand() {
    let root = "openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /a: {get: {responses: {'200': {content: {application/json: {schema: {$ref: 'pet.yaml'}}}}}}}
components:
  schemas:
    Tree:
      $defs:
        Leaf: {type: [string, 'null'], maxLength: 3}
        Node: {properties: {next: {$ref: '#/components/schemas/Tree/$defs/Node'}}}
      properties:
        leaf: {$ref: '#/components/schemas/Tree/$defs/Leaf'}
        node: {$ref: '#/components/schemas/Tree/$defs/Node'}
        deep: {$ref: '#/components/schemas/Tree/$defs/Node/properties/next'}
        inner: {$ref: 'pet.yaml#/$defs/Name', description: D}
";
    let pet = "properties: {name: {$ref: '#/$defs/Name'}}
$defs: {Name: {type: string, examples: [a]}}
";
    let reading = read(&[("openapi.yaml", root), ("pet.yaml", pet)]);
    let messages: Vec<_> = reading.problems.iter().map(|problem| &problem.message).collect();
    assert!(messages.is_empty(), "{messages:?}");
    let bundle = reading.document.bundle();
    let schemas = &bundle["components"]["schemas"];
    assert_eq!(schemas["Tree.Leaf"], json!({"type": "string", "nullable": true, "maxLength": 3}));
    let node = json!({"$ref": "#/components/schemas/Tree.Node"});
    assert_eq!(schemas["Tree.Node"], json!({"properties": {"next": node}}));
    let tree = &schemas["Tree"]["properties"];
    assert_eq!(tree["node"], node);
    assert_eq!(tree["deep"]["$ref"], "#/components/schemas/Tree.Node/properties/next");
    assert_eq!(tree["inner"]["allOf"][0], json!({"type": "string", "example": "a"}));
    let body = &bundle["paths"]["/a"]["get"]["responses"]["200"]["content"]["application/json"];
    assert_eq!(body["schema"]["properties"]["name"], json!({"type": "string", "example": "a"}));
    let leaf = reading.document.schema("Tree.Leaf").unwrap();
    assert_eq!(reading.document.sources().position(leaf.file(), leaf.span().start).0, 9);
}

#[test]
fn a_schema_that_was_written_on_its_own_finds_its_definitions() {
    let schema = "{$id: 'https://a.example/thing', properties: {a: {$ref: '#/$defs/A'}}, $defs: {A: {const: a}}}";
    let (thing, findings, _) = lowered(schema);
    assert_eq!(thing["properties"]["a"], json!({"$ref": "#/components/schemas/Thing.A"}));
    assert_eq!(findings, [""; 0]);
    let (_, findings, _) = lowered("{properties: {a: {$ref: '#/$defs/A'}}}");
    assert_eq!(findings, ["ref-unresolved '#/$defs/A'"]);
}

#[test]
fn versions_are_told_apart() {
    let text = "openapi: 3.2.0\ninfo: {title: T, version: '1'}\npaths: {}\n";
    assert_eq!(told(text), ["version-ahead: OpenAPI 3.2 is read as 3.1"]);
    let schema = "paths: {}\ncomponents: {schemas: {A: {type: [string, 'null'], const: a}}}\n";
    for (version, is_lowered) in
        [("3.1.0", true), ("3.2.1", true), ("3.0.4", false), ("4.0.0", false)]
    {
        let text = format!("openapi: {version}\n{schema}");
        let schema = read(&[("openapi.yaml", &text)]).document.schema("A").unwrap().to_json();
        assert_eq!(schema.get("nullable").is_some(), is_lowered, "{version}");
    }
}

#[test]
fn spans_are_those_of_what_was_written() {
    let text = contract("    Thing: {type: [string, 'null'], exclusiveMinimum: 3, const: a}\n");
    let document = read(&[("openapi.yaml", &text)]).document;
    let thing = document.schema("Thing").unwrap();
    let written = |key: &str| {
        let value = thing.get(key).unwrap();
        let text = |span: crate::diagnostic::Span| text[span.start..span.end].to_owned();
        (text(value.key_span().unwrap()), text(value.span()))
    };
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    assert_eq!(written("type"), pair("type", "string"));
    assert_eq!(written("nullable"), pair("'null'", "'null'"));
    assert_eq!(written("minimum"), pair("exclusiveMinimum", "3"));
    assert_eq!(written("exclusiveMinimum"), pair("exclusiveMinimum", "3"));
    assert_eq!(written("enum"), pair("const", "a"));
}

//! Two programs turn OpenAPI schemas into JSON Schema: lint, to check examples, and the fake, to check
//! requests. What they make means the same, for the contracts here and for any other.

use std::collections::BTreeSet;

use codegen::document::{Cursor, Document, MemoryFiles};
use codegen::json_schema::{self, Direction};
use pingone_mfa_testing::{Contract, Route};
use pingone_mfa_tests::{fixtures, served_contract, shipped_contract, workspace};
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use serde_json::{Map, Value, json};

/// Compares all bodies of a contract; gives how many there are.
fn compare(document: &Document, served: &str) -> Result<usize, String> {
    let contract = Contract::read(served).map_err(|error| error.to_string())?;
    let routes = Box::leak(Box::new(contract)).routes();
    let mut compared = 0;
    for route in routes {
        let status = route.success.to_string();
        let bodies = [
            (Direction::Request, route.request_schema, vec!["requestBody"]),
            (Direction::Response, route.response_schema, vec!["responses", &status]),
        ];
        for (direction, fake, path) in bodies {
            let Some(fake) = fake else { continue };
            let fake: Value = serde_json::from_str(fake).unwrap();
            let lint = json_schema::of(&schema(document, route, &path), Some(direction));
            let [fake, lint] = [fake, lint].map(without_exclusion);
            let mut pairs = BTreeSet::new();
            same([&fake, &lint], [&fake, &lint], &mut pairs)
                .map_err(|what| format!("{} {direction:?}: {what}", route.operation_id))?;
            compared += 1;
        }
    }
    Ok(compared)
}

/// Where a branch of a `oneOf` requires all that another one does, the fake takes a body that fits both, as
/// APIs do; lint says of an example that it does.
fn without_exclusion(schema: Value) -> Value {
    match schema {
        Value::Object(members) => {
            let renamed = members.into_iter().map(|(key, value)| {
                let key = if key == "oneOf" { "anyOf".to_owned() } else { key };
                (key, without_exclusion(value))
            });
            Value::Object(renamed.collect())
        }
        Value::Array(items) => items.into_iter().map(without_exclusion).collect(),
        other => other,
    }
}

/// The schema of a body, found in the document as it was written.
fn schema<'d>(document: &'d Document, route: &Route, path: &[&str]) -> Cursor<'d> {
    let method = route.method.to_lowercase();
    let whole = ["paths", route.template, method.as_str()].into_iter().chain(path.iter().copied());
    let holder = whole.fold(document.root(), |node, key| {
        let found = node.get(key).or_else(|| node.get("2XX")).or_else(|| node.get("default"));
        found.unwrap_or_else(|| panic!("{key} of {} {path:?}", route.operation_id)).resolve()
    });
    let content = holder.get("content").unwrap();
    // As the client chooses, whatever the order.
    let json = content.entries().filter(|(name, _)| name.contains("json"));
    let chosen = json.min_by_key(|(name, _)| (*name != "application/json", (*name).to_owned()));
    chosen.unwrap().1.get("schema").unwrap()
}

/// Whether two schemas, each within its document, say the same. References are followed, because the
/// names of definitions are nobody's business; a pair that is being compared counts as the same.
fn same(
    documents: [&Value; 2],
    nodes: [&Value; 2],
    pairs: &mut BTreeSet<[String; 2]>,
) -> Result<(), String> {
    let refers = |node: &Value| node.get("$ref").is_some_and(Value::is_string);
    let [one, other] = [0, 1].map(|side| target(documents[side], nodes[side]));
    if nodes.into_iter().any(refers) {
        let names = nodes.map(|node| node["$ref"].as_str().unwrap_or_default().to_owned());
        if !pairs.insert(names) {
            return Ok(());
        }
    }
    let differ = || Err(format!("{one} is not {other}"));
    match (one, other) {
        (Value::Object(ours), Value::Object(theirs)) => {
            let keys = |of: &Map<String, Value>| -> BTreeSet<String> {
                of.keys().filter(|key| *key != "$defs").cloned().collect()
            };
            if keys(ours) != keys(theirs) {
                return differ();
            }
            keys(ours).iter().try_for_each(|key| same(documents, [&ours[key], &theirs[key]], pairs))
        }
        (Value::Array(ours), Value::Array(theirs)) if ours.len() == theirs.len() => {
            ours.iter().zip(theirs).try_for_each(|(a, b)| same(documents, [a, b], pairs))
        }
        _ if one == other => Ok(()),
        _ => differ(),
    }
}

fn target<'v>(document: &'v Value, node: &'v Value) -> &'v Value {
    let mut node = node;
    while let Some(reference) = node.get("$ref").and_then(Value::as_str) {
        let pointer = reference.strip_prefix('#').unwrap();
        node = document.pointer(pointer).unwrap_or_else(|| panic!("{reference} in {document}"));
    }
    node
}

#[test]
fn both_make_the_same_of_the_contracts_here() {
    let vendor = workspace().join("tests/fixtures/vendor/openapi.yaml");
    let contracts = fixtures().unwrap().into_iter().map(|(_, path)| path);
    let mut compared = 0;
    for path in contracts.chain([shipped_contract(), vendor]) {
        let document = codegen::read(&path).unwrap().document;
        compared += compare(&document, &served_contract(&path).unwrap())
            .unwrap_or_else(|what| panic!("{}: {what}", path.display()));
    }
    assert!(compared > 40, "only {compared} schemas were compared");
}

/// The names of the components of a made-up contract, some of which no pointer or URI can hold as they
/// are, and some of which are alike.
const NAMES: [&str; 5] = ["Plain", "with.dots-and_more", "a b", "a-b", "Ünï/~c"];

/// The properties of each component that may be referred to.
const PROPERTIES: [&str; 4] = ["inner", "in-ner", "in_ner", "in ner"];

/// What a made-up contract may refer to: components, and what is inside of them.
fn references() -> Vec<String> {
    let escaped = |name: &str| {
        let pointer = name.replace('~', "~0").replace('/', "~1");
        pointer.replace(' ', "%20").replace('Ü', "%C3%9C").replace('ï', "%C3%AF")
    };
    let mut references = Vec::new();
    for component in NAMES.map(escaped) {
        let component = format!("#/components/schemas/{component}");
        references.extend(PROPERTIES.map(|one| format!("{component}/properties/{}", escaped(one))));
        references.push(component);
    }
    references
}

/// Keywords that stand alone, each with a value that is right and one that is unusual.
fn keywords() -> Vec<(&'static str, Value)> {
    vec![
        ("type", json!("object")),
        ("type", json!("string")),
        ("type", json!("integer")),
        ("format", json!("uuid")),
        ("nullable", json!(true)),
        ("nullable", json!(false)),
        ("enum", json!(["a", 1])),
        ("x-extensible-enum", json!(["a"])),
        ("x-other", json!({"$ref": 7})),
        ("default", json!({"minimum": 1})),
        ("pattern", json!("^a")),
        ("title", json!("T")),
        ("description", json!("D.")),
        ("example", json!({"nullable": true})),
        ("minLength", json!(1)),
        ("maxLength", json!(9)),
        ("minItems", json!(1)),
        ("uniqueItems", json!(true)),
        ("maxProperties", json!(3)),
        ("multipleOf", json!(2)),
        ("minimum", json!(0)),
        ("maximum", json!(1.5)),
        ("exclusiveMinimum", json!(true)),
        ("exclusiveMinimum", json!(false)),
        ("exclusiveMaximum", json!(true)),
        ("readOnly", json!(true)),
        ("readOnly", json!(false)),
        ("writeOnly", json!(true)),
        ("deprecated", json!(true)),
        ("required", json!(["inner", "absent"])),
        ("required", json!([])),
        ("additionalProperties", json!(true)),
        ("additionalProperties", json!(false)),
        ("properties", json!({})),
        ("discriminator", json!({"propertyName": "inner"})),
    ]
}

/// A schema; whatever it is, it has a property that references may lead to.
fn schemas() -> impl Strategy<Value = Value> {
    let leaf = subsequence(keywords(), 0..5).prop_map(|members| {
        Value::Object(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    });
    let reference = select(references()).prop_map(|target| json!({ "$ref": target }));
    prop_oneof![leaf.clone(), reference].prop_recursive(4, 24, 3, move |inner| {
        let list = proptest::collection::vec(inner.clone(), 1..3);
        (leaf.clone(), inner, list, any::<Index>()).prop_map(|(mut outer, one, list, which)| {
            let keys = ["properties", "items", "additionalProperties", "not", "allOf", "anyOf"];
            let key = keys[which.index(keys.len())];
            outer[key] = match key {
                "properties" => json!({"inner": one, "other": list[0]}),
                "allOf" | "anyOf" => json!(list),
                _ => one,
            };
            outer
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn both_make_the_same_of_any_contract(
        body in schemas(),
        components in proptest::collection::vec(schemas(), NAMES.len()),
    ) {
        let content = json!({"content": {"application/json": {"schema": body}}});
        let mut named = Map::new();
        for (name, mut schema) in NAMES.iter().zip(components) {
            if schema.get("$ref").is_some() {
                schema = json!({"allOf": [schema]});
            }
            for (length, property) in PROPERTIES.iter().enumerate() {
                if schema["properties"].get(property).is_none() {
                    schema["properties"][property] = json!({"minLength": length, "readOnly": true});
                }
            }
            named.insert((*name).to_owned(), schema);
        }
        let contract = json!({
            "openapi": "3.0.3",
            "info": {"title": "Made up", "version": "1"},
            "paths": {"/things": {"post": {
                "operationId": "createThing",
                "requestBody": content,
                "responses": {"200": content},
            }}},
            "components": {"schemas": named},
        });
        let files: MemoryFiles = [("openapi.yaml", contract.to_string())].into_iter().collect();
        let document = Document::from_files(&files, "openapi.yaml");
        let document = document.map_err(|report| TestCaseError::reject(format!("{report:?}")))?;
        match compare(&document, &document.bundle().to_string()) {
            Ok(compared) => prop_assert_eq!(compared, 2),
            // A circle of references is no contract; everything else is served.
            Err(what) => prop_assert!(what.contains("leads to itself"), "{} in {:#}", what, contract),
        }
    }
}

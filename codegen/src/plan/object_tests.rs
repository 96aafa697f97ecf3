//! Promises about object schemas that hold for any tree of them.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Plan, Shape};
use crate::fixture::{contract, document};
use crate::wire;

/// How many component schemas there are at most.
const MOST: usize = 5;

fn name(index: usize) -> String {
    ["Alpha", "Beta", "Gamma", "Delta", "Epsilon"][index % MOST].to_owned()
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!({ "type": "string" })),
        Just(json!({ "type": "string", "enum": ["A", "B"] })),
        Just(json!({ "type": "integer", "format": "int32" })),
        Just(json!({ "type": "string", "readOnly": true })),
        Just(json!({})),
        (0..MOST).prop_map(|it| json!({ "$ref": format!("#/components/schemas/{}", name(it)) })),
    ]
}

/// The properties of an object are of few names, so that parts share some.
fn object(inner: impl Strategy<Value = Value> + Clone) -> impl Strategy<Value = Value> {
    let properties = prop::collection::btree_map("a|b|c|extra", inner.clone(), 1..4);
    let others = prop_oneof![
        4 => Just(None),
        1 => Just(Some(json!(true))),
        1 => inner.prop_map(Some),
    ];
    (properties, others).prop_map(|(properties, others)| {
        let mut schema = json!({ "type": "object", "properties": properties });
        if let Some(others) = others {
            schema["additionalProperties"] = others;
        }
        schema
    })
}

fn schema() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            object(inner.clone()),
            inner.clone().prop_map(|items| json!({ "type": "array", "items": items })),
            inner.prop_map(|value| json!({ "type": "object", "additionalProperties": value })),
        ]
    })
}

/// A component: an object, or one that another is a part of.
fn component() -> impl Strategy<Value = Value> {
    let own = object(schema().boxed()).boxed();
    prop_oneof![
        3 => own.clone(),
        1 => (0..MOST, own).prop_map(|(part, own)| {
            json!({ "allOf": [{ "$ref": format!("#/components/schemas/{}", name(part)) }, own] })
        }),
    ]
}

fn components() -> impl Strategy<Value = Vec<Value>> {
    prop::collection::vec(component(), MOST)
}

/// The schemas as YAML, which JSON is.
fn text(components: &[Value], order: &[usize]) -> String {
    let all = order.iter().filter_map(|index| Some((index, components.get(*index)?)));
    let lines = all.map(|(index, schema)| format!("    {}: {schema}\n", name(*index)));
    let thing = json!({ "type": "object", "properties": {
        "first": { "$ref": "#/components/schemas/Alpha" },
        "all": { "type": "array", "items": { "$ref": "#/components/schemas/Beta" } },
    }});
    lines.collect::<String>() + &format!("    Thing: {thing}\n")
}

/// Another operation, which takes a schema of its own.
fn with_another(contract: &str, schema: &Value) -> String {
    let paths = "  /tenants/{tenantID}/others:\n    parameters:\n      - name: tenantID\n        in: path\n        \
                 required: true\n        x-rust-scope: client\n        schema:\n          \
                 $ref: '#/components/schemas/EnvironmentId'\n    post:\n      operationId: createOther\n      \
                 tags: [Things]\n      requestBody:\n        required: true\n        content:\n          \
                 application/json:\n            schema: {$ref: '#/components/schemas/Other'}\n      \
                 responses:\n        '204':\n          description: Made.\ncomponents:\n";
    contract.replacen("components:\n", paths, 1) + &format!("    Other: {schema}\n")
}

fn planned(contract: &str) -> Option<Plan> {
    Plan::from_document(&document(contract)).ok()
}

/// All types with their fields, without their places in the file.
fn types(plan: &Plan) -> Vec<String> {
    let mut found = Vec::new();
    for item in plan.types.values() {
        found.push(format!("{} {:?} {:?}", item.name, item.usage, item.same_as));
        if let Shape::Struct(object) = &item.shape {
            found.push(format!("{}: {:?}", item.name, object.extra));
            found.extend(object.fields.iter().map(|field| {
                format!("{}::{} {:?} {:?}", item.name, field.name, field.ty, field.placing)
            }));
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn what_is_planned_becomes_code(components in components()) {
        let text = contract(&text(&components, &[0, 1, 2, 3, 4]));
        if let Some(plan) = planned(&text) {
            let types = wire::types(&plan);
            prop_assert!(types.is_ok(), "{:?}\n{text}", types.err());
        }
    }

    #[test]
    fn order_does_not_matter(components in components(), order in Just([0, 1, 2, 3, 4]).prop_shuffle()) {
        let plan = planned(&contract(&text(&components, &[0, 1, 2, 3, 4])));
        let shuffled = planned(&contract(&text(&components, &order)));
        prop_assert_eq!(plan.as_ref().map(types), shuffled.as_ref().map(types));
    }

    #[test]
    fn an_addition_renames_nothing_and_moves_no_box(components in components(), other in component()) {
        let before = contract(&text(&components, &[0, 1, 2, 3, 4]));
        let after = with_another(&before, &other);
        if let (Some(before), Some(after)) = (planned(&before), planned(&after)) {
            for (name, item) in &before.types {
                let Shape::Struct(object) = &item.shape else { continue };
                let now = after.types.get(name).or_else(|| after.types.get(&format!("{name}Request")));
                let Some(Shape::Struct(other)) = now.map(|item| &item.shape) else {
                    return Err(TestCaseError::fail(format!("{name} is gone")));
                };
                for field in &object.fields {
                    let same = other.fields.iter().find(|one| one.name == field.name);
                    prop_assert_eq!(same.map(|one| one.placing), Some(field.placing), "{}", name);
                }
            }
        }
    }
}

//! Adding operations and schemas to a contract, whatever they are, removes and renames nothing in its client.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};

use super::rust::{ItemKind, RustChange, RustEffect, Surface, compare, surface};
use super::wire::Outcome;
use crate::document::{Document, MemoryFiles};
use crate::plan::Plan;
use crate::refusals as rules;
use crate::target::{Profile, Target};

/// How a new name is made of one that is there: these are the words that the generator adds itself, and
/// spellings that become the same name.
const SUFFIXES: [&str; 14] = [
    "", "Request", "Response", "Body", "Item", "Value", "Kind", "Status", "s", "_request", "2",
    "Entry", "Variant", "Embedded",
];

const VERBS: [&str; 6] = ["get", "put", "post", "patch", "delete", "get"];

/// A schema whose parts refer to what is there by number.
#[derive(Debug, Clone)]
enum Schema {
    Plain(&'static str),
    Formatted(&'static str),
    Enum(Vec<String>),
    Object(Vec<(String, Schema, Mark)>),
    List(Box<Schema>),
    Map(Box<Schema>),
    Old(Index),
}

#[derive(Debug, Clone, Copy)]
enum Mark {
    None,
    Required,
    ReadOnly,
    WriteOnly,
    Nullable,
}

/// What is added.
#[derive(Debug, Clone)]
enum Addition {
    Schema {
        of: Index,
        suffix: &'static str,
        schema: Schema,
    },
    Operation {
        path: Index,
        deeper: Option<String>,
        verb: &'static str,
        tag: Option<Index>,
        body: Option<Schema>,
        answer: Option<Schema>,
        query: Vec<(String, Schema)>,
        is_named: bool,
    },
}

fn word() -> impl Strategy<Value = String> {
    select(vec![
        "name",
        "id",
        "kind",
        "items",
        "value",
        "status",
        "note",
        "created_at",
        "userID",
        "body",
        "client",
        "things",
        "type",
        "Request",
    ])
    .prop_map(str::to_owned)
}

fn schema() -> impl Strategy<Value = Schema> {
    let leaf = prop_oneof![
        3 => any::<Index>().prop_map(Schema::Old),
        2 => select(vec!["string", "integer", "number", "boolean"]).prop_map(Schema::Plain),
        1 => select(vec!["uuid", "date-time", "password"]).prop_map(Schema::Formatted),
        1 => prop::collection::vec("[A-Z]{1,6}", 1..4).prop_map(Schema::Enum),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let mark = select(vec![
            Mark::None,
            Mark::Required,
            Mark::ReadOnly,
            Mark::WriteOnly,
            Mark::Nullable,
        ]);
        prop_oneof![
            prop::collection::vec((word(), inner.clone(), mark), 0..4).prop_map(Schema::Object),
            inner.clone().prop_map(|it| Schema::List(Box::new(it))),
            inner.prop_map(|it| Schema::Map(Box::new(it))),
        ]
    })
}

fn addition() -> impl Strategy<Value = Addition> {
    let operation = (
        any::<Index>(),
        prop::option::of(word()),
        select(VERBS.to_vec()),
        prop::option::weighted(0.8, any::<Index>()),
        prop::option::of(schema()),
        prop::option::of(schema()),
        prop::collection::vec((word(), schema()), 0..3),
        any::<bool>(),
    );
    prop_oneof![
        1 => (any::<Index>(), select(SUFFIXES.to_vec()), schema())
            .prop_map(|(of, suffix, schema)| Addition::Schema { of, suffix, schema }),
        2 => operation.prop_map(|(path, deeper, verb, tag, body, answer, query, is_named)| {
            let body = body.filter(|_| !matches!(verb, "get" | "delete"));
            Addition::Operation { path, deeper, verb, tag, body, answer, query, is_named }
        }),
    ]
}

/// The names below a part of a contract.
fn names(contract: &Value, pointer: &str) -> Vec<String> {
    let object = contract.pointer(pointer).and_then(Value::as_object);
    object.map(|object| object.keys().cloned().collect()).unwrap_or_default()
}

fn pick<'n>(names: &'n [String], index: &Index) -> Option<&'n String> {
    (!names.is_empty()).then(|| index.get(names))
}

fn written(schema: &Schema, known: &[String]) -> Value {
    match schema {
        Schema::Plain(kind) => json!({"type": kind}),
        Schema::Formatted(format) => json!({"type": "string", "format": format}),
        Schema::Enum(values) => {
            let values: BTreeSet<&String> = values.iter().collect();
            json!({"type": "string", "enum": values})
        }
        Schema::Object(members) => {
            let mut properties = Map::new();
            let mut required = BTreeSet::new();
            for (name, schema, mark) in members {
                let mut schema = written(schema, known);
                // Beside a reference it would be ignored.
                if schema.get("$ref").is_some() && !matches!(mark, Mark::None | Mark::Required) {
                    schema = json!({"allOf": [schema]});
                }
                match mark {
                    Mark::Required => _ = required.insert(name.clone()),
                    Mark::None => {}
                    Mark::ReadOnly => schema["readOnly"] = true.into(),
                    Mark::WriteOnly => schema["writeOnly"] = true.into(),
                    Mark::Nullable => schema["nullable"] = true.into(),
                }
                properties.insert(name.clone(), schema);
            }
            let mut object = json!({"type": "object", "properties": properties});
            if !required.is_empty() {
                object["required"] = json!(required);
            }
            object
        }
        Schema::List(item) => json!({"type": "array", "items": written(item, known)}),
        Schema::Map(value) => {
            json!({"type": "object", "additionalProperties": written(value, known)})
        }
        Schema::Old(index) => match pick(known, index) {
            Some(name) => json!({"$ref": format!("#/components/schemas/{name}")}),
            None => json!({"type": "string"}),
        },
    }
}

fn add(contract: &mut Value, number: usize, addition: &Addition) {
    let known = names(contract, "/components/schemas");
    match addition {
        Addition::Schema { of, suffix, schema } => {
            let base = pick(&known, of).map_or("Thing", String::as_str);
            let name = format!("{base}{suffix}");
            let schema = written(schema, &known);
            let schemas = &mut contract["components"]["schemas"];
            if schemas.get(&name).is_none() {
                schemas[name] = schema;
            }
        }
        Addition::Operation { path, deeper, verb, tag, body, answer, query, is_named } => {
            let paths = names(contract, "/paths");
            let Some(base) = pick(&paths, path) else { return };
            let template = match deeper {
                Some(word) => format!("{base}/{word}"),
                None => base.clone(),
            };
            if contract["paths"][&template].get(verb).is_some() {
                return;
            }
            let tags = tags(contract);
            let tag = tag.as_ref().and_then(|tag| pick(&tags, tag)).cloned();
            let tag = tag.filter(|tag| scope(contract, tag) == placeholders(&template));
            let tag = tag.unwrap_or_else(|| format!("New {number}"));
            let mut parameters: Vec<Value> = template
                .split('/')
                .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
                .map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}))
                .collect();
            // The path item may say them already.
            let item = &contract["paths"][&template];
            if item.get("parameters").is_some() {
                parameters.clear();
            }
            let mut seen = BTreeSet::new();
            for (name, schema) in query.iter().filter(|(name, _)| seen.insert(name.clone())) {
                parameters
                    .push(json!({"name": name, "in": "query", "schema": written(schema, &[])}));
            }
            let mut operation = json!({"tags": [tag], "responses": {}});
            if !parameters.is_empty() {
                operation["parameters"] = parameters.into();
            }
            if *is_named {
                operation["operationId"] = format!("{verb}Added{number}").into();
            }
            if let Some(body) = body {
                let media = json!({"application/json": {"schema": written(body, &known)}});
                operation["requestBody"] = json!({"required": true, "content": media});
            }
            operation["responses"] = match answer {
                Some(answer) => json!({"200": {"description": "It.", "content": {
                    "application/json": {"schema": written(answer, &known)},
                }}}),
                None => json!({"204": {"description": "Done."}}),
            };
            contract["paths"][&template][*verb] = operation;
        }
    }
}

fn placeholders(template: &str) -> BTreeSet<String> {
    let names = template.split('/').filter_map(|it| it.strip_prefix('{')?.strip_suffix('}'));
    names.map(str::to_owned).collect()
}

/// The placeholders of the first operation with a tag: what the handle takes depends on what all operations
/// of the tag have in common, so a new one has the same.
fn scope(contract: &Value, tag: &str) -> BTreeSet<String> {
    let paths = names(contract, "/paths");
    let has = |path: &&String| {
        let item = contract["paths"][*path].as_object();
        item.into_iter().flat_map(Map::values).any(|it| it["tags"][0] == tag)
    };
    paths.iter().find(has).map(|path| placeholders(path)).unwrap_or_default()
}

fn tags(contract: &Value) -> Vec<String> {
    let mut found = BTreeSet::new();
    for path in names(contract, "/paths") {
        let item = contract["paths"][&path].as_object();
        for operation in item.into_iter().flat_map(Map::values) {
            let tags = operation.get("tags").and_then(Value::as_array);
            let tags = tags.into_iter().flatten().filter_map(Value::as_str);
            found.extend(tags.map(str::to_owned));
        }
    }
    found.into_iter().collect()
}

fn document(contract: &Value) -> Option<Document> {
    let text = contract.to_string();
    let files: MemoryFiles = [("openapi.yaml", text.as_str())].into_iter().collect();
    let reading = Document::read_from(&files, "openapi.yaml");
    let mut target = Target::default();
    target.lint.profile = Profile::Tolerant;
    Some(reading.document.with_target(target)).filter(|_| reading.problems.is_empty())
}

/// The public API of a contract's client; `None` if the contract is refused, or if a schema takes the name that a
/// place had: that renames, which the finding says (`name-taken`).
fn api(contract: &Value) -> Option<Surface> {
    let plan = Plan::draft(&document(contract)?).ok()?;
    if plan.notes.iter().any(|note| note.rule.id == rules::NAME_TAKEN.id) {
        return None;
    }
    Some(surface(&plan).unwrap_or_else(|error| panic!("{error}: {contract:#}")))
}

/// The contracts of the fixtures, each as one document with its API.
static CONTRACTS: LazyLock<Vec<(Value, Surface)>> = LazyLock::new(|| {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let fixtures = std::fs::read_dir(workspace.join("tests/fixtures/specs")).unwrap();
    let mut found: Vec<PathBuf> =
        fixtures.map(|entry| entry.unwrap().path().join("openapi.yaml")).collect();
    found.push(workspace.join("spec/openapi.yaml"));
    found.sort();
    let bundles = found.iter().map(|path| crate::read(path).unwrap().document.bundle());
    let found: Vec<_> =
        bundles.filter_map(|bundle| Some((bundle.clone(), api(&bundle)?))).collect();
    assert!(found.len() > 10, "only {} fixtures can be added to", found.len());
    found
});

/// What code that uses the first API may not find in the second one, as `cargo xtask diff` tells it.
fn broken(old: &Surface, new: &Surface) -> Vec<String> {
    let changes = compare(old, new, &Outcome::default()).into_iter();
    let broken = changes.filter(|it| it.effect == RustEffect::Breaking && !is_known(it));
    broken.map(|it| format!("{}: {:?} became {:?}", it.item, it.before, it.after)).collect()
}

/// Whether it is what a use adds that is the first to send a type: see `codegen/README.md`.
fn is_known(change: &RustChange) -> bool {
    let three =
        |text: &Option<String>| text.as_ref().is_some_and(|text| text.starts_with("Nullable<"));
    change.kind == ItemKind::Field && three(&change.after) && !three(&change.before)
}

/// A contract whose only operation takes a thing and these parameters, and answers a thing.
fn of_thing(sends: bool, parameters: &Value, thing: &Value) -> Value {
    let media = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}});
    let mut operation = json!({
        "tags": ["Things"],
        "operationId": "makeThing",
        "parameters": parameters,
        "responses": {"200": {"description": "It.", "content": media}},
    });
    if sends {
        operation["requestBody"] = json!({"required": true, "content": media});
    }
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Any", "version": "1"},
        "paths": {"/things": {"post": operation}},
        "components": {"schemas": {"Thing": thing}},
    })
}

#[test]
fn what_looks_like_an_addition_and_is_more_is_told() {
    let text = || json!({"type": "string"});
    let object = |names: &[&str]| {
        let properties: Map<String, Value> =
            names.iter().map(|name| ((*name).to_owned(), text())).collect();
        json!({"type": "object", "properties": properties, "required": names})
    };
    let marked = |key: &str| json!({"type": "object", "properties": {"name": text(), "at": {"type": "string", key: true}}});
    let parameters = |places: &[&str]| -> Value {
        let one = |place: &&str| json!({"name": "limit", "in": place, "schema": text()});
        places.iter().map(one).collect()
    };
    let none = json!([]);
    let plain = object(&["name"]);
    let open = json!({"type": "object", "properties": {"name": text()}});
    for (before, after, item) in [
        (of_thing(true, &none, &open), of_thing(true, &none, &marked("readOnly")), "Thing::new()"),
        (
            of_thing(false, &none, &marked("nullable")),
            of_thing(true, &none, &marked("nullable")),
            "Thing::at",
        ),
        (
            of_thing(true, &parameters(&["header"]), &plain),
            of_thing(true, &parameters(&["header", "query"]), &plain),
            "things::MakeThing::limit()",
        ),
        (
            of_thing(true, &none, &object(&["a", "b", "c", "d"])),
            of_thing(true, &none, &object(&["a", "b", "c", "d", "e"])),
            "Thing::new()",
        ),
    ] {
        let changes = compare(&api(&before).unwrap(), &api(&after).unwrap(), &Outcome::default());
        let mut broken = changes.iter().filter(|it| it.effect >= RustEffect::Behaviour);
        assert!(broken.any(|it| it.item == item), "{item}: {changes:#?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn adding_operations_and_schemas_to_a_fixture_renames_nothing(
        start in any::<Index>(),
        additions in prop::collection::vec(addition(), 1..5),
    ) {
        let (contract, old) = start.get(&CONTRACTS);
        let mut more = contract.clone();
        additions.iter().enumerate().for_each(|(number, one)| add(&mut more, number, one));
        if let Some(new) = api(&more) {
            prop_assert_eq!(broken(old, &new), [""; 0], "{:#}", more);
        }
    }

    #[test]
    fn adding_operations_and_schemas_to_any_contract_renames_nothing(
        first in prop::collection::vec(addition(), 1..8),
        additions in prop::collection::vec(addition(), 1..5),
    ) {
        let mut contract = json!({
            "openapi": "3.0.3",
            "info": {"title": "Any", "version": "1"},
            "paths": {"/things": {}, "/things/{thingID}": {}, "/users/{userID}/things": {}},
            "components": {"schemas": {"Thing": {"type": "object", "properties": {"name": {"type": "string"}}}}},
        });
        first.iter().enumerate().for_each(|(number, one)| add(&mut contract, number, one));
        let old = api(&contract);
        let mut more = contract;
        additions.iter().enumerate().for_each(|(number, one)| add(&mut more, 100 + number, one));
        if let (Some(old), Some(new)) = (old, api(&more)) {
            prop_assert_eq!(broken(&old, &new), [""; 0], "{:#}", more);
        }
    }
}

//! Adding operations and schemas to a contract, whatever they are, removes and renames nothing in its client.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};

use super::rust::surface;
use super::rust::tests::{Declared, rows};
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
        let mark = select(vec![Mark::None, Mark::Required]);
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
                let schema = written(schema, known);
                match mark {
                    Mark::Required => _ = required.insert(name.clone()),
                    Mark::None => {}
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
            // What is sent is of schemas of its own: a type that is received and then sent as well may lose
            // what only a received one has.
            if let Some(body) = body {
                let media = json!({"application/json": {"schema": written(body, &[])}});
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

/// The public API of a contract's client, with the types that are aliases and of what.
#[derive(Debug)]
struct Api {
    rows: BTreeSet<Declared>,
    aliases: BTreeMap<String, String>,
}

/// The API of a contract; `None` if the contract is refused, or if a schema takes the name that a place had:
/// that renames, which the finding says (`name-taken`).
fn api(contract: &Value) -> Option<Api> {
    let plan = Plan::draft(&document(contract)?).ok()?;
    if plan.notes.iter().any(|note| note.rule.id == rules::NAME_TAKEN.id) {
        return None;
    }
    let surface = surface(&plan).unwrap_or_else(|error| panic!("{error}: {contract:#}"));
    let aliases = plan.types.values();
    let aliases = aliases.filter_map(|item| Some((item.name.clone(), item.same_as.clone()?)));
    Some(Api { rows: rows(&surface), aliases: aliases.collect() })
}

/// The contracts of the fixtures, each as one document with its API.
static CONTRACTS: LazyLock<Vec<(Value, Api)>> = LazyLock::new(|| {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let fixtures = std::fs::read_dir(workspace.join("tests/fixtures/specs")).unwrap();
    let mut found: Vec<PathBuf> =
        fixtures.map(|entry| entry.unwrap().path().join("openapi.yaml")).collect();
    found.push(workspace.join("spec/openapi.yaml"));
    found.sort();
    let bundles = found.iter().map(|path| crate::read(path).unwrap().document.bundle());
    // Which type of a schema with such properties has the plain name depends on both its uses.
    let has_sides = |bundle: &Value| {
        let text = bundle.to_string();
        text.contains("\"readOnly\":true") || text.contains("\"writeOnly\":true")
    };
    let bundles = bundles.filter(|bundle| !has_sides(bundle));
    let found: Vec<_> =
        bundles.filter_map(|bundle| Some((bundle.clone(), api(&bundle)?))).collect();
    assert!(found.len() > 10, "only {} fixtures can be added to", found.len());
    found
});

/// The items that the first API has and the second one has not. How they are declared may change: a type
/// that is sent as well holds what an answer alone does not tell apart.
/// What belonged to a type that is an alias now belongs to the type that it names, and is there by both names.
fn gone(old: &Api, new: &Api) -> Vec<String> {
    let named = |(path, kind, ..): &Declared| (path.clone(), *kind);
    let rows: BTreeSet<_> = new.rows.iter().map(named).collect();
    let old: BTreeSet<_> = old.rows.iter().map(named).collect();
    let by_alias = |(path, kind): &(String, _)| (without_aliases(path, &new.aliases), *kind);
    let missing = old.difference(&rows).filter(|item| !rows.contains(&by_alias(item)));
    missing.map(|item| format!("{item:?}")).collect()
}

/// A path with the types that its aliases name.
fn without_aliases(path: &str, aliases: &BTreeMap<String, String>) -> String {
    let is_of_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut written = String::new();
    let mut rest = path;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| is_of_word(c) != is_of_word(first)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        written.push_str(aliases.get(word).map_or(word, String::as_str));
        rest = after;
    }
    written
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
            prop_assert_eq!(gone(old, &new), [""; 0], "{:#}", more);
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
            prop_assert_eq!(gone(&old, &new), [""; 0], "{:#}", more);
        }
    }
}

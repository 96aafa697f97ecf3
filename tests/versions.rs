//! The version of OpenAPI in which a contract is written changes nothing: every fixture, spelt as 3.1 spells
//! it, gives the same files byte by byte, and the diff of the two spellings is empty.

use std::fs;
use std::path::{Path, PathBuf};

use codegen::diff::{Version, compare};
use codegen::document::{Document, MemoryFiles};
use codegen::generate;
use pingone_mfa_tests::{fixtures, shipped_contract, workspace};
use serde_json::{Map, Value, json};

/// The files of a contract as JSON, which YAML is as well.
fn files(contract: &Path) -> Vec<(String, Value)> {
    let document = Document::read(contract).document;
    let parts = document.parts().map(|part| (part.file_name().to_owned(), part.to_json()));
    let root = document.root();
    std::iter::once((root.file_name().to_owned(), root.to_json())).chain(parts).collect()
}

/// What stands at a place, as far as spelling depends on it.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Object,
    Schema,
    /// Schemas by name.
    Schemas,
    /// Objects by name.
    Names,
}

/// The same contract in the words of 3.1; counts what it spells anew.
fn respelt(value: &Value, place: Place, changes: &mut usize) -> Value {
    let Value::Object(members) = value else {
        let item = |item: &Value| respelt(item, place, changes);
        return match value {
            Value::Array(items) => Value::Array(items.iter().map(item).collect()),
            plain => plain.clone(),
        };
    };
    let mut written = Map::new();
    for (key, member) in members {
        let inner = match (place, key.as_str()) {
            (Place::Schemas, _) => Some(Place::Schema),
            (Place::Names, _) => Some(Place::Object),
            (_, "example" | "examples" | "default" | "enum" | "x-extensible-enum" | "mapping") => {
                None
            }
            (Place::Schema, "properties") | (Place::Object, "schemas") => Some(Place::Schemas),
            (Place::Schema, _) | (Place::Object, "schema") => Some(Place::Schema),
            (Place::Object, "responses" | "headers" | "content" | "paths") => Some(Place::Names),
            (Place::Object, "parameters") if member.is_object() => Some(Place::Names),
            (Place::Object, _) => Some(Place::Object),
        };
        let member = inner.map_or_else(|| member.clone(), |inner| respelt(member, inner, changes));
        written.insert(key.clone(), member);
    }
    if place == Place::Schema {
        spell(&mut written, changes);
    }
    Value::Object(written)
}

fn spell(schema: &mut Map<String, Value>, changes: &mut usize) {
    // 3.0 ignores what stands beside it; in 3.1, it would hold.
    if schema.contains_key("$ref") {
        schema.retain(|key, _| key == "$ref");
    }
    let before = schema.clone();
    if let Some(example) = schema.remove("example") {
        schema.insert("examples".to_owned(), json!([example]));
    }
    for (flag, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if schema.get(flag) == Some(&Value::Bool(true)) {
            let number = schema.remove(bound).unwrap();
            schema.insert(flag.to_owned(), number);
        }
    }
    if let Some([only]) = schema.get("enum").and_then(Value::as_array).map(Vec::as_slice) {
        let only = only.clone();
        schema.remove("enum");
        schema.insert("const".to_owned(), only);
    }
    if schema.get("format") == Some(&json!("byte")) {
        schema.remove("format");
        schema.insert("contentEncoding".to_owned(), json!("base64"));
    }
    let is_nullable = schema.get("nullable") == Some(&Value::Bool(true));
    let lone = match schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
        Some([part]) if part.get("$ref").is_some() => Some(part.clone()),
        _ => None,
    };
    if let (true, Some(kind)) = (is_nullable, schema.get("type").cloned()) {
        schema.remove("nullable");
        schema.insert("type".to_owned(), json!([kind, "null"]));
    } else if let (true, Some(part)) = (is_nullable, &lone) {
        schema.remove("nullable");
        schema.remove("allOf");
        schema.insert("anyOf".to_owned(), json!([part, {"type": "null"}]));
    } else if let Some(part) = lone {
        schema.remove("allOf");
        schema.insert("$ref".to_owned(), part["$ref"].clone());
    }
    *changes += usize::from(*schema != before);
}

/// Both spellings of a contract.
fn spellings(contract: &Path) -> ([Vec<(String, String)>; 2], usize) {
    let mut changes = 0;
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for (index, (name, value)) in files(contract).into_iter().enumerate() {
        let mut newer = respelt(&value, Place::Object, &mut changes);
        if index == 0 {
            newer["openapi"] = json!("3.1.1");
        }
        old.push((name.clone(), value.to_string()));
        new.push((name, newer.to_string()));
    }
    ([old, new], changes)
}

/// Fixtures whose two spellings differ: a branch of `oneOf` that is `enum: [null]` in 3.0 is lowered to
/// `nullable`, a `format: binary` of 3.0 stays where 3.1 has no `type`, and a branch that is one `allOf` of
/// its union is a plain `$ref` to it.
const TOLD_APART: [&str; 3] = ["successes", "union-inherited", "union-untagged"];

fn alike() -> impl Iterator<Item = (String, PathBuf)> {
    fixtures().unwrap().into_iter().filter(|(name, _)| !TOLD_APART.contains(&name.as_str()))
}

#[test]
fn both_spellings_of_a_contract_give_the_same_files() {
    let mut contracts: Vec<_> = alike().map(|(_, contract)| contract).collect();
    contracts.push(shipped_contract());
    contracts.push(workspace().join("tests/fixtures/vendor/openapi.yaml"));
    let mut total = 0;
    for contract in contracts {
        let (spellings, changes) = spellings(&contract);
        total += changes;
        let [old, new] = spellings.map(|files| {
            let folder = tempfile::tempdir().unwrap();
            for (name, text) in files {
                fs::write(folder.path().join(name), text).unwrap();
            }
            let client = contract.with_file_name("client.yaml");
            fs::copy(client, folder.path().join("client.yaml")).unwrap();
            let root = folder.path().join(contract.file_name().unwrap());
            let generated = generate(&root).unwrap_or_else(|error| panic!("{contract:?}: {error}"));
            generated
                .files
                .iter()
                .map(|(path, text)| (path.to_owned(), text.to_owned()))
                .collect::<Vec<_>>()
        });
        for (old, new) in old.iter().zip(&new) {
            assert!(old == new, "{contract:?} {}\n{}\n{}", old.0, old.1, new.1);
        }
        assert_eq!(old.len(), new.len());
    }
    assert!(total > 30, "{total} schemas are spelt in another way");
}

#[test]
fn the_spelling_is_no_change() {
    for (name, contract) in alike() {
        let (spellings, _) = spellings(&contract);
        let [old, new] = spellings.map(|files| {
            let client = fs::read_to_string(contract.with_file_name("client.yaml")).unwrap();
            let files: MemoryFiles =
                files.into_iter().chain([("client.yaml".to_owned(), client)]).collect();
            Version::load("contract", &files, "openapi.yaml")
        });
        let diff = compare(&old, &new);
        let ids: Vec<String> = diff.changes().iter().map(|change| change.id()).collect();
        assert_eq!(ids, [""; 0], "{name}");
    }
}

#[test]
fn what_3_1_becomes_is_3_0_to_others() {
    let schema: Value =
        serde_json::from_str(include_str!("fixtures/openapi-3.0/schema.json")).unwrap();
    let options = jsonschema::options().with_draft(jsonschema::Draft::Draft4);
    let official = options.build(&schema).unwrap();
    let contracts = [
        workspace().join("tests/fixtures/specs/openapi-3.1/openapi.yaml"),
        workspace().join("../shared/corpus/official-3.1.yaml"),
    ];
    for contract in contracts.into_iter().filter(|contract| contract.exists()) {
        let bundle = Document::read(&contract).document.bundle();
        let problems: Vec<String> = official
            .iter_errors(&bundle)
            .map(|error| format!("{}: {error:.200}", error.instance_path()))
            .collect();
        assert_eq!(problems, Vec::<String>::new(), "{contract:?}");
    }
}

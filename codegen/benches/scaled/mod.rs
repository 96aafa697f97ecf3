//! A contract of as many operations as are asked for, made by repeating what the fixtures have: unions, merged
//! `allOf`, inline objects, pages, bodies of several media types, recursion.
//!
//! Each copy of a fixture has paths, schemas and names of its own, and a handle with some of the others, so that
//! what one operation brings with it is the same in a small contract and in a large one.

use std::path::{Path, PathBuf};

use codegen::document::{Document, MemoryFiles, Reading};
use codegen::operation_count;
use codegen::target::{Overrides, Profile, Target};
use serde_json::{Map, Value, json};

/// The sizes that are measured.
#[allow(dead_code, reason = "a test that shares this module measures others")]
pub(crate) const SIZES: [usize; 4] = [10, 100, 1_000, 5_000];

/// The fixtures that are repeated: what real contracts are made of.
const SHAPES: [&str; 14] = [
    "collections",
    "union-shared",
    "media-types",
    "inline",
    "paging",
    "all-of-merged",
    "parameter-styles",
    "union-untagged",
    "nullable",
    "recursion",
    "round-trip",
    "directions",
    "forms",
    "successes",
];

/// Copies whose operations are those of one handle.
const COPIES_OF_A_HANDLE: usize = 4;

/// A contract with this many operations, as JSON.
pub(crate) fn contract(operations: usize) -> Value {
    let shapes: Vec<Shape> = SHAPES.into_iter().map(Shape::read).collect();
    let mut made = Contract::new();
    for copy in 0.. {
        for shape in &shapes {
            if made.operations == operations {
                return made.finish();
            }
            made.add(shape, copy, operations);
        }
    }
    made.finish()
}

/// The same contract one version later: some schemas have a property more, some lost their description.
#[allow(dead_code, reason = "a test that shares this module compares no versions")]
pub(crate) fn changed(mut contract: Value) -> Value {
    let schemas = contract.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    for (number, schema) in schemas.into_iter().flat_map(|all| all.values_mut()).enumerate() {
        if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut)
            && number % 7 == 0
        {
            properties.insert("addedLater".to_owned(), json!({ "type": "string" }));
        }
        if let Some(schema) = schema.as_object_mut()
            && number % 11 == 0
        {
            schema.remove("description");
        }
    }
    contract
}

/// The operations of one copy of every shape: contracts of this size and multiples of it are made of the same.
#[allow(dead_code, reason = "the benchmarks have sizes of their own")]
pub(crate) fn round() -> usize {
    SHAPES.into_iter().map(|name| operation_count(&Document::read(&fixture(name)).document)).sum()
}

/// The document of a contract that is taken as it is.
pub(crate) fn document(contract: &Value) -> Reading {
    let files: MemoryFiles = [("openapi.json", contract.to_string())].into_iter().collect();
    tolerant(Document::read_from(&files, "openapi.json"))
}

/// A reading whose contract is taken as it is.
pub(crate) fn tolerant(mut reading: Reading) -> Reading {
    let mut target = Target::default();
    Overrides { profile: Some(Profile::Tolerant), ..Overrides::default() }.apply(&mut target);
    reading.document = reading.document.with_target(target);
    reading
}

fn fixture(name: &str) -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let fixtures = "tests/fixtures/specs";
    let root = here.ancestors().find(|folder| folder.join(fixtures).is_dir()).unwrap_or(here);
    root.join(fixtures).join(name).join("openapi.yaml")
}

/// A fixture, in one file.
struct Shape {
    name: &'static str,
    contract: Value,
}

impl Shape {
    fn read(name: &'static str) -> Self {
        Self { name, contract: Document::read(&fixture(name)).document.bundle() }
    }
}

/// What has been put together so far.
struct Contract {
    operations: usize,
    tags: Map<String, Value>,
    paths: Map<String, Value>,
    components: Map<String, Value>,
}

impl Contract {
    fn new() -> Self {
        Self { operations: 0, tags: Map::new(), paths: Map::new(), components: Map::new() }
    }

    /// Adds a copy of a shape, as far as there may be more operations.
    fn add(&mut self, shape: &Shape, copy: usize, most: usize) {
        let mark = mark(shape.name, copy);
        for (path, item) in members(&shape.contract, "/paths") {
            let mut item = item.clone();
            rename(&mut item, &mark);
            let handle = copy / COPIES_OF_A_HANDLE;
            if self.operations_of(&mut item, &mark, handle, most) {
                self.paths.insert(format!("/{}{path}", mark.to_lowercase()), item);
            }
        }
        for (section, components) in members(&shape.contract, "/components") {
            // How one proves who one is, all copies have in common.
            let mark = if section == "securitySchemes" { "" } else { mark.as_str() };
            let all = self.components.entry(section).or_insert_with(|| json!({}));
            let Some(all) = all.as_object_mut() else { continue };
            for (name, component) in components.as_object().into_iter().flatten() {
                let mut component = component.clone();
                rename(&mut component, mark);
                all.insert(format!("{name}{mark}"), component);
            }
        }
    }

    /// Names the operations of a path and takes away those that are too many; whether any is left.
    fn operations_of(&mut self, item: &mut Value, mark: &str, handle: usize, most: usize) -> bool {
        let Some(item) = item.as_object_mut() else { return false };
        let before = self.operations;
        item.retain(|_, value| {
            let Some(id) = value.get("operationId").and_then(Value::as_str) else { return true };
            if self.operations == most {
                return false;
            }
            self.operations += 1;
            let id = format!("{id}{mark}");
            let tag = value.pointer("/tags/0").and_then(Value::as_str).unwrap_or("Things");
            let tag = format!("{tag} {handle}");
            value["operationId"] = json!(id);
            value["tags"] = json!([tag]);
            self.tags.insert(tag.clone(), json!({ "name": tag }));
            true
        });
        self.operations > before
    }

    fn finish(self) -> Value {
        json!({
            "openapi": "3.0.3",
            "info": { "title": "Scaled", "version": "1.0.0" },
            "servers": [{ "url": "https://api.example.com/v1" }],
            "tags": self.tags.into_iter().map(|(_, tag)| tag).collect::<Vec<_>>(),
            "paths": self.paths,
            "components": self.components,
        })
    }
}

/// What is behind every name of a copy, such as `UnionShared12`.
fn mark(shape: &str, copy: usize) -> String {
    let words = shape.split('-').map(|word| word[..1].to_uppercase() + &word[1..]);
    format!("{}{copy}", words.collect::<String>())
}

fn members(value: &Value, pointer: &str) -> Vec<(String, Value)> {
    let members = value.pointer(pointer).and_then(Value::as_object).into_iter().flatten();
    members.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// Leads every reference to the component of the copy.
fn rename(value: &mut Value, mark: &str) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, mark)),
        Value::Object(members) => {
            for member in members.values_mut() {
                match member.as_str().and_then(|text| of_copy(text, mark)) {
                    Some(reference) => *member = Value::String(reference),
                    None => rename(member, mark),
                }
            }
        }
        _ => {}
    }
}

/// `#/components/schemas/Thing` of a copy.
fn of_copy(text: &str, mark: &str) -> Option<String> {
    let (section, name) = text.strip_prefix("#/components/")?.split_once('/')?;
    let (name, rest) = name
        .split_once('/')
        .map_or((name, String::new()), |(name, rest)| (name, format!("/{rest}")));
    Some(format!("#/components/{section}/{name}{mark}{rest}"))
}

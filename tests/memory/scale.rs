//! What the generator does grows with the contract and no faster: four times the operations take four times the
//! work, in every stage. Work is counted in requests for memory, which are the same on every machine.

// The contracts that the benchmarks of the generator measure.
#[path = "../../codegen/benches/scaled/mod.rs"]
mod scaled;

use codegen::diagnostic::{Family, Severity};
use codegen::diff::{Version, compare};
use codegen::document::Document;
use codegen::ledger::Ledger;
use codegen::{gate, plan_of, reference, stages};
use pingone_mfa_memory::Counting;
use serde_json::{Map, Value, json};

#[global_allocator]
static ALLOCATOR: Counting = Counting::new();

/// How many times as many operations the larger contract has.
const TIMES: usize = 4;

/// How much more than `TIMES` the work may grow, in percent: trees and sorting take a logarithm more.
const TOLERANCE: usize = 15;

/// What each stage takes for a contract, by its name.
fn work(contract: &Value) -> Vec<(&'static str, usize)> {
    let mut found = Vec::new();
    let mut note = |stage, calls| found.push((stage, calls));
    let (document, calls) = ALLOCATOR.calls(|| document(contract));
    note("document", calls);
    let reading = scaled::document(contract);
    note("lint", ALLOCATOR.calls(|| gate::lint(&reading, &Family::ALL).len()).1);
    let (plan, calls) = ALLOCATOR.calls(|| plan_of(&document).unwrap());
    note("plan", calls);
    note("wire", ALLOCATOR.calls(|| stages::wire(&plan).unwrap()).1);
    let (items, calls) = ALLOCATOR.calls(|| stages::face(&plan).unwrap());
    note("face", calls);
    note("output", ALLOCATOR.calls(|| stages::output(&items).unwrap()).1);
    note("ledger", ALLOCATOR.calls(|| Ledger::new(&document, &plan).to_markdown()).1);
    note("reference", ALLOCATOR.calls(|| reference::page(&document, &plan)).1);
    let (base, calls) = ALLOCATOR.calls(|| Version::from_document("base", document));
    note("version", calls);
    let later = scaled::document(&scaled::changed(contract.clone())).document;
    let head = Version::from_document("head", later);
    let (diff, calls) = ALLOCATOR.calls(|| compare(&base, &head));
    assert!(!diff.changes().is_empty());
    note("diff", calls);
    found
}

fn document(contract: &Value) -> Document {
    scaled::document(contract).document
}

/// A union whose branch has each next type in six properties, so many levels deep.
fn nested(levels: usize) -> Value {
    let object = |kind: &str, next: Option<usize>| {
        let fields = next.into_iter().flat_map(|next| {
            let next = json!({ "$ref": format!("#/components/schemas/Level{next}") });
            (0..6).map(move |field| (format!("f{field}"), next.clone()))
        });
        let kind = ("kind".to_owned(), json!({ "type": "string", "enum": [kind] }));
        let properties: Map<String, Value> = fields.chain([kind]).collect();
        json!({ "type": "object", "required": ["kind"], "properties": properties })
    };
    let mut schemas = Map::new();
    for level in 0..levels {
        schemas.insert(format!("Level{level}"), object("LARGE", Some(level + 1)));
    }
    schemas.insert(format!("Level{levels}"), object("LARGE", None));
    schemas.insert("Small".to_owned(), object("SMALL", None));
    let branches =
        ["Level0", "Small"].map(|name| json!({ "$ref": format!("#/components/schemas/{name}") }));
    schemas.insert("Choice".to_owned(), json!({ "oneOf": branches }));
    let content =
        json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Choice" } } });
    let post = json!({
        "operationId": "createThing",
        "tags": ["Things"],
        "requestBody": { "required": true, "content": content },
        "responses": { "201": { "description": "Made.", "content": content } },
    });
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Nested", "version": "1" },
        "tags": [{ "name": "Things" }],
        "paths": { "/things": { "post": post } },
        "components": { "schemas": schemas },
    })
}

/// One test of what is counted, because the counts are those of the whole process.
#[test]
fn the_work_grows_as_the_contract_does() {
    let few = scaled::round();
    for operations in [1, few] {
        let reading = scaled::document(&scaled::contract(operations));
        let report = gate::lint(&reading, &Family::ALL);
        let errors: Vec<_> =
            report.diagnostics().iter().filter(|one| one.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(codegen::operation_count(&reading.document), operations);
        assert_eq!(plan_of(&reading.document).unwrap().operations().count(), operations);
    }
    // What is made once for all contracts is made by now.
    let many = work(&scaled::contract(TIMES * few));
    let few = work(&scaled::contract(few));
    for ((stage, few), (_, many)) in few.into_iter().zip(many) {
        println!("{stage}: {few}, {many}: {:.2}", many as f64 / few as f64);
        assert!(100 * many <= few * TIMES * (100 + TOLERANCE), "{stage}: {few}, then {many}");
    }
    // Written out, 14 levels are 78 billion values.
    let deep = work(&nested(14));
    for ((stage, shallow), (_, deep)) in work(&nested(7)).into_iter().zip(deep) {
        assert!(deep <= 4 * shallow, "{stage}: {shallow}, then {deep}");
    }
}

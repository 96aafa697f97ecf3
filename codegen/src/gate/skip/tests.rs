//! What cannot be generated is left out, whatever is wrong with it; the rest is as if it had never been.

use serde_json::{Value, json};

use crate::diagnostic::{Family, Report};
use crate::document::{Document, MemoryFiles, Reading};
use crate::gate::{rules, sample};
use crate::plan::Plan;
use crate::target::{Profile, Target, Unsupported};
use crate::{GenerateError, Generated};

/// A contract that is taken as it is, without what cannot be generated.
fn read(contract: &Value) -> Reading {
    let text = contract.to_string();
    let mut reading = sample::read(&text);
    let mut target = Target { unsupported: Unsupported::Skip, ..Target::default() };
    target.lint.profile = Profile::Tolerant;
    reading.document = reading.document.with_target(target);
    reading
}

fn generate(contract: &Value) -> Result<Generated, Report> {
    match crate::whole(read(contract)).and_then(crate::generate_from) {
        Ok(generated) => Ok(generated),
        Err(GenerateError::Contract(report)) => Err(*report),
        Err(bug) => panic!("{bug}"),
    }
}

fn json(text: &str) -> Option<Value> {
    let files: MemoryFiles = [("sample.yaml", text)].into_iter().collect();
    let reading = Document::read_from(&files, "sample.yaml");
    Some(reading.document.root().to_json()).filter(Value::is_object)
}

fn routes(plan: &Plan) -> Vec<String> {
    plan.left_out.iter().map(crate::plan::LeftOut::route).collect()
}

/// The contract without these operations.
fn without(contract: &Value, plan: &Plan) -> Value {
    let mut contract = contract.clone();
    for left in &plan.left_out {
        let item = contract["paths"][&left.template].as_object_mut().unwrap();
        assert!(item.remove(&left.method).is_some(), "{}", left.route());
    }
    contract
}

#[test]
fn whatever_is_wrong_with_an_operation_the_others_are_generated_as_if_it_were_not_there() {
    let (mut skipped, mut wrong) = (0, Vec::new());
    for rule in rules() {
        let Some([bad, _]) = sample::texts(&rule.sample) else { continue };
        let Some(mut contract) = json(&bad) else { continue };
        let Some(paths) = contract["paths"].as_object_mut() else { continue };
        paths.insert(
            "/plain".to_owned(),
            json!({"get": {
                "operationId": "readPlain", "tags": ["Plain"], "security": [],
                "responses": {"204": {"description": "Nothing."}},
            }}),
        );
        // Which security an operation has is not what is tested.
        paths["/plain"]["get"].as_object_mut().unwrap().remove("security");
        let generated = match generate(&contract) {
            Ok(generated) => generated,
            Err(report) => {
                // What is wrong with the document is wrong with every operation.
                let is_inner = |place: &str| {
                    ["/paths/", "/components/schemas/", "/components/parameters/"]
                        .iter()
                        .any(|part| place.starts_with(part))
                };
                let is_whole = crate::whole(read(&contract)).is_ok();
                let inner = report.diagnostics().iter().find(|it| is_inner(&it.location.pointer));
                if let Some(inner) = inner.filter(|_| is_whole) {
                    wrong.push(format!("{}: {inner:?}", rule.id));
                }
                continue;
            }
        };
        let plan = &generated.plan;
        assert!(plan.operation("readPlain").is_some(), "{}: {:?}", rule.id, routes(plan));
        assert!(plan.left_out.iter().all(|left| !left.reasons.is_empty()), "{}", rule.id);
        assert!(!super::super::lint(&read(&contract), &Family::ALL).has_errors(), "{}", rule.id);
        if plan.left_out.is_empty() {
            continue;
        }
        skipped += 1;
        let rest = generate(&without(&contract, plan)).unwrap();
        assert_eq!(routes(&rest.plan), [""; 0], "{}", rule.id);
        assert_eq!(rest.files, generated.files, "{}", rule.id);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(skipped > 30, "only {skipped} samples have an operation that is left out");
}

/// A contract with operations that answer with these schemas.
fn contract(operations: &[(&str, &str)], schemas: &Value) -> Value {
    let mut paths = serde_json::Map::new();
    for (id, schema) in operations {
        let reference = format!("#/components/schemas/{schema}");
        paths.insert(
            format!("/{}", id.to_lowercase()),
            json!({"get": {
                "operationId": id, "tags": ["Things"],
                "responses": {"200": {"description": "It.", "content": {
                    "application/json": {"schema": {"$ref": reference}},
                }}},
            }}),
        );
    }
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Things", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

const BROKEN: &str = "no-such-type";

#[test]
fn what_reaches_a_wrong_schema_through_others_goes_with_it() {
    let schemas = json!({
        "Good": {"type": "object", "properties": {"name": {"type": "string"}}},
        "Deep": {"type": "object", "properties": {"all": {"type": "array", "items": {"$ref": "#/components/schemas/Wrong"}}}},
        "Wrong": {"type": "object", "properties": {"it": {"type": BROKEN}}},
        "Unused": {"type": "object", "properties": {"it": {"type": BROKEN}}},
    });
    let operations = [("readGood", "Good"), ("readDeep", "Deep"), ("readWrong", "Wrong")];
    let generated = generate(&contract(&operations, &schemas)).unwrap();
    assert_eq!(routes(&generated.plan), ["GET /readdeep", "GET /readwrong"]);
    assert_eq!(generated.plan.operations().count(), 1);
    let ledger = generated.records.iter().find(|(path, _)| *path == "LEDGER.md").unwrap().1;
    assert!(ledger.contains("## Left out\n\n```text\nGET /readdeep (openapi.yaml:1)"), "{ledger}");
    assert!(ledger.contains("/components/schemas/Wrong/properties/it | left out("), "{ledger}");
    assert!(!ledger.contains("/components/schemas/Unused/properties/it | left out("), "{ledger}");
    let page = crate::reference::page(&generated.document, &generated.plan);
    assert!(page.contains("<code>GET /readdeep</code>"));
}

#[test]
fn of_names_that_meet_those_of_the_most_operations_stay_in_any_order() {
    let thing = json!({"type": "object", "properties": {"name": {"type": "string"}}});
    let schemas = json!({"some_thing": thing, "SomeThing": thing, "some-thing": thing});
    let operations =
        [("a", "some_thing"), ("b", "SomeThing"), ("c", "SomeThing"), ("d", "some-thing")];
    for turn in 0..operations.len() {
        let mut turned = operations;
        turned.rotate_left(turn);
        let generated = generate(&contract(&turned, &schemas)).unwrap();
        assert_eq!(routes(&generated.plan), ["GET /a", "GET /d"], "{turn}");
    }
    // As many on both sides: the first path stays.
    let generated = generate(&contract(&[("d", "some-thing"), ("a", "some_thing")], &schemas));
    assert_eq!(routes(&generated.unwrap().plan), ["GET /d"]);
}

#[test]
fn what_is_wrong_with_the_document_is_refused_and_so_is_a_client_of_nothing() {
    let schemas = json!({"Wrong": {"type": "object", "properties": {"it": {"type": BROKEN}}}});
    let report = generate(&contract(&[("readWrong", "Wrong")], &schemas)).unwrap_err();
    assert!(report.has_errors());
    let good = json!({"Good": {"type": "object", "properties": {"name": {"type": "string"}}}});
    let mut versioned = contract(&[("readGood", "Good")], &good);
    assert!(generate(&versioned).is_ok());
    versioned["openapi"] = "2.7".into();
    assert!(generate(&versioned).is_err());
}

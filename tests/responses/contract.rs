//! What the contract documents: the errors of each operation with their examples.

use std::collections::BTreeSet;

use codegen::document::Document;
use codegen::plan::Plan;
use pingone_mfa::{DetailCode, ErrorCode};
use pingone_mfa_tests::shipped_contract;
use serde_json::Value;

pub fn plan() -> Plan {
    codegen::plan(&shipped_contract()).unwrap().1
}

/// The contract as one document.
pub fn bundle() -> Value {
    Document::load(&shipped_contract()).unwrap().bundle()
}

/// The examples of a documented error response.
pub fn error_examples(bundle: &Value, template: &str, method: &str, status: u16) -> Vec<Value> {
    let response = &bundle["paths"][template][method]["responses"][status.to_string()];
    let content = &resolved(bundle, response)["content"]["application/json"];
    let examples = content["examples"].as_object().into_iter().flat_map(serde_json::Map::values);
    examples.map(|example| resolved(bundle, example)["value"].clone()).collect()
}

fn resolved<'b>(bundle: &'b Value, node: &'b Value) -> &'b Value {
    match node["$ref"].as_str().and_then(|reference| reference.strip_prefix('#')) {
        Some(pointer) => resolved(bundle, bundle.pointer(pointer).unwrap()),
        None => node,
    }
}

#[test]
fn the_client_knows_the_codes_of_the_contract() {
    let bundle = bundle();
    let body = &bundle["components"]["schemas"]["ErrorBody"]["properties"];
    let documented = |code: &Value| -> BTreeSet<String> {
        let codes = code["x-extensible-enum"].as_array().unwrap();
        codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect()
    };
    let known: BTreeSet<String> = ErrorCode::KNOWN.iter().map(ToString::to_string).collect();
    assert_eq!(known, documented(&body["code"]));
    let known: BTreeSet<String> = DetailCode::KNOWN.iter().map(ToString::to_string).collect();
    assert_eq!(known, documented(&body["details"]["items"]["properties"]["code"]));
}

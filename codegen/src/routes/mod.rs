//! The routes stage: plan → what the fake serves, and how a test looks at what it received.

mod calls;
mod operations;
mod requests;
mod stub;

use std::collections::BTreeSet;

use heck::{ToShoutySnakeCase as _, ToSnakeCase as _};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use serde_json::{Map, Value};

use crate::document::Document;
use crate::output::{COMMAND, Files, Job, SourceFile};
use crate::plan::{Api, Operation, Plan};

/// What makes the files of the testing crate.
pub(crate) fn jobs(plan: &Plan) -> Vec<Job<'_>> {
    let job = |name: &str, doc: &'static str, items: fn(&Plan) -> TokenStream| -> Job<'_> {
        let path = format!("testing/src/generated/{name}.rs");
        Box::new(move || {
            Ok(vec![SourceFile::new(path.clone(), &plan.origin(&plan.source), doc, items(plan))])
        })
    };
    vec![
        job("calls", "The operations of the contract as a test calls them.", calls::items),
        job("stub", "The operations of the contract as a test answers them.", |plan| {
            stub::items(plan, &named(plan))
        }),
        job("requests", "The requests of each operation with their types.", |plan| {
            requests::items(plan, &named(plan))
        }),
        job("operations", "The operations of the contract by name.", |plan| {
            operations::items(&named(plan))
        }),
        job("mod", "Everything that the contract decides.", |_| {
            quote!(
                pub(crate) mod calls;
                mod operations;
                pub mod requests;
                pub(crate) mod stub;
            )
        }),
    ]
}

/// The contract as one document, which the fake reads.
pub(crate) fn contract(document: &Document, plan: &Plan) -> Files {
    let mut bundle = document.bundle();
    drop_left_out(&mut bundle, plan);
    name_operations(&mut bundle, plan);
    let first = first_examples(plan);
    if let (Value::Object(root), false) = (&mut bundle, first.is_empty()) {
        root.insert(FIRST_EXAMPLES.to_owned(), Value::Object(first));
    }
    let text = format!("{bundle:#}\n");
    // JSON has no comments; the first line says what the first line of every generated file says.
    let mark =
        format!("@generated from {} by `{COMMAND}`. Do not edit.", plan.origin(&plan.source));
    let text = text.replacen("{\n", &format!("{{ \"x-generated\": \"{mark}\",\n"), 1);
    Files::of_texts([("testing/src/generated/contract.json", text)])
}

/// The fake answers what the client can ask.
fn drop_left_out(bundle: &mut Value, plan: &Plan) {
    for left in &plan.left_out {
        let item = bundle.get_mut("paths").and_then(|paths| paths.get_mut(&left.template));
        if let Some(Value::Object(item)) = item {
            item.remove(&left.method);
        }
    }
}

/// Gives every operation the id that the plan made for it, where the contract has none, and takes what only
/// readers of the contract ask for.
fn name_operations(bundle: &mut Value, plan: &Plan) {
    for (_, operation) in plan.operations() {
        let item = bundle.get_mut("paths").and_then(|paths| paths.get_mut(&operation.template));
        let object = item.and_then(|item| item.get_mut(operation.method.key()));
        if let Some(Value::Object(object)) = object {
            object.entry("operationId").or_insert_with(|| operation.id.clone().into());
            object.remove("x-provenance");
        }
    }
}

/// The member of the contract's root that says which example of a body is the first. JSON objects are
/// sorted here, as all that is generated, and only this remembers the order of the author.
const FIRST_EXAMPLES: &str = "x-first-examples";

/// By operation, the name of the first example of each body that has several.
fn first_examples(plan: &Plan) -> Map<String, Value> {
    let mut all = Map::new();
    for (_, operation) in plan.operations() {
        let request = operation.body.as_ref().map(|body| &body.examples);
        let bodies = [("request", request), ("response", Some(&operation.success.examples))];
        let first = bodies.into_iter().filter_map(|(body, examples)| {
            let [first, _, ..] = examples?.as_slice() else { return None };
            Some((body.to_owned(), Value::from(first.name.clone())))
        });
        let first: Map<String, Value> = first.collect();
        if !first.is_empty() {
            all.insert(operation.id.clone(), Value::Object(first));
        }
    }
    all
}

/// Methods that a list of requests has whatever the contract.
const TAKEN: [&str; 7] = ["clone", "default", "deref", "expect", "of", "summary", "token_requests"];

/// An operation with its names in the testing crate, where all operations share a file.
struct Named<'p> {
    operation: &'p Operation,
    /// `CREATE_PAIRING_KEY`
    constant: Ident,
    /// `CreatePairingKey`
    ty: Ident,
    /// `create_pairing_key`
    method: Ident,
}

fn named(plan: &Plan) -> Vec<Named<'_>> {
    let mut seen = BTreeSet::new();
    plan.operations().map(|(api, operation)| name(api, operation, &mut seen)).collect()
}

fn name<'p>(api: &Api, operation: &'p Operation, seen: &mut BTreeSet<String>) -> Named<'p> {
    let mut ty = operation.builder.clone();
    if !seen.insert(ty.to_snake_case()) {
        // Two files of the client may have builders of one name.
        ty = format!("{ty}Of{}", api.handle);
        seen.insert(ty.to_snake_case());
    }
    let mut method = ty.to_snake_case();
    if TAKEN.contains(&method.as_str()) || syn::parse_str::<Ident>(&method).is_err() {
        method.push_str("_requests");
    }
    // Such methods are taken for conversions.
    if method.starts_with("from_") || method.starts_with("into_") {
        method.insert_str(0, "request_");
    }
    Named {
        operation,
        constant: format_ident!("{}", ty.to_shouty_snake_case()),
        ty: format_ident!("{ty}"),
        method: format_ident!("{method}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{contract, document, plan};

    fn text_of<'f>(files: &'f crate::output::Files, name: &str) -> &'f str {
        text_of_path(files, &format!("testing/src/generated/{name}.rs"))
    }

    fn text_of_path<'f>(files: &'f Files, path: &str) -> &'f str {
        files.iter().find_map(|(known, text)| (known == path).then_some(text)).unwrap()
    }

    #[test]
    fn every_operation_has_its_names_and_its_request() {
        let plan = plan("    Thing:\n      type: object\n");
        let files = crate::output::Files::of_jobs(&jobs(&plan)).unwrap();
        let text = text_of(&files, "operations");
        assert!(text.contains("CREATE_THING: Self = Self::named(\"createThing\")"), "{text}");
        let text = text_of(&files, "requests");
        for part in [
            "pub struct CreateThing",
            "pub tenant_id: fixture::types::EnvironmentId",
            "pub fn create_thing(&self) -> Vec<CreateThing>",
        ] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
    }

    #[test]
    fn names_that_meet_or_are_taken_are_told_apart() {
        let plan = plan("    Thing:\n      type: object\n");
        let (api, operation) = plan.operations().next().unwrap();
        let mut seen = BTreeSet::new();
        let names: Vec<String> = ["CreateThing", "CreateThing", "Expect"]
            .into_iter()
            .map(|builder| {
                let operation = Operation { builder: builder.to_owned(), ..operation.clone() };
                name(api, &operation, &mut seen).method.to_string()
            })
            .collect();
        assert_eq!(names, ["create_thing", "create_thing_of_things", "expect_requests"]);
    }

    #[test]
    fn the_contract_tells_which_example_is_the_first_and_no_other_order() {
        let embedded = |examples: &str, schemas: &str| {
            let text = contract(schemas).replace(
                "      responses:\n",
                &format!("            examples: {{{examples}}}\n      responses:\n"),
            );
            let document = document(&text);
            let plan = Plan::from_document(&document).unwrap();
            let files = super::contract(&document, &plan);
            text_of_path(&files, "testing/src/generated/contract.json").to_owned()
        };
        let first = |text: &str| {
            let json: Value = serde_json::from_str(text).unwrap();
            json[FIRST_EXAMPLES]["createThing"]["request"].clone()
        };
        let (a, b) = ("a: {value: {x: 1}}", "b: {value: {x: 2}}");
        let (thing, other) =
            ("    Thing:\n      type: object\n", "    Other:\n      type: string\n");
        let ab = embedded(&format!("{a}, {b}"), &format!("{thing}{other}"));
        let ba = embedded(&format!("{b}, {a}"), &format!("{other}{thing}"));
        assert_eq!((first(&ab), first(&ba)), ("a".into(), "b".into()));
        let same = ab.replace("\"request\": \"a\"", "\"request\": \"b\"");
        assert_eq!(same, ba, "nothing else follows the order");
        assert_eq!(first(&embedded(a, thing)), Value::Null, "there is no choice");
    }

    #[test]
    fn the_contract_says_that_it_is_generated_and_is_json() {
        let document = document(&contract("    Thing:\n      type: object\n"));
        let plan = Plan::from_document(&document).unwrap();
        let files = super::contract(&document, &plan);
        let text = text_of_path(&files, "testing/src/generated/contract.json");
        let first = text.lines().next().unwrap();
        assert!(first.contains("@generated from openapi.yaml"), "{first}");
        let json: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(json["openapi"], "3.0.3");
        let schema = &json["paths"]["/tenants/{tenantID}/things"]["post"]["requestBody"];
        let schema = &schema["content"]["application/json"]["schema"]["$ref"];
        assert_eq!(schema, "#/components/schemas/Thing", "nothing is copied");
    }
}

//! The shipped contract is plain OpenAPI 3.0, and its examples mean what they say.

use std::collections::BTreeSet;
use std::path::PathBuf;

use codegen::diagnostic::Family;
use codegen::document::Document;
use codegen::gate;
use codegen::plan::{Method, Plan};
use codegen::target::Overrides;
use jsonschema::Draft;
use pingone_mfa_testing::{ROUTES, Route};
use pingone_mfa_tests::{shipped_contract, workspace};
use serde_json::Value;

/// As `client.yaml` beside it says.
fn document() -> Document {
    codegen::load_as(&shipped_contract(), Overrides::default()).unwrap()
}

fn plan() -> Plan {
    Plan::from_document(&document()).unwrap()
}

/// The schema that the OpenAPI Initiative publishes for OpenAPI 3.0.
fn official_schema() -> jsonschema::Validator {
    let schema: Value =
        serde_json::from_str(include_str!("fixtures/openapi-3.0/schema.json")).unwrap();
    jsonschema::options().with_draft(Draft::Draft4).build(&schema).unwrap()
}

#[test]
fn it_validates_against_the_official_schema() {
    let bundle = document().bundle();
    let problems: Vec<String> = official_schema()
        .iter_errors(&bundle)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(problems, Vec::<String>::new());
}

#[test]
fn the_official_schema_refuses_what_is_not_openapi() {
    let mut bundle = document().bundle();
    bundle["paths"]["/environments/{environmentID}/users/{userID}/pairingKeys"]["post"]
        .as_object_mut()
        .unwrap()
        .remove("responses");
    assert!(!official_schema().is_valid(&bundle));
}

#[test]
fn an_independent_model_reads_it() {
    let model: openapiv3::OpenAPI = serde_json::from_value(document().bundle()).unwrap();
    assert_eq!(model.operations().count(), plan().operations().count());
    assert_eq!(model.servers.len(), 6);
}

/// The operations that the project began with. An operation that is added needs no line here.
const FIRST: [(&str, Method, u16); 8] = [
    ("createPairingKey", Method::Post, 201),
    ("readPairingKey", Method::Get, 200),
    ("deletePairingKey", Method::Delete, 204),
    ("listPushCredentials", Method::Get, 200),
    ("createPushCredential", Method::Post, 201),
    ("readPushCredential", Method::Get, 200),
    ("replacePushCredential", Method::Put, 200),
    ("deletePushCredential", Method::Delete, 204),
];

#[test]
fn it_has_the_operations_of_both_apis() {
    let plan = plan();
    for (id, method, success) in FIRST {
        let (_, operation) = plan.operation(id).unwrap();
        assert_eq!((operation.method, operation.success.status), (method, success), "{id}");
    }
}

#[test]
fn both_apis_document_the_same_errors() {
    let plan = plan();
    for (_, operation) in FIRST.iter().filter_map(|(id, ..)| plan.operation(id)) {
        let statuses: Vec<u16> = operation.errors.iter().map(|error| error.status).collect();
        let mut expected = vec![400, 401, 403, 404, 409, 429, 500, 503];
        if operation.body.is_some() {
            expected.insert(5, 415);
        }
        if operation.method == Method::Post {
            expected.insert(4, 405);
        }
        assert_eq!(statuses, expected, "{}", operation.id);
    }
}

/// The operation as the fake serves it, whose schemas are those of validators.
fn route(operation_id: &str) -> &'static Route {
    ROUTES.iter().find(|route| route.operation_id == operation_id).unwrap()
}

/// The order of examples is the one thing that the author says by an order.
#[test]
fn the_fake_shows_the_first_example_of_the_author() {
    let mut chosen = 0;
    for (_, operation) in plan().operations() {
        let route = route(&operation.id);
        let request = operation.body.as_ref().map(|body| &body.examples);
        let bodies = [
            (request, route.request_example),
            (Some(&operation.success.examples), route.response_example),
        ];
        for (examples, shown) in bodies {
            let first = examples.and_then(|examples| Some(&examples.first()?.value));
            let shown: Option<Value> = shown.map(|text| serde_json::from_str(text).unwrap());
            assert_eq!(shown.as_ref(), first, "{}", operation.id);
            chosen += usize::from(examples.is_some_and(|examples| examples.len() > 1));
        }
    }
    assert!(chosen > 5, "only {chosen} bodies have several examples");
}

#[test]
fn every_example_fits_its_schema() {
    let mut checked = 0;
    for (_, operation) in plan().operations() {
        let route = route(&operation.id);
        let request = operation.body.as_ref().map(|body| &body.examples);
        let request = request.and_then(|examples| Some((route.request_schema?, examples)));
        let response = route.response_schema.map(|schema| (schema, &operation.success.examples));
        for (schema, examples) in request.into_iter().chain(response) {
            let schema: Value = serde_json::from_str(schema).unwrap();
            let validator =
                jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
            for example in examples {
                let problems: Vec<String> =
                    validator.iter_errors(&example.value).map(|error| error.to_string()).collect();
                assert_eq!(problems, Vec::<String>::new(), "{} {}", operation.id, example.name);
                checked += 1;
            }
        }
    }
    assert!(checked >= 20, "only {checked} examples");
}

#[test]
fn a_secret_in_a_response_does_not_fit_its_schema() {
    let plan = plan();
    let (_, operation) = plan.operation("createPushCredential").unwrap();
    let request = operation.body.as_ref().unwrap();
    let schema = route("createPushCredential").request_schema.unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
    let mut example = request.examples[0].value.clone();
    assert!(validator.is_valid(&example));
    example.as_object_mut().unwrap().remove("token");
    assert!(!validator.is_valid(&example), "a variant without its secret is refused");
}

/// A document of somebody else, with everything that OpenAPI 3.0 allows and our generator does not.
fn foreign() -> PathBuf {
    workspace().join("tests/fixtures/foreign/parcels.json")
}

#[test]
fn lint_agrees_with_the_official_schema_about_a_foreign_document() {
    let document = Document::load(&foreign()).unwrap();
    assert!(official_schema().is_valid(&document.root().to_json()));
    let reading = Document::read(&foreign());
    let report = gate::lint(&reading, &[Family::Structure, Family::Truth]);
    let wrong: Vec<&str> = report
        .diagnostics()
        .iter()
        .map(|problem| problem.rule.id)
        .filter(|id| *id != "provenance-missing")
        .collect();
    assert_eq!(wrong, Vec::<&str>::new(), "{report}");
}

#[test]
fn what_our_generator_refuses_of_it_is_told_apart() {
    let report = gate::lint(&Document::read(&foreign()), &[Family::Generation]);
    let found: BTreeSet<&str> = report.diagnostics().iter().map(|it| it.rule.id).collect();
    for id in ["construct-dropped", "unknown-extension", "method-unsupported", "tag-count"] {
        assert!(found.contains(id), "{id} is not in {found:?}");
    }
    // `/parcels/{id}.json` can be filled in: a segment may hold more than its parameter.
    assert!(!found.contains("path-template"), "{found:?}");
}

/// What handwritten code has at the root of the client's crate is known to the generator, so that no
/// tag can become a module of the same name.
#[test]
fn the_modules_of_the_root_are_known() {
    let root = std::fs::read_to_string(workspace().join("generated-client/src/lib.rs")).unwrap();
    let mut modules: Vec<&str> = root
        .lines()
        .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'))
        .filter(|name| *name != "generated")
        .collect();
    modules.sort_unstable();
    assert_eq!(document().target().modules, modules);
}

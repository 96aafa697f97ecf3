//! Every kind of plain value, required or not, nullable or not, alone, in a list and in a map, sent,
//! received and both, as body and as parameter: one made-up contract becomes a crate that compiles without a
//! warning, and every state of every property goes there and back.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use codegen::generate;
use codegen::package::{self, Runtime};
use pingone_mfa_tests::workspace;
use serde_json::{Map, Value, json};

/// Whether a kind may be a parameter.
#[derive(Clone, Copy, PartialEq)]
enum Parameter {
    Yes,
    No,
}

/// A kind of value: its name, its schema, and a value of it as JSON.
type Kind = (&'static str, &'static str, &'static str, Parameter);

const KINDS: [Kind; 23] = [
    ("flag", "type: boolean", "true", Parameter::Yes),
    ("fixed", "type: boolean, enum: [true]", "true", Parameter::Yes),
    ("int8", "type: integer, format: int8", "-128", Parameter::Yes),
    ("int16", "type: integer, format: int16", "-32768", Parameter::Yes),
    ("int32", "type: integer, format: int32", "-2147483648", Parameter::Yes),
    ("int64", "type: integer", "-9223372036854775808", Parameter::Yes),
    ("uint8", "type: integer, format: uint8", "255", Parameter::Yes),
    ("uint16", "type: integer, format: uint16", "65535", Parameter::Yes),
    ("uint32", "type: integer, format: uint32", "4294967295", Parameter::Yes),
    (
        "uint64",
        "type: integer, maximum: 18446744073709551615",
        "18446744073709551615",
        Parameter::Yes,
    ),
    ("number", "type: number", "0.5", Parameter::Yes),
    ("text", "type: string", "\"\"", Parameter::Yes),
    ("odd", "type: string, format: odd", "\"odd\"", Parameter::Yes),
    (
        "uuid",
        "type: string, format: uuid",
        "\"00000000-0000-4000-8000-000000000000\"",
        Parameter::Yes,
    ),
    ("date", "type: string, format: date", "\"2026-02-28\"", Parameter::Yes),
    ("time", "type: string, format: date-time", "\"2026-02-28T01:02:03Z\"", Parameter::Yes),
    ("bytes", "type: string, format: byte", "\"+/8=\"", Parameter::Yes),
    ("secret", "type: string, format: password", "\"FAKE\"", Parameter::No),
    ("word", "type: string, enum: [RED, '', '+1', new]", "\"+1\"", Parameter::No),
    ("count", "type: integer, format: int32, enum: [1, -1]", "7", Parameter::No),
    ("ratio", "type: number, enum: [0.5, 1]", "0.25", Parameter::No),
    ("mixed", "enum: [1, all, true]", "\"all\"", Parameter::No),
    ("any", "description: Anything.", "{\"a\":[1]}", Parameter::No),
];

const PLACES: [&str; 3] = ["alone", "list", "map"];

/// A property of the matrix.
struct Property {
    name: String,
    schema: String,
    value: Value,
    is_required: bool,
    is_nullable: bool,
    is_many: bool,
}

/// The properties of one kind.
fn properties(&(_, schema, value, _): &Kind) -> Vec<Property> {
    let mut found = Vec::new();
    let value: Value = serde_json::from_str(value).unwrap();
    for place in PLACES {
        for (is_required, is_nullable) in
            [(true, true), (true, false), (false, true), (false, false)]
        {
            let null = if is_nullable { ", nullable: true" } else { "" };
            // What is inside may be `null` as well.
            let (schema, value) = match (place, is_nullable) {
                ("alone", _) => (format!("{{{schema}{null}}}"), value.clone()),
                ("list", true) => (list(schema, null), json!([value, null])),
                ("list", false) => (list(schema, null), json!([value])),
                (_, true) => (map(schema, null), json!({"a": value, "b": null})),
                (_, false) => (map(schema, null), json!({"a": value})),
            };
            let presence = if is_required { "must" } else { "may" };
            let state = if is_nullable { "null" } else { "some" };
            let name = format!("{place}-{presence}-{state}");
            let is_many = place != "alone";
            found.push(Property { name, schema, value, is_required, is_nullable, is_many });
        }
    }
    found
}

fn list(schema: &str, null: &str) -> String {
    format!("{{type: array{null}, items: {{{schema}{null}}}}}")
}

fn map(schema: &str, null: &str) -> String {
    format!("{{type: object{null}, additionalProperties: {{{schema}{null}}}}}")
}

/// Who has a schema: a server, a client, or both.
const TYPES: [&str; 3] = ["Sent", "Received", "Both"];

fn contract() -> String {
    let mut text = String::from(
        "openapi: 3.0.3\ninfo: {title: Matrix, version: 0.1.0}\ntags: [{name: Things}]\npaths:\n",
    );
    for kind in &KINDS {
        operations(kind, &mut text);
    }
    text += "components:\n  schemas:\n";
    for kind in &KINDS {
        for of in TYPES {
            writeln!(text, "    {of}-{}:\n      type: object\n      properties:", kind.0).unwrap();
            let properties = properties(kind);
            for property in &properties {
                writeln!(text, "        {}: {}", property.name, property.schema).unwrap();
            }
            let required = properties.iter().filter(|property| property.is_required);
            let required: Vec<&str> = required.map(|property| property.name.as_str()).collect();
            writeln!(text, "      required: [{}]", required.join(", ")).unwrap();
        }
    }
    text
}

/// What sends and receives a kind: inside of objects, and as bodies and parameters.
fn operations(&(kind, schema, _, parameter): &Kind, text: &mut String) {
    let content = |schema: &str| format!("content: {{application/json: {{schema: {{{schema}}}}}}}");
    let mut operation = |id: &str, parameters: &str, body: &str, answer: &str| {
        writeln!(
            text,
            "  /{id}:\n    put:\n      operationId: {id}\n      tags: [Things]\n      \
             parameters: [{parameters}]\n      requestBody: {{required: true, {}}}\n      \
             responses: {{'200': {{description: Done., {}}}}}",
            content(body),
            content(answer),
        )
        .unwrap();
    };
    let named = |of: &str| format!("$ref: '#/components/schemas/{of}-{kind}'");
    operation(&format!("send{kind}"), "", &named("Sent"), &named("Received"));
    operation(&format!("swap{kind}"), "", &named("Both"), &named("Both"));
    for (id, null) in [("plain", ""), ("null", ", nullable: true")] {
        let schema = format!("{schema}{null}");
        let parameters = ["true", "false"].map(|required| {
            format!(
                "{{name: of-{required}, in: query, required: {required}, schema: {{{schema}}}}}"
            )
        });
        let parameters =
            if parameter == Parameter::Yes { parameters.join(", ") } else { String::new() };
        operation(&format!("{id}{kind}"), &parameters, &schema, &schema);
    }
}

/// What every state of every property is written as, and what comes of reading and writing it.
fn states(of: &str, kind: &Kind) -> Vec<[Value; 2]> {
    let properties = properties(kind);
    let required = properties.iter().filter(|property| property.is_required);
    let base: Map<String, Value> =
        required.map(|property| (property.name.clone(), property.value.clone())).collect();
    let is_sent = of != "Received";
    let mut found = Vec::new();
    for property in &properties {
        let mut with = base.clone();
        with.insert(property.name.clone(), property.value.clone());
        found.push([json!(with), json!(with)]);
        let mut without = base.clone();
        if !property.is_required {
            without.remove(&property.name);
            found.push([json!(without), json!(without)]);
        }
        // Whatever may be absent is read from `null` as well; anything holds it.
        let is_anything = kind.0 == "any" && !property.is_many;
        if property.is_nullable || !property.is_required && !is_anything {
            with.insert(property.name.clone(), Value::Null);
            let is_kept = property.is_nullable && (property.is_required || is_sent);
            found.push([json!(with), json!(if is_kept { with.clone() } else { without })]);
        }
        // An empty list is one where `null` is something else.
        if property.is_many && property.is_nullable && (property.is_required || is_sent) {
            let empty = if property.value.is_array() { json!([]) } else { json!({}) };
            with.insert(property.name.clone(), empty);
            found.push([json!(with), json!(with)]);
        }
    }
    found
}

const CHECK: &str = r#"//! Every state of every property goes there and back.

use matrix::serde_json::{self, Value};

fn check<T: serde::Serialize + serde::de::DeserializeOwned>(name: &str) {
    let states: Value = serde_json::from_str(include_str!("states.json")).unwrap();
    for state in states[name].as_array().unwrap() {
        let read: T = serde_json::from_value(state[0].clone()).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), state[1], "{name}");
    }
}
"#;

/// The test of the crate, and the states that it reads.
fn test() -> (String, String) {
    let mut test = format!("{CHECK}\n#[test]\nfn every_state_goes_there_and_back() {{\n");
    let mut all = Map::new();
    for kind in &KINDS {
        let (first, rest) = kind.0.split_at(1);
        for of in TYPES {
            let name = format!("{of}{}{rest}", first.to_uppercase());
            writeln!(test, "    check::<matrix::types::{name}>(\"{name}\");").unwrap();
            all.insert(name, json!(states(of, kind)));
        }
    }
    (test + "}\n", Value::from(all).to_string())
}

fn write(folder: &Path) {
    let spec = folder.join("openapi.yaml");
    fs::write(&spec, contract()).unwrap();
    fs::write(folder.join("client.yaml"), "package: matrix\nlint:\n  profile: tolerant\n").unwrap();
    let generated = match generate(&spec) {
        Ok(generated) => generated,
        Err(codegen::GenerateError::Contract(report)) => panic!("{:#?}", report.diagnostics()),
        Err(error) => panic!("{error}"),
    };
    let runtime = workspace().join("generated-client/runtime").canonicalize().unwrap();
    let runtime = Runtime::Folder(runtime.to_string_lossy().into_owned());
    let around = package::files(&generated.plan, &runtime);
    generated.files.clone().with(around).compare(folder).unwrap().write().unwrap();
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let manifest =
        manifest + "\n[lints.rust]\nwarnings = \"deny\"\nmissing_docs = \"deny\"\n\n[workspace]\n";
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    fs::create_dir(folder.join("tests")).unwrap();
    let (test, states) = test();
    fs::write(folder.join("tests/states.rs"), test).unwrap();
    fs::write(folder.join("tests/states.json"), states).unwrap();
}

#[test]
fn every_kind_of_value_in_every_place_goes_there_and_back() {
    let tmp = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let scratch = tempfile::tempdir_in(tmp).unwrap();
    write(scratch.path());
    for command in ["test", "clippy"] {
        let run = Command::new(env!("CARGO"))
            .args([command, "--offline", "--quiet", "--target-dir"])
            .arg(tmp.parent().unwrap())
            .current_dir(scratch.path())
            .env("CARGO_TERM_COLOR", "never")
            .output()
            .unwrap();
        let (out, err) =
            (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
        assert!(run.status.success(), "cargo {command}: {out}{err}");
    }
}

//! The fake serves every contract here from its text alone: each operation is answered as its contract
//! says, and never with an error of the fake itself.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use pingone_mfa_testing::route::{Credential, Format, Location, Parameter, Presence};
use pingone_mfa_testing::{Contract, FakePingOne, Route};
use pingone_mfa_tests::{fixtures, served_contract, shipped_contract, workspace};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use uuid::Uuid;

/// The routes of a contract, which live as long as the fake that serves them.
fn read(path: &Path) -> &'static Contract {
    let contract = Contract::read(&served_contract(path).unwrap());
    Box::leak(Box::new(contract.unwrap_or_else(|error| panic!("{}: {error}", path.display()))))
}

/// Calls every operation, those that make something first, and before anything is deleted all of them, because
/// what is made later may be needed earlier; gives the operations that did not succeed, with their last answer.
async fn failures(contract: &'static Contract) -> BTreeMap<&'static str, String> {
    let fake = FakePingOne::builder().contract(contract).start().await.unwrap();
    let mut ids = BTreeMap::from([
        ("/environments".to_owned(), fake.environment_id().to_string()),
        ("/environments/{}/applications".to_owned(), fake.application_id().to_string()),
        ("/environments/{}/users".to_owned(), fake.user_id().to_string()),
    ]);
    let mut failures = BTreeMap::new();
    let mut succeeded = BTreeSet::new();
    let mut routes: Vec<&Route> = contract.routes().iter().collect();
    let order = ["POST", "GET", "PUT", "PATCH", "DELETE"];
    routes.sort_by_key(|route| order.iter().position(|method| *method == route.method));
    let staying = routes.iter().filter(|route| route.method != "DELETE");
    for route in staying.chain(&routes) {
        let (status, body) = send(&fake, route, &ids).await;
        assert!(status < 500, "{}: {status} {body}", route.operation_id);
        if status != route.success {
            failures.insert(route.operation_id, format!("{status} {body}"));
            continue;
        }
        succeeded.insert(route.operation_id);
        assert_eq!(body.is_null(), route.response_schema.is_none(), "{}", route.operation_id);
        if let (201, Some(id)) = (status, body["id"].as_str()) {
            ids.insert(nameless(route.template), id.to_owned());
        }
    }
    failures.retain(|operation, _| !succeeded.contains(operation));
    failures
}

/// The path without the names of its parameters.
fn nameless(path: &str) -> String {
    let segments = path.split('/').map(|one| if one.starts_with('{') { "{}" } else { one });
    segments.collect::<Vec<_>>().join("/")
}

/// The path with the ids that there are, and with a value that fits where there is none.
fn filled(route: &Route, ids: &BTreeMap<String, String>) -> String {
    let (mut path, mut collection) = (String::new(), String::new());
    let sent = route.template.split('#').next().unwrap_or_default();
    for segment in sent.split('/').skip(1) {
        let whole = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        let id = whole.and_then(|_| ids.get(&collection).cloned());
        let value = id.unwrap_or_else(|| filled_segment(route, segment));
        path = format!("{path}/{value}");
        collection = nameless(&format!("{collection}/{segment}"));
    }
    path
}

/// A segment that may hold more than one parameter, or text beside it, as it is sent.
fn filled_segment(route: &Route, segment: &str) -> String {
    let (literal, rest) = segment.split_once('{').unwrap_or((segment, ""));
    let encoded = literal.replace(' ', "%20").replace('ä', "%C3%A4");
    match rest.split_once('}') {
        Some((name, after)) => {
            // What a contract forgot to declare is a text.
            let value = in_path(route, name).map_or_else(|| value_of(Format::Text), fitting);
            format!("{encoded}{value}{}", filled_segment(route, after))
        }
        None => encoded,
    }
}

fn in_path<'r>(route: &'r Route, name: &str) -> Option<&'r Parameter> {
    let mut parameters = route.parameters.iter().filter(|one| one.location == Location::Path);
    parameters.find(|one| one.name == name)
}

/// A value of a parameter: the first that its schema lists, if it does, or a text within its limits.
fn fitting(parameter: &Parameter) -> String {
    let schema = parameter.schema.map(|text| serde_json::from_str::<Value>(text).unwrap());
    let is_text = parameter.format == Format::Text;
    let made = schema.as_ref().filter(|_| is_text).map(|schema| sample(schema, schema));
    match schema.as_ref().and_then(|schema| listed(schema, schema)).or(made.as_ref()) {
        Some(Value::String(text)) if !text.is_empty() => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Bool(flag)) => flag.to_string(),
        _ => value_of(parameter.format),
    }
}

fn listed<'v>(document: &'v Value, node: &'v Value) -> Option<&'v Value> {
    if let Some(reference) = node["$ref"].as_str() {
        return listed(document, document.pointer(reference.strip_prefix('#')?)?);
    }
    node["enum"].get(0)
}

fn value_of(format: Format) -> String {
    match format {
        Format::Uuid => Uuid::from_u128(7).to_string(),
        Format::Integer | Format::Number => "7".to_owned(),
        Format::Boolean => "true".to_owned(),
        Format::DateTime => "2026-01-01T00:00:00Z".to_owned(),
        Format::Date => "2026-01-01".to_owned(),
        Format::Text => "seven".to_owned(),
    }
}

async fn send(fake: &FakePingOne, route: &Route, ids: &BTreeMap<String, String>) -> (u16, Value) {
    let required = |location| {
        let all = route.parameters.iter().filter(move |one| one.location == location);
        all.filter(|one| one.presence == Presence::Required).map(|one| (one.name, fitting(one)))
    };
    let mut query: Vec<String> =
        required(Location::Query).map(|(name, value)| format!("{name}={value}")).collect();
    let mut headers: String =
        required(Location::Header).map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let mut cookies: Vec<String> =
        required(Location::Cookie).map(|(name, value)| format!("{name}={value}")).collect();
    let token = [Credential::Token];
    let way = route.security.map_or(token.as_slice(), |ways| ways.first().map_or(&[], |way| way));
    for credential in way {
        match credential {
            Credential::Token => {
                headers += &format!("Authorization: Bearer {}\r\n", fake.issue_token());
            }
            Credential::Login => headers += "Authorization: Basic YTpi\r\n",
            Credential::Header(name) => headers += &format!("{name}: key\r\n"),
            Credential::Query(name) => query.push(format!("{name}=key")),
            Credential::Cookie(name) => cookies.push(format!("{name}=key")),
            _ => {}
        }
    }
    if !cookies.is_empty() {
        headers += &format!("Cookie: {}\r\n", cookies.join("; "));
    }
    let made_up = |schema: &str| {
        let schema: Value = serde_json::from_str(schema).unwrap();
        sample(&schema, &schema).to_string()
    };
    let body = route.request_example.map(str::to_owned).or(route.request_schema.map(made_up));
    // Texts and bytes are taken as they come.
    let is_json = |name: &&&str| name.contains("json") || name.contains('*');
    let media = route.request_media.iter().find(is_json).or(route.request_media.first());
    let media = match media.copied().unwrap_or("application/json") {
        "*/*" | "application/*" => "application/json".to_owned(),
        range => range.replace('*', "x"),
    };
    let object = route.request_bodies.iter().find(|body| body.media == media);
    let object = object.and_then(|body| body.schema).map(made_up).unwrap_or_default();
    let (media, body) = match media.as_str() {
        "application/x-www-form-urlencoded" => (media, form(&object)),
        "multipart/form-data" => (format!("{media}; boundary=edge"), parts(&object)),
        json if json.contains("json") => (media, body.unwrap_or_default()),
        _ => (media, String::new()),
    };
    let path = filled(route, ids);
    let mark = if path.contains('?') { '&' } else { '?' };
    let request = format!(
        "{} /v1{path}{mark}{} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
         Content-Type: {media}\r\n{headers}Content-Length: {}\r\n\r\n{body}",
        route.method,
        query.join("&"),
        body.len(),
    );
    let origin = fake.auth_base();
    let mut stream = TcpStream::connect(origin.strip_prefix("http://").unwrap()).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap_or_default())
}

/// The members of an object, in JSON, each as a text.
fn members(object: &str) -> Vec<(String, String)> {
    let object: Value = serde_json::from_str(object).unwrap();
    let object = object.as_object().unwrap().iter();
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    object.map(|(name, value)| (name.clone(), text(value))).collect()
}

fn form(object: &str) -> String {
    let pairs = members(object).into_iter().map(|(name, value)| format!("{name}={value}"));
    pairs.collect::<Vec<_>>().join("&")
}

fn parts(object: &str) -> String {
    let parts = members(object).into_iter().map(|(name, value)| {
        format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    });
    parts.collect::<String>() + "--edge--\r\n"
}

/// A small value of a schema.
fn sample(document: &Value, node: &Value) -> Value {
    sample_at(document, node, 0)
}

/// As before; far inside, the last branch is taken, so that a type that may contain itself ends.
fn sample_at(document: &Value, node: &Value, depth: usize) -> Value {
    if depth > 16 {
        // A branch that has its union as a part leads back to itself.
        return Value::Object(serde_json::Map::new());
    }
    let sample = |node: &Value| sample_at(document, node, depth + 1);
    if let Some(reference) = node["$ref"].as_str() {
        return sample(document.pointer(reference.strip_prefix('#').unwrap()).unwrap());
    }
    let fixed = [&node["enum"][0], &node["x-extensible-enum"][0]];
    if let Some(fixed) = fixed.into_iter().find(|value| !value.is_null()) {
        return fixed.clone();
    }
    let mut branches = node["anyOf"].as_array().into_iter().flatten();
    if branches.any(|branch| branch["type"] == "null") {
        return Value::Null;
    }
    let branches = node["oneOf"].as_array().or_else(|| node["anyOf"].as_array());
    let chosen = branches.and_then(|all| if depth < 8 { all.first() } else { all.last() });
    if let Some(branch) = chosen {
        return sample(branch);
    }
    let number = || node["minimum"].as_i64().or(node["exclusiveMinimum"].as_i64().map(|n| n + 1));
    match node["type"].as_str().or_else(|| node["type"][0].as_str()) {
        Some("string") => match node["format"].as_str() {
            Some("uuid") => value_of(Format::Uuid).into(),
            Some("date-time") => value_of(Format::DateTime).into(),
            _ => "x".repeat(node["minLength"].as_u64().unwrap_or(1) as usize).into(),
        },
        Some("integer" | "number") => number().unwrap_or(7).into(),
        Some("boolean") => true.into(),
        Some("array") => {
            let items = 0..node["minItems"].as_u64().unwrap_or(0);
            items.map(|_| sample(&node["items"])).collect()
        }
        _ => {
            let mut object = serde_json::Map::new();
            for part in node["allOf"].as_array().into_iter().flatten() {
                match sample(part) {
                    Value::Object(members) => object.extend(members),
                    other => return other,
                }
            }
            let required = node["required"].as_array().into_iter().flatten();
            for name in required.filter_map(Value::as_str) {
                object.insert(name.to_owned(), sample(&node["properties"][name]));
            }
            Value::Object(object)
        }
    }
}

#[tokio::test]
async fn every_contract_here_is_served() {
    let vendor = workspace().join("tests/fixtures/vendor/openapi.yaml");
    let contracts = fixtures().unwrap().into_iter().map(|(_, path)| path);
    for path in contracts.chain([shipped_contract(), vendor]) {
        let contract = read(&path);
        assert!(!contract.routes().is_empty());
        let failures = failures(contract).await;
        assert!(failures.is_empty(), "{}: {failures:#?}", path.display());
    }
}

//! The bytes on the wire: method, path, every header, and the body of each operation.

use std::future::IntoFuture;

use codegen::plan::{Operation, Plan, Scope};
use pingone_mfa::types::{
    ApplicationId, DeviceAuthenticationPolicyId, PairingKeyId, PairingKeyRequest, PushCredentialId,
    PushCredentialRequest, UserId,
};
use pingone_mfa::{Client, Error};
use pingone_mfa_testing::{Arguments, CALLS};
use pingone_mfa_tests::shipped_contract;
use serde_json::Value;

use crate::recorder::{ENVIRONMENT, Received, Recorder};

const APPLICATION: &str = "830109c7-f8aa-491e-b2f2-8f7532ae85e9";
const CREDENTIAL: &str = "d7221ba8-5ec5-41ca-b44b-98213547e462";
const USER: &str = "788d4931-6936-43f2-82ff-178f5762298a";
const KEY: &str = "8b22c502-a607-4b3c-8dad-d9ef2397f19a";
const POLICY: &str = "3c7f6e52-0f1b-4d0e-9a55-6b8c2d1e4f70";

fn plan() -> Plan {
    codegen::plan(&shipped_contract()).unwrap().1
}

/// Answers with the contract's first success example and makes the call.
async fn received<F>(operation_id: &str, call: impl FnOnce(Client) -> F) -> Received
where
    F: IntoFuture<Output = Result<(), Error>>,
{
    let plan = plan();
    let (_, operation) = plan.operation(operation_id).unwrap();
    let recorder = Recorder::start(operation.success.status, answer(operation)).await;
    call(recorder.client.clone()).await.unwrap();
    recorder.only()
}

fn answer(operation: &Operation) -> String {
    let example = operation.success.examples.first();
    example.map(|example| example.value.to_string()).unwrap_or_default()
}

fn credentials() -> String {
    format!(
        "/v1/environments/{}/applications/{APPLICATION}/pushCredentials",
        crate::recorder::ENVIRONMENT
    )
}

fn keys() -> String {
    format!("/v1/environments/{}/users/{USER}/pairingKeys", crate::recorder::ENVIRONMENT)
}

fn application() -> ApplicationId {
    APPLICATION.parse().unwrap()
}

fn credential() -> PushCredentialId {
    CREDENTIAL.parse().unwrap()
}

fn user() -> UserId {
    USER.parse().unwrap()
}

fn key() -> PairingKeyId {
    KEY.parse().unwrap()
}

/// Checks everything that was sent; a call without a body has no content headers.
fn check(received: &Received, line: &str, body: Option<&str>) {
    assert_eq!(received.line, format!("{line} HTTP/1.1"));
    assert_eq!(String::from_utf8_lossy(&received.body), body.unwrap_or_default());
    let mut expected = vec![
        ("accept", "application/json".to_owned()),
        ("authorization", "Bearer the-token".to_owned()),
        ("user-agent", format!("pingone-mfa/{}", env!("CARGO_PKG_VERSION"))),
    ];
    if let Some(body) = body {
        expected.push(("content-length", body.len().to_string()));
        expected.push(("content-type", "application/json".to_owned()));
    }
    expected.sort();
    let sent: Vec<(&str, String)> = received
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), String::from_utf8(value.clone()).unwrap()))
        .collect();
    assert_eq!(sent, expected);
}

macro_rules! done {
    ($call:expr) => {
        async move { $call.await.map(|_| ()) }
    };
}

/// Calls with every shape of body and what must be sent, byte by byte.
async fn all() -> Vec<(&'static str, Received, String, Option<String>)> {
    let apns = r#"{"type":"APNS","key":"k","teamId":"t","token":"FAKE\nFAKE"}"#;
    let fcm = r#"{"type":"FCM_HTTP_V1","googleServiceAccountCredentials":"{\"a\":1}"}"#;
    let hms = r#"{"type":"HMS","clientId":"c","clientSecret":"FAKE"}"#;
    let both =
        format!(r#"{{"applications":[{{"id":"{APPLICATION}"}}],"policy":{{"id":"{POLICY}"}}}}"#);
    let policy: DeviceAuthenticationPolicyId = POLICY.parse().unwrap();
    let mut all = Vec::new();
    let id = "listPushCredentials";
    let sent = received(id, |c| Box::pin(done!(c.push_credentials(application()).list()))).await;
    all.push((id, sent, format!("GET {}", credentials()), None));
    let id = "createPushCredential";
    for (request, body) in [
        (PushCredentialRequest::apns("k", "t", "FAKE\nFAKE"), apns),
        (PushCredentialRequest::fcm_http_v1(r#"{"a":1}"#), fcm),
        (PushCredentialRequest::hms("c", "FAKE"), hms),
    ] {
        let call = |c: Client| Box::pin(done!(c.push_credentials(application()).create(request)));
        let sent = received(id, call).await;
        all.push((id, sent, format!("POST {}", credentials()), Some(body.to_owned())));
    }
    let id = "readPushCredential";
    let call = |c: Client| Box::pin(done!(c.push_credentials(application()).read(credential())));
    all.push((id, received(id, call).await, format!("GET {}/{CREDENTIAL}", credentials()), None));
    let id = "replacePushCredential";
    let request = PushCredentialRequest::hms("c", "FAKE");
    let call = |c: Client| {
        Box::pin(done!(c.push_credentials(application()).replace(credential(), request)))
    };
    let line = format!("PUT {}/{CREDENTIAL}", credentials());
    all.push((id, received(id, call).await, line, Some(hms.to_owned())));
    let id = "deletePushCredential";
    let call = |c: Client| Box::pin(done!(c.push_credentials(application()).delete(credential())));
    all.push((
        id,
        received(id, call).await,
        format!("DELETE {}/{CREDENTIAL}", credentials()),
        None,
    ));
    let id = "createPairingKey";
    for (request, body) in [
        (PairingKeyRequest::new(), "{}".to_owned()),
        (PairingKeyRequest::new().applications([application()]).policy(policy), both),
    ] {
        let call = |c: Client| Box::pin(done!(c.pairing_keys(user()).create(request)));
        all.push((id, received(id, call).await, format!("POST {}", keys()), Some(body)));
    }
    let id = "readPairingKey";
    let call = |c: Client| Box::pin(done!(c.pairing_keys(user()).read(key())));
    all.push((id, received(id, call).await, format!("GET {}/{KEY}", keys()), None));
    let id = "deletePairingKey";
    let call = |c: Client| Box::pin(done!(c.pairing_keys(user()).delete(key())));
    all.push((id, received(id, call).await, format!("DELETE {}/{KEY}", keys()), None));
    all
}

#[tokio::test]
async fn every_operation_sends_exactly_what_the_contract_says() {
    for (_, received, line, body) in all().await {
        check(&received, &line, body.as_deref());
    }
}

#[tokio::test]
async fn an_example_of_the_contract_is_sent_as_it_stands_there() {
    let plan = plan();
    for call in CALLS {
        let (_, operation) = plan.operation(call.operation_id).unwrap();
        let recorder = Recorder::start(operation.success.status, answer(operation)).await;
        let (mut arguments, mut path) = (Arguments::default(), operation.template.clone());
        for (index, parameter) in operation.path.iter().enumerate() {
            let id = match parameter.scope {
                Scope::Client => ENVIRONMENT.to_owned(),
                _ => uuid::Uuid::from_u128(index as u128).to_string(),
            };
            path = path.replace(&format!("{{{}}}", parameter.wire), &id);
            arguments = arguments.with(&parameter.wire, id);
        }
        let _ = (call.send)(recorder.client.clone(), arguments).await.unwrap();
        let received = recorder.only();
        let line = format!("{} /v1{path} HTTP/1.1", operation.method.as_str());
        assert!(received.line.starts_with(line.split('?').next().unwrap()), "{}", received.line);
        let example = operation.body.as_ref().and_then(|body| body.examples.first());
        if let Some(example) = example {
            let sent: Value = serde_json::from_slice(&received.body).unwrap();
            assert_eq!(alike(sent), alike(example.value.clone()), "{}", call.operation_id);
        }
    }
}

/// As JSON has it, 31 and 31.0 are one number.
fn alike(value: Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().map_or(Value::Null, Value::from),
        Value::Array(items) => items.into_iter().map(alike).collect(),
        Value::Object(members) => {
            members.into_iter().map(|(name, member)| (name, alike(member))).collect()
        }
        other => other,
    }
}

#[tokio::test]
async fn correlation_ids_are_sent_as_utf_8() {
    let call = |c: Client| {
        let read = c.pairing_keys(user()).read(key());
        let read = read.transaction_id("deploy-ü".parse().unwrap());
        let read = read.session_id("nightly/4711".parse().unwrap());
        Box::pin(done!(read))
    };
    let received = received("readPairingKey", call).await;
    let sent = |wanted: &str| {
        received.headers.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_slice())
    };
    assert_eq!(sent("x-ping-external-transaction-id"), Some("deploy-ü".as_bytes()));
    assert_eq!(sent("x-ping-external-session-id"), Some(&b"nightly/4711"[..]));
    assert_eq!(sent("api-version"), None);
}

#[tokio::test]
async fn metadata_comes_with_the_value() {
    let plan = plan();
    let (_, operation) = plan.operation("createPairingKey").unwrap();
    let recorder = Recorder::start(201, answer(operation)).await;
    let request = recorder.client.pairing_keys(user()).create(PairingKeyRequest::new());
    let response = request.send_with_metadata().await.unwrap();
    assert_eq!((response.status().as_u16(), response.attempts()), (201, 1));
    assert_eq!(response.correlation_id(), Some("of-the-recorder"));
    assert_eq!(response.value().code.expose(), "01882778807215");
}

//! Every operation × every documented status × every kind of body.

use codegen::plan::{Operation, Payload};
use pingone_mfa::{Error, ErrorKind};
use pingone_mfa_testing::Call;
use serde_json::{Value, json};

use crate::calls::{of, send};
use crate::contract::{bundle, error_examples, plan};
use crate::server::{Answer, Server};

/// What must not be printed: it stands in every body that is not PingOne's.
const CANARY: &str = "CANARY";

/// Statuses that no operation documents and any may get.
const UNDOCUMENTED: [u16; 7] = [302, 408, 418, 422, 451, 502, 504];

/// A predicate, and the statuses for which it holds.
type Predicate = (fn(&Error) -> bool, fn(u16) -> bool);

/// The predicates that go by the status.
const PREDICATES: [Predicate; 9] = [
    (Error::is_bad_request, |status| status == 400),
    (Error::is_unauthorized, |status| status == 401),
    (Error::is_forbidden, |status| status == 403),
    (Error::is_not_found, |status| status == 404),
    (Error::is_conflict, |status| status == 409),
    (Error::is_rate_limited, |status| status == 429),
    (Error::is_server_error, |status| status >= 500),
    (Error::is_retryable, |status| [408, 429, 500, 502, 503, 504].contains(&status)),
    (|error| error.is_timeout() || error.is_decode(), |_| false),
];

/// A body and what of it is PingOne's.
struct Case {
    answer: Answer,
    said: Option<Value>,
}

fn cases(status: u16, said: &Value) -> Vec<Case> {
    let text = said.to_string();
    let theirs = |answer| Case { answer, said: Some(said.clone()) };
    let other = |answer| Case { answer, said: None };
    let typed = |content_type, body: &str| Answer { content_type, ..Answer::json(status, body) };
    let (html, canary) = (format!("<html>{CANARY}"), json!({"error": CANARY, "status": status}));
    vec![
        theirs(Answer::json(status, &text)),
        theirs(typed("application/hal+json;charset=UTF-8", &text)),
        theirs(typed("text/html", &text)),
        theirs(typed("", &text)),
        // Cut off behind the last member that counts.
        theirs(Answer { missing: 9, ..Answer::json(status, &text[..text.len() - 1]) }),
        other(Answer::json(status, &canary)),
        other(Answer::json(status, json!([CANARY]))),
        other(Answer::json(status, json!(CANARY))),
        other(typed("text/html; charset=utf-8", &html)),
        other(Answer::json(status, &html)),
        other(Answer::json(status, "")),
        other(Answer { missing: 9, ..Answer::json(status, "") }),
        other(Answer { missing: 9, ..Answer::json(status, format!("{{\"code\":\"{CANARY}")) }),
    ]
}

async fn failure(server: &Server, call: &Call, answer: &Answer) -> Error {
    server.answer(answer);
    send(call, &server.client).await.expect_err(call.operation_id)
}

fn check(operation: &Operation, case: &Case, error: &Error) {
    let at = format!("{} {:?}: {error}", operation.id, case.answer);
    let status = case.answer.status;
    assert_eq!(error.kind(), ErrorKind::Status, "{at}");
    assert_eq!(error.status().unwrap().as_u16(), status, "{at}");
    check_context(operation, error, &at);
    for (index, (predicate, holds)) in PREDICATES.iter().enumerate() {
        assert_eq!(predicate(error), holds(status), "predicate {index}: {at}");
    }
    let text = |name: &str| case.said.as_ref().and_then(|said| said[name].as_str());
    assert_eq!(error.body().is_some(), case.said.is_some(), "{at}");
    assert_eq!(error.code().map(|code| code.as_str()), text("code"), "{at}");
    assert_eq!(error.is_invalid_data(), text("code") == Some("INVALID_DATA"), "{at}");
    assert_eq!((error.id(), error.message()), (text("id"), text("message")), "{at}");
    let details = case.said.as_ref().and_then(|said| said["details"].as_array());
    let codes = error.details().iter().map(|detail| detail.code.as_ref().unwrap().as_str());
    let documented = details.into_iter().flatten().map(|detail| detail["code"].as_str().unwrap());
    assert!(codes.eq(documented), "{at}");
}

/// What holds whatever came back.
fn check_context(operation: &Operation, error: &Error, at: &str) {
    assert_eq!(error.operation(), operation.id, "{at}");
    assert_eq!(error.method().as_str(), operation.method.as_str(), "{at}");
    assert_eq!(error.path_template(), operation.template, "{at}");
    assert_eq!(error.attempts(), 1, "{at}");
    assert!(!error.elapsed().is_zero(), "{at}");
    let ids = (error.correlation_id(), error.transaction_id(), error.session_id());
    assert_eq!(ids, (Some("c-1"), Some("t-1"), Some("s-1")), "{at}");
    let shown = error.to_string();
    assert!(!shown.contains(char::is_control) && shown.len() < 1000, "{at}");
    assert!(!format!("{error} {error:?}").contains(CANARY), "{at}");
    assert!(shown.contains(&error.status().unwrap().as_u16().to_string()), "{at}");
}

#[tokio::test]
async fn every_failure_is_told_with_all_that_came() {
    let (plan, bundle, server) = (plan(), bundle(), Server::start().await);
    let made_up = json!({"code": "BRAND_NEW", "message": "m", "details": [{"code": "NEW"}]});
    for (_, operation) in plan.operations() {
        let method = operation.method.key();
        for error in &operation.errors {
            let status = error.status;
            let examples = error_examples(&bundle, &operation.template, method, status);
            for case in examples.iter().chain([&made_up]).flat_map(|said| cases(status, said)) {
                check(operation, &case, &failure(&server, of(&operation.id), &case.answer).await);
            }
        }
        for case in UNDOCUMENTED.into_iter().flat_map(|status| cases(status, &made_up)) {
            check(operation, &case, &failure(&server, of(&operation.id), &case.answer).await);
        }
    }
}

#[tokio::test]
async fn a_success_that_is_none_keeps_the_status_and_names_the_place() {
    let (plan, server) = (plan(), Server::start().await);
    for (_, operation) in plan.operations() {
        let (call, status) = (of(&operation.id), operation.success.status);
        if operation.success.payload == Payload::Empty {
            continue;
        }
        for (body, missing, kind) in [
            (format!("<html>{CANARY}"), 0, ErrorKind::Decode),
            (json!([{"new": CANARY}]).to_string(), 0, ErrorKind::Decode),
            (json!(CANARY).to_string(), 0, ErrorKind::Decode),
            (String::new(), 0, ErrorKind::Decode),
            (format!("{{\"new\": \"{CANARY}"), 0, ErrorKind::Decode),
            (format!("{{\"new\": \"{CANARY}"), 9, ErrorKind::Transport),
        ] {
            let answer = Answer { missing, ..Answer::json(status, body) };
            let error = failure(&server, call, &answer).await;
            let at = format!("{} {answer:?}: {error}", operation.id);
            assert_eq!(error.kind(), kind, "{at}");
            assert_eq!(error.status().unwrap().as_u16(), status, "{at}");
            assert_eq!(error.decode_path().is_some(), error.is_decode(), "{at}");
            assert_eq!(std::error::Error::source(&error).is_some(), error.is_decode(), "{at}");
            assert_eq!(error.transport_error().is_some(), !error.is_decode(), "{at}");
            check_context(operation, &error, &at);
        }
    }
}

#[tokio::test]
async fn a_success_is_read_whatever_its_content_type() {
    let (plan, server) = (plan(), Server::start().await);
    for (_, operation) in plan.operations() {
        let status = operation.success.status;
        let mut bodies: Vec<String> =
            operation.success.examples.iter().map(|example| example.value.to_string()).collect();
        bodies.resize(bodies.len().max(1), String::new());
        for body in &bodies {
            for content_type in [
                "application/json",
                "application/hal+json",
                "application/vnd.pingidentity.brand.new+json; charset=utf-8",
                "text/plain",
                "",
            ] {
                server.answer(&Answer { content_type, ..Answer::json(status, body) });
                let success = send(of(&operation.id), &server.client).await.unwrap();
                assert_eq!((success.status().as_u16(), success.attempts()), (status, 1));
                assert_eq!(success.correlation_id(), Some("c-1"));
            }
        }
    }
}

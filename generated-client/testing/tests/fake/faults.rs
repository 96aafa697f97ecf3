//! Faults on demand, as a raw client and as the real client meet them.

use std::sync::Arc;
use std::time::Duration;

use pingone_mfa::types::{PairingKeyStatus, PushCredentialRequest, PushCredentialType};
use pingone_mfa::{ErrorKind, Limits, RetryPolicy};
use pingone_mfa_testing::{FakePingOne, Fault, FaultRule, Operation, RandomFaults, Target};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::task::JoinSet;

use crate::wire::{Answer, call, connect, credentials, request};

const LIST: Operation = Operation::LIST_PUSH_CREDENTIALS;
const CREATE: Operation = Operation::CREATE_PUSH_CREDENTIAL;

async fn list(fake: &FakePingOne) -> Answer {
    call(fake, "GET", &credentials(fake), None).await
}

fn hms() -> PushCredentialRequest {
    PushCredentialRequest::hms("c", "FAKE")
}

/// What a raw client receives until the connection ends, or until there is nothing for a while.
async fn raw(fake: &FakePingOne, fault: Fault) -> Result<String, std::io::ErrorKind> {
    fake.inject(fault);
    let target = format!("/v1/environments/{}{}", fake.environment_id(), credentials(fake));
    let bearer = format!("Authorization: Bearer {}", fake.issue_token());
    let mut stream = connect(fake).await;
    stream.write_all(&request("GET", &target, &[&bearer], b"")).await.unwrap();
    let mut received = Vec::new();
    stream.read_to_end(&mut received).await.map_err(|error| error.kind())?;
    Ok(String::from_utf8(received).unwrap())
}

#[tokio::test]
async fn a_status_comes_with_the_body_that_pingone_has_for_it() {
    let fake = FakePingOne::start().await.unwrap();
    let cases = [
        (400, "400 REQUEST_FAILED"),
        (401, "401 ACCESS_FAILED INVALID_TOKEN@"),
        (403, "403 ACCESS_FAILED INSUFFICIENT_PERMISSIONS@"),
        (404, "404 NOT_FOUND"),
        (429, "429 REQUEST_LIMITED LIMIT_EXCEEDED@"),
        (503, "503 UNEXPECTED_ERROR"),
        (599, "599 UNEXPECTED_ERROR"),
        (100, "500 UNEXPECTED_ERROR"),
        (0, "500 UNEXPECTED_ERROR"),
    ];
    for (status, expected) in cases {
        fake.inject(Fault::status(status).retry_after(Duration::from_millis(1500)));
        let answer = list(&fake).await;
        assert_eq!(answer.summary(), expected);
        assert_eq!(answer.header("retry-after"), Some("2"));
        assert!(answer.header("correlation-id").is_some());
    }
    let body = json!({ "code": "MADE_UP" });
    fake.inject(
        Fault::status(500).json(body.clone()).header("x-gateway", "1").header("no header", ""),
    );
    let answer = list(&fake).await;
    assert_eq!((answer.json(), answer.header("x-gateway")), (body, Some("1")));
    assert_eq!(fake.outstanding_faults(), 0);
    assert_eq!(list(&fake).await.status, 200);
}

#[tokio::test]
async fn the_client_retries_what_it_may() {
    let fake = FakePingOne::start().await.unwrap();
    let credentials = fake.client().push_credentials(fake.application_id());
    fake.inject(Fault::status(503).on(LIST).times(2));
    credentials.list().await.unwrap();
    fake.inject(Fault::reset().on(LIST));
    credentials.list().await.unwrap();
    fake.inject(Fault::gateway_html(502).on(LIST));
    credentials.list().await.unwrap();
    fake.inject(Fault::status(503).on(Target::Token));
    let newcomer = fake.client_builder().build().unwrap().push_credentials(fake.application_id());
    newcomer.list().await.unwrap();
    assert_eq!(fake.outstanding_faults(), 0);
}

#[tokio::test]
async fn what_was_processed_and_then_lost_is_not_sent_again() {
    let fake = FakePingOne::start().await.unwrap();
    let client = fake.client().push_credentials(fake.application_id());
    client.list().await.unwrap();
    for (fault, processed) in [
        (Fault::reset(), 0),
        (Fault::reset_after_processing(), 1),
        (Fault::status(500).after_processing(), 2),
        (Fault::cut_body(), 3),
        (Fault::truncated_json(), 4),
    ] {
        let _ = fake.take_requests();
        fake.inject(fault.clone().on(CREATE));
        let error = client.create(hms()).await.unwrap_err();
        assert_eq!(fake.requests().of(CREATE).count(), 1, "{fault:?} {error}");
        assert_eq!(list(&fake).await.json()["count"], processed, "{fault:?}");
    }
}

#[tokio::test]
async fn a_lost_token_is_replaced() {
    let fake = FakePingOne::start().await.unwrap();
    let client = fake.client().push_credentials(fake.application_id());
    for fault in [Fault::expired_token(), Fault::revoked_token()] {
        client.list().await.unwrap();
        let _ = fake.take_requests();
        fake.inject(fault);
        client.list().await.unwrap();
        let expected = ["listPushCredentials 401", "token 200", "listPushCredentials 200"];
        fake.requests().expect(&expected);
    }
}

#[tokio::test]
async fn answers_that_are_no_answers_are_typed_errors() {
    let fake = FakePingOne::start().await.unwrap();
    let client = fake.client_builder().retry(RetryPolicy::never()).build().unwrap();
    let client = client.push_credentials(fake.application_id());
    let cases = [
        (Fault::truncated_json(), ErrorKind::Decode),
        (Fault::invalid_json(), ErrorKind::Decode),
        (Fault::huge_body(64 * 1024 * 1024), ErrorKind::TooLarge),
        (Fault::cut_body(), ErrorKind::Transport),
        (Fault::reset(), ErrorKind::Transport),
        (Fault::gateway_html(502), ErrorKind::Status),
        (Fault::redirect("http://127.0.0.1:1/elsewhere"), ErrorKind::Status),
    ];
    for (fault, expected) in cases {
        fake.inject(fault.clone());
        let error = client.list().await.unwrap_err();
        assert_eq!(error.kind(), expected, "{fault:?} {error}");
    }
    for fault in [
        Fault::content_type("text/plain"),
        Fault::content_type("Q%&"),
        Fault::dripping_body(1, Duration::ZERO),
        Fault::clock_ahead(Duration::MAX),
        Fault::latency(Duration::from_secs(5)),
    ] {
        fake.inject(fault.clone());
        assert!(client.list().await.is_ok(), "{fault:?}");
    }
}

#[tokio::test]
async fn silence_ends_with_the_limit_of_the_client() {
    let fake = FakePingOne::start().await.unwrap();
    let limits = Limits::default().request_timeout(Duration::from_millis(50));
    let client = fake.client_builder().retry(RetryPolicy::never()).limits(limits).build().unwrap();
    let client = client.push_credentials(fake.application_id());
    // The token is fetched before, so that the limit has only the operation to bear.
    let mut tries = 0..100;
    while client.list().await.is_err() {
        assert!(tries.next().is_some(), "the fake does not answer");
    }
    for fault in [Fault::hang(), Fault::stalled_body()] {
        fake.inject(fault.clone());
        let error = client.list().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout, "{fault:?} {error}");
    }
}

#[tokio::test]
async fn what_a_later_version_may_add_is_kept() {
    let fake = FakePingOne::start().await.unwrap();
    let client = fake.client().push_credentials(fake.application_id());
    let stored = client.create(hms()).await.unwrap();
    fake.inject(Fault::added_properties());
    assert!(client.read(stored.id).await.unwrap().extra.contains_key("addedLater"));
    for _ in 0..2 {
        fake.inject(Fault::added_enum_values());
    }
    let read = client.read(stored.id).await.unwrap();
    assert_eq!(read.type_.as_str(), "ADDED_LATER");
    assert!(matches!(read.type_, PushCredentialType::Unknown(_)));
    let listed = client.list().await.unwrap();
    assert_eq!(listed.items()[0].type_.as_str(), "ADDED_LATER");

    fake.inject(Fault::value("/status", "PAUSED").on(Operation::CREATE_PAIRING_KEY));
    let keys = fake.client().pairing_keys(fake.user_id());
    let key = keys.create(pingone_mfa::types::PairingKeyRequest::new()).await.unwrap();
    assert!(matches!(key.status, PairingKeyStatus::Unknown(_)));
}

#[tokio::test]
async fn faults_are_what_they_say_on_the_wire() {
    let fake = FakePingOne::start().await.unwrap();
    assert_eq!(raw(&fake, Fault::reset()).await, Err(std::io::ErrorKind::ConnectionReset));

    let cut = raw(&fake, Fault::cut_body()).await.unwrap();
    let (head, body) = cut.split_once("\r\n\r\n").unwrap();
    let announced = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    assert!(body.len() < announced.parse().unwrap() && !body.is_empty(), "{cut}");

    let truncated = raw(&fake, Fault::truncated_json()).await.unwrap();
    let (head, body) = truncated.split_once("\r\n\r\n").unwrap();
    assert!(head.contains(&format!("content-length: {}", body.len())), "{truncated}");
    assert!(serde_json::from_str::<serde_json::Value>(body).is_err());

    let redirect = raw(&fake, Fault::redirect("https://elsewhere.example/")).await.unwrap();
    assert!(redirect.starts_with("HTTP/1.1 302 "), "{redirect}");
    assert!(redirect.contains("location: https://elsewhere.example/\r\n"), "{redirect}");

    let html = raw(&fake, Fault::gateway_html(504)).await.unwrap();
    assert!(html.contains("content-type: text/html"), "{html}");
}

#[tokio::test]
async fn the_clock_of_an_answer_can_be_wrong() {
    let time = "2026-01-01T00:00:00Z".parse().unwrap();
    let fake = FakePingOne::builder().frozen_at(time).start().await.unwrap();
    let date = |answer: Answer| answer.header("date").unwrap().to_owned();
    assert_eq!(date(list(&fake).await), "Thu, 01 Jan 2026 00:00:00 GMT");
    fake.inject(Fault::clock_behind(Duration::from_secs(60)));
    assert_eq!(date(list(&fake).await), "Wed, 31 Dec 2025 23:59:00 GMT");
    fake.inject(Fault::clock_ahead(Duration::from_secs(60)));
    assert_eq!(date(list(&fake).await), "Thu, 01 Jan 2026 00:01:00 GMT");
    fake.advance(Duration::from_secs(1));
    assert_eq!(date(list(&fake).await), "Thu, 01 Jan 2026 00:00:01 GMT");
}

/// Which of a hundred calls fail, and the ids that are made.
async fn run(seed: u64) -> Vec<String> {
    let fake = FakePingOne::builder().seed(seed).start().await.unwrap();
    fake.inject_at_random(
        RandomFaults::new(seed).share(0.2).fault(Fault::status(500)).fault(Fault::status(503)),
    );
    let mut outcomes = Vec::new();
    for _ in 0..100 {
        let body = json!({ "type": "HMS", "clientId": "c", "clientSecret": "x" });
        let answer = call(&fake, "POST", &credentials(&fake), Some(body)).await;
        outcomes.push(format!("{} {}", answer.status, answer.json()["id"]));
    }
    outcomes
}

#[tokio::test]
async fn a_seed_reproduces_a_run() {
    let first = run(7).await;
    assert_eq!(first, run(7).await);
    assert_ne!(first, run(8).await);
    let failed = first.iter().filter(|outcome| !outcome.starts_with("201")).count();
    assert!((5..45).contains(&failed), "{failed} of 100");
}

/// What each of twenty users who act at the same time gets.
async fn concurrent_run() -> Vec<String> {
    let fake = Arc::new(FakePingOne::builder().seed(7).start().await.unwrap());
    fake.client().push_credentials(fake.application_id()).create(hms()).await.unwrap();
    fake.inject_at_random(RandomFaults::new(7).share(0.3).fault(Fault::status(500)));
    let mut users = JoinSet::new();
    for _ in 0..20 {
        let (fake, user) = (Arc::clone(&fake), fake.add_user());
        users.spawn(async move {
            let path = format!("/users/{user}/pairingKeys");
            let mut outcome = user.to_string();
            for _ in 0..3 {
                let key = call(&fake, "POST", &path, Some(json!({}))).await.json();
                outcome += &format!(" {} {}", key["status"], key["code"]);
            }
            outcome
        });
    }
    let mut outcomes = users.join_all().await;
    outcomes.sort_unstable();
    outcomes
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_seed_reproduces_a_concurrent_run() {
    let first = concurrent_run().await;
    assert_eq!(first, concurrent_run().await);
    let all = first.join(" ");
    assert!(all.contains("UNCLAIMED") && all.contains("UNEXPECTED_ERROR"), "{all}");
}

#[tokio::test]
async fn a_fault_that_stays_goes_when_faults_are_cleared() {
    let fake = FakePingOne::start().await.unwrap();
    fake.inject(FaultRule::from(Fault::status(500)).always());
    for _ in 0..3 {
        assert_eq!(list(&fake).await.status, 500);
    }
    assert_eq!(fake.outstanding_faults(), 0);
    fake.clear_faults();
    assert_eq!(list(&fake).await.status, 200);
}

#[tokio::test]
async fn the_token_endpoint_fails_in_its_own_words() {
    let fake = FakePingOne::start().await.unwrap();
    for (status, expected) in [
        (400, "invalid_request"),
        (401, "invalid_client"),
        (500, "server_error"),
        (503, "temporarily_unavailable"),
    ] {
        fake.inject(Fault::status(status).on(Target::Token));
        let target = format!("/{}/as/token", fake.environment_id());
        let answer = crate::wire::send(&fake, &request("POST", &target, &[], b"")).await;
        assert_eq!((answer.status, &answer.json()["error"]), (status, &json!(expected)));
    }
}

#[tokio::test]
async fn no_combination_of_faults_ends_the_fake() {
    let fake = FakePingOne::start().await.unwrap();
    let client = fake.client_builder().retry(RetryPolicy::never()).build().unwrap();
    let client = client.push_credentials(fake.application_id());
    let faults = [
        Fault::status(204).json(json!({})),
        Fault::status(304),
        Fault::status(205).after_processing(),
        Fault::content_type("\u{0}"),
        Fault::value("no/pointer", 1),
        Fault::value("/a/b/c", json!([])),
        Fault::invalid_json().header("content-length", "7").header("transfer-encoding", "chunked"),
        Fault::cut_body().json(json!(null)),
        Fault::truncated_json().json(json!(1)),
        Fault::huge_body(0),
        Fault::dripping_body(0, Duration::ZERO),
        Fault::redirect("\n"),
        Fault::clock_behind(Duration::MAX),
    ];
    for fault in faults {
        let stored = client.create(hms()).await.unwrap();
        for on in [Operation::DELETE_PUSH_CREDENTIAL, LIST] {
            fake.inject(fault.clone().on(on));
        }
        let _whatever = client.delete(stored.id).await;
        let _whatever = client.list().await;
        fake.clear_faults();
        assert_eq!(list(&fake).await.status, 200, "{fault:?}");
    }
}

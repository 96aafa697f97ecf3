//! Spans have OpenTelemetry's names, one for the call and one for each exchange of it.

use insta::assert_snapshot;
use pingone_mfa::TransportError;

use crate::capture::Capture;
use crate::scripted::{Answer, KEY, answer, client, key, user};

/// What is seen of one read with these answers.
async fn seen(answers: Vec<Answer>) -> String {
    let client = client(answers);
    let (capture, _guard) = Capture::start();
    let _ = client.pairing_keys(user()).read(key()).await;
    capture.text()
}

#[tokio::test]
async fn a_call_has_a_span_and_so_has_each_exchange() {
    let seen = seen(vec![answer(200, &[("correlation-id", "c-1")], KEY)]).await;
    assert!(!seen.contains("CANARY") && !seen.contains("8b22c502"), "{seen}");
    assert_snapshot!(seen);
}

#[tokio::test]
async fn a_retried_and_reauthorised_call_counts_what_it_sent() {
    let busy = answer(503, &[("retry-after", "1"), ("correlation-id", "c-1")], "");
    let refused = answer(401, &[], r#"{"code": "ACCESS_FAILED", "message": "CANARY-echo"}"#);
    let seen = seen(vec![busy, refused]).await;
    assert!(!seen.contains("CANARY"), "{seen}");
    assert_snapshot!(seen);
}

#[tokio::test]
async fn a_failure_says_of_what_kind_it_is() {
    let broken = || Err(TransportError::broken("reset"));
    let silent = Err(TransportError::connect("silence").timed_out());
    let answers = vec![broken(), silent, broken(), answer(404, &[], "{}")];
    assert_snapshot!(seen(answers).await);
}

#[tokio::test]
async fn an_answer_that_cannot_be_decoded_is_an_error_of_the_call() {
    assert_snapshot!(seen(vec![answer(200, &[], "{")]).await);
}

#[tokio::test]
async fn the_announced_end_of_an_operation_is_told_once() {
    let sunset = "Fri, 01 Jan 2027 00:00:00 GMT";
    let going = || answer(200, &[("deprecation", "@1798761600"), ("sunset", sunset)], KEY);
    let client = client(vec![going(), going(), going()]);
    let (capture, _guard) = Capture::start();
    for _ in 0..3 {
        client.pairing_keys(user()).read(key()).await.unwrap();
    }
    let seen = capture.text();
    let warnings = seen.split("WARN pingone_core\n").skip(1);
    let warnings: Vec<&str> = warnings.map(|rest| rest.split("INFO").next().unwrap()).collect();
    assert_eq!(warnings.len(), 1, "{seen}");
    assert_snapshot!(warnings[0]);
}

#[tokio::test]
async fn an_end_without_a_date_is_not_told() {
    for (name, value) in [
        ("sunset", "soon"),
        ("sunset", "@1798761600"),
        ("deprecation", "CANARY-token"),
        ("deprecation", "Fri, 01 Jan 2027 00:00:00 GMT CANARY"),
    ] {
        let seen = seen(vec![answer(200, &[(name, value)], KEY)]).await;
        assert!(!seen.contains("WARN"), "{name}: {value}: {seen}");
    }
}

#[tokio::test]
async fn a_correlation_id_has_the_form_of_one() {
    let long = "x".repeat(65);
    for (id, is_shown) in [
        ("8b22c502-a607-4b3c-8dad-d9ef2397f19a", true),
        ("req_1.2:3-4", true),
        ("a b", false),
        ("a/b", false),
        ("a=b", false),
        ("", false),
        (long.as_str(), false),
        ("CANARY-token", false),
        ("x.CANARY-secret.y", false),
    ] {
        for status in [200, 404] {
            let seen = seen(vec![answer(status, &[("correlation-id", id)], KEY)]).await;
            let lines = seen.matches(&format!("correlation-id = \"{id}\"")).count();
            assert_eq!(lines, if is_shown { 2 } else { 0 }, "{id}: {seen}");
            assert!(!seen.contains("CANARY"), "{seen}");
        }
    }
}

#[tokio::test]
async fn what_could_not_be_read_is_told_by_its_place_and_without_a_word_of_the_body() {
    let key = r#"{"id": "8b22c502-a607-4b3c-8dad-d9ef2397f19a", "code": "CANARY", "status": "UNCLAIMED",
        "createdAt": "CANARY", "environment": {"id": "CANARY"}, "CANARY": {"CANARY": 1e999}}"#;
    let client = client(vec![answer(200, &[], key)]);
    let (capture, _guard) = Capture::start();
    let response =
        client.pairing_keys(user()).read(self::key()).send_with_metadata().await.unwrap();
    assert_eq!(response.unread(), ["createdAt", "environment", "….…"]);
    let seen = capture.text();
    assert!(!seen.contains("CANARY"), "{seen}");
    let warnings: Vec<&str> = seen.split("WARN pingone_core\n").skip(1).collect();
    assert_eq!(warnings.len(), 1, "{seen}");
    assert_snapshot!(warnings[0].split("INFO").next().unwrap());
}

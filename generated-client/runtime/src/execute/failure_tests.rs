//! What an error knows of an answer that is no success, however much of it came.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use http::Method;
use serde_json::json;

use super::*;
use crate::secret::{Secret, Secrets};
use crate::test_server::{Answer, TestServer};
use crate::{ErrorCode, ErrorKind, Hosts, Limits, RetryPolicy};

static READ: Operation = Operation::new("read", Method::GET, "/r");
static CREATE: Operation = Operation::new("create", Method::POST, "/r");

const LIMITED: &str = r#"{"id":"e-1","code":"REQUEST_LIMITED","message":"Too many.","details":[
    {"code":"QUOTA_EXCEEDED","innerError":{"quotaLimit":600,"quotaResetTime":"2026-01-02T03:04:05Z"}}"#;

async fn failure(answer: impl Fn() -> Answer + Send + Sync + 'static) -> Error {
    let server = TestServer::api(answer).await;
    server.client().execute(Call::new(&READ)).await.err().unwrap()
}

/// What of [`LIMITED`] came is there.
fn check_limited(error: &Error) {
    assert_eq!(error.kind(), ErrorKind::Status);
    assert!(error.is_rate_limited() && error.is_retryable());
    assert_eq!((error.code(), error.id()), (Some(&ErrorCode::RequestLimited), Some("e-1")));
    assert_eq!(error.message(), Some("Too many."));
    let [detail] = error.details() else { panic!("{error:?}") };
    assert_eq!(detail.code, Some(DetailCode::QuotaExceeded));
    assert_eq!(detail.inner_error.quota_limit, Some(600.into()));
    assert_eq!(detail.inner_error.quota_reset_time, "2026-01-02T03:04:05Z".parse().ok());
    assert_eq!(
        error.to_string(),
        "read: GET /r answered 429 Too Many Requests: REQUEST_LIMITED: Too many [QUOTA_EXCEEDED, \
         again from 2026-01-02T03:04:05Z]; retry later (error id e-1)"
    );
}

#[tokio::test]
async fn an_error_body_that_breaks_off_is_told_as_far_as_it_came() {
    check_limited(&failure(|| Answer::sized(429, &[], LIMITED, 4000)).await);
}

#[tokio::test]
async fn an_error_body_that_is_too_large_is_told_as_far_as_it_was_read() {
    let server = TestServer::api(|| {
        let more = format!("{LIMITED}, \"{}", "x".repeat(1000));
        Answer::sized(429, &[], &more, 10_000_000_000)
    });
    let limits = Limits::default().max_response_bytes(LIMITED.len() + 10);
    let server = server.await;
    let client = server.builder().limits(limits).build().unwrap();
    check_limited(&client.execute(Call::new(&READ)).await.err().unwrap());
}

#[tokio::test]
async fn the_total_limit_hides_no_status() {
    let limit = Duration::from_secs(1);
    let stalled = |status, body| async move {
        let server = TestServer::api(move || Answer::stalled(status, &[], body)).await;
        let call = Call::new(&READ).timeout(limit);
        server.client().execute(call).await.err().unwrap()
    };
    let (failed, succeeded) = tokio::join!(stalled(429, LIMITED), stalled(200, "{"));
    check_limited(&failed);
    assert_eq!(succeeded.kind(), ErrorKind::Timeout);
    assert_eq!(
        succeeded.to_string(),
        "read: GET /r answered 200 OK, and the body did not come within 1 s"
    );
}

#[tokio::test]
async fn a_missing_permission_costs_no_new_token_but_a_bad_token_does() {
    for (detail, sent) in [
        ("INSUFFICIENT_PERMISSIONS", &["Bearer token-0"][..]),
        ("INVALID_TOKEN", &["Bearer token-0", "Bearer token-1"]),
    ] {
        let body = json!({"code": "ACCESS_FAILED", "details": [{"code": detail}]}).to_string();
        let server = TestServer::api(move || Answer::new(401, &[], &body)).await;
        let error = server.client().execute(Call::new(&READ)).await.err().unwrap();
        assert!(error.is_unauthorized(), "{error}");
        assert_eq!(server.authorizations(), sent, "{detail}");
        assert_eq!(server.token_requests(), sent.len(), "{detail}");
        assert_eq!(error.to_string().contains("check the roles"), sent.len() == 1, "{error}");
    }
}

#[tokio::test]
async fn only_a_401_that_another_token_may_mend_gets_one() {
    const BAD: &str = r#"{"details":[{"code":"INVALID_TOKEN"}]}"#;
    const SCOPE: &str = r#"Bearer realm="a,b", error="insufficient_scope""#;
    const TOKEN: &str = "Bearer error=invalid_token";
    for operation in [&READ, &CREATE] {
        for (status, challenges, body, sent) in [
            (401, &[][..], "", 2),
            (401, &["Bearer"], "", 2),
            (401, &[TOKEN], "", 2),
            (401, &[SCOPE], "", 1),
            (401, &["Basic realm=x", SCOPE], "<html>", 1),
            (401, &[SCOPE, TOKEN], "", 2),
            (401, &[SCOPE], BAD, 2),
            (403, &[], "", 1),
            (403, &[TOKEN], "", 1),
            (403, &[TOKEN], BAD, 1),
        ] {
            let lines: Vec<_> =
                challenges.iter().map(|c| format!("www-authenticate: {c}")).collect();
            let server = TestServer::api(move || {
                let lines: Vec<_> = lines.iter().map(String::as_str).collect();
                Answer::new(status, &lines, body)
            })
            .await;
            let error = server.client().execute(Call::new(operation)).await.err().unwrap();
            assert_eq!(error.status().unwrap().as_u16(), status);
            let made = (server.authorizations().len(), server.token_requests());
            assert_eq!(made, (sent, sent), "{status} {challenges:?} {body}");
        }
    }
}

#[tokio::test]
async fn the_ids_of_the_exchange_are_known_on_both_ways() {
    let headers = [
        "correlation-id: c-1",
        "x-ping-external-transaction-id: nightly/ü",
        "x-ping-external-session-id: s-1",
    ];
    let error = failure(move || Answer::new(404, &headers, "")).await;
    let ids = (error.correlation_id(), error.transaction_id(), error.session_id());
    assert_eq!(ids, (Some("c-1"), Some("nightly/ü"), Some("s-1")));

    let server = TestServer::api(move || Answer::new(200, &headers, "")).await;
    let response = server.client().execute(Call::new(&READ)).await.unwrap().empty();
    let ids = (response.correlation_id(), response.transaction_id(), response.session_id());
    assert_eq!(ids, (Some("c-1"), Some("nightly/ü"), Some("s-1")));
    assert_eq!(response.attempts(), 1);
    assert!(response.elapsed() > Duration::ZERO);
}

#[tokio::test]
async fn a_server_that_quotes_the_request_gives_no_secret_away() {
    let server = TestServer::start(|seen, before| {
        if seen.is_token() {
            return Answer::token(&format!("CANARY-token-{before}"), 3600);
        }
        let inner = json!({"allowedValues": [seen.body], "sent": {&seen.head: 1}});
        let detail = json!({"code": seen.body, "target": seen.body, "innerError": inner});
        let said = format!("no such {} in {}", seen.body, seen.head);
        let body = json!({"id": said, "code": said, "message": said, "details": [detail]});
        Answer::new(400, &[], &body.to_string())
    })
    .await;
    let pem = "-----BEGIN PRIVATE KEY-----\nCANARYCANARY\n-----END PRIVATE KEY-----";
    let account = json!({"private_key": pem, "client_email": "CANARY@fake.example"}).to_string();
    for secret in [pem, &account, "CANARY-secret"] {
        let body = Sent { client: "client", secret: secret.into() };
        let call = Call::new(&READ).json_with_secrets(&body);
        let error = server.client().execute(call).await.err().unwrap();
        let shown = format!("{error} {error:?} {:?}", error.body());
        assert!(!shown.contains("CANARY"), "{shown}");
        assert!(error.message().unwrap().contains("[redacted]"), "{shown}");
        assert!(!error.to_string().contains('\n') && error.to_string().len() < 3000, "{error}");
    }
}

/// A body with a secret, as a generated one.
#[derive(serde::Serialize)]
struct Sent {
    client: &'static str,
    secret: Secret,
}

impl Secrets for Sent {
    fn secrets(&self, each: &mut dyn FnMut(&Secret)) {
        self.secret.secrets(each);
    }
}

#[test]
fn outside_of_a_runtime_a_call_is_an_error_and_no_panic() {
    let hosts = Hosts::new("http://127.0.0.1:9/v1", "http://127.0.0.1:9").unwrap();
    let client = Core::builder(hosts).access_token("t").build().unwrap();
    let call = pin!(client.execute(Call::new(&READ)));
    let Poll::Ready(Err(error)) = call.poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("the call did not end at once");
    };
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::NoRuntime, 0));
    assert_eq!(
        error.to_string(),
        "read: nothing was sent: there is no Tokio runtime; await the call inside of one"
    );
}

/// What is no HTTP answer, or none that is accepted.
fn unreadable() -> [(&'static str, Vec<u8>); 9] {
    let many: String = (0..120).map(|number| format!("x-{number}: 1\r\n")).collect();
    let long = "x".repeat(1_000_000);
    [
        ("too many headers", format!("HTTP/1.1 200 OK\r\n{many}\r\n")),
        ("a header that is too long", format!("HTTP/1.1 200 OK\r\nx: {long}\r\n\r\n")),
        ("a page", "<html>no HTTP</html>\r\n\r\n".to_owned()),
        ("another protocol", "SSH-2.0-OpenSSH_9.9\r\n\r\n".to_owned()),
        ("no status", "HTTP/1.1 OK\r\n\r\n".to_owned()),
        ("an odd status", "HTTP/1.1 2000 OK\r\n\r\n".to_owned()),
        ("an odd version", "HTTP/7.1 200 OK\r\n\r\n".to_owned()),
        ("an odd header", "HTTP/1.1 200 OK\r\nx y: 1\r\n\r\n".to_owned()),
        ("an odd length", "HTTP/1.1 200 OK\r\ncontent-length: some\r\n\r\n{}".to_owned()),
    ]
    .map(|(name, text)| (name, text.into_bytes()))
}

#[tokio::test]
async fn an_answer_that_is_no_http_is_asked_for_once() {
    let policy = || RetryPolicy::default().base_delay(Duration::ZERO);
    for (name, bytes) in unreadable() {
        for operation in [&READ, &CREATE] {
            let bytes = bytes.clone();
            let server = TestServer::api(move || Answer::Bytes(bytes.clone())).await;
            let client = server.builder().retry(policy()).build().unwrap();
            let error = client.execute(Call::new(operation)).await.err().unwrap();
            assert_eq!(
                (error.kind(), error.attempts()),
                (ErrorKind::Transport, 1),
                "{name}: {error}"
            );
            assert_eq!(server.authorizations().len(), 1, "{name}");
            assert!(!error.is_retryable() && !error.transport_error().unwrap().is_connect());
            assert!(may_have_been_processed(error.failure()), "{name}");
        }
        let server = TestServer::start(move |_, _| Answer::Bytes(bytes.clone())).await;
        let client = server.builder().retry(policy()).build().unwrap();
        let error = client.execute(Call::new(&READ)).await.err().unwrap();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Auth, 1), "{name}: {error}");
        assert_eq!(server.token_requests(), 1, "{name}");
    }
}

#[tokio::test]
async fn as_many_headers_as_are_accepted_are_read() {
    let many: String = (0..100).map(|number| format!("x-{number}: 1\r\n")).collect();
    let bytes = format!("HTTP/1.1 204 No Content\r\n{many}\r\n").into_bytes();
    let server = TestServer::api(move || Answer::Bytes(bytes.clone())).await;
    server.client().execute(Call::new(&READ)).await.ok().unwrap();
}

#[tokio::test]
async fn an_error_body_can_be_read_as_a_type_of_the_contract_without_secrets() {
    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Problem {
        title: String,
        status: u16,
    }
    let said = |title: &str| format!(r#"{{"title": "{title}", "status": 422}}"#);
    let server = TestServer::start(move |seen, before| match (seen.is_token(), before) {
        (true, _) => Answer::token("CANARY-token-0123456789", 60),
        (false, 0) => Answer::new(422, &[], &said("odd")),
        (false, 1) => Answer::new(422, &[], &said("odd CANARY-token-0123456789")),
        (false, 2) => Answer::new(422, &["content-type: text/plain"], "it is odd"),
        (false, 3) => Answer::new(422, &[], r#"[{"title": "a", "status": 1}]"#),
        (false, 4) => Answer::new(422, &[], r#"{"title": "torn", "sta"#),
        (false, _) => Answer::new(422, &[], " "),
    })
    .await;
    let client = server.client();
    let next = async || client.execute(Call::new(&READ)).await.err().unwrap();
    let problem = |title: &str| Some(Problem { title: title.to_owned(), status: 422 });
    let error = next().await;
    assert_eq!((error.body(), error.body_as()), (None, problem("odd")));
    assert_eq!(error.body_as::<u8>(), None);
    let error = next().await;
    assert_eq!(error.body_as(), problem("odd [redacted]"));
    assert!(!format!("{error} {error:?}").contains("odd"));
    assert_eq!(next().await.body_as(), Some("it is odd".to_owned()));
    assert_eq!(next().await.body_as::<Vec<Problem>>().unwrap()[0].status, 1);
    assert_eq!(next().await.body_as::<serde_json::Value>().unwrap()["title"], "torn");
    assert_eq!(next().await.body_as::<serde_json::Value>(), None);
}

#[tokio::test]
async fn what_is_no_json_says_what_it_is_instead() {
    for (media, expected) in [
        ("text/html; charset=utf-8", Some("`text/html`")),
        ("application/vnd.one+json", None),
        ("Application/JSON", None),
    ] {
        let header = format!("content-type: {media}");
        let server = TestServer::start(move |seen, _| match seen.is_token() {
            true => Answer::token("t", 60),
            false => Answer::new(200, &[&header], "<p>"),
        })
        .await;
        let received = server.client().execute(Call::new(&READ)).await.ok().unwrap();
        let text = received.json::<u8>().unwrap_err().to_string();
        match expected {
            Some(expected) => assert!(text.contains(expected), "{text}"),
            None => assert!(text.ends_with("is not what the contract says"), "{text}"),
        }
    }
}

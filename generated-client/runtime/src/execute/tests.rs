//! What the transport does with every kind of answer, over real loopback HTTP.

use std::error::Error as _;
use std::time::Duration;

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::call::Call;
use crate::operation::Operation;
use crate::test_server::{Answer, Client, ENVIRONMENT, TestServer};
use crate::{Core, Error, ErrorCode, ErrorKind, Limits, Response, RetryPolicy, Secret};

static READ: Operation = Operation::new("readThing", Method::GET, "/things/{thingID}");
static CREATE: Operation = Operation::new("createThing", Method::POST, "/things");

async fn read(client: &Client) -> Result<Response<Value>, Error> {
    client.execute(Call::new(&READ).path("thingID", "a/b")).await?.json()
}

async fn failure(answer: impl Fn() -> Answer + Send + Sync + 'static) -> Error {
    let server = TestServer::api(answer).await;
    read(&server.client()).await.unwrap_err()
}

#[tokio::test]
async fn the_bytes_on_the_wire_are_what_was_asked_for() {
    let server = TestServer::api(|| Answer::new(201, &["correlation-id: c-1"], "{\"id\":1}")).await;
    let call = Call::new(&CREATE).header("X-Note", "ü#1").json(&json!({"a": [1]}));
    let client = server.builder().user_agent_suffix("my-service/1.2").build().unwrap();
    let response: Response<Value> = client.execute(call).await.unwrap().json().unwrap();
    assert_eq!(response.status(), StatusCode::CREATED);
    assert_eq!(response.correlation_id(), Some("c-1"));
    assert_eq!(response.value()["id"], 1);

    let request = &server.seen()[1];
    assert!(request.head.starts_with("POST /v1/things HTTP/1.1\r\n"), "{}", request.head);
    assert_eq!(request.header("authorization"), Some("Bearer token-0"));
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("user-agent"), Some("test-client/1 my-service/1.2"));
    assert_eq!(request.header("api-version"), None);
    let note = "ü#1".as_bytes();
    assert!(request.raw_head.windows(note.len()).any(|window| window == note), "sent as UTF-8");
    assert_eq!(request.body, "{\"a\":[1]}");
}

#[tokio::test]
async fn a_path_value_is_one_segment_and_a_get_has_no_body() {
    let server = TestServer::api(|| Answer::new(200, &[], "{}")).await;
    let _ = read(&server.client()).await.unwrap();
    let request = &server.seen()[1];
    assert!(request.head.starts_with("GET /v1/things/a%2Fb HTTP/1.1\r\n"), "{}", request.head);
    assert_eq!((request.header("content-type"), request.body.as_str()), (None, ""));
}

#[tokio::test]
async fn nothing_is_sent_for_a_value_that_would_change_the_route() {
    let server = TestServer::api(|| Answer::new(200, &[], "{}")).await;
    let call = Call::new(&READ).path("thingID", "..");
    let error = server.client().execute(call).await.err().unwrap();
    assert_eq!(error.kind(), ErrorKind::InvalidCall);
    assert_eq!(
        error.to_string(),
        "readThing: nothing was sent: the value of the path parameter `thingID` is empty or a dot segment"
    );
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_redirect_is_an_error_and_is_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let server =
            TestServer::api(move || Answer::new(status, &["location: /v1/elsewhere"], "")).await;
        let error = read(&server.client()).await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert!(error.to_string().contains("redirects are not followed"), "{error}");
        assert_eq!(server.seen().len(), 2, "the token and one request");
    }
}

#[tokio::test]
async fn the_token_endpoint_cannot_redirect_the_secret_either() {
    let server = TestServer::start(|_, _| Answer::new(307, &["location: /elsewhere"], "")).await;
    let error = read(&server.client()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(error.token_error().unwrap().status(), Some(StatusCode::TEMPORARY_REDIRECT));
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_body_is_read_up_to_the_limit_and_no_further() {
    for (bytes, fits) in [(100, true), (101, false)] {
        let text = format!("\"{}\"", "x".repeat(bytes - 2));
        // The server claims much more and closes: only a client that stops at the limit sees that.
        let claimed = if fits { bytes } else { 10_000_000_000 };
        let server =
            TestServer::api(move || Answer::sized(200, &["correlation-id: c-2"], &text, claimed))
                .await;
        let client =
            server.builder().limits(Limits::default().max_response_bytes(100)).build().unwrap();
        match read(&client).await {
            Ok(_) => assert!(fits),
            Err(error) => {
                assert!(!fits, "{error}");
                assert_eq!(error.kind(), ErrorKind::TooLarge);
                assert_eq!(
                    error.to_string(),
                    "readThing: GET /things/{thingID} answered 200 OK, and a body of more than \
                     100 bytes (correlation id c-2)"
                );
            }
        }
    }
}

#[tokio::test]
async fn pingones_error_is_told_whatever_its_content_type() {
    let body = r#"{"id":"e-1","code":"INVALID_DATA","message":"not\nvalid.","details":[
        {"code":"REQUIRED_VALUE","target":"key","message":"m"}]}"#;
    let error =
        failure(|| Answer::new(400, &["content-type: text/html", "correlation-id: c-3"], body))
            .await;
    assert!(error.is_bad_request());
    assert_eq!(error.code(), Some(&ErrorCode::InvalidData));
    assert_eq!((error.id(), error.correlation_id()), (Some("e-1"), Some("c-3")));
    assert_eq!(error.body().unwrap().details[0].target.as_deref(), Some("key"));
    assert_eq!((error.operation(), error.path_template()), ("readThing", "/things/{thingID}"));
    assert_eq!(
        error.to_string(),
        "readThing: GET /things/{thingID} answered 400 Bad Request: INVALID_DATA: not\\nvalid \
         [key: REQUIRED_VALUE: m] (correlation id c-3)"
    );
}

#[tokio::test]
async fn a_status_survives_every_body() {
    for (status, body, claimed) in [
        (502, "<html>CANARY</html>", 19),
        (500, "", 0),
        (503, "{\"code\":\"CANARY", 15),
        (404, "{\"code\":\"CANARY", 4000),
        (409, "[1, \"CANARY\"]", 13),
        (403, "CANARY", 1_000_000_000),
    ] {
        let error =
            failure(move || Answer::sized(status, &["correlation-id: c-4"], body, claimed)).await;
        assert_eq!(error.kind(), ErrorKind::Status, "{status}");
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert_eq!(error.correlation_id(), Some("c-4"));
        assert!(error.body().is_none());
        let shown = format!("{error} {error:?}");
        assert!(shown.contains("without the API's error body"), "{shown}");
        assert!(!shown.contains("CANARY"), "{shown}");
    }
}

#[tokio::test]
async fn predicates_follow_the_status() {
    type Predicate = fn(&Error) -> bool;
    let predicates: [(u16, Predicate); 6] = [
        (400, Error::is_bad_request),
        (401, Error::is_unauthorized),
        (403, Error::is_forbidden),
        (404, Error::is_not_found),
        (409, Error::is_conflict),
        (429, Error::is_rate_limited),
    ];
    for (status, _) in predicates {
        let error = failure(move || Answer::new(status, &["retry-after: 7"], "{}")).await;
        for (other, predicate) in predicates {
            assert_eq!(predicate(&error), status == other, "{status} {other}");
        }
        assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
        assert!(!error.is_timeout());
    }
}

#[tokio::test]
async fn retry_after_is_kept_also_as_a_date() {
    let date = "Wed, 21 Oct 2026 07:28:00 GMT";
    let sent = "date: Wed, 21 Oct 2026 07:27:15 GMT";
    let error =
        failure(move || Answer::new(429, &[&format!("retry-after: {date}"), sent], "")).await;
    assert_eq!(error.retry_after(), Some(Duration::from_secs(45)));
    assert_eq!(error.retry_after_header(), Some(date));
    assert!(error.to_string().ends_with("; retry after 45 s"), "{error}");
}

#[tokio::test]
async fn a_success_that_cannot_be_decoded_keeps_the_status_and_names_the_place() {
    #[derive(Debug, serde::Deserialize)]
    #[allow(dead_code, reason = "decoding it is expected to fail")]
    struct Thing {
        sizes: Vec<u8>,
    }
    for (body, path) in [
        (r#"{"sizes":[1,"CANARY"]}"#, "sizes[1]"),
        (r#"{"sizes":[1]} CANARY"#, "."),
        (r#"{"sizes":[1"#, "sizes"),
        ("<html>CANARY", "."),
        ("", "."),
    ] {
        let server =
            TestServer::api(move || Answer::new(200, &["correlation-id: c-5"], body)).await;
        let received = server.client().execute(Call::new(&CREATE)).await.unwrap();
        let error = received.json::<Thing>().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
        assert_eq!(error.decode_path(), Some(path), "{body}");
        assert_eq!((error.status(), error.correlation_id()), (Some(StatusCode::OK), Some("c-5")));
        let shown = format!("{error} {error:?} {}", error.source().unwrap());
        assert!(!shown.contains("CANARY"), "{shown}");
    }
}

#[tokio::test]
async fn a_torn_success_is_a_transport_failure_that_knows_the_status() {
    let error = failure(|| Answer::sized(200, &["correlation-id: c-6"], "{\"a\":", 50)).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!((error.status(), error.correlation_id()), (Some(StatusCode::OK), Some("c-6")));
    let shown = error.to_string();
    let start = "readThing: GET /things/{thingID} answered 200 OK, then broke off: ";
    assert!(shown.starts_with(start) && shown.ends_with(" (correlation id c-6)"), "{shown}");
    assert!(error.transport_error().is_some_and(|broken| !broken.is_connect()));
}

#[tokio::test]
async fn a_204_without_a_body_is_a_success() {
    let server =
        TestServer::api(|| Answer::Bytes(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec())).await;
    let response = server.client().execute(Call::new(&CREATE)).await.unwrap().empty();
    assert_eq!(response.status(), StatusCode::NO_CONTENT);
}

/// Answers after whose head a client that needs no body may leave.
const UNWANTED: [fn(u16) -> Answer; 8] = [
    |status| Answer::new(status, &[], "{}"),
    |status| Answer::new(status, &[], ""),
    |status| Answer::new(status, &["content-encoding: gzip"], "<html>"),
    |status| Answer::sized(status, &[], "{\"a\":", 50),
    |status| Answer::sized(status, &[], "{\"a\":", 10_000_000_000),
    |status| Answer::stalled(status, &[], "{\"a\":"),
    |status| Answer::stalled(status, &[], ""),
    |status| {
        let head = format!("HTTP/1.1 {status} Text\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n");
        Answer::Bytes(head.into_bytes())
    },
];

#[tokio::test]
async fn a_body_that_nobody_asked_for_is_neither_awaited_nor_judged() {
    for (index, answer) in UNWANTED.into_iter().enumerate() {
        for status in [200, 202, 204] {
            let server = TestServer::api(move || answer(status)).await;
            let call = Call::new(&READ).path("thingID", 1).status_only();
            // A client that waited would wait for long.
            let response = server.client().execute(call).await;
            let response = response.unwrap_or_else(|error| panic!("{index}: {error}")).empty();
            assert_eq!((response.status().as_u16(), response.attempts()), (status, 1), "{index}");
        }
    }
}

#[tokio::test]
async fn a_failure_is_told_where_a_success_has_no_body() {
    let body = r#"{"code":"INVALID_DATA","message":"m"}"#;
    let server = TestServer::api(move || Answer::new(400, &[], body)).await;
    let call = Call::new(&READ).path("thingID", 1).status_only();
    let error = server.client().execute(call).await.err().unwrap();
    assert_eq!(error.code(), Some(&ErrorCode::InvalidData));
}

#[tokio::test]
async fn silence_ends_at_the_time_limit() {
    let server = TestServer::api(|| Answer::Silence).await;
    let limits = Limits::default().request_timeout(Duration::from_millis(100));
    let client = server.builder_without().access_token("t").limits(limits).build().unwrap();
    let error = read(&client).await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.status(), None);
    assert!(error.to_string().ends_with("took longer than the time limit"), "{error}");
}

#[tokio::test]
async fn nobody_listening_is_a_connection_failure_without_the_ids() {
    let server = TestServer::api(|| Answer::Silence).await;
    let client = server.builder_without().access_token("t").build().unwrap();
    let base = server.hosts().api().to_owned();
    server.stop().await;
    let error = read(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    let start = format!("readThing: GET /things/{{thingID}} at {base} could not be reached: ");
    assert!(error.to_string().starts_with(&start), "{error}");
    let cause: &dyn std::error::Error = error.transport_error().unwrap().get_ref();
    let chain = std::iter::successors(Some(cause), |&error| error.source());
    let chain: Vec<String> = chain.map(ToString::to_string).collect();
    assert!(chain.len() > 1 && !chain.join(" ").contains("a%2Fb"), "{chain:?}");
}

#[tokio::test]
async fn secrets_are_nowhere_in_what_can_be_printed() {
    let cookie = "set-cookie: session=CANARY";
    let server = TestServer::api(move || Answer::new(200, &[cookie], "{}")).await;
    let client = server.client();
    let response = read(&client).await.unwrap();
    assert_eq!(response.headers()["set-cookie"], "session=CANARY");
    let builder = server.builder().access_token(Secret::from("CANARY"));
    let request = Call::new(&READ).header("x-a", "CANARY").json(&json!({"a": "CANARY"}));
    let both = server.builder().access_token("CANARY").build().unwrap_err();
    let shown = format!("{client:?} {builder:?} {response:?} {request:?} {both:?} {both}");
    assert!(!shown.contains("CANARY"), "{shown}");
    assert!(shown.contains(ENVIRONMENT));
}

#[test]
fn clients_are_shared_and_futures_can_be_sent_and_stay_small() {
    fn shared<T: Clone + Send + Sync + 'static>(_: &T) {}
    fn small<T: Send + 'static>(_: &T) {
        assert!(size_of::<T>() < 4096, "{} bytes", size_of::<T>());
    }
    let hosts = crate::Hosts::from(crate::Region::Eu);
    let Ok(client) = Client::builder(hosts, ENVIRONMENT.parse().unwrap()).access_token("t").build()
    else {
        return; // Without a TLS backend there is no client for https.
    };
    shared(&client);
    let request = ReadThing { core: client.core, call: Call::new(&READ) };
    shared(&request);
    assert!(size_of::<ReadThing>() <= 32, "{} bytes", size_of::<ReadThing>());
    small(&request.clone().send_with_metadata());
    small(&request.send());
}

use builder::ReadThing;

/// A request builder, as a generated one.
#[allow(unreachable_pub, reason = "generated builders are public")]
mod builder {
    use super::{Call, Core, Value};

    #[derive(Clone)]
    pub struct ReadThing {
        pub core: Core,
        pub call: Call,
    }

    crate::codegen::request!(ReadThing -> Value);
}

#[tokio::test]
async fn a_builder_has_what_all_builders_have() {
    let server = TestServer::api(|| Answer::new(200, &[], r#"{"a":1}"#)).await;
    let request =
        ReadThing { core: server.client().core, call: Call::new(&READ).path("thingID", 7) };
    assert_eq!(request.clone().await.unwrap(), json!({"a": 1}));
    let response = request.clone().send_with_metadata().await.unwrap();
    assert_eq!((response.status(), response.into_inner()), (StatusCode::OK, json!({"a": 1})));

    let server = TestServer::api(|| Answer::Silence).await;
    let core = server.client().core;
    let request = ReadThing { core, ..request };
    let limited = request.timeout(Duration::from_millis(20)).retry(RetryPolicy::never());
    assert_eq!(limited.send().await.unwrap_err().kind(), ErrorKind::Timeout);
}

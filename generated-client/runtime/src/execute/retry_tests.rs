//! Retries over real loopback HTTP, with waits that take no time and are written down.

use std::sync::Mutex;
use std::time::Duration;

use http::Method;

use super::*;
use crate::test_server::{Answer, Client, TestClock, TestServer};
use crate::{Limits, Response, RetryPolicy};

static READ: Operation = Operation::new("read", Method::GET, "/r");
static CREATE: Operation = Operation::new("create", Method::POST, "/r");
static DELETE: Operation = Operation::new("delete", Method::DELETE, "/r");

/// A server that gives these answers to API requests, one after the other, and then only 200.
struct Bench {
    server: TestServer,
    client: Client,
    clock: TestClock,
}

async fn bench(answers: Vec<Answer>) -> Bench {
    let answers = Mutex::new(answers.into_iter());
    let server = TestServer::start(move |_, _| {
        answers.lock().unwrap().next().unwrap_or_else(|| Answer::new(200, &[], "{}"))
    })
    .await;
    let clock = TestClock::default();
    let client = server
        .builder_without()
        .access_token("t")
        .retry(RetryPolicy::default())
        .limits(Limits::default().request_timeout(Duration::from_secs(5)))
        .clock(clock.clone())
        .without_jitter()
        .build()
        .unwrap();
    Bench { server, client, clock }
}

impl Bench {
    async fn call(&self, operation: &'static Operation) -> Result<Response<()>, Error> {
        self.client.execute(Call::new(operation).status_only()).await.map(Received::empty)
    }

    fn requests(&self) -> usize {
        self.server.seen().len()
    }

    fn waits(&self) -> Vec<u64> {
        self.clock.slept().iter().map(Duration::as_secs).collect()
    }
}

fn status(status: u16) -> Answer {
    Answer::new(status, &[], "{}")
}

fn busy(status: u16, retry_after: &str) -> Answer {
    Answer::new(status, &[&format!("retry-after: {retry_after}")], "{}")
}

fn torn() -> Answer {
    Answer::Bytes(b"HTTP/1.1 200 OK\r\ncontent-le".to_vec())
}

#[tokio::test]
async fn an_idempotent_call_outlives_a_bad_moment() {
    let bench = bench(vec![status(502), torn(), busy(429, "7")]).await;
    let response = bench.call(&READ).await.unwrap();
    assert_eq!((response.attempts(), bench.requests()), (4, 4));
    assert_eq!(bench.waits(), [0, 0, 7], "jitter is zero here; the server asked for seven");
}

#[tokio::test]
async fn the_last_failure_is_told_with_the_number_of_attempts() {
    let bench = bench((0..9).map(|_| status(500)).collect()).await;
    let error = bench.call(&READ).await.unwrap_err();
    assert_eq!((error.attempts(), bench.requests()), (4, 4));
    assert!(error.is_retryable());
    assert!(error.to_string().ends_with("(4 attempts)"), "{error}");
}

#[tokio::test]
async fn a_create_that_may_have_happened_is_not_repeated() {
    for answer in [status(500), status(502), status(504), status(408), status(503), torn()] {
        let bench = bench(vec![answer]).await;
        let error = bench.call(&CREATE).await.unwrap_err();
        assert_eq!((error.attempts(), bench.requests()), (1, 1), "{error}");
    }
}

#[tokio::test]
async fn a_create_that_was_turned_away_is_repeated() {
    let bench = bench(vec![status(429), busy(503, "2")]).await;
    assert_eq!(bench.call(&CREATE).await.unwrap().attempts(), 3);
    assert_eq!(bench.waits(), [0, 2]);
}

#[tokio::test]
async fn a_repeated_delete_that_finds_nothing_left_is_a_success() {
    let bench = bench(vec![status(500), status(404)]).await;
    let response = bench.call(&DELETE).await.unwrap();
    assert!(response.was_already_gone());
    assert_eq!((response.status().as_u16(), response.attempts()), (404, 2));
    let response = self::bench(vec![status(500), status(204)]).await.call(&DELETE).await.unwrap();
    assert!(!response.was_already_gone());
}

#[tokio::test]
async fn a_repeated_delete_that_finds_nothing_left_waits_for_no_body() {
    for gone in [
        Answer::stalled(404, &[], "{\"code\":"),
        Answer::sized(404, &[], "{", 10_000_000_000),
        Answer::new(404, &[], "<html>"),
    ] {
        let bench = bench(vec![status(500), gone]).await;
        let response = bench.call(&DELETE).await.unwrap();
        assert!(response.was_already_gone());
        assert_eq!((response.attempts(), bench.requests()), (2, 2));
    }
}

#[tokio::test]
async fn a_repeated_delete_that_should_bring_a_value_says_that_there_is_none() {
    for body in ["{}", "", r#"{"code":"NOT_FOUND"}"#] {
        let bench = bench(vec![status(500), Answer::new(404, &[], body)]).await;
        let error = bench.client.execute(Call::new(&DELETE)).await.err().unwrap();
        assert!(error.is_not_found(), "{error}");
        assert_eq!((error.attempts(), bench.requests()), (2, 2));
    }
}

#[tokio::test]
async fn a_condition_of_the_caller_decides_what_is_repeated() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&asked);
    let patient = RetryPolicy::default().retry_if(move |error| {
        seen.lock().unwrap().push((error.status().unwrap().as_u16(), error.attempts()));
        error.is_not_found()
    });
    let bench = bench(vec![status(404), status(404), status(200)]).await;
    let call = Call::new(&READ).retry(patient.clone());
    let response = bench.client.execute(call).await.unwrap().empty();
    assert_eq!((response.status().as_u16(), response.attempts()), (200, 3));
    assert_eq!(*asked.lock().unwrap(), [(404, 1), (404, 2)]);
    let bench = self::bench(vec![status(503)]).await;
    let error = bench.client.execute(Call::new(&READ).retry(patient)).await.err().unwrap();
    assert_eq!((error.attempts(), bench.requests()), (1, 1));
}

#[tokio::test]
async fn a_delete_of_what_never_was_is_not_found() {
    for first in [status(404), status(429)] {
        let bench = bench(vec![first, status(404)]).await;
        let error = bench.call(&DELETE).await.unwrap_err();
        assert!(error.is_not_found(), "{error}");
    }
}

#[tokio::test]
async fn a_wait_beyond_the_total_limit_ends_the_call_at_once() {
    for asked in ["90", "31536000", "18446744073709551615"] {
        let bench = bench(vec![busy(503, asked)]).await;
        let error = bench.call(&READ).await.unwrap_err();
        assert_eq!(error.retry_after().unwrap().as_secs().to_string(), asked);
        assert_eq!((bench.requests(), bench.waits()), (1, vec![]));
    }
}

#[tokio::test]
async fn waits_count_towards_the_total_limit() {
    let bench = bench(vec![busy(503, "50"), busy(503, "50")]).await;
    let error = bench.call(&READ).await.unwrap_err();
    assert_eq!((error.attempts(), error.elapsed().as_secs()), (2, 50));
    assert_eq!(bench.waits(), [50]);
}

#[tokio::test]
async fn a_connection_that_was_never_made_is_tried_again_even_for_a_create() {
    let bench = bench(vec![]).await;
    let Bench { server, client, clock } = bench;
    drop(server);
    let error = client.execute(Call::new(&CREATE)).await.err().unwrap();
    assert_eq!((error.kind(), error.attempts()), (crate::ErrorKind::Connect, 4));
    assert_eq!(clock.slept().len(), 3);
}

#[tokio::test]
async fn silence_does_not_outlast_the_total_limit() {
    let server = TestServer::start(|_, _| Answer::Silence).await;
    let limits = Limits::default().total_timeout(Duration::from_millis(50));
    let client = server.builder_without().access_token("t").limits(limits).build().unwrap();
    let error = client.execute(Call::new(&READ)).await.err().unwrap();
    assert_eq!(error.kind(), crate::ErrorKind::Timeout);
    assert!(error.to_string().contains("did not finish within 0.05 s"), "{error}");
}

#[tokio::test]
async fn a_call_can_have_limits_of_its_own() {
    let bench = bench(vec![status(500), busy(503, "50")]).await;
    let error =
        bench.client.execute(Call::new(&READ).retry(RetryPolicy::never())).await.err().unwrap();
    assert_eq!(error.attempts(), 1);
    let error = bench
        .client
        .execute(Call::new(&READ).timeout(Duration::from_secs(20)))
        .await
        .err()
        .unwrap();
    assert_eq!((error.attempts(), bench.waits()), (1, vec![]), "50 s are beyond its limit");
}

#[tokio::test]
async fn the_clients_session_id_is_sent_unless_the_call_has_one() {
    let server = TestServer::start(|_, _| Answer::new(200, &[], "{}")).await;
    let session = "of-the-client".parse().unwrap();
    let client = server.builder_without().access_token("t").session_id(session).build().unwrap();
    client.execute(Call::new(&READ)).await.ok().unwrap();
    let own = Call::new(&READ).header("X-Ping-External-Session-ID", "of-the-call");
    client.execute(own).await.ok().unwrap();
    let seen = server.seen();
    let sent: Vec<_> = seen.iter().map(|seen| seen.header("x-ping-external-session-id")).collect();
    assert_eq!(sent, [Some("of-the-client"), Some("of-the-call")]);
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn a_configured_http_client_still_follows_no_redirect() {
    let server = TestServer::start(|_, _| Answer::new(302, &["location: /v1/elsewhere"], "")).await;
    let client = server
        .builder_without()
        .access_token("t")
        .configure_http(|http| http.redirect(reqwest::redirect::Policy::limited(5)))
        .build()
        .unwrap();
    let error = client.execute(Call::new(&READ)).await.err().unwrap();
    assert_eq!((error.status().unwrap().as_u16(), server.seen().len()), (302, 1));
}

#[tokio::test]
async fn a_limit_beyond_all_clocks_is_no_panic() {
    let bench = bench(vec![busy(503, "18446744073709551615")]).await;
    let error = bench.client.execute(Call::new(&READ).timeout(Duration::MAX)).await.err().unwrap();
    assert_eq!(error.attempts(), 1);
}

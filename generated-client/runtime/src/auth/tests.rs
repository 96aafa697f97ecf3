//! How tokens are fetched, shared and replaced, over real loopback HTTP with a clock that tests set.

use std::time::Duration;

use http::{Method, StatusCode};

use super::*;
use crate::call::Call;
use crate::environment::EnvironmentId;
use crate::operation::Operation;
use crate::test_server::{Answer, Client, ENVIRONMENT, TestClock, TestServer};
use crate::{Error, ErrorKind, TokenError};

static PING: Operation = Operation::new("ping", Method::GET, "/ping");

async fn ping(client: &Client) -> Result<(), Error> {
    client.execute(Call::new(&PING)).await.map(|received| received.empty().into_inner())
}

fn ok() -> Answer {
    Answer::new(200, &[], "{}")
}

/// Issues tokens that live for `seconds`.
async fn issuing(seconds: u64) -> (TestServer, TestClock, Client) {
    let server = TestServer::start(move |seen, before| match seen.is_token() {
        true => Answer::token(&format!("token-{before}"), seconds),
        false => ok(),
    })
    .await;
    let clock = TestClock::default();
    let client = server.builder().clock(clock.clone()).without_jitter().build().unwrap();
    (server, clock, client)
}

#[tokio::test]
async fn the_token_request_is_what_rfc_6749_says() {
    let server = TestServer::api(ok).await;
    let other = "11111111-2222-4333-8444-555555555555";
    let credentials =
        ClientCredentials::new("i d", "s%").environment(other.parse::<EnvironmentId>().unwrap());
    ping(&server.builder_with(credentials).build().unwrap()).await.unwrap();
    let request = &server.seen()[0];
    assert!(request.head.starts_with(&format!("POST /{other}/as/token HTTP/1.1\r\n")));
    assert_eq!(request.header("authorization"), Some("Basic aStkOnMlMjU="), "i+d:s%25");
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert!(request.header("user-agent").unwrap().starts_with("test-client/"));
    assert_eq!(request.body, "grant_type=client_credentials");
}

#[tokio::test]
async fn nothing_is_fetched_before_it_is_needed_and_then_once() {
    let (server, _clock, client) = issuing(3600).await;
    assert!(server.seen().is_empty());
    for _ in 0..3 {
        ping(&client.clone()).await.unwrap();
    }
    assert_eq!(server.token_requests(), 1);
    assert_eq!(server.authorizations(), ["Bearer token-0"; 3]);
}

#[tokio::test]
async fn a_token_is_renewed_before_it_expires() {
    let (server, clock, client) = issuing(3600).await;
    ping(&client).await.unwrap();
    clock.advance(3299);
    ping(&client).await.unwrap();
    clock.advance(1);
    ping(&client).await.unwrap();
    assert_eq!(server.authorizations(), ["Bearer token-0", "Bearer token-0", "Bearer token-1"]);
}

#[tokio::test]
async fn a_short_lived_token_is_used_for_nine_tenths_of_its_life() {
    let (server, clock, client) = issuing(40).await;
    ping(&client).await.unwrap();
    clock.advance(35);
    ping(&client).await.unwrap();
    clock.advance(1);
    ping(&client).await.unwrap();
    assert_eq!(server.authorizations(), ["Bearer token-0", "Bearer token-0", "Bearer token-1"]);
}

/// Refuses the tokens that `refused` picks and accepts every other one.
async fn refusing(refused: fn(&str) -> bool) -> (TestServer, Client) {
    let server = TestServer::start(move |seen, before| {
        if seen.is_token() {
            return Answer::token(&format!("token-{before}"), 3600);
        }
        match refused(seen.header("authorization").unwrap_or_default()) {
            true => Answer::new(401, &[], r#"{"code":"ACCESS_FAILED"}"#),
            false => ok(),
        }
    })
    .await;
    let client = server.builder().build().unwrap();
    (server, client)
}

#[tokio::test]
async fn a_refused_token_is_replaced_and_the_call_sent_once_more() {
    let (server, client) = refusing(|token| token == "Bearer token-0").await;
    ping(&client).await.unwrap();
    ping(&client).await.unwrap();
    let sent = server.authorizations();
    assert_eq!(sent.first().map(String::as_str), Some("Bearer token-0"));
    assert_eq!((sent.len(), server.token_requests()), (3, 2));
    assert_eq!(sent[1], sent[2]);
}

#[tokio::test]
async fn a_refused_token_that_cannot_be_replaced_says_why_and_is_retried() {
    let server = TestServer::start(|seen, before| match (seen.is_token(), before) {
        (true, 1 | 2) => Answer::new(503, &[], ""),
        (true, _) => Answer::token(&format!("token-{before}"), 3600),
        (false, 0) => Answer::new(401, &[], "{}"),
        (false, _) => ok(),
    })
    .await;
    let client = server.builder().build().unwrap();
    let error = ping(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert!(error.is_retryable() && !error.is_unauthorized(), "{error}");
    let patient = crate::RetryPolicy::default().base_delay(Duration::ZERO);
    let client = server.builder().retry(patient).build().unwrap();
    ping(&client).await.unwrap();
}

#[tokio::test]
async fn a_server_that_refuses_every_token_is_not_asked_forever() {
    let (server, client) = refusing(|_| true).await;
    let error = ping(&client).await.unwrap_err();
    assert!(error.is_unauthorized() && error.status() == Some(StatusCode::UNAUTHORIZED), "{error}");
    assert_eq!((server.authorizations().len(), server.token_requests()), (2, 2));
}

#[tokio::test]
async fn a_given_token_that_is_refused_is_not_sent_again() {
    let (server, _) = refusing(|_| true).await;
    let client = server.builder_without().access_token("given").build().unwrap();
    assert!(ping(&client).await.unwrap_err().is_unauthorized());
    assert_eq!(server.authorizations(), ["Bearer given"]);
}

#[tokio::test]
async fn client_secret_post_puts_the_credentials_into_the_form() {
    let server = TestServer::api(ok).await;
    let credentials = ClientCredentials::new("i d", "s%&").method(AuthMethod::Post);
    ping(&server.builder_with(credentials).build().unwrap()).await.unwrap();
    let request = &server.seen()[0];
    assert_eq!(request.header("authorization"), None);
    assert_eq!(request.body, "grant_type=client_credentials&client_id=i+d&client_secret=s%25%26");
}

#[tokio::test]
async fn a_closure_is_a_source_and_its_failure_is_told() {
    let server = TestServer::api(ok).await;
    let source = || async { Ok(AccessToken::new("from-the-vault")) };
    let client = server.builder_without().token_source(source).build().unwrap();
    ping(&client).await.unwrap();
    assert_eq!(server.authorizations(), ["Bearer from-the-vault"]);

    let source = || async { Err(TokenError::new("the vault is sealed")) };
    let client = server.builder_without().token_source(source).build().unwrap();
    let error = ping(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert!(error.to_string().ends_with("the token source failed: the vault is sealed"), "{error}");
    assert_eq!(error.token_error().unwrap().url(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_first_calls_share_one_token_request() {
    let (server, _clock, client) = issuing(3600).await;
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let client = client.clone();
        calls.spawn(async move { ping(&client).await });
    }
    for outcome in calls.join_all().await {
        outcome.unwrap();
    }
    assert_eq!(server.token_requests(), 1);
    assert_eq!(server.authorizations().len(), 50);
}

#[tokio::test]
async fn a_dropped_caller_takes_nobodys_token_along() {
    let server = TestServer::start(|seen, before| match (seen.is_token(), before) {
        (true, 0) => Answer::Silence,
        (true, _) => Answer::token("second", 3600),
        (false, _) => ok(),
    })
    .await;
    let client = server.client();
    let leader = tokio::spawn({
        let client = client.clone();
        async move { ping(&client).await }
    });
    server.arrived(1).await;
    let follower = tokio::spawn({
        let client = client.clone();
        async move { ping(&client).await }
    });
    leader.abort();
    follower.await.unwrap().unwrap();
    assert_eq!(server.authorizations(), ["Bearer second"]);
}

#[tokio::test]
async fn a_failure_is_not_remembered() {
    let server = TestServer::start(|seen, before| match (seen.is_token(), before) {
        (true, 0) => Answer::new(503, &["retry-after: 3", "correlation-id: t-1"], "<html>CANARY"),
        (true, _) => Answer::token("second", 3600),
        (false, _) => ok(),
    })
    .await;
    let client = server.client();
    let error = ping(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Auth, None));
    assert_eq!(error.correlation_id(), Some("t-1"));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3)));
    assert!(!error.is_unauthorized());
    let url = format!("{}/{ENVIRONMENT}/as/token", server.hosts().auth());
    assert_eq!(
        error.to_string(),
        format!(
            "ping: no access token: {url} answered 503 Service Unavailable with something that is \
             no token (correlation id t-1)"
        )
    );
    ping(&client).await.unwrap();
}

#[tokio::test]
async fn an_oauth_error_is_typed_and_names_the_likely_cause() {
    for (description, cause) in [
        (
            "Request denied: Unsupported authentication method",
            "this client authenticates by `client_secret_basic`: use the token endpoint \
             authentication method that the worker application is configured for",
        ),
        (
            "Request denied: Wrong secret",
            "check the client id and secret, the worker application's environment, its token \
             endpoint authentication method (this client uses `client_secret_basic`) and the region",
        ),
    ] {
        let body = format!(r#"{{"error":"invalid_client","error_description":"{description}"}}"#);
        let server = TestServer::start(move |_, _| Answer::new(401, &[], &body)).await;
        let error = ping(&server.client()).await.unwrap_err();
        let token_error = error.token_error().unwrap();
        assert_eq!(token_error.code(), Some("invalid_client"));
        assert_eq!(token_error.status(), Some(StatusCode::UNAUTHORIZED));
        assert_eq!(token_error.description(), Some(description));
        assert!(error.is_unauthorized() && !error.is_not_found() && !token_error.is_clock_skew());
        assert!(error.to_string().ends_with(cause), "{error}");
        let shown = format!("{error} {error:?} {token_error:?}");
        assert!(!shown.contains("CANARY"), "{shown}");
    }
}

#[tokio::test]
async fn only_credentials_at_fault_are_unauthorized() {
    for (status, code, unauthorized) in [
        (400, "invalid_client", true),
        (400, "unauthorized_client", true),
        (401, "something_new", true),
        (400, "invalid_request", false),
        (503, "temporarily_unavailable", false),
    ] {
        let body = format!(r#"{{"error":"{code}","error_description":7}}"#);
        let server = TestServer::start(move |_, _| Answer::new(status, &[], &body)).await;
        let error = ping(&server.client()).await.unwrap_err();
        assert_eq!(error.is_unauthorized(), unauthorized, "{status} {code}");
        assert_eq!(error.token_error().unwrap().code(), Some(code));
    }
}

#[tokio::test]
async fn a_missing_token_endpoint_does_not_look_like_a_missing_resource() {
    let server = TestServer::start(|_, _| Answer::new(404, &[], "{\"code\":\"NOT_FOUND\"}")).await;
    let error = ping(&server.client()).await.unwrap_err();
    assert!(!error.is_not_found(), "a caller may take not-found for deleted");
    assert!(error.to_string().contains("check the worker application's environment"), "{error}");
}

#[tokio::test]
async fn a_token_that_no_header_holds_is_an_error() {
    let server = TestServer::start(|_, _| Answer::token("CANARY\\nx", 3600)).await;
    let error = ping(&server.client()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert!(!format!("{error} {error:?}").contains("CANARY"));
}

#[tokio::test]
async fn a_given_token_is_sent_as_it_is() {
    let server = TestServer::api(ok).await;
    ping(&server.builder_without().access_token("given").build().unwrap()).await.unwrap();
    assert_eq!(server.authorizations(), ["Bearer given"]);
    assert_eq!(server.token_requests(), 0);
}

#[test]
fn tokens_are_visible_ascii_and_marked_as_sensitive() {
    assert!(AccessToken::new("a.b-c_d~e+f/g==").header().unwrap().is_sensitive());
    for token in ["", " ", "a b", "a\n", "ü"] {
        assert_eq!(AccessToken::new(token).header(), None, "{token:?}");
    }
}

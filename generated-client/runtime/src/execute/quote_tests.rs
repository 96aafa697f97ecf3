//! Servers and sources that quote what shows who calls; what bodies hold is in `tests/canary`.

use std::error::Error as _;

use http::Method;
use serde_json::json;

use super::*;
use crate::codegen::ApiKey;
use crate::test_server::{Answer, Client, TestServer};
use crate::{AccessToken, TokenError};

static READ: Operation = Operation::new("read", Method::GET, "/things");

impl ApiKey for Client {
    const HEADER: &'static str = "x-api-key";
}

/// A server that quotes the value of a header.
async fn quoting(header: &'static str) -> TestServer {
    TestServer::start(move |seen, _| {
        let said = seen.header(header).unwrap_or_default();
        let id = format!("correlation-id: {}", said.replace("Bearer ", ""));
        Answer::new(401, &[&id], &json!({"message": said}).to_string())
    })
    .await
}

#[tokio::test]
async fn an_api_key_is_covered() {
    let server = quoting("x-api-key").await;
    let client = server.builder_without().api_key("CANARY-key-0123456789").build().unwrap();
    let error = client.execute(Call::new(&READ)).await.err().unwrap();
    assert_eq!((error.message(), error.correlation_id()), (Some("[redacted]"), None));
}

#[tokio::test]
async fn a_token_that_was_given_is_covered() {
    let server = quoting("authorization").await;
    let client = server.builder_without().access_token("CANARY-token-0123456789").build().unwrap();
    let error = client.execute(Call::new(&READ)).await.err().unwrap();
    assert_eq!((error.message(), error.correlation_id()), (Some("Bearer [redacted]"), None));
}

/// A cause whose own cause quotes.
#[derive(Debug, thiserror::Error)]
#[error("the vault is sealed")]
struct Sealed(#[source] Box<dyn std::error::Error + Send + Sync>);

#[tokio::test]
async fn a_source_that_quotes_a_refused_token_is_covered() {
    let server = quoting("authorization").await;
    for (quoted, is_kept) in [("CANARY-token-0123456789", false), ("the reason", true)] {
        let before = AtomicU32::new(0);
        let source = move || {
            std::future::ready(match before.fetch_add(1, Ordering::Relaxed) {
                0 => Ok(AccessToken::new("CANARY-token-0123456789")),
                _ => Err(TokenError::new(Sealed(quoted.into()))),
            })
        };
        let client = server.builder_without().token_source(source).build().unwrap();
        let error = client.execute(Call::new(&READ)).await.err().unwrap();
        let failure = error.token_error().unwrap();
        let cause = failure.get_ref().unwrap();
        let below =
            (cause.source().map(ToString::to_string), error.source().map(ToString::to_string));
        let shown = format!("{error:?} {failure:?} {cause:?} {cause:#?} {below:?}");
        assert!(!shown.contains("CANARY"), "{shown}");
        assert_eq!(
            (cause.to_string().as_str(), cause.is::<Sealed>()),
            ("the vault is sealed", is_kept)
        );
    }
}

#[tokio::test]
async fn the_token_of_a_call_is_covered_whatever_other_calls_were_issued_meanwhile() {
    let token = |number: usize| format!("CANARY-token-{number}-0123456789");
    for status in [400, 200] {
        let (go, gone) = tokio::sync::watch::channel(false);
        // A token that is used once, so that each call asks for another one.
        let source_count = AtomicU32::new(0);
        let source = move || {
            let number = source_count.fetch_add(1, Ordering::Relaxed) as usize;
            std::future::ready(Ok(AccessToken::new(token(number)).expires_in(Duration::ZERO)))
        };
        let client = Client::builder(
            crate::Hosts::new("http://127.0.0.1:1/v1", "http://127.0.0.1:1").unwrap(),
            crate::test_server::ENVIRONMENT.parse().unwrap(),
        )
        .transport(Quoting { status, gone })
        .token_source(source)
        .build()
        .unwrap();
        let slow = client.execute(Call::new(&READ));
        let others = async {
            for _ in 0..100 {
                client.execute(Call::new(&READ)).await.unwrap();
            }
            go.send_replace(true);
        };
        let (slow, ()) = tokio::join!(slow, others);
        let shown = match slow {
            Ok(received) => format!("{:?}", received.empty().correlation_id()),
            Err(error) => format!("{error} {error:?} {:?} {:?}", error.headers(), error.body()),
        };
        assert!(!shown.contains("CANARY"), "{shown}");
    }
}

/// Answers the first request when it may, and quotes its token; the others at once.
struct Quoting {
    status: u16,
    gone: tokio::sync::watch::Receiver<bool>,
}

impl crate::Transport for Quoting {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> crate::BoxFuture<'_, Result<http::Response<crate::Body>, crate::TransportError>> {
        let token = request.headers()["authorization"].to_str().unwrap().replace("Bearer ", "");
        let mut gone = self.gone.clone();
        Box::pin(async move {
            if !token.contains("token-0-") {
                return Ok(http::Response::new("{}".into()));
            }
            let _ = gone.wait_for(|gone| *gone).await;
            let body = json!({"message": token}).to_string();
            let answer = http::Response::builder().status(self.status);
            Ok(answer.header("correlation-id", token).body(body.into()).unwrap())
        })
    }
}

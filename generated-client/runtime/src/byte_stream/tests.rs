//! Bodies that come in pieces, too late, too long or not to their end.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use http::{Method, Request, Response};
use tokio::time::sleep;

use super::*;
use crate::builder::ClientBuilder;
use crate::call::Call;
use crate::error::ErrorKind;
use crate::future::BoxFuture;
use crate::test_server::{Answer, Client, ENVIRONMENT, TestServer};
use crate::{Hosts, Limits, RetryPolicy, Transport};

static READ: Operation = Operation::new("readFile", Method::GET, "/files");

/// What a body does next.
#[derive(Clone, Copy)]
enum Step {
    Piece(&'static str),
    Wait(u64),
    Break,
}

/// A body that goes through steps.
struct Steps {
    left: VecDeque<Step>,
    waiting: Option<Pin<Box<Sleep>>>,
    /// How many pieces were asked for.
    asked: Arc<Mutex<usize>>,
}

impl Stream for Steps {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(wait) = &mut self.waiting {
                std::task::ready!(wait.as_mut().poll(context));
                self.waiting = None;
            }
            match self.left.pop_front() {
                None => return Poll::Ready(None),
                Some(Step::Piece(text)) => {
                    *self.asked.lock().unwrap() += 1;
                    return Poll::Ready(Some(Ok(text.into())));
                }
                Some(Step::Break) => {
                    let quoting = "gone with the token t-0123456789-abcdef";
                    return Poll::Ready(Some(Err(TransportError::broken(quoting))));
                }
                Some(Step::Wait(seconds)) => {
                    self.waiting = Some(Box::pin(sleep(Duration::from_secs(seconds))));
                }
            }
        }
    }
}

/// Answers each request with the same steps.
struct Wire {
    steps: Vec<Step>,
    length: Option<u64>,
    asked: Arc<Mutex<usize>>,
}

impl Transport for Wire {
    fn send(&self, _: Request<Bytes>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let left = self.steps.iter().copied().collect();
        let steps = Steps { left, waiting: None, asked: Arc::clone(&self.asked) };
        let mut response = Response::builder().header("content-type", "application/zip");
        if let Some(length) = self.length {
            response = response.header("content-length", length);
        }
        Box::pin(std::future::ready(Ok(response.body(Body::stream(steps)).unwrap())))
    }
}

fn limits() -> Limits {
    let (pause, total) = (Duration::from_secs(10), Duration::from_secs(60));
    Limits::default().max_response_bytes(8).request_timeout(pause).total_timeout(total)
}

fn builder(wire: Wire) -> ClientBuilder<Client> {
    let hosts = Hosts::single("http://127.0.0.1:1").unwrap();
    Client::builder(hosts, ENVIRONMENT.parse().unwrap())
        .access_token("t-0123456789-abcdef")
        .retry(RetryPolicy::never())
        .limits(limits())
        .transport(wire)
}

fn wire(steps: &[Step]) -> Wire {
    Wire { steps: steps.to_vec(), length: None, asked: Arc::default() }
}

async fn streamed(client: &Client) -> ByteStream {
    let received = client.execute(Call::new(&READ).streamed()).await;
    received.map(crate::received::Received::stream).unwrap().into_inner()
}

/// The pieces of a body, and how it ended.
async fn pieces(stream: &mut ByteStream) -> (Vec<Bytes>, Option<Error>) {
    let mut pieces = Vec::new();
    while let Some(piece) = stream.next().await {
        match piece {
            Ok(piece) => pieces.push(piece),
            Err(error) => {
                assert!(stream.next().await.is_none(), "a stream ends with its error");
                return (pieces, Some(error));
            }
        }
    }
    (pieces, None)
}

async fn outcome(steps: &[Step]) -> (usize, Option<(ErrorKind, String)>) {
    let client = builder(wire(steps)).build().unwrap();
    let (pieces, error) = pieces(&mut streamed(&client).await).await;
    (pieces.len(), error.map(|error| (error.kind(), error.to_string())))
}

use Step::{Break, Piece, Wait};

#[tokio::test(start_paused = true)]
async fn pieces_come_as_they_were_received() {
    let client = builder(wire(&[Piece("ab"), Piece(""), Wait(9), Piece("cd")])).build().unwrap();
    let mut stream = streamed(&client).await;
    assert_eq!((stream.content_type(), stream.announced()), (Some("application/zip"), None));
    let (pieces, error) = pieces(&mut stream).await;
    assert!(error.is_none());
    assert_eq!((pieces, stream.read()), (vec![Bytes::from("ab"), Bytes::from("cd")], 4));
}

#[tokio::test(start_paused = true)]
async fn what_comes_too_late_ends_the_stream() {
    let (before, stalled) = outcome(&[Piece("ab"), Wait(11), Piece("cd")]).await;
    let (kind, text) = stalled.unwrap();
    assert_eq!((before, kind), (1, ErrorKind::Timeout));
    assert!(text.contains("200 OK, then took longer than the time limit"), "{text}");

    let slow: Vec<Step> = (0..8).flat_map(|_| [Wait(9), Piece("a")]).collect();
    let (before, late) = outcome(&slow).await;
    let (kind, text) = late.unwrap();
    assert_eq!((before, kind), (6, ErrorKind::Timeout));
    assert!(text.contains("the body did not come within 60 s"), "{text}");

    // A reader may be slow for as long as the call may last.
    let client = builder(wire(&[Piece("ab"), Piece("cd"), Piece("ef")])).build().unwrap();
    let mut stream = streamed(&client).await;
    for is_in_time in [true, true, false] {
        assert_eq!(stream.next().await.unwrap().is_ok(), is_in_time);
        sleep(Duration::from_secs(40)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn the_limit_of_a_call_is_that_of_its_stream() {
    let slow: Vec<Step> = (0..8).flat_map(|_| [Wait(9), Piece("a")]).collect();
    let client = builder(wire(&slow)).build().unwrap();
    let call = Call::new(&READ).timeout(Duration::from_secs(90)).streamed();
    let mut stream = client.execute(call).await.ok().unwrap().stream().into_inner();
    let (pieces, error) = pieces(&mut stream).await;
    assert!(pieces.len() == 8 && error.is_none());
}

#[tokio::test]
async fn a_body_has_a_limit_that_can_be_raised() {
    for (length, limit, expected) in [
        (None, None, Err(2)),
        (None, Some(12), Ok(3)),
        (None, Some(11), Err(2)),
        (Some(12), None, Err(0)),
        (Some(12), Some(12), Ok(3)),
    ] {
        let steps = wire(&[Piece("abcd"), Piece("efgh"), Piece("ijkl")]);
        let client = builder(Wire { length, ..steps }).build().unwrap();
        let mut stream = streamed(&client).await;
        if let Some(limit) = limit {
            stream = stream.limit(limit);
        }
        let (pieces, error) = pieces(&mut stream).await;
        let found = match error {
            None => Ok(pieces.len()),
            Some(error) => {
                assert_eq!(error.kind(), ErrorKind::TooLarge);
                assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
                Err(pieces.len())
            }
        };
        assert_eq!(found, expected, "{length:?} {limit:?}");
    }
}

#[tokio::test]
async fn no_more_is_asked_for_than_is_read() {
    let steps = wire(&[Piece("a"), Piece("b"), Piece("c")]);
    let asked = Arc::clone(&steps.asked);
    let client = builder(steps).build().unwrap();
    let mut stream = streamed(&client).await;
    assert_eq!(*asked.lock().unwrap(), 0);
    stream.next().await.unwrap().unwrap();
    assert_eq!(*asked.lock().unwrap(), 1);
}

#[tokio::test]
async fn what_breaks_off_is_an_error_without_secrets() {
    let (before, broken) = outcome(&[Piece("ab"), Break]).await;
    let (kind, text) = broken.unwrap();
    assert_eq!((before, kind), (1, ErrorKind::Transport));
    assert!(text.contains("[redacted]") && !text.contains("0123456789"), "{text}");
}

#[tokio::test]
async fn a_stream_holds_its_connection_until_it_ends_or_is_dropped() {
    let wire = wire(&[Piece("ab")]);
    let client = builder(wire).limits(limits().max_connections(1)).build().unwrap();
    let is_free = || client.core.parts().exchanges.connections.free().is_some();
    let stream = streamed(&client).await;
    assert!(!is_free());
    drop(stream);
    assert!(is_free());
    let mut stream = streamed(&client).await;
    pieces(&mut stream).await;
    assert!(is_free());
}

/// A failure before the response is repeated, one behind its head is not.
#[tokio::test]
async fn what_was_begun_is_not_repeated() {
    let server = TestServer::start(|seen, before| match (seen.is_token(), before) {
        (true, _) => Answer::token("t", 60),
        (false, 0) => Answer::new(503, &[], r#"{"code": "LATER"}"#),
        (false, _) => Answer::sized(200, &[], "half", 8),
    })
    .await;
    let policy = RetryPolicy { base_delay: Duration::ZERO, ..RetryPolicy::default() };
    let client = server.builder().retry(policy).build().unwrap();
    let response = client.execute(Call::new(&READ).streamed()).await.ok().unwrap().stream();
    assert_eq!((response.attempts(), response.status().as_u16()), (2, 200));
    let mut stream = response.into_inner();
    assert_eq!(stream.announced(), Some(8));
    let (pieces, error) = pieces(&mut stream).await;
    let error = error.unwrap();
    assert_eq!(
        (pieces, error.kind(), error.attempts()),
        (vec!["half".into()], ErrorKind::Transport, 2)
    );
    assert_eq!(server.seen().iter().filter(|seen| !seen.is_token()).count(), 2);
}

#[tokio::test]
async fn the_body_of_a_failure_is_read_as_ever() {
    let server = TestServer::start(|seen, _| match seen.is_token() {
        true => Answer::token("t", 60),
        false => Answer::new(404, &[], r#"{"code": "NOT_FOUND", "message": "none"}"#),
    })
    .await;
    let error = server.client().execute(Call::new(&READ).streamed()).await.err().unwrap();
    assert_eq!((error.kind(), error.message()), (ErrorKind::Status, Some("none")));
}

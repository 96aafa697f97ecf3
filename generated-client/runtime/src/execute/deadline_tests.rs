//! Nothing is sent at the deadline of a call or later, whatever the time was spent with.

use std::sync::Mutex;

use http::{Request, Response};
use proptest::prelude::*;

use super::*;
use crate::builder::ClientBuilder;
use crate::clock::Clock;
use crate::future::BoxFuture;
use crate::test_server::{Client, ENVIRONMENT, TestClock};
use crate::transport::{Body, Transport, TransportError};
use crate::{ClientCredentials, ErrorKind, Hosts, RetryPolicy};

/// The paused clock of Tokio as the client's own, so that both show the same time.
struct Paused;

impl Clock for Paused {
    fn now(&self) -> std::time::Instant {
        Instant::now().into_std()
    }

    fn sleep(&self, wait: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(wait))
    }
}

/// How long the parts of an exchange take, and what comes of it.
#[derive(Clone, Copy, Debug)]
struct Phases {
    /// Before the request leaves: a connection is made.
    connecting: u64,
    /// Before the answer is there.
    answering: u64,
    /// Before its body is.
    reading: u64,
    status: u16,
}

/// Notes when requests leave.
struct Wire {
    token: Phases,
    api: Phases,
    sent: Arc<Mutex<Vec<Instant>>>,
}

impl Transport for Wire {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let is_token = request.uri().path().ends_with("/as/token");
        let phases = if is_token { self.token } else { self.api };
        Box::pin(async move {
            pause(phases.connecting).await;
            self.sent.lock().unwrap().push(Instant::now());
            pause(phases.answering).await;
            let body = async move {
                pause(phases.reading).await;
                Ok(Bytes::from(match is_token {
                    true => r#"{"access_token":"t","token_type":"Bearer","expires_in":60}"#,
                    false => "{}",
                }))
            };
            let mut response = Response::new(Body::stream(Once(Some(Box::pin(body)))));
            *response.status_mut() = StatusCode::from_u16(phases.status).unwrap();
            Ok(response)
        })
    }
}

/// A stream of one piece.
struct Once(Option<BoxFuture<'static, Result<Bytes, TransportError>>>);

impl futures_core::Stream for Once {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        let Some(piece) = &mut self.0 else { return std::task::Poll::Ready(None) };
        let piece = std::task::ready!(piece.as_mut().poll(context));
        self.0 = None;
        std::task::Poll::Ready(Some(piece))
    }
}

async fn pause(milliseconds: u64) {
    if milliseconds > 0 {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
    }
}

fn builder(wire: Wire) -> ClientBuilder<Client> {
    let hosts = Hosts::new("http://127.0.0.1:1/v1", "http://127.0.0.1:1").unwrap();
    Client::builder(hosts, ENVIRONMENT.parse().unwrap()).transport(wire).clock(Paused)
}

static CREATE: Operation = Operation::new("createThing", Method::POST, "/things");
static READ: Operation = Operation::new("readThing", Method::GET, "/things");

#[derive(Debug)]
struct Observed {
    /// When requests left, from the start of the call.
    sent: Vec<Duration>,
    outcome: Result<(), ErrorKind>,
    took: Duration,
}

/// A call with a limit, with or without a token in hand.
fn observed(
    operation: &'static Operation,
    limit: Duration,
    token: Option<Phases>,
    api: Phases,
) -> Observed {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(async {
        let sent = Arc::default();
        let wire = Wire { token: token.unwrap_or(api), api, sent: Arc::clone(&sent) };
        let builder = builder(wire).retry(RetryPolicy::default().max_attempts(5));
        let client = match token {
            Some(_) => builder.credentials(ClientCredentials::new("id", "FAKE-secret")),
            None => builder.access_token("FAKE-token"),
        };
        let client = client.build().unwrap();
        let started = Instant::now();
        let outcome = client.execute(Call::new(operation).timeout(limit)).await;
        let took = started.elapsed();
        // Whatever was left behind has the chance to do something late.
        tokio::time::sleep(Duration::from_secs(3600)).await;
        let sent = sent.lock().unwrap().iter().map(|at| *at - started).collect();
        Observed { sent, outcome: outcome.map(|_| ()).map_err(|error| error.kind()), took }
    })
}

fn phases() -> impl Strategy<Value = Phases> {
    let time = || prop_oneof![Just(0), 1u64..50, Just(10), Just(20)];
    let status = prop_oneof![Just(200u16), Just(200), Just(401), Just(429), Just(503)];
    (time(), time(), time(), status).prop_map(|(connecting, answering, reading, status)| Phases {
        connecting,
        answering,
        reading,
        status,
    })
}

proptest! {
    #[test]
    fn nothing_is_sent_at_the_deadline_or_later(
        limit in prop_oneof![Just(1u64), 1u64..120, Just(10), Just(20)],
        token in proptest::option::of(phases()),
        api in phases(),
        is_read in any::<bool>(),
    ) {
        let limit = Duration::from_millis(limit);
        let operation = if is_read { &READ } else { &CREATE };
        let observed = observed(operation, limit, token, api);
        for sent in &observed.sent {
            prop_assert!(*sent < limit, "{observed:?}");
        }
        // A timer of Tokio is late by a millisecond at most.
        prop_assert!(observed.took <= limit + Duration::from_millis(1), "{observed:?}");
    }
}

const AT_ONCE: Phases = Phases { connecting: 0, answering: 0, reading: 0, status: 200 };

#[test]
fn a_connection_that_is_made_at_the_deadline_carries_nothing() {
    let connecting = Phases { connecting: 20, ..AT_ONCE };
    let late = observed(&CREATE, Duration::from_millis(20), None, connecting);
    assert_eq!((late.sent, late.outcome), (vec![], Err(ErrorKind::Timeout)));
    let in_time = observed(&CREATE, Duration::from_millis(21), None, connecting);
    assert_eq!((in_time.sent, in_time.outcome), (vec![Duration::from_millis(20)], Ok(())));
}

#[tokio::test]
async fn a_limit_that_has_passed_sends_nothing_although_there_is_a_token() {
    let sent = Arc::default();
    let hosts = Hosts::new("http://127.0.0.1:1/v1", "http://127.0.0.1:1").unwrap();
    let wire = Wire { token: AT_ONCE, api: AT_ONCE, sent: Arc::clone(&sent) };
    let client = Client::builder(hosts, ENVIRONMENT.parse().unwrap());
    let client = client.transport(wire).access_token("FAKE-token").build().unwrap();
    for _ in 0..100 {
        let call = Call::new(&CREATE).timeout(Duration::from_nanos(1));
        let error = client.execute(call).await.err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert!(!error.to_string().contains("may have taken effect"), "{error}");
    }
    let error = client.execute(Call::new(&CREATE).timeout(Duration::ZERO)).await.err().unwrap();
    assert_eq!(error.kind(), ErrorKind::InvalidCall);
    assert_eq!(error.to_string(), "createThing: nothing was sent: its time limit is zero");
    assert!(sent.lock().unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_clock_that_is_used_by_default_is_paused_with_the_timer() {
    let busy = Phases { answering: 4000, status: 503, ..AT_ONCE };
    let (sent, started) = (Arc::default(), Instant::now());
    let hosts = Hosts::new("http://127.0.0.1:1/v1", "http://127.0.0.1:1").unwrap();
    let client = Client::builder(hosts, ENVIRONMENT.parse().unwrap())
        .transport(Wire { token: AT_ONCE, api: busy, sent: Arc::clone(&sent) })
        .access_token("FAKE-token")
        .retry(RetryPolicy::default().max_attempts(9))
        .build()
        .unwrap();
    let limit = Duration::from_secs(10);
    let error = client.execute(Call::new(&READ).timeout(limit)).await.err().unwrap();
    assert!(error.elapsed() <= limit && started.elapsed() <= limit, "{error:?}");
    assert!(sent.lock().unwrap().iter().all(|at| *at - started < limit));
}

/// Calls that wait beside each other put a clock forward that moves when somebody sleeps.
#[tokio::test]
async fn nothing_is_sent_beyond_the_deadline_of_the_clients_own_clock() {
    for spent in [9, 10, 11] {
        let clock = TestClock::default();
        let sent = Arc::default();
        let hosts = Hosts::new("http://127.0.0.1:1/v1", "http://127.0.0.1:1").unwrap();
        let (shared, wire) = (clock.clone(), Arc::clone(&sent));
        let client = Client::builder(hosts, ENVIRONMENT.parse().unwrap())
            .transport(Wire { token: AT_ONCE, api: AT_ONCE, sent: wire })
            .clock(clock.clone())
            .access_token("FAKE-token")
            .limits(crate::Limits::default().max_connections(1))
            .build()
            .unwrap();
        let held = client.core.parts().exchanges.connections.free().unwrap();
        let call = client.execute(Call::new(&CREATE).timeout(Duration::from_secs(10)));
        let other = async {
            tokio::task::yield_now().await;
            shared.advance(spent);
            drop(held);
        };
        let (outcome, ()) = tokio::join!(call, other);
        let requests = sent.lock().unwrap().len();
        assert_eq!((outcome.is_ok(), requests), (spent < 10, usize::from(spent < 10)), "{spent}");
    }
}

//! An outage is not amplified: whoever is out, however, whoever calls, the requests are counted.

use std::sync::atomic::AtomicUsize;

use http::header::RETRY_AFTER;
use http::{Request, Response};

use super::*;
use crate::builder::ClientBuilder;
use crate::clock::Clock;
use crate::future::BoxFuture;
use crate::test_server::{Client, ENVIRONMENT};
use crate::transport::{Body, Transport, TransportError};
use crate::{AccessToken, ClientCredentials, Hosts, RetryPolicy};

static READ: Operation = Operation::new("read", Method::GET, "/r");
static CREATE: Operation = Operation::new("create", Method::POST, "/r");
static REMOVE: Operation = Operation::new("remove", Method::DELETE, "/r");

/// Enough to spend a budget of a hundred retries.
const FIRST: usize = 120;
const SECOND: usize = 100;

/// Tokio's clock, which stands still while anything runs and jumps when everything waits.
struct Jumping(std::time::Instant, Instant);

impl Clock for Jumping {
    fn now(&self) -> std::time::Instant {
        self.0 + self.1.elapsed()
    }

    fn sleep(&self, wait: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(wait))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Api,
    /// And the tokens come from the endpoint.
    Endpoint,
    /// And the tokens come from a source of the caller's.
    Source,
}

#[derive(Clone, Copy, Debug)]
enum How {
    Status(u16, Option<&'static str>),
    Refused,
    Reset,
    TimedOut,
    Silent,
    TornBody,
}

const HOW: [How; 12] = [
    How::Status(503, None),
    How::Status(503, Some("1")),
    How::Status(500, None),
    How::Status(502, None),
    How::Status(429, None),
    How::Status(429, Some("0")),
    How::Status(408, None),
    How::Refused,
    How::Reset,
    How::TimedOut,
    How::Silent,
    How::TornBody,
];

/// Counts requests, and answers none while there is an outage.
#[derive(Clone)]
struct Network {
    who: Who,
    how: How,
    is_up: Arc<AtomicBool>,
    requests: Arc<AtomicUsize>,
    tokens: Arc<AtomicUsize>,
}

impl Network {
    fn new(who: Who, how: How) -> Self {
        let (is_up, requests, tokens) = Default::default();
        Self { who, how, is_up, requests, tokens }
    }

    fn token(&self) -> String {
        format!("t-{}", self.tokens.fetch_add(1, Ordering::Relaxed))
    }

    async fn answer(&self, is_token: bool) -> Result<Response<Body>, TransportError> {
        self.requests.fetch_add(1, Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(50)).await;
        if is_token == (self.who == Who::Endpoint) && !self.is_up.load(Ordering::Relaxed) {
            return self.failure().await;
        }
        let body = format!(
            r#"{{"access_token": "{}", "token_type": "Bearer", "expires_in": 86400}}"#,
            self.token()
        );
        Ok(Response::new(Body::from(body)))
    }

    async fn failure(&self) -> Result<Response<Body>, TransportError> {
        match self.how {
            How::Status(status, retry_after) => {
                let mut answer = Response::new(Body::from("<html>"));
                *answer.status_mut() = StatusCode::from_u16(status).unwrap();
                let wait = retry_after.map(|wait| (RETRY_AFTER, wait.parse().unwrap()));
                answer.headers_mut().extend(wait);
                Ok(answer)
            }
            How::Refused => Err(TransportError::connect("refused")),
            How::Reset => Err(TransportError::broken("reset")),
            How::TimedOut => Err(TransportError::broken("late").timed_out()),
            How::Silent => std::future::pending().await,
            How::TornBody => Ok(Response::new(Body::stream(Torn))),
        }
    }

    fn client(&self) -> Client {
        let environment_id = ENVIRONMENT.parse().unwrap();
        let hosts = Hosts::new("http://127.0.0.1:1/v1", "http://127.0.0.1:2").unwrap();
        // A source's failure is worth another attempt only if the caller says so.
        let policy = RetryPolicy::default()
            .retry_if(|error| error.is_retryable() || error.token_error().is_some());
        let builder: ClientBuilder<Client> = Client::builder(hosts, environment_id)
            .transport(self.clone())
            .retry(policy)
            .clock(Jumping(std::time::Instant::now(), Instant::now()));
        let builder = match self.who {
            Who::Source => builder.token_source(self.source()),
            _ => builder.credentials(ClientCredentials::new("id", "secret")),
        };
        builder.build().unwrap()
    }

    fn source(&self) -> impl Fn() -> BoxFuture<'static, Result<AccessToken, TokenError>> + use<> {
        let network = self.clone();
        move || {
            let network = network.clone();
            Box::pin(async move {
                network.requests.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_millis(50)).await;
                if network.is_up.load(Ordering::Relaxed) {
                    return Ok(AccessToken::new(network.token()));
                }
                let failure = tokio::time::timeout(Duration::from_secs(5), network.failure());
                Err(TokenError::new(match failure.await {
                    Ok(Err(error)) => error.to_string(),
                    _ => "the vault is sealed".to_owned(),
                }))
            })
        }
    }

    fn take_requests(&self) -> usize {
        self.requests.swap(0, Ordering::Relaxed)
    }
}

impl Transport for Network {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let is_token = request.uri().path().ends_with("/as/token");
        Box::pin(async move { self.answer(is_token).await })
    }
}

/// A body that breaks off.
struct Torn;

impl futures_core::Stream for Torn {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(Some(Err(TransportError::broken("torn"))))
    }
}

#[derive(Clone, Copy, Debug)]
enum Callers {
    OneByOne,
    AllAtOnce,
}

/// Makes that many calls; how many of them succeeded.
async fn make(
    client: &Client,
    calls: usize,
    callers: Callers,
    operation: &'static Operation,
) -> usize {
    let mut running = tokio::task::JoinSet::new();
    let mut succeeded = 0;
    for _ in 0..calls {
        let client = client.clone();
        running.spawn(async move { client.execute(Call::new(operation)).await.is_ok() });
        if let Callers::OneByOne = callers {
            succeeded += usize::from(running.join_next().await.unwrap().unwrap());
        }
    }
    while let Some(call) = running.join_next().await {
        succeeded += usize::from(call.unwrap());
    }
    succeeded
}

async fn check(network: Network, callers: Callers, operation: &'static Operation) {
    let at = format!("{:?} {:?} {callers:?} {}", network.who, network.how, operation.id);
    let client = network.client();
    assert_eq!(make(&client, FIRST, callers, operation).await, 0, "{at}");
    let first = network.take_requests();
    // A call that is sent again after a 401 had to get another token.
    let granted = if let How::Status(401, _) = network.how { 200 } else { 100 };
    assert!(first <= FIRST + granted + 1, "{at}: {first} requests of {FIRST} calls");
    assert_eq!(make(&client, SECOND, callers, operation).await, 0, "{at}");
    let second = network.take_requests();
    assert!(second * 10 <= SECOND * 11, "{at}: {second} requests of {SECOND} calls");
    // It is over: everybody is served again.
    network.is_up.store(true, Ordering::Relaxed);
    tokio::time::advance(Duration::from_secs(10)).await;
    let _ = make(&client, 1, callers, operation).await;
    assert_eq!(make(&client, 10, callers, operation).await, 10, "{at}");
}

async fn check_all(callers: Callers) {
    for how in HOW {
        for who in [Who::Api, Who::Endpoint, Who::Source] {
            for operation in [&READ, &CREATE, &REMOVE] {
                check(Network::new(who, how), callers, operation).await;
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn calls_one_after_the_other_amplify_no_outage() {
    check_all(Callers::OneByOne).await;
}

#[tokio::test(start_paused = true)]
async fn calls_at_the_same_time_amplify_no_outage() {
    check_all(Callers::AllAtOnce).await;
}

#[tokio::test(start_paused = true)]
async fn an_api_that_refuses_every_token_gets_neither_replays_nor_new_tokens_for_ever() {
    for callers in [Callers::OneByOne, Callers::AllAtOnce] {
        for operation in [&READ, &CREATE, &REMOVE] {
            check(Network::new(Who::Api, How::Status(401, None)), callers, operation).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn callers_that_wait_for_one_token_pay_for_it_once() {
    let network = Network::new(Who::Endpoint, How::Status(503, Some("1")));
    let client = network.client();
    let calls = {
        let client = client.clone();
        tokio::spawn(async move { make(&client, 400, Callers::AllAtOnce, &CREATE).await })
    };
    tokio::time::sleep(Duration::from_millis(500)).await;
    network.is_up.store(true, Ordering::Relaxed);
    assert_eq!(calls.await.unwrap(), 400, "with a budget of a hundred");
    assert_eq!(network.requests.load(Ordering::Relaxed), 402);
    let budget = &client.parts().seams.budget;
    assert_eq!(std::iter::from_fn(|| budget.take()).count(), 100, "and all of it is back");
}

#[tokio::test(start_paused = true)]
async fn callers_whose_time_is_up_while_they_wait_for_one_token_do_not_ask_in_turn() {
    for who in [Who::Endpoint, Who::Source] {
        let network = Network::new(who, How::Silent);
        let client = network.client();
        let call = |client: Client| async move {
            client.execute(Call::new(&READ).timeout(Duration::from_secs(2))).await.is_err()
        };
        let calls: tokio::task::JoinSet<bool> = (0..400).map(|_| call(client.clone())).collect();
        assert!(calls.join_all().await.into_iter().all(|failed| failed));
        assert_eq!(network.take_requests(), 1, "{who:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_replay_that_helps_costs_nothing_and_one_that_does_not_is_paid_for() {
    for (status, left) in [(401, 99), (503, 99), (200, 100)] {
        let network = Network::new(Who::Api, How::Status(401, None));
        let client = network.client();
        let replay = Arc::new(AtomicUsize::new(0));
        let script = Scripted { network, replay, status };
        let parts = client.parts();
        let client = Client::builder(parts.hosts.clone(), client.environment_id)
            .transport(script)
            .credentials(ClientCredentials::new("id", "secret"))
            .retry(RetryPolicy::never())
            .build()
            .unwrap();
        assert_eq!(client.execute(Call::new(&CREATE)).await.is_ok(), status == 200);
        let budget = &client.parts().seams.budget;
        assert_eq!(std::iter::from_fn(|| budget.take()).count(), left, "{status}");
    }
}

/// Answers the first request with 401 and the second one with another status.
struct Scripted {
    network: Network,
    replay: Arc<AtomicUsize>,
    status: u16,
}

impl Transport for Scripted {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let answer = self.network.send(request.clone()).await;
            if request.uri().path().ends_with("/as/token")
                || self.replay.fetch_add(1, Ordering::Relaxed) == 0
            {
                return answer;
            }
            let mut answer = Response::new(Body::from("{}"));
            *answer.status_mut() = StatusCode::from_u16(self.status).unwrap();
            Ok(answer)
        })
    }
}

//! No more requests at the same time than connections are allowed, whoever sends them.

use std::sync::atomic::AtomicUsize;

use http::{Request, Response};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::*;
use crate::future::BoxFuture;
use crate::test_server::{Client, ENVIRONMENT};
use crate::transport::{Body, Transport, TransportError};
use crate::{ClientCredentials, ErrorKind, Hosts, Limits, RetryPolicy};

static CREATE: Operation = Operation::new("create", Method::POST, "/r");

/// Counts requests from their start to the last byte of their answer's body.
#[derive(Clone, Default)]
struct Network {
    under_way: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
    /// What was asked for, in this order: a token, or the API with the token that it got.
    asked: Arc<Mutex<Vec<String>>>,
    /// This many requests for the API are answered; then the first token is refused.
    good_for: Option<usize>,
    is_silent: bool,
}

/// Counts a request until it is dropped.
struct UnderWay(Network);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The last bytes of a body, a while later.
struct Later(std::pin::Pin<Box<tokio::time::Sleep>>, Option<(Bytes, UnderWay)>);

impl futures_core::Stream for Later {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        let late = self.0.as_mut().poll(context);
        late.map(|()| self.1.take().map(|(bytes, _)| Ok(bytes)))
    }
}

impl Network {
    fn new() -> Self {
        Self::default()
    }

    fn start(&self) -> UnderWay {
        let now = self.under_way.fetch_add(1, Ordering::Relaxed) + 1;
        self.most.fetch_max(now, Ordering::Relaxed);
        UnderWay(self.clone())
    }

    /// The body of a token, or of nothing; `None` if the token is refused.
    fn answer(&self, request: &Request<Bytes>) -> Option<String> {
        let mut asked = self.asked.lock().unwrap();
        if request.uri().path().ends_with("/as/token") {
            let number = asked.iter().filter(|asked| *asked == "token").count();
            asked.push("token".to_owned());
            return Some(format!(
                r#"{{"access_token": "{number}", "token_type": "Bearer", "expires_in": 86400}}"#
            ));
        }
        let token = request.headers()["authorization"].to_str().unwrap().to_owned();
        let is_refused =
            token == "Bearer 0" && self.good_for.is_some_and(|good| asked.len() > good);
        asked.push(token);
        (!is_refused).then(|| "{}".to_owned())
    }

    fn client(&self, connections: usize) -> Client {
        let hosts = Hosts::new("http://127.0.0.1:1/v1", "http://127.0.0.1:2").unwrap();
        Client::builder(hosts, ENVIRONMENT.parse().unwrap())
            .transport(self.clone())
            .credentials(ClientCredentials::new("id", "secret"))
            .retry(RetryPolicy::never())
            .limits(Limits::default().max_connections(connections))
            .build()
            .unwrap()
    }
}

impl Transport for Network {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let under_way = self.start();
            let answer = self.answer(&request);
            tokio::time::sleep(Duration::from_millis(20)).await;
            if self.is_silent {
                std::future::pending::<()>().await;
            }
            let status = if answer.is_some() { StatusCode::OK } else { StatusCode::UNAUTHORIZED };
            let body = (answer.unwrap_or_default().into(), under_way);
            let sleep = Box::pin(tokio::time::sleep(Duration::from_millis(20)));
            let mut response = Response::new(Body::stream(Later(sleep, Some(body))));
            *response.status_mut() = status;
            Ok(response)
        })
    }
}

fn start(client: &Client, calls: usize) -> JoinSet<Result<(), Error>> {
    let call = |client: Client| async move {
        client.execute(Call::new(&CREATE).timeout(Duration::from_secs(600))).await.map(|_| ())
    };
    (0..calls).map(|_| call(client.clone())).collect()
}

async fn all_succeed(calls: JoinSet<Result<(), Error>>, at: &str) {
    for outcome in calls.join_all().await {
        outcome.unwrap_or_else(|error| panic!("{at}: {error}"));
    }
}

#[tokio::test(start_paused = true)]
async fn thousands_of_calls_wait_for_their_turn() {
    for connections in [1, 2, 3, 100, 5000] {
        let network = Network::new();
        all_succeed(start(&network.client(connections), 2000), &format!("{connections}")).await;
        assert_eq!(network.most.load(Ordering::Relaxed), connections.min(2000));
        assert_eq!(network.under_way.load(Ordering::Relaxed), 0);
        assert_eq!(network.asked.lock().unwrap().len(), 2001, "{connections}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_for_a_token_is_not_behind_all_calls_and_those_that_wait_use_the_new_one() {
    for connections in [1, 2, 10, 100] {
        let network = Network { good_for: Some(150), ..Network::new() };
        all_succeed(start(&network.client(connections), 2000), &format!("{connections}")).await;
        assert_eq!(network.most.load(Ordering::Relaxed), connections);
        let asked = network.asked.lock().unwrap();
        let renewed = asked.iter().rposition(|asked| asked == "token").unwrap();
        assert_eq!(asked.iter().filter(|asked| *asked == "token").count(), 2);
        let behind = renewed - 151;
        assert!(behind <= 2 * connections + 1, "{behind} requests with {connections} connections");
        assert!(asked[renewed + 1..].iter().filter(|asked| *asked == "Bearer 0").count() == 0);
        // Who was refused was sent again; all others were sent once.
        assert!(asked.len() <= 2000 + 2 + 2 * connections, "{}", asked.len());
    }
}

#[tokio::test(start_paused = true)]
async fn who_waits_in_vain_is_told_what_for() {
    let network = Network { is_silent: true, ..Network::new() };
    let client = network.client(3);
    let access = Client::builder(client.hosts().clone(), client.environment_id);
    let limits = Limits::default().max_connections(3).request_timeout(Duration::from_secs(60));
    let client =
        access.transport(network.clone()).access_token("t").limits(limits).build().unwrap();
    let _silent = start(&client, 3);
    tokio::task::yield_now().await;
    let call = Call::new(&CREATE).timeout(Duration::from_secs(5));
    let error = client.execute(call).await.err().unwrap();
    assert_eq!((error.kind(), error.attempts(), error.is_timeout()), (ErrorKind::Timeout, 1, true));
    assert!(!may_have_been_processed(error.failure()));
    assert_eq!(
        error.to_string(),
        "create: POST /r did not finish within 5 s: it was not sent, because all connections were in \
         use"
    );
    assert_eq!(network.asked.lock().unwrap().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn waiting_does_not_count_towards_the_limit_of_a_request() {
    let network = Network::new();
    let hosts = Hosts::new("http://127.0.0.1:1/v1", "http://127.0.0.1:2").unwrap();
    let limits = Limits::default().max_connections(1).request_timeout(Duration::from_millis(60));
    let client = Client::builder(hosts, ENVIRONMENT.parse().unwrap())
        .transport(network)
        .access_token("t")
        .limits(limits)
        .build()
        .unwrap();
    all_succeed(start(&client, 50), "each takes 40 ms").await;
}

#[tokio::test(start_paused = true)]
async fn calls_that_are_dropped_give_their_connection_back() {
    for connections in [1, 2, 7] {
        let network = Network::new();
        let client = network.client(connections);
        for dropped_after in [0, 10, 25, 30, 45, 90] {
            let mut dropped = start(&client, 20);
            tokio::time::sleep(Duration::from_millis(dropped_after)).await;
            let others = start(&client, 20);
            tokio::task::yield_now().await;
            dropped.abort_all();
            all_succeed(others, &format!("{connections} {dropped_after}")).await;
            while dropped.join_next().await.is_some() {}
            assert_eq!(network.under_way.load(Ordering::Relaxed), 0);
        }
        assert_eq!(network.most.load(Ordering::Relaxed), connections);
    }
}

/// Counts connections that are open, and answers nobody before `expected` are.
async fn serve(listener: tokio::net::TcpListener, expected: usize, most: Arc<AtomicUsize>) {
    let (open, _) = watch::channel((0, false));
    let open = Arc::new(open);
    while let Ok((mut stream, _)) = listener.accept().await {
        let (open, most) = (Arc::clone(&open), Arc::clone(&most));
        tokio::spawn(async move {
            open.send_modify(|(now, reached)| {
                *now += 1;
                *reached |= *now == expected;
                most.fetch_max(*now, Ordering::Relaxed);
            });
            let mut bytes = Vec::new();
            while !bytes.ends_with(b"\r\n\r\n") {
                stream.read_buf(&mut bytes).await.unwrap();
            }
            open.subscribe().wait_for(|(_, reached)| *reached).await.unwrap();
            open.send_modify(|(now, _)| *now -= 1);
            let answer = b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
            stream.write_all(answer).await.unwrap();
            let _ = stream.read_to_end(&mut bytes).await;
        });
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_more_sockets_are_open_than_allowed() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let most = Arc::new(AtomicUsize::new(0));
    let server = tokio::spawn(serve(listener, 8, Arc::clone(&most)));
    let client = Client::builder(Hosts::new(&base, &base).unwrap(), ENVIRONMENT.parse().unwrap())
        .access_token("t")
        .limits(Limits::default().max_connections(8))
        .build()
        .unwrap();
    all_succeed(start(&client, 200), "200 calls").await;
    assert_eq!(most.load(Ordering::Relaxed), 8);
    server.abort();
}

//! What a call costs in CPU, against a call of handwritten `reqwest` that sends and reads the same.
//!
//! `cargo bench -p pingone-mfa-testing --bench cost` prints the time that this process spends per
//! call and the ratio to it of handwritten calls, which know no time limit, and of such that end
//! after 30 seconds: single calls one after the other, and 32 at once. The server is another process
//! and does not count. The clients take turns, because the machine is not the same from one second to
//! the next; what is printed are medians.

#![allow(clippy::expect_used, reason = "a benchmark that cannot run has nothing to report")]

mod loopback;

use std::time::Duration;

use cpu_time::ProcessTime;
use pingone_mfa::types::{
    ApplicationId, ApplicationReference, EnvironmentId, PairingKey, PairingKeyId,
    PairingKeyRequest, UserId,
};
use pingone_mfa::{Client, Hosts};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use crate::loopback::Server;

const ENVIRONMENT: &str = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6";
const USER: &str = "788d4931-6936-43f2-82ff-178f5762298a";
const APPLICATION: &str = "7d8797b7-a097-46a9-841f-88f531d1d99b";
const PAIRING_KEY: &str = "8b22c502-a607-4b3c-8dad-d9ef2397f19a";

/// The limit of handwritten calls that have one.
const LIMIT: Duration = Duration::from_secs(30);

/// How often each client takes its turn.
const ROUNDS: usize = 9;

/// The calls of one turn.
const CALLS: usize = 3200;

fn main() {
    if loopback::serve_if_asked() {
        return;
    }
    let server = Server::start();
    println!("CPU per call of this process, median of {ROUNDS} turns of {CALLS} calls\n");
    println!(
        "{:<20}{:>13}{:>23}{:>23}",
        "", "generated", "handwritten (ratio)", "with a limit (ratio)"
    );
    for (operation, at_once) in
        [(Kind::Create, 1), (Kind::Read, 1), (Kind::Create, 32), (Kind::Read, 32)]
    {
        let mut turns = [(); 3].map(|()| Vec::new());
        for _ in 0..ROUNDS {
            let base = &server.base;
            turns[0].push(turn(at_once, &Generated::new(base), operation));
            turns[1].push(turn(at_once, &Handwritten::new(base, None), operation));
            turns[2].push(turn(at_once, &Handwritten::new(base, Some(LIMIT)), operation));
        }
        let [ours, bare, limited] = turns.map(median);
        let name = format!("{operation:?}, {at_once} at once");
        let other = |theirs: f64| format!("{theirs:.1} µs ({:.2})", ours / theirs);
        println!("{name:<20}{ours:>10.1} µs{:>23}{:>23}", other(bare), other(limited));
    }
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Create,
    Read,
}

/// A client that can make the calls of the benchmark.
trait Caller: Clone + Send + 'static {
    fn call(&self, kind: Kind) -> impl Future<Output = PairingKey> + Send;
}

/// Microseconds of CPU per call, of as many calls `at_once`.
fn turn(at_once: usize, client: &impl Caller, kind: Kind) -> f64 {
    let runtime = runtime();
    runtime.block_on(calls(at_once, at_once, client, kind));
    let started = ProcessTime::now();
    runtime.block_on(calls(at_once, CALLS, client, kind));
    let spent: Duration = started.elapsed();
    spent.as_secs_f64() * 1e6 / CALLS as f64
}

async fn calls(at_once: usize, calls: usize, client: &impl Caller, kind: Kind) {
    let mut workers = JoinSet::new();
    for _ in 0..at_once {
        let client = client.clone();
        workers.spawn(async move {
            for _ in 0..calls / at_once {
                assert_eq!(client.call(kind).await.id.to_string(), PAIRING_KEY);
            }
        });
    }
    while let Some(ended) = workers.join_next().await {
        ended.expect("a worker that succeeds");
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

#[derive(Clone)]
struct Generated(Client);

impl Generated {
    fn new(base: &str) -> Self {
        let hosts = Hosts::new(&format!("{base}/v1"), base).expect("hosts");
        let environment: EnvironmentId = ENVIRONMENT.parse().expect("an id");
        let client = Client::builder(hosts, environment).access_token("t").build();
        Self(client.expect("a client"))
    }
}

impl Caller for Generated {
    async fn call(&self, kind: Kind) -> PairingKey {
        let user: UserId = USER.parse().expect("an id");
        let keys = self.0.pairing_keys(user);
        match kind {
            Kind::Create => {
                let application: ApplicationId = APPLICATION.parse().expect("an id");
                keys.create(PairingKeyRequest::new().applications([application])).await
            }
            Kind::Read => {
                let key: PairingKeyId = PAIRING_KEY.parse().expect("an id");
                keys.read(key).await
            }
        }
        .expect("a pairing key")
    }
}

/// What one would write without a client: no retries, no errors worth reading, at most one limit.
#[derive(Clone)]
struct Handwritten {
    http: reqwest::Client,
    base: String,
}

impl Handwritten {
    fn new(base: &str, limit: Option<Duration>) -> Self {
        let http = reqwest::Client::builder().no_proxy();
        let http = limit.into_iter().fold(http, reqwest::ClientBuilder::timeout);
        let http = http.build().expect("a client");
        Self { http, base: format!("{base}/v1/environments/{ENVIRONMENT}") }
    }
}

impl Caller for Handwritten {
    async fn call(&self, kind: Kind) -> PairingKey {
        let keys = format!("{}/users/{USER}/pairingKeys", self.base);
        let request = match kind {
            Kind::Create => {
                let application: ApplicationId = APPLICATION.parse().expect("an id");
                let applications = [ApplicationReference::from(application)];
                let body = serde_json::json!({ "applications": applications });
                let post = self.http.post(keys).header("content-type", "application/json");
                post.body(body.to_string())
            }
            Kind::Read => self.http.get(format!("{keys}/{PAIRING_KEY}")),
        };
        let response = request.bearer_auth("t").send().await.expect("a response");
        let response = response.error_for_status().expect("a success");
        let body = response.bytes().await.expect("a body");
        serde_json::from_slice(&body).expect("a pairing key")
    }
}

//! What a call costs beyond a handwritten `reqwest` call with the same JSON.
//!
//! `cargo bench -p pingone-mfa-testing` prints time and allocations per call for both. The server is
//! the same canned answer on loopback, so the difference is the client. `cost` counts the CPU.

#![allow(clippy::expect_used, reason = "a benchmark that cannot run has nothing to report")]

mod loopback;

use divan::{AllocProfiler, Bencher};
use pingone_mfa::types::{
    ApplicationReference, EnvironmentId, PairingKey, PairingKeyRequest, PairingKeyStatus, UserId,
};
use pingone_mfa::{Client, Hosts};
use tokio::runtime::Runtime;

use crate::loopback::Server;

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

const ENVIRONMENT: &str = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6";
const USER: &str = "788d4931-6936-43f2-82ff-178f5762298a";
const APPLICATION: &str = "7d8797b7-a097-46a9-841f-88f531d1d99b";

fn main() {
    if !loopback::serve_if_asked() {
        divan::main();
    }
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

#[divan::bench]
fn generated_client(bencher: Bencher) {
    let server = Server::start();
    let base = &server.base;
    let hosts = Hosts::new(&format!("{base}/v1"), base).expect("hosts");
    let environment: EnvironmentId = ENVIRONMENT.parse().expect("an id");
    let user: UserId = USER.parse().expect("an id");
    let application = APPLICATION.parse::<pingone_mfa::types::ApplicationId>().expect("an id");
    let client = Client::builder(hosts, environment).access_token("t").build().expect("a client");
    let runtime = runtime();
    bencher.bench_local(|| {
        let request = PairingKeyRequest::new().applications([application]);
        let key = runtime.block_on(async { client.pairing_keys(user).create(request).await });
        assert_eq!(key.expect("a key").status, PairingKeyStatus::Unclaimed);
    });
}

#[divan::bench]
fn handwritten_reqwest(bencher: Bencher) {
    let server = Server::start();
    let url = format!("{}/v1/environments/{ENVIRONMENT}/users/{USER}/pairingKeys", server.base);
    let http = reqwest::Client::builder().no_proxy().build().expect("a client");
    let application = APPLICATION.parse::<pingone_mfa::types::ApplicationId>().expect("an id");
    let runtime = runtime();
    bencher.bench_local(|| {
        let body = serde_json::json!({ "applications": [ApplicationReference::from(application)] });
        let key = runtime.block_on(async {
            let request = http
                .post(&url)
                .header("accept", "application/json")
                .header("authorization", "Bearer t")
                .header("content-type", "application/json")
                .body(body.to_string());
            let response = request.send().await.expect("a response");
            let bytes = response.bytes().await.expect("a body");
            serde_json::from_slice::<PairingKey>(&bytes)
        });
        assert_eq!(key.expect("a key").status, PairingKeyStatus::Unclaimed);
    });
}

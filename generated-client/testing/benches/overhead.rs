//! What a call costs beyond a handwritten `reqwest` call with the same JSON.
//!
//! `cargo bench -p pingone-mfa-testing` prints time and allocations per call for both. The server is
//! the same canned answer on loopback, so the difference is the client.

#![allow(clippy::expect_used, reason = "a benchmark that cannot run has nothing to report")]

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;

use divan::{AllocProfiler, Bencher};
use pingone_mfa::types::{
    ApplicationReference, EnvironmentId, PairingKey, PairingKeyRequest, PairingKeyStatus, UserId,
};
use pingone_mfa::{Client, Hosts};
use tokio::runtime::Runtime;

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

const ENVIRONMENT: &str = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6";
const USER: &str = "788d4931-6936-43f2-82ff-178f5762298a";
const APPLICATION: &str = "7d8797b7-a097-46a9-841f-88f531d1d99b";
const KEY: &str = r#"{"_links":{"self":{"href":"https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/users/788d4931-6936-43f2-82ff-178f5762298a/pairingKeys/8b22c502-a607-4b3c-8dad-d9ef2397f19a"}},"id":"8b22c502-a607-4b3c-8dad-d9ef2397f19a","environment":{"id":"abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"},"code":"01882778807215","status":"UNCLAIMED","applications":[{"id":"7d8797b7-a097-46a9-841f-88f531d1d99b"}],"user":{"id":"788d4931-6936-43f2-82ff-178f5762298a"},"createdAt":"2022-02-02T16:33:55.722Z","updatedAt":"2022-02-02T16:33:55.722Z","expiresAt":"2022-02-04T16:33:55.722Z"}"#;

fn main() {
    divan::main();
}

/// Answers every request on every connection with the same pairing key, from threads of its own.
fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port");
    let address = listener.local_addr().expect("its address");
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || answer(stream));
        }
    });
    format!("http://{address}")
}

fn answer(mut stream: TcpStream) {
    let answer = format!(
        "HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{KEY}",
        KEY.len()
    );
    let mut request = [0; 4096];
    // A request of the benchmark fits into one read.
    while stream.read(&mut request).is_ok_and(|read| read > 0) {
        if stream.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

#[divan::bench]
fn generated_client(bencher: Bencher) {
    let base = server();
    let hosts = Hosts::new(&format!("{base}/v1"), &base).expect("hosts");
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
    let url = format!("{}/v1/environments/{ENVIRONMENT}/users/{USER}/pairingKeys", server());
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

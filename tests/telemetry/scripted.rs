//! A client whose transport answers from a list, without a network.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use pingone_mfa::bytes::Bytes;
use pingone_mfa::http::{Request, Response};
use pingone_mfa::types::{EnvironmentId, PairingKeyId, UserId};
use pingone_mfa::{
    Body, BoxFuture, Client, ClientCredentials, Clock, Region, Transport, TransportError,
};

pub const KEY: &str = r#"{"id": "8b22c502-a607-4b3c-8dad-d9ef2397f19a", "code": "000000000000",
    "status": "UNCLAIMED"}"#;

/// The id of each exchange with the token endpoint.
const TOKEN_EXCHANGE: &str = "f0a5d7c2-3c52-4b8e-9d0b-6a1de5b3c7e4";

const ID: &str = "8b22c502-a607-4b3c-8dad-d9ef2397f19a";

/// An answer of the API, or why there is none.
pub type Answer = Result<Response<Body>, TransportError>;

/// Answers the token endpoint by itself, and the API from the list.
struct Scripted(Mutex<VecDeque<Answer>>);

impl Transport for Scripted {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Answer> {
        let token = r#"{"access_token": "CANARY-token", "token_type": "Bearer", "expires_in": 60}"#;
        let answer = match request.uri().path().ends_with("/as/token") {
            true => answer(200, &[("correlation-id", TOKEN_EXCHANGE)], token),
            false => self.0.lock().unwrap().pop_front().unwrap(),
        };
        Box::pin(std::future::ready(answer))
    }
}

/// Waits take no time.
struct Virtual(Mutex<Instant>);

impl Clock for Virtual {
    fn now(&self) -> Instant {
        *self.0.lock().unwrap()
    }

    fn sleep(&self, wait: Duration) -> BoxFuture<'_, ()> {
        *self.0.lock().unwrap() += wait;
        Box::pin(std::future::ready(()))
    }
}

pub fn client(answers: Vec<Answer>) -> Client {
    let environment: EnvironmentId = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6".parse().unwrap();
    Client::builder(Region::Eu, environment)
        .credentials(ClientCredentials::new("client-id", "CANARY-secret"))
        .transport(Scripted(Mutex::new(answers.into())))
        .clock(Virtual(Mutex::new(Instant::now())))
        .build()
        .unwrap()
}

pub fn answer(status: u16, headers: &[(&str, &str)], body: &'static str) -> Answer {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    Ok(response.body(Body::from(body)).unwrap())
}

pub fn user() -> UserId {
    ID.parse().unwrap()
}

pub fn key() -> PairingKeyId {
    ID.parse().unwrap()
}

//! A minimal HTTP client: one request, one connection.

use pingone_mfa_testing::FakePingOne;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A response.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter();
        values.find_map(|(key, value)| key.eq_ignore_ascii_case(name).then_some(value.as_str()))
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// `status code detail@target`, which is what most tests care about.
    pub(crate) fn summary(&self) -> String {
        let mut text = self.status.to_string();
        let Ok(body) = serde_json::from_str::<Value>(&self.text) else {
            return text;
        };
        if let Some(code) = body["code"].as_str().filter(|_| self.status >= 400) {
            text = format!("{text} {code}");
        }
        for detail in body["details"].as_array().into_iter().flatten() {
            let code = detail["code"].as_str().unwrap();
            let target = detail["target"].as_str().unwrap_or_default();
            text = format!("{text} {code}@{target}");
        }
        text
    }
}

pub(crate) async fn connect(fake: &FakePingOne) -> TcpStream {
    let auth_base = fake.auth_base();
    let address = auth_base.strip_prefix("http://").unwrap();
    TcpStream::connect(address).await.unwrap()
}

/// Sends these bytes on a new connection and reads until the fake closes it.
pub(crate) async fn send(fake: &FakePingOne, bytes: &[u8]) -> Answer {
    let mut stream = connect(fake).await;
    stream.write_all(bytes).await.unwrap();
    let mut received = Vec::new();
    stream.read_to_end(&mut received).await.unwrap();
    parse(&received)
}

fn parse(received: &[u8]) -> Answer {
    let text = String::from_utf8(received.to_vec()).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap();
    Answer {
        status: status.parse().unwrap(),
        headers: lines
            .map(|line| line.split_once(": ").unwrap())
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        text: body.to_owned(),
    }
}

/// A request: method, target, header lines and a body of a known length.
pub(crate) fn request(method: &str, target: &str, headers: &[&str], body: &[u8]) -> Vec<u8> {
    let mut text = format!("{method} {target} HTTP/1.1\r\nHost: fake\r\nConnection: close\r\n");
    for header in headers {
        text += &format!("{header}\r\n");
    }
    if !body.is_empty() {
        text += &format!("Content-Length: {}\r\n", body.len());
    }
    text += "\r\n";
    [text.as_bytes(), body].concat()
}

/// A call of the API with a valid token and, if there is a body, as JSON. The path is below the environment.
pub(crate) async fn call(
    fake: &FakePingOne,
    method: &str,
    path: &str,
    body: Option<Value>,
) -> Answer {
    let target = format!("/v1/environments/{}{path}", fake.environment_id());
    let authorization = format!("Authorization: Bearer {}", fake.issue_token());
    let mut headers = vec![authorization.as_str()];
    if body.is_some() {
        headers.push("Content-Type: application/json");
    }
    let body = body.map(|body| body.to_string()).unwrap_or_default();
    send(fake, &request(method, &target, &headers, body.as_bytes())).await
}

/// The collection of push credentials of the seeded application.
pub(crate) fn credentials(fake: &FakePingOne) -> String {
    format!("/applications/{}/pushCredentials", fake.application_id())
}

/// The collection of pairing keys of the seeded user.
pub(crate) fn keys(fake: &FakePingOne) -> String {
    format!("/users/{}/pairingKeys", fake.user_id())
}

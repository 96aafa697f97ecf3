//! A server that gives back what it was sent, at every place where it could be shown.

use std::sync::{Arc, Mutex};

use pingone_mfa::types::EnvironmentId;
use pingone_mfa::{AuthMethod, Client, ClientBuilder, ClientCredentials, Hosts, RetryPolicy};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::hostile::HEADERS;

/// Where the server puts what it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// PingOne's error body, in every member.
    ErrorBody(u16),
    /// The body of something in between.
    Html(u16),
    /// A success with a body of another shape.
    OtherJson,
    /// Half a success, and then nothing.
    Torn,
    /// Headers that clients like to show.
    Headers(u16),
    /// The OAuth error of the token endpoint.
    OAuth,
}

pub const PLACES: [Place; 14] = [
    Place::ErrorBody(400),
    Place::ErrorBody(401),
    Place::ErrorBody(403),
    Place::ErrorBody(404),
    Place::ErrorBody(429),
    Place::ErrorBody(500),
    Place::Html(400),
    Place::Html(502),
    Place::OtherJson,
    Place::Torn,
    Place::Headers(200),
    Place::Headers(302),
    Place::Headers(503),
    Place::OAuth,
];

pub struct Echo {
    hosts: Hosts,
    seen: Arc<Mutex<String>>,
    task: JoinHandle<()>,
}

impl Drop for Echo {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Echo {
    /// Issues `token` to everybody, unless the place is the token endpoint.
    pub async fn start(place: Place, token: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::<Mutex<String>>::default();
        let record = Arc::clone(&seen);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                exchange(stream, place, token, &record).await;
            }
        });
        Self { hosts: Hosts::new(&format!("{base}/v1"), &base).unwrap(), seen, task }
    }

    pub fn builder(&self, secret: &str, method: AuthMethod) -> ClientBuilder {
        let environment: EnvironmentId = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6".parse().unwrap();
        Client::builder(self.hosts.clone(), environment)
            .credentials(ClientCredentials::new("client-id", secret).method(method))
            .retry(RetryPolicy::never())
    }

    /// Everything that was received.
    pub fn seen(&self) -> String {
        self.seen.lock().unwrap().clone()
    }
}

async fn exchange(mut stream: TcpStream, place: Place, token: &str, record: &Mutex<String>) {
    let mut bytes = Vec::new();
    while !is_whole(&bytes) {
        if !matches!(stream.read_buf(&mut bytes).await, Ok(1..)) {
            return;
        }
    }
    let request = String::from_utf8(bytes).unwrap();
    record.lock().unwrap().push_str(&request);
    let answer = match (place, request.contains("/as/token HTTP/1.1")) {
        (Place::OAuth, true) => oauth_error(&request),
        (_, true) => issue(token),
        (place, false) => echo(place, &request),
    };
    let _ = stream.write_all(answer.as_bytes()).await;
    let _ = stream.shutdown().await;
    let _ = stream.read_to_end(&mut Vec::new()).await;
}

fn is_whole(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    body.len() >= length.map_or(0, |length| length.parse().unwrap())
}

fn issue(token: &str) -> String {
    json_answer(200, &json!({"access_token": token, "token_type": "Bearer", "expires_in": 3600}))
}

fn oauth_error(request: &str) -> String {
    let decoded = percent_decoded(request);
    json_answer(
        401,
        &json!({"error": "invalid_client", "error_description": format!("{request} {decoded}")}),
    )
}

/// What a form says once it is decoded.
fn percent_decoded(request: &str) -> String {
    let form = request.rsplit("\r\n\r\n").next().unwrap_or_default();
    let pairs = url::form_urlencoded::parse(form.as_bytes());
    pairs.map(|(name, value)| format!("{name} is {value}; ")).collect()
}

fn echo(place: Place, request: &str) -> String {
    match place {
        Place::ErrorBody(status) => {
            let body = request.split("\r\n\r\n").nth(1).unwrap_or_default();
            // As a text inside JSON, as JSON, and value by value.
            let parsed: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
            let values = parsed.as_object().map(|members| members.values().cloned().collect());
            let values: Vec<serde_json::Value> = values.unwrap_or_default();
            let quoted = format!("bad: {request} {values:?}");
            let detail = json!({
                "code": quoted, "target": quoted, "message": quoted, "innerError": {"new": parsed},
            });
            let body = json!({
                "id": quoted, "code": quoted, "message": quoted, "details": [detail], "new": parsed,
            });
            json_answer(status, &body)
        }
        Place::Html(status) => answer(status, "text/html", "", &format!("<p>{request}")),
        Place::OtherJson => json_answer(200, &json!([request])),
        Place::Torn => {
            format!("HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\n{{\"a\":\"{request}")
        }
        Place::Headers(status) => {
            let line: String = request.chars().filter(|c| !c.is_control()).collect();
            let header = |name: &str| format!("{name}: {line}\r\n");
            answer(status, "text/plain", &HEADERS.map(header).concat(), "{")
        }
        Place::OAuth => json_answer(200, &json!({})),
    }
}

fn json_answer(status: u16, body: &serde_json::Value) -> String {
    answer(status, "application/json", "", &body.to_string())
}

fn answer(status: u16, content_type: &str, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status} Text\r\nconnection: close\r\ncontent-type: {content_type}\r\n{headers}\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )
}

//! A server that remembers every secret it was sent, and says one of them wherever it can.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use pingone_mfa::bytes::Bytes;
use pingone_mfa::http::{HeaderName, HeaderValue, Request, Response};
use pingone_mfa::{Body, BoxFuture, Clock, Transport, TransportError};
use serde_json::{Value, json};

use crate::forms::written;

/// The headers that the client reads, some that people show, and one that nobody knows.
pub const HEADERS: [&str; 14] = [
    "correlation-id",
    "sunset",
    "deprecation",
    "retry-after",
    "x-ping-external-transaction-id",
    "x-ping-external-session-id",
    "location",
    "www-authenticate",
    "content-type",
    "date",
    "server",
    "set-cookie",
    "link",
    "x-nobody-knows",
];

/// Instead of a status: there is no answer.
pub const LOST: u16 = 0;

/// What is no secret, and stays readable.
pub const HARMLESS: [&str; 2] = ["8b22c502-a607-4b3c-8dad-d9ef2397f19a", "of client-id"];

/// What the server answers to an API request.
#[derive(Clone, Copy, Debug)]
pub enum Answer {
    /// A status with PingOne's error body.
    Status(u16),
    /// The same, whose body breaks off in the middle.
    Torn(u16),
    /// A success that is what the contract says, with something to say in place of `{}`.
    Success(&'static str),
    /// A success that is not.
    OtherShape,
    /// A page whose link leads elsewhere.
    Page(&'static str),
    /// A pairing key with this status, or what the server likes to say.
    PairingKey(Option<&'static str>),
    /// A success whose body breaks off, which the transport explains.
    Broken,
    /// No answer, which the transport explains.
    Lost,
}

/// What the server does with the requests of one call.
#[derive(Clone)]
pub struct Hostile(Arc<Plan>);

struct Plan {
    answers: Vec<Answer>,
    /// Token requests after these are refused with the status, or not answered.
    tokens: (usize, u16),
    /// Which of the things it could say it says.
    turn: usize,
    heard: Mutex<Heard>,
}

#[derive(Default)]
struct Heard {
    secrets: Vec<String>,
    api_requests: usize,
    token_requests: usize,
    /// How much there was to say.
    things: usize,
}

/// The token that is issued at a request.
pub fn token(number: usize) -> String {
    format!(
        "CANARY.token~{number}.header-{number}AbCdEfGhIj0123456789.payload_{number}ZyXwVu.sig-{number}"
    )
}

impl Hostile {
    pub fn new(answers: &[Answer], tokens: (usize, u16), turn: usize) -> Self {
        let (answers, heard) = (answers.to_vec(), Mutex::default());
        Self(Arc::new(Plan { answers, tokens, turn, heard }))
    }

    /// How many things the server could have said at most.
    pub fn things(&self) -> usize {
        self.0.heard.lock().unwrap().things
    }

    pub fn secrets(&self) -> Vec<String> {
        self.0.heard.lock().unwrap().secrets.clone()
    }

    fn answer(&self, request: &Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let is_token = request.uri().path().ends_with("/as/token");
        let mut heard = self.0.heard.lock().unwrap();
        heard.listen(request);
        let things: Vec<String> =
            heard.secrets.iter().rev().flat_map(|secret| written(secret).to_vec()).collect();
        heard.things = heard.things.max(things.len());
        let said = Said { thing: things[self.0.turn % things.len()].clone(), all: things };
        match is_token {
            true => {
                heard.token_requests += 1;
                let (issued, status) = self.0.tokens;
                match heard.token_requests {
                    number if number > issued && status == LOST => Err(said.explained()),
                    number if number > issued => Ok(said.refusal(status)),
                    number => Ok(said.issue(&token(number), self.0.turn)),
                }
            }
            false => {
                heard.api_requests += 1;
                let last = self.0.answers.len() - 1;
                said.api(self.0.answers[(heard.api_requests - 1).min(last)], self.0.turn)
            }
        }
    }
}

impl Heard {
    /// Remembers the secrets of a request.
    fn listen(&mut self, request: &Request<Bytes>) {
        let authorization = request.headers().get("authorization");
        let authorization = authorization.map(|value| value.to_str().unwrap()).unwrap_or_default();
        let body = std::str::from_utf8(request.body()).unwrap();
        let form = url::form_urlencoded::parse(body.as_bytes());
        let form = form.filter(|(name, _)| name == "client_secret" || name == "client_assertion");
        let mut new: Vec<String> = form.map(|(_, value)| value.into_owned()).collect();
        new.extend(authorization.split_once(' ').map(|(_, value)| value.to_owned()));
        new.extend(authorization.starts_with("Basic").then(|| crate::matrix::CLIENT_SECRET.into()));
        if let Ok(Value::Object(members)) = serde_json::from_str(body) {
            let texts = members.values().filter_map(Value::as_str);
            // Of a document, its parts as well.
            let parts = texts.clone().filter_map(|text| serde_json::from_str::<Value>(text).ok());
            let parts =
                parts.filter_map(|part| Some(part.get("private_key")?.as_str()?.to_owned()));
            new.extend(texts.clone().filter(|text| text.contains("CANARY")).map(str::to_owned));
            new.extend(parts);
        }
        for secret in new {
            self.secrets.retain(|known| *known != secret);
            self.secrets.push(secret);
        }
    }
}

/// What the server says.
struct Said {
    /// This time, in a place for one thing.
    thing: String,
    /// Where there is room for everything.
    all: Vec<String>,
}

impl Said {
    /// A response with the thing in every header, and in a name of one if it can be.
    fn response(&self, status: u16, body: impl Into<Body>) -> Response<Body> {
        let mut response = Response::builder().status(status);
        let line: String = self.thing.chars().filter(|c| !c.is_control()).collect();
        for name in HEADERS {
            response = response.header(name, HeaderValue::from_str(&line).unwrap());
        }
        if let Ok(name) = HeaderName::try_from(format!("x-{line}")) {
            response = response.header(name, "1");
        }
        response.body(body.into()).unwrap()
    }

    fn json(&self, status: u16, body: &Value) -> Response<Body> {
        self.response(status, body.to_string())
    }

    fn issue(&self, token: &str, turn: usize) -> Response<Body> {
        let body = json!({"access_token": token, "token_type": "Bearer", "expires_in": 3600});
        // Its own token is a secret, too.
        let said = written(token);
        Self { thing: said[turn % said.len()].clone(), all: Vec::new() }.json(200, &body)
    }

    fn refusal(&self, status: u16) -> Response<Body> {
        let error = if status == 401 { "invalid_client" } else { self.thing.as_str() };
        let description = format!("{} {}", self.texts().join(" "), HARMLESS.join(" "));
        self.json(status, &json!({"error": error, "error_description": description}))
    }

    /// Everything if it is the first turn, or else one thing.
    fn texts(&self) -> &[String] {
        if self.thing == self.all[0] { &self.all } else { std::slice::from_ref(&self.thing) }
    }

    fn error(&self) -> Value {
        let (thing, texts) = (&self.thing, self.texts());
        let names: serde_json::Map<_, _> =
            texts.iter().map(|text| (text.clone(), json!([text, {"more": text}]))).collect();
        let message = format!("{thing} {}", HARMLESS.join(" "));
        let inner = json!({
            "allowedValues": texts, "claim": thing, "referencedValues": [thing], "new": {thing: [thing]},
            "allowedPattern": json!({"quoted": thing}).to_string(),
        });
        let detail = |target: &String| json!({"code": thing, "target": target, "message": message, "innerError": inner});
        json!({
            "id": thing, "code": thing, "message": message, "new": names, thing.as_str(): thing,
            "details": [detail(thing), {"message": texts.join("\n")}],
        })
    }

    fn api(&self, answer: Answer, turn: usize) -> Result<Response<Body>, TransportError> {
        let thing = self.thing.as_str();
        Ok(match answer {
            Answer::Status(status) => self.json(status, &self.error()),
            Answer::Torn(status) => {
                let body = self.error().to_string();
                let (mut cut, part) = (body.len() * (turn % 10) / 10, body);
                while !part.is_char_boundary(cut) {
                    cut += 1;
                }
                self.response(status, part[..cut].to_owned())
            }
            Answer::Success(body) => {
                self.response(200, body.replace("{}", &json!(thing).to_string()))
            }
            Answer::OtherShape => match turn % 3 {
                0 => self.json(200, &json!({"_embedded": thing, thing: [thing]})),
                1 => self.json(200, &json!({"id": thing, "type": thing})),
                _ => self.json(200, &json!({"id": HARMLESS[0], "_links": 7, "createdAt": thing})),
            },
            Answer::Page(link) => {
                let href = link.replace("{}", thing);
                self.json(200, &json!({"_embedded": {}, "_links": {"next": {"href": href}}}))
            }
            Answer::PairingKey(status) => {
                let reason = json!({"code": thing, "message": thing, "new": {thing: [thing]}});
                let status = status.unwrap_or(thing);
                let key =
                    json!({"id": HARMLESS[0], "code": "0", "status": status, "error": reason});
                self.json(200, &key)
            }
            Answer::Broken => self.response(200, Body::stream(Broken(Some(self.explained())))),
            Answer::Lost => return Err(self.explained()),
        })
    }

    /// A transport that tells what it was doing, as middleware likes to.
    fn explained(&self) -> TransportError {
        TransportError::broken(Explained(self.thing.clone())).permanent()
    }
}

/// A stream that has nothing but a failure.
struct Broken(Option<TransportError>);

impl futures_core::Stream for Broken {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.take().map(Err))
    }
}

/// An error with a cause, both of which quote.
#[derive(Debug)]
struct Explained(String);

impl std::fmt::Display for Explained {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "while sending {}", self.0)
    }
}

impl std::error::Error for Explained {}

impl Transport for Hostile {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(std::future::ready(self.answer(&request)))
    }
}

/// Waits take no time.
pub struct Virtual(Mutex<Instant>);

impl Default for Virtual {
    fn default() -> Self {
        Self(Mutex::new(Instant::now()))
    }
}

impl Clock for Virtual {
    fn now(&self) -> Instant {
        *self.0.lock().unwrap()
    }

    fn sleep(&self, wait: Duration) -> BoxFuture<'_, ()> {
        *self.0.lock().unwrap() += wait;
        Box::pin(std::future::ready(()))
    }
}

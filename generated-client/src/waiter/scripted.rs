//! Answers from a script instead of a network, and a clock that jumps, for tests of waits.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::bytes::Bytes;
use crate::http::{Request, Response};
use crate::{Body, BoxFuture, Clock, Transport, TransportError};

/// What comes back of a request.
pub(super) enum Answer {
    /// A response.
    Response(Response<Body>),
    /// Nothing at all.
    Silence,
}

impl Answer {
    /// A response; `headers` are whole lines.
    pub(super) fn new(status: u16, headers: &[&str], body: &str) -> Self {
        Self::response(status, headers, body.to_owned().into())
    }

    /// A response whose body breaks off.
    pub(super) fn torn(status: u16) -> Self {
        Self::response(status, &[], Body::stream(Torn))
    }

    fn response(status: u16, headers: &[&str], body: Body) -> Self {
        let mut response = Response::builder().status(status);
        for header in headers {
            let (name, value) = header.split_once(": ").unwrap();
            response = response.header(name, value);
        }
        Self::Response(response.body(body).unwrap())
    }
}

/// A body that is an error.
struct Torn;

impl crate::futures_core::Stream for Torn {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(Some(Err(TransportError::broken("torn"))))
    }
}

/// Gives the answers of a function of how many came before, and keeps the requests.
#[derive(Clone)]
pub(super) struct Scripted {
    script: Arc<dyn Fn(usize) -> Answer + Send + Sync>,
    seen: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl Scripted {
    pub(super) fn new(script: impl Fn(usize) -> Answer + Send + Sync + 'static) -> Self {
        Self { script: Arc::new(script), seen: Arc::default() }
    }

    /// The values of a header, of each request.
    pub(super) fn headers(&self, name: &str) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        seen.iter().map(|one| one.headers()[name].to_str().unwrap().to_owned()).collect()
    }

    pub(super) fn requests(&self) -> usize {
        self.seen.lock().unwrap().len()
    }
}

impl Transport for Scripted {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let before = {
            let mut seen = self.seen.lock().unwrap();
            seen.push(request);
            seen.len() - 1
        };
        match (self.script)(before) {
            Answer::Response(response) => Box::pin(std::future::ready(Ok(response))),
            Answer::Silence => Box::pin(std::future::pending()),
        }
    }
}

/// A clock that moves when somebody sleeps; it remembers the sleeps.
#[derive(Clone)]
pub(super) struct Jumping(Arc<Mutex<(Instant, Vec<Duration>)>>);

impl Default for Jumping {
    fn default() -> Self {
        Self(Arc::new(Mutex::new((Instant::now(), Vec::new()))))
    }
}

impl Jumping {
    /// The sleeps so far.
    pub(super) fn slept(&self) -> Vec<Duration> {
        self.0.lock().unwrap().1.clone()
    }
}

impl Clock for Jumping {
    fn now(&self) -> Instant {
        self.0.lock().unwrap().0
    }

    fn sleep(&self, wait: Duration) -> BoxFuture<'_, ()> {
        let mut state = self.0.lock().unwrap();
        state.0 += wait;
        state.1.push(wait);
        Box::pin(std::future::ready(()))
    }
}

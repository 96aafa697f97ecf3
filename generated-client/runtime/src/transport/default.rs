//! The transport that is used unless another one is given: reqwest.

use std::fmt;

use bytes::Bytes;
use http::header::CONNECTION;
use http::{HeaderValue, Request, Response};

use super::Transport;
use super::body::Body;
use super::error::TransportError;
use super::reuse::Reuse;
use crate::future::BoxFuture;

/// The default transport. A type of its own, so that reqwest is no part of the API by default.
pub(crate) struct DefaultTransport {
    http: reqwest::Client,
    reuse: Reuse,
}

impl DefaultTransport {
    pub(crate) fn new(http: reqwest::Client) -> Self {
        Self { http, reuse: Reuse::default() }
    }

    async fn send(&self, mut request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let host = request.uri().authority().cloned();
        if host.as_ref().is_some_and(|host| !self.reuse.is_wise(host)) {
            // HTTP/2 has no such header, and hyper leaves it out there.
            request.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        let answer = send(&self.http, request).await;
        if let (Err(error), Some(host)) = (&answer, host)
            && error.is_closed()
        {
            self.reuse.pause(host);
        }
        answer
    }
}

impl Transport for DefaultTransport {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(Self::send(self, request))
    }
}

/// A client of your own can be the transport (feature `reqwest`). It must not follow redirects
/// (`redirect::Policy::none()`): an answer from another place than was asked is an error.
#[cfg(feature = "reqwest")]
impl Transport for reqwest::Client {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(send(self, request))
    }
}

async fn send(
    http: &reqwest::Client,
    request: Request<Bytes>,
) -> Result<Response<Body>, TransportError> {
    let request = reqwest::Request::try_from(request).map_err(TransportError::from_reqwest)?;
    let asked = request.url().clone();
    let mut response = http.execute(request).await.map_err(TransportError::from_reqwest)?;
    if *response.url() != asked {
        return Err(TransportError::broken(Redirected).permanent());
    }
    let mut answer = Response::new(Body::default());
    *answer.status_mut() = response.status();
    *answer.version_mut() = response.version();
    *answer.headers_mut() = std::mem::take(response.headers_mut());
    *answer.body_mut() = Body::response(response);
    Ok(answer)
}

#[derive(Debug)]
struct Redirected;

impl fmt::Display for Redirected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the HTTP client followed a redirect; build it with `redirect::Policy::none()`")
    }
}

impl std::error::Error for Redirected {}

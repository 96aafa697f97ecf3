//! The transport that is used unless another one is given: reqwest.

#[cfg(feature = "reqwest")]
use std::fmt;

use bytes::Bytes;
use http::header::CONNECTION;
use http::{HeaderValue, Request, Response};

use super::Transport;
use super::body::Body;
use super::error::TransportError;
use super::outgoing::Outgoing;
use super::reuse::Reuse;
use crate::future::BoxFuture;
use crate::response::Head;

/// The default transport. A type of its own, so that reqwest is no part of the API by default.
pub(crate) struct DefaultTransport {
    http: reqwest::Client,
    reuse: Reuse,
}

impl DefaultTransport {
    pub(crate) fn new(http: reqwest::Client) -> Self {
        Self { http, reuse: Reuse::default() }
    }

    /// Sends a request without the detour of [`Transport`], which takes another kind of URL.
    pub(super) fn execute(
        &self,
        request: Outgoing,
    ) -> impl Future<Output = Result<(Head, Body), TransportError>> + use<'_> {
        let sending = self.start(request.into_reqwest());
        async {
            let mut response = sending.await?;
            let headers = std::mem::take(response.headers_mut());
            Ok((Head { status: response.status(), headers }, Body::response(response)))
        }
    }

    /// Hands a request over; it is no part of the future.
    fn start(
        &self,
        mut request: reqwest::Request,
    ) -> impl Future<Output = Result<reqwest::Response, TransportError>> + use<'_> {
        if !self.reuse.is_wise(request.url().authority()) {
            // HTTP/2 has no such header, and hyper leaves it out there.
            request.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        let sending = self.http.execute(request);
        async { sending.await.map_err(|error| self.failed(error)) }
    }

    fn failed(&self, error: reqwest::Error) -> TransportError {
        let host = error.url().map(|url| url.authority().to_owned());
        let error = TransportError::from_reqwest(error);
        if let Some(host) = host
            && error.is_closed()
        {
            self.reuse.pause(host);
        }
        error
    }
}

impl Transport for DefaultTransport {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async { Ok(answer(self.start(converted(request)?).await?)) })
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
        Box::pin(async {
            let request = converted(request)?;
            let asked = request.url().clone();
            let response = self.execute(request).await.map_err(TransportError::from_reqwest)?;
            match *response.url() == asked {
                true => Ok(answer(response)),
                false => Err(TransportError::broken(Redirected).permanent()),
            }
        })
    }
}

fn converted(request: Request<Bytes>) -> Result<reqwest::Request, TransportError> {
    reqwest::Request::try_from(request).map_err(TransportError::from_reqwest)
}

fn answer(mut response: reqwest::Response) -> Response<Body> {
    let mut answer = Response::new(Body::default());
    *answer.status_mut() = response.status();
    *answer.version_mut() = response.version();
    *answer.headers_mut() = std::mem::take(response.headers_mut());
    *answer.body_mut() = Body::response(response);
    answer
}

#[cfg(feature = "reqwest")]
#[derive(Debug)]
struct Redirected;

#[cfg(feature = "reqwest")]
impl fmt::Display for Redirected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the HTTP client followed a redirect; build it with `redirect::Policy::none()`")
    }
}

#[cfg(feature = "reqwest")]
impl std::error::Error for Redirected {}

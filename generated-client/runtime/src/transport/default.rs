//! The transport that is used unless another one is given: reqwest.

use std::fmt;

use bytes::Bytes;
use http::{Request, Response};

use super::Transport;
use super::body::Body;
use super::error::TransportError;
use super::outgoing::Outgoing;
use crate::future::BoxFuture;
use crate::response::Head;

/// The default transport. A type of its own, so that reqwest is no part of the API by default.
pub(crate) struct DefaultTransport(pub(crate) reqwest::Client);

impl DefaultTransport {
    /// Sends a request without the detour of [`Transport`], which takes another kind of URL. The
    /// client that is built here follows no redirect.
    pub(super) fn execute(
        &self,
        request: Outgoing,
    ) -> impl Future<Output = Result<(Head, Body), TransportError>> + use<> {
        let sending = self.0.execute(request.into_reqwest());
        async {
            let mut response = sending.await.map_err(TransportError::from_reqwest)?;
            let headers = std::mem::take(response.headers_mut());
            Ok((Head { status: response.status(), headers }, Body::response(response)))
        }
    }
}

impl Transport for DefaultTransport {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(send(&self.0, request))
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

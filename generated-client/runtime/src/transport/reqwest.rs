//! The transport that is used unless another one is given: reqwest.

use std::fmt;

use bytes::Bytes;
use http::{Request, Response};

use super::Transport;
use super::body::Body;
use super::error::TransportError;
use crate::future::BoxFuture;

/// A client of your own can be the transport. It must not follow redirects
/// (`redirect::Policy::none()`): an answer from another place than was asked is an error.
impl Transport for ::reqwest::Client {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let request = ::reqwest::Request::try_from(request).map_err(TransportError::from)?;
            let asked = request.url().clone();
            let mut response = self.execute(request).await.map_err(TransportError::from)?;
            if *response.url() != asked {
                return Err(TransportError::broken(Redirected).permanent());
            }
            let mut answer = Response::new(Body::default());
            *answer.status_mut() = response.status();
            *answer.version_mut() = response.version();
            *answer.headers_mut() = std::mem::take(response.headers_mut());
            *answer.body_mut() = Body::response(response);
            Ok(answer)
        })
    }
}

/// The URL is left out of the error: it holds ids, and the client's error has the template.
impl From<::reqwest::Error> for TransportError {
    fn from(error: ::reqwest::Error) -> Self {
        let unsent = error.is_connect() || error.is_builder();
        let timed_out = error.is_timeout();
        let error = error.without_url();
        let error = if unsent { Self::connect(error) } else { Self::broken(error) };
        if timed_out { error.timed_out() } else { error }
    }
}

#[derive(Debug)]
struct Redirected;

impl fmt::Display for Redirected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the HTTP client followed a redirect; build it with `redirect::Policy::none()`")
    }
}

impl std::error::Error for Redirected {}

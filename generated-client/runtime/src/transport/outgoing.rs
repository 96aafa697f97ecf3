//! A request on its way to the transport.

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderValue};
use http::{HeaderMap, Method, Request, Uri};
use url::Url;

use super::error::TransportError;

/// A request on its way to the transport.
///
/// It has a `Url`, as reqwest takes it: made from the parsed base, it costs the path only. An
/// [`http::Uri`] is made for transports that take one.
#[derive(Debug)]
pub(crate) struct Outgoing {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Bytes>,
}

impl Outgoing {
    /// As [`Transport`](super::Transport) takes it.
    pub(super) fn into_http(self) -> Result<Request<Bytes>, TransportError> {
        let uri: Uri = self.url.as_str().parse().map_err(TransportError::unsendable)?;
        let mut request = Request::new(self.body.unwrap_or_default());
        *request.method_mut() = self.method;
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers;
        Ok(request)
    }

    /// As reqwest takes it.
    pub(super) fn into_reqwest(self) -> reqwest::Request {
        let mut request = reqwest::Request::new(self.method, self.url);
        *request.headers_mut() = self.headers;
        // Servers ask for the length where a body could be, and HTTP/1.1 libraries leave out one of nothing
        // (RFC 9110, section 8.6).
        let may_have_body = matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH);
        if self.body.is_none() && may_have_body {
            request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        *request.body_mut() = self.body.map(reqwest::Body::from);
        request
    }
}

//! What the fake answers, before it becomes an HTTP response.

use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use http_body_util::Full;
use hyper::body::Bytes;
use serde_json::Value;

/// An answer: status, extra headers and a JSON body.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) body: Option<Value>,
}

impl Reply {
    /// An answer with a body.
    pub(crate) fn json(status: StatusCode, body: Value) -> Reply {
        Reply { status, headers: Vec::new(), body: Some(body) }
    }

    /// An answer without a body.
    pub(crate) fn empty(status: StatusCode) -> Reply {
        Reply { status, headers: Vec::new(), body: None }
    }

    /// Adds a header; text that no header can carry is left out.
    pub(crate) fn with_header(mut self, name: HeaderName, value: &str) -> Reply {
        if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
            self.headers.push((name, value));
        }
        self
    }

    /// The HTTP response.
    pub(crate) fn into_response(self) -> Response<Full<Bytes>> {
        let payload = self.body.map(|body| Bytes::from(body.to_string())).unwrap_or_default();
        let has_body = !payload.is_empty();
        let mut response = Response::new(Full::new(payload));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if has_body {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        for (name, value) in self.headers {
            headers.append(name, value);
        }
        response
    }
}

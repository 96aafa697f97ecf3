//! What the fake answers, before it becomes an HTTP response.

mod body;

use http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue,
};
use http::{Response, StatusCode};
use hyper::body::Bytes;
use serde_json::Value;

pub(crate) use body::Body;

use crate::faults::PayloadFault;
use body::faulty;

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Value>,
    pub(crate) payload: Payload,
}

/// How the body becomes bytes.
#[derive(Debug, Clone)]
pub(crate) enum Payload {
    /// As JSON, complete.
    Json,
    /// This text instead.
    Text { text: String, content_type: &'static str },
    /// As JSON, with a fault.
    Faulty(PayloadFault),
}

impl Reply {
    /// An answer with a body.
    pub(crate) fn json(status: StatusCode, body: Value) -> Reply {
        Reply { body: Some(body), ..Reply::empty(status) }
    }

    /// An answer without a body.
    pub(crate) fn empty(status: StatusCode) -> Reply {
        Reply { status, headers: HeaderMap::new(), body: None, payload: Payload::Json }
    }

    /// A page.
    pub(crate) fn html(status: StatusCode, text: impl Into<String>) -> Reply {
        let payload = Payload::Text { text: text.into(), content_type: "text/html; charset=utf-8" };
        Reply { payload, ..Reply::empty(status) }
    }

    /// Plain text.
    pub(crate) fn text(status: StatusCode, text: String) -> Reply {
        let payload = Payload::Text { text, content_type: "text/plain; charset=utf-8" };
        Reply { payload, ..Reply::empty(status) }
    }

    /// Adds a header; text that no header can carry is left out.
    pub(crate) fn with_header(mut self, name: HeaderName, value: &str) -> Reply {
        if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
            self.set_header(name, value);
        }
        self
    }

    /// Sets a header in place of any of that name.
    pub(crate) fn set_header(&mut self, name: HeaderName, value: HeaderValue) {
        self.headers.insert(name, value);
    }

    /// The HTTP response.
    pub(crate) fn into_response(self) -> Response<Body> {
        let json = || Bytes::from(self.body.map(|body| body.to_string()).unwrap_or_default());
        let (body, content_type, length) = match self.payload {
            Payload::Json => {
                let json = json();
                let content_type = (!json.is_empty()).then_some("application/json");
                (Body::whole(json), content_type, None)
            }
            Payload::Text { text, content_type } => {
                (Body::whole(text.into()), Some(content_type), None)
            }
            Payload::Faulty(fault) => {
                let (body, length) = faulty(fault, &json());
                (body, Some("application/json"), length)
            }
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(content_type) = content_type {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        if let Some(length) = length {
            headers.insert(CONTENT_LENGTH, length.into());
        }
        headers.extend(self.headers);
        response
    }
}

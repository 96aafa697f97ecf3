//! Refusals in the shape of PingOne's error body.

use http::StatusCode;
use http::header::{ALLOW, CONNECTION, HeaderName, WWW_AUTHENTICATE};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::reply::Reply;

/// Why a request is refused.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
    details: Vec<Detail>,
    headers: Vec<(HeaderName, String)>,
}

/// One entry of `details[]`.
#[derive(Debug, Clone)]
pub(crate) struct Detail {
    pub(crate) code: &'static str,
    pub(crate) target: Option<String>,
    pub(crate) message: String,
    pub(crate) inner_error: Option<Value>,
}

impl Detail {
    /// A detail about the value at `target`.
    pub(crate) fn new(code: &'static str, target: &str, message: impl Into<String>) -> Detail {
        Detail {
            code,
            target: (!target.is_empty()).then(|| target.to_owned()),
            message: message.into(),
            inner_error: None,
        }
    }

    /// Adds an `innerError`.
    pub(crate) fn with_inner_error(mut self, inner: Value) -> Detail {
        self.inner_error = Some(inner);
        self
    }

    fn into_json(self) -> Value {
        let mut object = Map::new();
        object.insert("code".to_owned(), self.code.into());
        if let Some(target) = self.target {
            object.insert("target".to_owned(), target.into());
        }
        object.insert("message".to_owned(), self.message.into());
        if let Some(inner) = self.inner_error {
            object.insert("innerError".to_owned(), inner);
        }
        Value::Object(object)
    }
}

impl Refusal {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Refusal {
        Refusal { status, code, message: message.into(), details: Vec::new(), headers: Vec::new() }
    }

    /// 400: values of the request body are wrong.
    pub(crate) fn invalid_data(details: Vec<Detail>) -> Refusal {
        let mut refusal = Refusal::new(
            StatusCode::BAD_REQUEST,
            "INVALID_DATA",
            "The body of the request has values that are not valid; the details name them.",
        );
        refusal.details = details;
        refusal
    }

    /// 400: the request is well-formed but cannot be fulfilled now.
    pub(crate) fn request_failed(detail: Detail) -> Refusal {
        let mut refusal = Refusal::new(
            StatusCode::BAD_REQUEST,
            "REQUEST_FAILED",
            "The request cannot be fulfilled; the details say why.",
        );
        refusal.details = vec![detail];
        refusal
    }

    /// 400: the request cannot be read at all.
    pub(crate) fn invalid_request(message: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::BAD_REQUEST, "INVALID_REQUEST", message)
    }

    /// 401: no bearer token, or one that does not count.
    pub(crate) fn unauthorized(reason: &str) -> Refusal {
        let mut refusal = Refusal::new(
            StatusCode::UNAUTHORIZED,
            "ACCESS_FAILED",
            "The request is not authorized.",
        );
        refusal.details = vec![Detail::new("INVALID_TOKEN", "", reason)];
        refusal.headers = vec![(WWW_AUTHENTICATE, "Bearer".to_owned())];
        refusal
    }

    /// 404: `what` does not exist.
    pub(crate) fn not_found(what: &str) -> Refusal {
        Refusal::new(StatusCode::NOT_FOUND, "NOT_FOUND", format!("{what} does not exist."))
    }

    /// 405: the path exists, with the methods of `allow` (a ready `Allow` value) only.
    pub(crate) fn method_not_allowed(allow: String) -> Refusal {
        let mut refusal = Refusal::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "INVALID_REQUEST",
            format!("The path takes only: {allow}."),
        );
        refusal.headers = vec![(ALLOW, allow)];
        refusal
    }

    /// 413: the body is larger than the fake reads; the connection ends.
    pub(crate) fn too_large(limit: usize) -> Refusal {
        let mut refusal = Refusal::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "INVALID_REQUEST",
            format!("The body is larger than {limit} bytes."),
        );
        refusal.headers = vec![(CONNECTION, "close".to_owned())];
        refusal
    }

    /// 415: the body is not announced as JSON.
    pub(crate) fn unsupported_media_type() -> Refusal {
        Refusal::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "INVALID_REQUEST",
            "The body must have the Content-Type application/json.",
        )
    }

    /// 500: the fake itself is wrong. It says so instead of answering something the contract does not have.
    pub(crate) fn broken_fake(explanation: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "UNEXPECTED_ERROR", explanation)
    }

    /// The answer; `id` is what PingOne gives for finding the request in its logs.
    pub(crate) fn into_reply(self, id: Uuid) -> Reply {
        let mut body = json!({ "id": id, "code": self.code, "message": self.message });
        if !self.details.is_empty() {
            body["details"] = self.details.into_iter().map(Detail::into_json).collect();
        }
        let reply = Reply::json(self.status, body);
        self.headers.into_iter().fold(reply, |reply, (name, value)| reply.with_header(name, &value))
    }
}

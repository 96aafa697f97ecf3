//! Refusals in the shape of PingOne's error body.

use std::borrow::Cow;

use http::StatusCode;
use http::header::{ALLOW, CONNECTION, HeaderName, RETRY_AFTER, WWW_AUTHENTICATE};
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
    pub(crate) code: Cow<'static, str>,
    pub(crate) target: Option<String>,
    pub(crate) message: String,
    pub(crate) inner_error: Option<Value>,
}

impl Detail {
    /// A detail about the value at `target`.
    pub(crate) fn new(
        code: impl Into<Cow<'static, str>>,
        target: &str,
        message: impl Into<String>,
    ) -> Detail {
        Detail {
            code: code.into(),
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
        object.insert("code".to_owned(), self.code.into_owned().into());
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

    /// 400: parameters of the query or the headers are wrong.
    pub(crate) fn invalid_parameters(details: Vec<Detail>) -> Refusal {
        let message = "The parameters of the request are not valid; the details name them.";
        Refusal { details, ..Refusal::invalid_request(message) }
    }

    /// 409: what is there already is in the way. The code is a guess.
    pub(crate) fn conflict(detail: Detail) -> Refusal {
        let message = "The request conflicts with what exists.";
        let refusal = Refusal::new(StatusCode::CONFLICT, "REQUEST_FAILED", message);
        Refusal { details: vec![detail], ..refusal }
    }

    /// 403: the token's application has no role for this, or there is no such environment.
    pub(crate) fn forbidden() -> Refusal {
        let message = "The actor of the request lacks the permission for it.";
        let refusal = Refusal::new(StatusCode::FORBIDDEN, "ACCESS_FAILED", message);
        let reason = "A role with the permission is needed.";
        Refusal { details: vec![Detail::new("INSUFFICIENT_PERMISSIONS", "", reason)], ..refusal }
    }

    /// 429: too many requests; the header says how many seconds to wait.
    pub(crate) fn request_limited(detail: Detail, retry_after: String) -> Refusal {
        let message = "There were too many requests in a short time.";
        let refusal = Refusal::new(StatusCode::TOO_MANY_REQUESTS, "REQUEST_LIMITED", message);
        Refusal { details: vec![detail], headers: vec![(RETRY_AFTER, retry_after)], ..refusal }
    }

    /// 431: the headers are larger than PingOne takes. That it answers 431 is a guess.
    pub(crate) fn headers_too_large(limit: usize) -> Refusal {
        let message = format!("The headers are larger than {limit} bytes.");
        Refusal::new(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "INVALID_REQUEST", message)
    }

    /// The body that PingOne has for this status, whatever the reason.
    pub(crate) fn of_status(status: StatusCode) -> Refusal {
        let message = "A fault of the fake answers so.";
        match status {
            StatusCode::UNAUTHORIZED => Refusal::unauthorized(message),
            StatusCode::FORBIDDEN => Refusal::forbidden(),
            StatusCode::NOT_FOUND => Refusal::not_found("The resource"),
            StatusCode::TOO_MANY_REQUESTS => {
                let detail = Detail::new("LIMIT_EXCEEDED", "", "The limit of requests is reached.");
                let refusal = Refusal::new(status, "REQUEST_LIMITED", message);
                Refusal { details: vec![detail], ..refusal }
            }
            status if status.is_server_error() => Refusal::new(status, "UNEXPECTED_ERROR", message),
            status => Refusal::new(status, "REQUEST_FAILED", message),
        }
    }

    /// 401: no bearer token, or one that is not valid.
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

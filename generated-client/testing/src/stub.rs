//! What a stub answers, and the request that it gets.

use http::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};

use crate::route::Operation;

/// What a stub answers instead of a success.
#[derive(Debug, thiserror::Error)]
#[error("{status}: {body}")]
pub struct StubError {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
}

impl StubError {
    /// A refusal with PingOne's error body, e.g. 404 and `NOT_FOUND`. A status below 400 counts as 500.
    #[must_use]
    pub fn refused(status: u16, code: impl Into<String>) -> StubError {
        let status = StatusCode::from_u16(status).ok().filter(|status| status.as_u16() >= 400);
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let code: String = code.into();
        StubError { status, body: json!({ "code": code, "message": "The stub says so." }) }
    }

    /// Another body than PingOne's.
    #[must_use]
    pub fn body(self, body: Value) -> StubError {
        StubError { body, ..self }
    }

    pub(crate) fn unexpected(operation: Operation) -> StubError {
        StubError::failed(format!("{} was not expected by the stub", operation.id()))
    }

    pub(crate) fn unknown() -> StubError {
        StubError::failed("the stub knows no such operation")
    }

    fn failed(message: impl Into<String>) -> StubError {
        let status = StatusCode::NOT_IMPLEMENTED;
        StubError { status, body: json!({ "code": "UNEXPECTED_ERROR", "message": message.into() }) }
    }
}

/// An answer that cannot be made.
impl From<serde_json::Error> for StubError {
    fn from(error: serde_json::Error) -> StubError {
        StubError::failed(format!("the stub's answer is no JSON of the type: {error}"))
    }
}

/// The JSON of an answer; `None` for one without a body.
pub(crate) fn encode<T: Serialize>(
    answer: Result<T, StubError>,
) -> Result<Option<Value>, StubError> {
    let value = serde_json::to_value(answer?)?;
    Ok(Some(value).filter(|value| !value.is_null()))
}

/// The typed request, unless it does not fit its types.
pub(crate) fn request<T>(typed: Option<T>) -> Result<T, StubError> {
    typed.ok_or_else(|| StubError::failed("the request does not fit its types"))
}

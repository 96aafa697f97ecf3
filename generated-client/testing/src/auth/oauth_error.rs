//! Refusals in the shape of OAuth 2.0.

use http::StatusCode;
use http::header::WWW_AUTHENTICATE;
use serde_json::json;

use crate::reply::Reply;

/// A refusal in the shape of OAuth 2.0 (RFC 6749, section 5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OAuthError {
    pub(super) status: StatusCode,
    pub(super) error: &'static str,
    pub(super) description: &'static str,
}

/// 401: the client is not who it says it is.
pub(super) const fn invalid_client(description: &'static str) -> OAuthError {
    OAuthError { status: StatusCode::UNAUTHORIZED, error: "invalid_client", description }
}

/// 400: the request cannot be understood.
pub(super) const fn invalid_request(description: &'static str) -> OAuthError {
    OAuthError { status: StatusCode::BAD_REQUEST, error: "invalid_request", description }
}

/// The answer of a token endpoint that has this status for whatever reason.
pub(crate) fn refused(status: StatusCode) -> Reply {
    let error = match status {
        StatusCode::UNAUTHORIZED => "invalid_client",
        StatusCode::SERVICE_UNAVAILABLE => "temporarily_unavailable",
        status if status.is_server_error() => "server_error",
        _ => "invalid_request",
    };
    OAuthError { status, error, description: "A fault of the fake answers so." }.into_reply()
}

impl OAuthError {
    pub(super) fn into_reply(self) -> Reply {
        let body = json!({ "error": self.error, "error_description": self.description });
        let reply = Reply::json(self.status, body);
        match self.status {
            StatusCode::UNAUTHORIZED => reply.with_header(WWW_AUTHENTICATE, "Basic"),
            _ => reply,
        }
    }
}

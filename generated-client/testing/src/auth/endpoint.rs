//! The token endpoint of an environment: the client credentials grant.

use http::header::{PRAGMA, WWW_AUTHENTICATE};
use http::{HeaderMap, StatusCode};
use serde_json::json;

use super::form::Form;
use super::is_media_type;
use crate::http::reply::Reply;
use crate::world::World;

/// A refusal in the shape of OAuth 2.0 (RFC 6749, section 5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OAuthError {
    status: StatusCode,
    error: &'static str,
    description: &'static str,
}

/// 401: the client is not who it says it is.
pub(super) const fn invalid_client(description: &'static str) -> OAuthError {
    OAuthError { status: StatusCode::UNAUTHORIZED, error: "invalid_client", description }
}

/// 400: the request cannot be understood.
pub(super) const fn invalid_request(description: &'static str) -> OAuthError {
    OAuthError { status: StatusCode::BAD_REQUEST, error: "invalid_request", description }
}

/// Answers a request; `issuer` is the URL of the environment's authorization server, `<auth base>/<environment>/as`.
pub(crate) fn answer(headers: &HeaderMap, body: &[u8], issuer: &str, world: &mut World) -> Reply {
    match grant(headers, body, issuer, world) {
        Ok(()) => {
            let now = world.clock.now();
            let token = world.random.token();
            world.tokens.issue(token.clone(), now);
            let body = json!({
                "access_token": token,
                "token_type": "Bearer",
                "expires_in": world.tokens.lifetime().as_secs(),
            });
            Reply::json(StatusCode::OK, body).with_header(PRAGMA, "no-cache")
        }
        Err(refusal) => refusal.into_reply(),
    }
}

/// The answer of a token endpoint that has this status for whatever reason.
pub(crate) fn refused(status: StatusCode) -> Reply {
    let error = match status {
        StatusCode::UNAUTHORIZED => "invalid_client",
        StatusCode::SERVICE_UNAVAILABLE => "temporarily_unavailable",
        status if status.is_server_error() => "server_error",
        _ => "invalid_request",
    };
    OAuthError { status, error, description: "The fake was told to answer so." }.into_reply()
}

impl OAuthError {
    fn into_reply(self) -> Reply {
        let body = json!({ "error": self.error, "error_description": self.description });
        let reply = Reply::json(self.status, body);
        match self.status {
            StatusCode::UNAUTHORIZED => reply.with_header(WWW_AUTHENTICATE, "Basic"),
            _ => reply,
        }
    }
}

fn grant(headers: &HeaderMap, body: &[u8], issuer: &str, world: &World) -> Result<(), OAuthError> {
    if !is_media_type(headers, "application/x-www-form-urlencoded") {
        return Err(invalid_request("The body must be form-encoded."));
    }
    let form = Form::parse(body)?;
    world.tokens.worker.authenticate(headers, &form, issuer)?;
    match form.get("grant_type") {
        Some("client_credentials") => Ok(()),
        Some(_) => Err(OAuthError {
            status: StatusCode::BAD_REQUEST,
            error: "unsupported_grant_type",
            description: "Only client_credentials is supported.",
        }),
        None => Err(invalid_request("The parameter grant_type is missing.")),
    }
}

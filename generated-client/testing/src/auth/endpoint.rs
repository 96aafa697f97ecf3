//! The token endpoint of a tenant: the client credentials grant.

use http::header::PRAGMA;
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use serde_json::json;

use super::form::Form;
use super::oauth_error::{OAuthError, invalid_request};
use super::tokens::Tokens;
use crate::media::is_media_type;
use crate::random::Random;
use crate::reply::Reply;

/// Answers a request; `issuer` is the URL of the tenant's authorization server, `<auth base>/<tenant>/as`.
pub(crate) fn answer(
    headers: &HeaderMap,
    body: &[u8],
    issuer: &str,
    tokens: &mut Tokens,
    random: &mut Random,
    now: Timestamp,
) -> Reply {
    match grant(headers, body, issuer, tokens) {
        Ok(()) => {
            let token = random.token();
            tokens.issue(token.clone(), now);
            let body = json!({
                "access_token": token,
                "token_type": "Bearer",
                "expires_in": tokens.lifetime().as_secs(),
            });
            Reply::json(StatusCode::OK, body).with_header(PRAGMA, "no-cache")
        }
        Err(refusal) => refusal.into_reply(),
    }
}

fn grant(
    headers: &HeaderMap,
    body: &[u8],
    issuer: &str,
    tokens: &Tokens,
) -> Result<(), OAuthError> {
    if !is_media_type(headers, "application/x-www-form-urlencoded") {
        return Err(invalid_request("The body must be form-encoded."));
    }
    let form = Form::parse(body)?;
    tokens.worker.authenticate(headers, &form, issuer)?;
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

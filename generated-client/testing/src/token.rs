//! The token endpoint and the bearer tokens it has issued.

use std::collections::HashMap;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, PRAGMA, WWW_AUTHENTICATE};
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use serde_json::json;
use url::form_urlencoded;

use crate::clock::later;
use crate::random;
use crate::refusal::Refusal;
use crate::reply::Reply;

/// The client that may fetch tokens, and the tokens that count.
pub(crate) struct Tokens {
    client_id: String,
    client_secret: String,
    lifetime: Duration,
    issued: HashMap<String, Timestamp>,
}

/// A refusal in the shape of OAuth 2.0 (RFC 6749, section 5.2).
struct OAuthError {
    status: StatusCode,
    error: &'static str,
    description: &'static str,
}

const INVALID_CLIENT: OAuthError = OAuthError {
    status: StatusCode::UNAUTHORIZED,
    error: "invalid_client",
    description: "The client is unknown or its secret is wrong.",
};

const fn invalid_request(description: &'static str) -> OAuthError {
    OAuthError { status: StatusCode::BAD_REQUEST, error: "invalid_request", description }
}

impl Tokens {
    pub(crate) fn new(client_id: String, client_secret: String, lifetime: Duration) -> Tokens {
        Tokens { client_id, client_secret, lifetime, issued: HashMap::new() }
    }

    /// The client id that fetches tokens.
    pub(crate) fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The secret that goes with the client id.
    pub(crate) fn client_secret(&self) -> &str {
        &self.client_secret
    }

    /// Makes a token that counts from now on.
    pub(crate) fn issue(&mut self, now: Timestamp) -> String {
        let token = random::token();
        self.issued.insert(token.clone(), later(now, self.lifetime));
        token
    }

    /// No token issued so far counts any longer.
    pub(crate) fn revoke_all(&mut self) {
        self.issued.clear();
    }

    /// Checks the bearer token of an API request.
    pub(crate) fn authorize(&self, headers: &HeaderMap, now: Timestamp) -> Result<(), Refusal> {
        let token = credentials(headers, "bearer")
            .ok_or_else(|| Refusal::unauthorized("The request has no bearer token."))?;
        match self.issued.get(token) {
            None => Err(Refusal::unauthorized("The bearer token is unknown or was revoked.")),
            Some(expiry) if *expiry <= now => {
                Err(Refusal::unauthorized("The bearer token has expired."))
            }
            Some(_) => Ok(()),
        }
    }

    /// Answers a request to the token endpoint.
    pub(crate) fn answer(&mut self, headers: &HeaderMap, body: &[u8], now: Timestamp) -> Reply {
        match self.grant(headers, body) {
            Ok(()) => {
                let token = self.issue(now);
                let body = json!({
                    "access_token": token,
                    "token_type": "Bearer",
                    "expires_in": self.lifetime.as_secs(),
                });
                Reply::json(StatusCode::OK, body).with_header(PRAGMA, "no-cache")
            }
            Err(refusal) => {
                let body = json!({
                    "error": refusal.error,
                    "error_description": refusal.description,
                });
                let reply = Reply::json(refusal.status, body);
                if refusal.status == StatusCode::UNAUTHORIZED {
                    reply.with_header(WWW_AUTHENTICATE, "Basic")
                } else {
                    reply
                }
            }
        }
    }

    fn grant(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), OAuthError> {
        if !is_media_type(headers, "application/x-www-form-urlencoded") {
            return Err(invalid_request("The body must be form-encoded."));
        }
        let form = Form::parse(body)?;
        self.authenticate(headers, &form)?;
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

    /// `client_secret_basic` or `client_secret_post`, never both.
    fn authenticate(&self, headers: &HeaderMap, form: &Form) -> Result<(), OAuthError> {
        let basic = credentials(headers, "basic");
        let given = match (basic, form.get("client_secret")) {
            (Some(_), Some(_)) => {
                return Err(invalid_request("The client authenticates in more than one way."));
            }
            (Some(encoded), None) => basic_credentials(encoded),
            (None, Some(secret)) => {
                form.get("client_id").map(|id| (id.to_owned(), secret.to_owned()))
            }
            (None, None) => None,
        };
        match given {
            Some((id, secret)) if id == self.client_id && secret == self.client_secret => Ok(()),
            _ => Err(INVALID_CLIENT),
        }
    }
}

/// A form in which no parameter stands twice.
struct Form(HashMap<String, String>);

impl Form {
    fn parse(body: &[u8]) -> Result<Form, OAuthError> {
        let mut parameters = HashMap::new();
        for (name, value) in form_urlencoded::parse(body) {
            if parameters.insert(name.into_owned(), value.into_owned()).is_some() {
                return Err(invalid_request("A parameter stands more than once."));
            }
        }
        Ok(Form(parameters))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

/// What follows the scheme in the `Authorization` header, if it is this scheme.
fn credentials<'h>(headers: &'h HeaderMap, scheme: &str) -> Option<&'h str> {
    let (given, rest) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    given.eq_ignore_ascii_case(scheme).then(|| rest.trim())
}

/// Id and secret; both are form-encoded before they are joined (RFC 6749, section 2.3.1).
fn basic_credentials(encoded: &str) -> Option<(String, String)> {
    let decoded = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    Some((form_decoded(id), form_decoded(secret)))
}

fn form_decoded(text: &str) -> String {
    // A name without `=` is one whole text to the parser; `&` would split it and is never left plain by an encoder.
    form_urlencoded::parse(text.as_bytes()).map(|(name, value)| format!("{name}{value}")).collect()
}

/// Whether the content type is this one, whatever its parameters.
pub(crate) fn is_media_type(headers: &HeaderMap, expected: &str) -> bool {
    let name: HeaderName = CONTENT_TYPE;
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|essence| essence.trim().eq_ignore_ascii_case(expected))
}

//! The token endpoint of RFC 6749, section 4.4, with `client_secret_basic`.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use serde::Deserialize;
use url::form_urlencoded::byte_serialize;

use super::{ClientCredentials, TokenError, bearer};
use crate::Secret;
use crate::response::Head;
use crate::transport::{ReadFailure, read_body};

/// Assumed where the endpoint does not say how long a token lives.
const DEFAULT_LIFETIME: Duration = Duration::from_secs(300);

/// No clock arithmetic beyond this, whatever the endpoint says.
const LONGEST_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// A token as the endpoint issued it.
pub(super) struct Issued {
    /// The value of the `Authorization` header, marked as sensitive.
    pub(super) header: HeaderValue,
    pub(super) lifetime: Duration,
}

#[derive(Deserialize)]
struct TokenBody {
    access_token: Secret,
    token_type: String,
    expires_in: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct OAuthErrorBody {
    error: String,
    // An odd description must not hide the code.
    error_description: Option<serde_json::Value>,
}

/// Asks for a token.
pub(super) async fn fetch(
    http: &reqwest::Client,
    url: &str,
    credentials: &ClientCredentials,
    response_bytes: usize,
) -> Result<Issued, TokenError> {
    let request = http
        .post(url)
        .header(AUTHORIZATION, basic(credentials))
        .header(ACCEPT, "application/json")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body("grant_type=client_credentials");
    let response = request.send().await.map_err(|error| TokenError::transport(url, None, error))?;
    let head = Head { status: response.status(), headers: response.headers().clone() };
    let body = match read_body(response, response_bytes).await {
        Ok(body) => body,
        // A torn or endless body of a failure hides nothing: the status says what happened.
        Err(_) if head.status != StatusCode::OK => return Err(TokenError::no_token(url, head)),
        Err(ReadFailure::Transport(error)) => {
            return Err(TokenError::transport(url, Some(head), error));
        }
        Err(ReadFailure::TooLarge) => return Err(TokenError::too_large(url, head)),
    };
    if head.status != StatusCode::OK {
        return Err(refusal(url, head, &body));
    }
    let Some((access_token, lifetime)) = issued(&body) else {
        return Err(TokenError::no_token(url, head));
    };
    match bearer(&access_token) {
        Some(header) => Ok(Issued { header, lifetime }),
        None => Err(TokenError::unusable(url, head)),
    }
}

/// The bearer token of a success body, and how long it lives.
fn issued(body: &[u8]) -> Option<(Secret, Duration)> {
    let token: TokenBody = serde_json::from_slice(body).ok()?;
    if !token.token_type.eq_ignore_ascii_case("bearer") || token.access_token.expose().is_empty() {
        return None;
    }
    let seconds = token.expires_in.as_ref().and_then(|value| match value {
        serde_json::Value::String(text) => text.parse().ok(),
        other => other.as_u64(),
    });
    let lifetime = seconds.map_or(DEFAULT_LIFETIME, Duration::from_secs).min(LONGEST_LIFETIME);
    Some((token.access_token, lifetime))
}

fn refusal(url: &str, head: Head, body: &[u8]) -> TokenError {
    match serde_json::from_slice::<OAuthErrorBody>(body) {
        Ok(oauth) => {
            let description = oauth.error_description.as_ref().and_then(serde_json::Value::as_str);
            TokenError::oauth(url, head, oauth.error, description.map(str::to_owned))
        }
        Err(_) => TokenError::no_token(url, head),
    }
}

/// RFC 6749, section 2.3.1: both parts are form-encoded before they are joined.
fn basic(credentials: &ClientCredentials) -> HeaderValue {
    let encode = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    let id = encode(&credentials.client_id);
    let secret = Secret::from(format!("{id}:{}", encode(credentials.client_secret.expose())));
    let text = format!("Basic {}", STANDARD.encode(secret.expose()));
    // Base64 is always a valid header value.
    let mut header = HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""));
    header.set_sensitive(true);
    header
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_form_encoded_before_base64() {
        let header = basic(&ClientCredentials::new("id:1", "a b+c%ü"));
        assert!(header.is_sensitive());
        let encoded = header.to_str().unwrap().strip_prefix("Basic ").unwrap();
        assert_eq!(STANDARD.decode(encoded).unwrap(), b"id%3A1:a+b%2Bc%25%C3%BC");
    }

    #[test]
    fn lifetimes_are_read_tolerantly_and_bounded() {
        for (expires_in, seconds) in [
            ("3600", 3600),
            ("\"120\"", 120),
            ("null", 300),
            ("-5", 300),
            ("18446744073709551615", 86_400),
        ] {
            let body = format!(
                r#"{{"access_token": "t", "token_type": "bearer", "expires_in": {expires_in}}}"#
            );
            assert_eq!(issued(body.as_bytes()).unwrap().1.as_secs(), seconds, "{expires_in}");
        }
    }

    #[test]
    fn what_is_no_bearer_token_is_not_used() {
        for body in [
            r#"{"access_token": "t", "token_type": "mac"}"#,
            r#"{"access_token": "", "token_type": "Bearer"}"#,
            r#"{"token_type": "Bearer"}"#,
            "<html>",
        ] {
            assert!(issued(body.as_bytes()).is_none(), "{body}");
        }
    }
}

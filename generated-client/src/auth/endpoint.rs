//! The token endpoint: the client credentials grant of RFC 6749, section 4.4.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, Uri};
use serde::Deserialize;
use url::form_urlencoded::{Serializer, byte_serialize};

use super::{AccessToken, AuthMethod, BoxFuture, ClientCredentials, TokenError, TokenSource};
use crate::Secret;
use crate::exchange::{Broken, Exchanges};
use crate::response::Head;
use crate::telemetry::Purpose;
use crate::transport::TransportError;

/// The path of the token endpoint as spans show it; a custom domain's has no environment.
const TEMPLATE: &str = "/{environmentID}/as/token";

/// Assumed where the endpoint does not say how long a token lives.
const DEFAULT_LIFETIME: Duration = Duration::from_secs(300);

/// No clock arithmetic beyond this, whatever the endpoint says.
const LONGEST_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// The token endpoint of one worker application.
pub(crate) struct TokenEndpoint {
    pub(crate) exchanges: Exchanges,
    pub(crate) url: Uri,
    pub(crate) credentials: ClientCredentials,
}

impl TokenSource for TokenEndpoint {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(self.fetch())
    }
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

impl TokenEndpoint {
    /// Asks for a token.
    async fn fetch(&self) -> Result<AccessToken, TokenError> {
        let url = &self.url;
        let purpose = Purpose { template: TEMPLATE, resends: 0 };
        let answer = self.exchanges.exchange(self.request(), purpose, None).await;
        let (head, body) = answer.map_err(|broken| match broken {
            Broken::Transport { head, error } => TokenError::transport(url, head, error),
            Broken::TooLarge { head } => TokenError::too_large(url, head),
            // There is no deadline but the exchange's own, which is the transport's.
            Broken::Late { head } => {
                TokenError::transport(url, head, TransportError::broken("late").timed_out())
            }
        })?;
        if head.status != StatusCode::OK {
            return Err(refusal(url, head, &body));
        }
        match issued(&body) {
            Some(token) if token.header().is_some() => Ok(token),
            Some(_) => Err(TokenError::unusable(url, head)),
            None => Err(TokenError::no_token(url, head)),
        }
    }

    fn request(&self) -> Request<Bytes> {
        let mut form = Serializer::new(String::new());
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        form.append_pair("grant_type", "client_credentials");
        match self.credentials.method {
            AuthMethod::Basic => {
                headers.insert(AUTHORIZATION, basic(&self.credentials));
            }
            AuthMethod::Post => {
                form.append_pair("client_id", &self.credentials.client_id);
                form.append_pair("client_secret", self.credentials.client_secret.expose());
            }
        }
        let mut request = Request::new(Bytes::from(form.finish()));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.url.clone();
        *request.headers_mut() = headers;
        request
    }
}

/// The bearer token of a success body, and how long it lives.
fn issued(body: &[u8]) -> Option<AccessToken> {
    let token: TokenBody = serde_json::from_slice(body).ok()?;
    if !token.token_type.eq_ignore_ascii_case("bearer") || token.access_token.expose().is_empty() {
        return None;
    }
    let seconds = token.expires_in.as_ref().and_then(|value| match value {
        serde_json::Value::String(text) => text.parse().ok(),
        other => other.as_u64(),
    });
    let lifetime = seconds.map_or(DEFAULT_LIFETIME, Duration::from_secs).min(LONGEST_LIFETIME);
    Some(AccessToken::new(token.access_token).expires_in(lifetime))
}

fn refusal(url: &Uri, head: Head, body: &[u8]) -> TokenError {
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
            assert_eq!(
                issued(body.as_bytes()).unwrap().lifetime().unwrap().as_secs(),
                seconds,
                "{expires_in}"
            );
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

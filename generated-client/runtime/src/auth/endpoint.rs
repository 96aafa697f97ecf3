//! The token endpoint: the client credentials grant of RFC 6749, section 4.4.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use serde::Deserialize;
use serde_json::Value;
use url::Url;
use url::form_urlencoded::{Serializer, byte_serialize};

#[cfg(feature = "jwt")]
use super::assertion::{Claims, JWT_BEARER, Signer};
use super::credentials::{AuthMethod, ClientCredentials, Proof};
use super::source::{AccessToken, TokenSource};
use crate::error::{ClockGap, ExchangeError, Refusal, TokenError};
use crate::exchange::Exchanges;
use crate::future::BoxFuture;
use crate::lenient::{self, Document, End, Mistakes};
use crate::redact::{KnownSecrets, SentSecrets, quotes};
use crate::response::{CORRELATION_ID, Head, Wanted};
use crate::secret::Secret;
use crate::telemetry::Purpose;
use crate::transport::{Exchanged, Outgoing, TransportError};

/// The path of the token endpoint as spans show it; a custom domain's has no environment.
pub(crate) const PER_ENVIRONMENT: &str = "/{environmentID}/as/token";

/// Assumed where the endpoint does not say how long a token lives.
const DEFAULT_LIFETIME: Duration = Duration::from_secs(300);

/// The longest life of a token that is believed, so that a date computed from it cannot overflow.
const MAX_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// The token endpoint of one worker application.
pub(crate) struct TokenEndpoint {
    pub(crate) exchanges: Exchanges,
    pub(crate) url: Url,
    /// The path as spans show it.
    pub(crate) template: Cow<'static, str>,
    pub(crate) credentials: ClientCredentials,
    /// Where the secrets of its requests are remembered, so that no text shows them.
    pub(crate) sent: Arc<SentSecrets>,
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
    expires_in: Option<Value>,
}

impl TokenEndpoint {
    /// Asks for a token.
    async fn fetch(&self) -> Result<AccessToken, TokenError> {
        let url = &self.url;
        let _connection = self.exchanges.connections.for_token().await;
        let request = self.request()?;
        let secrets = KnownSecrets::new(&self.sent, Vec::new());
        let purpose = Purpose::Token { template: &self.template, secrets: &secrets };
        let answer = self.exchanges.exchange(request, purpose, Wanted::Body, None).await;
        let Exchanged { head, body, .. } = answer.map_err(|broken| match broken {
            ExchangeError::Transport { head, error } => TokenError::transport(url, head, error),
            ExchangeError::TooLarge { head } => TokenError::too_large(url, head),
            // No deadline is given, so only the exchange's own time limit can end it.
            ExchangeError::Unsent => {
                TokenError::transport(url, None, TransportError::connect("late").timed_out())
            }
            ExchangeError::Deadline { head } => {
                TokenError::transport(url, head, TransportError::broken("late").timed_out())
            }
        })?;
        if head.status != StatusCode::OK {
            return Err(self.refusal(head, &body));
        }
        match issued(&body) {
            Some(token) if token.header().is_some() => Ok(token),
            Some(_) => Err(TokenError::unusable(url, without_token(head, &body))),
            // An endpoint may refuse with a status of success.
            None => Err(self.refusal(without_token(head, &body), &body)),
        }
    }

    /// The token request; every call makes a new one, with a new assertion if it takes one. Its
    /// secrets are remembered.
    fn request(&self) -> Result<Outgoing, TokenError> {
        let mut form = Serializer::new(String::new());
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        form.append_pair("grant_type", "client_credentials");
        let ClientCredentials { client_id, proof, scopes, .. } = &self.credentials;
        if !scopes.is_empty() {
            form.append_pair("scope", &scopes.join(" "));
        }
        match proof {
            Proof::Secret { secret, method: AuthMethod::Basic } => {
                let header = basic(client_id, secret);
                let sent = header.to_str().unwrap_or_default();
                self.sent.remember(secret);
                self.sent.remember(&sent.trim_start_matches("Basic ").into());
                headers.insert(AUTHORIZATION, header);
            }
            Proof::Secret { secret, method: AuthMethod::Post } => {
                form.append_pair("client_id", client_id);
                form.append_pair("client_secret", secret.expose());
                self.sent.remember(secret);
            }
            #[cfg(feature = "jwt")]
            Proof::Secret { secret, method: AuthMethod::Jwt } => {
                self.sent.remember(secret);
                self.assert(&mut form, &Signer::hs256(secret))?;
            }
            #[cfg(feature = "jwt")]
            Proof::Key { key, .. } => self.assert(&mut form, key.signer())?,
        }
        let body = Some(Bytes::from(form.finish()));
        Ok(Outgoing { method: Method::POST, url: self.url.clone(), headers, body })
    }

    /// Puts an assertion into the form (RFC 7523, section 2.2).
    #[cfg(feature = "jwt")]
    fn assert(&self, form: &mut Serializer<'_, String>, signer: &Signer) -> Result<(), TokenError> {
        let audience = self.url.to_string();
        let claims = Claims::new(&self.credentials.client_id, &audience, jiff::Timestamp::now());
        let assertion = signer.sign(&claims).ok_or_else(|| TokenError::unsigned(&self.url))?;
        form.append_pair("client_assertion_type", JWT_BEARER);
        form.append_pair("client_assertion", assertion.expose());
        self.sent.remember(&assertion);
        Ok(())
    }

    /// What a response says that brings no token; it may quote what it was sent.
    fn refusal(&self, head: Head, body: &[u8]) -> TokenError {
        let said = lenient::said(body);
        let text = |name: &str| said.get(name).and_then(Value::as_str).map(str::to_owned);
        let Some(error) = text("error") else {
            return match lenient::is_compressed(&head, body) {
                true => TokenError::compressed(&self.url, head),
                false => TokenError::no_token(&self.url, head),
            };
        };
        let refusal = Refusal {
            error,
            description: text("error_description"),
            method: self.credentials.method_name(),
            gap: ClockGap::measured(&head.headers, SystemTime::now()),
        };
        TokenError::refused(&self.url, head, refusal)
    }
}

/// The head of an answer that may hold a token after all; an id that quotes it is none.
fn without_token(mut head: Head, body: &[u8]) -> Head {
    if head.correlation_id().is_some_and(|id| quotes(body, id)) {
        head.headers.remove(CORRELATION_ID);
    }
    head
}

/// The bearer token of a success body, and how long it lives.
fn issued(body: &[u8]) -> Option<AccessToken> {
    let token = token_body(body)?;
    if !token.token_type.eq_ignore_ascii_case("bearer") || token.access_token.expose().is_empty() {
        return None;
    }
    let seconds = token.expires_in.as_ref().and_then(seconds);
    let lifetime = seconds.map_or(DEFAULT_LIFETIME, Duration::from_secs).min(MAX_LIFETIME);
    Some(AccessToken::new(token.access_token).expires_in(lifetime))
}

/// A whole success body, whatever is wrong with the parts of it that do not matter.
fn token_body(body: &[u8]) -> Option<TokenBody> {
    if let Some(Ok(token)) = lenient::is_light(body).then(|| serde_json::from_slice(body)) {
        return Some(token);
    }
    let mut document = Document::read(body, Mistakes::Stop);
    if document.end() != End::Whole {
        return None;
    }
    let (token, unread) = lenient::decode(&mut document, &[], PhantomData::<TokenBody>).ok()?;
    // A token with other characters than those that were sent is none.
    (!unread.iter().any(|path| path == "access_token")).then_some(token)
}

/// A number of seconds, however it is written: `3600`, `3600.0`, `36e2`, and each of them as text.
fn seconds(value: &Value) -> Option<u64> {
    let number = match value {
        Value::String(text) => serde_json::from_str(text.trim()).ok()?,
        Value::Number(number) => number.clone(),
        _ => return None,
    };
    // What is too large becomes the largest number, and parts of a second do not count.
    let rounded = |number: f64| (number >= 0.0).then_some(number as u64);
    number.as_u64().or_else(|| number.as_f64().and_then(rounded))
}

/// RFC 6749, section 2.3.1: both parts are form-encoded before they are joined.
fn basic(client_id: &str, secret: &Secret) -> HeaderValue {
    let encode = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    let pair = Secret::from(format!("{}:{}", encode(client_id), encode(secret.expose())));
    let text = format!("Basic {}", STANDARD.encode(pair.expose()));
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
        let header = basic("id:1", &Secret::from("a b+c%ü"));
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
            ("3600.0", 3600),
            ("3600.9", 3600),
            ("36e2", 3600),
            ("\"3600\"", 3600),
            ("\" 3600.0 \"", 3600),
            ("\"36e2\"", 3600),
            ("1e300", 86_400),
            ("1e999", 300),
            ("\"1e999\"", 300),
            ("\"NaN\"", 300),
            ("\"soon\"", 300),
            ("-1e2", 300),
            ("0", 0),
            ("[3600]", 300),
            ("{}", 300),
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
    fn a_token_is_no_longer_than_a_header() {
        for (length, is_usable) in [(1, true), (64 * 1024, true), (64 * 1024 + 1, false)] {
            let token = "t".repeat(length);
            let body = format!(r#"{{"access_token": "{token}", "token_type": "Bearer"}}"#);
            let issued = issued(body.as_bytes()).unwrap();
            assert_eq!(issued.header().is_some(), is_usable, "{length}");
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

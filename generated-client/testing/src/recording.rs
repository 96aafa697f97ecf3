//! The requests that the fake has received, for a test to look at; secrets stay out of its failure output.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use hyper::body::Bytes;
use serde_json::Value;
use url::form_urlencoded;

use crate::token::is_media_type;

const REDACTED: &str = "<redacted>";
/// Fields of a token request; the secret ones are redacted by name.
const TOKEN_FIELDS: [&str; 6] = [
    "client_assertion",
    "client_assertion_type",
    "client_id",
    "client_secret",
    "grant_type",
    "scope",
];

/// Names of properties and form fields whose values are secret.
#[derive(Debug, Default)]
pub(crate) struct SecretNames(BTreeSet<String>);

impl SecretNames {
    /// The secret fields of a token request, and those of the contract.
    pub(crate) fn new<'n>(contract: impl Iterator<Item = &'n String>) -> SecretNames {
        let oauth = ["client_secret", "client_assertion", "access_token"].map(str::to_owned);
        SecretNames(contract.cloned().chain(oauth).collect())
    }

    fn redact(&self, value: &mut Value) {
        match value {
            Value::Object(map) => {
                for (name, value) in map {
                    if self.0.contains(name) {
                        *value = REDACTED.into();
                    } else {
                        self.redact(value);
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.redact(item)),
            _ => {}
        }
    }
}

/// A request that the fake has received, and the status it answered.
///
/// The accessors give everything as it came; `Debug` leaves out secrets: the `Authorization` header, and every value
/// whose property the contract marks `format: password`.
#[derive(Clone)]
pub struct RecordedRequest {
    pub(crate) method: Method,
    pub(crate) target: String,
    pub(crate) operation_id: Option<&'static str>,
    pub(crate) headers: HeaderMap,
    pub(crate) payload: Bytes,
    pub(crate) status: StatusCode,
    pub(crate) secrets: Arc<SecretNames>,
}

impl RecordedRequest {
    /// The method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path as it was on the wire, without the query; it begins with `/v1` for an API request.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target.split_once('?').map_or(self.target.as_str(), |(path, _)| path)
    }

    /// The query as it was on the wire, without `?`.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }

    /// The operation that the method and the path belong to; `None` for the token endpoint and for unknown routes.
    #[must_use]
    pub fn operation_id(&self) -> Option<&'static str> {
        self.operation_id
    }

    /// All headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The value of a header, the first if there are several; `None` also when it is not text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        std::str::from_utf8(self.headers.get(name)?.as_bytes()).ok()
    }

    /// The body as JSON; `None` when there is none or it is not JSON.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.payload).ok()
    }

    /// The body as it was on the wire.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The status that the fake answered.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The body with the secrets taken out: a JSON object, a form as a JSON object, or only a length.
    #[must_use]
    pub fn redacted_body(&self) -> Option<Value> {
        if self.payload.is_empty() {
            return None;
        }
        let mut value = self
            .json()
            .filter(Value::is_object)
            .or_else(|| self.form())
            .unwrap_or_else(|| format!("<{} bytes>", self.payload.len()).into());
        self.secrets.redact(&mut value);
        Some(value)
    }

    /// A form, if its fields are those of a token request; anything else may be a secret that lost its name.
    fn form(&self) -> Option<Value> {
        if !is_media_type(&self.headers, "application/x-www-form-urlencoded") {
            return None;
        }
        form_urlencoded::parse(&self.payload)
            .map(|(name, value)| {
                let known = TOKEN_FIELDS.contains(&name.as_ref());
                known.then(|| (name.into_owned(), Value::from(value.into_owned())))
            })
            .collect::<Option<serde_json::Map<_, _>>>()
            .map(Value::Object)
    }
}

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut headers = self.headers.clone();
        for (name, value) in headers.iter_mut() {
            if [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE].contains(name) {
                *value = HeaderValue::from_static(REDACTED);
            }
        }
        formatter
            .debug_struct("RecordedRequest")
            .field("method", &self.method)
            .field("target", &self.target)
            .field("operation_id", &self.operation_id)
            .field("status", &self.status.as_u16())
            .field("headers", &headers)
            .field("body", &self.redacted_body())
            .finish()
    }
}

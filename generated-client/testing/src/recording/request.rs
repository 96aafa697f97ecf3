//! A request that the fake has received; secrets stay out of its failure output.

use std::fmt;
use std::sync::Arc;

use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use hyper::body::Bytes;
use percent_encoding::percent_decode_str;
use serde_json::Value;
use url::form_urlencoded;

use super::redaction::{REDACTED, SecretNames};
use crate::auth::TOKEN_PATH;
use crate::contract::parameters::query_value;
use crate::contract::template::Values;
use crate::faults::Fault;
use crate::media::is_media_type;
use crate::route::Operation;

/// Fields of a token request; the secret ones are redacted by name.
const TOKEN_FIELDS: [&str; 6] = [
    "client_assertion",
    "client_assertion_type",
    "client_id",
    "client_secret",
    "grant_type",
    "scope",
];

/// A request that the fake has received, and the status it answered. Cheap to clone.
///
/// The accessors give everything as it came; `Debug` leaves out secrets: the `Authorization` header, and every value
/// whose property the contract marks `format: password`.
#[derive(Clone)]
pub struct RecordedRequest(Arc<Record>);

/// What is kept of a request.
pub(crate) struct Record {
    pub(crate) method: Method,
    pub(crate) target: String,
    pub(crate) operation: Option<Operation>,
    pub(crate) values: Values,
    pub(crate) headers: HeaderMap,
    pub(crate) payload: Bytes,
    pub(crate) status: Option<StatusCode>,
    /// As text, which takes much less memory than a `Value`.
    pub(crate) answer: Option<String>,
    pub(crate) fault: Option<Fault>,
    pub(crate) secrets: Arc<SecretNames>,
}

impl From<Record> for RecordedRequest {
    fn from(mut record: Record) -> RecordedRequest {
        // The values of a received header are slices of the connection's buffer, which they would keep alive.
        for value in record.headers.values_mut() {
            if let Ok(own) = HeaderValue::from_bytes(value.as_bytes()) {
                *value = own;
            }
        }
        RecordedRequest(Arc::new(record))
    }
}

impl RecordedRequest {
    /// The method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.0.method
    }

    /// The path as it was on the wire, without the query; it begins with `/v1` for an API request.
    #[must_use]
    pub fn path(&self) -> &str {
        self.0.target.split_once('?').map_or(self.0.target.as_str(), |(path, _)| path)
    }

    /// The query as it was on the wire, without `?`.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.0.target.split_once('?').map(|(_, query)| query)
    }

    /// The operation that the method and the path belong to; `None` for the token endpoint and for unknown routes.
    #[must_use]
    pub fn operation(&self) -> Option<Operation> {
        self.0.operation
    }

    /// Whether this is a request to the token endpoint.
    #[must_use]
    pub fn is_token_request(&self) -> bool {
        self.0.operation.is_none() && self.path().ends_with(TOKEN_PATH)
    }

    /// The value of a path parameter such as `userID`, percent-decoded.
    #[must_use]
    pub fn path_value(&self, name: &str) -> Option<&str> {
        self.0.values.iter().find_map(|(known, value)| (*known == name).then_some(value.as_str()))
    }

    /// The first value of a query parameter, percent-decoded.
    #[must_use]
    pub fn query_value(&self, name: &str) -> Option<String> {
        query_value(self.query(), name)
    }

    /// All values of a query parameter, percent-decoded.
    #[must_use]
    pub fn query_values(&self, name: &str) -> Vec<String> {
        form_urlencoded::parse(self.query().unwrap_or_default().as_bytes())
            .filter(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
            .collect()
    }

    /// The value of a cookie, percent-decoded.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<String> {
        let header = self.0.headers.get(COOKIE)?.to_str().ok()?;
        let pairs = header.split(';').filter_map(|pair| pair.trim().split_once('='));
        pairs
            .into_iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| percent_decode_str(value).decode_utf8_lossy().into_owned())
    }

    /// The names of what is secret.
    pub(super) fn secrets(&self) -> &SecretNames {
        &self.0.secrets
    }

    /// All headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The value of a header, the first if there are several; `None` also when it is not text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        std::str::from_utf8(self.0.headers.get(name)?.as_bytes()).ok()
    }

    /// The body as JSON; `None` when there is none or it is not JSON.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.0.payload).ok()
    }

    /// The body as it was on the wire.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.0.payload
    }

    /// The status that the fake answered; `None` if it did not, because of a fault.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The JSON that the fake answered, before a fault damaged its bytes.
    #[must_use]
    pub fn answer(&self) -> Option<Value> {
        serde_json::from_str(self.0.answer.as_ref()?).ok()
    }

    /// The fault that was applied to the request.
    #[must_use]
    pub fn fault(&self) -> Option<&Fault> {
        self.0.fault.as_ref()
    }

    /// The body with the secrets taken out: a JSON object, a form as a JSON object, or only a length.
    #[must_use]
    pub fn redacted_body(&self) -> Option<Value> {
        if self.0.payload.is_empty() {
            return None;
        }
        let mut value = self
            .json()
            .filter(Value::is_object)
            .or_else(|| self.form())
            .unwrap_or_else(|| format!("<{} bytes>", self.0.payload.len()).into());
        self.0.secrets.redact(&mut value);
        Some(value)
    }

    /// A form, if its fields are those of a token request; anything else may be a secret under an unknown name.
    fn form(&self) -> Option<Value> {
        if !is_media_type(&self.0.headers, "application/x-www-form-urlencoded") {
            return None;
        }
        form_urlencoded::parse(&self.0.payload)
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
        let mut headers = self.0.headers.clone();
        for (name, value) in headers.iter_mut() {
            if [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE].contains(name) {
                *value = HeaderValue::from_static(REDACTED);
            }
        }
        formatter
            .debug_struct("RecordedRequest")
            .field("method", &self.0.method)
            .field("target", &self.0.target)
            .field("operation", &self.0.operation.map(Operation::id))
            .field("status", &self.0.status.map(|status| status.as_u16()))
            .field("fault", &self.0.fault)
            .field("headers", &headers)
            .field("body", &self.redacted_body())
            .finish()
    }
}

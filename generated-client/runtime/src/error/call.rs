//! Why a call failed, and every question that can be asked about it.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, Method, StatusCode};
use serde::de::DeserializeOwned;

use super::body::{ErrorBody, ErrorDetail};
use super::code::ErrorCode;
use super::failure::Failure;
use super::kind::ErrorKind;
use super::token::TokenError;
use crate::operation::Operation;
use crate::redact::KnownSecrets;
use crate::response::{Head, Trace, retry_after};
use crate::transport::TransportError;

/// Why a call failed.
///
/// It names the operation, the method, the path template, the attempts and the time they took, and
/// when there was a response, the status, the ids and whatever could be read of PingOne's error body.
///
/// `Display` is one line for a person: what was tried, what came back, what usually helps. Of the
/// response it shows the status, PingOne's code and message, the first details, and the ids and the
/// wait that the headers name, each cut and without control characters; never a body that is not
/// PingOne's. [`source`](std::error::Error::source) is a cause that the line does not have.
///
/// Nothing of an error shows a secret that the server was sent: a secret of the request, the tokens of
/// all attempts, the credentials. Where one is quoted, whole, in parts of 16 characters or more, or
/// encoded, `[redacted]` stands instead.
///
/// ```
/// use pingone_mfa::{DetailCode, Error, ErrorCode};
///
/// fn handle(error: &Error) {
///     if error.is_not_found() {
///         println!("nothing there: {error}");
///     } else if let Some(wait) = error.retry_after() {
///         println!("PingOne asks to wait {} s", wait.as_secs());
///     } else if error.code() == Some(&ErrorCode::InvalidData) {
///         for detail in error.details() {
///             match &detail.code {
///                 Some(DetailCode::OutOfRange) => {
///                     println!("{:?}: at most {:?}", detail.target, detail.inner_error.range_maximum_value);
///                 }
///                 other => println!("{:?}: {other:?}", detail.target),
///             }
///         }
///     }
/// }
/// ```
pub struct Error(pub(super) Box<Inner>);

pub(super) struct Inner {
    pub(super) operation: &'static Operation,
    trace: Trace,
    pub(super) failure: Failure,
}

impl Error {
    /// The one place where a failure becomes an error, and loses the secrets of the call.
    pub(crate) fn new(
        operation: &'static Operation,
        trace: Trace,
        failure: Failure,
        secrets: &KnownSecrets,
    ) -> Self {
        Self(Box::new(Inner { operation, trace, failure: failure.covered(secrets) }))
    }

    /// The kind of failure.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.failure.kind()
    }

    /// The `operationId` of the contract, e.g. `createPairingKey`.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.0.operation.id
    }

    /// The HTTP method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.0.operation.method
    }

    /// The path with `{name}` for each parameter, below the API's base URL.
    #[must_use]
    pub fn path_template(&self) -> &'static str {
        self.0.operation.template
    }

    /// How many attempts were made; 0 if nothing could be sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.trace.attempts
    }

    /// How long the call took, waits between attempts included.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.trace.elapsed
    }

    /// The status of the API's response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.head().map(|head| head.status)
    }

    /// The headers of the API's response, if there was one. The value of one that held a secret is
    /// `[redacted]`.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.head().map(|head| &head.headers)
    }

    /// PingOne's error body, if the response had one: id, code, message and details. Of a body that
    /// breaks off or is too long, what came before.
    #[must_use]
    pub fn body(&self) -> Option<&ErrorBody> {
        match &self.0.failure {
            Failure::Status { body, .. } => body.as_deref(),
            _ => None,
        }
    }

    /// The body of an error response as a type that the contract documents for it, which the page of each
    /// operation names; `None` if there is no body, or it is none of this type. A text that is no JSON is a
    /// `String`. Of a long body, it is the beginning.
    ///
    /// As everywhere in an error, `[redacted]` stands where the server quotes a secret that it was sent.
    ///
    /// ```
    /// # fn handle(error: &pingone_core::Error) {
    /// #[derive(serde::Deserialize)]
    /// struct Problem {
    ///     title: String,
    /// }
    ///
    /// if let Some(problem) = error.body_as::<Problem>() {
    ///     println!("{}", problem.title);
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn body_as<T: DeserializeOwned>(&self) -> Option<T> {
        match &self.0.failure {
            Failure::Status { said, .. } => serde_json::from_str(said.as_deref()?).ok(),
            _ => None,
        }
    }

    /// PingOne's error code, e.g. [`ErrorCode::NotFound`].
    #[must_use]
    pub fn code(&self) -> Option<&ErrorCode> {
        self.body()?.code.as_ref()
    }

    /// PingOne's explanation for developers, in English. Not meant to be parsed.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.body()?.message.as_deref()
    }

    /// The single causes that PingOne names.
    #[must_use]
    pub fn details(&self) -> &[ErrorDetail] {
        self.body().map_or(&[], |body| &body.details)
    }

    /// PingOne's id of this error, as its body says. Not the
    /// [`correlation_id`](Self::correlation_id) of the exchange.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.body()?.id.as_deref()
    }

    /// What the token endpoint said, if the call failed because there was no token.
    #[must_use]
    pub fn token_error(&self) -> Option<&TokenError> {
        match &self.0.failure {
            Failure::Auth(failure) => Some(failure),
            _ => None,
        }
    }

    /// Why the API, or else the token endpoint, was not reached or broke off its answer. Of a cause that
    /// shows a secret, its text without it.
    #[must_use]
    pub fn transport_error(&self) -> Option<&TransportError> {
        match &self.0.failure {
            Failure::Transport { error, .. } => Some(error),
            Failure::Auth(failure) => failure.transport_error(),
            _ => None,
        }
    }

    /// The JSON path at which a body is not what the contract says, e.g. `applications[0].id`; `.`
    /// is the body as a whole. A long path is cut.
    #[must_use]
    pub fn decode_path(&self) -> Option<&str> {
        match &self.0.failure {
            Failure::Decode { error, .. } => Some(error.path()),
            _ => None,
        }
    }

    /// PingOne's id of the exchange (`Correlation-Id`), for logs and support cases. The exchange is
    /// the one that failed: with the API, or with the token endpoint. A text that is no id is left out,
    /// as for [`Response::correlation_id`](crate::Response::correlation_id).
    #[must_use]
    pub fn correlation_id(&self) -> Option<&str> {
        self.last_head()?.correlation_id()
    }

    /// The id of the transaction that the API's response names (`X-Ping-External-Transaction-ID`):
    /// the one that was sent, as PingOne understood it, or one that PingOne made up. May be absent.
    #[must_use]
    pub fn transaction_id(&self) -> Option<&str> {
        self.head()?.transaction_id()
    }

    /// The id of the session that the API's response names (`X-Ping-External-Session-ID`), as for
    /// [`transaction_id`](Self::transaction_id).
    #[must_use]
    pub fn session_id(&self) -> Option<&str> {
        self.head()?.session_id()
    }

    /// The `Retry-After` header of the API or the token endpoint, as it was received, if it is seconds
    /// or an HTTP date.
    #[must_use]
    pub fn retry_after_header(&self) -> Option<&str> {
        self.last_head()?.retry_after()
    }

    /// How long PingOne asks to wait (`Retry-After`). A date counts from the response's own `Date`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.last_head()?.headers, SystemTime::now())
    }

    /// What went wrong, with its data.
    pub(crate) fn failure(&self) -> &Failure {
        &self.0.failure
    }

    pub(super) fn last_head(&self) -> Option<&Head> {
        self.0.failure.last_head()
    }

    pub(crate) fn head(&self) -> Option<&Head> {
        self.0.failure.head()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.failure.source()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_small_and_can_be_sent_between_threads() {
        fn is_send<T: Send + Sync + 'static>() {}
        is_send::<Error>();
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }
}

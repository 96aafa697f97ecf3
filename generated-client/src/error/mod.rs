//! The one error of the client: what was tried, what came back, and what it means.

mod body;
mod build;
mod decode;
pub(crate) mod display;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use http::{HeaderMap, Method, StatusCode};

pub use body::{ErrorBody, ErrorDetail};
pub use build::{BuildError, BuildProblem};
pub(crate) use decode::DecodeFailure;

use crate::auth::TokenError;
use crate::operation::{Operation, Trace};
use crate::paging::PagingProblem;
use crate::response::Head;
use crate::retry::{is_transient, retry_after};
use crate::transport::TransportError;

/// Why a call failed.
///
/// It names the operation, the method and the path template, and when there was a response, the
/// status, PingOne's error body and the correlation id, whatever the body looked like. `Display` is
/// one line; it never shows a response body that is not PingOne's, a header or a secret.
///
/// ```
/// # fn handle(error: pingone_mfa::Error) {
/// if error.is_not_found() {
///     println!("nothing there: {error}");
/// } else if let Some(wait) = error.retry_after() {
///     println!("PingOne asks to wait {} s", wait.as_secs());
/// } else if let Some(body) = error.body() {
///     println!("PingOne says {:?}: {:?}", body.code, body.message);
/// }
/// # }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    operation: &'static Operation,
    trace: Trace,
    failure: Failure,
}

/// What kind of failure an [`Error`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The call could not be put together; nothing was sent.
    InvalidCall,
    /// No access token could be got; the API was not called.
    Auth,
    /// No connection could be established, also not in time; nothing was sent.
    Connect,
    /// A time limit passed. Whether PingOne processed the request is unknown.
    Timeout,
    /// The exchange broke off. Whether PingOne processed the request is unknown.
    Transport,
    /// The response was larger than [`Limits::response_bytes`](crate::Limits::response_bytes).
    TooLarge,
    /// PingOne answered with a status that is no success.
    Status,
    /// PingOne answered with success and a body that is not what the contract says.
    Decode,
    /// There is a further page, but it is not read: the link to it or the cursor leads elsewhere or
    /// back, or the page limit is reached. Nothing was sent; see [`Pages`](crate::Pages).
    Paging,
}

impl ErrorKind {
    /// Its name in spans (`error.type`).
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::InvalidCall => "invalid_call",
            Self::Auth => "auth",
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::Transport => "transport",
            Self::TooLarge => "too_large",
            Self::Status => "status",
            Self::Decode => "decode",
            Self::Paging => "paging",
        }
    }

    pub(crate) fn of_transport(error: &TransportError) -> Self {
        match (error.is_connect(), error.is_timeout()) {
            (true, _) => Self::Connect,
            (false, true) => Self::Timeout,
            (false, false) => Self::Transport,
        }
    }
}

/// What went wrong, with its data.
pub(crate) enum Failure {
    InvalidCall(InvalidCall),
    Auth(Arc<TokenError>),
    Transport {
        base: Box<str>,
        head: Option<Head>,
        error: TransportError,
    },
    /// The total limit passed during an attempt.
    Deadline(Duration),
    TooLarge {
        head: Head,
        limit: usize,
    },
    Status {
        head: Head,
        body: Option<ErrorBody>,
    },
    Decode {
        head: Head,
        error: DecodeFailure,
    },
    /// The head is that of the page whose link is refused.
    #[allow(dead_code, reason = "whether there are collections depends on the contract")]
    Paging {
        head: Option<Head>,
        problem: PagingProblem,
    },
}

/// Why a call could not be put together.
#[derive(Clone, Debug, thiserror::Error)]
#[allow(dead_code, reason = "what can be invalid depends on the contract")]
pub(crate) enum InvalidCall {
    #[error("the value of the path parameter `{0}` is empty or a dot segment")]
    Path(&'static str),
    #[error("the value of the header `{0}` has a character that headers cannot hold")]
    Header(&'static str),
    #[error("path and query are too long for a URL")]
    Target,
    #[error("the body cannot be serialised")]
    Body(#[source] Arc<serde_json::Error>),
}

impl Error {
    pub(crate) fn new(operation: &'static Operation, trace: Trace, failure: Failure) -> Self {
        Self(Box::new(Inner { operation, trace, failure }))
    }

    /// The kind of failure.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match &self.0.failure {
            Failure::InvalidCall(_) => ErrorKind::InvalidCall,
            Failure::Auth(_) => ErrorKind::Auth,
            Failure::Deadline(_) => ErrorKind::Timeout,
            Failure::Transport { error, .. } => ErrorKind::of_transport(error),
            Failure::TooLarge { .. } => ErrorKind::TooLarge,
            Failure::Status { .. } => ErrorKind::Status,
            Failure::Decode { .. } => ErrorKind::Decode,
            Failure::Paging { .. } => ErrorKind::Paging,
        }
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

    /// Whether the same call may succeed later. The client has already retried what its
    /// [`RetryPolicy`](crate::RetryPolicy) allows.
    ///
    /// # Troubleshooting
    /// Before repeating a create yourself, make sure that it had no effect: PingOne has no
    /// idempotency key for it.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        is_transient(&self.0.failure) || matches!(self.0.failure, Failure::Deadline(_))
    }

    /// The status of the API's response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.head().map(|head| head.status)
    }

    /// The headers of the API's response, if there was one.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.head().map(|head| &head.headers)
    }

    /// PingOne's error body, if the response had one.
    #[must_use]
    pub fn body(&self) -> Option<&ErrorBody> {
        match &self.0.failure {
            Failure::Status { body, .. } => body.as_ref(),
            _ => None,
        }
    }

    /// PingOne's error code, e.g. `NOT_FOUND`. The set is open.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.body()?.code.as_deref()
    }

    /// What the token endpoint said, if the call failed for want of a token.
    #[must_use]
    pub fn token_error(&self) -> Option<&TokenError> {
        match &self.0.failure {
            Failure::Auth(failure) => Some(failure),
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
    /// the one that failed: with the API, or with the token endpoint.
    #[must_use]
    pub fn correlation_id(&self) -> Option<&str> {
        self.last_head()?.correlation_id()
    }

    /// The `Retry-After` header of the API or the token endpoint, as it was received: seconds or an
    /// HTTP date.
    #[must_use]
    pub fn retry_after_header(&self) -> Option<&str> {
        self.last_head()?.headers.get(http::header::RETRY_AFTER)?.to_str().ok()
    }

    /// How long PingOne asks to wait (`Retry-After`). A date counts from the response's own `Date`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.last_head()?.headers, SystemTime::now())
    }

    /// Status 400 with `INVALID_DATA` or another complaint about the request.
    ///
    /// # Troubleshooting
    /// [`ErrorBody::details`] names the fields.
    #[must_use]
    pub fn is_invalid_data(&self) -> bool {
        self.status() == Some(StatusCode::BAD_REQUEST)
    }

    /// The API answered 401, or the token endpoint refused the client's credentials: then
    /// [`token_error`](Self::token_error) has the OAuth error.
    ///
    /// # Troubleshooting
    /// The client secret was rotated, the region is the wrong one, the worker application lives in
    /// another environment, or it is configured for another authentication method than
    /// `client_secret_basic`.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        let refused = matches!(&self.0.failure, Failure::Auth(failure) if failure.is_refusal());
        refused || self.status() == Some(StatusCode::UNAUTHORIZED)
    }

    /// Status 403.
    ///
    /// # Troubleshooting
    /// The worker application lacks a role, the licence does not cover the request, or there is no
    /// such environment. Right after an environment was created, it may pass.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.status() == Some(StatusCode::FORBIDDEN)
    }

    /// Status 404.
    ///
    /// # Troubleshooting
    /// The environment of the client and the ids must belong together. A resource that was created
    /// a moment ago may not be visible yet.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(StatusCode::NOT_FOUND)
    }

    /// Status 409.
    ///
    /// # Troubleshooting
    /// Something with the same key may exist already, or changed meanwhile: read it and decide.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.status() == Some(StatusCode::CONFLICT)
    }

    /// Status 429, from the API or from the token endpoint.
    ///
    /// # Troubleshooting
    /// Rate limits are per licence and shared by its environments; [`retry_after`](Self::retry_after)
    /// says how long to wait.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.last_head().is_some_and(|head| head.status == StatusCode::TOO_MANY_REQUESTS)
    }

    /// A time limit passed, at the API or at the token endpoint; see [`Limits`](crate::Limits).
    ///
    /// # Troubleshooting
    /// With [`ErrorKind::Connect`], nothing was sent: look for a proxy, a firewall or a wrong host.
    /// With [`ErrorKind::Timeout`], the request may have taken effect: read before repeating a
    /// create.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match &self.0.failure {
            Failure::Transport { error, .. } => error.is_timeout(),
            Failure::Auth(failure) => failure.is_timeout(),
            Failure::Deadline(_) => true,
            _ => false,
        }
    }

    fn last_head(&self) -> Option<&Head> {
        self.0.failure.last_head()
    }

    pub(crate) fn head(&self) -> Option<&Head> {
        self.0.failure.head()
    }
}

impl Failure {
    /// The head of the response that ended the call, whoever sent it.
    pub(crate) fn last_head(&self) -> Option<&Head> {
        match self {
            Self::Auth(failure) => failure.head(),
            _ => self.head(),
        }
    }

    /// The head of the API's response.
    fn head(&self) -> Option<&Head> {
        match self {
            Failure::InvalidCall(_) | Failure::Auth(_) | Failure::Deadline(_) => None,
            Failure::Transport { head, .. } | Failure::Paging { head, .. } => head.as_ref(),
            Failure::TooLarge { head, .. }
            | Failure::Status { head, .. }
            | Failure::Decode { head, .. } => Some(head),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.failure {
            Failure::InvalidCall(invalid) => invalid.source(),
            Failure::Auth(failure) => Some(failure.as_ref()),
            Failure::Transport { error, .. } => Some(error),
            Failure::TooLarge { .. } | Failure::Status { .. } | Failure::Deadline(_) => None,
            Failure::Decode { error, .. } => Some(error),
            Failure::Paging { problem, .. } => problem.source(),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.kind())
            .field("operation", &self.operation())
            .field("status", &self.status())
            .field("code", &self.code())
            .field("correlation_id", &self.correlation_id())
            .field("attempts", &self.attempts())
            .field("message", &self.to_string())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_small_and_can_travel() {
        fn travels<T: Send + Sync + 'static>() {}
        travels::<Error>();
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }
}

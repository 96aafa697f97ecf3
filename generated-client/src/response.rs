//! A successful response: the value with what came around it.

use std::fmt;

use http::{HeaderMap, StatusCode};

/// Status and headers of a response.
#[derive(Clone)]
pub(crate) struct Head {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
}

impl Head {
    /// PingOne's id of the exchange.
    pub(crate) fn correlation_id(&self) -> Option<&str> {
        self.headers.get("correlation-id")?.to_str().ok()
    }
}

/// A value with the status and the headers it came with, from `send_with_metadata`.
///
/// `Debug` shows the value, the status and the correlation id; headers are left out, because some
/// (`Set-Cookie`) are not for logs.
#[derive(Clone)]
#[must_use]
pub struct Response<T> {
    value: T,
    head: Head,
    attempts: u32,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, head: Head, attempts: u32) -> Self {
        Self { value, head, attempts }
    }

    /// The decoded body.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The decoded body, without the rest.
    pub fn into_inner(self) -> T {
        self.value
    }

    #[allow(dead_code, reason = "whether there are collections depends on the contract")]
    pub(crate) fn into_parts(self) -> (T, Head) {
        (self.value, self.head)
    }

    /// The HTTP status, e.g. 201. It is 404 if a repeated DELETE found nothing left to delete, after
    /// an attempt whose outcome was not known.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// How many attempts the call took, at least one.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// All response headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// PingOne's id of the exchange (`Correlation-Id`), for logs and support cases.
    #[must_use]
    pub fn correlation_id(&self) -> Option<&str> {
        self.head.correlation_id()
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("status", &self.status())
            .field("correlation_id", &self.correlation_id())
            .finish_non_exhaustive()
    }
}

//! A successful response: the value with what came around it.

mod retry_after;

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::redact::{KnownSecrets, REDACTED};
use retry_after::is_wait;
pub(crate) use retry_after::retry_after;

/// The header with PingOne's id of the exchange.
pub(crate) const CORRELATION_ID: &str = "correlation-id";

/// Characters of a correlation id, at most. PingOne's are UUIDs.
const MAX_CORRELATION_ID: usize = 64;

/// What a call takes from a success.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Wanted {
    #[default]
    Body,
    /// The contract documents no body: the status says everything.
    Status,
    /// As before, and 404 is a success as well: what is to be deleted may be gone already.
    Absence,
    /// The status says everything, and a redirection is a success as well.
    Redirection,
    /// The body while it arrives.
    Stream,
}

impl Wanted {
    /// Whether a status is all of a success, so that no body has to come.
    pub(crate) fn is_settled(self, status: StatusCode) -> bool {
        match self {
            Self::Body | Self::Stream => false,
            Self::Status => status.is_success(),
            Self::Absence => status.is_success() || status == StatusCode::NOT_FOUND,
            Self::Redirection => status.is_success() || status.is_redirection(),
        }
    }
}

/// What it took to get to the end of a call.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Trace {
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
}

/// Status and headers of a response.
#[derive(Clone)]
pub(crate) struct Head {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
}

impl Head {
    /// PingOne's id of the exchange: letters and digits of ASCII and `.`, `_`, `:`, `-`. Any other
    /// text is no id, and might be made for whoever reads logs.
    ///
    /// Of a response that became no error, it may still be a secret.
    pub(crate) fn correlation_id(&self) -> Option<&str> {
        let id = self.text(CORRELATION_ID)?;
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._:-".contains(&byte);
        ((1..=MAX_CORRELATION_ID).contains(&id.len()) && id.bytes().all(is_allowed)).then_some(id)
    }

    /// The id of the transaction that PingOne counts the exchange to.
    pub(crate) fn transaction_id(&self) -> Option<&str> {
        self.external("x-ping-external-transaction-id")
    }

    /// The id of the session that PingOne counts the exchange to.
    pub(crate) fn session_id(&self) -> Option<&str> {
        self.external("x-ping-external-session-id")
    }

    /// An id of the caller's or PingOne's; one that held a secret is none.
    fn external(&self, name: &str) -> Option<&str> {
        self.text(name).filter(|id| *id != REDACTED)
    }

    /// Whether the response says that its body is encoded. The client asks for no encoding.
    pub(crate) fn is_encoded(&self) -> bool {
        let encoding = self.text("content-encoding").map(str::trim);
        encoding.is_some_and(|encoding| !matches!(encoding, "" | "identity"))
    }

    /// `Retry-After`, if it is seconds or a date.
    pub(crate) fn retry_after(&self) -> Option<&str> {
        self.text("retry-after").filter(|text| is_wait(text))
    }

    /// The first header of this name. Ids may have letters beyond ASCII, sent as UTF-8.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        std::str::from_utf8(self.headers.get(name)?.as_bytes()).ok()
    }
}

/// A value with the status and the headers it came with, from `send_with_metadata`.
///
/// `Debug` shows the value, the status and the correlation id, with `[redacted]` where the server quotes
/// a secret that it was sent; headers are left out, because some (`Set-Cookie`) are not for logs.
#[derive(Clone)]
#[must_use]
pub struct Response<T> {
    value: T,
    head: Head,
    trace: Trace,
    /// Usually nothing, so it takes a word.
    unread: Option<Box<Unread>>,
    /// What the server was sent, and no id may show.
    secrets: KnownSecrets,
}

/// The paths of what could not be read.
#[derive(Clone)]
struct Unread(Vec<String>);

impl<T> Response<T> {
    pub(crate) fn new(value: T, head: Head, trace: Trace, secrets: KnownSecrets) -> Self {
        Self { value, head, trace, secrets, unread: None }
    }

    pub(crate) fn with_unread(self, paths: Vec<String>) -> Self {
        let unread = (!paths.is_empty()).then(|| Box::new(Unread(paths)));
        Self { unread, ..self }
    }

    /// The decoded body.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The decoded body, without the rest.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The same response with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        let Self { value, head, trace, secrets, unread } = self;
        Response { value: change(value), head, trace, secrets, unread }
    }

    /// The same response with another value, unless there is none.
    ///
    /// # Errors
    /// What `change` fails with.
    pub fn try_map<U, E>(self, change: impl FnOnce(T) -> Result<U, E>) -> Result<Response<U>, E> {
        let Self { value, head, trace, secrets, unread } = self;
        Ok(Response { value: change(value)?, head, trace, secrets, unread })
    }

    pub(crate) fn into_parts(self) -> (T, Head) {
        (self.value, self.head)
    }

    /// The HTTP status, e.g. 201; the one that PingOne sent, also if the resource
    /// [was already gone](Self::was_already_gone).
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// Whether a repeated DELETE found nothing left to delete (404), after an attempt that failed and
    /// may have deleted it.
    ///
    /// The resource is gone, as it was asked for, so this is a success. Who deleted it cannot be told:
    /// the earlier attempt, or somebody else. Without such an attempt, 404 is an error, and so it is
    /// where the contract promises a body, because there is none to give.
    #[must_use]
    pub fn was_already_gone(&self) -> bool {
        // The only status beside those of success with which a call succeeds.
        self.head.status == StatusCode::NOT_FOUND
    }

    /// The JSON paths of what the body has and the value has not, or not exactly, e.g. `createdAt`;
    /// empty as a rule.
    ///
    /// A value that cannot be read where the contract promises another one, such as a time without an
    /// offset, must not take the whole response with it: the id of something that was created would be
    /// lost. What is optional is left out then, or `null` in `extra`; in a text, what is not valid
    /// Unicode becomes `U+FFFD`. What is required and cannot be read is an error
    /// ([`ErrorKind::Decode`](crate::ErrorKind::Decode)). Names that this version does not know are
    /// shown as `…`. At most 32 paths are kept. An event (`WARN`) names them, too.
    #[must_use]
    pub fn unread(&self) -> &[String] {
        self.unread.as_ref().map_or(&[], |unread| &unread.0)
    }

    /// How many attempts the call took, at least one.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.trace.attempts
    }

    /// How long the call took: the token, all attempts and the waits between them.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.trace.elapsed
    }

    /// All response headers, as they were received: where a server quotes a secret, they hold it.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The value of a header; `None` if it is absent or no such value.
    ///
    /// ```
    /// # fn handle(response: &pingone_core::Response<()>) {
    /// let left: Option<u32> = response.header("X-Rate-Limit-Remaining");
    /// let place: Option<String> = response.header("Location");
    /// # let _ = (left, place);
    /// # }
    /// ```
    #[must_use]
    pub fn header<V: FromStr>(&self, name: &str) -> Option<V> {
        self.head.text(name)?.trim().parse().ok()
    }

    /// The time that a header names, as RFC 3339 or HTTP has it.
    #[must_use]
    pub fn header_time(&self, name: &str) -> Option<Timestamp> {
        let text = self.head.text(name)?.trim();
        let of_http = || Timestamp::try_from(httpdate::parse_http_date(text).ok()?).ok();
        text.parse().ok().or_else(of_http)
    }

    /// PingOne's id of the exchange (`Correlation-Id`), for logs and support cases. A text that is no
    /// id is left out: one with other characters than `A-Z a-z 0-9 . _ : -`, with more than 64, or
    /// with a secret that was sent.
    #[must_use]
    pub fn correlation_id(&self) -> Option<&str> {
        self.unless_secret(self.head.correlation_id()?)
    }

    /// The id of the transaction that the response names (`X-Ping-External-Transaction-ID`): the one
    /// that was sent, as PingOne understood it, or one that PingOne made up. May be absent, and is left
    /// out if it holds a secret that was sent.
    #[must_use]
    pub fn transaction_id(&self) -> Option<&str> {
        self.unless_secret(self.head.transaction_id()?)
    }

    /// The id of the session that the response names (`X-Ping-External-Session-ID`), as for
    /// [`transaction_id`](Self::transaction_id).
    #[must_use]
    pub fn session_id(&self) -> Option<&str> {
        self.unless_secret(self.head.session_id()?)
    }

    /// A part of the value as an error may show it, without secrets that were sent; `None` if it is not
    /// of its type without them.
    #[doc(hidden)]
    #[must_use]
    pub fn covered<V: Serialize + DeserializeOwned>(&self, part: &V) -> Option<V> {
        let mut json = serde_json::to_value(part).ok()?;
        self.secrets.redactor().cover_json(&mut json);
        serde_json::from_value(json).ok()
    }

    /// Looked for when it is asked for, so that a success costs nothing.
    fn unless_secret<'t>(&self, id: &'t str) -> Option<&'t str> {
        (!self.secrets.redactor().finds(id)).then_some(id)
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { value, .. } = self;
        let value = if f.alternate() { format!("{value:#?}") } else { format!("{value:?}") };
        let value = self.secrets.redactor().text(&value).into_owned();
        f.debug_struct("Response")
            .field("value", &format_args!("{value}"))
            .field("status", &self.status())
            .field("correlation_id", &self.correlation_id())
            .finish_non_exhaustive()
    }
}

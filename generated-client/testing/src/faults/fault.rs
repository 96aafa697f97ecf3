//! What can go wrong with one request.

use std::time::Duration;

use http::header::{CONTENT_LENGTH, HeaderName, HeaderValue, TRANSFER_ENCODING};
use serde_json::Value;

/// What goes wrong with one request, and whether PingOne has acted on it by then.
///
/// Faults that only change an answer are processed first; all others come before the request is processed, unless
/// [`after_processing`](Fault::after_processing) says otherwise.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
/// use pingone_mfa_testing::{FakePingOne, Fault, Operation};
///
/// let pingone = FakePingOne::start().await?;
/// pingone.inject(
///     Fault::status(503)
///         .retry_after(Duration::ZERO)
///         .on(Operation::LIST_PUSH_CREDENTIALS)
///         .times(2),
/// );
/// let credentials = pingone.client().push_credentials(pingone.application_id());
/// credentials.list().await?; // the third attempt
/// assert_eq!(pingone.requests().of(Operation::LIST_PUSH_CREDENTIALS).count(), 3);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use = "a fault happens only when it is injected"]
pub struct Fault {
    pub(crate) kind: Kind,
    pub(crate) moment: Moment,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Value>,
}

/// Whether the request is processed before it goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    Before,
    After,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    Status(u16),
    Html(u16),
    Redirect(String),
    Token(&'static str),
    Reset,
    Hang,
    Latency(Duration),
    ClockAhead(Duration),
    ClockBehind(Duration),
    ContentType(String),
    Value { pointer: String, value: Value },
    AddedProperties,
    AddedEnumValues,
    Payload(PayloadFault),
}

/// What is wrong with the bytes of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PayloadFault {
    Cut,
    Stalled,
    Truncated,
    Invalid,
    Huge(u64),
    Dripping { bytes: usize, pause: Duration },
}

impl Fault {
    fn before(kind: Kind) -> Fault {
        Fault { kind, moment: Moment::Before, headers: Vec::new(), body: None }
    }

    fn after(kind: Kind) -> Fault {
        Fault { moment: Moment::After, ..Fault::before(kind) }
    }

    /// This status, with the error body that PingOne (or its token endpoint) has for it. A number that is no status
    /// (100 to 999) becomes 500.
    pub fn status(status: u16) -> Fault {
        Fault::before(Kind::Status(status))
    }

    /// This status with an HTML page, as a gateway in front of PingOne answers.
    pub fn gateway_html(status: u16) -> Fault {
        Fault::before(Kind::Html(status))
    }

    /// 302 to this URL.
    pub fn redirect(location: impl Into<String>) -> Fault {
        Fault::before(Kind::Redirect(location.into()))
    }

    /// The token of the request has expired: 401, and it is no longer valid.
    pub fn expired_token() -> Fault {
        Fault::before(Kind::Token("The bearer token has expired."))
    }

    /// The token of the request was revoked: 401, and it is no longer valid.
    pub fn revoked_token() -> Fault {
        Fault::before(Kind::Token("The bearer token was revoked."))
    }

    /// The connection is reset before the request is processed.
    pub fn reset() -> Fault {
        Fault::before(Kind::Reset)
    }

    /// The connection is reset after the request was processed, before the first byte of the answer.
    pub fn reset_after_processing() -> Fault {
        Fault::reset().after_processing()
    }

    /// No answer at all: the connection stays open until the client gives up or the fake is dropped.
    pub fn hang() -> Fault {
        Fault::before(Kind::Hang)
    }

    /// The fake's clock moves forward before the request is processed. No time passes in reality: tokens and pairing
    /// keys age, timeouts of the client do not. See [`hang`](Fault::hang) for those.
    pub fn latency(latency: Duration) -> Fault {
        Fault::before(Kind::Latency(latency))
    }

    /// The `Date` of the answer is ahead of the fake's clock.
    pub fn clock_ahead(by: Duration) -> Fault {
        Fault::after(Kind::ClockAhead(by))
    }

    /// The `Date` of the answer is behind the fake's clock.
    pub fn clock_behind(by: Duration) -> Fault {
        Fault::after(Kind::ClockBehind(by))
    }

    /// The answer claims this content type.
    pub fn content_type(content_type: impl Into<String>) -> Fault {
        Fault::after(Kind::ContentType(content_type.into()))
    }

    /// The body of the answer has this value at a JSON pointer such as `/status`; missing objects are made.
    pub fn value(pointer: impl Into<String>, value: impl Into<Value>) -> Fault {
        Fault::after(Kind::Value { pointer: pointer.into(), value: value.into() })
    }

    /// Objects and links of a successful answer have properties that the contract does not know, as a later version of
    /// PingOne may add.
    pub fn added_properties() -> Fault {
        Fault::after(Kind::AddedProperties)
    }

    /// Enumerations of a successful answer have the value `ADDED_LATER`, as a later version of PingOne may add.
    pub fn added_enum_values() -> Fault {
        Fault::after(Kind::AddedEnumValues)
    }

    /// The connection closes in the middle of the body; the headers announced all of it.
    pub fn cut_body() -> Fault {
        Fault::after(Kind::Payload(PayloadFault::Cut))
    }

    /// Half of the body, then nothing until the client gives up or the fake is dropped.
    pub fn stalled_body() -> Fault {
        Fault::after(Kind::Payload(PayloadFault::Stalled))
    }

    /// A complete HTTP answer whose JSON ends in the middle.
    pub fn truncated_json() -> Fault {
        Fault::after(Kind::Payload(PayloadFault::Truncated))
    }

    /// A complete HTTP answer that is no JSON, although it says so.
    pub fn invalid_json() -> Fault {
        Fault::after(Kind::Payload(PayloadFault::Invalid))
    }

    /// A body of this many bytes of valid JSON, made while it is sent: it takes no memory here.
    pub fn huge_body(bytes: u64) -> Fault {
        Fault::after(Kind::Payload(PayloadFault::Huge(bytes)))
    }

    /// The body comes in pieces of this many bytes (0 counts as 1) with a real pause before each.
    pub fn dripping_body(bytes: usize, pause: Duration) -> Fault {
        Fault::after(Kind::Payload(PayloadFault::Dripping { bytes: bytes.max(1), pause }))
    }

    /// PingOne acts on the request, and then it goes wrong: the caller cannot tell that it did.
    pub fn after_processing(mut self) -> Fault {
        self.moment = Moment::After;
        self
    }

    /// `Retry-After` in seconds, rounded up, on whatever is answered.
    pub fn retry_after(self, wait: Duration) -> Fault {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        self.header("retry-after", seconds.to_string())
    }

    /// A header on whatever is answered, in place of any of that name. Left out is what is no header, and what says
    /// where the body ends (`Content-Length`, `Transfer-Encoding`).
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Fault {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// A JSON body in place of the one that would be answered.
    pub fn json(mut self, body: Value) -> Fault {
        self.body = Some(body);
        self
    }

    /// The headers that can be sent.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
        let valid = self.headers.iter().filter_map(|(name, value)| {
            let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
            Some((name, HeaderValue::from_bytes(value.as_bytes()).ok()?))
        });
        valid.filter(|(name, _)| ![CONTENT_LENGTH, TRANSFER_ENCODING].contains(name))
    }
}

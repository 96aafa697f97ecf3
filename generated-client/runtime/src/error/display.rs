//! The one line that an error prints, and what its `Debug` shows.

use std::fmt;

use http::StatusCode;

use super::body::{ErrorBody, ErrorDetail};
use super::call::Error;
use super::code::{DetailCode, ErrorCode};
use super::decode::COMPRESSED;
use super::failure::{Failure, Waited};
use super::fate::may_have_been_processed;
use super::inner::InnerError;
use crate::operation::{Idempotency, Operation};
use crate::redact::REDACTED;
use crate::response::Head;
use crate::shown::Shown;

/// Details that are shown.
const MAX_DETAILS: usize = 3;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.operation())?;
        write_outcome(f, self)?;
        write_caution(f, self)?;
        write_ids(f, self)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.kind())
            .field("operation", &self.operation())
            .field("status", &self.status())
            .field("code", &self.code().and_then(well_formed))
            .field("correlation_id", &self.correlation_id())
            .field("attempts", &self.attempts())
            .field("message", &self.to_string())
            .finish()
    }
}

/// What was tried, what came of it, and what usually helps.
fn write_outcome(f: &mut fmt::Formatter<'_>, error: &Error) -> fmt::Result {
    let Operation { method, template, .. } = error.0.operation;
    match &error.0.failure {
        Failure::InvalidCall(invalid) => write!(f, "nothing was sent: {invalid}"),
        Failure::Auth(failure) => write!(f, "no access token: {failure}"),
        Failure::Transport { head: Some(head), error: cause, .. } => {
            write_status(f, error, head)?;
            write!(f, ", then {cause}")
        }
        Failure::Transport { base, head: None, error: cause } => {
            write!(f, "{method} {template} at {base} {cause}")
        }
        Failure::Deadline { limit, head: Some(head), .. } => {
            write_status(f, error, head)?;
            write!(f, ", and the body did not come within {} s", limit.as_secs_f64())
        }
        Failure::Deadline { limit, head: None, waited } => {
            write!(f, "{method} {template} did not finish within {} s", limit.as_secs_f64())?;
            f.write_str(match waited {
                Waited::Token => ": it was not sent, because there was no access token",
                Waited::Turn => ": it was not sent, because of the client's rate limit",
                Waited::Connection => ": it was not sent, because all connections were in use",
                Waited::Nothing => ": it was not sent, because the time was up",
                Waited::Answer => "",
            })
        }
        Failure::TooLarge { head, limit } => {
            write_status(f, error, head)?;
            write!(f, ", and a body of more than {limit} bytes")
        }
        Failure::Status { head, is_compressed: true, .. } => {
            write_status(f, error, head)?;
            write!(f, " ({COMPRESSED})")?;
            write_advice(f, error, head.status)
        }
        Failure::Status { head, body, .. } => {
            write_status(f, error, head)?;
            write_body(f, head, body.as_deref())?;
            write_advice(f, error, head.status)
        }
        Failure::Paging { problem, .. } => {
            write!(f, "{method} {template} was not continued: {problem}")
        }
        Failure::Decode { head, error: cause } if cause.is_compressed() => {
            write_status(f, error, head)?;
            write!(f, ", but {COMPRESSED}")
        }
        Failure::Decode { head, error: cause } => {
            write_status(f, error, head)?;
            f.write_str(", but its body is not what the contract says")?;
            if cause.path() != "." {
                write!(f, " at `{}`", cause.path())?;
            }
            match other_media(head) {
                Some(media) => write!(f, ": JSON was asked for, and it is `{}`", Shown(media)),
                None => Ok(()),
            }
        }
    }
}

/// Warns of repeating what may have taken effect.
fn write_caution(f: &mut fmt::Formatter<'_>, error: &Error) -> fmt::Result {
    let once = error.0.operation.idempotency == Idempotency::NotIdempotent;
    if once && error.is_retryable() && may_have_been_processed(&error.0.failure) {
        f.write_str("; it may have taken effect, so look before you repeat it")?;
    }
    Ok(())
}

/// The attempts, and the id that support asks for.
fn write_ids(f: &mut fmt::Formatter<'_>, error: &Error) -> fmt::Result {
    let attempts = Some(error.attempts()).filter(|attempts| *attempts > 1);
    let attempts = attempts.map(|attempts| format!("{attempts} attempts"));
    let id = match (error.correlation_id(), error.id()) {
        (Some(id), _) => Some(format!("correlation id {}", Shown(id))),
        (None, Some(id)) => Some(format!("error id {}", Shown(id))),
        (None, None) => None,
    };
    match (attempts, id) {
        (Some(attempts), Some(id)) => write!(f, " ({attempts}, {id})"),
        (Some(note), None) | (None, Some(note)) => write!(f, " ({note})"),
        (None, None) => Ok(()),
    }
}

fn write_status(f: &mut fmt::Formatter<'_>, error: &Error, head: &Head) -> fmt::Result {
    let operation = error.0.operation;
    write!(f, "{} {} answered {}", operation.method, operation.template, head.status)
}

/// What PingOne said, or else what the answer was instead.
fn write_body(f: &mut fmt::Formatter<'_>, head: &Head, body: Option<&ErrorBody>) -> fmt::Result {
    let Some(body) = body else { return write_missing_body(f, head) };
    if let Some(code) = body.code.as_ref().and_then(well_formed) {
        write!(f, ": {}", Shown(code))?;
    }
    if let Some(message) = &body.message {
        write!(f, ": {}", Sentence(message))?;
    }
    for detail in body.details.iter().take(MAX_DETAILS) {
        // A detail often says again what the message says.
        let message = detail.message.as_ref().filter(|text| Some(*text) != body.message.as_ref());
        write_detail(f, detail, message)?;
    }
    match body.details.len().saturating_sub(MAX_DETAILS) {
        0 => Ok(()),
        more => write!(f, " and {more} more"),
    }
}

/// The code, if it is written as PingOne writes codes. Anything else is not shown: a pairing key has
/// a property `code`, too, and that one is a secret.
fn well_formed(code: &ErrorCode) -> Option<&str> {
    let code = code.as_str();
    code.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_').then_some(code)
}

/// One cause: the field, the code, the explanation, the bounds, as far as they are known.
fn write_detail(
    f: &mut fmt::Formatter<'_>,
    detail: &ErrorDetail,
    message: Option<&String>,
) -> fmt::Result {
    let code = detail.code.as_ref().map(DetailCode::as_str);
    let parts = [detail.target.as_deref(), code, message.map(String::as_str)];
    let mut separator = " [";
    for part in parts.into_iter().flatten().filter(|part| !part.is_empty()) {
        write!(f, "{separator}{}", Sentence(part))?;
        separator = ": ";
    }
    if separator == ": " {
        write_bounds(f, &detail.inner_error)?;
    }
    f.write_str(if separator == ": " { "]" } else { "" })
}

/// What would be accepted.
fn write_bounds(f: &mut fmt::Formatter<'_>, inner: &InnerError) -> fmt::Result {
    if let Some(least) = &inner.range_minimum_value {
        write!(f, ", at least {least}")?;
    }
    let most = [&inner.range_maximum_value, &inner.maximum_value, &inner.maximum_allowed];
    if let Some(most) = most.into_iter().flatten().next() {
        write!(f, ", at most {most}")?;
    }
    if !inner.allowed_values.is_empty() {
        write!(f, ", one of {}", Shown(&inner.allowed_values.join(", ")))?;
    }
    match &inner.quota_reset_time {
        Some(at) => write!(f, ", again from {at}"),
        None => Ok(()),
    }
}

/// That the body is not one of the API, and what it may be instead.
fn write_missing_body(f: &mut fmt::Formatter<'_>, head: &Head) -> fmt::Result {
    if head.status.is_redirection() {
        return f.write_str(" (redirects are not followed)");
    }
    f.write_str(" (without the API's error body")?;
    let media = head.text("content-type").and_then(|text| text.split(';').next());
    match media.map(str::trim) {
        Some(media) if media.eq_ignore_ascii_case("text/html") => {
            f.write_str(", but with a page that a proxy may have sent)")
        }
        _ => f.write_str(")"),
    }
}

/// The media type of a body that does not claim to be JSON.
fn other_media(head: &Head) -> Option<&str> {
    let media = head.text("content-type")?.split(';').next()?.trim();
    let lower = media.to_ascii_lowercase();
    let is_json = lower.is_empty() || lower.ends_with("/json") || lower.ends_with("+json");
    (!is_json && media != REDACTED).then_some(media)
}

/// What usually helps.
fn write_advice(f: &mut fmt::Formatter<'_>, error: &Error, status: StatusCode) -> fmt::Result {
    match status {
        StatusCode::UNAUTHORIZED if error.body().is_some_and(ErrorBody::lacks_permission) => {
            f.write_str("; the token is valid, so check the roles of the caller")
        }
        StatusCode::UNAUTHORIZED => {
            f.write_str("; check the credentials, their permissions and the region")
        }
        StatusCode::FORBIDDEN => {
            f.write_str("; check the roles of the caller, the licence and the environment id")
        }
        StatusCode::NOT_FOUND => {
            f.write_str("; check the ids, and that they belong to the environment")
        }
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            // The number, not the header: a server can write anything there.
            match error.retry_after() {
                Some(wait) => write!(f, "; retry after {} s", wait.as_secs()),
                None => f.write_str("; retry later"),
            }
        }
        _ => Ok(()),
    }
}

/// A server's sentence, to go on after.
struct Sentence<'a>(&'a str);

impl fmt::Display for Sentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Shown(self.0.trim().trim_end_matches('.')).fmt(f)
    }
}

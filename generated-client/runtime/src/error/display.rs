//! The one line that an error prints.

use std::fmt;

use http::StatusCode;

use super::{DetailCode, Error, ErrorBody, ErrorCode, ErrorDetail, Failure, InnerError, Waited};
use crate::operation::Operation;
use crate::response::Head;
use crate::retry::{Idempotency, may_have_been_processed};
use crate::shown::Shown;

/// Details that are shown.
const DETAILS: usize = 3;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.operation())?;
        happened(f, self)?;
        doubt(f, self)?;
        notes(f, self)
    }
}

/// What was tried, what came of it, and what usually helps.
fn happened(f: &mut fmt::Formatter<'_>, error: &Error) -> fmt::Result {
    let Operation { method, template, .. } = error.0.operation;
    match &error.0.failure {
        Failure::InvalidCall(invalid) => write!(f, "nothing was sent: {invalid}"),
        Failure::Auth(failure) => write!(f, "no access token: {failure}"),
        Failure::Transport { head: Some(head), error: cause, .. } => {
            answered(f, error, head)?;
            write!(f, ", then {cause}")
        }
        Failure::Transport { base, head: None, error: cause } => {
            write!(f, "{method} {template} at {base} {cause}")
        }
        Failure::Deadline { limit, head: Some(head), .. } => {
            answered(f, error, head)?;
            write!(f, ", and the body did not come within {} s", limit.as_secs_f64())
        }
        Failure::Deadline { limit, head: None, waited } => {
            write!(f, "{method} {template} did not finish within {} s", limit.as_secs_f64())?;
            f.write_str(match waited {
                Waited::Token => ": it was not sent, for want of an access token",
                Waited::Turn => ": it was not sent, because of the client's rate limit",
                Waited::Answer => "",
            })
        }
        Failure::TooLarge { head, limit } => {
            answered(f, error, head)?;
            write!(f, ", and a body of more than {limit} bytes")
        }
        Failure::Status { head, body } => {
            answered(f, error, head)?;
            said(f, head, body.as_deref())?;
            advise(f, error, head.status)
        }
        Failure::Paging { problem, .. } => {
            write!(f, "{method} {template} was not continued: {problem}")
        }
        Failure::Decode { head, error: cause } => {
            answered(f, error, head)?;
            f.write_str(", but its body is not what the contract says")?;
            if cause.path() == "." { Ok(()) } else { write!(f, " at `{}`", cause.path()) }
        }
    }
}

/// Warns of doing something twice.
fn doubt(f: &mut fmt::Formatter<'_>, error: &Error) -> fmt::Result {
    let once = error.0.operation.idempotency == Idempotency::NotIdempotent;
    if once && error.is_retryable() && may_have_been_processed(&error.0.failure) {
        f.write_str("; it may have taken effect, so look before you repeat it")?;
    }
    Ok(())
}

/// What support asks for.
fn notes(f: &mut fmt::Formatter<'_>, error: &Error) -> fmt::Result {
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

fn answered(f: &mut fmt::Formatter<'_>, error: &Error, head: &Head) -> fmt::Result {
    let operation = error.0.operation;
    write!(f, "{} {} answered {}", operation.method, operation.template, head.status)
}

/// What PingOne said, or else what the answer was instead.
fn said(f: &mut fmt::Formatter<'_>, head: &Head, body: Option<&ErrorBody>) -> fmt::Result {
    let Some(body) = body else { return said_otherwise(f, head) };
    if let Some(code) = body.code.as_ref().and_then(telling) {
        write!(f, ": {}", Shown(code))?;
    }
    if let Some(message) = &body.message {
        write!(f, ": {}", Sentence(message))?;
    }
    for detail in body.details.iter().take(DETAILS) {
        // A detail often says again what the message says.
        let message = detail.message.as_ref().filter(|text| Some(*text) != body.message.as_ref());
        cause(f, detail, message)?;
    }
    match body.details.len().saturating_sub(DETAILS) {
        0 => Ok(()),
        more => write!(f, " and {more} more"),
    }
}

/// A code in the form of PingOne's. Of another form is what only happens to have that name: a body
/// that is a pairing key has its secret there.
pub(super) fn telling(code: &ErrorCode) -> Option<&str> {
    let code = code.as_str();
    code.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_').then_some(code)
}

/// One cause: the field, the code, the explanation, the bounds, as far as they are known.
fn cause(
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
        bounds(f, &detail.inner_error)?;
    }
    f.write_str(if separator == ": " { "]" } else { "" })
}

/// What would be accepted.
fn bounds(f: &mut fmt::Formatter<'_>, inner: &InnerError) -> fmt::Result {
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

fn said_otherwise(f: &mut fmt::Formatter<'_>, head: &Head) -> fmt::Result {
    if head.status.is_redirection() {
        return f.write_str(" (redirects are not followed)");
    }
    f.write_str(" (without PingOne's error body")?;
    let media = head.text("content-type").and_then(|text| text.split(';').next());
    match media.map(str::trim) {
        Some(media) if media.eq_ignore_ascii_case("text/html") => {
            f.write_str(", but with a page that a proxy may have sent)")
        }
        _ => f.write_str(")"),
    }
}

/// What usually helps.
fn advise(f: &mut fmt::Formatter<'_>, error: &Error, status: StatusCode) -> fmt::Result {
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

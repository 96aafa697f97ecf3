//! The one line that an error prints.

use std::fmt;

use http::StatusCode;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};

use super::{Error, ErrorBody, Failure};
use crate::operation::Operation;
use crate::response::Head;

/// Characters of a server's text that are shown.
const SHOWN: usize = 200;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.0.operation;
        write!(f, "{}: ", operation.id)?;
        match &self.0.failure {
            Failure::InvalidCall(invalid) => write!(f, "nothing was sent: {invalid}"),
            Failure::Auth(failure) => write!(f, "no access token: {failure}"),
            Failure::Transport { head: Some(head), error, .. } => {
                answered(f, self, head)?;
                write!(f, ", then {error}")
            }
            Failure::Transport { base, head: None, error } => {
                let Operation { method, template, .. } = operation;
                write!(f, "{method} {template} at {base} {error}")
            }
            Failure::Deadline(limit) => {
                let Operation { method, template, .. } = operation;
                write!(f, "{method} {template} did not finish within {} s", limit.as_secs_f64())
            }
            Failure::TooLarge { head, limit } => {
                answered(f, self, head)?;
                write!(f, ", and a body of more than {limit} bytes")
            }
            Failure::Status { head, body } => {
                answered(f, self, head)?;
                said(f, head, body.as_ref())?;
                advise(f, self, head.status)
            }
            Failure::Paging { problem, .. } => {
                let Operation { method, template, .. } = operation;
                write!(f, "{method} {template} was not continued: {problem}")
            }
            Failure::Decode { head, error } => {
                answered(f, self, head)?;
                f.write_str(", but its body is not what the contract says")?;
                if error.path() == "." { Ok(()) } else { write!(f, " at `{}`", error.path()) }
            }
        }?;
        if self.attempts() > 1 {
            write!(f, " after {} attempts", self.attempts())?;
        }
        match self.correlation_id() {
            Some(id) => write!(f, " (correlation id {})", Shown(id)),
            None => Ok(()),
        }
    }
}

fn answered(f: &mut fmt::Formatter<'_>, error: &Error, head: &Head) -> fmt::Result {
    let operation = error.0.operation;
    write!(f, "{} {} answered {}", operation.method, operation.template, head.status)
}

/// What PingOne said, or else what the answer was instead.
fn said(f: &mut fmt::Formatter<'_>, head: &Head, body: Option<&ErrorBody>) -> fmt::Result {
    let Some(body) = body else {
        let instead = match head.status.is_redirection() {
            true => "redirects are not followed",
            false => "without PingOne's error body",
        };
        return write!(f, " ({instead})");
    };
    if let Some(code) = &body.code {
        write!(f, ": {}", Shown(code))?;
    }
    if let Some(message) = &body.message {
        write!(f, ": {}", Shown(message.trim_end_matches('.')))?;
    }
    for detail in body.details.iter().take(3) {
        let target = detail.target.as_deref().unwrap_or_default();
        let code = detail.code.as_deref().unwrap_or_default();
        let separator = if target.is_empty() || code.is_empty() { "" } else { ": " };
        write!(f, " [{}{separator}{}]", Shown(target), Shown(code))?;
    }
    Ok(())
}

/// What usually helps.
fn advise(f: &mut fmt::Formatter<'_>, error: &Error, status: StatusCode) -> fmt::Result {
    match status {
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
            match error.retry_after_header() {
                Some(when) => write!(f, "; retry after: {}", Shown(when)),
                None => f.write_str("; retry later"),
            }
        }
        _ => Ok(()),
    }
}

/// A server's text on one line: control and formatting characters escaped, cut where
/// it gets long.
pub(crate) struct Shown<'a>(pub(crate) &'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, character) in self.0.chars().enumerate() {
            if index == SHOWN {
                return f.write_str("…");
            }
            if breaks_a_line(character) {
                write!(f, "{}", character.escape_default())?;
            } else {
                write!(f, "{character}")?;
            }
        }
        Ok(())
    }
}

/// Whether a character could end the line, or reorder or hide what is around it.
fn breaks_a_line(character: char) -> bool {
    use GeneralCategory::{Control, Format, LineSeparator, ParagraphSeparator};
    let category = character.general_category();
    matches!(category, Control | Format | LineSeparator | ParagraphSeparator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_servers_text_stays_on_one_short_line() {
        assert_eq!(Shown("a\u{2028}b\u{202e}c ü").to_string(), "a\\u{2028}b\\u{202e}c ü");
        assert_eq!(Shown("a\nb\u{1b}[31m").to_string(), "a\\nb\\u{1b}[31m");
        assert_eq!(Shown(&"x".repeat(500)).to_string().chars().count(), SHOWN + 1);
    }
}

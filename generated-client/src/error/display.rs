//! The one line that an error prints.

use std::fmt;

use super::{Error, ErrorBody, Failure};
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
            Failure::Transport { error, .. } => {
                write!(f, "{} {} {}", operation.method, operation.template, transport(error))
            }
            Failure::TooLarge { head, limit } => {
                answered(f, self, head)?;
                write!(f, ", and a body of more than {limit} bytes")
            }
            Failure::Status { head, body } => {
                answered(f, self, head)?;
                said(f, head, body.as_ref())
            }
            Failure::Decode { head, error } => {
                answered(f, self, head)?;
                let path = error.path().to_string();
                let place = if path == "." { String::new() } else { format!(" at `{path}`") };
                write!(f, ", but its body is not what the contract says{place}")
            }
        }?;
        match self.correlation_id() {
            Some(id) => write!(f, " (correlation id {})", Shown(id)),
            None => Ok(()),
        }
    }
}

fn transport(error: &reqwest::Error) -> &'static str {
    if error.is_timeout() {
        "took longer than the limit"
    } else if error.is_connect() {
        "could not connect"
    } else {
        "broke off"
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
        write!(f, ": {}", Shown(message))?;
    }
    for detail in body.details.iter().take(3) {
        let target = detail.target.as_deref().unwrap_or_default();
        let code = detail.code.as_deref().unwrap_or_default();
        let separator = if target.is_empty() || code.is_empty() { "" } else { ": " };
        write!(f, " [{}{separator}{}]", Shown(target), Shown(code))?;
    }
    Ok(())
}

/// A server's text on one line: control characters escaped, cut where it gets long.
pub(crate) struct Shown<'a>(pub(crate) &'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, character) in self.0.chars().enumerate() {
            if index == SHOWN {
                return f.write_str("…");
            }
            if character.is_control() {
                write!(f, "{}", character.escape_default())?;
            } else {
                write!(f, "{character}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_servers_text_stays_on_one_short_line() {
        assert_eq!(Shown("a\nb\u{1b}[31m").to_string(), "a\\nb\\u{1b}[31m");
        assert_eq!(Shown(&"x".repeat(500)).to_string().chars().count(), SHOWN + 1);
    }
}

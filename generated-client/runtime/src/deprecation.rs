//! A warning, once for each operation, that PingOne announced its end.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use http::{HeaderMap, HeaderName, HeaderValue};
use tracing::warn;

use crate::operation::Operation;
use crate::redact::KnownSecrets;
use crate::telemetry::TARGET;

// Made once: every response is looked at.
static DEPRECATION: HeaderName = HeaderName::from_static("deprecation");
static SUNSET: HeaderName = HeaderName::from_static("sunset");

/// Digits of the seconds since 1970, at most: up to the year 5138.
const MAX_DIGITS: usize = 11;

/// The operations whose end PingOne announced; the log gets one warning for each.
#[derive(Default)]
pub(crate) struct DeprecationWarnings(Mutex<BTreeSet<&'static str>>);

impl DeprecationWarnings {
    /// Warns if the response announces an end (`Deprecation`, RFC 9745; `Sunset`, RFC 8594) in the way
    /// that is specified. Anything else, and what holds a secret, announces nothing.
    pub(crate) fn note(&self, operation: &Operation, headers: &HeaderMap, secrets: &KnownSecrets) {
        let said = |name: &HeaderName, is_announcement: fn(&str) -> bool| {
            let text =
                headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok())?.trim();
            (is_announcement(text) && !secrets.redactor().finds(text)).then_some(text)
        };
        let deprecation = said(&DEPRECATION, is_deprecation);
        let sunset = said(&SUNSET, is_date);
        if deprecation.is_none() && sunset.is_none() {
            return;
        }
        let first = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(operation.id);
        if first {
            warn!(
                target: TARGET,
                operation = operation.id,
                deprecation = deprecation,
                sunset = sunset,
                "the API announces the end of an operation; see its documentation"
            );
        }
    }
}

/// A date of structured fields; in the drafts of the RFC, a date of HTTP or `true`.
fn is_deprecation(text: &str) -> bool {
    let is_timestamp = |digits: &str| {
        let digits = digits.strip_prefix('-').unwrap_or(digits);
        (1..=MAX_DIGITS).contains(&digits.len())
            && digits.bytes().all(|digit| digit.is_ascii_digit())
    };
    text == "true" || is_date(text) || text.strip_prefix('@').is_some_and(is_timestamp)
}

fn is_date(text: &str) -> bool {
    httpdate::parse_http_date(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_announced_is_a_date() {
        for (text, deprecation, date) in [
            ("@1798761600", true, false),
            ("@-1", true, false),
            ("true", true, false),
            ("Sun, 06 Nov 1994 08:49:37 GMT", true, true),
            ("Sunday, 06-Nov-94 08:49:37 GMT", true, true),
            ("Sun Nov  6 08:49:37 1994", true, true),
            ("", false, false),
            ("@", false, false),
            ("@123456789012", false, false),
            ("@1798761600;a=b", false, false),
            ("soon", false, false),
            ("True", false, false),
            ("Sun, 06 Nov 1994 08:49:37 GMT, CANARY", false, false),
            ("2026-01-01T00:00:00Z", false, false),
        ] {
            assert_eq!((is_deprecation(text), is_date(text)), (deprecation, date), "{text:?}");
        }
    }
}

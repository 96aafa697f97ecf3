//! An OAuth error of the token endpoint, and what usually causes it.

use std::fmt;
use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::DATE;

/// How long an assertion is valid. PingOne takes up to an hour; a short life limits what a stolen
/// assertion is good for, and this one still forgives a clock that is minutes off.
pub(crate) const ASSERTION_LIFETIME: Duration = Duration::from_secs(5 * 60);

/// Clocks that differ by no more are taken for right: requests take time, and `Date` has seconds.
const TOLERATED_GAP: Duration = Duration::from_secs(60);

/// An OAuth error of the token endpoint (RFC 6749, section 5.2), and what was sent.
#[derive(Clone)]
pub(crate) struct Refusal {
    pub(crate) error: String,
    pub(crate) description: Option<String>,
    /// How the client authenticated, as OAuth names it.
    pub(crate) method: &'static str,
    /// How this machine's clock differs from the endpoint's, if that sent its time.
    pub(crate) gap: Option<ClockGap>,
}

/// How this machine's clock differs from another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ClockGap {
    Behind(Duration),
    Ahead(Duration),
}

impl ClockGap {
    /// Compares with the `Date` of a response.
    pub(crate) fn measured(headers: &HeaderMap, now: SystemTime) -> Option<Self> {
        let theirs = httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok()?;
        Some(match theirs.duration_since(now) {
            Ok(gap) => Self::Behind(gap),
            Err(error) => Self::Ahead(error.duration()),
        })
    }

    fn size(self) -> Duration {
        match self {
            Self::Behind(gap) | Self::Ahead(gap) => gap,
        }
    }
}

impl Refusal {
    fn has_assertion(&self) -> bool {
        self.method.ends_with("_jwt")
    }

    pub(crate) fn is_clock_skew(&self) -> bool {
        let outlived = self.gap.is_some_and(|gap| gap.size() >= ASSERTION_LIFETIME);
        let told = self.says(&["expired", "not yet valid", "in the future", "not before"])
            && self.gap.is_none_or(|gap| gap.size() > TOLERATED_GAP);
        self.has_assertion() && !self.is_wrong_method() && (outlived || told)
    }

    /// PingOne says so when the application is configured for another method.
    fn is_wrong_method(&self) -> bool {
        self.says(&["authentication method"])
    }

    fn says(&self, words: &[&str]) -> bool {
        let said = self.description.as_deref().unwrap_or_default().to_ascii_lowercase();
        words.iter().any(|word| said.contains(word))
    }

    pub(crate) fn has_likely_cause(&self) -> bool {
        let codes = ["invalid_client", "unauthorized_client", "unsupported_grant_type"];
        self.is_wrong_method() || self.is_clock_skew() || codes.contains(&self.error.as_str())
    }

    /// What usually causes this, and what to do about it.
    pub(crate) fn write_likely_cause(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let method = self.method;
        if self.is_wrong_method() {
            return write!(
                f,
                "; this client authenticates by `{method}`: use the token endpoint authentication \
                 method that the worker application is configured for"
            );
        }
        if self.is_clock_skew() {
            return self.write_clock_skew(f);
        }
        match (self.error.as_str(), self.has_assertion()) {
            ("invalid_client", false) => write!(
                f,
                "; check the client id and secret, the worker application's environment, its token \
                 endpoint authentication method (this client uses `{method}`) and the region"
            ),
            ("invalid_client", true) => write!(
                f,
                "; check the client id, the secret or the key (PingOne needs the public key, under \
                 the same key id), the worker application's environment, its token endpoint \
                 authentication method (this client uses `{method}`), the region and this \
                 machine's clock"
            ),
            _ => f.write_str(
                "; the application must be a worker application with the client credentials grant",
            ),
        }
    }

    fn write_clock_skew(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("; an assertion is valid for minutes only: set this machine's clock")?;
        match self.gap {
            Some(ClockGap::Behind(gap)) => write!(f, ", which is {} s behind", gap.as_secs()),
            Some(ClockGap::Ahead(gap)) => write!(f, ", which is {} s ahead", gap.as_secs()),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(method: &'static str, said: &str, gap: Option<ClockGap>) -> Refusal {
        let description = Some(said.to_owned());
        Refusal { error: "invalid_client".to_owned(), description, method, gap }
    }

    #[test]
    fn a_clock_is_suspected_for_a_reason() {
        let behind = |seconds| Some(ClockGap::Behind(Duration::from_secs(seconds)));
        let ahead = |seconds| Some(ClockGap::Ahead(Duration::from_secs(seconds)));
        for (method, said, gap, suspected) in [
            ("private_key_jwt", "The JWT has expired", None, true),
            ("client_secret_jwt", "JWT is not yet valid", None, true),
            ("private_key_jwt", "The JWT has expired", behind(61), true),
            ("private_key_jwt", "The JWT has expired", behind(60), false),
            ("private_key_jwt", "No", None, false),
            ("private_key_jwt", "No", behind(299), false),
            ("private_key_jwt", "No", behind(300), true),
            ("private_key_jwt", "No", ahead(4000), true),
            ("private_key_jwt", "Unsupported authentication method", ahead(4000), false),
            ("client_secret_basic", "The secret has expired", behind(4000), false),
        ] {
            let refusal = refusal(method, said, gap);
            assert_eq!(refusal.is_clock_skew(), suspected, "{method} {said} {gap:?}");
        }
    }

    #[test]
    fn the_gap_is_measured_by_the_date_of_the_answer() {
        let now = httpdate::parse_http_date("Fri, 02 Jan 2026 00:00:30 GMT").unwrap();
        let gap = |date: &'static str| {
            let date = http::HeaderValue::from_static(date);
            ClockGap::measured(&HeaderMap::from_iter([(DATE, date)]), now)
        };
        let seconds = Duration::from_secs;
        assert_eq!(gap("Fri, 02 Jan 2026 00:10:30 GMT"), Some(ClockGap::Behind(seconds(600))));
        assert_eq!(gap("Fri, 02 Jan 2026 00:00:00 GMT"), Some(ClockGap::Ahead(seconds(30))));
        assert_eq!(gap("yesterday"), None);
        assert_eq!(ClockGap::measured(&HeaderMap::new(), now), None);
    }
}

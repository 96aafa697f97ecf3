//! `Retry-After`: seconds or an HTTP date (RFC 9110, section 10.2.3).

use std::time::{Duration, SystemTime};

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue};

/// How long the server asks to wait.
///
/// A date counts from the server's own `Date`, so that a clock that is off on either side does not
/// change the wait; without one it counts from `now`. A date in the past asks for no wait. What is
/// neither a number nor a date asks for nothing. Of several waits the longest counts.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    headers.get_all(RETRY_AFTER).iter().filter_map(|value| wait(value, headers, now)).max()
}

fn wait(value: &HeaderValue, headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = value.to_str().ok()?.trim();
    if is_seconds(text) {
        // More seconds than fit are more than anybody waits.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let until = httpdate::parse_http_date(text).ok()?;
    let date = headers.get(DATE).and_then(|date| date.to_str().ok());
    let sent = date.and_then(|date| httpdate::parse_http_date(date).ok()).unwrap_or(now);
    Some(until.duration_since(sent).unwrap_or_default())
}

/// Whether a text is seconds or a date.
pub(super) fn is_wait(text: &str) -> bool {
    let text = text.trim();
    is_seconds(text) || httpdate::parse_http_date(text).is_ok()
}

fn is_seconds(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

    fn asked(retry_after: &str, date: Option<&str>) -> Option<u64> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, retry_after.parse().unwrap());
        if let Some(date) = date {
            headers.insert(DATE, date.parse().unwrap());
        }
        let now = httpdate::parse_http_date(NOW).unwrap();
        super::retry_after(&headers, now).map(|wait| wait.as_secs())
    }

    #[test]
    fn seconds_and_dates_are_understood() {
        for (text, seconds) in [
            ("0", Some(0)),
            (" 120 ", Some(120)),
            ("31536000", Some(31_536_000)),
            ("Sun, 06 Nov 1994 08:50:07 GMT", Some(30)),
            ("Sunday, 06-Nov-94 08:50:07 GMT", Some(30)),
            ("Sun, 06 Nov 1994 08:49:00 GMT", Some(0)),
            ("-5", None),
            ("1.5", None),
            ("soon", None),
            ("", None),
            ("+2", None),
            ("99999999999999999999999", Some(u64::MAX)),
        ] {
            assert_eq!(asked(text, None), seconds, "{text:?}");
            assert_eq!(is_wait(text), seconds.is_some(), "{text:?}");
        }
    }

    #[test]
    fn a_date_counts_from_the_servers_own_clock() {
        let skewed = "Sun, 06 Nov 1994 12:00:00 GMT";
        assert_eq!(asked("Sun, 06 Nov 1994 12:00:30 GMT", Some(skewed)), Some(30));
        assert_eq!(asked("Sun, 06 Nov 1994 08:50:07 GMT", Some("garbage")), Some(30));
    }
}

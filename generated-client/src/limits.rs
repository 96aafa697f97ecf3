//! The limits of a client: every one finite, with its default in one table.

use std::time::Duration;

/// How long and how much a client waits for.
///
/// | limit | default |
/// |---|---|
/// | [`connect_timeout`](Self::connect_timeout) | 10 s |
/// | [`request_timeout`](Self::request_timeout) | 30 s |
/// | [`total_timeout`](Self::total_timeout) | 90 s |
/// | [`response_bytes`](Self::response_bytes) | 4,194,304 (4 MiB) |
///
/// At most 32 idle connections are kept for each host.
///
/// ```
/// use std::time::Duration;
/// use pingone_mfa::Limits;
///
/// let limits = Limits::default().request_timeout(Duration::from_secs(5));
/// assert_ne!(limits, Limits::default());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Limits {
    pub(crate) connect_timeout: Duration,
    pub(crate) request_timeout: Duration,
    pub(crate) total_timeout: Duration,
    pub(crate) response_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            request_timeout: Duration::from_secs(30),
            total_timeout: Duration::from_secs(90),
            response_bytes: 4 * 1024 * 1024,
        }
    }
}

impl Limits {
    /// The longest time to establish a connection, TLS included.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// The longest time of one HTTP exchange, from connecting to the last byte of the body. A call
    /// that has to fetch a token first makes two exchanges.
    pub fn request_timeout(mut self, timeout: Duration) -> Self {
        self.request_timeout = timeout;
        self
    }

    /// The longest time of one call: the token, all attempts and the waits between them.
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.total_timeout = timeout;
        self
    }

    /// The largest response body; a longer one is refused without being read to its end.
    pub fn response_bytes(mut self, bytes: usize) -> Self {
        self.response_bytes = bytes;
        self
    }
}

impl Limits {
    /// The names of the limits that are zero.
    pub(crate) fn zero(&self) -> impl Iterator<Item = &'static str> {
        let Self { connect_timeout, request_timeout, total_timeout, response_bytes } = *self;
        [
            ("connect_timeout", connect_timeout.is_zero()),
            ("request_timeout", request_timeout.is_zero()),
            ("total_timeout", total_timeout.is_zero()),
            ("response_bytes", response_bytes == 0),
        ]
        .into_iter()
        .filter_map(|(name, is_zero)| is_zero.then_some(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_defaults_are_the_defaults() {
        let source = include_str!("limits.rs");
        let row = |name: &str| {
            source.lines().find(|line| line.starts_with(&format!("/// | [`{name}`]"))).unwrap()
        };
        let limits = Limits::default();
        assert!(
            row("connect_timeout").contains(&format!("| {} s |", limits.connect_timeout.as_secs()))
        );
        assert!(
            row("total_timeout").contains(&format!("| {} s |", limits.total_timeout.as_secs()))
        );
        assert!(
            row("request_timeout").contains(&format!("| {} s |", limits.request_timeout.as_secs()))
        );
        let bytes = row("response_bytes").replace(',', "");
        assert!(bytes.contains(&format!("| {} (4 MiB) |", limits.response_bytes)));
    }
}

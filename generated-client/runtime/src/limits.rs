//! The limits of a client: every one finite, with its default in one table.

use std::time::Duration;

/// The longest time limit that counts, so that a date computed from it cannot overflow.
pub(crate) const MAX_DURATION: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// How long and how much a client waits for.
///
/// | limit | default | what happens beyond it |
/// |---|---|---|
/// | [`connect_timeout`](Self::connect_timeout) | 10 s | [`ErrorKind::Connect`], retried |
/// | [`request_timeout`](Self::request_timeout) | 30 s | [`ErrorKind::Timeout`], retried if idempotent |
/// | [`total_timeout`](Self::total_timeout) | 90 s | [`ErrorKind::Timeout`] |
/// | [`RetryPolicy::max_attempts`] | 4 | the failure of the last attempt |
/// | [`max_response_bytes`](Self::max_response_bytes) | 4,194,304 bytes | [`ErrorKind::TooLarge`] |
/// | [`max_connections`](Self::max_connections) | 100 | further requests wait |
/// | [`max_idle_connections`](Self::max_idle_connections) | 32 per host | further ones are closed after use |
/// | [`idle_timeout`](Self::idle_timeout) | 90 s | an idle connection is closed |
///
/// `connect_timeout`, `max_idle_connections` and `idle_timeout` apply to the default transport: with a
/// [`Transport`](crate::Transport) of your own, set them there. A timeout beyond one
/// year counts as one year.
///
/// [`ErrorKind::Connect`]: crate::ErrorKind::Connect
/// [`ErrorKind::Timeout`]: crate::ErrorKind::Timeout
/// [`ErrorKind::TooLarge`]: crate::ErrorKind::TooLarge
/// [`RetryPolicy::max_attempts`]: crate::RetryPolicy::max_attempts
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
    pub(crate) max_response_bytes: usize,
    pub(crate) max_connections: usize,
    pub(crate) max_idle_connections: usize,
    pub(crate) idle_timeout: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            request_timeout: Duration::from_secs(30),
            total_timeout: Duration::from_secs(90),
            max_response_bytes: 4 * 1024 * 1024,
            max_connections: 100,
            max_idle_connections: 32,
            idle_timeout: Duration::from_secs(90),
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
    ///
    /// While it is decoded, a response takes at most 32 times its size in memory, and 8 MiB. What this
    /// version does not know is kept as JSON values, which take many times their text; where that
    /// would be too much, it is kept as a JSON string with the text as it came, and
    /// [`Response::unread`](crate::Response::unread) names the place.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// Requests that are under way at the same time, to all hosts and for tokens, too; each takes a
    /// connection of its own with HTTP/1.1. Clones of a client share them.
    ///
    /// Further requests wait in the order in which they came, those for tokens ahead of the others.
    /// Waiting counts towards [`total_timeout`](Self::total_timeout), but not towards
    /// [`request_timeout`](Self::request_timeout). Idle connections are not counted: with the defaults, a
    /// client for two hosts stays well below the 256 files that a process may open on some systems.
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.max_connections = connections;
        self
    }

    /// Connections that are kept open for each host while nothing is sent. Zero keeps none.
    pub fn max_idle_connections(mut self, connections: usize) -> Self {
        self.max_idle_connections = connections;
        self
    }

    /// How long a connection is kept open while nothing is sent.
    ///
    /// Keep it below the time after which the server, or a proxy, closes connections: a request that is
    /// on its way at that moment is lost, and nobody can tell whether it was processed, so a create fails
    /// with [`ErrorKind::Transport`](crate::ErrorKind::Transport). With HTTP/1.1, one such failure makes
    /// the default transport use a new connection for each request to that host for a minute, so that a
    /// server that closes connections after each answer, without saying so, fails one call and not many.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout;
        self
    }
}

impl Limits {
    /// The names of the limits that are zero.
    pub(crate) fn zero(&self) -> impl Iterator<Item = &'static str> {
        let Self { connect_timeout, request_timeout, total_timeout, .. } = *self;
        let Self { max_response_bytes, max_connections, .. } = *self;
        [
            ("connect_timeout", connect_timeout.is_zero()),
            ("request_timeout", request_timeout.is_zero()),
            ("total_timeout", total_timeout.is_zero()),
            ("max_response_bytes", max_response_bytes == 0),
            ("max_connections", max_connections == 0),
        ]
        .into_iter()
        .filter_map(|(name, is_zero)| is_zero.then_some(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The second column of a limit's row.
    fn documented(limit: &str) -> String {
        let row = include_str!("limits.rs").lines().find(|line| line.contains(limit)).unwrap();
        row.split('|').nth(2).unwrap().trim().replace(',', "")
    }

    #[test]
    fn a_limit_that_no_call_could_keep_is_told() {
        let zero = |limits: Limits| limits.zero().collect::<Vec<_>>();
        let (limits, none) = (Limits::default(), Duration::ZERO);
        assert_eq!(zero(limits), [""; 0]);
        assert_eq!(zero(limits.connect_timeout(none)), ["connect_timeout"]);
        assert_eq!(zero(limits.request_timeout(none)), ["request_timeout"]);
        assert_eq!(zero(limits.total_timeout(none)), ["total_timeout"]);
        assert_eq!(zero(limits.max_response_bytes(0)), ["max_response_bytes"]);
        assert_eq!(zero(limits.max_connections(0)), ["max_connections"]);
        assert_eq!(zero(limits.max_idle_connections(0).idle_timeout(none)), [""; 0]);
    }

    #[test]
    fn the_documented_defaults_are_the_defaults() {
        let Limits {
            connect_timeout,
            request_timeout,
            total_timeout,
            max_response_bytes,
            max_connections,
            max_idle_connections,
            idle_timeout,
        } = Limits::default();
        let attempts = crate::RetryPolicy::default().max_attempts;
        let seconds = |limit: Duration| format!("{} s", limit.as_secs());
        for (limit, default) in [
            ("| [`connect_timeout`]", seconds(connect_timeout)),
            ("| [`request_timeout`]", seconds(request_timeout)),
            ("| [`total_timeout`]", seconds(total_timeout)),
            ("| [`RetryPolicy::max_attempts`]", attempts.to_string()),
            ("| [`max_response_bytes`]", format!("{max_response_bytes} bytes")),
            ("| [`max_connections`]", max_connections.to_string()),
            ("| [`max_idle_connections`]", format!("{max_idle_connections} per host")),
            ("| [`idle_timeout`]", seconds(idle_timeout)),
        ] {
            assert_eq!(documented(limit), default, "{limit}");
        }
    }
}

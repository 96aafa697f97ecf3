//! Whether connections are used for more than one request.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// How long connections are used once each, after one was closed instead of an answer.
const PAUSE: Duration = Duration::from_secs(60);

/// The hosts whose connections are not used again at the moment.
///
/// A server may close a connection at any time while nothing is sent. If a request meets that on its way,
/// nobody can tell whether it was processed, so it cannot be repeated unless it is idempotent. A server
/// that has done so once does so again, e.g. after each answer, without having said it: a new connection
/// for each request is slower and lets only one fail.
#[derive(Debug, Default)]
pub(crate) struct Reuse(Mutex<HashMap<String, Instant>>);

impl Reuse {
    /// Whether a connection to this host may be kept for another request.
    pub(crate) fn is_wise(&self, host: &str) -> bool {
        self.closed().get(host).is_none_or(|closed| closed.elapsed() >= PAUSE)
    }

    /// The host closed a connection instead of answering.
    pub(crate) fn pause(&self, host: String) {
        self.closed().insert(host, Instant::now());
    }

    /// The value is whole at any time, so a panic elsewhere does not matter.
    fn closed(&self) -> MutexGuard<'_, HashMap<String, Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_pause_is_one_hosts_and_ends() {
        let (one, other) = ("a:1", "a:2");
        let reuse = Reuse::default();
        assert!(reuse.is_wise(one));
        reuse.pause(one.to_owned());
        tokio::time::advance(PAUSE / 2).await;
        assert!(!reuse.is_wise(one) && reuse.is_wise(other));
        reuse.pause(one.to_owned());
        tokio::time::advance(PAUSE - Duration::from_nanos(1)).await;
        assert!(!reuse.is_wise(one));
        tokio::time::advance(Duration::from_nanos(1)).await;
        assert!(reuse.is_wise(one));
    }
}

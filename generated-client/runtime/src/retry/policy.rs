//! When a failed attempt is repeated, and how long to wait before.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::error::Error;
use crate::operation::Idempotency;

/// How often and how patiently a call is retried.
///
/// | setting | default |
/// |---|---|
/// | [`max_attempts`](Self::max_attempts) | 4 |
/// | [`base_delay`](Self::base_delay) | 500 ms |
/// | [`max_delay`](Self::max_delay) | 20 s |
///
/// The wait before the n-th retry is drawn evenly from zero up to `base_delay` × 2ⁿ⁻¹, `max_delay` at
/// most (exponential backoff with full jitter). If PingOne sends `Retry-After`, the wait is never
/// shorter than that.
///
/// Retried are 408, 429, 500, 502, 503, 504 and failures of the transport but an answer that is no HTTP,
/// unless [`retry_if`](Self::retry_if) says otherwise. A call that is not idempotent (by the contract:
/// POST) is retried only if PingOne provably did not process it: the connection was never established or
/// was closed before it took the request, 429, another 4xx but 408, or 503 with `Retry-After`. See
/// [`idempotency`](Self::idempotency).
///
/// Clones of a client share a budget of retries, so that an outage is not made worse: every retry
/// takes five of 500 points, success gives some back, and without points a failure is final. It covers
/// requests for access tokens, too: callers that wait for one token share its failure, and asking
/// again is one retry for all of them.
///
/// Not counted as an attempt, but as a retry of the budget: after a 401, the token is replaced and the
/// request sent once more, unless the answer says that the token lacks a permission (PingOne's
/// `INSUFFICIENT_PERMISSIONS`, or `insufficient_scope` in `WWW-Authenticate`).
#[derive(Clone)]
#[must_use]
pub struct RetryPolicy {
    pub(crate) max_attempts: u32,
    pub(crate) base_delay: Duration,
    pub(crate) max_delay: Duration,
    pub(crate) idempotency: Option<Idempotency>,
    pub(crate) condition: Option<Condition>,
}

/// Whether a failure is worth another attempt.
pub(crate) type Condition = Arc<dyn Fn(&Error) -> bool + Send + Sync>;

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 4,
            base_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(20),
            idempotency: None,
            condition: None,
        }
    }
}

impl RetryPolicy {
    /// No retries: one attempt.
    pub fn never() -> Self {
        Self::default().max_attempts(1)
    }

    /// Attempts in all, the first included; zero counts as one.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// The upper end of the first wait.
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// The upper end of every wait that PingOne does not ask for.
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Says whether the call is idempotent, instead of what the contract says of the operation.
    ///
    /// Meant for one call: a create that you make unique yourself may be repeated, and a replace
    /// that others react to may not.
    ///
    /// ```
    /// use pingone_mfa::{Idempotency, RetryPolicy};
    ///
    /// let careful = RetryPolicy::default().idempotency(Idempotency::NotIdempotent);
    /// # let _ = careful;
    /// ```
    pub fn idempotency(mut self, idempotency: Idempotency) -> Self {
        self.idempotency = Some(idempotency);
        self
    }

    /// Says which failures are worth another attempt, instead of
    /// [`Error::is_retryable`](crate::Error::is_retryable).
    ///
    /// It is asked after every attempt that failed, with the error that the call would end with.
    /// Everything else holds as it does without: the attempts, the time limits, the budget,
    /// `Retry-After`, and that a call that is not idempotent is repeated only if PingOne provably did
    /// not process it. To repeat it in other cases, too, say that it is
    /// [idempotent](Self::idempotency).
    ///
    /// ```
    /// use pingone_mfa::RetryPolicy;
    ///
    /// // A resource that was created a moment ago may not be visible yet.
    /// let patient = RetryPolicy::default()
    ///     .retry_if(|error| error.is_retryable() || error.is_not_found());
    /// # let _ = patient;
    /// ```
    pub fn retry_if(mut self, condition: impl Fn(&Error) -> bool + Send + Sync + 'static) -> Self {
        self.condition = Some(Arc::new(condition));
        self
    }

    /// The wait before the retry with this number, counted from one.
    pub(crate) fn delay(&self, retry: u32, jitter: f64, asked: Option<Duration>) -> Duration {
        let factor = 2u32.saturating_pow(retry.saturating_sub(1).min(30));
        let longest = self.base_delay.saturating_mul(factor).min(self.max_delay);
        longest.mul_f64(jitter.clamp(0.0, 1.0)).max(asked.unwrap_or_default())
    }
}

impl fmt::Debug for RetryPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryPolicy")
            .field("max_attempts", &self.max_attempts)
            .field("base_delay", &self.base_delay)
            .field("max_delay", &self.max_delay)
            .field("idempotency", &self.idempotency)
            .field("has_condition", &self.condition.is_some())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_are_jittered_and_capped() {
        let policy = RetryPolicy::default();
        let longest = |retry| policy.delay(retry, 1.0, None).as_millis();
        assert_eq!([1, 2, 3, 6, 7, 1000].map(longest), [500, 1000, 2000, 16_000, 20_000, 20_000]);
        assert_eq!(policy.delay(3, 0.0, None), Duration::ZERO);
        assert_eq!(policy.delay(3, 0.25, None).as_millis(), 500);
    }

    #[test]
    fn never_earlier_than_asked() {
        let policy = RetryPolicy::default();
        let asked = Duration::from_secs(90);
        assert_eq!(policy.delay(1, 0.9, Some(asked)), asked);
        assert_eq!(policy.delay(9, 1.0, Some(Duration::from_secs(1))).as_secs(), 20);
    }
}

//! The rate limit of the licence: so many requests per minute of the fake's clock.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;

use crate::clock::{later, wire};
use crate::refusal::{Detail, Refusal};

const WINDOW: Duration = Duration::from_secs(60);

/// Counts requests in windows of one minute.
pub(crate) struct RateLimiter {
    per_minute: u32,
    window_ends: Timestamp,
    used: u32,
}

impl RateLimiter {
    pub(crate) fn new(per_minute: u32) -> RateLimiter {
        RateLimiter { per_minute, window_ends: Timestamp::MIN, used: 0 }
    }

    /// Counts a request, or refuses it until the window ends.
    pub(crate) fn admit(&mut self, now: Timestamp) -> Result<(), Refusal> {
        if now >= self.window_ends {
            self.window_ends = later(now, WINDOW);
            self.used = 0;
        }
        if self.used < self.per_minute {
            self.used += 1;
            return Ok(());
        }
        let left = self.window_ends.duration_since(now).as_secs_f64().ceil().max(1.0);
        let detail = Detail::new("LIMIT_EXCEEDED", "", "The limit of requests is reached.")
            .with_inner_error(json!({
                "quotaLimit": self.per_minute,
                "quotaResetTime": wire(self.window_ends),
                "retryAfter": wire(self.window_ends),
            }));
        Err(Refusal::request_limited(detail, format!("{left:.0}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_admits_its_share_and_the_next_one_again() {
        let mut limiter = RateLimiter::new(2);
        let start = Timestamp::UNIX_EPOCH;
        let admitted = |limiter: &mut RateLimiter, second| {
            limiter.admit(later(start, Duration::from_secs(second))).is_ok()
        };
        let outcomes = [0, 1, 2, 59, 60, 61, 62].map(|second| admitted(&mut limiter, second));
        assert_eq!(outcomes, [true, true, false, false, true, true, false]);
    }
}

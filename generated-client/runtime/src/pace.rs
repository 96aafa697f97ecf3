//! The rate limit of a client: requests per second.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Instant;

use governor::clock::Clock as _;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use tokio::sync::Mutex;

use crate::clock::Clock;

/// Hands out turns, evenly spread, in the order in which they were asked for.
pub(crate) struct Pace {
    limiter: RateLimiter<NotKeyed, InMemoryState, Ticks, NoOpMiddleware<Instant>>,
    ticks: Ticks,
    /// Only the first in the queue waits for its turn; the others wait for it to go. Otherwise all
    /// of them would wake up for each turn.
    queue: Mutex<()>,
}

/// The client's clock as the limiter reads it.
#[derive(Clone)]
struct Ticks(Arc<dyn Clock>);

impl governor::clock::Clock for Ticks {
    type Instant = Instant;

    fn now(&self) -> Instant {
        self.0.now()
    }
}

impl Pace {
    pub(crate) fn new(requests_per_second: NonZeroU32, clock: &Arc<dyn Clock>) -> Self {
        let ticks = Ticks(Arc::clone(clock));
        // A burst of a second would double the first second. One of a hundredth does no harm, and a
        // timer of milliseconds could not keep a fast pace without it.
        let burst = NonZeroU32::new(requests_per_second.get() / 100).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_second(requests_per_second).allow_burst(burst);
        let limiter = RateLimiter::direct_with_clock(quota, ticks.clone());
        Self { limiter, ticks, queue: Mutex::new(()) }
    }

    /// Waits for a turn. Dropping the future gives up the place in the queue and takes no turn.
    pub(crate) async fn turn(&self) {
        let _first = self.queue.lock().await;
        while let Err(early) = self.limiter.check() {
            let wait = early.wait_time_from(self.ticks.now());
            self.ticks.0.sleep(wait).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::test_server::TestClock;

    #[tokio::test]
    async fn turns_are_spread_evenly_from_the_first_on() {
        let clock = TestClock::default();
        let shared: Arc<dyn Clock> = Arc::new(clock.clone());
        let pace = Pace::new(NonZeroU32::new(4).unwrap(), &shared);
        for _ in 0..5 {
            pace.turn().await;
        }
        assert_eq!(clock.slept(), [Duration::from_millis(250); 4]);
        clock.advance(10);
        pace.turn().await;
        pace.turn().await;
        assert_eq!(clock.slept().len(), 5, "a pause saves up one turn, not forty");
    }

    #[tokio::test]
    async fn a_fast_pace_is_kept_in_steps_of_a_hundredth_of_a_second() {
        let clock = TestClock::default();
        let shared: Arc<dyn Clock> = Arc::new(clock.clone());
        let pace = Pace::new(NonZeroU32::new(5000).unwrap(), &shared);
        for _ in 0..50 {
            pace.turn().await;
        }
        assert!(clock.slept().is_empty());
        pace.turn().await;
        assert_eq!(clock.slept(), [Duration::from_micros(200)]);
    }
}

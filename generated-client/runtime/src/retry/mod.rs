//! The retry loop: a function of what it is given, so that tests need no clock and no server.

mod budget;
mod policy;
mod verdict;

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

pub(crate) use budget::Budget;
pub use policy::RetryPolicy;
pub(crate) use verdict::{Verdict, verdict};

use crate::clock::{Clock, SystemClock};

/// A number from 0 up to 1, as tests can set it.
pub(crate) type Jitter = Arc<dyn Fn() -> f64 + Send + Sync>;

/// The clock, the chance and the budget that the loop works with.
#[derive(Clone)]
pub struct Seams {
    /// What time it is, and how to wait.
    pub clock: Arc<dyn Clock>,
    /// How far into its range a wait is drawn.
    pub jitter: Jitter,
    pub(crate) budget: Arc<Budget>,
}

impl Default for Seams {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            jitter: Arc::new(fastrand::f64),
            budget: Arc::default(),
        }
    }
}

/// How a call ended.
#[derive(Debug)]
pub(crate) struct Ended<T, E> {
    pub(crate) outcome: Result<T, E>,
    /// Attempts made, at least one.
    pub(crate) attempts: u32,
}

/// Makes attempts until one succeeds, fails for good, or the next one would come too late.
///
/// An attempt is given its number, from one. No wait reaches beyond `deadline`: if the server asks
/// for more, the call ends at once with the failure that says so.
pub(crate) async fn run<T, E, F>(
    seams: &Seams,
    policy: &RetryPolicy,
    deadline: Instant,
    mut attempt: impl FnMut(u32) -> F,
    verdict: impl Fn(&E) -> Verdict,
) -> Ended<T, E>
where
    F: Future<Output = Result<T, E>>,
{
    let mut attempts = 0;
    let mut last = None;
    loop {
        attempts += 1;
        let failure = match attempt(attempts).await {
            Ok(value) => {
                match last {
                    None => seams.budget.earn(),
                    Some(Verdict::Retry(_)) => seams.budget.refund(),
                    // Whoever paid for the token has it back already.
                    Some(Verdict::RetryToken(_) | Verdict::Final) => {}
                }
                return Ended { outcome: Ok(value), attempts };
            }
            Err(failure) => failure,
        };
        let verdict = verdict(&failure);
        let Some(wait) = wait(seams, policy, deadline, attempts, verdict) else {
            return Ended { outcome: Err(failure), attempts };
        };
        last = Some(verdict);
        seams.clock.sleep(wait).await;
    }
}

/// The wait before the next attempt; `None` if there is no next attempt.
fn wait(
    seams: &Seams,
    policy: &RetryPolicy,
    deadline: Instant,
    attempts: u32,
    verdict: Verdict,
) -> Option<Duration> {
    let (Verdict::Retry(asked) | Verdict::RetryToken(asked)) = verdict else { return None };
    if attempts >= policy.max_attempts {
        return None;
    }
    let wait = policy.delay(attempts, (seams.jitter)(), asked);
    let left = deadline.saturating_duration_since(seams.clock.now());
    if wait >= left {
        return None;
    }
    match verdict {
        Verdict::Retry(_) => seams.budget.take()?,
        _ if seams.budget.is_spent() => return None,
        _ => {}
    }
    Some(wait)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::test_server::TestClock;

    struct World {
        seams: Seams,
        clock: TestClock,
    }

    fn world() -> World {
        let clock = TestClock::default();
        let seams = Seams {
            clock: Arc::new(clock.clone()),
            jitter: Arc::new(|| 1.0),
            budget: Arc::default(),
        };
        World { seams, clock }
    }

    impl World {
        /// Runs a call whose attempts come to `outcomes`; an error carries its verdict.
        async fn call(
            &self,
            limit: u64,
            outcomes: Vec<Result<u32, Verdict>>,
        ) -> Ended<u32, Verdict> {
            let outcomes = RefCell::new(outcomes.into_iter());
            let policy = RetryPolicy::default();
            let deadline = self.clock.now() + Duration::from_secs(limit);
            let attempt = |_| std::future::ready(outcomes.borrow_mut().next().unwrap());
            run(&self.seams, &policy, deadline, attempt, |verdict| *verdict).await
        }

        fn slept(&self) -> Vec<u128> {
            self.clock.slept().iter().map(Duration::as_millis).collect()
        }
    }

    const AGAIN: Result<u32, Verdict> = Err(Verdict::Retry(None));

    fn asked(seconds: u64) -> Result<u32, Verdict> {
        Err(Verdict::Retry(Some(Duration::from_secs(seconds))))
    }

    #[tokio::test]
    async fn a_success_is_not_repeated() {
        let world = world();
        let ended = world.call(60, vec![Ok(7)]).await;
        assert_eq!((ended.outcome, ended.attempts, world.slept()), (Ok(7), 1, vec![]));
    }

    #[tokio::test]
    async fn waits_double_until_the_call_succeeds() {
        let world = world();
        let ended = world.call(60, vec![AGAIN, AGAIN, AGAIN, Ok(7)]).await;
        assert_eq!((ended.outcome, ended.attempts), (Ok(7), 4));
        assert_eq!(world.slept(), [500, 1000, 2000]);
    }

    #[tokio::test]
    async fn there_is_no_sleep_after_the_last_attempt() {
        let world = world();
        let ended = world.call(60, vec![AGAIN; 4]).await;
        assert_eq!((ended.outcome, ended.attempts), (AGAIN, 4));
        assert_eq!(world.slept().len(), 3);
    }

    #[tokio::test]
    async fn a_final_failure_ends_the_call() {
        let world = world();
        let ended = world.call(60, vec![AGAIN, Err(Verdict::Final)]).await;
        assert_eq!((ended.outcome, ended.attempts), (Err(Verdict::Final), 2));
    }

    #[tokio::test]
    async fn the_server_is_never_asked_earlier_than_it_wants() {
        let world = world();
        let ended = world.call(60, vec![asked(7), asked(0), Ok(1)]).await;
        assert_eq!((ended.outcome, world.slept()), (Ok(1), vec![7000, 1000]));
    }

    #[tokio::test]
    async fn a_wait_beyond_the_deadline_ends_the_call_at_once() {
        let world = world();
        for seconds in [60, 31_536_000, u64::MAX] {
            let ended = world.call(60, vec![asked(seconds)]).await;
            assert_eq!((ended.outcome, ended.attempts), (asked(seconds), 1));
        }
        assert_eq!(world.slept(), Vec::<u128>::new());
    }

    #[tokio::test]
    async fn a_shared_failure_is_not_paid_for_by_each_call_nor_refunded_to_it() {
        let world = world();
        let left = || {
            let mut left = 0;
            while world.seams.budget.take().is_some() {
                left += 1;
            }
            (0..left).for_each(|_| world.seams.budget.refund());
            left
        };
        world.seams.budget.take().unwrap();
        let ended = world.call(60, vec![Err(Verdict::RetryToken(None)), Ok(1)]).await;
        assert_eq!((ended.outcome, ended.attempts, left()), (Ok(1), 2, 99));
        let ended = world.call(60, vec![AGAIN, Ok(1)]).await;
        assert_eq!((ended.outcome, ended.attempts, left()), (Ok(1), 2, 99));
        let ended = world.call(60, vec![AGAIN, Err(Verdict::RetryToken(None)), Ok(1)]).await;
        assert_eq!((ended.outcome, ended.attempts, left()), (Ok(1), 3, 98));
    }

    #[tokio::test]
    async fn an_empty_budget_ends_retries_but_not_calls() {
        let world = world();
        while world.seams.budget.take().is_some() {}
        for failure in [AGAIN, Err(Verdict::RetryToken(None))] {
            let ended = world.call(60, vec![failure]).await;
            assert_eq!((ended.outcome, ended.attempts), (failure, 1));
        }
        assert_eq!(world.call(60, vec![Ok(1)]).await.outcome, Ok(1));
    }
}

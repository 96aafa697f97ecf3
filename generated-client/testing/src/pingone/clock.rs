//! The fake's time as the clock of a client.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use pingone_mfa::{BoxFuture, Clock};
use tokio::sync::watch;

use crate::clock::later;
use crate::http::service::Service;

/// The fake's time as the clock of a client: both move together, and no wait takes real time.
///
/// From [`FakePingOne::clock`]. A wait ends when the test [advances](crate::FakePingOne::advance) the time beyond it, so
/// the test decides what happens meanwhile; [`until_somebody_waits`](Self::until_somebody_waits) says when.
/// [`skipping`](Self::skipping) lets waits move the time themselves, for tests in which nothing happens meanwhile.
///
/// ```
/// use std::time::Duration;
/// use pingone_mfa_testing::{FakePingOne, Fault, Operation};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let pingone = FakePingOne::start().await?;
/// let client = pingone.client_builder().clock(pingone.clock().skipping()).build()?;
///
/// let busy = Fault::status(503).retry_after(Duration::from_secs(40));
/// pingone.inject(busy.on(Operation::LIST_PUSH_CREDENTIALS));
/// let before = pingone.now();
/// client.push_credentials(pingone.application_id()).list().await?;
/// assert!(pingone.now().duration_since(before).as_secs() >= 40);
/// # Ok(())
/// # }
/// ```
///
/// [`FakePingOne::clock`]: crate::FakePingOne::clock
/// [`FakePingOne`]: crate::FakePingOne
#[derive(Clone)]
#[must_use]
pub struct FakeClock {
    service: Arc<Service>,
    began: (Instant, Timestamp),
    waits: Waits,
}

/// What ends a wait.
#[derive(Clone, Copy, Debug)]
enum Waits {
    /// The test.
    UntilAdvanced,
    /// The wait itself.
    Advance,
}

impl FakeClock {
    pub(crate) fn new(service: Arc<Service>) -> FakeClock {
        let began = (Instant::now(), service.world().clock.now());
        FakeClock { service, began, waits: Waits::UntilAdvanced }
    }

    /// A wait moves the time instead of waiting.
    pub fn skipping(self) -> FakeClock {
        FakeClock { waits: Waits::Advance, ..self }
    }

    /// Ends when a client waits: before, moving the time might come too early for it.
    pub async fn until_somebody_waits(&self) {
        let waiting = self.service.world().clock.waiting();
        // The sender is alive as long as this is.
        let _ = waiting.subscribe().wait_for(|count| *count > 0).await;
    }

    async fn until(&self, end: Timestamp) {
        let _waiter = Waiter::enter(self.service.world().clock.waiting());
        loop {
            let (moves, now) = {
                let world = self.service.world();
                (world.clock.moves(), world.clock.now())
            };
            if now >= end {
                return;
            }
            // The receiver was made while the time was read, so no move is missed. An error means that the fake is
            // gone, and its time with it.
            let mut moves = moves;
            if moves.changed().await.is_err() {
                return;
            }
        }
    }
}

/// Counts as waiting until it is dropped.
struct Waiter(watch::Sender<usize>);

impl Waiter {
    fn enter(waiting: watch::Sender<usize>) -> Waiter {
        waiting.send_modify(|count| *count += 1);
        Waiter(waiting)
    }
}

impl Drop for Waiter {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Instant {
        let (instant, timestamp) = self.began;
        let passed = self.service.world().clock.now().duration_since(timestamp);
        instant + Duration::try_from(passed).unwrap_or_default()
    }

    fn sleep(&self, wait: Duration) -> BoxFuture<'_, ()> {
        match self.waits {
            Waits::Advance => {
                self.service.world().clock.advance(wait);
                Box::pin(std::future::ready(()))
            }
            Waits::UntilAdvanced => {
                let end = later(self.service.world().clock.now(), wait);
                Box::pin(self.until(end))
            }
        }
    }
}

impl fmt::Debug for FakeClock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("FakeClock").field("waits", &self.waits).finish_non_exhaustive()
    }
}

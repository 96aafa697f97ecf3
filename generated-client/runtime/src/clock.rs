//! Time as the client uses it, so that it can be replaced.

use std::time::{Duration, Instant};

use crate::future::BoxFuture;

/// What time it is, and how to wait.
///
/// The client asks its clock when a token expires and when a call has taken too long, and waits with
/// it between attempts and between the reads of a waiter. A clock of your own makes these things
/// happen at once in a test. Limits on a single exchange ([`Limits::request_timeout`]) guard against
/// a network that is silent, and always take real time.
///
/// ```
/// use std::sync::Mutex;
/// use std::time::{Duration, Instant};
/// use pingone_mfa::{BoxFuture, Clock};
///
/// /// Waits by putting the clock forward.
/// struct Virtual(Mutex<Instant>);
///
/// impl Clock for Virtual {
///     fn now(&self) -> Instant {
///         *self.0.lock().unwrap()
///     }
///
///     fn sleep(&self, wait: Duration) -> BoxFuture<'_, ()> {
///         *self.0.lock().unwrap() += wait;
///         Box::pin(std::future::ready(()))
///     }
/// }
/// ```
///
/// [`Limits::request_timeout`]: crate::Limits::request_timeout
pub trait Clock: Send + Sync {
    /// The time; it never goes backwards.
    fn now(&self) -> Instant;

    /// Ends when `wait` has passed.
    fn sleep(&self, wait: Duration) -> BoxFuture<'_, ()>;
}

/// The clock and the timer of Tokio: those of the machine, unless a test has paused them.
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }

    fn sleep(&self, wait: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(wait))
    }
}

//! The fake's own time: the system clock, or a frozen one, plus what a test has moved it forward.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

/// A clock with an offset that only grows.
pub(crate) struct Clock {
    frozen: Option<Timestamp>,
    offset: Duration,
    /// Tells those who wait that the clock was moved.
    moved: watch::Sender<()>,
    /// How many wait.
    waiting: watch::Sender<usize>,
}

impl Clock {
    /// A clock that starts at `frozen` and moves only by `advance`; without it, the clock of the system.
    pub(crate) fn new(frozen: Option<Timestamp>) -> Clock {
        Clock {
            frozen,
            offset: Duration::ZERO,
            moved: watch::Sender::new(()),
            waiting: watch::Sender::new(0),
        }
    }

    /// The current time of the fake.
    pub(crate) fn now(&self) -> Timestamp {
        later(self.frozen.unwrap_or_else(Timestamp::now), self.offset)
    }

    /// Moves the clock forward.
    pub(crate) fn advance(&mut self, by: Duration) {
        self.offset = self.offset.saturating_add(by);
        self.moved.send_replace(());
    }

    /// The number of those who wait; they keep it.
    pub(crate) fn waiting(&self) -> watch::Sender<usize> {
        self.waiting.clone()
    }

    /// Is notified of every further move.
    pub(crate) fn moves(&self) -> watch::Receiver<()> {
        self.moved.subscribe()
    }
}

/// `start` plus `by`, or the end of time.
pub(crate) fn later(start: Timestamp, by: Duration) -> Timestamp {
    let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
    start.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// The wire form of a time: UTC with milliseconds, `2022-02-02T16:33:55.722Z`.
pub(crate) fn wire(time: Timestamp) -> String {
    format!("{time:.3}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_moves_only_when_told() {
        let mut clock = Clock::new(Some(Timestamp::UNIX_EPOCH));
        assert_eq!(clock.now(), Timestamp::UNIX_EPOCH);
        clock.advance(Duration::from_millis(1500));
        assert_eq!(wire(clock.now()), "1970-01-01T00:00:01.500Z");
        clock.advance(Duration::MAX);
        assert_eq!(clock.now(), Timestamp::MAX);
    }
}

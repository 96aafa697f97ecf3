//! The fake's own time: the system clock plus what a test has moved it forward.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// The system clock with an offset that only grows.
#[derive(Default)]
pub(crate) struct Clock {
    offset: Duration,
}

impl Clock {
    /// The current time of the fake.
    pub(crate) fn now(&self) -> Timestamp {
        later(Timestamp::now(), self.offset)
    }

    /// Moves the clock forward.
    pub(crate) fn advance(&mut self, by: Duration) {
        self.offset = self.offset.saturating_add(by);
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

//! Why there is no response.

use std::error::Error;
use std::fmt;

/// Why there is no response, or only a part of one.
///
/// What matters for the caller is whether the server may have seen the request: one that was never
/// sent can be repeated, whatever it does.
#[derive(Debug)]
pub struct TransportError {
    stage: Stage,
    cause: Cause,
    error: Box<dyn Error + Send + Sync>,
}

/// How far the request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Unsent,
    Sent,
}

/// What stopped it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cause {
    Broken,
    TimedOut,
}

impl TransportError {
    /// No connection was established: the server has not seen the request.
    #[must_use]
    pub fn connect(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { stage: Stage::Unsent, cause: Cause::Broken, error: error.into() }
    }

    /// The exchange broke off: the server may have seen the request.
    #[must_use]
    pub fn broken(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { stage: Stage::Sent, cause: Cause::Broken, error: error.into() }
    }

    /// It was a time limit that ended the exchange.
    #[must_use]
    pub fn timed_out(self) -> Self {
        Self { cause: Cause::TimedOut, ..self }
    }

    /// Whether the request was provably never sent.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.stage == Stage::Unsent
    }

    /// Whether a time limit ended the exchange.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.cause == Cause::TimedOut
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.stage, self.cause) {
            (Stage::Unsent, Cause::TimedOut) => "could not be reached within the time limit",
            (Stage::Unsent, Cause::Broken) => "could not be reached",
            (Stage::Sent, Cause::TimedOut) => "took longer than the time limit",
            (Stage::Sent, Cause::Broken) => "broke off",
        })
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(self.error.as_ref())
    }
}

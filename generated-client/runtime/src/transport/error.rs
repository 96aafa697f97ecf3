//! Why there is no response.

use std::error::Error;
use std::{fmt, io};

use crate::shown::Shown;

/// Why there is no response, or only a part of one.
///
/// What matters for the caller is whether the server may have seen the request: one that was never
/// sent can be repeated, whatever it does.
///
/// Its message ends with that of the innermost cause, so it has no
/// [`source`](std::error::Error::source); [`get_ref`](Self::get_ref) is the error it was made of.
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
    /// Another attempt would come to the same.
    Permanent,
}

/// How a connection fails that the other side closed.
const CLOSED: [io::ErrorKind; 4] = [
    io::ErrorKind::ConnectionReset,
    io::ErrorKind::ConnectionAborted,
    io::ErrorKind::BrokenPipe,
    io::ErrorKind::UnexpectedEof,
];

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

    /// The request cannot be sent.
    pub(super) fn unsendable(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::connect(error).permanent()
    }

    /// The URL is left out: it holds ids, and the client's error has the template.
    pub(super) fn from_reqwest(error: reqwest::Error) -> Self {
        let http = chain(&error).find_map(|cause| cause.downcast_ref::<hyper::Error>());
        // A connection that closes before it takes a request gives it back, and that is a cancellation.
        let unsent =
            error.is_connect() || error.is_builder() || http.is_some_and(hyper::Error::is_canceled);
        let cause = match http {
            _ if error.is_timeout() => Cause::TimedOut,
            // The answer is no HTTP, or has too many headers: so has the next one.
            Some(http) if http.is_parse() => Cause::Permanent,
            _ => Cause::Broken,
        };
        let stage = if unsent { Stage::Unsent } else { Stage::Sent };
        Self { stage, cause, error: error.without_url().into() }
    }

    /// It was a time limit that ended the exchange.
    #[must_use]
    pub fn timed_out(self) -> Self {
        Self { cause: Cause::TimedOut, ..self }
    }

    /// Another attempt would come to the same, so there is none.
    #[must_use]
    pub fn permanent(self) -> Self {
        Self { cause: Cause::Permanent, ..self }
    }

    /// The same with a text in place of what it was made of.
    pub(crate) fn retold(&self, text: String) -> Self {
        Self { stage: self.stage, cause: self.cause, error: text.into() }
    }

    /// Whether the server closed the connection instead of answering.
    pub(super) fn is_closed(&self) -> bool {
        let error: &(dyn Error + 'static) = self.error.as_ref();
        self.stage == Stage::Sent
            && chain(error).any(|cause| {
                let http = cause.downcast_ref::<hyper::Error>();
                let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
                http.is_some_and(hyper::Error::is_incomplete_message)
                    || io.is_some_and(|kind| CLOSED.contains(&kind))
            })
    }

    pub(crate) fn is_permanent(&self) -> bool {
        self.cause == Cause::Permanent
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
            (Stage::Unsent, _) => "could not be reached",
            (Stage::Sent, Cause::TimedOut) => "took longer than the time limit",
            (Stage::Sent, _) => "broke off",
        })?;
        match self.cause {
            Cause::TimedOut => Ok(()),
            Cause::Broken | Cause::Permanent => write!(f, ": {}", Shown(&self.root().to_string())),
        }
    }
}

impl TransportError {
    /// The error that it was made of, as it was given.
    #[must_use]
    pub fn get_ref(&self) -> &(dyn Error + Send + Sync + 'static) {
        self.error.as_ref()
    }

    /// The innermost cause, which says most: a refused connection, a certificate.
    fn root(&self) -> &(dyn Error + 'static) {
        let error: &(dyn Error + 'static) = self.error.as_ref();
        chain(error).last().unwrap_or(error)
    }
}

/// An error and what it was caused by, outermost first.
fn chain<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&cause| cause.source())
}

impl Error for TransportError {}

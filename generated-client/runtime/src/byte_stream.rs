//! The body of a response as a stream: handed out as it arrives, within limits.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use tokio::time::{Instant, Sleep, sleep_until};
use tracing::Span;

use crate::connections::HeldConnection;
use crate::error::{Error, Failure, Waited};
use crate::operation::Operation;
use crate::redact::KnownSecrets;
use crate::response::{Head, Trace};
use crate::telemetry;
use crate::transport::{Body, TransportError};

/// The body of a response while it arrives, from `send_streamed`: for downloads that should not, or
/// cannot, be in memory as a whole.
///
/// Pieces come in the order and in the sizes in which they were received. One is asked for at a time, so no
/// more than that is in memory, and a slow reader slows the sender down.
///
/// | limit | what ends the stream with an error |
/// |---|---|
/// | [`Limits::max_response_bytes`](crate::Limits::max_response_bytes), or [`limit`](Self::limit) | more bytes than that, in all |
/// | [`Limits::request_timeout`](crate::Limits::request_timeout) | nothing for so long while a piece is waited for |
/// | [`Limits::total_timeout`](crate::Limits::total_timeout), or `timeout` of the request | the time of the call and of its whole body |
///
/// The request is repeated as any other is until there is a response with a success status. What breaks off
/// after that is an error, which ends the stream; nothing of it was there twice. Until it ends or is dropped,
/// the stream holds one of [`Limits::max_connections`](crate::Limits::max_connections).
///
/// ```
/// use pingone_core::{ByteStream, Error};
///
/// /// Writes a download of at most 1 GiB to a file, or to anything else.
/// async fn save(download: ByteStream, file: &mut impl std::io::Write) -> std::io::Result<()> {
///     let mut download = download.limit(1024 * 1024 * 1024);
///     while let Some(piece) = download.next().await {
///         file.write_all(&piece.map_err(std::io::Error::other)?)?;
///     }
///     Ok(())
/// }
/// ```
#[must_use = "streams do nothing unless polled"]
pub struct ByteStream(Box<Inner>);

struct Inner {
    operation: &'static Operation,
    head: Head,
    trace: Trace,
    /// What the server was sent, and no text may show.
    secrets: KnownSecrets,
    /// The span of the call, which ends with the body.
    span: Span,
    begun: Instant,
    /// The largest body.
    limit: u64,
    /// What was handed out of it.
    read: u64,
    /// `None` at the end.
    arriving: Option<Arriving>,
}

/// What is still to come of a body, and when it comes too late.
pub(crate) struct Arriving {
    pub(crate) body: Body,
    /// Given back with the body.
    pub(crate) _connection: Option<HeldConnection>,
    /// The largest body, unless the caller says otherwise.
    pub(crate) max_bytes: usize,
    /// The longest time without a piece.
    pub(crate) pause: Duration,
    /// When the call ends, and how long it may take.
    pub(crate) deadline: Instant,
    pub(crate) limit: Duration,
    pub(crate) wait: Option<Pin<Box<Sleep>>>,
}

/// Why a body was given up.
#[derive(Debug, thiserror::Error)]
#[error("nothing of the body came for {} s", .0.as_secs_f64())]
struct Stalled(Duration);

/// What ends a body before its end.
enum Broken {
    Transport(TransportError),
    Deadline(Duration),
}

impl Arriving {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Broken>> {
        match self.body.poll_chunk(context).map_err(Broken::Transport)? {
            // Pieces that are always there must come to an end, too.
            Poll::Ready(Some(_)) if Instant::now() >= self.deadline => {
                return Poll::Ready(Err(Broken::Deadline(self.limit)));
            }
            Poll::Ready(Some(piece)) if piece.is_empty() => context.waker().wake_by_ref(),
            Poll::Ready(piece) => {
                self.wait = None;
                return Poll::Ready(Ok(piece));
            }
            Poll::Pending => {}
        }
        let (pause, deadline) = (self.pause, self.deadline);
        let next = || Box::pin(sleep_until((Instant::now() + pause).min(deadline)));
        let wait = self.wait.get_or_insert_with(next);
        wait.as_mut().poll(context).map(|()| match wait.deadline() < deadline {
            true => {
                let stalled = TransportError::broken(Stalled(pause)).timed_out();
                Err(Broken::Transport(stalled))
            }
            false => Err(Broken::Deadline(self.limit)),
        })
    }
}

impl ByteStream {
    pub(crate) fn new(
        operation: &'static Operation,
        (head, trace): (Head, Trace),
        secrets: KnownSecrets,
        span: Span,
        arriving: Option<Arriving>,
    ) -> Self {
        let limit = arriving.as_ref().map_or(0, |arriving| arriving.max_bytes as u64);
        let begun = Instant::now();
        Self(Box::new(Inner {
            operation,
            head,
            trace,
            secrets,
            span,
            begun,
            limit,
            read: 0,
            arriving,
        }))
    }

    /// Reads at most this many bytes, instead of
    /// [`Limits::max_response_bytes`](crate::Limits::max_response_bytes). A response that announces more fails
    /// before any of it is read, another one when there is too much of it.
    pub fn limit(mut self, bytes: u64) -> Self {
        self.0.limit = bytes;
        self
    }

    /// The next piece; `None` at the end, and after an error.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| self.0.poll(context)).await
    }

    /// The media type, as the response says (`Content-Type`).
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.0.head.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// How many bytes the response announces (`Content-Length`); not all do.
    #[must_use]
    pub fn announced(&self) -> Option<u64> {
        self.0.announced()
    }

    /// How many bytes were handed out.
    #[must_use]
    pub fn read(&self) -> u64 {
        self.0.read
    }
}

impl Inner {
    fn announced(&self) -> Option<u64> {
        self.head.headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let is_announced = self.announced().is_some_and(|bytes| bytes > self.limit);
        let Some(arriving) = &mut self.arriving else { return Poll::Ready(None) };
        if is_announced {
            return Poll::Ready(Some(Err(self.too_large())));
        }
        arriving.poll(context).map(|polled| match polled {
            Ok(Some(piece)) => {
                let read = self.read.saturating_add(piece.len() as u64);
                if read > self.limit {
                    return Some(Err(self.too_large()));
                }
                self.read = read;
                Some(Ok(piece))
            }
            Ok(None) => {
                self.arriving = None;
                None
            }
            Err(broken) => {
                let head = Some(self.head.clone());
                Some(Err(self.end(match broken {
                    Broken::Transport(error) => {
                        Failure::Transport { base: Box::default(), head, error }
                    }
                    Broken::Deadline(limit) => {
                        Failure::Deadline { limit, head, waited: Waited::Answer }
                    }
                })))
            }
        })
    }

    fn too_large(&mut self) -> Error {
        self.end(Failure::TooLarge { head: self.head.clone(), limit: self.limit })
    }

    /// Lets go of the connection, and makes the failure an error.
    fn end(&mut self, failure: Failure) -> Error {
        self.arriving = None;
        let Trace { attempts, elapsed } = self.trace;
        let trace = Trace { attempts, elapsed: elapsed + self.begun.elapsed() };
        let error = Error::new(self.operation, trace, failure, &self.secrets);
        telemetry::decoding_failed(&self.span, &error);
        error
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll(context)
    }
}

/// Shows how much there was, and not what: it may be a secret.
impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream")
            .field("read", &self.0.read)
            .field("announced", &self.announced())
            .field("limit", &self.0.limit)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;

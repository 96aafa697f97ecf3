//! One HTTP exchange: a request out, a bounded response in, within the time limit.

use std::future::poll_fn;
use std::mem;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::HeaderValue;
use http::header::USER_AGENT;
use tokio::time::{Instant, Sleep, sleep_until};
use tracing::Instrument as _;

use crate::connections::Connections;
use crate::error::ExchangeError;
use crate::limits::MAX_DURATION;
use crate::response::{Head, Wanted};
use crate::telemetry::{self, Purpose};
use crate::transport::{Body, Exchanged, Network, Outgoing, TransportError};

/// What every exchange has in common, with the API and with the token endpoint.
#[derive(Clone)]
pub(crate) struct Exchanges {
    pub(crate) network: Network,
    /// Whoever makes an exchange holds one of these meanwhile.
    pub(crate) connections: Arc<Connections>,
    pub(crate) user_agent: HeaderValue,
    /// The longest time, from connecting to the last byte of the body.
    pub(crate) timeout: Duration,
    /// The largest response body.
    pub(crate) max_response_bytes: usize,
}

impl Exchanges {
    /// Sends a request and reads the whole response; of a failure, what came of its body. The body of a
    /// success is left unread where it is wanted as a stream.
    ///
    /// The request is handed over at once and no part of the future, which stays small.
    pub(crate) fn exchange<'a>(
        &'a self,
        mut request: Outgoing,
        purpose: Purpose<'a>,
        wanted: Wanted,
        deadline: Option<Instant>,
    ) -> impl Future<Output = Result<Exchanged, ExchangeError>> + use<'a> {
        request.headers.entry(USER_AGENT).or_insert_with(|| self.user_agent.clone());
        let now = Instant::now();
        let timeout = End { at: now + self.timeout.min(MAX_DURATION), limit: Limit::Timeout };
        let deadline = deadline.map(|at| End { at, limit: Limit::Deadline });
        let end = deadline.filter(|deadline| deadline.at <= timeout.at).unwrap_or(timeout);
        let sent = (now < end.at).then(|| {
            let span = telemetry::exchange_span(&request, &purpose);
            let sending = span.in_scope(|| self.network.send(request));
            (span, sending)
        });
        async move {
            let (span, sending) = sent.ok_or(ExchangeError::Unsent)?;
            if span.is_disabled() {
                return self.run(sending, wanted, end).await;
            }
            let outcome = self.run(sending, wanted, end).instrument(span.clone()).await;
            telemetry::exchange_ended(&span, &outcome, &purpose);
            outcome
        }
    }

    async fn run(
        &self,
        sending: impl Future<Output = Result<(Head, Body), TransportError>>,
        wanted: Wanted,
        end: End,
    ) -> Result<Exchanged, ExchangeError> {
        // One timer for both parts of the exchange.
        let mut timer = pin!(sleep_until(end.at));
        let answered = before(timer.as_mut(), sending).await;
        let (head, body) = answered
            .ok_or_else(|| end.passed(None))?
            .map_err(|error| ExchangeError::Transport { head: None, error })?;
        if wanted.is_settled(head.status) {
            return Ok(Exchanged::whole(head, Bytes::new()));
        }
        if wanted == Wanted::Stream && head.status.is_success() {
            return Ok(Exchanged::begun(head, body));
        }
        let mut pieces = Pieces::default();
        match within(timer, read(&mut pieces, body, self.max_response_bytes)).await {
            // A torn, endless or late body of a failure hides nothing: the status says what
            // happened, and what came of the body may say why.
            _ if !head.status.is_success() => {}
            Some(Ok(Extent::Whole)) => {}
            Some(Ok(Extent::TooLarge)) => return Err(ExchangeError::TooLarge { head }),
            Some(Err(error)) => return Err(ExchangeError::Transport { head: Some(head), error }),
            None => return Err(end.passed(Some(head))),
        }
        Ok(Exchanged::whole(head, pieces.into_bytes()))
    }
}

/// When an exchange ends at the latest.
#[derive(Clone, Copy)]
struct End {
    at: Instant,
    limit: Limit,
}

/// Whose limit it is.
#[derive(Clone, Copy)]
enum Limit {
    /// The caller's.
    Deadline,
    /// That of every exchange.
    Timeout,
}

impl End {
    fn passed(self, head: Option<Head>) -> ExchangeError {
        match self.limit {
            Limit::Deadline => ExchangeError::Deadline { head },
            Limit::Timeout => ExchangeError::Transport {
                head,
                error: TransportError::broken(TooLate).timed_out(),
            },
        }
    }
}

/// Why an exchange was given up.
#[derive(Debug, thiserror::Error)]
#[error("the time limit has passed")]
struct TooLate;

/// What becomes of a future before the timer ends; `None` if the timer ends first.
///
/// When it goes on after a pause, the time is looked at first: what it would do next may be to send,
/// and nothing is sent at the end of the time or later. A timer may be late by a millisecond, so the
/// clock is asked.
pub(crate) async fn before<F: Future>(mut timer: Pin<&mut Sleep>, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut is_paused = false;
    poll_fn(|context| {
        if mem::replace(&mut is_paused, true) && Instant::now() >= timer.deadline() {
            return Poll::Ready(None);
        }
        match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => timer.as_mut().poll(context).map(|()| None),
        }
    })
    .await
}

/// What becomes of a future up to the end of the timer: what is there counts, however late it is
/// looked at.
async fn within<F: Future>(mut timer: Pin<&mut Sleep>, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => timer.as_mut().poll(context).map(|()| None),
    })
    .await
}

/// How much of a body was read.
enum Extent {
    Whole,
    /// Up to the limit; there is more.
    TooLarge,
}

/// A body as it arrives. Most come in one piece, which is not copied.
#[derive(Default)]
struct Pieces {
    first: Bytes,
    /// All pieces, once there are several.
    joined: BytesMut,
}

impl Pieces {
    fn len(&self) -> usize {
        self.first.len().max(self.joined.len())
    }

    fn push(&mut self, piece: Bytes) {
        if self.len() == 0 {
            self.first = piece;
            return;
        }
        if self.joined.is_empty() {
            self.joined.extend_from_slice(&self.first);
        }
        self.joined.extend_from_slice(&piece);
    }

    fn into_bytes(self) -> Bytes {
        if self.joined.is_empty() { self.first } else { self.joined.freeze() }
    }
}

/// Reads a body of at most `limit` bytes; what was read before a failure is there.
async fn read(pieces: &mut Pieces, mut body: Body, limit: usize) -> Result<Extent, TransportError> {
    while let Some(mut piece) = body.chunk().await? {
        if piece.is_empty() {
            // A stream of these is always ready, and the deadline must have a chance.
            tokio::task::yield_now().await;
        }
        let room = limit.saturating_sub(pieces.len());
        let extent = if piece.len() > room { Extent::TooLarge } else { Extent::Whole };
        piece.truncate(room);
        pieces.push(piece);
        if matches!(extent, Extent::TooLarge) {
            return Ok(extent);
        }
    }
    Ok(Extent::Whole)
}

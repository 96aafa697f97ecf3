//! One HTTP exchange: a request out, a bounded response in, within the time limit.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::USER_AGENT;
use http::{HeaderValue, Request, Response};
use tokio::time::error::Elapsed;
use tokio::time::{Instant, timeout_at};
use tracing::Instrument as _;

use crate::error::ExchangeError;
use crate::limits::MAX_DURATION;
use crate::response::Head;
use crate::telemetry::{self, Purpose};
use crate::transport::{Body, Transport, TransportError};

/// What every exchange has in common, with the API and with the token endpoint.
#[derive(Clone)]
pub(crate) struct Exchanges {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) user_agent: HeaderValue,
    /// The longest time, from connecting to the last byte of the body.
    pub(crate) timeout: Duration,
    /// The largest response body.
    pub(crate) max_response_bytes: usize,
}

impl Exchanges {
    /// Sends a request and reads the whole response; of a failure, what came of its body.
    pub(crate) async fn exchange(
        &self,
        mut request: Request<Bytes>,
        purpose: Purpose<'_>,
        deadline: Option<Instant>,
    ) -> Result<(Head, Bytes), ExchangeError> {
        request.headers_mut().entry(USER_AGENT).or_insert_with(|| self.user_agent.clone());
        let span = telemetry::exchange_span(&request, &purpose);
        let outcome = self.run(request, deadline).instrument(span.clone()).await;
        telemetry::exchange_ended(&span, &outcome, &purpose);
        outcome
    }

    async fn run(
        &self,
        request: Request<Bytes>,
        deadline: Option<Instant>,
    ) -> Result<(Head, Bytes), ExchangeError> {
        let timeout = Instant::now() + self.timeout.min(MAX_DURATION);
        let end = deadline.map_or(timeout, |deadline| deadline.min(timeout));
        let late = |head, elapsed| match deadline {
            Some(deadline) if deadline <= timeout => ExchangeError::Deadline { head },
            _ => ExchangeError::Transport {
                head,
                error: TransportError::broken(elapsed).timed_out(),
            },
        };
        let sent = timeout_at(end, self.transport.send(request)).await;
        let response = sent.map_err(|elapsed: Elapsed| late(None, elapsed))?;
        let response = response.map_err(|error| ExchangeError::Transport { head: None, error })?;
        let (parts, body) = Response::into_parts(response);
        let head = Head { status: parts.status, headers: parts.headers };
        let mut bytes = BytesMut::new();
        match timeout_at(end, read(&mut bytes, body, self.max_response_bytes)).await {
            // A torn, endless or late body of a failure hides nothing: the status says what
            // happened, and what came of the body may say why.
            _ if !head.status.is_success() => {}
            Ok(Ok(Extent::Whole)) => {}
            Ok(Ok(Extent::TooLarge)) => return Err(ExchangeError::TooLarge { head }),
            Ok(Err(error)) => return Err(ExchangeError::Transport { head: Some(head), error }),
            Err(elapsed) => return Err(late(Some(head), elapsed)),
        }
        Ok((head, bytes.freeze()))
    }
}

/// How much of a body was read.
enum Extent {
    Whole,
    /// Up to the limit; there is more.
    TooLarge,
}

/// Reads a body of at most `limit` bytes; what was read before a failure is there.
async fn read(
    bytes: &mut BytesMut,
    mut body: Body,
    limit: usize,
) -> Result<Extent, TransportError> {
    while let Some(chunk) = body.chunk().await? {
        if chunk.is_empty() {
            // A stream of these is always ready, and the deadline must have a chance.
            tokio::task::yield_now().await;
        }
        let room = limit.saturating_sub(bytes.len());
        bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if chunk.len() > room {
            return Ok(Extent::TooLarge);
        }
    }
    Ok(Extent::Whole)
}

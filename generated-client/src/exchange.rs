//! One HTTP exchange: a request out, a bounded response in, within the time limit.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::USER_AGENT;
use http::{HeaderValue, Request, Response};
use tokio::time::{Instant, timeout_at};
use tracing::Instrument as _;

use crate::limits::LONGEST;
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
    pub(crate) response_bytes: usize,
}

/// Why an exchange did not come to its end.
pub(crate) enum Broken {
    /// There is no response, or only its head.
    Transport { head: Option<Head>, error: TransportError },
    /// The body is larger than the limit.
    TooLarge { head: Head },
}

impl Exchanges {
    /// Sends a request and reads the whole response.
    pub(crate) async fn exchange(
        &self,
        mut request: Request<Bytes>,
        purpose: Purpose<'_>,
    ) -> Result<(Head, Bytes), Broken> {
        request.headers_mut().entry(USER_AGENT).or_insert_with(|| self.user_agent.clone());
        let span = telemetry::exchange_span(&request, &purpose);
        let outcome = self.run(request).instrument(span.clone()).await;
        telemetry::exchange_ended(&span, &outcome);
        outcome
    }

    async fn run(&self, request: Request<Bytes>) -> Result<(Head, Bytes), Broken> {
        let deadline = Instant::now() + self.timeout.min(LONGEST);
        let sent = timeout_at(deadline, self.transport.send(request)).await;
        let response =
            sent.unwrap_or_else(|elapsed| Err(TransportError::broken(elapsed).timed_out()));
        let response = response.map_err(|error| Broken::Transport { head: None, error })?;
        let (parts, body) = Response::into_parts(response);
        let head = Head { status: parts.status, headers: parts.headers };
        let read = timeout_at(deadline, read(body, self.response_bytes)).await;
        match read.unwrap_or_else(|elapsed| Err(TransportError::broken(elapsed).timed_out())) {
            Ok(Some(body)) => Ok((head, body)),
            // A torn or endless body of a failure hides nothing: the status says what happened.
            _ if !head.status.is_success() => Ok((head, Bytes::new())),
            Ok(None) => Err(Broken::TooLarge { head }),
            Err(error) => Err(Broken::Transport { head: Some(head), error }),
        }
    }
}

/// Reads a body of at most `limit` bytes; `None` if there are more.
async fn read(mut body: Body, limit: usize) -> Result<Option<Bytes>, TransportError> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = body.chunk().await? {
        if bytes.len() + chunk.len() > limit {
            return Ok(None);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Some(bytes.freeze()))
}

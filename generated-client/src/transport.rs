//! The one place through which every request of the client passes.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

use bytes::{Bytes, BytesMut};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method, StatusCode};

use crate::client::{Client, Parts};
use crate::error::{Error, ErrorBody, Failure};
use crate::operation::{Call, Operation, PreparedCall, Received, Trace};
use crate::response::Head;
use crate::retry;

/// No clock arithmetic beyond this, whatever the limit says.
const LONGEST_CALL: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The header of a [`SessionId`](crate::SessionId).
const SESSION_ID: &str = "x-ping-external-session-id";

impl Client {
    /// Sends a call and reads its response.
    ///
    /// Whatever holds for every request (authentication, limits, what counts as success) holds
    /// because it is done here.
    pub(crate) async fn execute(&self, call: Call) -> Result<Received, Error> {
        let operation = call.operation();
        let call = call.default_header(SESSION_ID, self.parts().session_id.as_ref());
        let call = call.prepare().map_err(|invalid| {
            Error::new(operation, Trace::default(), Failure::InvalidCall(invalid))
        })?;
        let Parts { seams, retry: policy, limits, .. } = self.parts();
        let started = seams.clock.now();
        let limit = call.options.timeout.unwrap_or(limits.total_timeout);
        let policy = call.options.retry.as_ref().unwrap_or(policy);
        let deadline = started + limit.min(LONGEST_CALL);
        let in_doubt = AtomicBool::new(false);
        let judge = |failure: &Failure| {
            in_doubt.fetch_or(retry::may_have_been_processed(failure), Ordering::Relaxed);
            retry::verdict(operation, failure, SystemTime::now())
        };
        let attempt = |_| self.attempt(operation, &call, deadline, limit, &in_doubt);
        let ended = retry::run(seams, policy, deadline, attempt, judge).await;
        let elapsed = seams.clock.now().saturating_duration_since(started);
        let trace = Trace { attempts: ended.attempts, elapsed };
        match ended.outcome {
            Ok((head, body)) => Ok(Received { operation, head, trace, body }),
            Err(failure) => Err(Error::new(operation, trace, failure)),
        }
    }

    /// One attempt: whatever is no success is a failure, and none reaches beyond the deadline.
    async fn attempt(
        &self,
        operation: &Operation,
        call: &PreparedCall,
        deadline: Instant,
        limit: Duration,
        in_doubt: &AtomicBool,
    ) -> Result<(Head, Bytes), Failure> {
        let left = deadline.saturating_duration_since(self.parts().seams.clock.now());
        let answer = tokio::time::timeout(left, self.exchange(call)).await;
        let (head, body) = answer.map_err(|_| Failure::Deadline(limit))??;
        // What an earlier attempt may have deleted is gone, as it should be.
        let gone = head.status == StatusCode::NOT_FOUND && operation.method == Method::DELETE;
        if head.status.is_success() || (gone && in_doubt.load(Ordering::Relaxed)) {
            return Ok((head, body));
        }
        Err(Failure::Status { body: ErrorBody::from_slice(&body), head })
    }

    /// Sends a call with the token in use, and once more with a new one if that is refused.
    ///
    /// A 401 is an answer of the front door: the request was not processed, so sending it again
    /// does nothing twice, whatever the method.
    async fn exchange(&self, call: &PreparedCall) -> Result<(Head, Bytes), Failure> {
        let token = self.tokens().get().await.map_err(Failure::Auth)?;
        let answer = self.send(call, token.header()).await?;
        if answer.0.status != StatusCode::UNAUTHORIZED {
            return Ok(answer);
        }
        self.tokens().invalidate(&token);
        match self.tokens().get().await {
            Ok(other) if other.header() != token.header() => self.send(call, other.header()).await,
            // There is no other token, so the refusal stands.
            _ => Ok(answer),
        }
    }

    async fn send(
        &self,
        call: &PreparedCall,
        authorization: HeaderValue,
    ) -> Result<(Head, Bytes), Failure> {
        let limit = self.limits().response_bytes;
        let url = format!("{}{}", self.hosts().api(), call.target);
        let mut request = self
            .http()
            .request(call.method.clone(), url)
            .headers(call.headers.clone())
            .header(ACCEPT, HeaderValue::from_static("application/json"))
            .header(AUTHORIZATION, authorization);
        if let Some(body) = &call.body {
            request = request
                .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
                .body(body.clone());
        }
        let response = request.send().await.map_err(|error| self.broken(None, error))?;
        let head = Head { status: response.status(), headers: response.headers().clone() };
        match read_body(response, limit).await {
            Ok(body) => Ok((head, body)),
            // A torn or endless body of a failure hides nothing: the status says what happened.
            Err(_) if !head.status.is_success() => Ok((head, Bytes::new())),
            Err(ReadFailure::TooLarge) => Err(Failure::TooLarge { head, limit }),
            Err(ReadFailure::Transport(error)) => Err(self.broken(Some(head), error)),
        }
    }

    /// The URL is left out: it holds ids, and the error has the template.
    fn broken(&self, head: Option<Head>, error: reqwest::Error) -> Failure {
        Failure::Transport { base: self.hosts().api().into(), head, error: error.without_url() }
    }
}

/// Why a body was not read to its end.
pub(crate) enum ReadFailure {
    Transport(reqwest::Error),
    TooLarge,
}

/// Reads a body of at most `limit` bytes.
pub(crate) async fn read_body(
    mut response: reqwest::Response,
    limit: usize,
) -> Result<Bytes, ReadFailure> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(ReadFailure::Transport)? {
        if body.len() + chunk.len() > limit {
            return Err(ReadFailure::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

#[cfg(test)]
mod retry_tests;
#[cfg(test)]
mod tests;

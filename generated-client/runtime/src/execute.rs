//! The one place through which every request of the client passes.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderValue, Method, Request, StatusCode};
use tokio::runtime::Handle;
use tokio::time::Instant;
use tracing::Instrument as _;

use crate::auth::{CachedToken, Challenge, challenge};
use crate::call::{Call, PreparedCall};
use crate::connections::Connection;
use crate::core::{Core, Parts};
use crate::error::{
    DetailCode, Error, ErrorBody, ExchangeError, Failure, InvalidCall, TokenError, Waited,
    may_have_been_processed,
};
use crate::limits::MAX_DURATION;
use crate::operation::Operation;
use crate::received::Received;
use crate::response::{Head, Trace};
use crate::retry;
use crate::secret::Secret;
use crate::telemetry::{self, Purpose};

/// The header of a [`SessionId`](crate::SessionId).
const SESSION_ID: &str = "x-ping-external-session-id";

/// A call while attempts are made.
struct RunningCall<'c> {
    operation: &'static Operation,
    call: PreparedCall,
    limit: Duration,
    deadline: std::time::Instant,
    core: &'c Core,
    /// Whether an attempt that failed may have been processed.
    maybe_processed: AtomicBool,
    /// How often the request was sent.
    sent: AtomicU32,
    /// Why the last attempt had no token.
    no_token: Mutex<Option<Arc<TokenError>>>,
}

/// A response of the API; of a failure, the body may be a part only.
struct Answer {
    head: Head,
    body: Bytes,
    /// What the request was sent with.
    token: Arc<CachedToken>,
}

impl Core {
    /// Sends a call and reads its response.
    ///
    /// Whatever holds for every request (authentication, limits, what counts as success) holds
    /// because it is done here.
    #[doc(hidden)]
    pub async fn execute(&self, call: Call) -> Result<Received, Error> {
        let operation = call.operation();
        let span = telemetry::call_span(operation);
        let call = call.default_header(SESSION_ID, self.parts().session_id.as_ref());
        let prepared = call.prepare().and_then(|call| match Handle::try_current() {
            Ok(_) => Ok(call),
            Err(_) => Err(InvalidCall::NoRuntime),
        });
        let outcome = match prepared {
            // Boxed, so that the futures of callers stay small.
            Ok(call) => Box::pin(self.run(operation, call)).instrument(span.clone()).await,
            Err(invalid) => {
                Err(Error::new(operation, Trace::default(), Failure::InvalidCall(invalid)))
            }
        };
        telemetry::call_ended(&span, &outcome);
        outcome.map(|(head, body, trace)| Received { operation, head, trace, body, span })
    }

    /// Makes attempts until the call succeeds, fails for good, or its time is up.
    async fn run(
        &self,
        operation: &'static Operation,
        call: PreparedCall,
    ) -> Result<(Head, Bytes, Trace), Error> {
        let Parts { seams, retry, limits, .. } = self.parts();
        let started = seams.clock.now();
        let limit = call.options.timeout.unwrap_or(limits.total_timeout);
        let policy = call.options.retry.clone();
        let policy = policy.as_ref().unwrap_or(retry);
        let running = RunningCall {
            operation,
            call,
            limit,
            deadline: started + limit.min(MAX_DURATION),
            core: self,
            maybe_processed: AtomicBool::new(false),
            sent: AtomicU32::new(0),
            no_token: Mutex::default(),
        };
        let trace = |attempts| {
            let elapsed = seams.clock.now().saturating_duration_since(started);
            Trace { attempts, elapsed }
        };
        let attempt = async |number| {
            let outcome = running.attempt().await;
            outcome.map_err(|failure| Error::new(operation, trace(number), failure))
        };
        let judge = |error: &Error| {
            let maybe_processed = may_have_been_processed(error.failure());
            running.maybe_processed.fetch_or(maybe_processed, Ordering::Relaxed);
            retry::verdict(operation, policy, error, SystemTime::now())
        };
        let ended = retry::run(seams, policy, running.deadline, attempt, judge).await;
        ended.outcome.map(|(head, body)| (head, body, trace(ended.attempts)))
    }
}

impl RunningCall<'_> {
    /// One attempt, which ends at the deadline at the latest. Every status but success is a failure.
    async fn attempt(&self) -> Result<(Head, Bytes), Failure> {
        let left = self.deadline.saturating_duration_since(self.parts().seams.clock.now());
        let cutoff = tokio::time::Instant::now() + left;
        let Answer { head, body, token } = self.authorised(cutoff).await?;
        // What an earlier attempt may have deleted is gone, as it should be.
        let is_delete = self.operation.method == Method::DELETE;
        let gone = head.status == StatusCode::NOT_FOUND && is_delete;
        if head.status.is_success() || (gone && self.maybe_processed.load(Ordering::Relaxed)) {
            return Ok((head, body));
        }
        let mut secrets = self.call.secrets.clone();
        secrets.extend(bearer(&token.header()));
        let body = ErrorBody::read(&self.operation.api.errors, &body, &secrets);
        Err(Failure::Status { body: body.map(Box::new), head })
    }

    /// Sends the call with the token in use, and once more with a new one if that is refused.
    ///
    /// With 401, PingOne refused the request before processing it, so sending it again is safe with any
    /// method. It takes from the retry budget.
    async fn authorised(&self, cutoff: Instant) -> Result<Answer, Failure> {
        let tokens = &self.parts().tokens;
        self.token(cutoff).await?;
        let answer = self.send(cutoff).await?;
        if answer.head.status != StatusCode::UNAUTHORIZED || self.lacks_permission(&answer) {
            return Ok(answer);
        }
        if tokens.replace(&answer.token).is_none() {
            return Ok(answer);
        }
        match self.token(cutoff).await {
            Ok(other) if other.header() != answer.token.header() => {
                let answer = self.send(cutoff).await?;
                if answer.head.status.is_success() {
                    tokens.replaced();
                }
                Ok(answer)
            }
            // Why there is no other token is what the caller has to mend.
            Err(failure @ Failure::Auth(_)) => Err(failure),
            // The source has no other, or is too slow: the refusal stands.
            Ok(_) | Err(_) => Ok(answer),
        }
    }

    /// Sends the call with the token in use.
    async fn send(&self, cutoff: Instant) -> Result<Answer, Failure> {
        let Parts { exchanges, deprecations, .. } = self.parts();
        let (_connection, token) = self.connection(cutoff).await?;
        let request = self.request(token.header()).map_err(Failure::InvalidCall)?;
        let resends = self.sent.fetch_add(1, Ordering::Relaxed);
        let purpose = Purpose { template: self.operation.template, resends };
        let answer = exchanges.exchange(request, purpose, Some(cutoff)).await;
        let (head, body) = answer.map_err(|broken| match broken {
            ExchangeError::TooLarge { head } => {
                Failure::TooLarge { head, limit: exchanges.max_response_bytes }
            }
            ExchangeError::Transport { head, error } => {
                Failure::Transport { base: self.parts().hosts.api().into(), head, error }
            }
            ExchangeError::Deadline { head } => {
                Failure::Deadline { limit: self.limit, head, waited: Waited::Answer }
            }
        })?;
        deprecations.note(self.operation, &head.headers);
        Ok(Answer { head, body, token })
    }

    /// Waits until the request may be sent. By then, the token may be another one.
    async fn connection(
        &self,
        cutoff: Instant,
    ) -> Result<(Connection<'_>, Arc<CachedToken>), Failure> {
        let Parts { exchanges, pace, tokens, .. } = self.parts();
        if let Some(pace) = pace {
            self.in_time(cutoff, Waited::Turn, pace.turn()).await?;
        }
        loop {
            let connection = exchanges.connections.for_call();
            let connection = self.in_time(cutoff, Waited::Connection, connection).await?;
            if let Some(token) = tokens.in_use() {
                return Ok((connection, token));
            }
            // Nobody waits for a token with a connection in hand.
            drop(connection);
            self.token(cutoff).await?;
        }
    }

    async fn token(&self, cutoff: Instant) -> Result<Arc<CachedToken>, Failure> {
        let left = cutoff.saturating_duration_since(Instant::now());
        let failure = self.no_token().take();
        let token = self.in_time(cutoff, Waited::Token, self.parts().tokens.get(left, failure));
        token.await?.map_err(|failure| {
            *self.no_token() = Some(Arc::clone(&failure));
            Failure::Auth(failure)
        })
    }

    /// Awaits a part of the attempt that sends nothing, until the deadline.
    async fn in_time<F: Future>(
        &self,
        cutoff: Instant,
        waited: Waited,
        part: F,
    ) -> Result<F::Output, Failure> {
        let late = |_| Failure::Deadline { limit: self.limit, head: None, waited };
        tokio::time::timeout_at(cutoff, part).await.map_err(late)
    }

    fn request(&self, authorization: HeaderValue) -> Result<Request<Bytes>, InvalidCall> {
        let call = &self.call;
        let url = format!("{}{}", self.parts().hosts.api(), call.target);
        let body = call.body.clone().unwrap_or_default();
        let mut request = Request::new(body);
        *request.method_mut() = call.method.clone();
        *request.uri_mut() = url.parse().map_err(|_| InvalidCall::Target)?;
        let headers = request.headers_mut();
        headers.clone_from(&call.headers);
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(self.parts().authorization.clone(), authorization);
        if call.body.is_some() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        Ok(request)
    }

    /// Whether a refusal is about what the caller may do: another token would not help.
    fn lacks_permission(&self, answer: &Answer) -> bool {
        let body = ErrorBody::read(&self.operation.api.errors, &answer.body, &[]);
        let body = body.unwrap_or_default();
        let is_token_bad = body.has_detail(&DetailCode::InvalidToken);
        body.lacks_permission()
            || (!is_token_bad
                && challenge(&answer.head.headers) == Some(Challenge::InsufficientScope))
    }

    /// The value is whole at any time, so a panic elsewhere does not matter.
    fn no_token(&self) -> MutexGuard<'_, Option<Arc<TokenError>>> {
        self.no_token.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn parts(&self) -> &Parts {
        self.core.parts()
    }
}

/// The token or key that a request was sent with.
fn bearer(authorization: &HeaderValue) -> Option<Secret> {
    let text = authorization.to_str().ok()?;
    Some(Secret::from(text.strip_prefix("Bearer ").unwrap_or(text)))
}

#[cfg(test)]
mod connection_tests;
#[cfg(test)]
mod failure_tests;
#[cfg(test)]
mod outage_tests;
#[cfg(test)]
mod retry_tests;
#[cfg(test)]
mod tests;

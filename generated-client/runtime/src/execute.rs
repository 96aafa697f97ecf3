//! The one place through which every request of the client passes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderValue, Method, Request, StatusCode};
use tokio::runtime::Handle;
use tokio::time::Instant;
use tracing::Instrument as _;

use crate::auth::CachedToken;
use crate::call::{Call, PreparedCall};
use crate::core::{Core, Parts};
use crate::error::{
    Error, ErrorBody, ExchangeError, Failure, InvalidCall, Waited, may_have_been_processed,
};
use crate::limits::MAX_DURATION;
use crate::operation::Operation;
use crate::received::Received;
use crate::redact::{KnownSecrets, Redactor};
use crate::response::{Head, Trace};
use crate::retry;
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
    /// What the server was sent, and no text may show.
    secrets: &'c KnownSecrets,
    /// Whether an attempt that failed may have been processed.
    maybe_processed: AtomicBool,
    /// How often the request was sent.
    sent: AtomicU32,
}

/// A response of the API; of a failure, the body may be a part only.
struct Answer {
    head: Head,
    body: Bytes,
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
        let mut prepared = call.prepare().and_then(|call| match Handle::try_current() {
            Ok(_) => Ok(call),
            Err(_) => Err(InvalidCall::NoRuntime),
        });
        let own = prepared.as_mut().map(|call| std::mem::take(&mut call.secrets));
        let secrets = self.secrets(own.unwrap_or_default());
        let outcome = match prepared {
            // Boxed, so that the futures of callers stay small.
            Ok(call) => {
                Box::pin(self.run(operation, call, &secrets)).instrument(span.clone()).await
            }
            Err(invalid) => {
                let failure = Failure::InvalidCall(invalid);
                Err(Error::new(operation, Trace::default(), failure, &secrets))
            }
        };
        telemetry::call_ended(&span, &outcome, &secrets);
        outcome.map(|(head, body, trace)| Received { operation, head, trace, body, secrets, span })
    }

    /// Makes attempts until the call succeeds, fails for good, or its time is up.
    async fn run(
        &self,
        operation: &'static Operation,
        call: PreparedCall,
        secrets: &KnownSecrets,
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
            secrets,
            maybe_processed: AtomicBool::new(false),
            sent: AtomicU32::new(0),
        };
        let trace = |attempts| {
            let elapsed = seams.clock.now().saturating_duration_since(started);
            Trace { attempts, elapsed }
        };
        let attempt = async |number| {
            let outcome = running.attempt().await;
            outcome.map_err(|failure| Error::new(operation, trace(number), failure, secrets))
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
        let Answer { head, body } = self.authorised(cutoff).await?;
        // What an earlier attempt may have deleted is gone, as it should be.
        let is_delete = self.operation.method == Method::DELETE;
        let gone = head.status == StatusCode::NOT_FOUND && is_delete;
        if head.status.is_success() || (gone && self.maybe_processed.load(Ordering::Relaxed)) {
            return Ok((head, body));
        }
        let redactor = self.secrets.redactor();
        let body = ErrorBody::read(&self.operation.api.errors, &body, &redactor);
        Err(Failure::Status { body: body.map(Box::new), head })
    }

    /// Sends the call with the token in use, and once more with a new one if that is refused.
    ///
    /// With 401, PingOne refused the request before processing it, so sending it again is safe with any
    /// method.
    async fn authorised(&self, cutoff: Instant) -> Result<Answer, Failure> {
        let tokens = &self.parts().tokens;
        let token = self.token(cutoff).await?;
        let answer = self.send(token.header(), cutoff).await?;
        if answer.head.status != StatusCode::UNAUTHORIZED || self.lacks_permission(&answer.body) {
            return Ok(answer);
        }
        tokens.invalidate(&token);
        match self.token(cutoff).await {
            Ok(other) if other.header() != token.header() => {
                self.send(other.header(), cutoff).await
            }
            // Why there is no other token is what the caller has to mend.
            Err(failure @ Failure::Auth(_)) => Err(failure),
            // The source has no other, or is too slow: the refusal stands.
            Ok(_) | Err(_) => Ok(answer),
        }
    }

    async fn send(&self, authorization: HeaderValue, cutoff: Instant) -> Result<Answer, Failure> {
        let Parts { exchanges, deprecations, pace, .. } = self.parts();
        let request = self.request(authorization).map_err(Failure::InvalidCall)?;
        if let Some(pace) = pace {
            self.in_time(cutoff, Waited::Turn, pace.turn()).await?;
        }
        let resends = self.sent.fetch_add(1, Ordering::Relaxed);
        let template = self.operation.template;
        let purpose = Purpose::Call { template, resends, secrets: self.secrets };
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
        deprecations.note(self.operation, &head.headers, self.secrets);
        Ok(Answer { head, body })
    }

    async fn token(&self, cutoff: Instant) -> Result<Arc<CachedToken>, Failure> {
        let left = cutoff.saturating_duration_since(Instant::now());
        let token = self.parts().tokens.get(left);
        self.in_time(cutoff, Waited::Token, token).await?.map_err(Failure::Auth)
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
    fn lacks_permission(&self, body: &[u8]) -> bool {
        ErrorBody::read(&self.operation.api.errors, body, &Redactor::default())
            .is_some_and(|body| body.lacks_permission())
    }

    fn parts(&self) -> &Parts {
        self.core.parts()
    }
}

#[cfg(test)]
mod failure_tests;
#[cfg(test)]
mod quote_tests;
#[cfg(test)]
mod retry_tests;
#[cfg(test)]
mod tests;

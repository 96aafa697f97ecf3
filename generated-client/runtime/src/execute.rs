//! The one place through which every request of the client passes.

use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderValue, Method, StatusCode};
use tokio::runtime::Handle;
use tokio::time::{Instant, sleep_until};
use tracing::Instrument as _;
use url::Url;

use crate::auth::{Access, CachedToken, Challenge, TokenCache, challenge};
use crate::byte_stream::Arriving;
use crate::call::{Call, PreparedCall};
use crate::connections::Connection;
use crate::core::{Core, Parts};
use crate::error::{
    DetailCode, Error, ErrorBody, ExchangeError, Failure, InvalidCall, TokenError, Waited,
    may_have_been_processed,
};
use crate::exchange::before;
use crate::lenient::is_compressed;
use crate::limits::MAX_DURATION;
use crate::operation::Operation;
use crate::received::Received;
use crate::redact::{KnownSecrets, Redactor};
use crate::response::{Head, Trace, Wanted};
use crate::retry;
use crate::scheme::Ways;
use crate::telemetry::{self, Purpose};
use crate::transport::{Exchanged, Outgoing};

/// The header of a [`SessionId`](crate::SessionId).
const SESSION_ID: &str = "x-ping-external-session-id";

/// A call while attempts are made.
struct RunningCall<'c> {
    operation: &'static Operation,
    call: PreparedCall,
    url: Url,
    /// What it is sent with.
    access: Access<'c>,
    started: std::time::Instant,
    limit: Duration,
    deadline: std::time::Instant,
    core: &'c Core,
    /// What the server was sent, and no text may show.
    secrets: &'c KnownSecrets,
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
    /// The body of a success that is wanted as a stream.
    arriving: Option<Arriving>,
    /// The token that the request was sent with, if it was sent with one.
    token: Option<Arc<CachedToken>>,
}

impl Core {
    /// Sends a call and reads its response.
    ///
    /// Whatever holds for every request (authentication, limits, what counts as success) holds
    /// because it is done here.
    #[doc(hidden)]
    pub async fn execute(&self, mut call: Call) -> Result<Received, Error> {
        let operation = call.operation();
        let span = telemetry::call_span(operation);
        let secrets = self.secrets(call.take_secrets());
        let outcome = match self.begin(call, &secrets) {
            // Boxed, so that the futures of callers stay small.
            Ok(call) if span.is_disabled() => Box::pin(call.run()).await,
            Ok(call) => Box::pin(call.run()).instrument(span.clone()).await,
            Err(invalid) => {
                let failure = Failure::InvalidCall(invalid);
                Err(Error::new(operation, Trace::default(), failure, &secrets))
            }
        };
        let seen = outcome.as_ref().map(|(answer, trace)| (&answer.head, *trace));
        telemetry::call_ended(&span, seen, &secrets);
        outcome.map(|(answer, trace)| {
            let Answer { head, body, arriving, .. } = answer;
            Received { operation, head, trace, body, arriving, secrets, span }
        })
    }

    /// Starts the clock of a call, unless it cannot be sent.
    fn begin<'c>(
        &'c self,
        call: Call,
        secrets: &'c KnownSecrets,
    ) -> Result<RunningCall<'c>, InvalidCall> {
        let Parts { seams, limits, session_id, keys, .. } = self.parts();
        let operation = call.operation();
        let base = self.base(call.own_server())?;
        let call = call.default_header(SESSION_ID, session_id.as_ref()).prepare()?;
        let url = call.url(&base)?;
        let ways = call.security.unwrap_or_default();
        let access = keys.access(call.security).ok_or(InvalidCall::NoCredentials(Ways(ways)))?;
        Handle::try_current().map_err(|_| InvalidCall::NoRuntime)?;
        let started = seams.clock.now();
        let limit = call.options.timeout.unwrap_or(limits.total_timeout);
        Ok(RunningCall {
            operation,
            call,
            url,
            access,
            started,
            limit,
            deadline: started + limit.min(MAX_DURATION),
            core: self,
            secrets,
            maybe_processed: AtomicBool::new(false),
            sent: AtomicU32::new(0),
            no_token: Mutex::default(),
        })
    }
}

impl RunningCall<'_> {
    /// Makes attempts until the call succeeds, fails for good, or its time is up.
    async fn run(self) -> Result<(Answer, Trace), Error> {
        let Parts { seams, retry, .. } = self.parts();
        let policy = self.call.options.retry.as_ref().unwrap_or(retry);
        let trace = |attempts| {
            let elapsed = seams.clock.now().saturating_duration_since(self.started);
            Trace { attempts, elapsed }
        };
        let attempt = async |number| {
            let outcome = self.attempt().await;
            outcome
                .map_err(|failure| Error::new(self.operation, trace(number), failure, self.secrets))
        };
        let judge = |error: &Error| {
            let maybe_processed = may_have_been_processed(error.failure());
            self.maybe_processed.fetch_or(maybe_processed, Ordering::Relaxed);
            retry::verdict(self.operation, policy, error, SystemTime::now())
        };
        let ended = retry::run(seams, policy, self.deadline, attempt, judge).await;
        ended.outcome.map(|answer| (answer, trace(ended.attempts)))
    }

    /// One attempt, which ends at the deadline at the latest. Every status but success is a failure.
    async fn attempt(&self) -> Result<Answer, Failure> {
        let cutoff = Instant::now() + self.left().ok_or_else(|| self.too_late())?;
        let answer = self.authorised(cutoff).await?;
        let status = answer.head.status;
        if status.is_success() || self.wanted().is_settled(status) {
            return Ok(answer);
        }
        let Answer { head, body, .. } = answer;
        let redactor = self.secrets.redactor();
        let said = ErrorBody::read(&self.operation.api.errors, &body, &redactor);
        let is_compressed = said.is_none() && is_compressed(&head, &body);
        let kept = ErrorBody::keep(&body, &redactor).filter(|_| !is_compressed);
        Err(Failure::Status { body: said.map(Box::new), said: kept, is_compressed, head })
    }

    /// Sends the call with the token in use, and once more with a new one if that is refused.
    ///
    /// With 401, PingOne refused the request before processing it, so sending it again is safe with any
    /// method. It takes from the retry budget.
    async fn authorised(&self, cutoff: Instant) -> Result<Answer, Failure> {
        if let Some(tokens) = self.access.tokens {
            self.token(tokens, cutoff).await?;
        }
        let answer = self.send(cutoff).await?;
        let (Some(tokens), Some(token)) = (self.access.tokens, &answer.token) else {
            return Ok(answer);
        };
        if answer.head.status != StatusCode::UNAUTHORIZED || self.lacks_permission(&answer) {
            return Ok(answer);
        }
        if tokens.replace(token).is_none() {
            return Ok(answer);
        }
        match self.token(tokens, cutoff).await {
            Ok(other) if other.header() != token.header() => {
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
        let (connection, token) = self.connection(cutoff).await?;
        let authorization = token.as_ref().map(|token| token.header());
        authorization.iter().for_each(|header| self.secrets.authorised_with(header));
        let request = self.request(authorization);
        let resends = self.sent.fetch_add(1, Ordering::Relaxed);
        let template = self.operation.template;
        let purpose = Purpose::Call { template, resends, secrets: self.secrets };
        let answer = exchanges.exchange(request, purpose, self.wanted(), Some(cutoff)).await;
        let Exchanged { head, body, arriving } = answer.map_err(|broken| match broken {
            ExchangeError::TooLarge { head } => {
                Failure::TooLarge { head, limit: exchanges.max_response_bytes as u64 }
            }
            ExchangeError::Transport { head, error } => {
                Failure::Transport { base: self.parts().hosts.api().into(), head, error }
            }
            ExchangeError::Unsent => self.too_late(),
            ExchangeError::Deadline { head } => {
                Failure::Deadline { limit: self.limit, head, waited: Waited::Answer }
            }
        })?;
        deprecations.note(self.operation, &head.headers, self.secrets);
        let arriving = arriving.map(|body| Arriving {
            body,
            _connection: connection.hold(&exchanges.connections),
            max_bytes: exchanges.max_response_bytes,
            pause: exchanges.timeout.min(MAX_DURATION),
            deadline: cutoff,
            limit: self.limit,
            wait: None,
        });
        Ok(Answer { head, body, arriving, token })
    }

    /// Waits until the request may be sent. By then, the token may be another one.
    async fn connection(
        &self,
        cutoff: Instant,
    ) -> Result<(Connection<'_>, Option<Arc<CachedToken>>), Failure> {
        let Parts { exchanges, pace, .. } = self.parts();
        if let Some(pace) = pace {
            self.in_time(cutoff, Waited::Turn, pace.turn()).await?;
        }
        loop {
            let connections = &exchanges.connections;
            let connection = match connections.free() {
                Some(connection) => connection,
                None => self.in_time(cutoff, Waited::Connection, connections.for_call()).await?,
            };
            let token = self.access.tokens.map(|tokens| (tokens, tokens.in_use()));
            if let Some((tokens, None)) = token {
                // Nobody waits for a token with a connection in hand.
                drop(connection);
                self.token(tokens, cutoff).await?;
                continue;
            }
            // Whatever came before may have taken time by the client's clock alone.
            self.left().ok_or_else(|| self.too_late())?;
            return Ok((connection, token.and_then(|(_, token)| token)));
        }
    }

    async fn token(
        &self,
        tokens: &TokenCache,
        cutoff: Instant,
    ) -> Result<Arc<CachedToken>, Failure> {
        if let Some(token) = tokens.ready() {
            return Ok(token);
        }
        let left = self.left().ok_or_else(|| self.too_late())?;
        let failure = self.no_token().take();
        let token = self.in_time(cutoff, Waited::Token, tokens.get(left, failure));
        let token = token.await?.map_err(|failure| {
            *self.no_token() = Some(Arc::clone(&failure));
            Failure::Auth(failure)
        })?;
        self.left().ok_or_else(|| self.too_late())?;
        Ok(token)
    }

    /// The time that is left by the client's clock, in which something may be sent.
    fn left(&self) -> Option<Duration> {
        let left = self.deadline.saturating_duration_since(self.parts().seams.clock.now());
        (!left.is_zero()).then_some(left)
    }

    fn too_late(&self) -> Failure {
        Failure::Deadline { limit: self.limit, head: None, waited: Waited::Nothing }
    }

    /// Awaits what comes before the request, a token request included, until the deadline.
    async fn in_time<F: Future>(
        &self,
        cutoff: Instant,
        waited: Waited,
        part: F,
    ) -> Result<F::Output, Failure> {
        let timer = pin!(sleep_until(cutoff));
        let late = || Failure::Deadline { limit: self.limit, head: None, waited };
        before(timer, part).await.ok_or_else(late)
    }

    fn request(&self, authorization: Option<HeaderValue>) -> Outgoing {
        let PreparedCall { method, headers, body, .. } = &self.call;
        let (method, mut headers, body) = (method.clone(), headers.clone(), body.clone());
        // A call of other media types says so itself.
        let json = || HeaderValue::from_static("application/json");
        headers.entry(ACCEPT).or_insert_with(json);
        if let Some(authorization) = authorization {
            headers.insert(self.parts().authorization.clone(), authorization);
        }
        let mut url = self.url.clone();
        self.access.authorise(&mut headers, &mut url);
        if body.is_some() {
            headers.entry(CONTENT_TYPE).or_insert_with(json);
        }
        Outgoing { method, url, headers, body }
    }

    /// What an earlier attempt may have deleted is gone, as it should be. Where a DELETE brings a value,
    /// there is none then, and 404 is the honest answer.
    fn wanted(&self) -> Wanted {
        let may_be_gone = self.maybe_processed.load(Ordering::Relaxed);
        match self.call.options.wanted {
            Wanted::Status if may_be_gone && self.operation.method == Method::DELETE => {
                Wanted::Absence
            }
            wanted => wanted,
        }
    }

    /// Whether a refusal is about what the caller may do: another token would not help.
    fn lacks_permission(&self, answer: &Answer) -> bool {
        let body = ErrorBody::read(&self.operation.api.errors, &answer.body, &Redactor::default());
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

#[cfg(test)]
mod connection_tests;
#[cfg(test)]
mod deadline_tests;
#[cfg(test)]
mod failure_tests;
#[cfg(test)]
mod outage_tests;
#[cfg(test)]
mod quote_tests;
#[cfg(test)]
mod retry_tests;
#[cfg(test)]
mod tests;

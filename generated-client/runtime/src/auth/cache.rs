//! The token of a client: fetched when first needed, shared, and replaced before it expires.
//!
//! What holds, and a test for each:
//! - a thousand concurrent first calls ask for one token;
//! - while a token is valid, only the caller that refreshes it early waits;
//! - a failed refresh never displaces a valid token, and failures are not remembered;
//! - a refused token is dropped only if it is still the one in use;
//! - if the caller that asks is dropped, one that waits asks instead;
//! - no task is spawned, and no lock is held while waiting.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use http::HeaderValue;
use tokio::sync::watch;

use super::source::{AccessToken, TokenSource};
use crate::clock::Clock;
use crate::error::TokenError;
use crate::retry::{Jitter, Seams};

/// How long before its expiry a token is refreshed, at most; a tenth of its life if that is less.
/// Jitter doubles it at most, so that processes started together do not ask together.
const MAX_MARGIN: Duration = Duration::from_secs(300);

/// After a failed early refresh the valid token is used for this long before the next one.
const REFRESH_PAUSE: Duration = Duration::from_secs(10);

/// The longest that a caller with a valid token waits for a newer one.
const MAX_REFRESH_WAIT: Duration = Duration::from_secs(5);

/// A token that requests are sent with.
pub(crate) struct CachedToken {
    header: HeaderValue,
    expires_at: Option<Instant>,
}

impl CachedToken {
    /// The value of the `Authorization` header, marked as sensitive.
    pub(crate) fn header(&self) -> HeaderValue {
        self.header.clone()
    }

    fn is_valid(&self, now: Instant) -> bool {
        self.expires_at.is_none_or(|expiry| now < expiry)
    }
}

type Outcome = Result<Arc<CachedToken>, Arc<TokenError>>;

/// The token of a client and whoever is getting the next one.
pub(crate) struct TokenCache {
    source: Arc<dyn TokenSource>,
    clock: Arc<dyn Clock>,
    jitter: Jitter,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Option<Arc<CachedToken>>,
    /// When the token is refreshed; `None` if it never is.
    refresh_at: Option<Instant>,
    pending: Option<Pending>,
    /// Requests for a token so far.
    requests: u64,
}

/// A request for a token whose answer is awaited.
struct Pending {
    number: u64,
    outcome: watch::Receiver<Option<Outcome>>,
}

/// A token that was just issued.
struct Fresh {
    token: Arc<CachedToken>,
    refresh_at: Option<Instant>,
}

enum Role<'c> {
    Use(Arc<CachedToken>),
    Lead(Leader<'c>),
    Follow(watch::Receiver<Option<Outcome>>),
}

/// The caller that asks for the token. If it is dropped, one of the callers that wait takes over.
struct Leader<'c> {
    cache: &'c TokenCache,
    number: u64,
    outcome: watch::Sender<Option<Outcome>>,
    /// Used if the refresh fails.
    valid: Option<Arc<CachedToken>>,
}

impl TokenCache {
    pub(crate) fn new(source: Arc<dyn TokenSource>, seams: &Seams) -> Self {
        let (clock, jitter) = (Arc::clone(&seams.clock), Arc::clone(&seams.jitter));
        Self { source, clock, jitter, state: Mutex::default() }
    }

    /// A valid token. Who has one waits for a newer one no longer than half of the time `left`.
    pub(crate) async fn get(&self, left: Duration) -> Outcome {
        loop {
            match self.role() {
                Role::Use(token) => return Ok(token),
                Role::Lead(leader) => return leader.fetch(MAX_REFRESH_WAIT.min(left / 2)).await,
                Role::Follow(mut outcome) => {
                    // An error means that the leader was dropped: somebody else has to lead.
                    if outcome.changed().await.is_ok()
                        && let Some(outcome) = outcome.borrow().clone()
                    {
                        return outcome;
                    }
                }
            }
        }
    }

    /// The token in use, if nobody has to wait for it or ought to refresh it.
    pub(crate) fn ready(&self) -> Option<Arc<CachedToken>> {
        let now = self.clock.now();
        let state = self.state();
        let is_due = state.refresh_at.is_some_and(|refresh_at| refresh_at <= now);
        let token = state.token.as_ref().filter(|token| token.is_valid(now));
        token.filter(|_| !is_due || state.pending.is_some()).cloned()
    }

    /// Drops the token that the server refused, unless it has been replaced.
    pub(crate) fn invalidate(&self, refused: &Arc<CachedToken>) {
        let mut state = self.state();
        if state.token.as_ref().is_some_and(|token| Arc::ptr_eq(token, refused)) {
            state.token = None;
        }
    }

    fn role(&self) -> Role<'_> {
        let now = self.clock.now();
        let mut state = self.state();
        let valid = state.token.clone().filter(|token| token.is_valid(now));
        let due = state.refresh_at.is_some_and(|refresh_at| refresh_at <= now);
        match (valid, &state.pending) {
            (Some(token), Some(_)) => Role::Use(token),
            (Some(token), None) if !due => Role::Use(token),
            (None, Some(pending)) => Role::Follow(pending.outcome.clone()),
            (valid, None) => {
                let (outcome, receiver) = watch::channel(None);
                state.requests += 1;
                let number = state.requests;
                state.pending = Some(Pending { number, outcome: receiver });
                Role::Lead(Leader { cache: self, number, outcome, valid })
            }
        }
    }

    /// Makes an issued token the one in use; its life counts from when it was `asked` for.
    fn accept(&self, token: &AccessToken, asked: Instant) -> Result<Fresh, TokenError> {
        let header = token.header().ok_or_else(TokenError::no_header)?;
        let expires_at = token.lifetime().and_then(|lifetime| asked.checked_add(lifetime));
        let margin = MAX_MARGIN.min(token.lifetime().unwrap_or_default() / 10);
        let early = margin + margin.mul_f64((self.jitter)().clamp(0.0, 1.0));
        let refresh_at = expires_at.and_then(|expiry| expiry.checked_sub(early));
        Ok(Fresh { token: Arc::new(CachedToken { header, expires_at }), refresh_at })
    }

    /// The state is never left half-changed, so a panic elsewhere does not matter.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Leader<'_> {
    async fn fetch(self, limit: Duration) -> Outcome {
        let asked = self.cache.clock.now();
        let source = self.cache.source.token();
        let issued = match &self.valid {
            None => source.await,
            Some(_) => tokio::time::timeout(limit, source)
                .await
                .unwrap_or_else(|elapsed| Err(TokenError::new(elapsed))),
        };
        self.finish(issued.and_then(|token| self.cache.accept(&token, asked)))
    }

    fn finish(&self, outcome: Result<Fresh, TokenError>) -> Outcome {
        let now = self.cache.clock.now();
        let mut state = self.cache.state();
        let outcome = match outcome {
            Ok(fresh) => {
                state.token = Some(Arc::clone(&fresh.token));
                state.refresh_at = fresh.refresh_at;
                Ok(fresh.token)
            }
            Err(failure) => match self.usable(&state, now) {
                Some(token) => {
                    state.refresh_at = Some(now + REFRESH_PAUSE);
                    Ok(token)
                }
                None => Err(Arc::new(failure)),
            },
        };
        state.end(self.number);
        drop(state);
        // Perhaps nobody waits for it.
        let _ = self.outcome.send(Some(outcome.clone()));
        outcome
    }

    /// The token that was valid before, unless it expired or was refused meanwhile.
    fn usable(&self, state: &State, now: Instant) -> Option<Arc<CachedToken>> {
        let in_use = |token: &&Arc<CachedToken>| {
            token.is_valid(now)
                && state.token.as_ref().is_some_and(|current| Arc::ptr_eq(current, token))
        };
        self.valid.as_ref().filter(in_use).cloned()
    }
}

impl Drop for Leader<'_> {
    fn drop(&mut self) {
        let now = self.cache.clock.now();
        let mut state = self.cache.state();
        if state.end(self.number) && self.valid.is_some() {
            // It was dropped while it waited: the next caller must not wait as well.
            state.refresh_at = Some(now + REFRESH_PAUSE);
        }
    }
}

impl State {
    /// Ends a request for a token; `false` if it had ended before.
    fn end(&mut self, number: u64) -> bool {
        let is_pending = self.pending.as_ref().is_some_and(|pending| pending.number == number);
        if is_pending {
            self.pending = None;
        }
        is_pending
    }
}

#[cfg(test)]
#[path = "cache_tests.rs"]
mod tests;

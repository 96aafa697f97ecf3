//! The token of a client: fetched when first needed, shared, and replaced before it expires.
//!
//! What holds, and a test for each:
//! - a thousand concurrent first calls ask for one token;
//! - while a token is valid, only the caller that refreshes it early waits;
//! - a failed refresh never displaces a valid token, and failures are not remembered;
//! - a request that follows a failed one takes from the retry budget, once for all who wait for it, and
//!   so does sending a call again after a 401;
//! - a refused token is dropped only if it is still the one in use;
//! - if the caller that asks is dropped, one that waits asks instead;
//! - no task is spawned, and no lock is held while waiting.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use http::HeaderValue;
use tokio::sync::watch;

use super::source::{AccessToken, TokenSource};
use crate::error::TokenError;
use crate::retry::Seams;

/// How long before its expiry a token is refreshed, at most; a tenth of its life if that is less.
/// Jitter doubles it at most, so that processes started together do not ask together.
const MAX_MARGIN: Duration = Duration::from_secs(300);

/// After a failed early refresh the valid token is used for this long before the next one. So is a new
/// token that is refused at once, while the retry budget is spent.
const REFRESH_PAUSE: Duration = Duration::from_secs(10);

/// The longest that a caller with a valid token waits for a newer one.
const MAX_REFRESH_WAIT: Duration = Duration::from_secs(5);

/// A token that requests are sent with.
pub(crate) struct CachedToken {
    header: HeaderValue,
    asked_at: Instant,
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
    source: Source,
    seams: Seams,
    state: Mutex<State>,
}

/// Where the token comes from.
enum Source {
    /// The caller gave it, and there is no other.
    Given(Arc<CachedToken>),
    Asked(Arc<dyn TokenSource>),
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
    /// Asking again would take from the retry budget, and nothing is left.
    GiveUp(Arc<TokenError>),
}

/// The caller that asks for the token. If it is dropped, one of the callers that wait takes over.
struct Leader<'c> {
    cache: &'c TokenCache,
    source: &'c dyn TokenSource,
    number: u64,
    /// Whether the request takes from the retry budget.
    is_repeated: bool,
    outcome: watch::Sender<Option<Outcome>>,
    /// Used if the refresh fails.
    valid: Option<Arc<CachedToken>>,
}

impl TokenCache {
    pub(crate) fn new(source: Arc<dyn TokenSource>, seams: &Seams) -> Self {
        Self { source: Source::Asked(source), seams: seams.clone(), state: Mutex::default() }
    }

    /// The token that the caller gave; `None` if no header can hold it.
    pub(crate) fn given(token: &AccessToken, seams: &Seams) -> Option<Self> {
        let asked_at = seams.clock.now();
        let token = Arc::new(CachedToken { header: token.header()?, asked_at, expires_at: None });
        Some(Self { source: Source::Given(token), seams: seams.clone(), state: Mutex::default() })
    }

    /// A valid token, for a call that found none at its last attempt if there was a `failure`. Who has
    /// one waits for a newer one no longer than half of the time `left`.
    pub(crate) async fn get(&self, left: Duration, failure: Option<Arc<TokenError>>) -> Outcome {
        let source = match &self.source {
            Source::Given(token) => return Ok(Arc::clone(token)),
            Source::Asked(source) => &**source,
        };
        loop {
            match self.role(source, failure.as_ref()) {
                Role::Use(token) => return Ok(token),
                Role::GiveUp(failure) => return Err(failure),
                Role::Lead(leader) => return leader.fetch(MAX_REFRESH_WAIT.min(left / 2)).await,
                Role::Follow(mut outcome) => {
                    if outcome.changed().await.is_ok()
                        && let Some(outcome) = outcome.borrow().clone()
                    {
                        return outcome;
                    }
                    // The leader was dropped, and somebody else has to lead. If its time was up, that of
                    // others is as well: they must be gone before they ask.
                    tokio::task::yield_now().await;
                }
            }
        }
    }

    /// The token in use, if nobody has to wait for it or ought to refresh it.
    pub(crate) fn ready(&self) -> Option<Arc<CachedToken>> {
        let now = self.seams.clock.now();
        let state = self.state();
        let is_due = state.refresh_at.is_some_and(|refresh_at| refresh_at <= now);
        let token = state.token.as_ref().filter(|token| token.is_valid(now));
        token.filter(|_| !is_due || state.pending.is_some()).cloned()
    }

    /// The token in use, for a caller that got one a while ago; `None` if that was refused meanwhile and
    /// has to be asked for again.
    pub(crate) fn in_use(&self) -> Option<Arc<CachedToken>> {
        match &self.source {
            Source::Given(token) => Some(Arc::clone(token)),
            Source::Asked(_) => self.state().token.clone(),
        }
    }

    /// Drops the token that the server refused. `None` if the call is not to be sent again with another
    /// one: there is no other, or the retry budget is spent.
    ///
    /// Without a budget, a token that is refused as soon as it was issued is kept for a while: another
    /// one would be refused as well, and each call would ask for one.
    pub(crate) fn replace(&self, refused: &Arc<CachedToken>) -> Option<()> {
        if let Source::Given(_) = &self.source {
            return None;
        }
        let paid = self.seams.budget.take();
        let age = self.seams.clock.now().saturating_duration_since(refused.asked_at);
        if paid.is_some() || age >= REFRESH_PAUSE {
            self.invalidate(refused);
        }
        paid
    }

    /// The call that was sent again was successful: it cost nothing.
    pub(crate) fn replaced(&self) {
        self.seams.budget.refund();
    }

    /// Drops the token, unless it has been replaced.
    fn invalidate(&self, refused: &Arc<CachedToken>) {
        let mut state = self.state();
        if state.token.as_ref().is_some_and(|token| Arc::ptr_eq(token, refused)) {
            state.token = None;
        }
    }

    fn role<'c>(
        &'c self,
        source: &'c dyn TokenSource,
        failure: Option<&Arc<TokenError>>,
    ) -> Role<'c> {
        let now = self.seams.clock.now();
        let mut state = self.state();
        let valid = state.token.clone().filter(|token| token.is_valid(now));
        let due = state.refresh_at.is_some_and(|refresh_at| refresh_at <= now);
        match (valid, &state.pending) {
            (Some(token), Some(_)) => Role::Use(token),
            (Some(token), None) if !due => Role::Use(token),
            (None, Some(pending)) => Role::Follow(pending.outcome.clone()),
            (valid, None) => {
                // With a valid token, it is asked for rarely enough.
                let repeats = failure.filter(|_| valid.is_none());
                if let Some(failure) = repeats
                    && self.seams.budget.take().is_none()
                {
                    return Role::GiveUp(Arc::clone(failure));
                }
                let (outcome, receiver) = watch::channel(None);
                state.requests += 1;
                let number = state.requests;
                state.pending = Some(Pending { number, outcome: receiver });
                let is_repeated = repeats.is_some();
                Role::Lead(Leader { cache: self, source, number, is_repeated, outcome, valid })
            }
        }
    }

    /// Makes an issued token the one in use; its life counts from when it was `asked` for.
    fn accept(&self, token: &AccessToken, asked: Instant) -> Result<Fresh, TokenError> {
        let header = token.header().ok_or_else(TokenError::no_header)?;
        let expires_at = token.lifetime().and_then(|lifetime| asked.checked_add(lifetime));
        let margin = MAX_MARGIN.min(token.lifetime().unwrap_or_default() / 10);
        let early = margin + margin.mul_f64((self.seams.jitter)().clamp(0.0, 1.0));
        let refresh_at = expires_at.and_then(|expiry| expiry.checked_sub(early));
        let token = Arc::new(CachedToken { header, asked_at: asked, expires_at });
        Ok(Fresh { token, refresh_at })
    }

    /// The state is never left half-changed, so a panic elsewhere does not matter.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Leader<'_> {
    async fn fetch(self, limit: Duration) -> Outcome {
        let asked = self.cache.seams.clock.now();
        let source = self.source.token();
        let issued = match &self.valid {
            None => source.await,
            Some(_) => tokio::time::timeout(limit, source)
                .await
                .unwrap_or_else(|elapsed| Err(TokenError::new(elapsed))),
        };
        self.finish(issued.and_then(|token| self.cache.accept(&token, asked)))
    }

    fn finish(&self, outcome: Result<Fresh, TokenError>) -> Outcome {
        let Seams { clock, budget, .. } = &self.cache.seams;
        let now = clock.now();
        let mut state = self.cache.state();
        let outcome = match outcome {
            Ok(fresh) => {
                if self.is_repeated {
                    budget.refund();
                }
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
        let now = self.cache.seams.clock.now();
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

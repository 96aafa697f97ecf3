//! The secrets that a server knows.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use http::HeaderValue;

use super::Redactor;
use super::index::Index;
use crate::secret::Secret;

/// Secrets that are remembered for all calls. What other calls make forgotten, a call knows itself.
const MAX_SENT: usize = 32;

/// What clients presented to get tokens, and the tokens: those in use and the last that were replaced.
#[derive(Default)]
pub(crate) struct SentSecrets(Mutex<Sent>);

#[derive(Default)]
struct Sent {
    /// The last one used stands last.
    secrets: VecDeque<Secret>,
    index: Option<Arc<Index>>,
}

impl SentSecrets {
    /// Remembers a secret; the one that was not used for the longest time may be forgotten for it.
    pub(crate) fn remember(&self, secret: &Secret) {
        let mut sent = self.sent();
        match sent.secrets.iter().position(|known| known == secret) {
            Some(known) => {
                sent.secrets.remove(known);
            }
            None => sent.index = None,
        }
        sent.secrets.push_back(secret.clone());
        if sent.secrets.len() > MAX_SENT {
            sent.secrets.pop_front();
        }
    }

    /// Made when it is first needed, which is after a failure; and which of these it does not have.
    fn index(&self, mut used: Vec<Secret>) -> (Arc<Index>, Vec<Secret>) {
        let mut sent = self.sent();
        let Sent { secrets, index } = &mut *sent;
        used.retain(|secret| !secrets.contains(secret));
        (Arc::clone(index.get_or_insert_with(|| Arc::new(Index::new(secrets.iter())))), used)
    }

    /// The state is never left half-changed, so a panic elsewhere does not matter.
    fn sent(&self) -> MutexGuard<'_, Sent> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All secrets that a server knows from a call and from the requests for its tokens.
///
/// It costs nothing until something has to be covered.
#[derive(Default)]
pub(crate) struct KnownSecrets {
    sent: Arc<SentSecrets>,
    /// Those of the body.
    own: Vec<Secret>,
    index: OnceLock<Arc<Index>>,
    used: Mutex<Used>,
}

/// What a call was authorised with, one attempt after the other. As a rule, it is one token.
#[derive(Clone, Default)]
struct Used {
    first: Option<HeaderValue>,
    others: Vec<HeaderValue>,
}

impl Used {
    fn all(&self) -> impl Iterator<Item = &HeaderValue> {
        self.first.iter().chain(&self.others)
    }
}

impl Clone for KnownSecrets {
    fn clone(&self) -> Self {
        let Self { sent, own, index, .. } = self;
        let used = Mutex::new(self.used().clone());
        Self { sent: Arc::clone(sent), own: own.clone(), index: index.clone(), used }
    }
}

impl KnownSecrets {
    pub(crate) fn new(sent: &Arc<SentSecrets>, own: Vec<Secret>) -> Self {
        Self { sent: Arc::clone(sent), own, ..Self::default() }
    }

    /// The call is sent with this, which stays known to it.
    pub(crate) fn authorised_with(&self, header: &HeaderValue) {
        let mut used = self.used();
        if used.first.is_none() {
            used.first = Some(header.clone());
        } else if !used.all().any(|known| known == header) {
            used.others.push(header.clone());
        }
    }

    /// What covers them, as far as they are known by now.
    pub(crate) fn redactor(&self) -> Redactor {
        let used = self.used().all().filter_map(token).collect();
        let (sent, forgotten) = self.sent.index(used);
        let own = match forgotten.is_empty() {
            true => Arc::clone(self.index.get_or_init(|| Arc::new(Index::new(&self.own)))),
            false => Arc::new(Index::new(self.own.iter().chain(&forgotten))),
        };
        Redactor { sent, own }
    }

    /// The value is whole at any time, so a panic elsewhere does not matter.
    fn used(&self) -> MutexGuard<'_, Used> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a header authorises with, without its scheme.
fn token(header: &HeaderValue) -> Option<Secret> {
    let text = header.to_str().ok()?;
    Some(text.strip_prefix("Bearer ").unwrap_or(text).into())
}

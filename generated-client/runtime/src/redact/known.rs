//! The secrets that a server knows.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::Redactor;
use super::index::Index;
use crate::secret::Secret;

/// Secrets that are remembered. A request for a token has up to four, two of which are always the
/// same; so all of a call are, unless it gets more than a dozen tokens.
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

    /// Made when it is first needed, which is after a failure.
    fn index(&self) -> Arc<Index> {
        let mut sent = self.sent();
        let Sent { secrets, index } = &mut *sent;
        Arc::clone(index.get_or_insert_with(|| Arc::new(Index::new(secrets.iter()))))
    }

    /// The state is never left half-changed, so a panic elsewhere does not matter.
    fn sent(&self) -> MutexGuard<'_, Sent> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All secrets that a server knows from a call and from the requests for its tokens.
///
/// It costs nothing until something has to be covered.
#[derive(Clone, Default)]
pub(crate) struct KnownSecrets {
    sent: Arc<SentSecrets>,
    /// Those of the body.
    own: Vec<Secret>,
    index: OnceLock<Arc<Index>>,
}

impl KnownSecrets {
    pub(crate) fn new(sent: &Arc<SentSecrets>, own: Vec<Secret>) -> Self {
        Self { sent: Arc::clone(sent), own, index: OnceLock::new() }
    }

    /// What covers them, as far as they are known by now.
    pub(crate) fn redactor(&self) -> Redactor {
        let own = self.index.get_or_init(|| Arc::new(Index::new(&self.own)));
        Redactor { sent: self.sent.index(), own: Arc::clone(own) }
    }
}

//! Everything the fake remembers.

pub(crate) mod client_clock;
pub(crate) mod clock;
pub(crate) mod directory;
pub(crate) mod random;
pub(crate) mod store;

use std::collections::HashMap;
use std::time::Duration;

use uuid::Uuid;

use crate::auth::Tokens;
use crate::fake::PairingKeyFormat;
use crate::faults::Faults;
use crate::guesses::Guesses;
use crate::rate_limit::RateLimiter;
use crate::recording::Recorder;

use clock::Clock;
use directory::Directory;
use random::Random;
use store::Store;

/// One PingOne and what was done to it.
pub(crate) struct World {
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    pub(crate) tokens: Tokens,
    pub(crate) directory: Directory,
    pub(crate) store: Store,
    pub(crate) settings: Settings,
    pub(crate) limiter: Option<RateLimiter>,
    pub(crate) faults: Faults,
    pub(crate) recorder: Recorder,
}

/// What an administrator of the environment decides.
pub(crate) struct Settings {
    /// For applications that have no lifetime of their own.
    pub(crate) pairing_key_lifetime: Duration,
    pub(crate) application_lifetimes: HashMap<Uuid, Duration>,
    pub(crate) pairing_key_format: PairingKeyFormat,
    pub(crate) guesses: Guesses,
}

impl Settings {
    /// How long a key for these applications counts: the shortest of their lifetimes.
    pub(crate) fn key_lifetime(&self, applications: &[Uuid]) -> Duration {
        let own = |id| self.application_lifetimes.get(id).copied();
        let lifetimes = applications.iter().map(|id| own(id).unwrap_or(self.pairing_key_lifetime));
        lifetimes.min().unwrap_or(self.pairing_key_lifetime)
    }
}

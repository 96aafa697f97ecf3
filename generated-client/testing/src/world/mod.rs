//! Everything the fake remembers.

pub(crate) mod clock;
pub(crate) mod directory;
pub(crate) mod random;
pub(crate) mod store;

use crate::auth::Tokens;
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
    pub(crate) pairing_key_lifetime: std::time::Duration,
    pub(crate) pairing_key_format: crate::fake::PairingKeyFormat,
    pub(crate) guesses: Guesses,
}

//! Everything the fake remembers.

pub(crate) mod directory;
pub(crate) mod store;

use crate::auth::Tokens;
use crate::clock::Clock;
use crate::faults::Faults;
use crate::random::Random;
use crate::rate_limit::RateLimiter;
use crate::recording::Recorder;

use directory::Directory;
use store::Store;

/// One server and what was done to it.
pub(crate) struct World {
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    pub(crate) tokens: Tokens,
    pub(crate) directory: Directory,
    pub(crate) store: Store,
    pub(crate) limiter: Option<RateLimiter>,
    pub(crate) faults: Faults,
    pub(crate) recorder: Recorder,
}

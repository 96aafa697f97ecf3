//! What an administrator of the environment decides.

use std::collections::HashMap;
use std::time::Duration;

use uuid::Uuid;

use crate::guesses::Guesses;

/// What the codes of pairing keys look like, a setting of the environment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PairingKeyFormat {
    /// 12 digits.
    #[default]
    Numeric,
    /// 16 letters and digits.
    Alphanumeric,
}

/// The settings of an environment.
pub(crate) struct Settings {
    /// For applications that have no lifetime of their own.
    pub(crate) pairing_key_lifetime: Duration,
    pub(crate) application_lifetimes: HashMap<Uuid, Duration>,
    pub(crate) pairing_key_format: PairingKeyFormat,
    pub(crate) guesses: Guesses,
}

impl Settings {
    /// How long a key for these applications is valid: the shortest of their lifetimes.
    pub(crate) fn key_lifetime(&self, applications: &[Uuid]) -> Duration {
        let own = |id| self.application_lifetimes.get(id).copied();
        let lifetimes = applications.iter().map(|id| own(id).unwrap_or(self.pairing_key_lifetime));
        lifetimes.min().unwrap_or(self.pairing_key_lifetime)
    }
}

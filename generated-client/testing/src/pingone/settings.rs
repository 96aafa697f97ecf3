//! What an administrator of the environment decides about pairing keys.

use std::collections::HashMap;
use std::time::Duration;

use uuid::Uuid;

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
#[derive(Debug, Clone)]
pub(super) struct KeySettings {
    /// For applications that have no lifetime of their own.
    pub(super) lifetime: Duration,
    pub(super) application_lifetimes: HashMap<Uuid, Duration>,
    pub(super) format: PairingKeyFormat,
}

impl KeySettings {
    /// Ten minutes, for all applications.
    pub(super) fn new() -> KeySettings {
        KeySettings {
            lifetime: Duration::from_secs(10 * 60),
            application_lifetimes: HashMap::new(),
            format: PairingKeyFormat::default(),
        }
    }

    /// How long a key for these applications is valid: the shortest of their lifetimes.
    pub(super) fn lifetime(&self, applications: &[Uuid]) -> Duration {
        let own = |id| self.application_lifetimes.get(id).copied();
        let lifetimes = applications.iter().map(|id| own(id).unwrap_or(self.lifetime));
        lifetimes.min().unwrap_or(self.lifetime)
    }
}

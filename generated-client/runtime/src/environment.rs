//! The id of an environment: in every path of the platform, and in the address of its tokens.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Id of a PingOne environment.
///
/// ```
/// use pingone_core::EnvironmentId;
///
/// let id: EnvironmentId = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6".parse()?;
/// assert_eq!(id.to_string(), "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6");
/// # Ok::<(), pingone_core::uuid::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EnvironmentId(Uuid);

impl From<EnvironmentId> for Uuid {
    fn from(id: EnvironmentId) -> Self {
        id.0
    }
}

impl From<Uuid> for EnvironmentId {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

impl fmt::Display for EnvironmentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for EnvironmentId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl TryFrom<&str> for EnvironmentId {
    type Error = uuid::Error;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        text.parse()
    }
}

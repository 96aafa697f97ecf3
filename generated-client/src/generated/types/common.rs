// @generated from spec/common.yaml by `cargo xtask regen`. Do not edit.

//! Types of `common.yaml`.

use std::fmt;
use std::str::FromStr;

use pingone_core::EnvironmentId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Id of an application in the environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct ApplicationId(Uuid);

impl From<ApplicationId> for Uuid {
    fn from(value: ApplicationId) -> Self {
        value.0
    }
}

impl From<Uuid> for ApplicationId {
    fn from(value: Uuid) -> Self {
        Self(value)
    }
}

impl fmt::Display for ApplicationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for ApplicationId {
    type Err = <Uuid as FromStr>::Err;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        Ok(Self(value.parse()?))
    }
}

impl TryFrom<&str> for ApplicationId {
    type Error = <Uuid as FromStr>::Err;

    fn try_from(value: &str) -> Result<Self, Self::Error> {
        value.parse()
    }
}

/// An application, named by its id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ApplicationReference {
    /// Id of an application in the environment.
    pub id: ApplicationId,
    /// Properties that this version does not know.
    #[serde(flatten)]
    pub extra: serde_json::Map<String, serde_json::Value>,
}

impl ApplicationReference {
    /// Creates a value from its required properties.
    #[must_use]
    pub fn new(id: impl Into<ApplicationId>) -> Self {
        Self {
            id: id.into(),
            extra: serde_json::Map::new(),
        }
    }
}

impl From<ApplicationId> for ApplicationReference {
    fn from(id: ApplicationId) -> Self {
        Self::new(id)
    }
}

/// The environment that a resource belongs to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EnvironmentReference {
    /// Id of a PingOne environment.
    pub id: EnvironmentId,
    /// Properties that this version does not know.
    #[serde(flatten)]
    pub extra: serde_json::Map<String, serde_json::Value>,
}

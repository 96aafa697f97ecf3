// @generated from spec/pairing-keys.yaml by `cargo xtask regen`. Do not edit.

//! Types of `pairing-keys.yaml`.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use pingone_core::{Links, Secret, UnknownValue};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::types::{ApplicationReference, EnvironmentReference};

/// Id of a device authentication policy in the environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeviceAuthenticationPolicyId(Uuid);

impl From<DeviceAuthenticationPolicyId> for Uuid {
    fn from(value: DeviceAuthenticationPolicyId) -> Self {
        value.0
    }
}

impl From<Uuid> for DeviceAuthenticationPolicyId {
    fn from(value: Uuid) -> Self {
        Self(value)
    }
}

impl fmt::Display for DeviceAuthenticationPolicyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for DeviceAuthenticationPolicyId {
    type Err = <Uuid as FromStr>::Err;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        Ok(Self(value.parse()?))
    }
}

impl TryFrom<&str> for DeviceAuthenticationPolicyId {
    type Error = <Uuid as FromStr>::Err;

    fn try_from(value: &str) -> Result<Self, Self::Error> {
        value.parse()
    }
}

/// A device authentication policy, named by its id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DeviceAuthenticationPolicyReference {
    /// Id of a device authentication policy in the environment.
    pub id: DeviceAuthenticationPolicyId,
    /// Properties that this version does not know.
    #[serde(flatten)]
    pub extra: serde_json::Map<String, serde_json::Value>,
}

impl DeviceAuthenticationPolicyReference {
    /// Creates a value from its required properties.
    #[must_use]
    pub fn new(id: impl Into<DeviceAuthenticationPolicyId>) -> Self {
        Self {
            id: id.into(),
            extra: serde_json::Map::new(),
        }
    }
}

impl From<DeviceAuthenticationPolicyId> for DeviceAuthenticationPolicyReference {
    fn from(id: DeviceAuthenticationPolicyId) -> Self {
        Self::new(id)
    }
}

/// A pairing key of a user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PairingKey {
    /// The native applications that may use the key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[serde(deserialize_with = "pingone_core::codegen::null_as_default")]
    pub applications: Vec<ApplicationReference>,
    /// What the user enters or scans; whoever redeems it first pairs a device with the user, so
    /// it is a secret until it is claimed or expires. Digits, or digits and letters, as the MFA
    /// settings of the environment say: 12 characters for a numeric and 16 for an alphanumeric
    /// key according to the documentation, whose sample has 14 digits. Text, never a number:
    /// leading zeros count.
    ///
    /// Limits: pattern `^[0-9A-Za-z]+$`.
    pub code: Secret,
    /// When the key was created, in UTC with milliseconds.
    #[serde(rename = "createdAt", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// The environment that the key belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentReference>,
    /// Why the pairing failed. Present when `status` is `FAILED`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<PairingKeyError>,
    /// When the key stops being valid, in UTC with milliseconds.
    #[serde(rename = "expiresAt", skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// Id of the key, to read or delete it.
    pub id: PairingKeyId,
    /// HAL links of a resource, by relation. A resource links to `self` and to the resources it
    /// belongs to, a collection to `self` and, if it is paged, to `next` and `prev`. New
    /// relations may appear at any time.
    #[serde(rename = "_links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Links>,
    /// The device authentication policy of the key. May be absent even if the request named one.
    ///
    /// Not confirmed by the documentation: The [data
    /// model](https://developer.pingidentity.com/pingone-api/mfa/users/mfa-pairing-keys.html)
    /// lists it, but the documented sample response has none; whether PingOne returns the
    /// requested policy is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<DeviceAuthenticationPolicyReference>,
    /// Where the pairing stands.
    pub status: PairingKeyStatus,
    /// When the key last changed, in UTC with milliseconds.
    #[serde(rename = "updatedAt", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// Text to show as a QR code, if PingOne sends one. Not documented; if it is absent, use
    /// `code`.
    ///
    /// Not confirmed by the documentation: Absent from the documentation; a published Ping
    /// Identity script reads it and shows it as a QR code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// The user whom the key was made for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<UserReference>,
    /// Properties that this version does not know.
    #[serde(flatten)]
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// Why a pairing failed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PairingKeyError {
    /// Reason, for programs. The possible values are not documented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Reason, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Properties that this version does not know.
    #[serde(flatten)]
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// Id of a pairing key. Not the `code` that the user enters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct PairingKeyId(Uuid);

impl From<PairingKeyId> for Uuid {
    fn from(value: PairingKeyId) -> Self {
        value.0
    }
}

impl From<Uuid> for PairingKeyId {
    fn from(value: Uuid) -> Self {
        Self(value)
    }
}

impl fmt::Display for PairingKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for PairingKeyId {
    type Err = <Uuid as FromStr>::Err;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        Ok(Self(value.parse()?))
    }
}

impl TryFrom<&str> for PairingKeyId {
    type Error = <Uuid as FromStr>::Err;

    fn try_from(value: &str) -> Result<Self, Self::Error> {
        value.parse()
    }
}

/// What a new pairing key may be used for. Every field is optional.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PairingKeyRequest {
    /// The native applications that may use the key. Absent or empty: all available native
    /// applications of the environment, which are those that have a `bundleId` or `packageName`
    /// and push credentials.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[serde(deserialize_with = "pingone_core::codegen::null_as_default")]
    pub applications: Vec<ApplicationReference>,
    /// The device authentication policy to apply. It decides which MFA methods and mobile
    /// applications can be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<DeviceAuthenticationPolicyReference>,
}

impl PairingKeyRequest {
    /// Creates a value with no property set.
    #[must_use]
    pub fn new() -> Self {
        <Self as Default>::default()
    }

    /// The native applications that may use the key. Absent or empty: all available native
    /// applications of the environment, which are those that have a `bundleId` or `packageName`
    /// and push credentials.
    #[must_use]
    pub fn applications(
        mut self,
        applications: impl IntoIterator<Item = impl Into<ApplicationReference>>,
    ) -> Self {
        self.applications = applications.into_iter().map(Into::into).collect();
        self
    }

    /// The device authentication policy to apply. It decides which MFA methods and mobile
    /// applications can be used.
    #[must_use]
    pub fn policy(
        mut self,
        policy: impl Into<DeviceAuthenticationPolicyReference>,
    ) -> Self {
        self.policy = Some(policy.into());
        self
    }
}

/// Where a pairing stands: `UNCLAIMED` (no device has used the key), `CLAIMED` (a device is
/// paired) or `FAILED` (see `error`). There is no documented value for an expired key:
/// compare `expiresAt` with the clock.
///
/// The set is open: a value that this version does not know is kept in
/// [`Unknown`](Self::Unknown) and is written back as it came.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PairingKeyStatus {
    /// The value `CLAIMED`.
    Claimed,
    /// The value `FAILED`.
    Failed,
    /// The value `UNCLAIMED`.
    Unclaimed,
    /// A value that this version does not know.
    Unknown(UnknownValue),
}

impl PairingKeyStatus {
    /// The values that this version knows.
    pub const KNOWN: &'static [Self] = &[Self::Claimed, Self::Failed, Self::Unclaimed];

    /// The value as it stands on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Claimed => "CLAIMED",
            Self::Failed => "FAILED",
            Self::Unclaimed => "UNCLAIMED",
            Self::Unknown(value) => value.as_str(),
        }
    }
}

impl From<&str> for PairingKeyStatus {
    fn from(text: &str) -> Self {
        match text {
            "CLAIMED" => Self::Claimed,
            "FAILED" => Self::Failed,
            "UNCLAIMED" => Self::Unclaimed,
            _ => Self::Unknown(UnknownValue::new(text)),
        }
    }
}

impl FromStr for PairingKeyStatus {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self::from(text))
    }
}

impl fmt::Display for PairingKeyStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for PairingKeyStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for PairingKeyStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::from(text.as_str()))
    }
}

/// Id of a user in the environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserId(Uuid);

impl From<UserId> for Uuid {
    fn from(value: UserId) -> Self {
        value.0
    }
}

impl From<Uuid> for UserId {
    fn from(value: Uuid) -> Self {
        Self(value)
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for UserId {
    type Err = <Uuid as FromStr>::Err;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        Ok(Self(value.parse()?))
    }
}

impl TryFrom<&str> for UserId {
    type Error = <Uuid as FromStr>::Err;

    fn try_from(value: &str) -> Result<Self, Self::Error> {
        value.parse()
    }
}

/// The user that a resource belongs to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UserReference {
    /// Id of a user in the environment.
    pub id: UserId,
    /// Properties that this version does not know.
    #[serde(flatten)]
    pub extra: serde_json::Map<String, serde_json::Value>,
}

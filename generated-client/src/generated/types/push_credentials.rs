// @generated from spec/push-credentials.yaml by `cargo xtask regen`. Do not edit.

//! Types of `push-credentials.yaml`.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use pingone_core::codegen::{Sealed, Secrets};
use pingone_core::{Embedded, Links, Secret, UnknownValue};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::types::{ApplicationReference, EnvironmentReference};

/// A credential for Apple's push service, APNs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ApnsPushCredentialRequest {
    /// Id of the signing key.
    pub key: Secret,
    /// Id of the Apple developer team. Never returned.
    #[serde(rename = "teamId")]
    pub team_id: String,
    /// The signing key itself: the content of the `.p8` file, a private key in PEM form, with its
    /// line breaks.
    pub token: Secret,
}

impl ApnsPushCredentialRequest {
    /// Creates a value from its required properties.
    #[must_use]
    pub fn new(
        key: impl Into<Secret>,
        team_id: impl Into<String>,
        token: impl Into<Secret>,
    ) -> Self {
        Self {
            key: key.into(),
            team_id: team_id.into(),
            token: token.into(),
        }
    }
}

impl Secrets for ApnsPushCredentialRequest {
    fn secrets(&self, each: &mut dyn FnMut(&Secret)) {
        self.key.secrets(each);
        self.token.secrets(each);
    }
}

/// A credential for Google's push service, Firebase Cloud Messaging (HTTP v1 API).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FcmHttpV1PushCredentialRequest {
    /// The content of the JSON file of the service account (the Firebase Admin SDK private key),
    /// as one string. The string holds the JSON text; it is not a JSON object.
    #[serde(rename = "googleServiceAccountCredentials")]
    pub google_service_account_credentials: Secret,
}

impl FcmHttpV1PushCredentialRequest {
    /// Creates a value from its required properties.
    #[must_use]
    pub fn new(google_service_account_credentials: impl Into<Secret>) -> Self {
        Self {
            google_service_account_credentials: google_service_account_credentials.into(),
        }
    }
}

impl Secrets for FcmHttpV1PushCredentialRequest {
    fn secrets(&self, each: &mut dyn FnMut(&Secret)) {
        self.google_service_account_credentials.secrets(each);
    }
}

/// A credential for Google's former push service. PingOne no longer supports it: use
/// `FCM_HTTP_V1`.
///
/// Deprecated: use `FcmHttpV1PushCredentialRequest` instead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FcmPushCredentialRequest {
    /// The server key.
    pub key: Secret,
}

impl FcmPushCredentialRequest {
    /// Creates a value from its required properties.
    #[deprecated = "use `FcmHttpV1PushCredentialRequest` instead"]
    #[must_use]
    pub fn new(key: impl Into<Secret>) -> Self {
        Self { key: key.into() }
    }
}

impl Secrets for FcmPushCredentialRequest {
    fn secrets(&self, each: &mut dyn FnMut(&Secret)) {
        self.key.secrets(each);
    }
}

/// A credential for Huawei's push service, HMS.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HmsPushCredentialRequest {
    /// OAuth 2.0 client id from the Huawei developer console. PingOne returns it.
    #[serde(rename = "clientId")]
    pub client_id: String,
    /// The secret that belongs to `clientId`.
    #[serde(rename = "clientSecret")]
    pub client_secret: Secret,
}

impl HmsPushCredentialRequest {
    /// Creates a value from its required properties.
    #[must_use]
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
        }
    }
}

impl Secrets for HmsPushCredentialRequest {
    fn secrets(&self, each: &mut dyn FnMut(&Secret)) {
        self.client_secret.secrets(each);
    }
}

/// A stored push credential. Its secrets are never returned; of what was sent, only `type`
/// and, for `HMS`, `clientId` come back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PushCredential {
    /// The application that the credential belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application: Option<ApplicationReference>,
    /// OAuth 2.0 client id. Present only when `type` is `HMS`.
    #[serde(rename = "clientId", skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// When the credential was stored, in UTC with milliseconds.
    #[serde(rename = "createdAt", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// The environment that the credential belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentReference>,
    /// Id of the credential, to read, replace or delete it.
    pub id: PushCredentialId,
    /// HAL links of a resource, by relation. A resource links to `self` and to the resources it
    /// belongs to, a collection to `self` and, if it is paged, to `next` and `prev`. New
    /// relations may appear at any time.
    #[serde(rename = "_links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Links>,
    /// The push service that the credential is for.
    #[serde(rename = "type")]
    pub type_: PushCredentialType,
    /// When the credential was last replaced, in UTC with milliseconds.
    #[serde(rename = "updatedAt", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// Properties that this version does not know.
    #[serde(flatten)]
    pub extra: serde_json::Map<String, serde_json::Value>,
}

impl Sealed for PushCredential {}

impl Embedded for PushCredential {
    const RELATION: &'static str = "pushCredentials";
}

/// Id of a push credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct PushCredentialId(Uuid);

impl From<PushCredentialId> for Uuid {
    fn from(value: PushCredentialId) -> Self {
        value.0
    }
}

impl From<Uuid> for PushCredentialId {
    fn from(value: Uuid) -> Self {
        Self(value)
    }
}

impl fmt::Display for PushCredentialId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for PushCredentialId {
    type Err = <Uuid as FromStr>::Err;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        Ok(Self(value.parse()?))
    }
}

impl TryFrom<&str> for PushCredentialId {
    type Error = <Uuid as FromStr>::Err;

    fn try_from(value: &str) -> Result<Self, Self::Error> {
        value.parse()
    }
}

/// A push credential to store, in one variant per push service. Every field of a variant is
/// required.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
#[serde(tag = "type")]
pub enum PushCredentialRequest {
    /// A credential for Apple's push service, APNs.
    #[serde(rename = "APNS")]
    Apns(ApnsPushCredentialRequest),
    /// A credential for Google's former push service. PingOne no longer supports it: use
    /// `FCM_HTTP_V1`.
    #[deprecated = "use `FcmHttpV1` instead"]
    #[serde(rename = "FCM")]
    Fcm(FcmPushCredentialRequest),
    /// A credential for Google's push service, Firebase Cloud Messaging (HTTP v1 API).
    #[serde(rename = "FCM_HTTP_V1")]
    FcmHttpV1(FcmHttpV1PushCredentialRequest),
    /// A credential for Huawei's push service, HMS.
    #[serde(rename = "HMS")]
    Hms(HmsPushCredentialRequest),
}

impl From<ApnsPushCredentialRequest> for PushCredentialRequest {
    fn from(value: ApnsPushCredentialRequest) -> Self {
        Self::Apns(value)
    }
}

#[allow(deprecated, reason = "defines how it works")]
impl From<FcmPushCredentialRequest> for PushCredentialRequest {
    fn from(value: FcmPushCredentialRequest) -> Self {
        Self::Fcm(value)
    }
}

impl From<FcmHttpV1PushCredentialRequest> for PushCredentialRequest {
    fn from(value: FcmHttpV1PushCredentialRequest) -> Self {
        Self::FcmHttpV1(value)
    }
}

impl From<HmsPushCredentialRequest> for PushCredentialRequest {
    fn from(value: HmsPushCredentialRequest) -> Self {
        Self::Hms(value)
    }
}

impl PushCredentialRequest {
    /// Creates the variant `APNS` from its required properties.
    #[must_use]
    pub fn apns(
        key: impl Into<Secret>,
        team_id: impl Into<String>,
        token: impl Into<Secret>,
    ) -> Self {
        Self::Apns(ApnsPushCredentialRequest::new(key, team_id, token))
    }

    /// Creates the variant `FCM` from its required properties.
    #[deprecated = "use `fcm_http_v1` instead"]
    #[allow(deprecated, reason = "defines how it works")]
    #[must_use]
    pub fn fcm(key: impl Into<Secret>) -> Self {
        Self::Fcm(FcmPushCredentialRequest::new(key))
    }

    /// Creates the variant `FCM_HTTP_V1` from its required properties.
    #[must_use]
    pub fn fcm_http_v1(google_service_account_credentials: impl Into<Secret>) -> Self {
        Self::FcmHttpV1(
            FcmHttpV1PushCredentialRequest::new(google_service_account_credentials),
        )
    }

    /// Creates the variant `HMS` from its required properties.
    #[must_use]
    pub fn hms(client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self {
        Self::Hms(HmsPushCredentialRequest::new(client_id, client_secret))
    }
}

#[allow(deprecated, reason = "defines how it works")]
impl Secrets for PushCredentialRequest {
    fn secrets(&self, each: &mut dyn FnMut(&Secret)) {
        match self {
            Self::Apns(value) => value.secrets(each),
            Self::Fcm(value) => value.secrets(each),
            Self::FcmHttpV1(value) => value.secrets(each),
            Self::Hms(value) => value.secrets(each),
        }
    }
}

/// The push service that a credential is for: `APNS` (Apple), `FCM_HTTP_V1` (Google), `HMS`
/// (Huawei) or `FCM` (Google's former service, no longer supported, found on old
/// credentials).
///
/// The set is open: a value that this version does not know is kept in
/// [`Unknown`](Self::Unknown) and is written back as it came.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PushCredentialType {
    /// The value `APNS`.
    Apns,
    /// The value `FCM`.
    Fcm,
    /// The value `FCM_HTTP_V1`.
    FcmHttpV1,
    /// The value `HMS`.
    Hms,
    /// A value that this version does not know.
    Unknown(UnknownValue),
}

impl PushCredentialType {
    /// The values that this version knows.
    pub const KNOWN: &'static [Self] = &[
        Self::Apns,
        Self::Fcm,
        Self::FcmHttpV1,
        Self::Hms,
    ];

    /// The value as it stands on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Apns => "APNS",
            Self::Fcm => "FCM",
            Self::FcmHttpV1 => "FCM_HTTP_V1",
            Self::Hms => "HMS",
            Self::Unknown(value) => value.as_str(),
        }
    }
}

impl From<&str> for PushCredentialType {
    fn from(text: &str) -> Self {
        match text {
            "APNS" => Self::Apns,
            "FCM" => Self::Fcm,
            "FCM_HTTP_V1" => Self::FcmHttpV1,
            "HMS" => Self::Hms,
            _ => Self::Unknown(UnknownValue::new(text)),
        }
    }
}

impl FromStr for PushCredentialType {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self::from(text))
    }
}

impl fmt::Display for PushCredentialType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for PushCredentialType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for PushCredentialType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::from(text.as_str()))
    }
}

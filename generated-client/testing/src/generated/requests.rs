// @generated from spec/openapi.yaml by `cargo xtask regen`. Do not edit.

//! The requests of each operation with their types.

use crate::recording::{RecordedRequest, Requests};
use crate::route::Operation;

impl Requests {
    /// The requests of `createPairingKey` that fit its types; [`of`](Requests::of) has the others
    /// too.
    #[must_use]
    pub fn create_pairing_key(&self) -> Vec<CreatePairingKey> {
        self.of(Operation::CREATE_PAIRING_KEY).filter_map(CreatePairingKey::of).collect()
    }

    /// The requests of `readPairingKey` that fit its types; [`of`](Requests::of) has the others
    /// too.
    #[must_use]
    pub fn read_pairing_key(&self) -> Vec<ReadPairingKey> {
        self.of(Operation::READ_PAIRING_KEY).filter_map(ReadPairingKey::of).collect()
    }

    /// The requests of `deletePairingKey` that fit its types; [`of`](Requests::of) has the others
    /// too.
    #[must_use]
    pub fn delete_pairing_key(&self) -> Vec<DeletePairingKey> {
        self.of(Operation::DELETE_PAIRING_KEY).filter_map(DeletePairingKey::of).collect()
    }

    /// The requests of `listPushCredentials` that fit its types; [`of`](Requests::of) has the
    /// others too.
    #[must_use]
    pub fn list_push_credentials(&self) -> Vec<ListPushCredentials> {
        self.of(Operation::LIST_PUSH_CREDENTIALS)
            .filter_map(ListPushCredentials::of)
            .collect()
    }

    /// The requests of `createPushCredential` that fit its types; [`of`](Requests::of) has the
    /// others too.
    #[must_use]
    pub fn create_push_credential(&self) -> Vec<CreatePushCredential> {
        self.of(Operation::CREATE_PUSH_CREDENTIAL)
            .filter_map(CreatePushCredential::of)
            .collect()
    }

    /// The requests of `readPushCredential` that fit its types; [`of`](Requests::of) has the
    /// others too.
    #[must_use]
    pub fn read_push_credential(&self) -> Vec<ReadPushCredential> {
        self.of(Operation::READ_PUSH_CREDENTIAL)
            .filter_map(ReadPushCredential::of)
            .collect()
    }

    /// The requests of `replacePushCredential` that fit its types; [`of`](Requests::of) has the
    /// others too.
    #[must_use]
    pub fn replace_push_credential(&self) -> Vec<ReplacePushCredential> {
        self.of(Operation::REPLACE_PUSH_CREDENTIAL)
            .filter_map(ReplacePushCredential::of)
            .collect()
    }

    /// The requests of `deletePushCredential` that fit its types; [`of`](Requests::of) has the
    /// others too.
    #[must_use]
    pub fn delete_push_credential(&self) -> Vec<DeletePushCredential> {
        self.of(Operation::DELETE_PUSH_CREDENTIAL)
            .filter_map(DeletePushCredential::of)
            .collect()
    }
}

/// A request of `createPairingKey`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CreatePairingKey {
    /// The path parameter `environmentID`.
    pub environment_id: pingone_mfa::EnvironmentId,
    /// The path parameter `userID`.
    pub user_id: pingone_mfa::types::UserId,
    /// The header `X-Ping-External-Session-ID`, if it was sent.
    pub session_id: Option<String>,
    /// The header `X-Ping-External-Transaction-ID`, if it was sent.
    pub transaction_id: Option<String>,
    /// The JSON body.
    pub body: pingone_mfa::types::PairingKeyRequest,
    /// The request as it was received.
    pub recorded: RecordedRequest,
}

impl CreatePairingKey {
    pub(crate) fn of(recorded: &RecordedRequest) -> Option<Self> {
        Some(Self {
            environment_id: recorded.path_value("environmentID")?.parse().ok()?,
            user_id: recorded.path_value("userID")?.parse().ok()?,
            session_id: recorded.header("X-Ping-External-Session-ID").map(str::to_owned),
            transaction_id: recorded
                .header("X-Ping-External-Transaction-ID")
                .map(str::to_owned),
            body: serde_json::from_slice(recorded.payload()).ok()?,
            recorded: recorded.clone(),
        })
    }
}

/// A request of `readPairingKey`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ReadPairingKey {
    /// The path parameter `environmentID`.
    pub environment_id: pingone_mfa::EnvironmentId,
    /// The path parameter `userID`.
    pub user_id: pingone_mfa::types::UserId,
    /// The path parameter `pairingKeyID`.
    pub pairing_key_id: pingone_mfa::types::PairingKeyId,
    /// The header `X-Ping-External-Session-ID`, if it was sent.
    pub session_id: Option<String>,
    /// The header `X-Ping-External-Transaction-ID`, if it was sent.
    pub transaction_id: Option<String>,
    /// The request as it was received.
    pub recorded: RecordedRequest,
}

impl ReadPairingKey {
    pub(crate) fn of(recorded: &RecordedRequest) -> Option<Self> {
        Some(Self {
            environment_id: recorded.path_value("environmentID")?.parse().ok()?,
            user_id: recorded.path_value("userID")?.parse().ok()?,
            pairing_key_id: recorded.path_value("pairingKeyID")?.parse().ok()?,
            session_id: recorded.header("X-Ping-External-Session-ID").map(str::to_owned),
            transaction_id: recorded
                .header("X-Ping-External-Transaction-ID")
                .map(str::to_owned),
            recorded: recorded.clone(),
        })
    }
}

/// A request of `deletePairingKey`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct DeletePairingKey {
    /// The path parameter `environmentID`.
    pub environment_id: pingone_mfa::EnvironmentId,
    /// The path parameter `userID`.
    pub user_id: pingone_mfa::types::UserId,
    /// The path parameter `pairingKeyID`.
    pub pairing_key_id: pingone_mfa::types::PairingKeyId,
    /// The header `X-Ping-External-Session-ID`, if it was sent.
    pub session_id: Option<String>,
    /// The header `X-Ping-External-Transaction-ID`, if it was sent.
    pub transaction_id: Option<String>,
    /// The request as it was received.
    pub recorded: RecordedRequest,
}

impl DeletePairingKey {
    pub(crate) fn of(recorded: &RecordedRequest) -> Option<Self> {
        Some(Self {
            environment_id: recorded.path_value("environmentID")?.parse().ok()?,
            user_id: recorded.path_value("userID")?.parse().ok()?,
            pairing_key_id: recorded.path_value("pairingKeyID")?.parse().ok()?,
            session_id: recorded.header("X-Ping-External-Session-ID").map(str::to_owned),
            transaction_id: recorded
                .header("X-Ping-External-Transaction-ID")
                .map(str::to_owned),
            recorded: recorded.clone(),
        })
    }
}

/// A request of `listPushCredentials`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ListPushCredentials {
    /// The path parameter `environmentID`.
    pub environment_id: pingone_mfa::EnvironmentId,
    /// The path parameter `applicationID`.
    pub application_id: pingone_mfa::types::ApplicationId,
    /// The header `X-Ping-External-Session-ID`, if it was sent.
    pub session_id: Option<String>,
    /// The header `X-Ping-External-Transaction-ID`, if it was sent.
    pub transaction_id: Option<String>,
    /// The request as it was received.
    pub recorded: RecordedRequest,
}

impl ListPushCredentials {
    pub(crate) fn of(recorded: &RecordedRequest) -> Option<Self> {
        Some(Self {
            environment_id: recorded.path_value("environmentID")?.parse().ok()?,
            application_id: recorded.path_value("applicationID")?.parse().ok()?,
            session_id: recorded.header("X-Ping-External-Session-ID").map(str::to_owned),
            transaction_id: recorded
                .header("X-Ping-External-Transaction-ID")
                .map(str::to_owned),
            recorded: recorded.clone(),
        })
    }
}

/// A request of `createPushCredential`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CreatePushCredential {
    /// The path parameter `environmentID`.
    pub environment_id: pingone_mfa::EnvironmentId,
    /// The path parameter `applicationID`.
    pub application_id: pingone_mfa::types::ApplicationId,
    /// The header `X-Ping-External-Session-ID`, if it was sent.
    pub session_id: Option<String>,
    /// The header `X-Ping-External-Transaction-ID`, if it was sent.
    pub transaction_id: Option<String>,
    /// The JSON body.
    pub body: pingone_mfa::types::PushCredentialRequest,
    /// The request as it was received.
    pub recorded: RecordedRequest,
}

impl CreatePushCredential {
    pub(crate) fn of(recorded: &RecordedRequest) -> Option<Self> {
        Some(Self {
            environment_id: recorded.path_value("environmentID")?.parse().ok()?,
            application_id: recorded.path_value("applicationID")?.parse().ok()?,
            session_id: recorded.header("X-Ping-External-Session-ID").map(str::to_owned),
            transaction_id: recorded
                .header("X-Ping-External-Transaction-ID")
                .map(str::to_owned),
            body: serde_json::from_slice(recorded.payload()).ok()?,
            recorded: recorded.clone(),
        })
    }
}

/// A request of `readPushCredential`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ReadPushCredential {
    /// The path parameter `environmentID`.
    pub environment_id: pingone_mfa::EnvironmentId,
    /// The path parameter `applicationID`.
    pub application_id: pingone_mfa::types::ApplicationId,
    /// The path parameter `pushCredentialID`.
    pub push_credential_id: pingone_mfa::types::PushCredentialId,
    /// The header `X-Ping-External-Session-ID`, if it was sent.
    pub session_id: Option<String>,
    /// The header `X-Ping-External-Transaction-ID`, if it was sent.
    pub transaction_id: Option<String>,
    /// The request as it was received.
    pub recorded: RecordedRequest,
}

impl ReadPushCredential {
    pub(crate) fn of(recorded: &RecordedRequest) -> Option<Self> {
        Some(Self {
            environment_id: recorded.path_value("environmentID")?.parse().ok()?,
            application_id: recorded.path_value("applicationID")?.parse().ok()?,
            push_credential_id: recorded.path_value("pushCredentialID")?.parse().ok()?,
            session_id: recorded.header("X-Ping-External-Session-ID").map(str::to_owned),
            transaction_id: recorded
                .header("X-Ping-External-Transaction-ID")
                .map(str::to_owned),
            recorded: recorded.clone(),
        })
    }
}

/// A request of `replacePushCredential`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ReplacePushCredential {
    /// The path parameter `environmentID`.
    pub environment_id: pingone_mfa::EnvironmentId,
    /// The path parameter `applicationID`.
    pub application_id: pingone_mfa::types::ApplicationId,
    /// The path parameter `pushCredentialID`.
    pub push_credential_id: pingone_mfa::types::PushCredentialId,
    /// The header `X-Ping-External-Session-ID`, if it was sent.
    pub session_id: Option<String>,
    /// The header `X-Ping-External-Transaction-ID`, if it was sent.
    pub transaction_id: Option<String>,
    /// The JSON body.
    pub body: pingone_mfa::types::PushCredentialRequest,
    /// The request as it was received.
    pub recorded: RecordedRequest,
}

impl ReplacePushCredential {
    pub(crate) fn of(recorded: &RecordedRequest) -> Option<Self> {
        Some(Self {
            environment_id: recorded.path_value("environmentID")?.parse().ok()?,
            application_id: recorded.path_value("applicationID")?.parse().ok()?,
            push_credential_id: recorded.path_value("pushCredentialID")?.parse().ok()?,
            session_id: recorded.header("X-Ping-External-Session-ID").map(str::to_owned),
            transaction_id: recorded
                .header("X-Ping-External-Transaction-ID")
                .map(str::to_owned),
            body: serde_json::from_slice(recorded.payload()).ok()?,
            recorded: recorded.clone(),
        })
    }
}

/// A request of `deletePushCredential`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct DeletePushCredential {
    /// The path parameter `environmentID`.
    pub environment_id: pingone_mfa::EnvironmentId,
    /// The path parameter `applicationID`.
    pub application_id: pingone_mfa::types::ApplicationId,
    /// The path parameter `pushCredentialID`.
    pub push_credential_id: pingone_mfa::types::PushCredentialId,
    /// The header `X-Ping-External-Session-ID`, if it was sent.
    pub session_id: Option<String>,
    /// The header `X-Ping-External-Transaction-ID`, if it was sent.
    pub transaction_id: Option<String>,
    /// The request as it was received.
    pub recorded: RecordedRequest,
}

impl DeletePushCredential {
    pub(crate) fn of(recorded: &RecordedRequest) -> Option<Self> {
        Some(Self {
            environment_id: recorded.path_value("environmentID")?.parse().ok()?,
            application_id: recorded.path_value("applicationID")?.parse().ok()?,
            push_credential_id: recorded.path_value("pushCredentialID")?.parse().ok()?,
            session_id: recorded.header("X-Ping-External-Session-ID").map(str::to_owned),
            transaction_id: recorded
                .header("X-Ping-External-Transaction-ID")
                .map(str::to_owned),
            recorded: recorded.clone(),
        })
    }
}

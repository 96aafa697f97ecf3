// @generated from spec/openapi.yaml by `cargo xtask regen`. Do not edit.

//! The operations of the contract as a test answers them.

use serde_json::Value;

use crate::generated::requests::*;
use crate::recording::RecordedRequest;
use crate::route::Operation;
use crate::stub::{StubError, encode, request};

/// Answers for the API, without a server: a method for each operation.
///
/// Every method has a default, which fails the call and says that the test did not expect it. See
/// [`stubbed`](crate::stubbed).
pub trait Stub: Send + Sync {
    /// Answers `createPairingKey`.
    ///
    /// # Errors
    /// What the API refuses the request with.
    fn create_pairing_key(
        &self,
        request: CreatePairingKey,
    ) -> Result<pingone_mfa::types::PairingKey, StubError> {
        let _ = request;
        Err(StubError::unexpected(Operation::CREATE_PAIRING_KEY))
    }

    /// Answers `readPairingKey`.
    ///
    /// # Errors
    /// What the API refuses the request with.
    fn read_pairing_key(
        &self,
        request: ReadPairingKey,
    ) -> Result<pingone_mfa::types::PairingKey, StubError> {
        let _ = request;
        Err(StubError::unexpected(Operation::READ_PAIRING_KEY))
    }

    /// Answers `deletePairingKey`.
    ///
    /// # Errors
    /// What the API refuses the request with.
    fn delete_pairing_key(&self, request: DeletePairingKey) -> Result<(), StubError> {
        let _ = request;
        Err(StubError::unexpected(Operation::DELETE_PAIRING_KEY))
    }

    /// Answers `listPushCredentials`.
    ///
    /// # Errors
    /// What the API refuses the request with.
    fn list_push_credentials(
        &self,
        request: ListPushCredentials,
    ) -> Result<pingone_mfa::Collection<pingone_mfa::types::PushCredential>, StubError> {
        let _ = request;
        Err(StubError::unexpected(Operation::LIST_PUSH_CREDENTIALS))
    }

    /// Answers `createPushCredential`.
    ///
    /// # Errors
    /// What the API refuses the request with.
    fn create_push_credential(
        &self,
        request: CreatePushCredential,
    ) -> Result<pingone_mfa::types::PushCredential, StubError> {
        let _ = request;
        Err(StubError::unexpected(Operation::CREATE_PUSH_CREDENTIAL))
    }

    /// Answers `readPushCredential`.
    ///
    /// # Errors
    /// What the API refuses the request with.
    fn read_push_credential(
        &self,
        request: ReadPushCredential,
    ) -> Result<pingone_mfa::types::PushCredential, StubError> {
        let _ = request;
        Err(StubError::unexpected(Operation::READ_PUSH_CREDENTIAL))
    }

    /// Answers `replacePushCredential`.
    ///
    /// # Errors
    /// What the API refuses the request with.
    fn replace_push_credential(
        &self,
        request: ReplacePushCredential,
    ) -> Result<pingone_mfa::types::PushCredential, StubError> {
        let _ = request;
        Err(StubError::unexpected(Operation::REPLACE_PUSH_CREDENTIAL))
    }

    /// Answers `deletePushCredential`.
    ///
    /// # Errors
    /// What the API refuses the request with.
    fn delete_push_credential(
        &self,
        request: DeletePushCredential,
    ) -> Result<(), StubError> {
        let _ = request;
        Err(StubError::unexpected(Operation::DELETE_PUSH_CREDENTIAL))
    }
}

/// Lets the method of the request's operation answer.
pub(crate) fn answer(
    stub: &dyn Stub,
    recorded: &RecordedRequest,
) -> Result<Option<Value>, StubError> {
    match recorded.operation() {
        Some(Operation::CREATE_PAIRING_KEY) => {
            encode(
                request(CreatePairingKey::of(recorded))
                    .and_then(|request| stub.create_pairing_key(request)),
            )
        }
        Some(Operation::READ_PAIRING_KEY) => {
            encode(
                request(ReadPairingKey::of(recorded))
                    .and_then(|request| stub.read_pairing_key(request)),
            )
        }
        Some(Operation::DELETE_PAIRING_KEY) => {
            encode(
                request(DeletePairingKey::of(recorded))
                    .and_then(|request| stub.delete_pairing_key(request)),
            )
        }
        Some(Operation::LIST_PUSH_CREDENTIALS) => {
            encode(
                request(ListPushCredentials::of(recorded))
                    .and_then(|request| stub.list_push_credentials(request)),
            )
        }
        Some(Operation::CREATE_PUSH_CREDENTIAL) => {
            encode(
                request(CreatePushCredential::of(recorded))
                    .and_then(|request| stub.create_push_credential(request)),
            )
        }
        Some(Operation::READ_PUSH_CREDENTIAL) => {
            encode(
                request(ReadPushCredential::of(recorded))
                    .and_then(|request| stub.read_push_credential(request)),
            )
        }
        Some(Operation::REPLACE_PUSH_CREDENTIAL) => {
            encode(
                request(ReplacePushCredential::of(recorded))
                    .and_then(|request| stub.replace_push_credential(request)),
            )
        }
        Some(Operation::DELETE_PUSH_CREDENTIAL) => {
            encode(
                request(DeletePushCredential::of(recorded))
                    .and_then(|request| stub.delete_push_credential(request)),
            )
        }
        _ => Err(StubError::unknown()),
    }
}

// @generated from spec/openapi.yaml by `cargo xtask regen`. Do not edit.

//! The types of the contract.

mod common;
mod pairing_keys;
mod push_credentials;

pub use self::common::{ApplicationId, ApplicationReference, EnvironmentReference};
pub use self::pairing_keys::{
    DeviceAuthenticationPolicyId, DeviceAuthenticationPolicyReference, PairingKey,
    PairingKeyError, PairingKeyId, PairingKeyRequest, PairingKeyStatus, UserId,
    UserReference,
};
pub use self::push_credentials::{
    ApnsPushCredentialRequest, FcmHttpV1PushCredentialRequest, FcmPushCredentialRequest,
    HmsPushCredentialRequest, PushCredential, PushCredentialId, PushCredentialRequest,
    PushCredentialType,
};
pub use pingone_core::EnvironmentId;

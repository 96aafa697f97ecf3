// @generated from spec/openapi.yaml by `cargo xtask regen`. Do not edit.

//! The operations of the contract by name.

use crate::route::Operation;

impl Operation {
    /// `createPairingKey`: `POST /environments/{environmentID}/users/{userID}/pairingKeys`
    pub const CREATE_PAIRING_KEY: Self = Self::named("createPairingKey");

    /// `readPairingKey`: `GET
    /// /environments/{environmentID}/users/{userID}/pairingKeys/{pairingKeyID}`
    pub const READ_PAIRING_KEY: Self = Self::named("readPairingKey");

    /// `deletePairingKey`: `DELETE
    /// /environments/{environmentID}/users/{userID}/pairingKeys/{pairingKeyID}`
    pub const DELETE_PAIRING_KEY: Self = Self::named("deletePairingKey");

    /// `listPushCredentials`: `GET
    /// /environments/{environmentID}/applications/{applicationID}/pushCredentials`
    pub const LIST_PUSH_CREDENTIALS: Self = Self::named("listPushCredentials");

    /// `createPushCredential`: `POST
    /// /environments/{environmentID}/applications/{applicationID}/pushCredentials`
    pub const CREATE_PUSH_CREDENTIAL: Self = Self::named("createPushCredential");

    /// `readPushCredential`: `GET
    /// /environments/{environmentID}/applications/{applicationID}/pushCredentials/{pushCredentialID}`
    pub const READ_PUSH_CREDENTIAL: Self = Self::named("readPushCredential");

    /// `replacePushCredential`: `PUT
    /// /environments/{environmentID}/applications/{applicationID}/pushCredentials/{pushCredentialID}`
    pub const REPLACE_PUSH_CREDENTIAL: Self = Self::named("replacePushCredential");

    /// `deletePushCredential`: `DELETE
    /// /environments/{environmentID}/applications/{applicationID}/pushCredentials/{pushCredentialID}`
    pub const DELETE_PUSH_CREDENTIAL: Self = Self::named("deletePushCredential");
}

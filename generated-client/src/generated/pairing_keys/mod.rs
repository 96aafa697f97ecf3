// @generated from spec/pairing-keys.yaml by `cargo xtask regen`. Do not edit.

//! The operations of “Pairing Keys”.

mod create;
mod delete;
mod read;

pub use self::create::CreatePairingKey;
pub use self::delete::DeletePairingKey;
pub use self::read::ReadPairingKey;

use crate::Client;
use crate::types::{PairingKeyId, PairingKeyRequest, UserId};

/// The operations of “Pairing Keys” for one `userID`.
///
/// Short-lived keys with which a user pairs a mobile device with a native application.
///
/// An app that contains the PingOne MFA SDK exchanges the key's `code`, scanned or typed by
/// the user, for a paired device. This is the only way to create a mobile device. To follow
/// the pairing, read the key until its `status` is no longer `UNCLAIMED`.
///
/// At most 20 keys of one user are valid at any time. There is no operation that lists or
/// updates pairing keys.
///
/// PingOne documents the role Identity Data Admin for MFA devices; which role pairing keys
/// need is not documented separately. A user's own access token works with the
/// self-management scopes `p1:create:pairingKey`, `p1:read:pairingKey` and
/// `p1:delete:pairingKey`.
///
/// Made by [`Client::pairing_keys`]; cheap to clone.
///
/// Documented at
/// <https://developer.pingidentity.com/pingone-api/mfa/users/mfa-pairing-keys.html>.
///
/// # Errors
///
/// The API documents these for every operation:
///
/// | status | meaning |
/// |---|---|
/// | 400 | The request is not acceptable: the body is malformed, a value is missing or invalid, or a rule forbids what it asks for. Repeating it unchanged does not help. |
/// | 401 | The access token is missing or is not accepted. With `INSUFFICIENT_PERMISSIONS` among the details, it is valid but lacks a permission. |
/// | 403 | The token lacks the permission, or the licence does not cover the request. May also mean that the environment does not exist, or was created a moment ago and is not ready. |
/// | 404 | There is no such resource. May pass for a resource that was created a moment ago. |
/// | 409 | The request conflicts with the present state of the resource. **Unconfirmed**: The status is declared by the contract of the [Go SDK](https://github.com/patrickcping/pingone-go-sdk-v2) only; what causes it and which code its body has are not documented. |
/// | 429 | A rate limit of the licence, which all its environments share, or of the calling IP address is exceeded. Wait as long as `Retry-After` says, then repeat the request. |
/// | 500 | PingOne failed unexpectedly. Whether the request took effect is not known. |
/// | 503 | PingOne is unavailable for the moment; `Retry-After` may say for how long. The body may be a generic one or none of JSON at all, as at status 502. |
#[derive(Clone, Debug)]
pub struct PairingKeys {
    pub(crate) client: Client,
    user_id: UserId,
}

impl Client {
    /// The operations of “Pairing Keys” for one `userID`.
    #[must_use]
    pub fn pairing_keys(&self, user_id: impl Into<UserId>) -> PairingKeys {
        PairingKeys {
            client: self.clone(),
            user_id: user_id.into(),
        }
    }
}

impl PairingKeys {
    /// Create a pairing key.
    ///
    /// See [`CreatePairingKey`] for limits, errors and an example.
    pub fn create(&self, body: impl Into<PairingKeyRequest>) -> CreatePairingKey {
        CreatePairingKey::new(&self.client, self.user_id, &body.into())
    }

    /// Read one pairing key.
    ///
    /// See [`ReadPairingKey`] for limits, errors and an example.
    pub fn read(&self, pairing_key_id: impl Into<PairingKeyId>) -> ReadPairingKey {
        ReadPairingKey::new(&self.client, self.user_id, pairing_key_id.into())
    }

    /// Delete a pairing key.
    ///
    /// See [`DeletePairingKey`] for limits, errors and an example.
    pub fn delete(&self, pairing_key_id: impl Into<PairingKeyId>) -> DeletePairingKey {
        DeletePairingKey::new(&self.client, self.user_id, pairing_key_id.into())
    }
}

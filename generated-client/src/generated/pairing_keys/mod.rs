// @generated from spec/pairing-keys.yaml by `cargo xtask regen`. Do not edit.

//! The operations of “Pairing Keys”.

mod create;
mod read;
mod delete;

pub use self::create::CreatePairingKey;
pub use self::read::ReadPairingKey;
pub use self::delete::DeletePairingKey;

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
/// Documented by PingOne at
/// <https://developer.pingidentity.com/pingone-api/mfa/users/mfa-pairing-keys.html>.
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

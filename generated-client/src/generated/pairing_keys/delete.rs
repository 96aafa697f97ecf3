// @generated from spec/pairing-keys.yaml by `cargo xtask regen`. Do not edit.

//! `deletePairingKey`: `DELETE /environments/{environmentID}/users/{userID}/pairingKeys/{pairingKeyID}`.

use pingone_core::codegen::{Call, Method, Operation, request};
use pingone_core::{Core, Idempotency, SessionId, TransactionId};

use crate::Client;
use crate::generated::client::API;
use crate::types::{PairingKeyId, UserId};

static DELETE_PAIRING_KEY: Operation = Operation {
    id: "deletePairingKey",
    method: Method::DELETE,
    template: "/environments/{environmentID}/users/{userID}/pairingKeys/{pairingKeyID}",
    idempotency: Idempotency::Idempotent,
    api: &API,
};

/// Delete a pairing key.
///
/// `DELETE /environments/{environmentID}/users/{userID}/pairingKeys/{pairingKeyID}`
///
/// Deletes a pairing key.
///
/// What deleting a key means that has already been claimed, and for the device paired with
/// it, is not documented.
///
/// # Example
///
/// ```no_run
/// use pingone_mfa::types::{PairingKeyId, UserId};
///
/// # async fn example(client: pingone_mfa::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let user_id: UserId = "788d4931-6936-43f2-82ff-178f5762298a".parse()?;
/// let pairing_key_id: PairingKeyId = "8b22c502-a607-4b3c-8dad-d9ef2397f19a".parse()?;
/// client
///     .pairing_keys(user_id)
///     .delete(pairing_key_id)
///     .await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// [Those of every operation](super::PairingKeys#errors).
///
/// # Source
///
/// Operation `deletePairingKey`, documented at
/// <https://developer.pingidentity.com/pingone-api/mfa/users/mfa-pairing-keys.html>.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until the request is awaited"]
pub struct DeletePairingKey {
    core: Core,
    call: Call,
}

impl DeletePairingKey {
    pub(super) fn new(
        client: &Client,
        user_id: UserId,
        pairing_key_id: PairingKeyId,
    ) -> Self {
        Self {
            core: client.core().clone(),
            call: Call::new(&DELETE_PAIRING_KEY)
                .path("environmentID", client.environment_id())
                .path("userID", user_id)
                .path("pairingKeyID", pairing_key_id),
        }
    }

    /// Your id for the session that this request is part of. PingOne's audit records show it as
    /// `externalCorrelation.sessionId`. If absent, PingOne generates one.
    pub fn session_id(mut self, session_id: SessionId) -> Self {
        self.call = self.call.header("X-Ping-External-Session-ID", session_id);
        self
    }

    /// Your id for the transaction that this request is part of. PingOne's audit records show it
    /// as `externalCorrelation.transactionId`. If absent, PingOne generates one.
    pub fn transaction_id(mut self, transaction_id: TransactionId) -> Self {
        self.call = self.call.header("X-Ping-External-Transaction-ID", transaction_id);
        self
    }
}

request!(DeletePairingKey -> ());

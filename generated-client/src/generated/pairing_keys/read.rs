// @generated from spec/pairing-keys.yaml by `cargo xtask regen`. Do not edit.

//! `readPairingKey`: `GET /environments/{environmentID}/users/{userID}/pairingKeys/{pairingKeyID}`.

use pingone_core::codegen::{Call, Method, Operation, request};
use pingone_core::{Core, Idempotency, SessionId, TransactionId};

use crate::Client;
use crate::types::{PairingKey, PairingKeyId, UserId};

static READ_PAIRING_KEY: Operation = Operation {
    id: "readPairingKey",
    method: Method::GET,
    template: "/environments/{environmentID}/users/{userID}/pairingKeys/{pairingKeyID}",
    idempotency: Idempotency::Idempotent,
};

/// Read one pairing key.
///
/// `GET /environments/{environmentID}/users/{userID}/pairingKeys/{pairingKeyID}`
///
/// Reads a pairing key, usually to see whether it has been claimed.
///
/// Call it until `status` is no longer `UNCLAIMED`. What it answers for a key after its
/// `expiresAt` is not documented: be ready for a `404` as well as for the last state.
///
/// # Example
///
/// ```no_run
/// use pingone_mfa::types::{PairingKeyId, UserId};
///
/// # async fn example(client: pingone_mfa::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let user_id: UserId = "788d4931-6936-43f2-82ff-178f5762298a".parse()?;
/// let pairing_key_id: PairingKeyId = "8b22c502-a607-4b3c-8dad-d9ef2397f19a".parse()?;
/// let pairing_key = client
///     .pairing_keys(user_id)
///     .read(pairing_key_id)
///     .await?;
/// println!("{pairing_key:?}");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// The contract documents these error responses:
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
///
/// # Source
///
/// Operation `readPairingKey`, documented at
/// <https://developer.pingidentity.com/pingone-api/mfa/users/mfa-pairing-keys/read-one-mfa-pairing-key.html>.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until the request is awaited"]
pub struct ReadPairingKey {
    core: Core,
    call: Call,
}

impl ReadPairingKey {
    pub(super) fn new(
        client: &Client,
        user_id: UserId,
        pairing_key_id: PairingKeyId,
    ) -> Self {
        Self {
            core: client.core().clone(),
            call: Call::new(&READ_PAIRING_KEY)
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

request!(ReadPairingKey -> PairingKey);

// @generated from spec/pairing-keys.yaml by `cargo xtask regen`. Do not edit.

//! `createPairingKey`: `POST /environments/{environmentID}/users/{userID}/pairingKeys`.

use pingone_core::codegen::{Call, Method, Operation, request};
use pingone_core::{Core, Idempotency, SessionId, TransactionId};

use crate::Client;
use crate::generated::client::API;
use crate::types::{PairingKey, PairingKeyRequest, UserId};

static CREATE_PAIRING_KEY: Operation = Operation {
    id: "createPairingKey",
    method: Method::POST,
    template: "/environments/{environmentID}/users/{userID}/pairingKeys",
    idempotency: Idempotency::NotIdempotent,
    api: &API,
};

/// Create a pairing key.
///
/// `POST /environments/{environmentID}/users/{userID}/pairingKeys`
///
/// Creates a pairing key for a user, who enters or scans its `code` in an app to pair a
/// device.
///
/// No field of the body is required: `{}` asks for a key that all available native
/// applications of the environment accept. Available are native applications that have a
/// `bundleId` or `packageName` and push credentials.
///
/// The lifetime is not part of the request. It comes from the device authentication policy,
/// set there per application: 1 minute to 48 hours, 10 minutes by default. A key for several
/// applications gets the shortest of their lifetimes.
///
/// At most 20 keys of one user are valid at any time. No idempotency key is documented, so a
/// repeated request may create a second key.
///
/// # Example
///
/// ```no_run
/// use pingone_mfa::types::{
///     ApplicationId, DeviceAuthenticationPolicyId, PairingKeyRequest, UserId,
/// };
///
/// # async fn example(client: pingone_mfa::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let user_id: UserId = "788d4931-6936-43f2-82ff-178f5762298a".parse()?;
/// let body = PairingKeyRequest::new()
///     .applications(["7d8797b7-a097-46a9-841f-88f531d1d99b".parse::<ApplicationId>()?])
///     .policy("3c7f6e52-0f1b-4d0e-9a55-6b8c2d1e4f70".parse::<DeviceAuthenticationPolicyId>()?);
/// let pairing_key = client
///     .pairing_keys(user_id)
///     .create(body)
///     .await?;
/// println!("{pairing_key:?}");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// [Those of every operation](super::PairingKeys#errors), and:
///
/// | status | meaning |
/// |---|---|
/// | 405 | The method is not supported at this path. **Unconfirmed**: The status is declared by the contract of the [Go SDK](https://github.com/patrickcping/pingone-go-sdk-v2) only; its body is not documented. |
/// | 415 | The body has another media type than `application/json`. |
///
/// # Source
///
/// Operation `createPairingKey`, documented at
/// <https://developer.pingidentity.com/pingone-api/mfa/users/mfa-pairing-keys/create-mfa-pairing-key.html>.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until the request is awaited"]
pub struct CreatePairingKey {
    core: Core,
    call: Call,
}

impl CreatePairingKey {
    pub(super) fn new(
        client: &Client,
        user_id: UserId,
        body: &PairingKeyRequest,
    ) -> Self {
        Self {
            core: client.core().clone(),
            call: Call::new(&CREATE_PAIRING_KEY)
                .path("environmentID", client.environment_id())
                .path("userID", user_id)
                .json(body),
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

request!(CreatePairingKey -> PairingKey);

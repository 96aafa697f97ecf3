// @generated from spec/pairing-keys.yaml by `cargo xtask regen`. Do not edit.

//! `readPairingKey`: `GET /environments/{environmentID}/users/{userID}/pairingKeys/{pairingKeyID}`.

use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use http::Method;

use crate::operation::{Call, CallOptions, Operation};
use crate::types::{PairingKey, PairingKeyId, UserId};
use crate::{Client, Error, Idempotency, Response, RetryPolicy, SessionId, TransactionId};

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
/// Beside failures of the transport, the contract documents these:
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
    client: Client,
    user_id: UserId,
    pairing_key_id: PairingKeyId,
    session_id: Option<SessionId>,
    transaction_id: Option<TransactionId>,
    options: CallOptions,
}

impl ReadPairingKey {
    pub(super) fn new(
        client: Client,
        user_id: UserId,
        pairing_key_id: PairingKeyId,
    ) -> Self {
        Self {
            client,
            user_id,
            pairing_key_id,
            session_id: None,
            transaction_id: None,
            options: CallOptions::default(),
        }
    }

    /// Your id for the session that this request is part of. PingOne's audit records show it as
    /// `externalCorrelation.sessionId`. If absent, PingOne generates one.
    pub fn session_id(mut self, session_id: SessionId) -> Self {
        self.session_id = Some(session_id);
        self
    }

    /// Your id for the transaction that this request is part of. PingOne's audit records show it
    /// as `externalCorrelation.transactionId`. If absent, PingOne generates one.
    pub fn transaction_id(mut self, transaction_id: TransactionId) -> Self {
        self.transaction_id = Some(transaction_id);
        self
    }

    /// Limits this call instead of the client's
    /// [`total_timeout`](crate::Limits::total_timeout): token, attempts and waits together.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Retries this call by another policy than the client's.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = Some(policy);
        self
    }

    /// Sends the request; awaiting the builder does the same.
    ///
    /// # Errors
    ///
    /// Every failure is an [`Error`] that names the operation and what happened.
    pub async fn send(self) -> Result<PairingKey, Error> {
        self.send_with_metadata().await.map(Response::into_inner)
    }

    /// Sends the request and keeps the status and the headers of the response.
    ///
    /// # Errors
    ///
    /// As for [`send`](Self::send).
    pub async fn send_with_metadata(self) -> Result<Response<PairingKey>, Error> {
        let call = Call::new(&READ_PAIRING_KEY)
            .path("environmentID", self.client.environment_id())
            .path("userID", self.user_id)
            .path("pairingKeyID", self.pairing_key_id)
            .header("X-Ping-External-Session-ID", self.session_id)
            .header("X-Ping-External-Transaction-ID", self.transaction_id)
            .options(self.options);
        self.client.execute(call).await?.json()
    }
}

impl IntoFuture for ReadPairingKey {
    type Output = Result<PairingKey, Error>;

    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

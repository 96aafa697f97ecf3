// @generated from spec/push-credentials.yaml by `cargo xtask regen`. Do not edit.

//! `createPushCredential`: `POST /environments/{environmentID}/applications/{applicationID}/pushCredentials`.

use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use http::Method;

use crate::operation::{Call, CallOptions, Operation};
use crate::types::{ApplicationId, PushCredential, PushCredentialRequest};
use crate::{Client, Error, Idempotency, Response, RetryPolicy, SessionId, TransactionId};

static CREATE_PUSH_CREDENTIAL: Operation = Operation {
    id: "createPushCredential",
    method: Method::POST,
    template: "/environments/{environmentID}/applications/{applicationID}/pushCredentials",
    idempotency: Idempotency::NotIdempotent,
};

/// Store a push credential.
///
/// `POST /environments/{environmentID}/applications/{applicationID}/pushCredentials`
///
/// Stores a push credential for an application, so that PingOne can send push notifications
/// to it.
///
/// The application must be a native one. The secrets are never returned, neither here nor by
/// any other operation: keep your own copy.
///
/// Whether an application can have several credentials of one `type` is not documented, nor
/// is an idempotency key: a repeated request may store a second credential or fail.
///
/// # Example
///
/// ```no_run
/// use pingone_mfa::types::{ApplicationId, PushCredentialRequest};
///
/// # async fn example(client: pingone_mfa::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let application_id: ApplicationId = "830109c7-f8aa-491e-b2f2-8f7532ae85e9".parse()?;
/// let body = PushCredentialRequest::apns(
///     "key.value",
///     "team.id",
///     "-----BEGIN PRIVATE KEY-----\nFAKE-FAKE-FAKE\n-----END PRIVATE KEY-----",
/// );
/// let push_credential = client
///     .push_credentials(application_id)
///     .create(body)
///     .await?;
/// println!("{push_credential:?}");
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
/// | 405 | The method is not supported at this path. **Unconfirmed**: The status is declared by the contract of the [Go SDK](https://github.com/patrickcping/pingone-go-sdk-v2) only; its body is not documented. |
/// | 409 | The request conflicts with the present state of the resource. **Unconfirmed**: The status is declared by the contract of the [Go SDK](https://github.com/patrickcping/pingone-go-sdk-v2) only; what causes it and which code its body has are not documented. |
/// | 415 | The body has another media type than `application/json`. |
/// | 429 | A rate limit of the licence, which all its environments share, or of the calling IP address is exceeded. Wait as long as `Retry-After` says, then repeat the request. |
/// | 500 | PingOne failed unexpectedly. Whether the request took effect is not known. |
/// | 503 | PingOne is unavailable for the moment; `Retry-After` may say for how long. The body may be a generic one or none of JSON at all, as at status 502. |
///
/// # Source
///
/// Operation `createPushCredential`, documented at
/// <https://developer.pingidentity.com/pingone-api/platform/applications/application-mfa-push-credentials.html>.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until the request is awaited"]
pub struct CreatePushCredential {
    client: Client,
    application_id: ApplicationId,
    body: PushCredentialRequest,
    session_id: Option<SessionId>,
    transaction_id: Option<TransactionId>,
    options: CallOptions,
}

impl CreatePushCredential {
    pub(super) fn new(
        client: Client,
        application_id: ApplicationId,
        body: PushCredentialRequest,
    ) -> Self {
        Self {
            client,
            application_id,
            body,
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
    pub async fn send(self) -> Result<PushCredential, Error> {
        self.send_with_metadata().await.map(Response::into_inner)
    }

    /// Sends the request and keeps the status and the headers of the response.
    ///
    /// # Errors
    ///
    /// As for [`send`](Self::send).
    pub async fn send_with_metadata(self) -> Result<Response<PushCredential>, Error> {
        let call = Call::new(&CREATE_PUSH_CREDENTIAL)
            .path("environmentID", self.client.environment_id())
            .path("applicationID", self.application_id)
            .header("X-Ping-External-Session-ID", self.session_id)
            .header("X-Ping-External-Transaction-ID", self.transaction_id)
            .json(&self.body)
            .options(self.options);
        self.client.execute(call).await?.json()
    }
}

impl IntoFuture for CreatePushCredential {
    type Output = Result<PushCredential, Error>;

    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

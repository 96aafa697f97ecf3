// @generated from spec/push-credentials.yaml by `cargo xtask regen`. Do not edit.

//! `createPushCredential`: `POST /environments/{environmentID}/applications/{applicationID}/pushCredentials`.

use pingone_core::codegen::{Call, Method, Operation, request};
use pingone_core::{Core, Idempotency, SessionId, TransactionId};

use crate::Client;
use crate::types::{ApplicationId, PushCredential, PushCredentialRequest};

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
/// The contract documents these error responses:
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
    core: Core,
    call: Call,
}

impl CreatePushCredential {
    pub(super) fn new(
        client: &Client,
        application_id: ApplicationId,
        body: &PushCredentialRequest,
    ) -> Self {
        Self {
            core: client.core().clone(),
            call: Call::new(&CREATE_PUSH_CREDENTIAL)
                .path("environmentID", client.environment_id())
                .path("applicationID", application_id)
                .json_with_secrets(body),
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

request!(CreatePushCredential -> PushCredential);

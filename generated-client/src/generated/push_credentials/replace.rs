// @generated from spec/push-credentials.yaml by `cargo xtask regen`. Do not edit.

//! `replacePushCredential`: `PUT /environments/{environmentID}/applications/{applicationID}/pushCredentials/{pushCredentialID}`.

use pingone_core::codegen::{Call, Method, Operation, request};
use pingone_core::{Core, Idempotency, SessionId, TransactionId};

use crate::Client;
use crate::types::{
    ApplicationId, PushCredential, PushCredentialId, PushCredentialRequest,
};

static REPLACE_PUSH_CREDENTIAL: Operation = Operation {
    id: "replacePushCredential",
    method: Method::PUT,
    template: "/environments/{environmentID}/applications/{applicationID}/pushCredentials/{pushCredentialID}",
    idempotency: Idempotency::Idempotent,
};

/// Replace a push credential.
///
/// `PUT
/// /environments/{environmentID}/applications/{applicationID}/pushCredentials/{pushCredentialID}`
///
/// Replaces a push credential of an application, secrets included.
///
/// The body is the whole new credential: every field of its variant, `type` included. Nothing
/// is kept from the old one. Whether `type` may differ from the stored one is not documented;
/// to change it, delete the credential and store a new one.
///
/// # Example
///
/// ```no_run
/// use pingone_mfa::types::{ApplicationId, PushCredentialId, PushCredentialRequest};
///
/// # async fn example(client: pingone_mfa::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let application_id: ApplicationId = "830109c7-f8aa-491e-b2f2-8f7532ae85e9".parse()?;
/// let push_credential_id: PushCredentialId = "d7221ba8-5ec5-41ca-b44b-98213547e462".parse()?;
/// let body = PushCredentialRequest::apns(
///     "key.value.updated",
///     "team.id.updated",
///     "-----BEGIN PRIVATE KEY-----\nFAKE-FAKE-FAKE\n-----END PRIVATE KEY-----",
/// );
/// let push_credential = client
///     .push_credentials(application_id)
///     .replace(push_credential_id, body)
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
/// | 409 | The request conflicts with the present state of the resource. **Unconfirmed**: The status is declared by the contract of the [Go SDK](https://github.com/patrickcping/pingone-go-sdk-v2) only; what causes it and which code its body has are not documented. |
/// | 415 | The body has another media type than `application/json`. |
/// | 429 | A rate limit of the licence, which all its environments share, or of the calling IP address is exceeded. Wait as long as `Retry-After` says, then repeat the request. |
/// | 500 | PingOne failed unexpectedly. Whether the request took effect is not known. |
/// | 503 | PingOne is unavailable for the moment; `Retry-After` may say for how long. The body may be a generic one or none of JSON at all, as at status 502. |
///
/// # Source
///
/// Operation `replacePushCredential`, documented at
/// <https://developer.pingidentity.com/pingone-api/platform/applications/application-mfa-push-credentials/update-mfa-push-credential.html>.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until the request is awaited"]
pub struct ReplacePushCredential {
    core: Core,
    call: Call,
}

impl ReplacePushCredential {
    pub(super) fn new(
        client: &Client,
        application_id: ApplicationId,
        push_credential_id: PushCredentialId,
        body: &PushCredentialRequest,
    ) -> Self {
        Self {
            core: client.core().clone(),
            call: Call::new(&REPLACE_PUSH_CREDENTIAL)
                .path("environmentID", client.environment_id())
                .path("applicationID", application_id)
                .path("pushCredentialID", push_credential_id)
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

request!(ReplacePushCredential -> PushCredential);

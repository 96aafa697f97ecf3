// @generated from spec/push-credentials.yaml by `cargo xtask regen`. Do not edit.

//! `replacePushCredential`: `PUT /environments/{environmentID}/applications/{applicationID}/pushCredentials/{pushCredentialID}`.

use pingone_core::codegen::{Call, Method, Operation, request};
use pingone_core::{Core, Idempotency, SessionId, TransactionId};

use crate::Client;
use crate::generated::client::API;
use crate::types::{
    ApplicationId, PushCredential, PushCredentialId, PushCredentialRequest,
};

static REPLACE_PUSH_CREDENTIAL: Operation = Operation {
    id: "replacePushCredential",
    method: Method::PUT,
    template: "/environments/{environmentID}/applications/{applicationID}/pushCredentials/{pushCredentialID}",
    idempotency: Idempotency::Idempotent,
    api: &API,
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
/// [Those of every operation](super::PushCredentials#errors), and:
///
/// | status | meaning |
/// |---|---|
/// | 415 | The body has another media type than `application/json`. |
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

// @generated from spec/push-credentials.yaml by `cargo xtask regen`. Do not edit.

//! `readPushCredential`: `GET /environments/{environmentID}/applications/{applicationID}/pushCredentials/{pushCredentialID}`.

use pingone_core::codegen::{Call, Method, Operation, request};
use pingone_core::{Core, Idempotency, SessionId, TransactionId};

use crate::Client;
use crate::generated::client::API;
use crate::types::{ApplicationId, PushCredential, PushCredentialId};

static READ_PUSH_CREDENTIAL: Operation = Operation {
    id: "readPushCredential",
    method: Method::GET,
    template: "/environments/{environmentID}/applications/{applicationID}/pushCredentials/{pushCredentialID}",
    idempotency: Idempotency::Idempotent,
    api: &API,
};

/// Read one push credential.
///
/// `GET
/// /environments/{environmentID}/applications/{applicationID}/pushCredentials/{pushCredentialID}`
///
/// Reads a push credential of an application, without its secrets.
///
/// # Example
///
/// ```no_run
/// use pingone_mfa::types::{ApplicationId, PushCredentialId};
///
/// # async fn example(client: pingone_mfa::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let application_id: ApplicationId = "830109c7-f8aa-491e-b2f2-8f7532ae85e9".parse()?;
/// let push_credential_id: PushCredentialId = "d7221ba8-5ec5-41ca-b44b-98213547e462".parse()?;
/// let push_credential = client
///     .push_credentials(application_id)
///     .read(push_credential_id)
///     .await?;
/// println!("{push_credential:?}");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// [Those of every operation](super::PushCredentials#errors).
///
/// # Source
///
/// Operation `readPushCredential`, documented at
/// <https://developer.pingidentity.com/pingone-api/platform/applications/application-mfa-push-credentials/read-one-mfa-push-credential.html>.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until the request is awaited"]
pub struct ReadPushCredential {
    core: Core,
    call: Call,
}

impl ReadPushCredential {
    pub(super) fn new(
        client: &Client,
        application_id: ApplicationId,
        push_credential_id: PushCredentialId,
    ) -> Self {
        Self {
            core: client.core().clone(),
            call: Call::new(&READ_PUSH_CREDENTIAL)
                .path("environmentID", client.environment_id())
                .path("applicationID", application_id)
                .path("pushCredentialID", push_credential_id),
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

request!(ReadPushCredential -> PushCredential);

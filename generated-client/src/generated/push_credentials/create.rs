// @generated from spec/push-credentials.yaml by `cargo xtask regen`. Do not edit.

//! `createPushCredential`: `POST /environments/{environmentID}/applications/{applicationID}/pushCredentials`.

use pingone_core::codegen::{Call, Method, Operation, request};
use pingone_core::{Core, Idempotency, SessionId, TransactionId};

use crate::Client;
use crate::generated::client::API;
use crate::types::{ApplicationId, PushCredential, PushCredentialRequest};

static CREATE_PUSH_CREDENTIAL: Operation = Operation {
    id: "createPushCredential",
    method: Method::POST,
    template: "/environments/{environmentID}/applications/{applicationID}/pushCredentials",
    idempotency: Idempotency::NotIdempotent,
    api: &API,
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
/// [Those of every operation](super::PushCredentials#errors), and:
///
/// | status | meaning |
/// |---|---|
/// | 405 | The method is not supported at this path. **Unconfirmed**: The status is declared by the contract of the [Go SDK](https://github.com/patrickcping/pingone-go-sdk-v2) only; its body is not documented. |
/// | 415 | The body has another media type than `application/json`. |
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

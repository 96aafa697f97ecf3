// @generated from spec/push-credentials.yaml by `cargo xtask regen`. Do not edit.

//! `listPushCredentials`: `GET /environments/{environmentID}/applications/{applicationID}/pushCredentials`.

use pingone_core::codegen::{Call, Method, Operation, request};
use pingone_core::{Core, Idempotency, SessionId, TransactionId};

use crate::Client;
use crate::generated::client::API;
use crate::types::{ApplicationId, PushCredential};

static LIST_PUSH_CREDENTIALS: Operation = Operation {
    id: "listPushCredentials",
    method: Method::GET,
    template: "/environments/{environmentID}/applications/{applicationID}/pushCredentials",
    idempotency: Idempotency::Idempotent,
    api: &API,
};

/// List the push credentials of an application.
///
/// `GET /environments/{environmentID}/applications/{applicationID}/pushCredentials`
///
/// Lists all push credentials of an application, without their secrets.
///
/// No query parameter and no paging is documented for this operation. Should the answer link
/// to `next` nevertheless, more credentials follow there.
///
/// # Example
///
/// ```no_run
/// use pingone_mfa::types::ApplicationId;
///
/// # async fn example(client: pingone_mfa::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let application_id: ApplicationId = "830109c7-f8aa-491e-b2f2-8f7532ae85e9".parse()?;
/// let push_credentials = client
///     .push_credentials(application_id)
///     .list()
///     .await?;
/// for item in push_credentials.items() {
///     println!("{item:?}");
/// }
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
/// Operation `listPushCredentials`, documented at
/// <https://developer.pingidentity.com/pingone-api/platform/applications/application-mfa-push-credentials/read-all-mfa-push-credentials.html>.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until the request is awaited"]
pub struct ListPushCredentials {
    core: Core,
    call: Call,
}

impl ListPushCredentials {
    pub(super) fn new(client: &Client, application_id: ApplicationId) -> Self {
        Self {
            core: client.core().clone(),
            call: Call::new(&LIST_PUSH_CREDENTIALS)
                .path("environmentID", client.environment_id())
                .path("applicationID", application_id),
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

request!(ListPushCredentials -> pages of PushCredential);

// @generated from spec/push-credentials.yaml by `cargo xtask regen`. Do not edit.

//! The operations of “Push Credentials”.

mod create;
mod delete;
mod list;
mod read;
mod replace;

pub use self::create::CreatePushCredential;
pub use self::delete::DeletePushCredential;
pub use self::list::ListPushCredentials;
pub use self::read::ReadPushCredential;
pub use self::replace::ReplacePushCredential;

use crate::Client;
use crate::types::{ApplicationId, PushCredentialId, PushCredentialRequest};

/// The operations of “Push Credentials” for one `applicationID`.
///
/// The credentials with which PingOne sends push notifications to a native application
/// through Apple (`APNS`), Google (`FCM_HTTP_V1`) or Huawei (`HMS`).
///
/// The application must be a native one. It can be used with a pairing key only once it has
/// push credentials and a `bundleId` or `packageName`, so the order of work is: create the
/// application, store its push credentials, create pairing keys.
///
/// Secrets are accepted and never returned: what is stored can be replaced but not read back.
///
/// PingOne documents the roles Environment Admin, Client Application Developer and
/// Application Owner for managing applications; which permissions push credentials need is
/// not documented separately.
///
/// Made by [`Client::push_credentials`]; cheap to clone.
///
/// Documented at
/// <https://developer.pingidentity.com/pingone-api/platform/applications/application-mfa-push-credentials.html>.
///
/// # Errors
///
/// The API documents these for every operation:
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
#[derive(Clone, Debug)]
pub struct PushCredentials {
    pub(crate) client: Client,
    application_id: ApplicationId,
}

impl Client {
    /// The operations of “Push Credentials” for one `applicationID`.
    #[must_use]
    pub fn push_credentials(
        &self,
        application_id: impl Into<ApplicationId>,
    ) -> PushCredentials {
        PushCredentials {
            client: self.clone(),
            application_id: application_id.into(),
        }
    }
}

impl PushCredentials {
    /// List the push credentials of an application.
    ///
    /// See [`ListPushCredentials`] for limits, errors and an example.
    pub fn list(&self) -> ListPushCredentials {
        ListPushCredentials::new(&self.client, self.application_id)
    }

    /// Store a push credential.
    ///
    /// See [`CreatePushCredential`] for limits, errors and an example.
    pub fn create(
        &self,
        body: impl Into<PushCredentialRequest>,
    ) -> CreatePushCredential {
        CreatePushCredential::new(&self.client, self.application_id, &body.into())
    }

    /// Read one push credential.
    ///
    /// See [`ReadPushCredential`] for limits, errors and an example.
    pub fn read(
        &self,
        push_credential_id: impl Into<PushCredentialId>,
    ) -> ReadPushCredential {
        ReadPushCredential::new(
            &self.client,
            self.application_id,
            push_credential_id.into(),
        )
    }

    /// Replace a push credential.
    ///
    /// See [`ReplacePushCredential`] for limits, errors and an example.
    pub fn replace(
        &self,
        push_credential_id: impl Into<PushCredentialId>,
        body: impl Into<PushCredentialRequest>,
    ) -> ReplacePushCredential {
        ReplacePushCredential::new(
            &self.client,
            self.application_id,
            push_credential_id.into(),
            &body.into(),
        )
    }

    /// Delete a push credential.
    ///
    /// See [`DeletePushCredential`] for limits, errors and an example.
    pub fn delete(
        &self,
        push_credential_id: impl Into<PushCredentialId>,
    ) -> DeletePushCredential {
        DeletePushCredential::new(
            &self.client,
            self.application_id,
            push_credential_id.into(),
        )
    }
}

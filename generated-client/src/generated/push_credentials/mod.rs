// @generated from spec/push-credentials.yaml by `cargo xtask regen`. Do not edit.

//! The operations of “Push Credentials”.

mod list;
mod create;
mod read;
mod replace;
mod delete;

pub use self::list::ListPushCredentials;
pub use self::create::CreatePushCredential;
pub use self::read::ReadPushCredential;
pub use self::replace::ReplacePushCredential;
pub use self::delete::DeletePushCredential;

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
/// Documented by PingOne at
/// <https://developer.pingidentity.com/pingone-api/platform/applications/application-mfa-push-credentials.html>.
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

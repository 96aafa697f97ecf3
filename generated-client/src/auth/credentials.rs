//! The credentials of a worker application, and how they are presented.

use std::fmt;

use crate::Secret;
use crate::error::BuildProblem;
use crate::types::EnvironmentId;

/// The credentials of a worker application, for the OAuth 2.0 client credentials grant.
///
/// They are presented as HTTP Basic credentials (`client_secret_basic`, PingOne's default), or as
/// the [`AuthMethod`] that the application is configured for: PingOne refuses any other.
#[derive(Clone)]
pub struct ClientCredentials {
    pub(crate) client_id: String,
    pub(crate) client_secret: Secret,
    pub(crate) method: AuthMethod,
    pub(crate) environment_id: Option<EnvironmentId>,
}

/// How a worker application presents its secret (its *token endpoint authentication method*).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AuthMethod {
    /// `client_secret_basic`: the `Authorization` header.
    #[default]
    Basic,
    /// `client_secret_post`: the form.
    Post,
}

impl ClientCredentials {
    /// The worker application's client id and secret; [`ClientBuilder::build`] refuses empty ones.
    ///
    /// [`ClientBuilder::build`]: crate::ClientBuilder::build
    #[must_use]
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            method: AuthMethod::default(),
            environment_id: None,
        }
    }

    /// How the secret is presented. Default: [`AuthMethod::Basic`].
    #[must_use]
    pub fn method(mut self, method: AuthMethod) -> Self {
        self.method = method;
        self
    }

    /// The environment of the worker application, if it is not the one the client works in.
    #[must_use]
    pub fn environment(mut self, environment_id: impl Into<EnvironmentId>) -> Self {
        self.environment_id = Some(environment_id.into());
        self
    }

    pub(crate) fn problems(&self) -> impl Iterator<Item = BuildProblem> {
        let id = self.client_id.is_empty().then_some(BuildProblem::ClientId);
        let secret = self.client_secret.expose().is_empty().then_some(BuildProblem::ClientSecret);
        id.into_iter().chain(secret)
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials")
            .field("client_id", &self.client_id)
            .field("method", &self.method)
            .field("environment_id", &self.environment_id)
            .finish_non_exhaustive()
    }
}

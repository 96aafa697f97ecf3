//! The credentials of a worker application, and how they are presented.

use std::fmt;

#[cfg(feature = "jwt")]
use super::signing_key::SigningKey;
use crate::environment::EnvironmentId;
use crate::secret::Secret;

/// The credentials of a worker application, for the OAuth 2.0 client credentials grant.
///
/// PingOne takes only the *token endpoint authentication method* that the application is configured
/// for:
///
/// | method | credentials |
/// |---|---|
/// | `client_secret_basic`, PingOne's default | [`new`](Self::new) |
/// | `client_secret_post` | [`new`](Self::new) with [`AuthMethod::Post`] |
/// | `client_secret_jwt` | [`new`](Self::new) with `AuthMethod::Jwt` (feature `jwt`) |
/// | `private_key_jwt` | `with_key` (feature `jwt`) |
///
/// The last two prove with a signed assertion that this is the application, and neither secret nor
/// key leaves the process. An assertion is made for one request and is valid for 5 minutes by this
/// machine's clock, which therefore must be right.
#[derive(Clone)]
pub struct ClientCredentials {
    pub(crate) client_id: String,
    pub(crate) proof: Proof,
    pub(crate) environment_id: Option<EnvironmentId>,
    pub(crate) scopes: Vec<String>,
}

/// What proves that this is the worker application.
#[derive(Clone)]
pub(crate) enum Proof {
    Secret {
        secret: Secret,
        method: AuthMethod,
    },
    #[cfg(feature = "jwt")]
    Key {
        key: SigningKey,
        /// A method that was set although it is for secrets.
        misplaced: Option<AuthMethod>,
    },
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
    /// `client_secret_jwt`: an assertion that is signed with the secret (HS256). Needs the feature
    /// `jwt`.
    #[cfg(feature = "jwt")]
    Jwt,
}

impl ClientCredentials {
    /// The worker application's client id and secret; [`ClientBuilder::build`] refuses empty ones.
    ///
    /// [`ClientBuilder::build`]: crate::ClientBuilder::build
    #[must_use]
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self {
        let proof = Proof::Secret { secret: client_secret.into(), method: AuthMethod::default() };
        Self { client_id: client_id.into(), proof, environment_id: None, scopes: Vec::new() }
    }

    /// The worker application's client id and private key (`private_key_jwt`). Needs the feature
    /// `jwt`.
    ///
    /// ```no_run
    /// use pingone_mfa::{ClientCredentials, SigningKey};
    ///
    /// # fn main() -> Result<(), pingone_mfa::CredentialError> {
    /// let key = SigningKey::from_path("worker.pem")?.key_id("2026-01");
    /// let credentials = ClientCredentials::with_key("client-id", key);
    /// # let _ = credentials;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "jwt")]
    #[must_use]
    pub fn with_key(client_id: impl Into<String>, key: SigningKey) -> Self {
        let proof = Proof::Key { key, misplaced: None };
        Self { client_id: client_id.into(), proof, environment_id: None, scopes: Vec::new() }
    }

    /// How the secret is presented. Default: [`AuthMethod::Basic`].
    ///
    /// Credentials with a key have no secret to present: [`ClientBuilder::build`] refuses them if
    /// this was called.
    ///
    /// [`ClientBuilder::build`]: crate::ClientBuilder::build
    #[must_use]
    pub fn method(mut self, presented: AuthMethod) -> Self {
        match &mut self.proof {
            Proof::Secret { method, .. } => *method = presented,
            #[cfg(feature = "jwt")]
            Proof::Key { misplaced, .. } => *misplaced = Some(presented),
        }
        self
    }

    /// The environment of the worker application, if it is not the one the client works in.
    #[must_use]
    pub fn environment(mut self, environment_id: impl Into<EnvironmentId>) -> Self {
        self.environment_id = Some(environment_id.into());
        self
    }

    /// The scopes that tokens are asked for with, e.g. `orders:read`; none by default.
    #[must_use]
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// The method, as OAuth 2.0 names it.
    pub(crate) fn method_name(&self) -> &'static str {
        match &self.proof {
            Proof::Secret { method: AuthMethod::Basic, .. } => "client_secret_basic",
            Proof::Secret { method: AuthMethod::Post, .. } => "client_secret_post",
            #[cfg(feature = "jwt")]
            Proof::Secret { method: AuthMethod::Jwt, .. } => "client_secret_jwt",
            #[cfg(feature = "jwt")]
            Proof::Key { .. } => "private_key_jwt",
        }
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials")
            .field("client_id", &self.client_id)
            .field("method", &self.method_name())
            .field("environment_id", &self.environment_id)
            .finish_non_exhaustive()
    }
}

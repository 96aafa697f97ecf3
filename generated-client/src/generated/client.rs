// @generated from spec/openapi.yaml by `cargo xtask regen`. Do not edit.

//! The client: a core, and what every operation needs beside it.

use pingone_core::codegen::{Api, ApiClient, ErrorFormat};
use pingone_core::{Core, EnvError, EnvironmentId, Hosts};

/// A client of “PingOne MFA”.
///
/// Cheap to clone; clones share connections and the access token. Futures are `Send` and may
/// be dropped at any time.
#[derive(Clone, Debug)]
pub struct Client {
    core: Core,
    environment_id: EnvironmentId,
}

/// Configures a [`Client`]; made by [`Client::builder`].
pub type ClientBuilder = pingone_core::ClientBuilder<Client>;

impl Client {
    /// Starts a client on the hosts of a [`Region`](pingone_core::Region), or on other [`Hosts`].
    ///
    /// ```
    /// use pingone_mfa::{Client, ClientCredentials, EnvironmentId, Region};
    ///
    /// let environment_id: EnvironmentId = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6".parse()?;
    /// let client = Client::builder(Region::Eu, environment_id)
    ///     .credentials(ClientCredentials::new("client-id", "client-secret"))
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn builder(
        hosts: impl Into<Hosts>,
        environment_id: impl Into<EnvironmentId>,
    ) -> ClientBuilder {
        ClientBuilder::new(hosts.into(), environment_id.into())
    }

    /// A client configured by environment variables; see [`ClientBuilder::from_env`].
    ///
    /// # Errors
    ///
    /// Everything that is missing or malformed, at once. Ids, tokens and secrets are not shown.
    pub fn from_env() -> Result<Self, EnvError> {
        Ok(ClientBuilder::from_env()?.build()?)
    }

    /// A client that shares a core with others, and with it the access token, the connections,
    /// the retry budget and the rate limit.
    #[must_use]
    pub fn from_core(core: Core, environment_id: impl Into<EnvironmentId>) -> Self {
        Self {
            core,
            environment_id: environment_id.into(),
        }
    }

    /// What other clients can be made from, to share it.
    #[must_use]
    pub fn core(&self) -> &Core {
        &self.core
    }

    /// The hosts of the API and of the token endpoint.
    #[must_use]
    pub fn hosts(&self) -> &Hosts {
        self.core.hosts()
    }

    /// The `environmentID` of every operation.
    #[must_use]
    pub fn environment_id(&self) -> EnvironmentId {
        self.environment_id
    }
}

impl ApiClient for Client {
    type Scope = EnvironmentId;

    const PRODUCT: &'static str = concat!(
        env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")
    );

    fn assemble(core: Core, environment_id: Self::Scope) -> Self {
        Self { core, environment_id }
    }

    fn environment(environment_id: &Self::Scope) -> Option<EnvironmentId> {
        Some(*environment_id)
    }
}

pub(super) static API: Api = Api {
    errors: ErrorFormat::PLATFORM,
};

//! The client: what every handle and every request shares.

use std::fmt;
use std::sync::Arc;

use crate::auth::TokenCache;
use crate::builder::ClientBuilder;
use crate::correlation::SessionId;
use crate::exchange::Exchanges;
use crate::limits::Limits;
use crate::pace::Pace;
use crate::region::Hosts;
use crate::retry::{RetryPolicy, Seams};
use crate::telemetry::Announced;
use crate::types::EnvironmentId;

/// A client of the PingOne MFA APIs for one environment.
///
/// Cheap to clone; clones share connections and the access token. Futures are `Send` and may be
/// dropped at any time.
#[derive(Clone)]
pub struct Client(Arc<Parts>);

/// What a client is made of.
pub(crate) struct Parts {
    pub(crate) hosts: Hosts,
    pub(crate) environment_id: EnvironmentId,
    pub(crate) limits: Limits,
    pub(crate) exchanges: Exchanges,
    pub(crate) tokens: TokenCache,
    pub(crate) retry: RetryPolicy,
    pub(crate) pace: Option<Pace>,
    pub(crate) session_id: Option<SessionId>,
    pub(crate) announced: Announced,
    pub(crate) seams: Seams,
}

impl Client {
    /// Starts a client for an environment in a [`Region`](crate::Region), or on other [`Hosts`].
    ///
    /// ```
    /// use pingone_mfa::types::EnvironmentId;
    /// use pingone_mfa::{Client, ClientCredentials, Region};
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

    pub(crate) fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The environment that the operations work in.
    #[must_use]
    pub fn environment_id(&self) -> EnvironmentId {
        self.0.environment_id
    }

    /// The hosts of the API and of the token endpoint.
    #[must_use]
    pub fn hosts(&self) -> &Hosts {
        &self.0.hosts
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.0
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("hosts", &self.0.hosts)
            .field("environment_id", &self.0.environment_id)
            .finish_non_exhaustive()
    }
}

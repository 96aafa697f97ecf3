//! Puts a client together and says everything that is wrong with its configuration at once.

use std::fmt;
use std::sync::Arc;

use reqwest::redirect::Policy;

use crate::auth::{AccessToken, ClientCredentials, TokenCache, TokenEndpoint, TokenSource};
use crate::client::{Client, Parts};
use crate::clock::Clock;
use crate::correlation::SessionId;
use crate::error::{BuildError, BuildProblem};
use crate::limits::Limits;
use crate::region::Hosts;
use crate::retry::{RetryPolicy, Seams};
use crate::secret::Secret;
use crate::types::EnvironmentId;

/// Configures a [`Client`]; made by [`Client::builder`].
#[must_use]
pub struct ClientBuilder {
    hosts: Hosts,
    environment_id: EnvironmentId,
    authentication: Vec<Authentication>,
    limits: Limits,
    user_agent_suffix: Option<String>,
    session_id: Option<SessionId>,
    configure: Configure,
    retry: RetryPolicy,
    seams: Seams,
}

/// Idle connections that are kept for each host.
const IDLE_CONNECTIONS: usize = 32;

type Configure = Box<dyn FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send>;

/// What the caller gave to authenticate with; exactly one is wanted.
enum Authentication {
    Credentials(ClientCredentials),
    Token(AccessToken),
    Source(Arc<dyn TokenSource>),
}

impl ClientBuilder {
    pub(crate) fn new(hosts: Hosts, environment_id: EnvironmentId) -> Self {
        Self {
            hosts,
            environment_id,
            authentication: Vec::new(),
            limits: Limits::default(),
            user_agent_suffix: None,
            session_id: None,
            configure: Box::new(|http| http),
            retry: RetryPolicy::default(),
            seams: Seams::default(),
        }
    }

    /// Authenticates with the credentials of a worker application.
    ///
    /// A token is fetched when first needed and used until shortly before its expiry.
    pub fn credentials(mut self, credentials: ClientCredentials) -> Self {
        self.authentication.push(Authentication::Credentials(credentials));
        self
    }

    /// Authenticates with tokens from a source of your own, e.g. a vault. A closure is one.
    pub fn token_source(mut self, source: impl TokenSource + 'static) -> Self {
        self.authentication.push(Authentication::Source(Arc::new(source)));
        self
    }

    /// Authenticates with an access token that the caller got and renews, e.g. a user's.
    pub fn access_token(mut self, token: impl Into<Secret>) -> Self {
        self.authentication.push(Authentication::Token(AccessToken::new(token)));
        self
    }

    /// Replaces the default [`RetryPolicy`].
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Replaces the default [`Limits`].
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Adds a product to the user agent `pingone-mfa/<version>`, e.g. `my-service/1.2`.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent_suffix = Some(suffix.into());
        self
    }

    /// Sends this session id with every call that does not set one of its own.
    pub fn session_id(mut self, session_id: SessionId) -> Self {
        self.session_id = Some(session_id);
        self
    }

    /// Configures the HTTP client that is used underneath: a proxy, root certificates, a client
    /// certificate, the size of the connection pool.
    ///
    /// What this client promises is set afterwards and cannot be changed here: no redirects, finite
    /// timeouts, the user agent.
    ///
    /// ```
    /// # use pingone_mfa::{Client, Region, types::EnvironmentId};
    /// # fn build(environment_id: EnvironmentId) -> Result<Client, Box<dyn std::error::Error>> {
    /// let proxy = reqwest::Proxy::https("http://proxy.example:3128")?;
    /// let client = Client::builder(Region::Eu, environment_id)
    ///     .access_token("token")
    ///     .configure_http(|http| http.proxy(proxy))
    ///     .build()?;
    /// # Ok(client)
    /// # }
    /// ```
    pub fn configure_http(
        mut self,
        configure: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + 'static,
    ) -> Self {
        self.configure = Box::new(configure);
        self
    }

    /// Replaces the machine's clock, e.g. in a test of what happens when a token expires.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.seams.clock = Arc::new(clock);
        self
    }

    /// Takes chance out of tests: tokens are refreshed as late as they may be, and waits are as long
    /// as the server asks for and no longer.
    #[cfg(test)]
    pub(crate) fn test_clock(mut self, clock: &crate::test_server::TestClock) -> Self {
        self.seams.jitter = Arc::new(|| 0.0);
        self.clock(clock.clone())
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    /// Every problem of the configuration at once.
    pub fn build(mut self) -> Result<Client, BuildError> {
        let mut problems = Vec::new();
        let user_agent = self.user_agent(&mut problems);
        let configure = std::mem::replace(&mut self.configure, Box::new(|http| http));
        let http = configure(reqwest::Client::builder().pool_max_idle_per_host(IDLE_CONNECTIONS))
            .user_agent(user_agent)
            .redirect(Policy::none())
            .connect_timeout(self.limits.connect_timeout)
            .timeout(self.limits.request_timeout);
        // A proxy would take requests for this machine elsewhere, in plain text.
        let http = if self.hosts.any_is_loopback() { http.no_proxy() } else { http };
        let http = http.build().map_err(BuildProblem::Http);
        let tokens = http.as_ref().ok().and_then(|http| self.tokens(http, &mut problems));
        problems.extend(self.limits.zero().map(BuildProblem::Limit));
        match (http, tokens) {
            (Ok(http), Some(tokens)) if problems.is_empty() => Ok(Client::new(Parts {
                hosts: self.hosts,
                environment_id: self.environment_id,
                limits: self.limits,
                retry: self.retry,
                session_id: self.session_id,
                seams: self.seams,
                http,
                tokens,
            })),
            (http, _) => {
                problems.extend(http.err());
                Err(BuildError::new(problems))
            }
        }
    }

    fn user_agent(&self, problems: &mut Vec<BuildProblem>) -> String {
        let own = concat!("pingone-mfa/", env!("CARGO_PKG_VERSION"));
        let Some(suffix) = &self.user_agent_suffix else { return own.to_owned() };
        if suffix.trim().is_empty() || http::HeaderValue::from_str(suffix).is_err() {
            problems.push(BuildProblem::UserAgent);
            return own.to_owned();
        }
        format!("{own} {suffix}")
    }

    fn tokens(
        &self,
        http: &reqwest::Client,
        problems: &mut Vec<BuildProblem>,
    ) -> Option<TokenCache> {
        let source: Arc<dyn TokenSource> = match self.authentication.as_slice() {
            [] => {
                problems.push(BuildProblem::NoCredentials);
                return None;
            }
            [Authentication::Credentials(credentials)] => {
                problems.extend(credentials.problems());
                Arc::new(self.endpoint(http, credentials.clone()))
            }
            [Authentication::Token(token)] => {
                problems.extend(token.header().is_none().then_some(BuildProblem::AccessToken));
                let token = token.clone();
                Arc::new(move || std::future::ready(Ok(token.clone())))
            }
            [Authentication::Source(source)] => Arc::clone(source),
            [_, _, ..] => {
                problems.push(BuildProblem::TwoCredentials);
                return None;
            }
        };
        Some(TokenCache::new(source, &self.seams))
    }

    fn endpoint(&self, http: &reqwest::Client, credentials: ClientCredentials) -> TokenEndpoint {
        let environment_id = credentials.environment_id.unwrap_or(self.environment_id);
        TokenEndpoint {
            http: http.clone(),
            url: self.hosts.token_endpoint(environment_id),
            credentials,
            response_bytes: self.limits.response_bytes,
        }
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("hosts", &self.hosts)
            .field("environment_id", &self.environment_id)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::Region;

    fn builder() -> ClientBuilder {
        let hosts = Hosts::new("http://127.0.0.1:1", "http://127.0.0.1:1").unwrap();
        let id: EnvironmentId = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6".parse().unwrap();
        ClientBuilder::new(hosts, id)
    }

    #[test]
    fn all_problems_are_told_at_once() {
        let error = builder()
            .credentials(ClientCredentials::new("", ""))
            .user_agent_suffix("a\nb")
            .limits(Limits::default().request_timeout(Duration::ZERO).response_bytes(0))
            .build()
            .unwrap_err();
        assert_eq!(error.problems().len(), 5);
        assert_eq!(
            error.to_string(),
            "the client cannot be built: the user agent's suffix is empty or has a character that a \
             header cannot hold; the client id is empty; the client secret is empty; the limit \
             `request_timeout` is zero; the limit `response_bytes` is zero"
        );
    }

    #[test]
    fn exactly_one_kind_of_credentials_is_wanted() {
        let none = builder().build().unwrap_err();
        assert!(matches!(none.problems(), [BuildProblem::NoCredentials]), "{none}");
        let both = builder().access_token("t").credentials(ClientCredentials::new("a", "b"));
        let both = both.build().unwrap_err();
        assert!(matches!(both.problems(), [BuildProblem::TwoCredentials]), "{both}");
        let torn = builder().access_token("token\n").build().unwrap_err();
        assert!(matches!(torn.problems(), [BuildProblem::AccessToken]), "{torn}");
    }

    #[test]
    fn a_client_knows_where_it_works() {
        let client = builder().access_token("t").build().unwrap();
        assert_eq!(client.environment_id().to_string(), "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6");
        assert_ne!(client.hosts(), &Hosts::from(Region::Eu));
    }
}

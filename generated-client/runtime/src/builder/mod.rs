//! Puts a client together and says everything that is wrong with its configuration at once.

mod problem;

use std::error::Error;
use std::fmt;
#[cfg(feature = "rate-limit")]
use std::num::NonZeroU32;
use std::sync::Arc;

use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue, Uri};
use reqwest::redirect::Policy;

pub use problem::{BuildError, BuildProblem};

use crate::auth::{AccessToken, ClientCredentials, Proof, TokenCache, TokenEndpoint, TokenSource};
use crate::clock::Clock;
use crate::core::{Core, Parts};
use crate::correlation::SessionId;
use crate::deprecation::DeprecationWarnings;
use crate::environment::EnvironmentId;
use crate::exchange::Exchanges;
use crate::limits::{Limits, MAX_DURATION};
use crate::pace::Pace;
use crate::region::Hosts;
use crate::retry::{RetryPolicy, Seams};
use crate::secret::Secret;
use crate::transport::{DefaultTransport, Transport};

/// A client of one contract, as generated: a core, and the values of the path parameters that the
/// client supplies.
pub trait ApiClient: Sized {
    /// Those values.
    type Scope: fmt::Debug;

    /// The product and version of the crate, which begin the user agent.
    const PRODUCT: &'static str;

    /// Makes a client.
    fn assemble(core: Core, scope: Self::Scope) -> Self;

    /// The environment whose worker application gets the tokens, unless its credentials name one.
    fn environment(_: &Self::Scope) -> Option<EnvironmentId> {
        None
    }
}

impl ApiClient for Core {
    type Scope = ();

    const PRODUCT: &'static str = concat!("pingone-core/", env!("CARGO_PKG_VERSION"));

    fn assemble(core: Core, (): ()) -> Self {
        core
    }
}

/// A client whose API takes a key instead of a token.
pub trait ApiKey: ApiClient {
    /// The header that holds the key, in small letters.
    const HEADER: &'static str;
}

impl Core {
    /// Starts a core on the hosts of a [`Region`](crate::Region), or on other [`Hosts`].
    ///
    /// A core belongs to no environment, so credentials must name the worker application's:
    /// [`ClientCredentials::environment`](crate::ClientCredentials::environment).
    pub fn builder(hosts: impl Into<Hosts>) -> ClientBuilder<Self> {
        ClientBuilder::new(hosts.into(), ())
    }
}

/// Configures a client and its [`Core`]; made by the client's `builder`.
#[must_use]
pub struct ClientBuilder<C: ApiClient = Core> {
    hosts: Hosts,
    scope: C::Scope,
    authorization: HeaderName,
    authentication: Vec<Authentication>,
    limits: Limits,
    user_agent_suffix: Option<String>,
    session_id: Option<SessionId>,
    transport: Option<Arc<dyn Transport>>,
    layers: Vec<Layer>,
    #[cfg(feature = "reqwest")]
    configure: Configure,
    retry: RetryPolicy,
    #[cfg(feature = "rate-limit")]
    requests_per_second: Option<u32>,
    seams: Seams,
}

type Layer = Box<dyn FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport> + Send>;

#[cfg(feature = "reqwest")]
type Configure = Box<dyn FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send>;

/// What the caller gave to authenticate with; exactly one is wanted.
enum Authentication {
    Credentials(ClientCredentials),
    Token(AccessToken),
    Source(Arc<dyn TokenSource>),
}

impl<C: ApiClient> ClientBuilder<C> {
    #[doc(hidden)]
    pub fn new(hosts: Hosts, scope: C::Scope) -> Self {
        Self {
            hosts,
            scope,
            authorization: AUTHORIZATION,
            authentication: Vec::new(),
            limits: Limits::default(),
            user_agent_suffix: None,
            session_id: None,
            transport: None,
            layers: Vec::new(),
            #[cfg(feature = "reqwest")]
            configure: Box::new(|http| http),
            retry: RetryPolicy::default(),
            #[cfg(feature = "rate-limit")]
            requests_per_second: None,
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

    /// Adds a product to the user agent, e.g. to `pingone-mfa/<version>`, e.g. `my-service/1.2`.
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
    /// certificate, the size of the connection pool. Needs the feature `reqwest`. The proxies that
    /// the environment variables name (`HTTPS_PROXY`) and the roots that the platform trusts are used
    /// without it.
    ///
    /// What this client promises is set afterwards and cannot be changed here: no redirects, finite
    /// timeouts, the user agent. `connection_verbose` writes tokens and bodies to the log at TRACE.
    ///
    /// ```
    /// # use pingone_mfa::{Client, Region, types::EnvironmentId};
    /// # fn build(environment_id: EnvironmentId) -> Result<Client, Box<dyn std::error::Error>> {
    /// use pingone_mfa::reqwest;
    ///
    /// let proxy = reqwest::Proxy::https("http://proxy.example:3128")?;
    /// let client = Client::builder(Region::Eu, environment_id)
    ///     .access_token("token")
    ///     .configure_http(|http| http.proxy(proxy))
    ///     .build()?;
    /// # Ok(client)
    /// # }
    /// ```
    #[cfg(feature = "reqwest")]
    pub fn configure_http(
        mut self,
        configure: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + 'static,
    ) -> Self {
        self.configure = Box::new(configure);
        self
    }

    /// Sends requests through a transport of your own instead of the default one, which is reqwest's.
    /// With the feature `reqwest`, a `reqwest::Client` is a transport, too.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Puts a transport around the one that is used, as middleware; the last one is outermost.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use pingone_mfa::bytes::Bytes;
    /// use pingone_mfa::http::{HeaderValue, Request, Response};
    /// use pingone_mfa::{Body, BoxFuture, Transport, TransportError};
    ///
    /// /// Adds a header to every request.
    /// struct Tenant(Arc<dyn Transport>);
    ///
    /// impl Transport for Tenant {
    ///     fn send(
    ///         &self,
    ///         mut request: Request<Bytes>,
    ///     ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
    ///         request.headers_mut().insert("x-tenant", HeaderValue::from_static("blue"));
    ///         self.0.send(request)
    ///     }
    /// }
    ///
    /// # use pingone_mfa::{Client, Region, types::EnvironmentId};
    /// # fn build(environment_id: EnvironmentId) -> Result<Client, Box<dyn std::error::Error>> {
    /// let client = Client::builder(Region::Eu, environment_id)
    ///     .access_token("token")
    ///     .wrap_transport(|inner| Arc::new(Tenant(inner)))
    ///     .build()?;
    /// # Ok(client)
    /// # }
    /// ```
    pub fn wrap_transport(
        mut self,
        layer: impl FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport> + Send + 'static,
    ) -> Self {
        self.layers.push(Box::new(layer));
        self
    }

    /// Sends at most so many requests to the API in a second, evenly spread over it to a
    /// hundredth of a second; off by default.
    /// Clones of the client share the limit; requests for tokens do not count.
    ///
    /// For bulk jobs: PingOne limits requests per licence, and a job that stays below leaves room for
    /// the sign-ons of people. Waiting for a turn counts towards the limits of a call, so many
    /// concurrent calls need a longer [`Limits::total_timeout`], or better, fewer of them.
    #[cfg(feature = "rate-limit")]
    pub fn rate_limit(mut self, requests_per_second: u32) -> Self {
        self.requests_per_second = Some(requests_per_second);
        self
    }

    /// Replaces the machine's clock, e.g. in a test of what happens when a token expires.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.seams.clock = Arc::new(clock);
        self
    }

    /// Takes chance out of tests: tokens are refreshed as late as they may be, and waits are as long
    /// as the server asks for and no longer.
    #[doc(hidden)]
    pub fn without_jitter(mut self) -> Self {
        self.seams.jitter = Arc::new(|| 0.0);
        self
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    /// Every problem of the configuration at once.
    pub fn build(mut self) -> Result<C, BuildError> {
        let mut problems = Vec::new();
        let user_agent = self.user_agent(&mut problems);
        let transport = self.wrapped_transport().map_err(BuildProblem::Http);
        let exchanges = transport.map(|transport| Exchanges {
            transport,
            user_agent,
            timeout: self.limits.request_timeout,
            max_response_bytes: self.limits.max_response_bytes,
        });
        let tokens = exchanges.as_ref().ok().and_then(|all| self.tokens(all, &mut problems));
        let pace = self.pace(&mut problems);
        problems.extend(self.limits.zero().map(BuildProblem::Limit));
        match (exchanges, tokens) {
            (Ok(exchanges), Some(tokens)) if problems.is_empty() => {
                let core = Core::new(Parts {
                    hosts: self.hosts,
                    limits: self.limits,
                    retry: self.retry,
                    pace,
                    session_id: self.session_id,
                    deprecations: DeprecationWarnings::default(),
                    seams: self.seams,
                    exchanges,
                    tokens,
                    authorization: self.authorization,
                });
                Ok(C::assemble(core, self.scope))
            }
            (exchanges, _) => {
                problems.extend(exchanges.err());
                Err(BuildError::new(problems))
            }
        }
    }

    /// The transport with its layers around it.
    fn wrapped_transport(&mut self) -> Result<Arc<dyn Transport>, Box<dyn Error + Send + Sync>> {
        let transport = match self.transport.take() {
            Some(transport) => transport,
            None => Arc::new(DefaultTransport(self.http()?)),
        };
        Ok(self.layers.drain(..).fold(transport, |inner, layer| layer(inner)))
    }

    fn http(&mut self) -> reqwest::Result<reqwest::Client> {
        let Limits { connect_timeout, max_idle_connections, idle_timeout, .. } = self.limits;
        let http = reqwest::Client::builder()
            .pool_max_idle_per_host(max_idle_connections)
            .pool_idle_timeout(idle_timeout.min(MAX_DURATION));
        #[cfg(feature = "reqwest")]
        let http = std::mem::replace(&mut self.configure, Box::new(|http| http))(http);
        let http = http.redirect(Policy::none());
        let http = http.connect_timeout(connect_timeout.min(MAX_DURATION));
        // A proxy would take requests for this machine elsewhere, in plain text.
        let http = if self.hosts.any_is_loopback() { http.no_proxy() } else { http };
        http.build()
    }

    #[cfg(feature = "rate-limit")]
    fn pace(&self, problems: &mut Vec<BuildProblem>) -> Option<Pace> {
        let limit = NonZeroU32::new(self.requests_per_second?);
        if limit.is_none() {
            problems.push(BuildProblem::Limit("rate_limit"));
        }
        Some(Pace::new(limit?, &self.seams.clock))
    }

    #[cfg(not(feature = "rate-limit"))]
    fn pace(&self, _: &mut Vec<BuildProblem>) -> Option<Pace> {
        None
    }

    /// The product tokens of this crate and the caller.
    fn user_agent(&self, problems: &mut Vec<BuildProblem>) -> HeaderValue {
        let own = HeaderValue::from_static(C::PRODUCT);
        let Some(suffix) = &self.user_agent_suffix else { return own };
        match HeaderValue::try_from(format!("{} {suffix}", C::PRODUCT)) {
            Ok(both) if !suffix.trim().is_empty() => both,
            _ => {
                problems.push(BuildProblem::UserAgent);
                own
            }
        }
    }

    fn tokens(
        &self,
        exchanges: &Exchanges,
        problems: &mut Vec<BuildProblem>,
    ) -> Option<TokenCache> {
        let source: Arc<dyn TokenSource> = match self.authentication.as_slice() {
            [] => {
                problems.push(BuildProblem::NoCredentials);
                return None;
            }
            [Authentication::Credentials(credentials)] => {
                problems.extend(problems_of(credentials));
                let endpoint = self.endpoint(exchanges, credentials.clone());
                Arc::new(endpoint.map_err(|problem| problems.push(problem)).ok()?)
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

    fn endpoint(
        &self,
        exchanges: &Exchanges,
        credentials: ClientCredentials,
    ) -> Result<TokenEndpoint, BuildProblem> {
        let environment_id = credentials
            .environment_id
            .or_else(|| C::environment(&self.scope))
            .ok_or(BuildProblem::NoEnvironment)?;
        let url = self.hosts.token_endpoint(environment_id);
        let url = Uri::try_from(url).map_err(|invalid| BuildProblem::Http(invalid.into()))?;
        Ok(TokenEndpoint { exchanges: exchanges.clone(), url, credentials })
    }
}

impl<C: ApiKey> ClientBuilder<C> {
    /// Authenticates with a key of the API.
    pub fn api_key(mut self, key: impl Into<Secret>) -> Self {
        self.authorization = HeaderName::from_static(C::HEADER);
        self.authentication.push(Authentication::Token(AccessToken::api_key(key.into())));
        self
    }
}

/// What is wrong with the credentials themselves.
fn problems_of(credentials: &ClientCredentials) -> impl Iterator<Item = BuildProblem> {
    let id = credentials.client_id.is_empty().then_some(BuildProblem::ClientId);
    let proof = match &credentials.proof {
        Proof::Secret { secret, .. } if secret.expose().is_empty() => {
            Some(BuildProblem::ClientSecret)
        }
        Proof::Secret { .. } => None,
        #[cfg(feature = "jwt")]
        Proof::Key { misplaced, .. } => misplaced.map(BuildProblem::MethodOfKey),
    };
    id.into_iter().chain(proof)
}

impl<C: ApiClient> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("hosts", &self.hosts)
            .field("scope", &self.scope)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use uuid::Uuid;

    use super::*;
    use crate::region::Region;

    fn builder() -> ClientBuilder {
        Core::builder(Hosts::new("http://127.0.0.1:1", "http://127.0.0.1:1").unwrap())
    }

    #[test]
    fn all_problems_are_told_at_once() {
        let error = builder()
            .credentials(ClientCredentials::new("", "").environment(Uuid::nil()))
            .user_agent_suffix("a\nb")
            .limits(Limits::default().request_timeout(Duration::ZERO).max_response_bytes(0))
            .build()
            .unwrap_err();
        assert_eq!(error.problems().len(), 5);
        assert_eq!(
            error.to_string(),
            "the client cannot be built: the user agent's suffix is empty or has a character that a \
             header cannot hold; the client id is empty; the client secret is empty; the limit \
             `request_timeout` is zero; the limit `max_response_bytes` is zero"
        );
    }

    #[test]
    fn a_worker_application_needs_an_environment() {
        let error = builder().credentials(ClientCredentials::new("a", "b")).build().unwrap_err();
        assert!(matches!(error.problems(), [BuildProblem::NoEnvironment]), "{error}");
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
        assert_ne!(client.hosts(), &Hosts::from(Region::Eu));
    }
}

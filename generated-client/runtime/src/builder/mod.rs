//! Configures a client and its core.

mod build;
mod problem;

use std::fmt;
use std::sync::Arc;

use http::HeaderName;
use http::header::AUTHORIZATION;
pub use problem::{BuildError, BuildProblem};

use crate::auth::{AccessToken, ClientCredentials, TokenSource};
use crate::clock::Clock;
use crate::core::Core;
use crate::correlation::SessionId;
use crate::environment::EnvironmentId;
use crate::limits::Limits;
use crate::region::Hosts;
use crate::retry::{RetryPolicy, Seams};
use crate::scheme::{KeyScheme, LoginScheme, TokenScheme};
use crate::secret::Secret;
use crate::server::Server;
use crate::transport::Transport;

/// A client of one contract, as generated: a core, and the values of the path parameters that the
/// client supplies.
pub trait ApiClient: Sized {
    /// Those values.
    type Scope: fmt::Debug;

    /// The product and version of the crate, which begin the user agent.
    const PRODUCT: &'static str;

    /// Makes a client.
    fn assemble(core: Core, scope: Self::Scope) -> Self;

    /// Whether every call takes credentials.
    const ACCESS: Access = Access::Credentials;

    /// Where the contract's tokens come from: a URL, or a reference that is relative to the API's.
    const TOKEN_URL: Option<&'static str> = None;

    /// The environment whose worker application gets the tokens, unless its credentials name one.
    fn environment(_: &Self::Scope) -> Option<EnvironmentId> {
        None
    }
}

/// Whether every call of a client takes credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// It does, or the contract says nothing.
    Credentials,
    /// Each operation says itself what it takes, maybe nothing.
    PerOperation,
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
    own: Vec<Own>,
    routes: Vec<(Server, Hosts)>,
    has_no_credentials: bool,
    token_url: Option<String>,
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

/// What the caller gave for one scheme.
enum Own {
    Key(KeyScheme, Secret),
    Login(LoginScheme, String, Secret),
    Tokens(TokenScheme, Arc<dyn TokenSource>),
}

impl<C: ApiClient> ClientBuilder<C> {
    #[doc(hidden)]
    pub fn new(hosts: Hosts, scope: C::Scope) -> Self {
        Self {
            hosts,
            scope,
            authorization: AUTHORIZATION,
            authentication: Vec::new(),
            own: Vec::new(),
            routes: Vec::new(),
            has_no_credentials: false,
            token_url: None,
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

    /// Sends no credentials, where the contract does not say that an operation takes some.
    pub fn without_credentials(mut self) -> Self {
        self.has_no_credentials = true;
        self
    }

    /// The key for one scheme of the contract; the generated client has a constant for each.
    ///
    /// It is sent with calls of the operations that ask for it, and with no other.
    pub fn key(mut self, scheme: KeyScheme, key: impl Into<Secret>) -> Self {
        self.own.push(Own::Key(scheme, key.into()));
        self
    }

    /// The user name and the password for one scheme of the contract, for the operations that ask for
    /// it.
    pub fn login(
        mut self,
        scheme: LoginScheme,
        user: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Self {
        self.own.push(Own::Login(scheme, user.into(), password.into()));
        self
    }

    /// The tokens for one scheme of the contract. Schemes that have none of their own use those of
    /// [`token_source`](Self::token_source), [`access_token`](Self::access_token) or
    /// [`credentials`](Self::credentials).
    pub fn tokens_for(mut self, scheme: TokenScheme, source: impl TokenSource + 'static) -> Self {
        self.own.push(Own::Tokens(scheme, Arc::new(source)));
        self
    }

    /// Where operations are called that have a server of their own in the contract.
    ///
    /// Needed if the client calls other hosts than the contract's, in a test or through a proxy:
    /// credentials go to no host that neither the contract nor the caller names, and to none of the
    /// contract's if the caller names another one.
    pub fn serve(mut self, server: Server, hosts: impl Into<Hosts>) -> Self {
        self.routes.push((server, hosts.into()));
        self
    }

    /// Where [`credentials`](Self::credentials) get their tokens, if not where the contract or the hosts
    /// say.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
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

    /// Appends a product, e.g. `my-service/1.2`, to the user agent, e.g. `pingone-mfa/<version>`.
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

    /// Sends at most this many requests per second to the API, evenly spread in steps of a hundredth
    /// of a second; off by default. Clones of the client share the limit; requests for tokens do not
    /// count.
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
}

impl<C: ApiKey> ClientBuilder<C> {
    /// Authenticates with a key of the API.
    pub fn api_key(mut self, key: impl Into<Secret>) -> Self {
        self.authorization = HeaderName::from_static(C::HEADER);
        self.authentication.push(Authentication::Token(AccessToken::api_key(key.into())));
        self
    }
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

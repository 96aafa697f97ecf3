//! Access tokens: where they come from and how long they are used.

mod endpoint;
mod failure;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::HeaderValue;
use tokio::sync::Mutex;

pub use failure::TokenError;

use crate::Secret;
use crate::error::BuildProblem;
use crate::region::Hosts;
use crate::types::EnvironmentId;

/// How long before its expiry a token is replaced, at most; a token that lives shorter than twice
/// this is replaced at half its life.
const MARGIN: Duration = Duration::from_secs(60);

/// The credentials of a worker application, for the OAuth 2.0 client credentials grant.
///
/// The client id and secret are sent to the token endpoint as HTTP Basic credentials
/// (`client_secret_basic`, PingOne's default).
#[derive(Clone)]
pub struct ClientCredentials {
    pub(crate) client_id: String,
    pub(crate) client_secret: Secret,
    pub(crate) environment_id: Option<EnvironmentId>,
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
            environment_id: None,
        }
    }

    /// The environment of the worker application, if it is not the one the client works in.
    #[must_use]
    pub fn environment(mut self, environment_id: impl Into<EnvironmentId>) -> Self {
        self.environment_id = Some(environment_id.into());
        self
    }
}

impl ClientCredentials {
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
            .field("environment_id", &self.environment_id)
            .finish_non_exhaustive()
    }
}

/// The time, as tests can set it.
pub(crate) type Clock = Arc<dyn Fn() -> Instant + Send + Sync>;

/// Where the access token of a client comes from.
pub(crate) enum TokenSource {
    /// Given by the caller, who also renews it.
    Fixed(HeaderValue),
    /// From the token endpoint, fetched when first needed.
    ClientCredentials(Box<Cached>),
}

/// A token source with the last token it got.
pub(crate) struct Cached {
    url: String,
    credentials: ClientCredentials,
    clock: Clock,
    token: Mutex<Option<Token>>,
}

struct Token {
    header: HeaderValue,
    usable_until: Instant,
}

impl TokenSource {
    pub(crate) fn client_credentials(
        hosts: &Hosts,
        environment_id: EnvironmentId,
        credentials: ClientCredentials,
        clock: Clock,
    ) -> Self {
        let environment_id = credentials.environment_id.unwrap_or(environment_id);
        let url = format!("{}/{environment_id}/as/token", hosts.auth());
        Self::ClientCredentials(Box::new(Cached {
            url,
            credentials,
            clock,
            token: Mutex::new(None),
        }))
    }

    /// The value of the `Authorization` header, marked as sensitive.
    pub(crate) async fn authorization(
        &self,
        http: &reqwest::Client,
        response_bytes: usize,
    ) -> Result<HeaderValue, TokenError> {
        match self {
            Self::Fixed(header) => Ok(header.clone()),
            Self::ClientCredentials(cached) => cached.authorization(http, response_bytes).await,
        }
    }
}

impl Cached {
    /// Concurrent callers wait for one request; a failure is not remembered.
    async fn authorization(
        &self,
        http: &reqwest::Client,
        response_bytes: usize,
    ) -> Result<HeaderValue, TokenError> {
        let mut token = self.token.lock().await;
        if let Some(usable) = token.as_ref().filter(|token| (self.clock)() < token.usable_until) {
            return Ok(usable.header.clone());
        }
        let asked = (self.clock)();
        let issued = endpoint::fetch(http, &self.url, &self.credentials, response_bytes).await?;
        let usable_for = issued.lifetime.saturating_sub(MARGIN.min(issued.lifetime / 2));
        *token = Some(Token { header: issued.header.clone(), usable_until: asked + usable_for });
        Ok(issued.header)
    }
}

/// `Bearer <token>`, or `None` if the token is empty or has a character other than visible ASCII,
/// such as the line break at the end of a file.
pub(crate) fn bearer(token: &Secret) -> Option<HeaderValue> {
    if token.expose().is_empty() || !token.expose().bytes().all(|byte| byte.is_ascii_graphic()) {
        return None;
    }
    let mut header = HeaderValue::try_from(format!("Bearer {}", token.expose())).ok()?;
    header.set_sensitive(true);
    Some(header)
}

#[cfg(test)]
mod tests;

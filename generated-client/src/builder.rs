//! Puts a client together and says everything that is wrong with its configuration at once.

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use reqwest::redirect::Policy;

use crate::auth::{ClientCredentials, Clock, TokenSource, bearer};
use crate::client::{Client, Parts};
use crate::error::{BuildError, BuildProblem};
use crate::limits::Limits;
use crate::region::Hosts;
use crate::secret::Secret;
use crate::types::EnvironmentId;

/// Configures a [`Client`]; made by [`Client::builder`].
#[must_use]
pub struct ClientBuilder {
    hosts: Hosts,
    environment_id: EnvironmentId,
    credentials: Option<ClientCredentials>,
    access_token: Option<Secret>,
    limits: Limits,
    user_agent_suffix: Option<String>,
    clock: Clock,
}

impl ClientBuilder {
    pub(crate) fn new(hosts: Hosts, environment_id: EnvironmentId) -> Self {
        Self {
            hosts,
            environment_id,
            credentials: None,
            access_token: None,
            limits: Limits::default(),
            user_agent_suffix: None,
            clock: Arc::new(Instant::now),
        }
    }

    /// Authenticates with the credentials of a worker application.
    ///
    /// A token is fetched when first needed and used until shortly before its expiry.
    pub fn credentials(mut self, credentials: ClientCredentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// Authenticates with an access token that the caller got and renews, e.g. a user's.
    pub fn access_token(mut self, token: impl Into<Secret>) -> Self {
        self.access_token = Some(token.into());
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

    #[cfg(test)]
    pub(crate) fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    /// Every problem of the configuration at once.
    pub fn build(self) -> Result<Client, BuildError> {
        let mut problems = Vec::new();
        let user_agent = self.user_agent(&mut problems);
        let tokens = self.tokens(&mut problems);
        let http = reqwest::Client::builder()
            .user_agent(user_agent)
            .redirect(Policy::none())
            .connect_timeout(self.limits.connect_timeout)
            .timeout(self.limits.request_timeout);
        // A proxy would take requests for this machine elsewhere.
        let http = if self.hosts.are_loopback() { http.no_proxy() } else { http };
        let http = http.build().map_err(BuildProblem::Http);
        match (http, tokens) {
            (Ok(http), Some(tokens)) if problems.is_empty() => Ok(Client::new(Parts {
                hosts: self.hosts,
                environment_id: self.environment_id,
                limits: self.limits,
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
        if http::HeaderValue::from_str(suffix).is_err() {
            problems.push(BuildProblem::UserAgent);
            return own.to_owned();
        }
        format!("{own} {suffix}")
    }

    fn tokens(&self, problems: &mut Vec<BuildProblem>) -> Option<TokenSource> {
        match (&self.credentials, &self.access_token) {
            (Some(credentials), None) => Some(TokenSource::client_credentials(
                &self.hosts,
                self.environment_id,
                credentials.clone(),
                Arc::clone(&self.clock),
            )),
            (None, Some(token)) => {
                let header = bearer(token);
                if header.is_none() {
                    problems.push(BuildProblem::AccessToken);
                }
                header.map(TokenSource::Fixed)
            }
            (None, None) => {
                problems.push(BuildProblem::NoCredentials);
                None
            }
            (Some(_), Some(_)) => {
                problems.push(BuildProblem::TwoCredentials);
                None
            }
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

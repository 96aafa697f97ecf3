//! Makes a client of what was configured, or says everything that is wrong with it at once.

use std::borrow::Cow;
use std::error::Error;
#[cfg(feature = "rate-limit")]
use std::num::NonZeroU32;
use std::sync::Arc;

use http::HeaderValue;
use reqwest::redirect::Policy;
use url::Url;

use super::problem::{BuildError, BuildProblem};
use super::{Access, ApiClient, Authentication, ClientBuilder, Own};
use crate::auth::{
    ClientCredentials, Fixed, Keyring, PER_ENVIRONMENT, Proof, Remembered, TokenCache,
    TokenEndpoint, TokenSource,
};
use crate::connections::Connections;
use crate::core::{Core, Parts};
use crate::deprecation::DeprecationWarnings;
use crate::exchange::Exchanges;
use crate::limits::{Limits, MAX_DURATION};
use crate::pace::Pace;
use crate::redact::SentSecrets;
use crate::region::{self, Hosts};
use crate::scheme::Scheme;
use crate::transport::{DefaultTransport, Network, Transport};

impl<C: ApiClient> ClientBuilder<C> {
    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    /// Every problem of the configuration at once.
    pub fn build(mut self) -> Result<C, BuildError> {
        let mut problems = Vec::new();
        let user_agent = self.user_agent(&mut problems);
        let network = self.network().map_err(BuildProblem::Http);
        let exchanges = network.map(|network| Exchanges {
            network,
            connections: Arc::new(Connections::new(self.limits.max_connections)),
            user_agent,
            timeout: self.limits.request_timeout,
            max_response_bytes: self.limits.max_response_bytes,
        });
        let sent = Arc::<SentSecrets>::default();
        let keys = exchanges.as_ref().ok().and_then(|all| self.keyring(all, &sent, &mut problems));
        let pace = self.pace(&mut problems);
        problems.extend(self.limits.zero().map(BuildProblem::Limit));
        let all = std::iter::once(&self.hosts).chain(self.routes.iter().map(|(_, hosts)| hosts));
        problems.extend(all.filter_map(Hosts::problem).cloned().map(BuildProblem::Host));
        let base = self.hosts.base().map_err(|invalid| BuildProblem::Http(invalid.into()));
        match (exchanges, keys, base) {
            (Ok(exchanges), Some(keys), Ok(base)) if problems.is_empty() => {
                let core = Core::new(Parts {
                    base,
                    hosts: self.hosts,
                    routes: self.routes,
                    limits: self.limits,
                    retry: self.retry,
                    pace,
                    session_id: self.session_id,
                    deprecations: DeprecationWarnings::default(),
                    seams: self.seams,
                    exchanges,
                    keys,
                    sent,
                    authorization: self.authorization,
                });
                Ok(C::assemble(core, self.scope))
            }
            (exchanges, _, base) => {
                let base = base.err().filter(|_| self.hosts.problem().is_none());
                problems.extend(exchanges.err().into_iter().chain(base));
                Err(BuildError::new(problems))
            }
        }
    }

    /// The transport with its layers around it.
    fn network(&mut self) -> Result<Network, Box<dyn Error + Send + Sync>> {
        let transport: Arc<dyn Transport> = match self.transport.take() {
            Some(transport) => transport,
            None => {
                let default = Arc::new(DefaultTransport::new(self.http()?));
                if self.layers.is_empty() {
                    return Ok(Network::Default(default));
                }
                default
            }
        };
        Ok(Network::Given(self.layers.drain(..).fold(transport, |inner, layer| layer(inner))))
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

    /// The credentials by what they are for; `None` if a client cannot do without what is missing.
    fn keyring(
        &mut self,
        exchanges: &Exchanges,
        sent: &Arc<SentSecrets>,
        problems: &mut Vec<BuildProblem>,
    ) -> Option<Keyring> {
        let mut keys = Keyring::default();
        for own in std::mem::take(&mut self.own) {
            match own {
                Own::Key(scheme, key) => match Fixed::key(scheme, &key, sent) {
                    Some(fixed) => keys.fixed.push((Scheme::Key(scheme), fixed)),
                    None => problems.push(BuildProblem::Scheme(scheme.name)),
                },
                Own::Login(scheme, user, password) => {
                    match Fixed::login(scheme, &user, &password, sent) {
                        Some(fixed) => keys.fixed.push((Scheme::Login(scheme), fixed)),
                        None => problems.push(BuildProblem::Scheme(scheme.name)),
                    }
                }
                Own::Tokens(scheme, source) => {
                    keys.own_tokens.push((scheme, self.asked(source, sent)));
                }
            }
        }
        let may_lack = self.has_no_credentials || C::ACCESS == Access::PerOperation;
        if self.authentication.is_empty() && may_lack {
            return Some(keys);
        }
        keys.tokens = Some(self.tokens(exchanges, sent, problems)?);
        Some(keys)
    }

    fn tokens(
        &self,
        exchanges: &Exchanges,
        sent: &Arc<SentSecrets>,
        problems: &mut Vec<BuildProblem>,
    ) -> Option<TokenCache> {
        let source: Arc<dyn TokenSource> = match self.authentication.as_slice() {
            [] => {
                problems.push(BuildProblem::NoCredentials);
                return None;
            }
            [Authentication::Token(token)] => {
                sent.remember(token.secret());
                let given = TokenCache::given(token, &self.seams);
                problems.extend(given.is_none().then_some(BuildProblem::AccessToken));
                return given;
            }
            [Authentication::Credentials(credentials)] => {
                problems.extend(problems_of(credentials));
                let endpoint = self.endpoint(exchanges, sent, credentials.clone());
                Arc::new(endpoint.map_err(|problem| problems.push(problem)).ok()?)
            }
            [Authentication::Source(source)] => Arc::clone(source),
            [_, _, ..] => {
                problems.push(BuildProblem::TwoCredentials);
                return None;
            }
        };
        Some(self.asked(source, sent))
    }

    fn asked(&self, source: Arc<dyn TokenSource>, sent: &Arc<SentSecrets>) -> TokenCache {
        let source = Arc::new(Remembered { source, sent: Arc::clone(sent) });
        TokenCache::new(source, &self.seams)
    }

    fn endpoint(
        &self,
        exchanges: &Exchanges,
        sent: &Arc<SentSecrets>,
        credentials: ClientCredentials,
    ) -> Result<TokenEndpoint, BuildProblem> {
        let (url, template) = self.token_endpoint(&credentials)?;
        let sent = Arc::clone(sent);
        Ok(TokenEndpoint { exchanges: exchanges.clone(), url, template, credentials, sent })
    }

    /// Where tokens come from, and how spans show that: the builder says it, or the environment does, or
    /// the contract.
    fn token_endpoint(
        &self,
        credentials: &ClientCredentials,
    ) -> Result<(Url, Cow<'static, str>), BuildProblem> {
        let environment_id = credentials.environment_id.or_else(|| C::environment(&self.scope));
        let parsed =
            |url: &str| Url::parse(url).map_err(|invalid| BuildProblem::Http(invalid.into()));
        if self.token_url.is_none()
            && let Some(environment_id) = environment_id
        {
            let url = parsed(&self.hosts.token_endpoint(environment_id))?;
            return Ok((url, Cow::Borrowed(PER_ENVIRONMENT)));
        }
        let given = self.token_url.as_deref();
        let url = given.or(C::TOKEN_URL).ok_or(BuildProblem::NoEnvironment)?;
        let absolute = match Url::parse(url) {
            Err(url::ParseError::RelativeUrlWithoutBase) => {
                let base = self.hosts.base().map_err(|error| BuildProblem::Http(error.into()))?;
                base.join(url).map_err(|error| BuildProblem::Http(error.into()))?.into()
            }
            // A client that is pointed elsewhere, as in tests, must not show its secret to the API.
            Ok(_) if given.is_none() && !self.hosts.are_of_contract() => {
                return Err(BuildProblem::NoTokenUrl);
            }
            _ => url.to_owned(),
        };
        let checked = region::checked(&absolute).map_err(BuildProblem::TokenUrl)?;
        let url = parsed(&checked)?;
        let template = url.path().to_owned();
        Ok((url, Cow::Owned(template)))
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

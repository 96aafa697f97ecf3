//! Why a client could not be built.

use std::fmt;

use crate::auth::AuthMethod;
use crate::region::InvalidHost;
use crate::shown::Chain;

/// Everything that is wrong with a client's configuration, at once.
#[derive(Debug)]
pub struct BuildError(Vec<BuildProblem>);

/// One thing that is wrong with a client's configuration.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildProblem {
    /// Neither credentials nor a token nor a source of tokens were given.
    #[error("no credentials: call `credentials`, `access_token` or `token_source`")]
    NoCredentials,
    /// More than one way to authenticate was given.
    #[error("more than one of `credentials`, `access_token` and `token_source` were called")]
    TwoCredentials,
    /// The credentials are to get tokens, and nothing says of which environment the worker
    /// application is.
    #[error("the worker application has no environment: call `ClientCredentials::environment`")]
    NoEnvironment,
    /// The credentials are to get tokens from the URL of the contract, and the client calls other hosts.
    #[error(
        "the hosts are not those of the contract, so its token URL is not used: call `token_url`"
    )]
    NoTokenUrl,
    /// A server of the contract has a variable without a usable value.
    #[error("the server is not usable: {0}")]
    Host(InvalidHost),
    /// The token URL is none, or is not encrypted.
    #[error("the token URL is not usable: {0}")]
    TokenUrl(InvalidHost),
    /// What was given for a scheme of the contract cannot be sent. Names the scheme.
    #[error("what was given for `{0}` is empty, or cannot be sent where it belongs")]
    Scheme(&'static str),
    /// The client id is empty.
    #[error("the client id is empty")]
    ClientId,
    /// The client secret is empty.
    #[error("the client secret is empty")]
    ClientSecret,
    /// A method to present a secret was set, but the credentials hold a private key.
    #[error("the credentials hold a private key, so `method({0:?})` does not apply: leave it out")]
    MethodOfKey(AuthMethod),
    /// The access token is empty, or cannot be sent as a header.
    #[error(
        "the access token is empty or has a character that a header cannot hold, e.g. a line break"
    )]
    AccessToken,
    /// The user agent's suffix is empty, or cannot be sent as a header.
    #[error("the user agent's suffix is empty or has a character that a header cannot hold")]
    UserAgent,
    /// A limit is zero, so that no call could succeed. Names the method of [`Limits`](crate::Limits).
    #[error("the limit `{0}` is zero")]
    Limit(&'static str),
    /// The HTTP stack could not be set up, e.g. because TLS has no backend.
    #[error("the HTTP stack could not be set up: {}", Chain(.0.as_ref()))]
    Http(Box<dyn std::error::Error + Send + Sync>),
}

impl BuildError {
    pub(crate) fn new(problems: Vec<BuildProblem>) -> Self {
        Self(problems)
    }

    /// The problems; there is at least one.
    #[must_use]
    pub fn problems(&self) -> &[BuildProblem] {
        &self.0
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the client cannot be built: ")?;
        for (index, problem) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for BuildError {}

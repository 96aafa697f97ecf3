//! Regions and hosts: where the API is, and where its tokens come from.

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use url::{Host, Url};

use crate::environment::EnvironmentId;
use crate::shown::Shown;

/// A PingOne region: an API host and the auth host that issues its tokens.
///
/// | region | code | API | auth |
/// |---|---|---|---|
/// | North America | `NA` | `api.pingone.com` | `auth.pingone.com` |
/// | Canada | `CA` | `api.pingone.ca` | `auth.pingone.ca` |
/// | Europe | `EU` | `api.pingone.eu` | `auth.pingone.eu` |
/// | Australia | `AU` | `api.pingone.com.au` | `auth.pingone.com.au` |
/// | Singapore | `SG` | `api.pingone.sg` | `auth.pingone.sg` |
/// | Asia-Pacific (legacy) | `AP` | `api.pingone.asia` | `auth.pingone.asia` |
///
/// Parses from its code, whatever the case; an unknown code is an error, never a default.
///
/// ```
/// use pingone_mfa::Region;
///
/// assert_eq!("eu".parse::<Region>()?, Region::Eu);
/// assert!("atlantis".parse::<Region>().is_err());
/// # Ok::<(), pingone_mfa::UnknownRegion>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Region {
    /// North America.
    Na,
    /// Canada.
    Ca,
    /// Europe.
    Eu,
    /// Australia.
    Au,
    /// Singapore.
    Sg,
    /// Asia-Pacific, for existing customers.
    Ap,
}

impl Region {
    /// Every region.
    pub const ALL: &'static [Self] = &[Self::Na, Self::Ca, Self::Eu, Self::Au, Self::Sg, Self::Ap];

    /// The code, e.g. `EU`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Na => "NA",
            Self::Ca => "CA",
            Self::Eu => "EU",
            Self::Au => "AU",
            Self::Sg => "SG",
            Self::Ap => "AP",
        }
    }

    fn top_level_domain(self) -> &'static str {
        match self {
            Self::Na => "com",
            Self::Ca => "ca",
            Self::Eu => "eu",
            Self::Au => "com.au",
            Self::Sg => "sg",
            Self::Ap => "asia",
        }
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Region {
    type Err = UnknownRegion;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|region| region.code().eq_ignore_ascii_case(text.trim()))
            .ok_or_else(|| UnknownRegion::new(text))
    }
}

/// The text is not the code of a region.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is not a PingOne region; the regions are NA, CA, EU, AU, SG and AP", Shown(.0))]
pub struct UnknownRegion(String);

/// The longest text that may have been meant as a region, such as `ap-southeast-2`.
const MAX_REGION: usize = 24;

impl UnknownRegion {
    /// A text that is no region at all may be a secret in the wrong place, and is not kept.
    fn new(text: &str) -> Self {
        let is_name = text.chars().nth(MAX_REGION).is_none();
        Self(if is_name { text } else { "…" }.to_owned())
    }
}

/// The base URLs of the API and of the token endpoint.
///
/// A [`Region`] converts into its hosts; other hosts are for proxies and tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hosts {
    api: String,
    auth: String,
    tokens: TokenPath,
    /// What the contract has to do with them, if they are its server: other URLs of it may be used
    /// beside them.
    contract: Option<OfContract>,
}

/// How hosts were made of a server of a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
struct OfContract {
    /// The values of the server's variables.
    values: Vec<(Cow<'static, str>, String)>,
    problem: Option<InvalidHost>,
}

/// How the token endpoint is found below the auth base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TokenPath {
    /// `/{environment}/as/token`
    PerEnvironment,
    /// `/as/token`: a custom domain belongs to one environment.
    CustomDomain,
}

impl Hosts {
    /// Custom hosts: the API base with its version (`https://api.example/v1`) and the auth base
    /// (`https://auth.example`).
    ///
    /// Trailing slashes do not matter.
    ///
    /// # Errors
    /// When one is not an absolute `https` URL without credentials, query and fragment. `http` is
    /// accepted for loopback only (`localhost`, `127.0.0.0/8`, `::1`).
    pub fn new(api: &str, auth: &str) -> Result<Self, InvalidHost> {
        let (api, auth) = (checked(api)?, checked(auth)?);
        Ok(Self { api, auth, tokens: TokenPath::PerEnvironment, contract: None })
    }

    /// One host for an API that has no token endpoint.
    ///
    /// # Errors
    /// As for [`new`](Self::new).
    pub fn single(api: &str) -> Result<Self, InvalidHost> {
        Self::new(api, api)
    }

    /// The same API with the custom domain of the worker application's environment for tokens:
    /// `https://{domain}/as/token`.
    ///
    /// ```
    /// use pingone_mfa::{Hosts, Region};
    ///
    /// let hosts = Hosts::from(Region::Eu).custom_domain("login.example")?;
    /// assert_eq!(hosts.auth(), "https://login.example");
    /// # Ok::<(), pingone_mfa::InvalidHost>(())
    /// ```
    ///
    /// # Errors
    /// When `domain` is not a host name.
    pub fn custom_domain(self, domain: &str) -> Result<Self, InvalidHost> {
        let auth = checked(&format!("https://{domain}"))?;
        let host = Url::parse(&auth).ok().and_then(|url| url.host_str().map(str::to_owned));
        if host != Some(domain.to_ascii_lowercase()) {
            return Err(InvalidHost::NotAUrl(format!("`{domain}` is no host name")));
        }
        Ok(Self { auth, tokens: TokenPath::CustomDomain, ..self })
    }

    /// The URL of the token endpoint for a worker application of this environment.
    pub(crate) fn token_endpoint(&self, environment_id: EnvironmentId) -> String {
        match self.tokens {
            TokenPath::PerEnvironment => format!("{}/{environment_id}/as/token", self.auth),
            TokenPath::CustomDomain => format!("{}/as/token", self.auth),
        }
    }

    /// The base URL of the API, without a trailing slash.
    #[must_use]
    pub fn api(&self) -> &str {
        &self.api
    }

    /// The base URL of the API with a trailing slash, for references relative to it.
    pub(crate) fn base(&self) -> Result<Url, url::ParseError> {
        Url::parse(&format!("{}/", self.api))
    }

    /// The base URL of the auth host, without a trailing slash.
    #[must_use]
    pub fn auth(&self) -> &str {
        &self.auth
    }

    /// Whether they are those of a contract.
    pub(crate) fn are_of_contract(&self) -> bool {
        self.contract.is_some()
    }

    /// Those of a server of a contract.
    pub(crate) fn of_contract(
        api: Result<String, InvalidHost>,
        values: Vec<(Cow<'static, str>, String)>,
    ) -> Self {
        let (api, problem) = match api {
            Ok(api) => (api, None),
            Err(problem) => (String::new(), Some(problem)),
        };
        let contract = Some(OfContract { values, problem });
        Self { auth: api.clone(), api, tokens: TokenPath::PerEnvironment, contract }
    }

    /// The values of the variables of the contract's server.
    pub(crate) fn values(&self) -> &[(Cow<'static, str>, String)] {
        self.contract.as_ref().map(|of| of.values.as_slice()).unwrap_or_default()
    }

    /// What is wrong with the contract's server, or with the values of its variables.
    pub(crate) fn problem(&self) -> Option<&InvalidHost> {
        self.contract.as_ref()?.problem.as_ref()
    }

    /// Whether a host is on this machine, where plain `http` is accepted.
    pub(crate) fn any_is_loopback(&self) -> bool {
        [&self.api, &self.auth]
            .iter()
            .any(|base| Url::parse(base).is_ok_and(|url| is_loopback(&url)))
    }
}

impl From<Region> for Hosts {
    fn from(region: Region) -> Self {
        let domain = region.top_level_domain();
        Self {
            api: format!("https://api.pingone.{domain}/v1"),
            auth: format!("https://auth.pingone.{domain}"),
            tokens: TokenPath::PerEnvironment,
            contract: None,
        }
    }
}

/// Why a text is not a base URL of [`Hosts`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidHost {
    /// It is not a URL.
    #[error("not an absolute URL: {0}")]
    NotAUrl(String),
    /// It is not `https`, and not loopback.
    #[error("`{0}` is not https; plain http is accepted for loopback only")]
    Insecure(String),
    /// It has a user name, a password, a query or a fragment.
    #[error("a base URL of `{0}` has no credentials, query or fragment")]
    Superfluous(String),
    /// A variable of a server has a value that it cannot have, or is none.
    #[error("{0}")]
    Variable(String),
}

pub(crate) fn checked(text: &str) -> Result<String, InvalidHost> {
    let url = Url::parse(text).map_err(|error| InvalidHost::NotAUrl(error.to_string()))?;
    let host = format!("{}://{}", url.scheme(), url.host_str().unwrap_or_default());
    let secure = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url));
    if !secure || !url.has_host() {
        return Err(InvalidHost::Insecure(host));
    }
    let credentials = !url.username().is_empty() || url.password().is_some();
    if credentials || url.query().is_some() || url.fragment().is_some() {
        return Err(InvalidHost::Superfluous(host));
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_pairs_its_hosts_and_round_trips() {
        for region in Region::ALL {
            let hosts = Hosts::from(*region);
            assert_eq!(Hosts::new(hosts.api(), hosts.auth()).as_ref(), Ok(&hosts));
            assert_eq!(hosts.api().replace("api.", "auth."), format!("{}/v1", hosts.auth()));
            assert_eq!(region.to_string().to_lowercase().parse(), Ok(*region));
        }
    }

    #[test]
    fn a_custom_domain_has_one_token_endpoint() {
        let environment: EnvironmentId = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6".parse().unwrap();
        let region = Hosts::from(Region::Ca);
        assert_eq!(
            region.token_endpoint(environment),
            "https://auth.pingone.ca/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/as/token"
        );
        let custom = region.clone().custom_domain("Login.example").unwrap();
        assert_eq!(custom.token_endpoint(environment), "https://login.example/as/token");
        assert_eq!(custom.api(), region.api());
        for domain in ["", "a/b", "a?b", "user@a", "a b", "https://a", "a/"] {
            assert!(region.clone().custom_domain(domain).is_err(), "{domain:?}");
        }
    }

    #[test]
    fn a_trailing_slash_never_doubles() {
        let hosts = Hosts::new("https://api.example/v1//", "https://auth.example/").unwrap();
        assert_eq!((hosts.api(), hosts.auth()), ("https://api.example/v1", "https://auth.example"));
    }

    #[test]
    fn plain_http_is_for_loopback_only() {
        for base in ["http://127.0.0.1:1", "http://127.9.9.9", "http://[::1]:8", "http://localhost"]
        {
            assert!(Hosts::new(base, base).unwrap().any_is_loopback(), "{base}");
        }
        for base in [
            "http://api.example",
            "http://10.0.0.1",
            "http://localhost.example",
            "ftp://127.0.0.1",
            "file:///etc",
        ] {
            assert!(
                matches!(Hosts::new(base, "https://a"), Err(InvalidHost::Insecure(_))),
                "{base}"
            );
        }
    }

    #[test]
    fn what_does_not_belong_into_a_base_url_is_refused() {
        for base in ["https://user@a", "https://:pass@a", "https://a?x", "https://a#x"] {
            assert!(
                matches!(Hosts::new("https://a", base), Err(InvalidHost::Superfluous(_))),
                "{base}"
            );
        }
        assert!(matches!(Hosts::new("api.example", "https://a"), Err(InvalidHost::NotAUrl(_))));
    }
}

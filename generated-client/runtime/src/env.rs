//! A client configured by environment variables, under the names that PingOne's Go SDK uses.

use std::env::VarError;
use std::fmt;

use crate::auth::ClientCredentials;
use crate::builder::{ApiClient, BuildError, ClientBuilder};
use crate::environment::EnvironmentId;
use crate::region::{Hosts, InvalidHost, Region, UnknownRegion};
use crate::secret::Secret;

const ACCESS_TOKEN: &str = "PINGONE_API_ACCESS_TOKEN";
const API_HOST: &str = "PINGONE_API_SERVICE_HOSTNAME";
const AUTH_HOST: &str = "PINGONE_AUTH_SERVICE_HOSTNAME";
const CLIENT_ID: &str = "PINGONE_CLIENT_ID";
const CLIENT_SECRET: &str = "PINGONE_CLIENT_SECRET";
const ENVIRONMENT_ID: &str = "PINGONE_ENVIRONMENT_ID";
const REGION: &str = "PINGONE_REGION_CODE";

impl<C: ApiClient<Scope = EnvironmentId>> ClientBuilder<C> {
    /// A builder configured by environment variables, for further settings.
    ///
    /// | variable | meaning |
    /// |---|---|
    /// | `PINGONE_ENVIRONMENT_ID` | the environment to work in, and the worker application's |
    /// | `PINGONE_REGION_CODE` | `NA`, `CA`, `EU`, `AU`, `SG` or `AP` |
    /// | `PINGONE_CLIENT_ID`, `PINGONE_CLIENT_SECRET` | the worker application |
    /// | `PINGONE_API_ACCESS_TOKEN` | an access token instead of the two above |
    /// | `PINGONE_API_SERVICE_HOSTNAME`, `PINGONE_AUTH_SERVICE_HOSTNAME` | hosts instead of a region |
    ///
    /// An empty variable counts as absent. There is no default region.
    ///
    /// # Errors
    /// Everything that is missing or malformed, at once. Ids, tokens and secrets are not shown.
    pub fn from_env() -> Result<Self, EnvError> {
        from_variables(&|name| match std::env::var(name) {
            Ok(value) => Ok(Some(value).filter(|value| !value.trim().is_empty())),
            Err(VarError::NotPresent) => Ok(None),
            Err(VarError::NotUnicode(_)) => Err(EnvProblem::NotUnicode(name)),
        })
    }
}

/// Everything that is wrong with the environment variables.
#[derive(Debug)]
pub struct EnvError(Vec<EnvProblem>);

/// One thing that is wrong with the environment variables.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EnvProblem {
    /// A variable is needed and not set.
    #[error("`{0}` is not set")]
    Missing(&'static str),
    /// A variable is set that needs another one.
    #[error("`{set}` is set, but `{missing}` is not")]
    Incomplete {
        /// The variable that is set.
        set: &'static str,
        /// The variable that it needs.
        missing: &'static str,
    },
    /// Two variables are set of which one is wanted.
    #[error("`{0}` and `{1}` are both set: unset one of them")]
    Conflict(&'static str, &'static str),
    /// A variable is not UTF-8.
    #[error("`{0}` is not UTF-8")]
    NotUnicode(&'static str),
    /// The environment id is not a UUID.
    #[error("`{ENVIRONMENT_ID}` is not a UUID")]
    EnvironmentId,
    /// The region is not known.
    #[error("`{REGION}`: {0}")]
    Region(UnknownRegion),
    /// A host name is malformed.
    #[error("the host names are malformed: {0}")]
    Host(InvalidHost),
    /// The variables are complete, but no client can be built of them.
    #[error(transparent)]
    Build(BuildError),
}

impl EnvError {
    /// The problems; there is at least one.
    #[must_use]
    pub fn problems(&self) -> &[EnvProblem] {
        &self.0
    }
}

impl fmt::Display for EnvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the environment does not configure a client: ")?;
        for (index, problem) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for EnvError {}

impl From<BuildError> for EnvError {
    fn from(error: BuildError) -> Self {
        Self(vec![EnvProblem::Build(error)])
    }
}

type Lookup<'l> = &'l dyn Fn(&'static str) -> Result<Option<String>, EnvProblem>;

/// Reads the variables and keeps what is wrong with them.
struct Variables<'l> {
    lookup: Lookup<'l>,
    problems: Vec<EnvProblem>,
}

fn from_variables<C: ApiClient<Scope = EnvironmentId>>(
    lookup: Lookup<'_>,
) -> Result<ClientBuilder<C>, EnvError> {
    let mut variables = Variables { lookup, problems: Vec::new() };
    let environment_id = variables.environment_id();
    let hosts = variables.hosts();
    let authentication = variables.authentication();
    match (environment_id, hosts, authentication) {
        (Some(environment_id), Some(hosts), Some(authenticate))
            if variables.problems.is_empty() =>
        {
            Ok(authenticate(ClientBuilder::new(hosts, environment_id)))
        }
        _ => Err(EnvError(variables.problems)),
    }
}

type Authenticate<C> = Box<dyn FnOnce(ClientBuilder<C>) -> ClientBuilder<C>>;

impl Variables<'_> {
    fn get(&mut self, name: &'static str) -> Option<String> {
        match (self.lookup)(name) {
            Ok(value) => value.map(|text| text.trim().to_owned()),
            Err(problem) => self.fail(problem),
        }
    }

    fn fail<T>(&mut self, problem: EnvProblem) -> Option<T> {
        self.problems.push(problem);
        None
    }

    fn environment_id(&mut self) -> Option<EnvironmentId> {
        let known = self.problems.len();
        let Some(text) = self.get(ENVIRONMENT_ID) else {
            // That a value is not UTF-8 has been reported.
            let is_reported = self.problems.len() > known;
            return if is_reported { None } else { self.fail(EnvProblem::Missing(ENVIRONMENT_ID)) };
        };
        match text.parse() {
            Ok(id) => Some(id),
            Err(_) => self.fail(EnvProblem::EnvironmentId),
        }
    }

    fn hosts(&mut self) -> Option<Hosts> {
        let (api, auth) = (self.get(API_HOST), self.get(AUTH_HOST));
        match (api, auth) {
            (Some(api), Some(auth)) => {
                let base = |host: &str| match host.contains("://") {
                    true => host.to_owned(),
                    false => format!("https://{host}"),
                };
                // Some write the version into the variable, as they write it into a base URL.
                let api = base(&api);
                let api = api.trim_end_matches('/').trim_end_matches("/v1");
                match Hosts::new(&format!("{api}/v1"), &base(&auth)) {
                    Ok(hosts) => Some(hosts),
                    Err(error) => self.fail(EnvProblem::Host(error)),
                }
            }
            (Some(_), None) => {
                self.fail(EnvProblem::Incomplete { set: API_HOST, missing: AUTH_HOST })
            }
            (None, Some(_)) => {
                self.fail(EnvProblem::Incomplete { set: AUTH_HOST, missing: API_HOST })
            }
            (None, None) => self.region(),
        }
    }

    fn region(&mut self) -> Option<Hosts> {
        let Some(code) = self.get(REGION) else {
            return self.fail(EnvProblem::Missing(REGION));
        };
        match code.parse::<Region>() {
            Ok(region) => Some(region.into()),
            Err(error) => self.fail(EnvProblem::Region(error)),
        }
    }

    fn authentication<C: ApiClient>(&mut self) -> Option<Authenticate<C>> {
        let token = self.get(ACCESS_TOKEN).map(Secret::from);
        let (id, secret) = (self.get(CLIENT_ID), self.get(CLIENT_SECRET).map(Secret::from));
        match (token, id, secret) {
            (Some(token), None, None) => Some(Box::new(|builder| builder.access_token(token))),
            (None, Some(id), Some(secret)) => {
                let credentials = ClientCredentials::new(id, secret);
                Some(Box::new(|builder| builder.credentials(credentials)))
            }
            (Some(_), Some(_), _) => self.fail(EnvProblem::Conflict(ACCESS_TOKEN, CLIENT_ID)),
            (Some(_), None, Some(_)) => {
                self.fail(EnvProblem::Conflict(ACCESS_TOKEN, CLIENT_SECRET))
            }
            (None, Some(_), None) => {
                self.fail(EnvProblem::Incomplete { set: CLIENT_ID, missing: CLIENT_SECRET })
            }
            (None, None, Some(_)) => {
                self.fail(EnvProblem::Incomplete { set: CLIENT_SECRET, missing: CLIENT_ID })
            }
            (None, None, None) => self.fail(EnvProblem::Missing(CLIENT_ID)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_server::Client;

    const ID: &str = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6";

    fn configured(variables: &[(&str, &str)]) -> Result<Client, String> {
        let lookup = |name: &'static str| {
            let found = variables.iter().find(|(set, _)| *set == name);
            Ok(found.map(|(_, value)| (*value).to_owned()))
        };
        let builder = from_variables(&lookup).map_err(|error| error.to_string())?;
        builder.build().map_err(|error| error.to_string())
    }

    #[test]
    fn a_region_and_a_worker_application_are_enough() {
        let client = configured(&[
            (ENVIRONMENT_ID, ID),
            (REGION, " eu "),
            (CLIENT_ID, "id"),
            (CLIENT_SECRET, "CANARY"),
        ])
        .unwrap();
        assert_eq!(client.environment_id.to_string(), ID);
        assert_eq!(client.hosts(), &Hosts::from(Region::Eu));
    }

    #[test]
    fn hosts_and_a_token_stand_in_for_region_and_credentials() {
        for api in ["api.example", "https://api.example/", "api.example/v1", "api.example/v1/"] {
            let client = configured(&[
                (ENVIRONMENT_ID, ID),
                (API_HOST, api),
                (AUTH_HOST, "auth.example"),
                (ACCESS_TOKEN, "t"),
            ])
            .unwrap();
            let hosts = Hosts::new("https://api.example/v1", "https://auth.example").unwrap();
            assert_eq!(client.hosts(), &hosts);
        }
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once_and_no_value_is_shown() {
        for (variables, told) in [
            (
                &[][..],
                "`PINGONE_ENVIRONMENT_ID` is not set; `PINGONE_REGION_CODE` is not set; \
                 `PINGONE_CLIENT_ID` is not set",
            ),
            (
                &[(ENVIRONMENT_ID, "CANARY"), (API_HOST, "a"), (CLIENT_SECRET, "CANARY")],
                "`PINGONE_ENVIRONMENT_ID` is not a UUID; `PINGONE_API_SERVICE_HOSTNAME` is set, but \
                 `PINGONE_AUTH_SERVICE_HOSTNAME` is not; `PINGONE_CLIENT_SECRET` is set, but \
                 `PINGONE_CLIENT_ID` is not",
            ),
            (
                &[(ENVIRONMENT_ID, ID), (REGION, "NA"), (ACCESS_TOKEN, "CANARY"), (CLIENT_ID, "x")],
                "`PINGONE_API_ACCESS_TOKEN` and `PINGONE_CLIENT_ID` are both set: unset one of them",
            ),
        ] {
            let error = configured(variables).unwrap_err();
            assert_eq!(error, format!("the environment does not configure a client: {told}"));
        }
    }

    #[test]
    fn an_unknown_region_is_never_a_default() {
        let error = configured(&[(ENVIRONMENT_ID, ID), (REGION, "Atlantis"), (ACCESS_TOKEN, "t")]);
        assert!(error.unwrap_err().contains("`Atlantis` is not a PingOne region"));
    }

    #[test]
    fn a_secret_in_the_variable_of_another_value_is_not_shown() {
        let secret = "CANARY~client.secret-0123456789";
        for name in [ENVIRONMENT_ID, REGION, API_HOST, AUTH_HOST] {
            let variables = [(CLIENT_ID, "x"), (CLIENT_SECRET, secret), (name, secret)];
            let shown = configured(&variables).unwrap_err();
            assert!(!shown.contains("CANARY"), "{shown}");
        }
    }
}

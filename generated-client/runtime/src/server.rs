//! The servers of a contract, with the values of their variables.

use std::borrow::Cow;
use std::fmt;

use url::Url;

use crate::region::{Hosts, InvalidHost, checked};

/// A server of the contract; generated code has a constant for each.
///
/// It converts into [`Hosts`]: the client then calls this server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Server {
    url: &'static str,
    variables: &'static [Variable],
}

/// A variable in the URL of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name, in braces in the URL.
    pub name: &'static str,
    /// Its value where none is given.
    pub default: &'static str,
    /// The values that it may have; any if there are none.
    pub values: &'static [&'static str],
}

impl Server {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(url: &'static str, variables: &'static [Variable]) -> Self {
        Self { url, variables }
    }

    /// The server with another value of a variable.
    #[must_use]
    pub fn with(self, variable: &'static str, value: impl Into<String>) -> ServerChoice {
        ServerChoice { server: self, values: Vec::new() }.with(variable, value)
    }

    /// Whether it stands below whatever server a client calls.
    pub(crate) fn is_relative(&self) -> bool {
        !self.url.contains("://") && !self.url.starts_with('{')
    }

    /// The URL with these values, and the defaults of the other variables.
    fn expanded(&self, values: &[(Cow<'static, str>, String)]) -> Result<String, InvalidHost> {
        let mut url = self.url.to_owned();
        for Variable { name, default, values: allowed } in self.variables {
            let given = values.iter().find(|(known, _)| known == name);
            let value = given.map_or(*default, |(_, value)| value.as_str());
            if given.is_some() && !allowed.is_empty() && !allowed.contains(&value) {
                return Err(InvalidHost::Variable(format!(
                    "`{name}` is one of {}",
                    allowed.join(", ")
                )));
            }
            // A value is a part of a host or of a path, and leads nowhere else.
            let is_part = |c: char| c.is_ascii_alphanumeric() || "-._~:/".contains(c);
            if !value.chars().all(is_part)
                || value.split('/').any(|step| matches!(step, "." | ".."))
            {
                return Err(InvalidHost::Variable(format!(
                    "the value of `{name}` is no part of a URL"
                )));
            }
            url = url.replace(&format!("{{{name}}}"), value);
        }
        Ok(url)
    }
}

/// A server of the contract with values of its variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerChoice {
    server: Server,
    values: Vec<(Cow<'static, str>, String)>,
}

impl ServerChoice {
    /// The server with another value of a variable.
    #[must_use]
    pub fn with(mut self, variable: &'static str, value: impl Into<String>) -> Self {
        self.values.retain(|(known, _)| known != variable);
        self.values.push((Cow::Borrowed(variable), value.into()));
        self
    }

    fn checked(&self) -> Result<String, InvalidHost> {
        let Self { server, values } = self;
        let is_known = |name: &str| server.variables.iter().any(|one| one.name == name);
        if let Some((unknown, _)) = values.iter().find(|(name, _)| !is_known(name)) {
            return Err(InvalidHost::Variable(format!(
                "`{}` has no variable `{unknown}`",
                server.url
            )));
        }
        checked(&server.expanded(values)?)
    }
}

impl From<Server> for ServerChoice {
    fn from(server: Server) -> Self {
        Self { server, values: Vec::new() }
    }
}

impl From<ServerChoice> for Hosts {
    fn from(place: ServerChoice) -> Self {
        Self::of_contract(place.checked(), place.values)
    }
}

impl From<Server> for Hosts {
    fn from(server: Server) -> Self {
        ServerChoice::from(server).into()
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.url)
    }
}

/// Where an operation with a server of its own is called: where the caller says, below the server that the
/// client calls if it is relative, or at the server of the contract if the client calls the contract's.
pub(crate) fn base_of(server: &Server, hosts: &Hosts, routes: &[(Server, Hosts)]) -> Option<Url> {
    if let Some((_, given)) = routes.iter().find(|(routed, _)| routed == server) {
        return given.base().ok();
    }
    let url = server.expanded(hosts.values()).ok()?;
    if server.is_relative() {
        let joined = hosts.base().ok()?.join(&url).ok()?;
        let is_same = joined.origin() == hosts.base().ok()?.origin();
        return is_same
            .then(|| Url::parse(&format!("{}/", joined.as_str().trim_end_matches('/'))).ok())?;
    }
    // A client that is pointed elsewhere, as in tests, must not show its credentials there.
    let url = hosts.are_of_contract().then(|| checked(&url).ok())??;
    Url::parse(&format!("{url}/")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TLD: Variable = Variable { name: "tld", default: "com", values: &["com", "eu"] };
    const PATH: Variable = Variable { name: "path", default: "v1", values: &[] };
    const MAIN: Server = Server::new("https://api.example.{tld}/{path}", &[TLD, PATH]);

    #[test]
    fn variables_have_defaults_and_take_what_they_allow() {
        assert_eq!(Hosts::from(MAIN).api(), "https://api.example.com/v1");
        let eu = Hosts::from(MAIN.with("tld", "eu").with("path", "v2/beta"));
        assert_eq!(eu.api(), "https://api.example.eu/v2/beta");
        assert_eq!(eu.problem(), None);
        for (name, value) in
            [("tld", "evil"), ("path", "../x"), ("path", "@evil"), ("path", "a?b"), ("domain", "a")]
        {
            let hosts = Hosts::from(MAIN.with(name, value));
            assert!(matches!(hosts.problem(), Some(InvalidHost::Variable(_))), "{name} {value}");
        }
    }

    #[test]
    fn a_server_of_its_own_is_that_of_the_contract_or_of_the_caller() {
        const UPLOADS: Server = Server::new("https://up.example.{tld}", &[TLD]);
        const OTHER: Server = Server::new("/v9", &[]);
        let contract = Hosts::from(MAIN.with("tld", "eu"));
        let base = |server, hosts: &Hosts, routes: &[(Server, Hosts)]| {
            base_of(&server, hosts, routes).map(String::from)
        };
        assert_eq!(base(UPLOADS, &contract, &[]).as_deref(), Some("https://up.example.eu/"));
        assert_eq!(base(OTHER, &contract, &[]).as_deref(), Some("https://api.example.eu/v9/"));
        // A client that is pointed elsewhere goes nowhere else by itself.
        let local = Hosts::single("http://127.0.0.1:1/v1").unwrap();
        assert_eq!(base(UPLOADS, &local, &[]), None);
        assert_eq!(base(OTHER, &local, &[]).as_deref(), Some("http://127.0.0.1:1/v9/"));
        let routed = [(UPLOADS, Hosts::single("http://127.0.0.1:2/up").unwrap())];
        assert_eq!(base(UPLOADS, &local, &routed).as_deref(), Some("http://127.0.0.1:2/up/"));
        for climbing in [Server::new("//evil.example/v1", &[]), Server::new("http:evil", &[])] {
            assert_ne!(base(climbing, &contract, &[]).as_deref(), Some("https://evil.example/v1/"));
        }
    }
}

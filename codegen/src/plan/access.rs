//! Who may call an operation, and where its server is.

use crate::diagnostic::Location;

/// What an operation asks of its callers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Security {
    /// The one credential of the client, which is an access token as a rule.
    Token,
    /// One of these ways, the wanted ones first, each with all schemes that it takes; nothing if there
    /// are none.
    Ways(Vec<Vec<SecurityScheme>>),
}

/// A security scheme of the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SecurityScheme {
    /// The name in the contract.
    pub name: String,
    /// The constant of the client, e.g. `API_KEY`.
    pub constant: String,
    /// What it takes.
    pub kind: SchemeKind,
    /// `description`.
    pub description: Option<String>,
    /// The scheme in the spec.
    pub location: Location,
}

/// What a security scheme takes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemeKind {
    /// An access token.
    Token,
    /// A user name and a password.
    Login,
    /// A key in this header, in small letters.
    HeaderKey(String),
    /// A key in this query parameter.
    QueryKey(String),
    /// A key in this cookie.
    CookieKey(String),
    /// A certificate of the client.
    Certificate,
}

/// A server of the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Server {
    /// The constant of the client, e.g. `SERVER_API_EXAMPLE_COM`.
    pub constant: String,
    /// The URL as written, without a slash at its end.
    pub url: String,
    /// The variables in it, sorted by name.
    pub variables: Vec<Variable>,
    /// `description`.
    pub description: Option<String>,
    /// The server in the spec.
    pub location: Location,
}

/// A variable in the URL of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its value where none is given.
    pub default: String,
    /// The values that it may have; any if there are none.
    pub values: Vec<String>,
}

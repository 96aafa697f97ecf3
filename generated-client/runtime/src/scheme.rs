//! The security schemes of a contract, and what an operation asks for.

use std::fmt;

/// A scheme that takes a key of the API; generated code has one for each of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyScheme {
    pub(crate) name: &'static str,
    pub(crate) place: KeyPlace,
}

/// Where a key is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyPlace {
    Header(&'static str),
    Query(&'static str),
    Cookie(&'static str),
}

impl KeyScheme {
    /// As one of the schemes that an operation asks for.
    #[doc(hidden)]
    #[must_use]
    pub const fn wanted(self) -> Scheme {
        Scheme::Key(self)
    }

    /// The key is a header, named in small letters.
    #[doc(hidden)]
    #[must_use]
    pub const fn header(name: &'static str, header: &'static str) -> Self {
        Self { name, place: KeyPlace::Header(header) }
    }

    /// The key is a query parameter.
    #[doc(hidden)]
    #[must_use]
    pub const fn query(name: &'static str, parameter: &'static str) -> Self {
        Self { name, place: KeyPlace::Query(parameter) }
    }

    /// The key is a cookie.
    #[doc(hidden)]
    #[must_use]
    pub const fn cookie(name: &'static str, cookie: &'static str) -> Self {
        Self { name, place: KeyPlace::Cookie(cookie) }
    }
}

/// A scheme that takes a user name and a password (RFC 7617).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoginScheme {
    pub(crate) name: &'static str,
}

impl LoginScheme {
    /// As one of the schemes that an operation asks for.
    #[doc(hidden)]
    #[must_use]
    pub const fn wanted(self) -> Scheme {
        Scheme::Login(self)
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name }
    }
}

/// A scheme that takes an access token: OAuth 2.0, OpenID Connect, or HTTP `bearer`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenScheme {
    pub(crate) name: &'static str,
}

impl TokenScheme {
    /// As one of the schemes that an operation asks for.
    #[doc(hidden)]
    #[must_use]
    pub const fn wanted(self) -> Scheme {
        Scheme::Token(self)
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name }
    }
}

/// A scheme that an operation may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// A key.
    Key(KeyScheme),
    /// A user name and a password.
    Login(LoginScheme),
    /// An access token.
    Token(TokenScheme),
}

impl Scheme {
    /// The name in the contract, for messages only.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Key(KeyScheme { name, .. })
            | Self::Login(LoginScheme { name })
            | Self::Token(TokenScheme { name }) => name,
        }
    }
}

/// The ways to get in, the wanted ones first, each with all schemes that it takes. Without any, no
/// credentials are sent.
pub(crate) type Security = &'static [&'static [Scheme]];

/// The ways to get in, as a sentence says them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ways(pub(crate) Security);

impl fmt::Display for Ways {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, way) in self.0.iter().enumerate() {
            f.write_str(if position == 0 { "" } else { ", or " })?;
            for (position, scheme) in way.iter().enumerate() {
                write!(f, "{}`{}`", if position == 0 { "" } else { " with " }, scheme.name())?;
            }
        }
        Ok(())
    }
}

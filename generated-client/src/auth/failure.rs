//! Why there is no access token.

use std::error::Error;
use std::fmt;

use http::StatusCode;

use crate::error::display::Shown;

/// Why there is no access token.
pub(crate) enum AuthFailure {
    /// The token endpoint was not reached, or the exchange broke off.
    Transport { url: String, error: reqwest::Error },
    /// The token endpoint refused with an OAuth error.
    Refused { url: String, status: StatusCode, error: String, description: Option<String> },
    /// The token endpoint answered something that is neither a token nor an OAuth error.
    Response { url: String, status: StatusCode },
    /// The token has a character that a header cannot hold.
    Unusable,
}

impl AuthFailure {
    pub(super) fn transport(url: &str, error: reqwest::Error) -> Self {
        Self::Transport { url: url.to_owned(), error }
    }

    pub(super) fn response(url: &str, status: StatusCode) -> Self {
        Self::Response { url: url.to_owned(), status }
    }

    pub(super) fn refused(
        url: &str,
        status: StatusCode,
        error: String,
        description: Option<String>,
    ) -> Self {
        Self::Refused { url: url.to_owned(), status, error, description }
    }

    pub(crate) fn is_refusal(&self) -> bool {
        match self {
            Self::Refused { .. } => true,
            Self::Response { status, .. } => *status == StatusCode::UNAUTHORIZED,
            Self::Transport { .. } | Self::Unusable => false,
        }
    }

    pub(crate) fn is_timeout(&self) -> bool {
        matches!(self, Self::Transport { error, .. } if error.is_timeout())
    }

    pub(crate) fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Transport { error, .. } => Some(error),
            Self::Refused { .. } | Self::Response { .. } | Self::Unusable => None,
        }
    }

    /// What usually causes an OAuth error of the token endpoint.
    fn likely_cause(error: &str) -> &'static str {
        match error {
            "invalid_client" => {
                "; check the client id and secret, the worker application's environment, its token \
                 endpoint authentication method and the region"
            }
            "unauthorized_client" | "unsupported_grant_type" => {
                "; the application must be a worker application with the client credentials grant"
            }
            _ => "",
        }
    }
}

impl fmt::Display for AuthFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport { url, error } if error.is_timeout() => {
                write!(f, "{url} took longer than the limit")
            }
            Self::Transport { url, error } if error.is_connect() => {
                write!(f, "could not connect to {url}")
            }
            Self::Transport { url, .. } => write!(f, "the exchange with {url} broke off"),
            Self::Refused { url, status, error, description } => {
                write!(f, "{url} answered {status}: {}", Shown(error))?;
                if let Some(description) = description {
                    write!(f, ": {}", Shown(description))?;
                }
                f.write_str(Self::likely_cause(error))
            }
            Self::Response { url, status } => {
                write!(f, "{url} answered {status} with something that is no token")
            }
            Self::Unusable => f.write_str("the token has a character that a header cannot hold"),
        }
    }
}

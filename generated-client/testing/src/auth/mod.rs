//! Authentication: the token endpoint, and the bearer tokens it has issued.

mod admission;
mod assertion;
mod client;
mod credentials;
mod endpoint;
mod form;
mod oauth_error;
mod tokens;

/// Where the authorization server of a tenant is, below the tenant's id.
pub(crate) const ISSUER_PATH: &str = "/as";
/// Where its token endpoint is.
pub(crate) const TOKEN_PATH: &str = "/as/token";

pub(crate) use admission::{Shown, admit};
pub use client::TokenAuth;
pub(crate) use client::Worker;
pub(crate) use endpoint::answer;
pub(crate) use oauth_error::refused;
pub(crate) use tokens::Tokens;

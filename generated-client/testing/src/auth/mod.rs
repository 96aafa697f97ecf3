//! Authentication: the token endpoint, and the bearer tokens it has issued.

mod assertion;
mod client;
mod credentials;
mod endpoint;
mod form;
mod oauth_error;
mod tokens;

pub use client::TokenAuth;
pub(crate) use client::Worker;
pub(crate) use endpoint::answer;
pub(crate) use oauth_error::refused;
pub(crate) use tokens::Tokens;

//! Access tokens: where they come from, how they are presented, and how long they are used.

mod cache;
mod credentials;
mod endpoint;
mod failure;
mod source;

pub(crate) use cache::TokenCache;
pub use credentials::{AuthMethod, ClientCredentials};
pub(crate) use endpoint::TokenEndpoint;
pub use failure::TokenError;
pub use source::{AccessToken, BoxFuture, TokenSource};

#[cfg(test)]
mod tests;

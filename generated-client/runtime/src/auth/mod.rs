//! Access tokens: where they come from, how they are presented, and how long they are used.

#[cfg(feature = "jwt")]
mod assertion;
mod cache;
mod challenge;
mod credentials;
mod endpoint;
mod keyring;
mod remembered;
#[cfg(feature = "jwt")]
mod signing_key;
mod source;

pub(crate) use cache::{CachedToken, TokenCache};
pub(crate) use challenge::{Challenge, challenge};
pub(crate) use credentials::Proof;
pub use credentials::{AuthMethod, ClientCredentials};
pub(crate) use endpoint::{PER_ENVIRONMENT, TokenEndpoint};
pub(crate) use keyring::{Access, Fixed, Keyring};
pub(crate) use remembered::Remembered;
#[cfg(feature = "jwt")]
pub use signing_key::SigningKey;
pub use source::{AccessToken, TokenSource};

#[cfg(test)]
mod answer_tests;
#[cfg(test)]
#[cfg(feature = "jwt")]
mod jwt_tests;
#[cfg(test)]
mod tests;

//! The secrets of push services, checked before they are sent.
//!
//! PingOne stores what it is given; that a key is cut off or is the wrong file shows when the first
//! push does not arrive. [`ApnsKey`] and [`ServiceAccount`] find that out at once, without a network,
//! and go where the request wants a secret:
//!
//! ```no_run
//! use pingone_mfa::push::{ApnsKey, ApnsKeyId, ApnsTeamId, ServiceAccount};
//! use pingone_mfa::types::PushCredentialRequest;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let apple = PushCredentialRequest::apns(
//!     "ABC123DEFG".parse::<ApnsKeyId>()?,
//!     "DEF123GHIJ".parse::<ApnsTeamId>()?,
//!     ApnsKey::from_path("AuthKey_ABC123DEFG.p8")?,
//! );
//! let google = PushCredentialRequest::fcm_http_v1(ServiceAccount::from_path("account.json")?);
//! # let _ = (apple, google);
//! # Ok(())
//! # }
//! ```
//!
//! Files are read at once, by the calling thread, up to 64 KiB. A byte order mark and the kind of the
//! line ends do not matter. No error quotes what it was given; a path is named.
//!
//! What cannot be told offline stays open: whether a key was revoked, and whether it belongs to the
//! team, the project or the app.

mod apns;
mod service_account;
#[cfg(test)]
mod tests;

pub use apns::{ApnsKey, ApnsKeyId, ApnsTeamId, InvalidApnsId};
pub use pingone_core::key_file::ServiceAccountProblem;
pub use service_account::ServiceAccount;

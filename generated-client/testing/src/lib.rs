//! A fake PingOne on loopback, for tests of code that depends on `pingone-mfa`.
//!
//! Which operations there are, what a request must look like and what an answer looks like comes from the contract:
//! the generator writes the routes table. What is special about the two APIs is written by hand: push credentials are
//! kept and their secrets never returned; pairing keys are numbered, expire, and are claimed by the test.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use pingone_mfa_testing::{FakePingOne, Operation};
//!
//! let pingone = FakePingOne::start().await?;
//! let client = pingone.client();
//!
//! let stored = client.push_credentials(pingone.application_id()).list().await?;
//! assert!(stored.items().is_empty());
//! assert_eq!(pingone.requests().last().unwrap().operation(), Some(Operation::LIST_PUSH_CREDENTIALS));
//! # Ok(())
//! # }
//! ```
//!
//! # Where the fake guesses
//!
//! PingOne does not document everything. Where it does not, the fake does what is plausible; no test should depend on
//! it:
//!
//! - Checks come in this order: route (404, 405), token (401), ids in the path (404), media type (415), body (400).
//! - An id in the path that is no UUID gives 404; the `code` of a 405 is `INVALID_REQUEST`.
//! - The `id` of an error body is the `Correlation-Id` of the response.
//! - The `X-Ping-External-*` values come back as response headers, sanitised; absent ones are made up.
//! - The token endpoint takes both `client_secret_basic` and `client_secret_post` from the same client; an unknown
//!   environment there gives 404.
//! - A body above 1 MiB gives 413.
//! - Push credentials: an application may hold several of one type; PUT cannot change the `type` (400); type `FCM` is
//!   refused with 400 `INVALID_DATA`; the collection has `count` and `size` and is not paged.
//! - Pairing keys: the 21st valid key gives 400 `REQUEST_FAILED` with the detail `LIMIT_EXCEEDED`; a key stays readable
//!   after `expiresAt` in its last state; a claimed key can be deleted; an application without push credentials and an
//!   unknown policy give 400 `INVALID_DATA`, and so does an empty `applications` while no application is available;
//!   `applications` in the response lists what the key is for even if the request named none; `policy` is not returned.

mod auth;
mod behaviour;
mod call;
mod contract;
mod error;
mod fake;
mod faults;
// Formatted by the generator, whose output does not depend on the installed rustfmt.
#[rustfmt::skip]
pub mod generated;
mod guesses;
mod http;
mod rate_limit;
mod recording;
pub mod route;
mod world;

pub use crate::auth::TokenAuth;
pub use crate::call::{Arguments, Call, CallError, Decode, Sent};
pub use crate::error::{ClaimError, StartError};
pub use crate::fake::{FakePingOne, FakePingOneBuilder, PairingKeyFormat};
pub use crate::faults::{Fault, FaultRule, RandomFaults, Target};
pub use crate::generated::calls::CALLS;
pub use crate::generated::requests;
pub use crate::generated::routes::ROUTES;
pub use crate::guesses::{Allowed, Guesses, Shown, WhenExpired, WhenUnknown};
pub use crate::recording::{RecordedRequest, Requests};
pub use crate::route::{Operation, Route};

//! A PingOne to test against: on loopback, in the process, in milliseconds, without an account.
//!
//! It is a test kit for code that depends on [`pingone_mfa`]: real HTTP, state, tokens, faults on demand, and a record
//! of what was sent.
//!
//! ```
//! use pingone_mfa::types::{PairingKeyRequest, PairingKeyStatus, PushCredentialRequest};
//! use pingone_mfa_testing::{FakePingOne, Fault, Operation};
//!
//! #[tokio::main(flavor = "current_thread")]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let pingone = FakePingOne::start().await?;
//!     let client = pingone.client();
//!
//!     // Your code gets the client; here it is three calls.
//!     let credentials = client.push_credentials(pingone.application_id());
//!     credentials.create(PushCredentialRequest::hms("client", "FAKE")).await?;
//!     let keys = client.pairing_keys(pingone.user_id());
//!     let key = keys.create(PairingKeyRequest::new()).await?;
//!
//!     // The test does what a phone would do …
//!     pingone.claim(key.id)?;
//!     // … and makes the next requests fail.
//!     pingone.inject(Fault::status(503).on(Operation::READ_PAIRING_KEY).times(2));
//!     assert_eq!(keys.read(key.id).await?.status, PairingKeyStatus::Claimed);
//!
//!     // What was sent, with types …
//!     let sent = pingone.requests().create_pairing_key();
//!     assert_eq!(sent[0].user_id, pingone.user_id());
//!     assert!(sent[0].body.applications.is_empty());
//!     // … and all of it, with a diff if it was something else.
//!     pingone.requests().expect(&[
//!         "token 200",
//!         "createPushCredential 201",
//!         "createPairingKey 201",
//!         "readPairingKey 503",
//!         "readPairingKey 503",
//!         "readPairingKey 200",
//!     ]);
//!     Ok(())
//! }
//! ```
//!
//! # What is where
//!
//! | to | use |
//! |---|---|
//! | start it, with settings | [`FakePingOne::start`], [`FakePingOne::builder`] |
//! | get a client | [`FakePingOne::client`], [`FakePingOne::client_builder`] |
//! | add users and others | [`add_application`](FakePingOne::add_application), [`add_user`](FakePingOne::add_user), … |
//! | act as the phone | [`claim`](FakePingOne::claim), [`fail`](FakePingOne::fail), [`expire`](FakePingOne::expire) |
//! | move the time | [`advance`](FakePingOne::advance), [`clock`](FakePingOne::clock), [`frozen_at`](FakePingOneBuilder::frozen_at) |
//! | inject faults | [`inject`](FakePingOne::inject) a [`Fault`], [`inject_at_random`](FakePingOne::inject_at_random) |
//! | see what was sent | [`requests`](FakePingOne::requests), [`RecordedRequest`], the module [`requests`] |
//! | see what is stored | [`push_credential_holds`](FakePingOne::push_credential_holds) |
//!
//! For a unit test without any socket, implement a method of [`Stub`] and get a client from [`stubbed`].
//!
//! Each fake has a port, an environment and tokens of its own, so tests run in parallel. Dropping it ends its
//! connections and frees its port.
//!
//! # Where the behaviour comes from
//!
//! The contract decides which operations there are, what a request must look like, and what an answer looks like. What
//! an operation does follows from its method and path: a POST to a collection makes a member with an id, times, links
//! and those sent properties that the response has; GET, PUT, PATCH and DELETE do what they say; what does not exist is
//! 404. So a resource that is added to the contract is served after `cargo xtask regen`. Written by hand, in one place,
//! is only what is special about the two APIs: codes, lifetimes and claims of pairing keys, availability of applications, the
//! refusal of `FCM`, and that `clientId` is shown for HMS only.
//!
//! # Time
//!
//! The fake has a clock of its own; [`advance`](FakePingOne::advance) moves it, and tokens, pairing keys, rate limits
//! and `Date` headers follow. The client has another one: its retries do not wait here, except as long as
//! `Retry-After` asks, and it takes an expired token for valid until it is refused. With [`clock`](FakePingOne::clock)
//! it lives in the fake's time, and no wait takes real time.
//!
//! # Reproducing a run
//!
//! Ids, codes and tokens follow from [`seed`](FakePingOneBuilder::seed), and [`RandomFaults`] from a seed of their
//! own, per path and not per point in time: a concurrent run can be repeated.
//!
//! # Where the fake guesses
//!
//! PingOne does not document everything. Where it does not, the fake does what is plausible, and no test should depend
//! on it. These guesses, and more, are settings of [`Guesses`]:
//!
//! - A PUT that changes the `type` of a push credential is refused ([`change_type`](Guesses::change_type)); a second
//!   credential of one type in an application is stored ([`same_type_twice`](Guesses::same_type_twice)).
//! - A pairing key stays readable after `expiresAt` ([`expired_key`](Guesses::expired_key)), and a claimed one can be
//!   deleted ([`delete_claimed_key`](Guesses::delete_claimed_key)).
//! - A collection is one page ([`page_size`](Guesses::page_size)).
//!
//! These guesses are fixed:
//!
//! - Checks come in this order: headers (431), route (404, 405), rate limit (429), token (401), ids in the path (404),
//!   parameters (400), media type (415), body (400).
//! - An id in the path that is no UUID gives 404; the `code` of a 405 is `INVALID_REQUEST`.
//! - The `id` of an error body is the `Correlation-Id` of the response.
//! - Request headers of more than 6 KiB in all give 431, a body above 1 MiB gives 413.
//! - The token endpoint gives 404 for an unknown environment; a worker application takes any method that uses its
//!   secret, unless [`TokenAuth`] says otherwise; tokens are opaque here, while PingOne's are JWTs.
//! - The rate limit counts requests to the API, not to the token endpoint, in windows of one minute.
//! - An application without push credentials and an unknown policy give 400 `INVALID_DATA`, and so does an empty
//!   `applications` while no application is available; `applications` in the response lists what the key is for even
//!   if the request named none.

mod auth;
mod behaviour;
mod call;
mod clock;
mod contract;
mod error;
mod faults;
// Formatted by the generator, whose output does not depend on the installed rustfmt.
#[rustfmt::skip]
mod generated;
mod http;
mod media;
mod pingone;
mod random;
mod rate_limit;
mod recording;
mod refusal;
mod reply;
pub mod route;
mod stub;
mod world;

pub use crate::auth::TokenAuth;
pub use crate::call::{Arguments, Call, CallError, Decode, Sent};
pub use crate::contract::document::Contract;
pub use crate::contract::embedded::ROUTES;
pub use crate::error::{ContractError, StartError};
pub use crate::faults::{Fault, FaultRule, RandomFaults, Target};
pub use crate::generated::calls::CALLS;
pub use crate::generated::requests;
pub use crate::generated::stub::Stub;
pub use crate::pingone::{
    Allowed, ClaimError, FakeClock, FakePingOne, FakePingOneBuilder, Guesses, PairingKeyFormat,
    Shown, WhenExpired, WhenUnknown, stubbed,
};
pub use crate::recording::{RecordedRequest, Requests};
pub use crate::route::{Credential, Operation, Route};
pub use crate::stub::StubError;

/// The example of the README compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

//! Typed client for two PingOne APIs that prepare a phone for push MFA: the **push credentials** of
//! native applications and the **pairing keys** of users.
//!
//! ```no_run
//! use pingone_mfa::types::{ApplicationId, EnvironmentId, PairingKeyRequest, PushCredentialRequest, UserId};
//! use pingone_mfa::{Client, ClientCredentials, Region};
//!
//! # async fn prepare(
//! #     environment_id: EnvironmentId, application_id: ApplicationId, user_id: UserId,
//! #     service_account_json: String,
//! # ) -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder(Region::Eu, environment_id)
//!     .credentials(ClientCredentials::new("client-id", "client-secret"))
//!     .build()?;
//!
//! let stored = client
//!     .push_credentials(application_id)
//!     .create(PushCredentialRequest::fcm_http_v1(service_account_json))
//!     .transaction_id("deploy-4711".parse()?)
//!     .await?;
//!
//! let key = client
//!     .pairing_keys(user_id)
//!     .create(PairingKeyRequest::new().applications([application_id]))
//!     .await?;
//! println!("{} is stored; pair with {}", stored.id, key.code.expose());
//! # Ok(())
//! # }
//! ```
//!
//! # How it is shaped
//!
//! A resource handle per API ([`push_credentials`], [`pairing_keys`]) has a method per operation.
//! Required values are arguments, optional ones are setters, and awaiting sends the request. The
//! page of each operation has an example and the errors that PingOne documents.
//!
//! - Ids of different kinds are different types, so they cannot be swapped.
//! - [`Secret`]s are never shown. The [`push`] module checks key files before they are sent.
//! - Enums are open: a value that this version does not know is kept and written back.
//! - Structs may grow: they are `#[non_exhaustive]` and made with `new` and setters.
//! - One [`Error`] says what happened, also when the answer was not PingOne's.
//! - Every limit is finite; see [`Limits`]. Redirects are not followed. Plain `http` is for loopback.
//!
//! # What is where
//!
//! | to | use |
//! |---|---|
//! | configure a client, or read the environment | [`Client::builder`], [`Client::from_env`] |
//! | authenticate in another way | [`ClientCredentials`], [`AuthMethod`], [`TokenSource`] |
//! | set time limits and retries, of a client or of a call | [`Limits`], [`RetryPolicy`], [`Idempotency`] |
//! | read a collection page by page, item by item | [`Pages`], [`Items`] |
//! | wait until a phone is paired | [`WaitUntilClaimed`] |
//! | know what went wrong | [`Error`], [`ErrorCode`], [`DetailCode`] |
//! | name a transaction or a session in PingOne's audit log | [`TransactionId`], [`SessionId`] |
//! | go through a proxy, use your own HTTP client, add middleware | [`ClientBuilder::configure_http`], [`Transport`] |
//! | test without a network, without waiting | the crate `pingone-mfa-testing`, [`Transport`], [`Clock`] |
//!
//! # Telemetry
//!
//! With the target `pingone_mfa`, [`tracing`] gets a span `call` for each call and, inside of it, a span
//! `exchange` for each request on the wire, those for tokens included. Fields have OpenTelemetry's
//! names: `http.request.method`, `url.template`, `server.address`, `server.port`,
//! `http.request.resend_count`, `http.response.status_code`, `error.type`, `otel.name`, `otel.kind`,
//! `otel.status_code`, and `http.response.header.correlation-id`. `pingone.attempts` counts the
//! attempts of a call. Values of paths, queries, request headers and bodies are never recorded. A
//! warning tells, once for each operation, that PingOne announced its end (`Deprecation`, `Sunset`).
//!
//! Calls need a Tokio runtime with I/O and time enabled. Awaited outside of one, they fail with
//! [`ErrorKind::NoRuntime`]; in one that lacks I/O or time, they panic as `reqwest` does.
//!
//! # Features
//!
//! | feature | default | meaning |
//! |---|---|---|
//! | `rustls` | yes | TLS through rustls, verified by the platform |
//! | `native-tls` | no | TLS through the platform's library |
//! | `rate-limit` | no | `ClientBuilder::rate_limit`: so many requests per second and no more |
//! | `jwt` | no | worker applications that sign an assertion: `client_secret_jwt`, `private_key_jwt` |
//!
//! Without TLS, only loopback can be reached, or what a [`Transport`] of your own reaches.

mod absent;
mod auth;
mod builder;
mod client;
mod clock;
mod collection;
mod correlation;
mod env;
mod error;
mod exchange;
mod execute;
// Formatted by the generator, whose output does not depend on the installed rustfmt.
#[rustfmt::skip]
mod generated;
mod key_file;
mod limits;
mod links;
mod operation;
#[cfg_attr(not(feature = "rate-limit"), path = "pace/off.rs")]
mod pace;
mod paging;
pub mod push;
mod region;
mod response;
mod retry;
mod secret;
mod telemetry;
#[cfg(test)]
mod test_keys;
#[cfg(test)]
mod test_server;
mod transport;
mod unknown;
mod waiter;

#[cfg(feature = "jwt")]
pub use auth::SigningKey;
pub use auth::{AccessToken, AuthMethod, BoxFuture, ClientCredentials, TokenError, TokenSource};
pub use builder::ClientBuilder;
pub use client::Client;
pub use clock::Clock;
pub use collection::{Collection, Embedded};
pub use correlation::{InvalidCorrelationId, SessionId, TransactionId};
pub use env::{EnvError, EnvProblem};
pub use error::{
    BuildError, BuildProblem, DetailCode, Error, ErrorBody, ErrorCode, ErrorDetail, ErrorKind,
    InnerError,
};
pub use generated::*;
pub use key_file::{CredentialError, CredentialProblem, KeyProblem};
pub use limits::Limits;
pub use links::{Link, Links};
pub use paging::{Items, PageCursor, Pages};
pub use region::{Hosts, InvalidHost, Region, UnknownRegion};
pub use response::Response;
pub use retry::{Idempotency, RetryPolicy};
pub use secret::Secret;
pub use transport::{Body, Transport, TransportError};
pub use unknown::UnknownValue;
pub use waiter::{WaitError, WaitUntilClaimed};

// What is part of this crate's API.
pub use {bytes, http, jiff, reqwest, uuid};

/// The examples of the README compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

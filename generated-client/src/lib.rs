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
//! | go through a proxy, use your own HTTP client, add middleware | `ClientBuilder::configure_http` (feature `reqwest`), [`Transport`] |
//! | test without a network, without waiting | the crate `pingone-mfa-testing`, [`Transport`], [`Clock`] |
//!
//! # Telemetry
//!
//! With the target `pingone_core`, [`tracing`](https://docs.rs/tracing) gets a span `call` for each call and, inside of it, a span
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
//! | `rate-limit` | no | `ClientBuilder::rate_limit`, which limits the requests per second |
//! | `jwt` | no | worker applications that sign an assertion: `client_secret_jwt`, `private_key_jwt` |
//! | `reqwest` | no | `ClientBuilder::configure_http`, and a `reqwest::Client` as a [`Transport`] |
//!
//! What the feature `reqwest` adds follows the version of that crate: it may change, in a minor
//! version, when reqwest has a new major one. Everything else keeps to semantic versioning.
//!
//! Without TLS, only loopback can be reached, or what a [`Transport`] of your own reaches.

// Formatted by the generator, whose output does not depend on the installed rustfmt.
#[rustfmt::skip]
mod generated;
pub mod push;
#[cfg(test)]
mod test_keys;
mod waiter;

// Whatever the contract has: with a list, a new API would need an edit here.
pub use generated::*;
#[cfg(feature = "jwt")]
#[doc(inline)]
pub use pingone_core::SigningKey;
#[doc(inline)]
pub use pingone_core::{
    AccessToken, AuthMethod, Base64, Body, BoxFuture, BuildError, BuildProblem, ByteStream,
    ClientCredentials, Clock, Collection, Core, CredentialError, CredentialProblem, DetailCode,
    Embedded, EnvError, EnvProblem, EnvironmentId, Error, ErrorBody, ErrorCode, ErrorDetail,
    ErrorKind, FileData, Hosts, Idempotency, InnerError, InvalidBase64, InvalidCorrelationId,
    InvalidHost, Items, KeyProblem, KeyScheme, Limits, Link, Links, LoginScheme, Nullable,
    PageCursor, Pages, Region, Response, RetryPolicy, Secret, Server, ServerChoice, SessionId,
    TokenError, TokenScheme, TokenSource, TransactionId, Transport, TransportError, UnknownRegion,
    UnknownValue,
};
pub use waiter::{WaitError, WaitUntilClaimed};

// What is part of this crate's API.
#[cfg(feature = "reqwest")]
pub use pingone_core::reqwest;
pub use pingone_core::{bytes, futures_core, http, jiff, serde_json, uuid};

/// The examples of the README compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

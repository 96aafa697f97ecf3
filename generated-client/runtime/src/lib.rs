//! The runtime of generated [PingOne](https://developer.pingidentity.com/pingone-api/) clients:
//! whatever holds for every operation of every contract.
//!
//! A client crate, such as `pingone-mfa`, adds what its contract says, and re-exports what its users
//! need from here. Depend on this crate yourself to make clients of several contracts that share one
//! [`Core`], and with it the access token, the connections, the retry budget and the rate limit:
//!
//! ```
//! use pingone_core::{ClientCredentials, Core, EnvironmentId, Region};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let environment_id: EnvironmentId = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6".parse()?;
//! let worker = ClientCredentials::new("client-id", "client-secret").environment(environment_id);
//! let core = Core::builder(Region::Eu).credentials(worker).build()?;
//!
//! let mfa = pingone_mfa::Client::from_core(core.clone(), environment_id);
//! # let _ = mfa;
//! # Ok(())
//! # }
//! ```
//!
//! Generated code uses the module `codegen`, which is no part of this crate's API: it changes with
//! the generator, and generated crates depend on the exact version that they were generated for.
//!
//! Spans and events of [`tracing`](https://docs.rs/tracing) have the target `pingone_core`.
//!
//! # Features
//!
//! | feature | default | meaning |
//! |---|---|---|
//! | `rustls` | yes | TLS through rustls, verified by the platform |
//! | `native-tls` | no | TLS through the platform's library |
//! | `rate-limit` | no | `ClientBuilder::rate_limit`, which limits the requests per second |
//! | `jwt` | no | worker applications that sign an assertion: `client_secret_jwt`, `private_key_jwt` |
//! | `reqwest` | no | `ClientBuilder::configure_http`, and a `reqwest::Client` as a `Transport` |

mod absent;
mod api;
mod auth;
mod builder;
mod byte_stream;
mod call;
mod clock;
#[doc(hidden)]
pub mod codegen;
mod collection;
mod connections;
mod core;
mod correlation;
mod deprecation;
mod encoded;
mod env;
mod environment;
mod error;
mod exchange;
mod execute;
mod file_data;
mod future;
#[doc(hidden)]
pub mod key_file;
mod lenient;
mod limits;
mod links;
#[cfg(test)]
mod message_tests;
mod multipart;
mod nullable;
mod operation;
#[cfg_attr(not(feature = "rate-limit"), path = "pace/off.rs")]
mod pace;
mod page;
mod paging;
mod received;
mod redact;
mod region;
mod request;
mod response;
mod retry;
mod scheme;
mod secret;
mod server;
mod shown;
mod telemetry;
#[cfg(test)]
mod test_keys;
#[cfg(test)]
mod test_server;
mod transport;
mod union;
mod unknown;

pub use self::core::Core;
#[cfg(feature = "jwt")]
pub use auth::SigningKey;
pub use auth::{AccessToken, AuthMethod, ClientCredentials, TokenSource};
pub use builder::{BuildError, BuildProblem, ClientBuilder};
pub use byte_stream::ByteStream;
pub use clock::Clock;
pub use collection::{Collection, Embedded};
pub use correlation::{InvalidCorrelationId, SessionId, TransactionId};
pub use encoded::{Base64, InvalidBase64};
pub use env::{EnvError, EnvProblem};
pub use environment::EnvironmentId;
pub use error::{
    DetailCode, Error, ErrorBody, ErrorCode, ErrorDetail, ErrorKind, InnerError, TokenError,
};
pub use file_data::FileData;
pub use future::BoxFuture;
pub use key_file::{CredentialError, CredentialProblem, KeyProblem};
pub use limits::Limits;
pub use links::{Link, Links};
pub use nullable::Nullable;
pub use operation::Idempotency;
pub use paging::{Items, PageCursor, Pages};
pub use region::{Hosts, InvalidHost, Region, UnknownRegion};
pub use response::Response;
pub use retry::RetryPolicy;
pub use scheme::{KeyScheme, LoginScheme, TokenScheme};
pub use secret::Secret;
pub use server::{Server, ServerChoice};
pub use transport::{Body, Transport, TransportError};
pub use unknown::UnknownValue;

// What is part of this crate's API.
pub use {bytes, futures_core, http, jiff, serde_json, uuid};
// What the feature adds to it.
#[cfg(feature = "reqwest")]
pub use reqwest;

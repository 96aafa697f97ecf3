//! Settings of a fake before it starts.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use pingone_mfa::{ClientCredentials, Hosts};

use super::client::client_builder;
use super::fake::FakePingOne;
use super::guesses::Guesses;
use super::places;
use super::product::PingOne;
use super::settings::{KeySettings, PairingKeyFormat};
use crate::auth::{TokenAuth, Tokens, Worker};
use crate::behaviour::special::Product;
use crate::clock::Clock;
use crate::contract::document::Contract;
use crate::contract::embedded;
use crate::contract::table::Table;
use crate::error::StartError;
use crate::faults::Faults;
use crate::http::server::Port;
use crate::http::service::{Extras, Service};
use crate::random::Random;
use crate::rate_limit::RateLimiter;
use crate::recording::{RecordedRequest, Recorder};
use crate::route::Route;
use crate::world::World;
use crate::world::store::Store;

const CLIENT_ID: &str = "00000000-fa4e-4000-8000-00000000c11e";
const CLIENT_SECRET: &str = "fake-client-secret-not-real";

/// Requests that are remembered.
const RECORDED: usize = 10_000;

/// Settings of a fake before it starts.
///
/// | setting | default |
/// |---|---|
/// | [`port`](Self::port) | one of the system's choice |
/// | [`seed`](Self::seed) | another one for each fake |
/// | [`frozen_at`](Self::frozen_at) | the clock of the system runs |
/// | [`token_lifetime`](Self::token_lifetime) | one hour |
/// | [`token_auth`](Self::token_auth) | any method with the secret |
/// | [`pairing_key_lifetime`](Self::pairing_key_lifetime) | 10 minutes |
/// | [`pairing_key_format`](Self::pairing_key_format) | 12 digits |
/// | [`rate_limit`](Self::rate_limit) | none |
/// | [`guesses`](Self::guesses) | see [`Guesses`] |
/// | [`recorded_requests`](Self::recorded_requests) | the last 10,000 |
#[derive(Clone)]
#[must_use]
pub struct FakePingOneBuilder {
    /// Those of the client's contract if none are given.
    routes: Option<&'static [Route]>,
    port: u16,
    seed: Option<u64>,
    frozen_at: Option<Timestamp>,
    token_lifetime: Duration,
    token_auth: TokenAuth,
    keys: KeySettings,
    rate_limit: Option<u32>,
    guesses: Guesses,
    recorded_requests: usize,
    extras: Extras,
}

impl Default for FakePingOneBuilder {
    fn default() -> Self {
        Self {
            routes: None,
            port: 0,
            seed: None,
            frozen_at: None,
            token_lifetime: Duration::from_secs(60 * 60),
            token_auth: TokenAuth::default(),
            keys: KeySettings::new(),
            rate_limit: None,
            guesses: Guesses::default(),
            recorded_requests: RECORDED,
            extras: Extras::default(),
        }
    }
}

impl FakePingOne {
    /// Starts a fake with the default settings; see [`FakePingOneBuilder::start`].
    ///
    /// # Errors
    ///
    /// As [`FakePingOneBuilder::start`].
    pub async fn start() -> Result<FakePingOne, StartError> {
        FakePingOne::builder().start().await
    }

    /// Settings to change before the start.
    pub fn builder() -> FakePingOneBuilder {
        FakePingOneBuilder::default()
    }
}

impl FakePingOneBuilder {
    /// The port on 127.0.0.1; 0 is one of the system's choice, which keeps fakes apart.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Fixes every random value: ids, codes, tokens. [`FakePingOne::seed`] tells the one that was used.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Starts the fake's clock at this time and lets it move only by [`FakePingOne::advance`].
    pub fn frozen_at(mut self, time: Timestamp) -> Self {
        self.frozen_at = Some(time);
        self
    }

    /// How long a bearer token is valid. Sent as whole seconds in `expires_in`.
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.token_lifetime = lifetime;
        self
    }

    /// How the client has to authenticate at the token endpoint. [`FakePingOne::client`] does so with its secret in the
    /// `Authorization` header or in the form; for the others bring a client of your own.
    pub fn token_auth(mut self, auth: TokenAuth) -> Self {
        self.token_auth = auth;
        self
    }

    /// How long a pairing key is valid, for applications without
    /// [a lifetime of their own](FakePingOne::set_pairing_key_lifetime).
    pub fn pairing_key_lifetime(mut self, lifetime: Duration) -> Self {
        self.keys.lifetime = lifetime;
        self
    }

    /// What the codes of pairing keys look like.
    pub fn pairing_key_format(mut self, format: PairingKeyFormat) -> Self {
        self.keys.format = format;
        self
    }

    /// Answers more requests to the API than this in a minute of the fake's clock with 429 and `Retry-After`.
    pub fn rate_limit(mut self, per_minute: u32) -> Self {
        self.rate_limit = Some(per_minute);
        self
    }

    /// What the fake does where PingOne's documentation says nothing.
    pub fn guesses(mut self, guesses: Guesses) -> Self {
        self.guesses = guesses;
        self
    }

    /// How many requests are remembered; of more, the oldest are forgotten.
    pub fn recorded_requests(mut self, limit: usize) -> Self {
        self.recorded_requests = limit;
        self
    }

    /// Calls this after every request, for a log. It runs on the server's task: it should be quick.
    pub fn observe(mut self, observer: impl Fn(&RecordedRequest) + Send + Sync + 'static) -> Self {
        self.extras.observer = Some(Arc::new(observer));
        self
    }

    /// Serves a page for people at `/`: ids, a token, and a command line for each operation. Below `/fake/` it takes
    /// commands such as `POST /fake/claim/<pairing key>`, for tests in other languages.
    pub fn start_page(mut self) -> Self {
        self.extras.start_page = true;
        self
    }

    /// Serves another contract instead of the client's.
    pub fn contract(self, contract: &'static Contract) -> Self {
        self.routes(contract.routes())
    }

    /// Serves these operations instead of those of the contract, for a test of an operation that is still to come.
    pub fn routes(mut self, routes: &'static [Route]) -> Self {
        self.routes = Some(routes);
        self
    }

    /// Opens a port and serves on the current Tokio runtime.
    ///
    /// # Errors
    ///
    /// When no port can be opened, the contract cannot be read, an operation cannot be served, or the public key of
    /// [`TokenAuth::PrivateKeyJwt`] is none.
    pub async fn start(self) -> Result<FakePingOne, StartError> {
        let table = match self.routes {
            Some(routes) => Arc::new(Table::compile(routes)?),
            None => embedded::table()?,
        };
        let worker = Worker::new(CLIENT_ID, CLIENT_SECRET, &self.token_auth)?;
        let port = Port::open(self.port).await?;
        let extras = self.extras.clone();
        let method = self.token_auth.client_method();
        let product = Arc::new(PingOne::new(self.guesses.clone(), self.keys.clone()));
        let special: Arc<dyn Product> = product.clone();
        let world = self.world(worker);
        let service = Arc::new(Service::new(table, special, port.origin(), extras, world));
        let hosts = Hosts::new(service.address().api_base(), service.address().origin())?;
        let credentials = ClientCredentials::new(CLIENT_ID, CLIENT_SECRET).method(method);
        let client = client_builder(&hosts, credentials.clone()).build()?;
        let server = port.serve(Arc::clone(&service));
        Ok(FakePingOne { _server: server, service, product, hosts, credentials, client })
    }

    fn world(self, worker: Worker) -> World {
        World {
            clock: Clock::new(self.frozen_at),
            random: Random::new(self.seed.unwrap_or_else(|| fastrand::u64(..))),
            tokens: Tokens::new(worker, self.token_lifetime),
            directory: places::directory(),
            store: Store::default(),
            limiter: self.rate_limit.map(RateLimiter::new),
            faults: Faults::default(),
            recorder: Recorder::new(self.recorded_requests),
        }
    }
}

impl fmt::Debug for FakePingOneBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FakePingOneBuilder")
            .field("port", &self.port)
            .field("seed", &self.seed)
            .field("guesses", &self.guesses)
            .finish_non_exhaustive()
    }
}

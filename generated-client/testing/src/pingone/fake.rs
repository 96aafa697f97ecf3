//! A running fake: its addresses, its ids, its clients, and what it received.

use std::fmt;
use std::sync::Arc;

use pingone_mfa::types::{ApplicationId, DeviceAuthenticationPolicyId, EnvironmentId, UserId};
use pingone_mfa::{Client, ClientBuilder, ClientCredentials, Hosts};

use super::client::client_builder;
use super::clock::FakeClock;
use super::places;
use super::product::PingOne;
use crate::http::server::Server;
use crate::http::service::Service;
use crate::recording::Requests;

/// A PingOne that lives in the process, on a loopback port of its own.
///
/// It has one environment with one native application, one user and one device authentication policy, and takes the
/// client credentials it names. It stops when it is dropped, or with the runtime that started it.
pub struct FakePingOne {
    pub(super) service: Arc<Service>,
    pub(super) product: Arc<PingOne>,
    pub(super) hosts: Hosts,
    pub(super) credentials: ClientCredentials,
    pub(super) client: Client,
    pub(super) _server: Server,
}

impl FakePingOne {
    /// The base of the API, `http://127.0.0.1:<port>/v1`.
    #[must_use]
    pub fn api_base(&self) -> String {
        self.service.address().api_base().to_owned()
    }

    /// The base of the authentication host, `http://127.0.0.1:<port>`; tokens come from `/{environment}/as/token`.
    #[must_use]
    pub fn auth_base(&self) -> String {
        self.service.address().origin().to_owned()
    }

    /// A client of this fake, with the credentials that it takes. All clones share one token.
    ///
    /// It is a client with the defaults, except that its retries do not wait. As long as `Retry-After` asks it does.
    #[must_use]
    pub fn client(&self) -> Client {
        self.client.clone()
    }

    /// A client like [`client`](FakePingOne::client) with settings to change, and with a token of its own.
    pub fn client_builder(&self) -> ClientBuilder {
        client_builder(&self.hosts, self.credentials.clone())
    }

    /// The time of this fake as the clock of a client, so that waits take none:
    /// `pingone.client_builder().clock(pingone.clock())`.
    pub fn clock(&self) -> FakeClock {
        FakeClock::new(Arc::clone(&self.service))
    }

    /// The hosts of this fake, for a client with credentials of its own.
    #[must_use]
    pub fn hosts(&self) -> Hosts {
        self.hosts.clone()
    }

    /// The one environment.
    #[must_use]
    pub fn environment_id(&self) -> EnvironmentId {
        places::ENVIRONMENT.into()
    }

    /// The native application that is there from the start, without push credentials.
    #[must_use]
    pub fn application_id(&self) -> ApplicationId {
        places::APPLICATION.into()
    }

    /// The user that is there from the start.
    #[must_use]
    pub fn user_id(&self) -> UserId {
        places::USER.into()
    }

    /// The device authentication policy that is there from the start.
    #[must_use]
    pub fn policy_id(&self) -> DeviceAuthenticationPolicyId {
        places::POLICY.into()
    }

    /// The id of the client that may fetch tokens.
    #[must_use]
    pub fn client_id(&self) -> String {
        self.service.world().tokens.worker.id.clone()
    }

    /// The secret of that client; not a real one.
    #[must_use]
    pub fn client_secret(&self) -> String {
        self.service.world().tokens.worker.secret.clone()
    }

    /// The seed of every random value; with [`seed`](crate::FakePingOneBuilder::seed) another fake has the
    /// same.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.service.world().random.seed()
    }

    /// Everything received so far, token requests included.
    #[must_use]
    pub fn requests(&self) -> Requests {
        self.service.world().recorder.all()
    }

    /// Hands out what [`FakePingOne::requests`] would, and forgets it.
    #[must_use]
    pub fn take_requests(&self) -> Requests {
        self.service.world().recorder.take()
    }
}

impl fmt::Debug for FakePingOne {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FakePingOne")
            .field("api_base", &self.service.address().api_base())
            .finish_non_exhaustive()
    }
}

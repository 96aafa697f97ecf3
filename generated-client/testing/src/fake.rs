//! The face of the fake: start it, point a client at it, look at what it received.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use pingone_mfa::types::{ApplicationId, DeviceAuthenticationPolicyId, EnvironmentId, UserId};
use pingone_mfa::{Client, ClientCredentials, Hosts};
use serde_json::Value;
use uuid::{Uuid, uuid};

use crate::clock::Clock;
use crate::error::{ClaimError, StartError};
use crate::generated::routes::ROUTES;
use crate::pairing_keys::{PairingKeys, Status};
use crate::push_credentials::PushCredentials;
use crate::random;
use crate::recording::RecordedRequest;
use crate::route::Route;
use crate::server::{Port, Server};
use crate::service::Service;
use crate::table::Table;
use crate::token::Tokens;
use crate::world::{Directory, World};

// The ids of the contract's own examples, so that a request copied from there is answered.
const ENVIRONMENT: Uuid = uuid!("abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6");
const APPLICATION: Uuid = uuid!("7d8797b7-a097-46a9-841f-88f531d1d99b");
const USER: Uuid = uuid!("788d4931-6936-43f2-82ff-178f5762298a");
const POLICY: Uuid = uuid!("3c7f6e52-0f1b-4d0e-9a55-6b8c2d1e4f70");
const CLIENT_ID: &str = "00000000-fa4e-4000-8000-00000000c11e";
const CLIENT_SECRET: &str = "fake-client-secret-not-real";

/// A PingOne that lives in the process, on a loopback port of its own.
///
/// It has one environment with one native application, one user and one device authentication policy, and takes the
/// client credentials it names. It stops when it is dropped, or with the runtime that started it.
pub struct FakePingOne {
    service: Arc<Service>,
    hosts: Hosts,
    client: Client,
    _server: Server,
}

/// Settings of a fake before it starts.
#[derive(Debug, Clone)]
#[must_use]
pub struct FakePingOneBuilder {
    routes: &'static [Route],
    token_lifetime: Duration,
    pairing_key_lifetime: Duration,
}

impl FakePingOneBuilder {
    /// How long a bearer token counts. Default: one hour. Sent as whole seconds in `expires_in`.
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.token_lifetime = lifetime;
        self
    }

    /// How long a pairing key counts. Default: 10 minutes.
    pub fn pairing_key_lifetime(mut self, lifetime: Duration) -> Self {
        self.pairing_key_lifetime = lifetime;
        self
    }

    /// Serves these operations instead of those of the contract, for a test of an operation that is still to come.
    pub fn routes(mut self, routes: &'static [Route]) -> Self {
        self.routes = routes;
        self
    }

    /// Opens a port and serves on the current Tokio runtime.
    ///
    /// # Errors
    ///
    /// When no port can be opened, or a row of the routes table cannot be served.
    pub async fn start(self) -> Result<FakePingOne, StartError> {
        let table = Table::compile(self.routes)?;
        let port = Port::open().await?;
        let world = World {
            clock: Clock::default(),
            tokens: Tokens::new(
                CLIENT_ID.to_owned(),
                CLIENT_SECRET.to_owned(),
                self.token_lifetime,
            ),
            directory: Directory {
                environment: ENVIRONMENT,
                applications: vec![APPLICATION],
                users: vec![USER],
                policies: vec![POLICY],
            },
            push_credentials: PushCredentials::default(),
            pairing_keys: PairingKeys::new(self.pairing_key_lifetime),
            requests: Vec::new(),
        };
        let service = Arc::new(Service::new(table, port.origin(), world));
        let hosts = Hosts::new(service.api_base(), service.origin())?;
        let client = Client::builder(hosts.clone(), ENVIRONMENT)
            .credentials(ClientCredentials::new(CLIENT_ID, CLIENT_SECRET))
            .build()?;
        Ok(FakePingOne { _server: port.serve(Arc::clone(&service)), service, hosts, client })
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
        FakePingOneBuilder {
            routes: ROUTES,
            token_lifetime: Duration::from_secs(60 * 60),
            pairing_key_lifetime: Duration::from_secs(10 * 60),
        }
    }

    /// The base of the API, `http://127.0.0.1:<port>/v1`.
    #[must_use]
    pub fn api_base(&self) -> String {
        self.service.api_base().to_owned()
    }

    /// The base of the authentication host, `http://127.0.0.1:<port>`; tokens come from `/{environment}/as/token`.
    #[must_use]
    pub fn auth_base(&self) -> String {
        self.service.origin().to_owned()
    }

    /// A client of this fake, with the credentials that it takes. All clones share one token.
    #[must_use]
    pub fn client(&self) -> Client {
        self.client.clone()
    }

    /// The hosts of this fake, for a client with settings of its own.
    #[must_use]
    pub fn hosts(&self) -> Hosts {
        self.hosts.clone()
    }

    /// The one environment.
    #[must_use]
    pub fn environment_id(&self) -> EnvironmentId {
        ENVIRONMENT.into()
    }

    /// The native application that is there from the start, without push credentials.
    #[must_use]
    pub fn application_id(&self) -> ApplicationId {
        APPLICATION.into()
    }

    /// The user that is there from the start.
    #[must_use]
    pub fn user_id(&self) -> UserId {
        USER.into()
    }

    /// The device authentication policy that is there from the start.
    #[must_use]
    pub fn policy_id(&self) -> DeviceAuthenticationPolicyId {
        POLICY.into()
    }

    /// The id of the client that may fetch tokens.
    #[must_use]
    pub fn client_id(&self) -> String {
        self.service.world().tokens.client_id().to_owned()
    }

    /// The secret of that client; not a real one.
    #[must_use]
    pub fn client_secret(&self) -> String {
        self.service.world().tokens.client_secret().to_owned()
    }

    /// Adds a native application without push credentials.
    pub fn add_application(&self) -> ApplicationId {
        let id = random::id();
        self.service.world().directory.applications.push(id);
        id.into()
    }

    /// Adds a user.
    pub fn add_user(&self) -> UserId {
        let id = random::id();
        self.service.world().directory.users.push(id);
        id.into()
    }

    /// Adds a device authentication policy.
    pub fn add_policy(&self) -> DeviceAuthenticationPolicyId {
        let id = random::id();
        self.service.world().directory.policies.push(id);
        id.into()
    }

    /// A bearer token that counts, for a client that brings its own.
    #[must_use]
    pub fn issue_token(&self) -> String {
        let mut world = self.service.world();
        let now = world.clock.now();
        world.tokens.issue(now)
    }

    /// Makes every token issued so far count no longer.
    pub fn revoke_tokens(&self) {
        self.service.world().tokens.revoke_all();
    }

    /// Moves the fake's clock forward: tokens and pairing keys expire without a wait.
    pub fn advance(&self, by: Duration) {
        self.service.world().clock.advance(by);
    }

    /// Claims a pairing key, as the mobile app of the user would: its status becomes `CLAIMED`.
    ///
    /// # Errors
    ///
    /// When the key does not exist, is not unclaimed, or has expired.
    pub fn claim(&self, pairing_key_id: impl Into<Uuid>) -> Result<(), ClaimError> {
        self.settle(pairing_key_id.into(), Status::Claimed)
    }

    /// Lets the claim of a pairing key fail: its status becomes `FAILED`, with this code and message in `error`.
    ///
    /// # Errors
    ///
    /// As [`FakePingOne::claim`].
    pub fn fail(
        &self,
        pairing_key_id: impl Into<Uuid>,
        code: &str,
        message: &str,
    ) -> Result<(), ClaimError> {
        let status = Status::Failed { code: code.to_owned(), message: message.to_owned() };
        self.settle(pairing_key_id.into(), status)
    }

    /// Whether a push credential exists and holds exactly this request body, secrets included.
    ///
    /// PingOne never returns the secrets; this is how a test knows that the right ones were stored.
    #[must_use]
    pub fn push_credential_holds(
        &self,
        push_credential_id: impl Into<Uuid>,
        expected: &Value,
    ) -> bool {
        let world = self.service.world();
        world.push_credentials.matches(push_credential_id.into(), expected)
    }

    /// Everything received so far, token requests included, in the order of the answers.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.service.world().requests.clone()
    }

    /// Hands out what [`FakePingOne::requests`] would, and forgets it.
    #[must_use]
    pub fn take_requests(&self) -> Vec<RecordedRequest> {
        std::mem::take(&mut self.service.world().requests)
    }

    fn settle(&self, id: Uuid, status: Status) -> Result<(), ClaimError> {
        let mut world = self.service.world();
        let now = world.clock.now();
        world.pairing_keys.settle(id, status, now)
    }
}

impl fmt::Debug for FakePingOne {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FakePingOne")
            .field("api_base", &self.service.api_base())
            .finish_non_exhaustive()
    }
}

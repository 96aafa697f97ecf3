//! What a test changes without the client: applications and users, time and tokens, claims of pairing keys, faults.

use std::time::Duration;

use pingone_mfa::types::{
    ApplicationId, DeviceAuthenticationPolicyId, EnvironmentId, PairingKeyId, PushCredentialId,
    UserId,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::claims::{self, ClaimError, Outcome};
use super::fake::FakePingOne;
use super::places::{self, ENVIRONMENT, PUSH_CREDENTIALS};
use super::settings::PairingKeyFormat;
use crate::faults::{FaultRule, RandomFaults};
use crate::world::store::Resource;

/// What there is.
impl FakePingOne {
    /// Adds a native application without push credentials.
    pub fn add_application(&self) -> ApplicationId {
        self.add("application", places::applications(ENVIRONMENT)).into()
    }

    /// Adds a user.
    pub fn add_user(&self) -> UserId {
        self.add("user", places::users(ENVIRONMENT)).into()
    }

    /// Adds a device authentication policy.
    pub fn add_policy(&self) -> DeviceAuthenticationPolicyId {
        self.add("policy", places::policies(ENVIRONMENT)).into()
    }

    /// Adds an environment with nothing in it. The same client credentials are valid there; to work in it, build a
    /// client on [`hosts`](FakePingOne::hosts).
    pub fn add_environment(&self) -> EnvironmentId {
        let mut world = self.service.world();
        let id = world.random.id("environment");
        places::add_environment(&mut world.directory, id);
        id.into()
    }

    /// Takes an application away; what belonged to it can no longer be reached.
    pub fn remove_application(&self, application_id: impl Into<ApplicationId>) {
        let id: Uuid = application_id.into().into();
        self.remove(&places::applications(ENVIRONMENT), id);
    }

    /// Takes a user away; what belonged to them can no longer be reached.
    pub fn remove_user(&self, user_id: impl Into<UserId>) {
        let id: Uuid = user_id.into().into();
        self.remove(&places::users(ENVIRONMENT), id);
    }

    /// Stores a push credential of the type `FCM`, as it may be left from the time when PingOne took them.
    pub fn add_legacy_push_credential(
        &self,
        application_id: impl Into<ApplicationId>,
    ) -> PushCredentialId {
        let path = places::push_credentials(ENVIRONMENT, application_id.into().into());
        let mut world = self.service.world();
        let now = world.clock.now();
        let id = world.random.id(&path);
        world.store.insert(&path, Resource::new(id, json!({ "type": "FCM" }), now));
        id.into()
    }

    /// Sets how long pairing keys for an application are valid, as its device authentication policy does. A key for
    /// several applications is valid for the shortest of their times.
    pub fn set_pairing_key_lifetime(
        &self,
        application_id: impl Into<ApplicationId>,
        lifetime: Duration,
    ) {
        let id: Uuid = application_id.into().into();
        self.product.pairing_keys.settings().application_lifetimes.insert(id, lifetime);
    }

    /// Sets the environment's format for the codes of pairing keys to come.
    pub fn set_pairing_key_format(&self, format: PairingKeyFormat) {
        self.product.pairing_keys.settings().format = format;
    }

    /// Whether a push credential exists and holds exactly this request body, secrets included.
    ///
    /// PingOne never returns the secrets; this is how a test knows that the right ones were stored.
    #[must_use]
    pub fn push_credential_holds(
        &self,
        push_credential_id: impl Into<PushCredentialId>,
        expected: &Value,
    ) -> bool {
        let mut world = self.service.world();
        let found = world.store.find_mut(push_credential_id.into().into());
        found.is_some_and(|(path, each)| {
            path.rsplit('/').next() == Some(PUSH_CREDENTIALS) && each.sent == *expected
        })
    }

    fn add(&self, label: &str, collection: String) -> Uuid {
        let mut world = self.service.world();
        let id = world.random.id(label);
        world.directory.add(collection, id);
        id
    }

    fn remove(&self, collection: &str, id: Uuid) {
        let mut world = self.service.world();
        world.directory.remove(collection, id);
        world.store.remove(collection, id);
    }
}

/// Time and tokens.
impl FakePingOne {
    /// Moves the fake's clock forward: tokens and pairing keys expire, rate limits recover, `Date` headers follow.
    /// No time passes in reality, nor by the clock of a client.
    pub fn advance(&self, by: Duration) {
        self.service.world().clock.advance(by);
    }

    /// The fake's current time.
    #[must_use]
    pub fn now(&self) -> jiff::Timestamp {
        self.service.world().clock.now()
    }

    /// A valid bearer token, for a client that brings its own.
    #[must_use]
    pub fn issue_token(&self) -> String {
        let mut world = self.service.world();
        let now = world.clock.now();
        let token = world.random.token();
        world.tokens.issue(token.clone(), now);
        token
    }

    /// Revokes every token issued so far.
    pub fn revoke_tokens(&self) {
        self.service.world().tokens.revoke_all();
    }
}

/// Phones.
impl FakePingOne {
    /// Claims a pairing key, as the mobile app of the user would: its status becomes `CLAIMED`.
    ///
    /// # Errors
    ///
    /// When the key does not exist, is not unclaimed, or has expired.
    pub fn claim(&self, pairing_key_id: impl Into<PairingKeyId>) -> Result<(), ClaimError> {
        let id = pairing_key_id.into().into();
        claims::settle(&mut self.service.world(), id, Outcome::Claimed)
    }

    /// Lets the claim of a pairing key fail: its status becomes `FAILED`, with this code and message in `error`.
    ///
    /// # Errors
    ///
    /// As [`FakePingOne::claim`].
    pub fn fail(
        &self,
        pairing_key_id: impl Into<PairingKeyId>,
        code: &str,
        message: &str,
    ) -> Result<(), ClaimError> {
        let outcome = Outcome::Failed { code: code.to_owned(), message: message.to_owned() };
        claims::settle(&mut self.service.world(), pairing_key_id.into().into(), outcome)
    }

    /// Lets one pairing key expire at once; [`advance`](FakePingOne::advance) lets all of them expire.
    ///
    /// # Errors
    ///
    /// When the key does not exist.
    pub fn expire(&self, pairing_key_id: impl Into<PairingKeyId>) -> Result<(), ClaimError> {
        claims::expire(&mut self.service.world(), pairing_key_id.into().into())
    }
}

/// Faults.
impl FakePingOne {
    /// Adds a fault; see [`Fault`](crate::Fault) for what and [`FaultRule`] for where and how often.
    pub fn inject(&self, fault: impl Into<FaultRule>) {
        self.service.world().faults.add(fault.into());
    }

    /// Adds random faults.
    pub fn inject_at_random(&self, faults: RandomFaults) {
        self.service.world().faults.add_random(faults);
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.service.world().faults.clear();
    }

    /// How many injected faults have not happened as often as they should; 0 means that all of them happened.
    #[must_use]
    pub fn outstanding_faults(&self) -> usize {
        self.service.world().faults.outstanding()
    }
}

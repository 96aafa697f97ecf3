//! What is special about the pairing keys of a user: codes, lifetimes, the limit, and who may use a key.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use super::guesses::{Allowed, Guesses, Shown, WhenExpired};
use super::places;
use super::settings::{KeySettings, PairingKeyFormat};
use crate::behaviour::Call;
use crate::behaviour::special::Special;
use crate::clock::later;
use crate::refusal::{Detail, Refusal};
use crate::world::World;
use crate::world::store::Resource;

/// Valid keys that a user may have at any time.
const LIMIT: usize = 20;

/// The pairing keys of a user.
pub(super) struct PairingKeys {
    guesses: Guesses,
    /// What a test may change at any time.
    settings: Mutex<KeySettings>,
}

impl PairingKeys {
    pub(super) fn new(guesses: Guesses, settings: KeySettings) -> PairingKeys {
        PairingKeys { guesses, settings: Mutex::new(settings) }
    }

    /// The settings; a panic while they were locked does not make them unusable.
    pub(super) fn settings(&self) -> MutexGuard<'_, KeySettings> {
        self.settings.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Special for PairingKeys {
    fn create(
        &self,
        call: &Call<'_>,
        new: &mut Resource,
        world: &mut World,
    ) -> Result<(), Refusal> {
        let applications = allowed(call, world)?;
        let path = call.path();
        if world.store.all(&path).filter(|key| is_valid(key, new.created_at)).count() >= LIMIT {
            return Err(limit_reached(&self.guesses.key_limit_code));
        }
        let settings = self.settings();
        let code = code(world, &path, settings.format);
        new.expires_at = Some(later(new.created_at, settings.lifetime(&applications)));
        let fields = &mut new.fields;
        fields.insert("status".to_owned(), "UNCLAIMED".into());
        fields.insert("applications".to_owned(), references(&applications));
        if self.guesses.key_policy == Shown::No {
            fields.insert("policy".to_owned(), Value::Null);
        }
        if self.guesses.key_uri == Shown::Yes {
            fields.insert("uri".to_owned(), format!("{}/pair?code={code}", call.api_base).into());
        }
        fields.insert("code".to_owned(), code.into());
        Ok(())
    }

    fn read(&self, key: &Resource, world: &World) -> Result<(), Refusal> {
        let hidden = self.guesses.expired_key == WhenExpired::NotFound;
        if hidden && is_unclaimed(key) && !is_valid(key, world.clock.now()) {
            return Err(Refusal::not_found("The pairing key"));
        }
        Ok(())
    }

    fn delete(&self, key: &Resource, _: &World) -> Result<(), Refusal> {
        let allowed = self.guesses.delete_claimed_key == Allowed::Yes;
        if allowed || key.fields.get("status") != Some(&"CLAIMED".into()) {
            return Ok(());
        }
        let message = "A claimed pairing key cannot be deleted.";
        Err(Refusal::request_failed(Detail::new("INVALID_VALUE", "status", message)))
    }
}

pub(super) fn is_unclaimed(key: &Resource) -> bool {
    key.fields.get("status") == Some(&"UNCLAIMED".into())
}

pub(super) fn is_valid(key: &Resource, now: Timestamp) -> bool {
    is_unclaimed(key) && key.expires_at.is_none_or(|expiry| now < expiry)
}

fn limit_reached(code: &str) -> Refusal {
    let message = "The user has as many valid pairing keys as allowed.";
    let detail = Detail::new(code.to_owned(), "", message);
    Refusal::request_failed(detail.with_inner_error(json!({ "maximumAllowed": LIMIT })))
}

/// A code in the environment's format. Every other one begins with zero, so that a client that reads codes as numbers
/// is found out.
fn code(world: &mut World, path: &str, format: PairingKeyFormat) -> String {
    let zero = world.store.all(path).count().is_multiple_of(2);
    let label = format!("code of {path}");
    let code = match format {
        PairingKeyFormat::Numeric => world.random.digits(&label, 12),
        PairingKeyFormat::Alphanumeric => world.random.alphanumeric(&label, 16),
    };
    if zero { format!("0{}", code.split_at(1).1) } else { code }
}

/// The applications that the key is for: those named, or all that are available.
fn allowed(call: &Call<'_>, world: &World) -> Result<Vec<Uuid>, Refusal> {
    let environment = call.id("environmentID")?;
    check_policy(call.body, environment, world)?;
    let all = world.directory.members(&places::applications(environment)).unwrap_or_default();
    let has_credentials =
        |id: &Uuid| world.store.all(&places::push_credentials(environment, *id)).next().is_some();
    let available = |id: &Uuid| all.contains(id) && has_credentials(id);
    let named: Vec<_> =
        call.body["applications"].as_array().into_iter().flatten().filter_map(uuid).collect();
    if named.is_empty() {
        let all: Vec<_> = all.iter().copied().filter(available).collect();
        let message = "The environment has no native application with push credentials.";
        let none = Detail::new("INVALID_VALUE", "applications", message);
        return if all.is_empty() { Err(Refusal::invalid_data(vec![none])) } else { Ok(all) };
    }
    let unavailable = named.iter().enumerate().filter(|(_, id)| !available(id));
    let refused: Vec<_> = unavailable
        .map(|(position, _)| {
            let message = "The application does not exist or has no push credentials.";
            Detail::new("INVALID_VALUE", &format!("applications[{position}].id"), message)
        })
        .collect();
    if refused.is_empty() { Ok(named) } else { Err(Refusal::invalid_data(refused)) }
}

fn check_policy(body: &Value, environment: Uuid, world: &World) -> Result<(), Refusal> {
    match uuid(&body["policy"]) {
        Some(id) if !world.directory.has(&places::policies(environment), id) => {
            let message = "The device authentication policy does not exist.";
            let detail = Detail::new("INVALID_VALUE", "policy.id", message);
            Err(Refusal::invalid_data(vec![detail]))
        }
        _ => Ok(()),
    }
}

fn references(ids: &[Uuid]) -> Value {
    ids.iter().map(|id| json!({ "id": id })).collect()
}

/// The id of a reference object.
fn uuid(reference: &Value) -> Option<Uuid> {
    reference["id"].as_str()?.parse().ok()
}

//! What is special about the pairing keys of a user: codes, lifetimes, the limit, and who may use a key.

use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use super::call::Call;
use super::push_credentials;
use super::special::Special;
use crate::clock::later;
use crate::error::ClaimError;
use crate::guesses::{Allowed, Shown, WhenExpired};
use crate::refusal::{Detail, Refusal};
use crate::settings::PairingKeyFormat;
use crate::world::World;
use crate::world::directory::Environment;
use crate::world::store::Resource;

/// The last segment of the collection's path.
pub(crate) const COLLECTION: &str = "pairingKeys";

/// Valid keys that a user may have at any time.
const LIMIT: usize = 20;

/// The pairing keys of a user.
pub(super) struct PairingKeys;

/// The outcome of a claim.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Status {
    Claimed,
    Failed { code: String, message: String },
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
            return Err(limit_reached(&world.settings.guesses.key_limit_code));
        }
        let code = code(world, &path);
        new.expires_at = Some(later(new.created_at, world.settings.key_lifetime(&applications)));
        let fields = &mut new.fields;
        fields.insert("status".to_owned(), "UNCLAIMED".into());
        fields.insert("applications".to_owned(), references(&applications));
        if world.settings.guesses.key_policy == Shown::No {
            fields.insert("policy".to_owned(), Value::Null);
        }
        if world.settings.guesses.key_uri == Shown::Yes {
            fields.insert("uri".to_owned(), format!("{}/pair?code={code}", call.api_base).into());
        }
        fields.insert("code".to_owned(), code.into());
        Ok(())
    }

    fn read(&self, key: &Resource, world: &World) -> Result<(), Refusal> {
        let hidden = world.settings.guesses.expired_key == WhenExpired::NotFound;
        if hidden && is_unclaimed(key) && !is_valid(key, world.clock.now()) {
            return Err(Refusal::not_found("The pairing key"));
        }
        Ok(())
    }

    fn delete(&self, key: &Resource, world: &World) -> Result<(), Refusal> {
        let allowed = world.settings.guesses.delete_claimed_key == Allowed::Yes;
        if allowed || key.fields.get("status") != Some(&"CLAIMED".into()) {
            return Ok(());
        }
        let message = "A claimed pairing key cannot be deleted.";
        Err(Refusal::request_failed(Detail::new("INVALID_VALUE", "status", message)))
    }
}

/// Claims a pairing key or fails the claim, as a mobile app would.
pub(crate) fn settle(world: &mut World, id: Uuid, status: Status) -> Result<(), ClaimError> {
    let now = world.clock.now();
    let key = match world.store.find_mut(id) {
        Some((path, key)) if path.ends_with(&format!("/{COLLECTION}")) => key,
        _ => return Err(ClaimError::NotFound(id)),
    };
    if !is_unclaimed(key) {
        return Err(ClaimError::NotUnclaimed(id));
    }
    if !is_valid(key, now) {
        return Err(ClaimError::Expired(id));
    }
    match status {
        Status::Claimed => {
            key.fields.insert("status".to_owned(), "CLAIMED".into());
        }
        Status::Failed { code, message } => {
            key.fields.insert("status".to_owned(), "FAILED".into());
            key.fields.insert("error".to_owned(), json!({ "code": code, "message": message }));
        }
    }
    key.updated_at = now;
    Ok(())
}

/// A key expires at once.
pub(crate) fn expire(world: &mut World, id: Uuid) -> Result<(), ClaimError> {
    let now = world.clock.now();
    match world.store.find_mut(id) {
        Some((path, key)) if path.ends_with(&format!("/{COLLECTION}")) => {
            key.expires_at = Some(key.expires_at.map_or(now, |expiry| expiry.min(now)));
            Ok(())
        }
        _ => Err(ClaimError::NotFound(id)),
    }
}

fn is_unclaimed(key: &Resource) -> bool {
    key.fields.get("status") == Some(&"UNCLAIMED".into())
}

fn is_valid(key: &Resource, now: Timestamp) -> bool {
    is_unclaimed(key) && key.expires_at.is_none_or(|expiry| now < expiry)
}

fn limit_reached(code: &str) -> Refusal {
    let message = "The user has as many valid pairing keys as allowed.";
    let detail = Detail::new(code.to_owned(), "", message);
    Refusal::request_failed(detail.with_inner_error(json!({ "maximumAllowed": LIMIT })))
}

/// A code in the environment's format. Every other one begins with zero, so that a client that reads codes as numbers
/// is found out.
fn code(world: &mut World, path: &str) -> String {
    let zero = world.store.all(path).count().is_multiple_of(2);
    let label = format!("code of {path}");
    let code = match world.settings.pairing_key_format {
        PairingKeyFormat::Numeric => world.random.digits(&label, 12),
        PairingKeyFormat::Alphanumeric => world.random.alphanumeric(&label, 16),
    };
    if zero { format!("0{}", code.split_at(1).1) } else { code }
}

/// The applications that the key is for: those named, or all that are available.
fn allowed(call: &Call<'_>, world: &World) -> Result<Vec<Uuid>, Refusal> {
    let id = call.id("environmentID")?;
    let missing = || Refusal::not_found("The environment");
    let environment = world.directory.environment(id).ok_or_else(missing)?;
    check_policy(call.body, environment)?;
    let available = |id: &Uuid| {
        environment.applications.contains(id)
            && push_credentials::exist_for(&id.to_string(), &environment.id.to_string(), world)
    };
    let named: Vec<_> =
        call.body["applications"].as_array().into_iter().flatten().filter_map(uuid).collect();
    if named.is_empty() {
        let all: Vec<_> = environment.applications.iter().copied().filter(available).collect();
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

fn check_policy(body: &Value, environment: &Environment) -> Result<(), Refusal> {
    match uuid(&body["policy"]) {
        Some(id) if !environment.policies.contains(&id) => {
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

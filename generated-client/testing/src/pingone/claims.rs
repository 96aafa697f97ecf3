//! What a phone does to a pairing key, for tests in Rust and over HTTP.

use serde_json::json;
use uuid::Uuid;

use super::pairing_keys::{is_unclaimed, is_valid};
use super::places::PAIRING_KEYS;
use crate::behaviour::special::Command;
use crate::contract::parameters::canonical_uuid;
use crate::refusal::Refusal;
use crate::world::World;
use crate::world::store::Resource;

/// The same over HTTP, where a key is named by its id or by its code.
pub(super) static COMMANDS: [Command; 3] = [
    Command {
        path: "claim/{pairingKeyID}",
        effect: "a phone claims the key, which its id or its code names",
        run: |key, world| {
            let id = named(key, world)?;
            settled(settle(world, id, Outcome::Claimed))
        },
    },
    Command {
        path: "fail/{pairingKeyID}",
        effect: "the claim of the key fails",
        run: |key, world| {
            let id = named(key, world)?;
            let message = "A command to the fake said so.".to_owned();
            settled(settle(world, id, Outcome::Failed { code: "MADE_UP".to_owned(), message }))
        },
    },
    Command {
        path: "expire/{pairingKeyID}",
        effect: "the key expires",
        run: |key, world| {
            let id = named(key, world)?;
            settled(expire(world, id))
        },
    },
];

/// A pairing key could not be put into the state that a test asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClaimError {
    /// No pairing key has this id, or it was deleted.
    #[error("pairing key {0} does not exist")]
    NotFound(Uuid),
    /// The key was claimed or has failed already.
    #[error("pairing key {0} is no longer unclaimed")]
    NotUnclaimed(Uuid),
    /// The key has passed its `expiresAt`.
    #[error("pairing key {0} has expired")]
    Expired(Uuid),
}

/// The outcome of a claim.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Outcome {
    Claimed,
    Failed { code: String, message: String },
}

/// Claims a pairing key or fails the claim, as a mobile app would.
pub(super) fn settle(world: &mut World, id: Uuid, outcome: Outcome) -> Result<(), ClaimError> {
    let now = world.clock.now();
    let key = key(world, id)?;
    if !is_unclaimed(key) {
        return Err(ClaimError::NotUnclaimed(id));
    }
    if !is_valid(key, now) {
        return Err(ClaimError::Expired(id));
    }
    match outcome {
        Outcome::Claimed => {
            key.fields.insert("status".to_owned(), "CLAIMED".into());
        }
        Outcome::Failed { code, message } => {
            key.fields.insert("status".to_owned(), "FAILED".into());
            key.fields.insert("error".to_owned(), json!({ "code": code, "message": message }));
        }
    }
    key.updated_at = now;
    Ok(())
}

/// A key expires at once.
pub(super) fn expire(world: &mut World, id: Uuid) -> Result<(), ClaimError> {
    let now = world.clock.now();
    let key = key(world, id)?;
    key.expires_at = Some(key.expires_at.map_or(now, |expiry| expiry.min(now)));
    Ok(())
}

fn key(world: &mut World, id: Uuid) -> Result<&mut Resource, ClaimError> {
    match world.store.find_mut(id) {
        Some((path, key)) if is_of_keys(path) => Ok(key),
        _ => Err(ClaimError::NotFound(id)),
    }
}

fn is_of_keys(collection: &str) -> bool {
    collection.rsplit('/').next() == Some(PAIRING_KEYS)
}

/// The key with this id or this code; of several with one code, one that is still unclaimed.
fn named(text: &str, world: &World) -> Result<Uuid, Refusal> {
    if let Some(id) = canonical_uuid(text) {
        return Ok(id);
    }
    let keys = world.store.everything().filter(|(path, _)| is_of_keys(path));
    let fitting = keys.filter(|(_, key)| key.fields.get("code").is_some_and(|code| code == text));
    let found = fitting.map(|(_, key)| key).min_by_key(|key| !is_unclaimed(key));
    found.map(|key| key.id).ok_or_else(|| Refusal::not_found("The pairing key"))
}

fn settled(result: Result<(), ClaimError>) -> Result<(), Refusal> {
    result.map_err(|error| match error {
        ClaimError::NotFound(_) => Refusal::not_found("The pairing key"),
        error => Refusal::invalid_request(format!("The {error}.")),
    })
}

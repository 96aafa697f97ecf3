//! The behaviour of the MFA pairing keys of a user.
//!
//! Guesses, because nothing documents them: the 21st valid key of a user is refused with 400 REQUEST_FAILED and the
//! detail LIMIT_EXCEEDED; a key stays readable in its last state after `expiresAt`, and a claimed one can be deleted;
//! an application that is unknown or has no push credentials, or a policy that is unknown, gives 400 INVALID_DATA; so
//! does a request without applications while no application is available; the response lists the applications that
//! the key is for also when the request named none; `policy` is not sent back.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::behaviour::{Behaviour, Call};
use crate::clock::{later, wire};
use crate::error::ClaimError;
use crate::random;
use crate::refusal::{Detail, Refusal};
use crate::reply::Reply;
use crate::world::World;

/// Valid keys that a user may have at any time.
const LIMIT: usize = 20;

pub(crate) fn behaviour(operation_id: &str) -> Option<Behaviour> {
    Some(match operation_id {
        "createPairingKey" => create,
        "readPairingKey" => read,
        "deletePairingKey" => delete,
        _ => return None,
    })
}

/// The pairing keys of all users, in the order of their creation.
pub(crate) struct PairingKeys {
    keys: Vec<PairingKey>,
    lifetime: Duration,
    created: u64,
}

struct PairingKey {
    id: Uuid,
    user: Uuid,
    code: String,
    status: Status,
    applications: Vec<Uuid>,
    created_at: Timestamp,
    updated_at: Timestamp,
    expires_at: Timestamp,
}

#[derive(PartialEq)]
pub(crate) enum Status {
    Unclaimed,
    Claimed,
    Failed { code: String, message: String },
}

impl PairingKeys {
    pub(crate) fn new(lifetime: Duration) -> PairingKeys {
        PairingKeys { keys: Vec::new(), lifetime, created: 0 }
    }

    /// Ends the wait for a claim, the way a mobile app would.
    pub(crate) fn settle(
        &mut self,
        id: Uuid,
        status: Status,
        now: Timestamp,
    ) -> Result<(), ClaimError> {
        let key = self.keys.iter_mut().find(|key| key.id == id).ok_or(ClaimError::NotFound(id))?;
        if key.status != Status::Unclaimed {
            return Err(ClaimError::NotUnclaimed(id));
        }
        if key.expires_at <= now {
            return Err(ClaimError::Expired(id));
        }
        key.status = status;
        key.updated_at = now;
        Ok(())
    }

    /// Twelve digits. Every other code begins with zero, so a client that reads codes as numbers is found out.
    fn next_code(&mut self) -> String {
        let code = random::numeric_code();
        self.created += 1;
        match self.created % 2 {
            1 => code.chars().skip(1).fold("0".to_owned(), |mut code, digit| {
                code.push(digit);
                code
            }),
            _ => code,
        }
    }

    fn valid_of(&self, user: Uuid, now: Timestamp) -> usize {
        self.keys.iter().filter(|key| key.user == user && key.is_valid(now)).count()
    }

    fn position(&self, call: &Call<'_>) -> Result<usize, Refusal> {
        let user = call.id("userID")?;
        let id = call.id("pairingKeyID")?;
        self.keys
            .iter()
            .position(|key| key.id == id && key.user == user)
            .ok_or_else(|| Refusal::not_found("The pairing key"))
    }
}

impl PairingKey {
    fn is_valid(&self, now: Timestamp) -> bool {
        self.status == Status::Unclaimed && now < self.expires_at
    }

    fn to_json(&self, call: &Call<'_>) -> Result<Value, Refusal> {
        let environment = call.id("environmentID")?;
        let of_environment = format!("/environments/{environment}");
        let of_user = format!("{of_environment}/users/{}", self.user);
        let applications: Vec<_> = self.applications.iter().map(|id| json!({ "id": id })).collect();
        let mut body = json!({
            "_links": {
                "self": call.link(&format!("{of_user}/pairingKeys/{}", self.id)),
                "environment": call.link(&of_environment),
                "user": call.link(&of_user),
            },
            "id": self.id,
            "environment": { "id": environment },
            "user": { "id": self.user },
            "code": self.code,
            "status": match self.status {
                Status::Unclaimed => "UNCLAIMED",
                Status::Claimed => "CLAIMED",
                Status::Failed { .. } => "FAILED",
            },
            "applications": applications,
            "createdAt": wire(self.created_at),
            "updatedAt": wire(self.updated_at),
            "expiresAt": wire(self.expires_at),
        });
        if let Status::Failed { code, message } = &self.status {
            body["error"] = json!({ "code": code, "message": message });
        }
        Ok(body)
    }
}

fn create(call: &Call<'_>, world: &mut World) -> Result<Reply, Refusal> {
    let user = call.id("userID")?;
    check_policy(call.body, world)?;
    let applications = applications(call.body, world)?;
    let now = world.clock.now();
    if world.pairing_keys.valid_of(user, now) >= LIMIT {
        let detail = Detail::new(
            "LIMIT_EXCEEDED",
            "",
            "The user has as many valid pairing keys as allowed.",
        )
        .with_inner_error(json!({ "maximumAllowed": LIMIT }));
        return Err(Refusal::request_failed(detail));
    }
    let key = PairingKey {
        id: random::id(),
        user,
        code: world.pairing_keys.next_code(),
        status: Status::Unclaimed,
        applications,
        created_at: now,
        updated_at: now,
        expires_at: later(now, world.pairing_keys.lifetime),
    };
    let body = key.to_json(call)?;
    world.pairing_keys.keys.push(key);
    Ok(call.success(body))
}

fn read(call: &Call<'_>, world: &mut World) -> Result<Reply, Refusal> {
    let position = world.pairing_keys.position(call)?;
    match world.pairing_keys.keys.get(position) {
        Some(key) => Ok(call.success(key.to_json(call)?)),
        None => Err(Refusal::not_found("The pairing key")),
    }
}

fn delete(call: &Call<'_>, world: &mut World) -> Result<Reply, Refusal> {
    let position = world.pairing_keys.position(call)?;
    world.pairing_keys.keys.remove(position);
    Ok(call.success_empty())
}

fn check_policy(body: &Value, world: &World) -> Result<(), Refusal> {
    match uuid(&body["policy"]) {
        Some(id) if !world.directory.policies.contains(&id) => {
            Err(Refusal::invalid_data(vec![Detail::new(
                "INVALID_VALUE",
                "policy.id",
                "The device authentication policy does not exist.",
            )]))
        }
        _ => Ok(()),
    }
}

/// The applications that the key is for: those named, or all that are available.
fn applications(body: &Value, world: &World) -> Result<Vec<Uuid>, Refusal> {
    let available = |id: &Uuid| {
        world.directory.applications.contains(id) && world.push_credentials.exist_for(*id)
    };
    let named: Vec<_> =
        body["applications"].as_array().into_iter().flatten().filter_map(uuid).collect();
    if named.is_empty() {
        let all = world.directory.applications.iter().copied();
        let all: Vec<_> = all.filter(available).collect();
        return match all.is_empty() {
            false => Ok(all),
            true => Err(Refusal::invalid_data(vec![Detail::new(
                "INVALID_VALUE",
                "applications",
                "The environment has no native application with push credentials.",
            )])),
        };
    }
    let refused: Vec<_> = named
        .iter()
        .enumerate()
        .filter(|(_, id)| !available(id))
        .map(|(position, _)| {
            Detail::new(
                "INVALID_VALUE",
                &format!("applications[{position}].id"),
                "The application does not exist or has no push credentials.",
            )
        })
        .collect();
    match refused.is_empty() {
        true => Ok(named),
        false => Err(Refusal::invalid_data(refused)),
    }
}

/// The id of a reference object.
fn uuid(reference: &Value) -> Option<Uuid> {
    reference["id"].as_str()?.parse().ok()
}

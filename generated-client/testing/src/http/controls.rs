//! Test control over HTTP, for clients in other languages: what a Rust test does by methods of the fake.
//!
//! Served with the start page only, below a path that PingOne does not have.

use std::time::Duration;

use http::{Method, StatusCode};
use uuid::Uuid;

use crate::behaviour::{self, Status};
use crate::contract::parameters::canonical_uuid;
use crate::error::ClaimError;
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::world::World;

/// Where the controls are.
pub(crate) const PATH: &str = "/fake/";

/// What can be done, as the start page tells it: the path below [`PATH`], and its effect.
pub(crate) const COMMANDS: [(&str, &str); 5] = [
    ("claim/{pairingKeyID}", "a phone claims the key"),
    ("fail/{pairingKeyID}", "the claim of the key fails"),
    ("expire/{pairingKeyID}", "the key expires"),
    ("advance/{seconds}", "the fake's clock moves forward"),
    ("revoke", "no token issued so far is valid any longer"),
];

/// Does what the path below [`PATH`] says.
pub(super) fn answer(command: &str, method: &Method, world: &mut World) -> Result<Reply, Refusal> {
    let (name, argument) = command.split_once('/').unwrap_or((command, ""));
    if COMMANDS.iter().all(|(known, _)| known.split('/').next() != Some(name)) {
        return Err(Refusal::not_found("The command"));
    }
    if *method != Method::POST {
        return Err(Refusal::method_not_allowed("POST".to_owned()));
    }
    match name {
        "claim" => settled(behaviour::settle(world, id(argument)?, Status::Claimed)),
        "fail" => {
            let (code, message) =
                ("MADE_UP".to_owned(), "A command to the fake said so.".to_owned());
            settled(behaviour::settle(world, id(argument)?, Status::Failed { code, message }))
        }
        "expire" => settled(behaviour::expire(world, id(argument)?)),
        "advance" => {
            let seconds = argument.parse().map_err(|_| {
                Refusal::invalid_request("The clock moves by a whole number of seconds.")
            })?;
            world.clock.advance(Duration::from_secs(seconds));
            Ok(Reply::empty(StatusCode::NO_CONTENT))
        }
        _ => {
            world.tokens.revoke_all();
            Ok(Reply::empty(StatusCode::NO_CONTENT))
        }
    }
}

fn id(text: &str) -> Result<Uuid, Refusal> {
    canonical_uuid(text).ok_or_else(|| Refusal::not_found("The pairing key"))
}

fn settled(outcome: Result<(), ClaimError>) -> Result<Reply, Refusal> {
    match outcome {
        Ok(()) => Ok(Reply::empty(StatusCode::NO_CONTENT)),
        Err(ClaimError::NotFound(_)) => Err(Refusal::not_found("The pairing key")),
        Err(error) => Err(Refusal::invalid_request(format!("The {error}."))),
    }
}

//! Test control over HTTP, for clients in other languages: what a Rust test does by methods of the fake.
//!
//! Served with the start page only, below a path that no API has.

use std::time::Duration;

use http::{Method, StatusCode};

use crate::behaviour::special::{Command, Product};
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::world::World;

/// Where the controls are.
pub(crate) const PATH: &str = "/fake/";

/// What can be done whatever is served.
const ALWAYS: [Command; 2] = [
    Command { path: "advance/{seconds}", effect: "the fake's clock moves forward", run: advance },
    Command { path: "revoke", effect: "no token issued so far is valid any longer", run: revoke },
];

/// Everything that can be done.
pub(super) fn commands(product: &dyn Product) -> impl Iterator<Item = &'static Command> {
    product.commands().iter().chain(&ALWAYS)
}

/// Does what the path below [`PATH`] says.
pub(super) fn answer(
    path: &str,
    method: &Method,
    product: &dyn Product,
    world: &mut World,
) -> Result<Reply, Refusal> {
    let (name, argument) = path.split_once('/').unwrap_or((path, ""));
    let command = commands(product).find(|known| known.path.split('/').next() == Some(name));
    let command = command.ok_or_else(|| Refusal::not_found("The command"))?;
    if *method != Method::POST {
        return Err(Refusal::method_not_allowed("POST".to_owned()));
    }
    (command.run)(argument, world)?;
    Ok(Reply::empty(StatusCode::NO_CONTENT))
}

fn advance(seconds: &str, world: &mut World) -> Result<(), Refusal> {
    let seconds = seconds
        .parse()
        .map_err(|_| Refusal::invalid_request("The clock moves by a whole number of seconds."))?;
    world.clock.advance(Duration::from_secs(seconds));
    Ok(())
}

fn revoke(_: &str, world: &mut World) -> Result<(), Refusal> {
    world.tokens.revoke_all();
    Ok(())
}

//! What an operation does to the world, once its request was found to fit the contract.
//!
//! Most follows from the contract: [`resource`] serves what the role of an operation says. What is [`special`] about
//! the two APIs is written by hand, per collection.

mod call;
mod collection;
mod pairing_keys;
mod push_credentials;
mod registry;
mod representation;
mod resource;
mod single;
mod special;

use crate::contract::role::Role;
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::world::World;

pub(crate) use call::Call;
pub(crate) use pairing_keys::{Status, expire, settle};
pub(crate) use push_credentials::COLLECTION as PUSH_CREDENTIALS;

/// Does what the operation does.
pub(crate) fn perform(call: &Call<'_>, world: &mut World) -> Result<Reply, Refusal> {
    exists(call, world)?;
    match call.entry.role {
        Role::Create => resource::create(call, world),
        Role::List => collection::list(call, world),
        Role::Read => resource::read(call, world),
        Role::Replace => resource::replace(call, world),
        Role::Update => resource::update(call, world),
        Role::Delete => resource::delete(call, world),
        Role::ReadOne => single::read(call, world),
        Role::ReplaceOne => single::replace(call, world),
        Role::UpdateOne => single::update(call, world),
        Role::ResetOne => single::reset(call, world),
        Role::Act => Ok(call.example()),
    }
}

/// Refuses a path through something that is not there, from left to right.
fn exists(call: &Call<'_>, world: &World) -> Result<(), Refusal> {
    for member in &call.entry.made {
        let (Some(collection), Some(parameter)) = (member.collection(), member.last_parameter())
        else {
            continue;
        };
        let found = call
            .id(parameter)
            .ok()
            .and_then(|id| world.store.get(&collection.fill(&call.values), id));
        let name = representation::relation(parameter);
        let missing = || Refusal::not_found(&format!("The {}", spaced(&name)));
        let resource = found.ok_or_else(missing)?;
        registry::of(&collection).read(resource, world)?;
    }
    Ok(())
}

/// `pushCredential` → `push credential`.
fn spaced(name: &str) -> String {
    name.chars().fold(String::new(), |mut text, character| {
        if character.is_ascii_uppercase() {
            text.push(' ');
        }
        text.push(character.to_ascii_lowercase());
        text
    })
}

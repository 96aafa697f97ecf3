//! What an operation does to the world, once its request was found to fit the contract.
//!
//! Most follows from the contract: [`resource`] serves what the role of an operation says. What is [`special`] about
//! the two APIs is written by hand, per collection.

mod collection;
mod pairing_keys;
mod push_credentials;
mod representation;
mod resource;
mod single;
mod special;

use serde_json::Value;
use uuid::Uuid;

use crate::contract::role::Role;
use crate::contract::sample;
use crate::contract::table::Entry;
use crate::contract::template::Values;
use crate::http::refusal::Refusal;
use crate::http::reply::Reply;
use crate::world::World;

pub(crate) use pairing_keys::{Status, expire, settle};
pub(crate) use push_credentials::COLLECTION as PUSH_CREDENTIALS;

/// A request that fits the contract.
pub(crate) struct Call<'c> {
    pub(crate) entry: &'c Entry,
    pub(crate) api_base: &'c str,
    /// The path parameters, ids in one spelling.
    pub(crate) values: Values,
    pub(crate) query: Option<&'c str>,
    pub(crate) body: &'c Value,
}

impl Call<'_> {
    /// The id that a path parameter holds.
    pub(crate) fn id(&self, parameter: &str) -> Result<Uuid, Refusal> {
        let value = self.values.iter().find(|(name, _)| *name == parameter);
        value.and_then(|(_, value)| value.parse().ok()).ok_or_else(|| {
            Refusal::broken_fake(format!(
                "The fake's behaviour needs the path parameter {parameter}, which the contract does not have."
            ))
        })
    }

    /// The path below the API base, in one spelling.
    pub(crate) fn path(&self) -> String {
        self.entry.template.fill(&self.values)
    }

    /// The URL of a path below the API base.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.api_base)
    }

    /// The answer of a successful operation; a body goes only where the contract has one.
    pub(crate) fn success(&self, body: Value) -> Reply {
        match self.entry.response {
            Some(_) => Reply::json(self.entry.success, body),
            None => Reply::empty(self.entry.success),
        }
    }

    /// The answer that the contract itself shows, or one made up to fit its schema.
    pub(crate) fn example(&self) -> Reply {
        let made_up = || self.entry.response.as_ref().map(|schema| sample::of(schema.document()));
        let body = self.entry.example.clone().or_else(made_up);
        Reply { body, ..Reply::empty(self.entry.success) }
    }
}

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
        special::of(&collection).read(resource, world)?;
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

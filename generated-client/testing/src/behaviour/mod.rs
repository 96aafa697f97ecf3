//! What an operation does to the world, once its request was found to fit the contract.
//!
//! It follows from the contract: [`resource`] serves what the role of an operation says. What a product does otherwise
//! it tells through [`special`].

mod call;
mod collection;
mod representation;
mod resource;
mod single;
pub(crate) mod special;

use serde_json::{Map, Value};

use crate::contract::role::Role;
use crate::contract::template::Template;
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::world::World;
use crate::world::store::Resource;

pub(crate) use call::Call;
use special::Product;

/// Does what the operation does.
pub(crate) fn perform(
    call: &Call<'_>,
    product: &dyn Product,
    world: &mut World,
) -> Result<Reply, Refusal> {
    adopt(call, world);
    exists(call, product, world)?;
    match call.entry.role {
        Role::Create => resource::create(call, product, world),
        Role::List => collection::list(call, product, world),
        Role::Read => resource::read(call, product, world),
        Role::Replace => resource::replace(call, product, world),
        Role::Update => resource::update(call, product, world),
        Role::Delete => resource::delete(call, product, world),
        Role::ReadOne => single::read(call, world),
        Role::ReplaceOne => single::replace(call, world),
        Role::UpdateOne => single::update(call, world),
        Role::ResetOne => single::reset(call, world),
        Role::Act => Ok(call.example()),
    }
}

/// Makes resources of the members that were there before the first request, in the collections that operations of
/// this contract make members of.
fn adopt(call: &Call<'_>, world: &mut World) {
    let is_collection = matches!(call.entry.role, Role::Create | Role::List);
    let own = is_collection.then(|| call.entry.template.clone());
    for collection in call.entry.made.iter().filter_map(Template::collection).chain(own) {
        let path = collection.fill(&call.values);
        let known = world.directory.members(&path).unwrap_or_default().to_vec();
        for id in known {
            if world.store.get(&path, id).is_none() {
                let seeded = Resource::new(id, Value::Object(Map::new()), world.clock.now());
                world.store.insert(&path, seeded);
            }
        }
    }
}

/// Refuses a path through something that is not there, from left to right.
fn exists(call: &Call<'_>, product: &dyn Product, world: &World) -> Result<(), Refusal> {
    for member in &call.entry.made {
        let (Some(collection), Some(parameter)) = (member.collection(), member.last_parameter())
        else {
            continue;
        };
        let path = collection.fill(&call.values);
        let found = call.id(parameter).ok().and_then(|id| world.store.get(&path, id));
        let resource = found.ok_or_else(|| product.absent(member, &path))?;
        product.members_of(&collection).read(resource, world)?;
    }
    Ok(())
}

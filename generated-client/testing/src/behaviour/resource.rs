//! Resources that are created, read, replaced and deleted, whatever they are.

use serde_json::Value;
use uuid::Uuid;

use super::call::Call;
use super::representation;
use super::special::Product;
use crate::contract::template::Template;
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::world::World;
use crate::world::store::Resource;

pub(super) fn create(
    call: &Call<'_>,
    product: &dyn Product,
    world: &mut World,
) -> Result<Reply, Refusal> {
    let path = call.path();
    let now = world.clock.now();
    let mut new = Resource::new(world.random.id(&path), call.body.clone(), now);
    let special = product.members_of(&call.entry.template);
    special.create(call, &mut new, world)?;
    let body = representation::of(call, &new, &call.entry.template, special);
    if world.directory.members(&path).is_some() {
        world.directory.add(path.as_str(), new.id);
    }
    world.store.insert(&path, new);
    Ok(call.success(body))
}

pub(super) fn read(
    call: &Call<'_>,
    product: &dyn Product,
    world: &mut World,
) -> Result<Reply, Refusal> {
    let (collection, id) = place(call)?;
    let resource = get(world, call, &collection, id)?;
    let special = product.members_of(&collection);
    Ok(call.success(representation::of(call, resource, &collection, special)))
}

pub(super) fn replace(
    call: &Call<'_>,
    product: &dyn Product,
    world: &mut World,
) -> Result<Reply, Refusal> {
    store(call, product, world, call.body.clone())
}

/// A JSON merge patch (RFC 7396) of what was sent before.
pub(super) fn update(
    call: &Call<'_>,
    product: &dyn Product,
    world: &mut World,
) -> Result<Reply, Refusal> {
    let (collection, id) = place(call)?;
    let mut sent = get(world, call, &collection, id)?.sent.clone();
    merge(&mut sent, call.body);
    store(call, product, world, sent)
}

pub(super) fn delete(
    call: &Call<'_>,
    product: &dyn Product,
    world: &mut World,
) -> Result<Reply, Refusal> {
    let (collection, id) = place(call)?;
    let resource = get(world, call, &collection, id)?;
    let special = product.members_of(&collection);
    special.delete(resource, world)?;
    let body = representation::of(call, resource, &collection, special);
    let path = collection.fill(&call.values);
    world.directory.remove(&path, id);
    world.store.remove(&path, id);
    Ok(call.success(body))
}

fn store(
    call: &Call<'_>,
    product: &dyn Product,
    world: &mut World,
    sent: Value,
) -> Result<Reply, Refusal> {
    let (collection, id) = place(call)?;
    let special = product.members_of(&collection);
    special.replace(call, get(world, call, &collection, id)?, world)?;
    let now = world.clock.now();
    let Some((_, resource)) = world.store.find_mut(id) else { return Err(gone()) };
    resource.sent = sent;
    resource.updated_at = now;
    Ok(call.success(representation::of(call, resource, &collection, special)))
}

fn place(call: &Call<'_>) -> Result<(Template, Uuid), Refusal> {
    let collection = call.entry.template.collection().ok_or_else(gone)?;
    let id = call.entry.template.last_parameter().ok_or_else(gone)?;
    Ok((collection, call.id(id)?))
}

fn get<'w>(
    world: &'w World,
    call: &Call<'_>,
    collection: &Template,
    id: Uuid,
) -> Result<&'w Resource, Refusal> {
    world.store.get(&collection.fill(&call.values), id).ok_or_else(gone)
}

fn gone() -> Refusal {
    Refusal::not_found("The resource")
}

pub(super) fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        target.clone_from(patch);
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    let Value::Object(target) = target else { return };
    for (name, value) in patch {
        if value.is_null() {
            target.remove(name);
        } else {
            merge(target.entry(name.clone()).or_insert(Value::Null), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_patch_changes_what_it_names() {
        let mut value = json!({ "a": 1, "b": { "c": 2, "d": 3 }, "e": [1] });
        merge(&mut value, &json!({ "a": null, "b": { "c": 4 }, "e": [2], "f": { "g": null } }));
        assert_eq!(value, json!({ "b": { "c": 4, "d": 3 }, "e": [2], "f": {} }));
    }
}

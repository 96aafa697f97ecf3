//! Paths that hold one thing which no operation makes, such as the settings of an environment.
//!
//! Until something is stored there, the thing is the contract's example.

use serde_json::Value;

use super::call::Call;
use super::resource::merge;
use crate::contract::template::relation;
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::world::World;

pub(super) fn read(call: &Call<'_>, world: &mut World) -> Result<Reply, Refusal> {
    match world.store.singleton(&call.path()) {
        Some(stored) => Ok(call.success(shown(call, stored))),
        None => Ok(with_own_id(call, call.example())),
    }
}

pub(super) fn replace(call: &Call<'_>, world: &mut World) -> Result<Reply, Refusal> {
    Ok(store(call, world, call.body.clone()))
}

pub(super) fn update(call: &Call<'_>, world: &mut World) -> Result<Reply, Refusal> {
    let stored = world.store.singleton(&call.path()).or(call.entry.example.as_ref());
    let mut value = stored.cloned().unwrap_or_default();
    merge(&mut value, call.body);
    Ok(store(call, world, value))
}

pub(super) fn reset(call: &Call<'_>, world: &mut World) -> Result<Reply, Refusal> {
    world.store.set_singleton(&call.path(), None);
    Ok(call.example())
}

fn store(call: &Call<'_>, world: &mut World, value: Value) -> Reply {
    let reply = call.success(shown(call, &value));
    world.store.set_singleton(&call.path(), Some(value));
    show_in_member(call, world, reply.body.as_ref());
    reply
}

/// What is written below a member, such as its name, is the member's property of that name, as far as it comes back.
fn show_in_member(call: &Call<'_>, world: &mut World, shown: Option<&Value>) {
    let Some((name, shown)) = call.entry.template.last_literal().zip(shown) else { return };
    let Some(member) = call
        .entry
        .made
        .last()
        .filter(|member| member.fill(&call.values) + "/" + name == call.path())
    else {
        return;
    };
    let id = member.last_parameter().and_then(|parameter| call.id(parameter).ok());
    let found = id.and_then(|id| world.store.find_mut(id));
    if let Some(Value::Object(sent)) = found.map(|(_, resource)| &mut resource.sent) {
        sent.insert(name.to_owned(), shown.get(name).unwrap_or(shown).clone());
    }
}

/// What the contract's response has of a stored value: the example, overlaid with what was stored. What is no object
/// with known properties is shown as it is, unless the contract answers with something else.
fn shown(call: &Call<'_>, stored: &Value) -> Value {
    let (Value::Object(stored), false) = (stored, call.entry.fields.known.is_empty()) else {
        let fits = call.entry.response.as_ref().is_none_or(|schema| schema.accepts(stored));
        return if fits { stored.clone() } else { call.example().body.unwrap_or_default() };
    };
    let mut object = serde_json::Map::new();
    for name in call.entry.fields.known.keys() {
        let required = call.entry.fields.required.contains(name);
        let example = call.entry.example.as_ref().and_then(|example| example.get(name));
        let stored = stored.get(name).filter(|value| call.entry.takes(name, value));
        if let Some(value) = stored.or(example.filter(|_| required)) {
            object.insert(name.clone(), value.clone());
        }
    }
    let reply = with_own_id(call, Reply::json(call.entry.success, Value::Object(object)));
    reply.body.unwrap_or_default()
}

/// A thing that is asked for by its id has that id, whatever the example's is.
fn with_own_id(call: &Call<'_>, mut reply: Reply) -> Reply {
    let own = call.entry.template.last_parameter().filter(|name| relation(name) != *name);
    let value = call.values.iter().find(|(name, _)| Some(*name) == own);
    if let (Some((_, id)), Some(Value::Object(body))) = (value, &mut reply.body)
        && let Some(shown) = body.get_mut("id")
    {
        *shown = id.as_str().into();
    }
    reply
}

//! A resource as the contract shows it.

use serde_json::{Map, Value, json};

use super::call::Call;
use super::special::Special;
use crate::clock::wire;
use crate::contract::sample;
use crate::contract::template::{Template, relation};
use crate::world::store::Resource;

/// The JSON of a resource, with the properties that the contract's response may have and no others.
pub(super) fn of(
    call: &Call<'_>,
    resource: &Resource,
    collection: &Template,
    special: &dyn Special,
) -> Value {
    if call.entry.fields.known.is_empty() {
        return call.example().body.unwrap_or_default();
    }
    let mut object = Map::new();
    for name in call.entry.fields.known.keys() {
        if let Some(value) = property(call, resource, collection, special, name) {
            object.insert(name.clone(), value);
        }
    }
    for (name, value) in resource.sent.as_object().into_iter().flatten() {
        if call.entry.takes_other(name, value) && special.shows(resource, name) {
            object.entry(name.clone()).or_insert_with(|| value.clone());
        }
    }
    Value::Object(object)
}

fn property(
    call: &Call<'_>,
    resource: &Resource,
    collection: &Template,
    special: &dyn Special,
    name: &str,
) -> Option<Value> {
    if let Some(decided) = resource.fields.get(name) {
        return Some(decided.clone()).filter(|value| !value.is_null());
    }
    // Whatever a name usually means, and whatever was sent under it: here it may be something else.
    let fitting = |value: &Value| call.entry.takes(name, value);
    usual(call, resource, collection, name)
        .filter(fitting)
        .or_else(|| sent(call, resource, special, name).filter(fitting))
        .or_else(|| example(call, name))
}

/// What properties of these names are wherever they are.
fn usual(call: &Call<'_>, resource: &Resource, collection: &Template, name: &str) -> Option<Value> {
    match name {
        "id" => Some(json!(resource.id)),
        "createdAt" => Some(wire(resource.created_at).into()),
        "updatedAt" => Some(wire(resource.updated_at).into()),
        "expiresAt" if resource.expires_at.is_some() => {
            resource.expires_at.map(|time| wire(time).into())
        }
        "_links" => Some(links(call, resource, collection)),
        _ => reference(call, name),
    }
}

/// What was sent under the name; `null` is nothing, unless a value must be there.
fn sent(call: &Call<'_>, resource: &Resource, special: &dyn Special, name: &str) -> Option<Value> {
    let is_required = call.entry.fields.required.contains(name);
    let value = resource.sent.get(name).filter(|value| is_required || !value.is_null())?;
    special.shows(resource, name).then(|| value.clone())
}

/// A value for a required property that nothing else decides: that of the contract's example, or one that fits the schema.
fn example(call: &Call<'_>, name: &str) -> Option<Value> {
    call.entry.fields.required.get(name)?;
    let example = call.entry.example.as_ref().and_then(|example| match &call.entry.list {
        Some(_) => call.entry.members_in(example)?.get(0)?.get(name),
        None => example.get(name),
    });
    example.cloned().or_else(|| {
        let document = call.entry.response.as_ref()?.document();
        Some(sample::of_node(document, call.entry.fields.known.get(name)?))
    })
}

/// `{"id": …}` of something that the path goes through.
fn reference(call: &Call<'_>, name: &str) -> Option<Value> {
    let parents = call.entry.template.members();
    let parameter = parents
        .filter_map(|each| each.last_parameter())
        .find(|parameter| relation(parameter) == name)?;
    call.values.iter().find(|(known, _)| *known == parameter).map(|(_, id)| json!({ "id": id }))
}

/// Links to the resource itself and to what its path goes through.
fn links(call: &Call<'_>, resource: &Resource, collection: &Template) -> Value {
    let mut links = Map::new();
    for parent in collection.members() {
        if let Some(relation) = parent.relation() {
            let href = call.url(&parent.fill(&call.values));
            links.insert(relation.to_owned(), json!({ "href": href }));
        }
    }
    let own = call.url(&format!("{}/{}", collection.fill(&call.values), resource.id));
    links.insert("self".to_owned(), json!({ "href": own }));
    Value::Object(links)
}

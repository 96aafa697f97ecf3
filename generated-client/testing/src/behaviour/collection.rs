//! The members of a collection in the envelope of the contract, in pages if it has links and the settings say so.

use serde_json::{Map, Value, json};

use super::call::Call;
use super::representation;
use super::special::Product;
use crate::contract::fields::Fields;
use crate::contract::parameters::query_value;
use crate::contract::sample;
use crate::contract::schema::Schema;
use crate::refusal::{Detail, Refusal};
use crate::reply::Reply;
use crate::route::Location;
use crate::world::World;
use crate::world::store::Resource;

/// Begins every cursor, so that nobody takes it for a position.
const CURSOR: &str = "after-";

pub(super) fn list(
    call: &Call<'_>,
    product: &dyn Product,
    world: &mut World,
) -> Result<Reply, Refusal> {
    if call.entry.list.is_none() {
        return Ok(call.example());
    }
    let envelope = call.entry.response.as_ref().map(Schema::document);
    let envelope = envelope.map(Fields::of).unwrap_or_default();
    let (pages, special) = (product.pages(), product.members_of(&call.entry.template));
    let path = call.path();
    let (after, limit) = (cursor(call)?, number(call, "limit", 1)?);
    let before = number(call, "offset", 0)?.unwrap_or(0);
    // Without links nobody would find the next page.
    let own = pages.size.filter(|_| envelope.known.contains_key("_links"));
    let length = limit.into_iter().chain(own).min().unwrap_or(usize::MAX);
    let mut rest = world.store.after(&path, after).skip(before);
    let page: Vec<(u64, &Resource)> = rest.by_ref().take(length).collect();
    let last = page.last().map_or(after, |(number, _)| *number);
    let more = rest.next().is_some();
    let members: Vec<_> = page
        .iter()
        .map(|(_, resource)| representation::of(call, resource, &call.entry.template, special))
        .collect();
    let mut links = Map::new();
    links.insert("self".to_owned(), link(call, &path, after, limit));
    if more {
        links.insert("next".to_owned(), link(call, &path, last, limit));
    }
    let total = world.store.all(&path).count();
    let known = [
        ("_links", links.into()),
        ("count", total.into()),
        ("total", total.into()),
        ("size", page.len().into()),
    ];
    let shown = known.into_iter().filter(|(name, _)| !pages.hidden.contains(name));
    Ok(call.success(enveloped(call, &envelope, members.into(), shown)))
}

/// The list of members where the contract has it, beside what the contract has of the known properties and what it
/// requires.
fn enveloped(
    call: &Call<'_>,
    envelope: &Fields,
    members: Value,
    known: impl Iterator<Item = (&'static str, Value)>,
) -> Value {
    let path = call.entry.list.iter().flatten();
    let mut body = path.rev().fold(members, |inner, name| json!({ name: inner }));
    let Value::Object(object) = &mut body else { return body };
    let shown = known.filter(|(name, _)| envelope.known.contains_key(*name));
    object.extend(shown.map(|(name, value)| (name.to_owned(), value)));
    for name in &envelope.required {
        if !object.contains_key(name) {
            object.insert(name.clone(), made_up(call, envelope, name));
        }
    }
    body
}

/// The value of the contract's example, or one that fits the schema.
fn made_up(call: &Call<'_>, envelope: &Fields, name: &str) -> Value {
    let example = call.entry.example.as_ref().and_then(|example| example.get(name));
    let schema = || {
        let document = call.entry.response.as_ref()?.document();
        Some(sample::of_node(document, envelope.known.get(name)?))
    };
    example.cloned().or_else(schema).unwrap_or_default()
}

/// A link to a page. It repeats only those parameters of the request that the fake understands.
fn link(call: &Call<'_>, path: &str, after: u64, limit: Option<usize>) -> Value {
    let limit = limit.map(|limit| format!("limit={limit}"));
    let cursor = (after > 0).then(|| format!("cursor={CURSOR}{after}"));
    let query: Vec<String> = limit.into_iter().chain(cursor).collect();
    let separator = if query.is_empty() { "" } else { "?" };
    json!({ "href": call.url(&format!("{path}{separator}{}", query.join("&"))) })
}

/// A number among the parameters of the request, where the contract has that parameter.
fn number(call: &Call<'_>, name: &str, least: usize) -> Result<Option<usize>, Refusal> {
    let mut parameters = call.entry.route.parameters.iter();
    if !parameters.any(|each| each.location == Location::Query && each.name == name) {
        return Ok(None);
    }
    let Some(given) = query_value(call.query, name) else { return Ok(None) };
    let number = given.parse().ok().filter(|number| *number >= least);
    let message = format!("The {name} is no number from {least}.");
    number.map(Some).ok_or_else(|| refused(name, &message))
}

fn refused(parameter: &str, message: &str) -> Refusal {
    Refusal::invalid_parameters(vec![Detail::new("INVALID_PARAMETER", parameter, message)])
}

/// The number of the resource that the page comes after; 0 for the first page.
fn cursor(call: &Call<'_>) -> Result<u64, Refusal> {
    let Some(cursor) = query_value(call.query, "cursor") else { return Ok(0) };
    let number = cursor.strip_prefix(CURSOR).and_then(|number| number.parse().ok());
    number.ok_or_else(|| refused("cursor", "The cursor is none of this collection."))
}

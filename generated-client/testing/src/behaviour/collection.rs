//! The members of a collection, as HAL, in pages if the settings say so.

use serde_json::{Map, Value, json};

use super::call::Call;
use super::representation;
use super::special::{Pages, Product};
use crate::contract::fields::Fields;
use crate::contract::parameters::query_value;
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
    let Some(relation) = &call.entry.relation else { return Ok(call.example()) };
    let (pages, special) = (product.pages(), product.members_of(&call.entry.template));
    let path = call.path();
    let (after, limit) = (cursor(call)?, limit(call)?);
    let length = limit.into_iter().chain(pages.size).min().unwrap_or(usize::MAX);
    let mut rest = world.store.after(&path, after);
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
    let body = json!({
        "_links": links,
        "_embedded": { relation: members },
        "count": world.store.all(&path).count(),
        "size": page.len(),
    });
    Ok(call.success(known(call, body, pages)))
}

/// A link to a page. It repeats only those parameters of the request that the fake understands.
fn link(call: &Call<'_>, path: &str, after: u64, limit: Option<usize>) -> Value {
    let limit = limit.map(|limit| format!("limit={limit}"));
    let cursor = (after > 0).then(|| format!("cursor={CURSOR}{after}"));
    let query: Vec<String> = limit.into_iter().chain(cursor).collect();
    let separator = if query.is_empty() { "" } else { "?" };
    json!({ "href": call.url(&format!("{path}{separator}{}", query.join("&"))) })
}

/// The `limit` of the request, where the contract has that parameter.
fn limit(call: &Call<'_>) -> Result<Option<usize>, Refusal> {
    let mut parameters = call.entry.route.parameters.iter();
    if !parameters.any(|each| each.location == Location::Query && each.name == "limit") {
        return Ok(None);
    }
    let given = query_value(call.query, "limit").map(|text| text.parse().unwrap_or(0));
    match given {
        Some(0) => Err(refused("limit", "The limit is no number above zero.")),
        limit => Ok(limit),
    }
}

fn refused(parameter: &str, message: &str) -> Refusal {
    Refusal::invalid_parameters(vec![Detail::new("INVALID_PARAMETER", parameter, message)])
}

/// Leaves out what the contract's collection does not have, and what the product leaves out.
fn known(call: &Call<'_>, mut body: Value, pages: &Pages) -> Value {
    let schema = call.entry.response.as_ref().map(Schema::document);
    let fields = schema.map(Fields::of).unwrap_or_default();
    if let Value::Object(members) = &mut body {
        let is_shown = |name: &str| !pages.hidden.contains(name);
        members.retain(|name, _| fields.known.contains_key(name) && is_shown(name));
    }
    body
}

/// The number of the resource that the page comes after; 0 for the first page.
fn cursor(call: &Call<'_>) -> Result<u64, Refusal> {
    let Some(cursor) = query_value(call.query, "cursor") else { return Ok(0) };
    let number = cursor.strip_prefix(CURSOR).and_then(|number| number.parse().ok());
    number.ok_or_else(|| refused("cursor", "The cursor is none of this collection."))
}

//! The members of a collection, as HAL, page by page if the fake is told to.

use serde_json::{Map, Value, json};

use super::{Call, representation};
use crate::contract::fields::Fields;
use crate::contract::parameters::query_value;
use crate::contract::schema::Schema;
use crate::guesses::Shown;
use crate::http::refusal::{Detail, Refusal};
use crate::http::reply::Reply;
use crate::world::World;
use crate::world::store::Resource;

/// Begins every cursor, so that nobody takes it for a position.
const CURSOR: &str = "after-";

pub(super) fn list(call: &Call<'_>, world: &mut World) -> Result<Reply, Refusal> {
    let Some(relation) = &call.entry.relation else { return Ok(call.example()) };
    let guesses = &world.settings.guesses;
    let path = call.path();
    let after = cursor(call)?;
    let mut rest = world.store.after(&path, after);
    let page: Vec<(u64, &Resource)> =
        rest.by_ref().take(guesses.page_size.unwrap_or(usize::MAX)).collect();
    let members: Vec<_> = page
        .iter()
        .map(|(_, resource)| representation::of(call, resource, &call.entry.template))
        .collect();
    let own = match call.query {
        Some(query) => call.url(&format!("{path}?{query}")),
        None => call.url(&path),
    };
    let mut links = Map::new();
    links.insert("self".to_owned(), json!({ "href": own }));
    if let (Some((last, _)), Some(_)) = (page.last(), rest.next()) {
        let next = call.url(&format!("{path}?cursor={CURSOR}{last}"));
        links.insert("next".to_owned(), json!({ "href": next }));
    }
    let mut body = json!({ "_links": links, "_embedded": { relation: members } });
    if guesses.count == Shown::Yes {
        body["count"] = world.store.all(&path).count().into();
    }
    if guesses.size == Shown::Yes {
        body["size"] = page.len().into();
    }
    Ok(call.success(known(call, body)))
}

/// Leaves out what the contract's collection does not have.
fn known(call: &Call<'_>, mut body: Value) -> Value {
    let schema = call.entry.response.as_ref().map(Schema::document);
    let fields = schema.map(Fields::of).unwrap_or_default();
    if let Value::Object(members) = &mut body {
        members.retain(|name, _| fields.known.contains_key(name));
    }
    body
}

/// The number of the resource that the page comes after; 0 for the first page.
fn cursor(call: &Call<'_>) -> Result<u64, Refusal> {
    let Some(cursor) = query_value(call.query, "cursor") else { return Ok(0) };
    let number = cursor.strip_prefix(CURSOR).and_then(|number| number.parse().ok());
    number.ok_or_else(|| {
        let message = "The cursor is none of this collection.";
        Refusal::invalid_parameters(vec![Detail::new("INVALID_PARAMETER", "cursor", message)])
    })
}

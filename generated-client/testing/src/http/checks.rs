//! What is checked of a request before it is processed, and of an answer before it is sent.

use http::Method;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use serde_json::Value;

use crate::auth::TOKEN_PATH;
use crate::behaviour::special::Product;
use crate::contract::forms;
use crate::contract::parameters::canonical_uuid;
use crate::contract::table::Entry;
use crate::contract::template::Values;
use crate::media::is_media_type;
use crate::refusal::{Detail, Refusal};
use crate::reply::Reply;
use crate::route::Presence;
use crate::world::World;

/// Whose token endpoint a path is.
pub(super) fn token_endpoint(path: &str) -> Option<&str> {
    let tenant = path.strip_prefix('/')?.strip_suffix(TOKEN_PATH)?;
    Some(tenant).filter(|tenant| !tenant.contains('/'))
}

/// Refuses a path through something that the directory does not have, from left to right. What it knows nothing of is
/// left to the behaviours.
pub(super) fn check_directory(
    entry: &Entry,
    values: &Values,
    product: &dyn Product,
    world: &World,
) -> Result<(), Refusal> {
    for member in &entry.found {
        let Some(collection) = member.collection().map(|each| each.fill(values)) else { continue };
        let Some(known) = world.directory.members(&collection) else { continue };
        let value = values.iter().find(|(name, _)| member.last_parameter() == Some(name));
        let id = value.and_then(|(_, value)| canonical_uuid(value));
        if id.is_none_or(|id| !known.contains(&id)) {
            return Err(product.absent(member, &collection));
        }
    }
    Ok(())
}

/// The body as JSON, null for an operation without one and for a body that was left out.
pub(super) fn json_body(entry: &Entry, head: &Parts, payload: &[u8]) -> Result<Value, Refusal> {
    let route = entry.route;
    let is = |media: &str| is_media_type(&head.headers, media);
    let is_absent = payload.is_empty() && route.request_presence == Presence::Optional;
    let has_media = head.headers.contains_key(CONTENT_TYPE);
    if is_absent && !has_media {
        return Ok(Value::Null);
    }
    if !route.request_media.is_empty() && !route.request_media.iter().any(|media| is(media)) {
        return Err(Refusal::unsupported_media_type());
    }
    if is_absent {
        return Ok(Value::Null);
    }
    let known = entry.bodies().find(|(body, _)| is(body.media));
    let Some(schema) = known.and_then(|(_, schema)| schema).or(entry.request.as_ref()) else {
        return Ok(Value::Null);
    };
    if let Some((body, _)) = known.filter(|(body, _)| !body.media.contains("json")) {
        let body = match body.media.starts_with("multipart/") {
            true => forms::of_multipart(body, schema.document(), &head.headers, payload),
            false => forms::of_form(body, schema.document(), payload),
        }?;
        let problems = schema.problems(&body);
        return if problems.is_empty() { Ok(body) } else { Err(Refusal::invalid_data(problems)) };
    }
    if known.is_none() && !is(route.request_json) {
        return match route.request_media.is_empty() {
            true => Err(Refusal::unsupported_media_type()),
            // A body of another media type has another schema, or none.
            false => Ok(Value::Null),
        };
    }
    let mut body = serde_json::from_slice(payload).map_err(|error| {
        // Only the place: the words of the parser may repeat a part of the body.
        let place =
            format!("The body is not JSON: line {}, column {}.", error.line(), error.column());
        Refusal::invalid_data(vec![Detail::new("INVALID_VALUE", "", place)])
    })?;
    let mut problems = schema.problems(&body);
    // In a merge patch, null is what removes a property.
    if !problems.is_empty() && entry.method != Method::PATCH {
        omit_nulls(&mut body);
        problems = schema.problems(&body);
    }
    if problems.is_empty() { Ok(body) } else { Err(Refusal::invalid_data(problems)) }
}

/// A property that is null is taken for one that is not there.
fn omit_nulls(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(omit_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(omit_nulls),
        _ => {}
    }
}

/// Answers are checked against the contract as requests are, so that the fake cannot differ from it.
pub(super) fn keeps_contract(entry: &Entry, reply: &Reply) -> Result<(), Refusal> {
    let broken = |what: String| {
        Err(Refusal::broken_fake(format!(
            "The fake's answer to {} breaks the contract: {what}.",
            entry.route.operation_id
        )))
    };
    match (&entry.response, &reply.body) {
        (Some(schema), Some(body)) => match schema.problems(body).first() {
            Some(first) => {
                broken(format!("{}: {}", first.target.as_deref().unwrap_or("body"), first.message))
            }
            None => Ok(()),
        },
        (Some(_), None) => broken("a body is missing".to_owned()),
        (None, Some(_)) => broken("a body is not expected".to_owned()),
        (None, None) => Ok(()),
    }
}

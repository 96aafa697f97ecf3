//! What is checked of a request before it is processed, and of an answer before it is sent.

use http::Method;
use http::request::Parts;
use serde_json::Value;
use uuid::Uuid;

use crate::contract::table::Entry;
use crate::contract::template::Values;
use crate::guesses::WhenUnknown;
use crate::media::is_media_type;
use crate::refusal::{Detail, Refusal};
use crate::reply::Reply;
use crate::world::World;

/// The environment in the path of the token endpoint.
pub(super) fn token_endpoint(path: &str) -> Option<&str> {
    path.strip_prefix('/')?
        .strip_suffix("/as/token")
        .filter(|environment| !environment.contains('/'))
}

/// Refuses a path through something that the directory does not have. Parameters of other names are left to the
/// behaviours.
pub(super) fn check_directory(values: &Values, world: &World) -> Result<(), Refusal> {
    let id = |wanted| {
        let value = values.iter().find(|(name, _)| *name == wanted);
        value.map(|(_, value)| value.parse::<Uuid>().unwrap_or_default())
    };
    let Some(environment) = id("environmentID") else { return Ok(()) };
    let Some(environment) = world.directory.environment(environment) else {
        return Err(match world.settings.guesses.unknown_environment {
            WhenUnknown::NotFound => Refusal::not_found("The environment"),
            WhenUnknown::Forbidden => Refusal::forbidden(),
        });
    };
    if id("applicationID").is_some_and(|id| !environment.applications.contains(&id)) {
        return Err(Refusal::not_found("The application"));
    }
    if id("userID").is_some_and(|id| !environment.users.contains(&id)) {
        return Err(Refusal::not_found("The user"));
    }
    Ok(())
}

/// The JSON body, null for an operation without one.
pub(super) fn json_body(entry: &Entry, head: &Parts, payload: &[u8]) -> Result<Value, Refusal> {
    let Some(schema) = &entry.request else {
        return Ok(Value::Null);
    };
    if !is_media_type(&head.headers, "application/json") {
        return Err(Refusal::unsupported_media_type());
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

/// PingOne takes a property that is null for one that is not there.
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

//! The behaviour of the push credentials of an application.
//!
//! Guesses, because nothing documents them: an application may hold several credentials of one type; a PUT cannot
//! change the `type` (400); the legacy type `FCM` is refused with 400 INVALID_DATA; the collection carries both `count`
//! and `size`, and is never paged.

use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::behaviour::{Behaviour, Call};
use crate::clock::wire;
use crate::random;
use crate::refusal::{Detail, Refusal};
use crate::reply::Reply;
use crate::world::World;

pub(crate) fn behaviour(operation_id: &str) -> Option<Behaviour> {
    Some(match operation_id {
        "listPushCredentials" => list,
        "createPushCredential" => create,
        "readPushCredential" => read,
        "replacePushCredential" => replace,
        "deletePushCredential" => delete,
        _ => return None,
    })
}

/// The push credentials of all applications, in the order of their creation.
#[derive(Default)]
pub(crate) struct PushCredentials(Vec<PushCredential>);

struct PushCredential {
    id: Uuid,
    application: Uuid,
    /// What the client stored, secrets included. It is compared, and never sent.
    stored: Value,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl PushCredentials {
    /// Whether an application has any, which is what makes it available to pairing keys.
    pub(crate) fn exist_for(&self, application: Uuid) -> bool {
        self.0.iter().any(|each| each.application == application)
    }

    /// Whether this credential holds exactly what `expected` says.
    pub(crate) fn matches(&self, id: Uuid, expected: &Value) -> bool {
        self.0.iter().any(|each| each.id == id && each.stored == *expected)
    }

    fn position(&self, call: &Call<'_>) -> Result<usize, Refusal> {
        let application = call.id("applicationID")?;
        let id = call.id("pushCredentialID")?;
        self.0
            .iter()
            .position(|each| each.id == id && each.application == application)
            .ok_or_else(|| Refusal::not_found("The push credential"))
    }

    fn find(&mut self, call: &Call<'_>) -> Result<&mut PushCredential, Refusal> {
        let position = self.position(call)?;
        self.0.get_mut(position).ok_or_else(|| Refusal::not_found("The push credential"))
    }
}

impl PushCredential {
    fn to_json(&self, call: &Call<'_>) -> Result<Value, Refusal> {
        let environment = call.id("environmentID")?;
        let of_environment = format!("/environments/{environment}");
        let of_application = format!("{of_environment}/applications/{}", self.application);
        let mut body = json!({
            "_links": {
                "self": call.link(&format!("{of_application}/pushCredentials/{}", self.id)),
                "environment": call.link(&of_environment),
                "application": call.link(&of_application),
            },
            "id": self.id,
            "environment": { "id": environment },
            "application": { "id": self.application },
            "type": self.stored["type"],
            "createdAt": wire(self.created_at),
            "updatedAt": wire(self.updated_at),
        });
        if self.stored["type"] == "HMS" {
            body["clientId"] = self.stored["clientId"].clone();
        }
        Ok(body)
    }
}

fn list(call: &Call<'_>, world: &mut World) -> Result<Reply, Refusal> {
    let environment = call.id("environmentID")?;
    let application = call.id("applicationID")?;
    let credentials = world
        .push_credentials
        .0
        .iter()
        .filter(|each| each.application == application)
        .map(|each| each.to_json(call))
        .collect::<Result<Vec<_>, _>>()?;
    let count = credentials.len();
    let path = format!("/environments/{environment}/applications/{application}/pushCredentials");
    Ok(call.success(json!({
        "_links": { "self": call.link(&path) },
        "_embedded": { "pushCredentials": credentials },
        "count": count,
        "size": count,
    })))
}

fn create(call: &Call<'_>, world: &mut World) -> Result<Reply, Refusal> {
    refuse_legacy(call.body)?;
    let now = world.clock.now();
    let credential = PushCredential {
        id: random::id(),
        application: call.id("applicationID")?,
        stored: call.body.clone(),
        created_at: now,
        updated_at: now,
    };
    let body = credential.to_json(call)?;
    world.push_credentials.0.push(credential);
    Ok(call.success(body))
}

fn read(call: &Call<'_>, world: &mut World) -> Result<Reply, Refusal> {
    let credential = world.push_credentials.find(call)?;
    Ok(call.success(credential.to_json(call)?))
}

fn replace(call: &Call<'_>, world: &mut World) -> Result<Reply, Refusal> {
    let now = world.clock.now();
    let credential = world.push_credentials.find(call)?;
    refuse_legacy(call.body)?;
    if credential.stored["type"] != call.body["type"] {
        return Err(Refusal::invalid_data(vec![Detail::new(
            "INVALID_VALUE",
            "type",
            "The type of a push credential cannot change.",
        )]));
    }
    credential.stored = call.body.clone();
    credential.updated_at = now;
    Ok(call.success(credential.to_json(call)?))
}

fn delete(call: &Call<'_>, world: &mut World) -> Result<Reply, Refusal> {
    let position = world.push_credentials.position(call)?;
    world.push_credentials.0.remove(position);
    Ok(call.success_empty())
}

fn refuse_legacy(body: &Value) -> Result<(), Refusal> {
    if body["type"] != "FCM" {
        return Ok(());
    }
    Err(Refusal::invalid_data(vec![Detail::new(
        "INVALID_VALUE",
        "type",
        "FCM is no longer supported; FCM_HTTP_V1 takes its place.",
    )]))
}

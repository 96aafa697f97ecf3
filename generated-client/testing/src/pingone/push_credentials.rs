//! What is special about the push credentials of an application: the legacy type is refused, and some guesses.

use serde_json::Value;

use super::guesses::{Allowed, Guesses};
use crate::behaviour::Call;
use crate::behaviour::special::Special;
use crate::refusal::{Detail, Refusal};
use crate::world::World;
use crate::world::store::Resource;

/// The push credentials of an application.
pub(super) struct PushCredentials {
    guesses: Guesses,
}

impl PushCredentials {
    pub(super) fn new(guesses: Guesses) -> PushCredentials {
        PushCredentials { guesses }
    }
}

impl Special for PushCredentials {
    fn create(
        &self,
        call: &Call<'_>,
        _new: &mut Resource,
        world: &mut World,
    ) -> Result<(), Refusal> {
        refuse_legacy(call.body)?;
        if self.guesses.same_type_twice == Allowed::Yes {
            return Ok(());
        }
        let path = call.path();
        let mut existing = world.store.all(&path).map(|each| (each.id, &each.sent["type"]));
        match existing.find(|(_, kind)| **kind == call.body["type"]) {
            None => Ok(()),
            Some((id, _)) => {
                let message = "The application has a push credential of this type.";
                let detail = Detail::new("UNIQUENESS_VIOLATION", "type", message)
                    .with_inner_error(serde_json::json!({ "existingId": id }));
                Err(Refusal::conflict(detail))
            }
        }
    }

    fn replace(&self, call: &Call<'_>, old: &Resource, _: &World) -> Result<(), Refusal> {
        refuse_legacy(call.body)?;
        let changes = old.sent["type"] != call.body["type"];
        if changes && self.guesses.change_type == Allowed::No {
            let message = "The type of a push credential cannot change.";
            return Err(Refusal::invalid_data(vec![Detail::new("INVALID_VALUE", "type", message)]));
        }
        Ok(())
    }

    fn shows(&self, resource: &Resource, property: &str) -> bool {
        property != "clientId" || resource.sent["type"] == "HMS"
    }
}

fn refuse_legacy(body: &Value) -> Result<(), Refusal> {
    if body["type"] != "FCM" {
        return Ok(());
    }
    let message = "FCM is no longer supported; FCM_HTTP_V1 takes its place.";
    Err(Refusal::invalid_data(vec![Detail::new("INVALID_VALUE", "type", message)]))
}

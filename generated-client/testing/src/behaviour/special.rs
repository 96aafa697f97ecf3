//! The seam for what is special about a collection: everything else follows from the contract.

use super::call::Call;
use crate::refusal::Refusal;
use crate::world::World;
use crate::world::store::Resource;

/// What is special about the members of a collection; every method has a default that does nothing.
pub(super) trait Special: Sync {
    /// Before a member is stored: refuses it, or completes it.
    fn create(
        &self,
        _call: &Call<'_>,
        _new: &mut Resource,
        _world: &mut World,
    ) -> Result<(), Refusal> {
        Ok(())
    }

    /// Before what a client sent takes the place of what it sent before.
    fn replace(&self, _call: &Call<'_>, _old: &Resource, _world: &World) -> Result<(), Refusal> {
        Ok(())
    }

    /// Before a member is found by its id.
    fn read(&self, _resource: &Resource, _world: &World) -> Result<(), Refusal> {
        Ok(())
    }

    /// Before a member is deleted.
    fn delete(&self, _resource: &Resource, _world: &World) -> Result<(), Refusal> {
        Ok(())
    }

    /// Whether a property that the client sent comes back, if the contract's response has it.
    fn shows(&self, _resource: &Resource, _property: &str) -> bool {
        true
    }
}

//! The seam for what a contract cannot say: a product tells what is special about it, and all else is read from the
//! contract.

use std::collections::BTreeSet;

use http::header::HeaderName;

use super::call::Call;
use crate::contract::template::Template;
use crate::refusal::Refusal;
use crate::world::World;
use crate::world::store::Resource;

/// What is special about a product.
pub(crate) trait Product: Send + Sync {
    /// Its name, for people.
    fn name(&self) -> &'static str;

    /// The path of its API below the host, which the paths of the contract follow.
    fn api_path(&self) -> &'static str;

    /// The collection, in the directory, of those that tokens are issued for.
    fn tenants(&self) -> &'static str;

    /// What is special about the members of a collection.
    fn members_of(&self, collection: &Template) -> &dyn Special;

    /// Refuses a path through a member that a collection does not have.
    fn absent(&self, member: &Template, collection: &str) -> Refusal;

    /// How collections are answered.
    fn pages(&self) -> &Pages;

    /// The request headers that come back, made up if they were not sent.
    fn echoed(&self) -> &[HeaderName];

    /// What a test may do over HTTP that is special to the product.
    fn commands(&self) -> &'static [Command];
}

/// Something that a test may do over HTTP.
pub(crate) struct Command {
    /// The path, with its one parameter if it has one.
    pub(crate) path: &'static str,
    /// What it does, for people.
    pub(crate) effect: &'static str,
    /// Does it, with what stands in place of the parameter.
    pub(crate) run: fn(&str, &mut World) -> Result<(), Refusal>,
}

/// How collections are answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Pages {
    /// At most so many resources at a time.
    pub(crate) size: Option<usize>,
    /// Members of the envelope that are left out.
    pub(crate) hidden: BTreeSet<&'static str>,
}

/// What is special about the members of a collection; every method has a default that does nothing.
pub(crate) trait Special {
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

/// Nothing is special.
pub(crate) struct Ordinary;

impl Special for Ordinary {}

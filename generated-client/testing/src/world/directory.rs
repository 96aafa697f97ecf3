//! What exists though no operation of the contract makes or removes it: what there is before the first request, and
//! what a test adds.

use std::collections::BTreeMap;

use uuid::Uuid;

/// The members of collections, by the path of the collection and in the order in which they were added.
///
/// Of a collection that is not in the directory nothing is known: whatever is asked for is taken to exist.
#[derive(Default)]
pub(crate) struct Directory(BTreeMap<String, Vec<Uuid>>);

impl Directory {
    /// Adds a collection without members, unless it is there.
    pub(crate) fn open(&mut self, collection: impl Into<String>) {
        self.0.entry(collection.into()).or_default();
    }

    /// Adds a member.
    pub(crate) fn add(&mut self, collection: impl Into<String>, id: Uuid) {
        self.0.entry(collection.into()).or_default().push(id);
    }

    /// Takes a member away.
    pub(crate) fn remove(&mut self, collection: &str, id: Uuid) {
        if let Some(members) = self.0.get_mut(collection) {
            members.retain(|known| *known != id);
        }
    }

    /// The members of a collection; `None` if nothing is known of it.
    pub(crate) fn members(&self, collection: &str) -> Option<&[Uuid]> {
        self.0.get(collection).map(Vec::as_slice)
    }

    /// Whether a collection is known to have a member.
    pub(crate) fn has(&self, collection: &str, id: Uuid) -> bool {
        self.members(collection).is_some_and(|members| members.contains(&id))
    }
}

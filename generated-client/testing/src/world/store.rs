//! The resources that were created, by the collection they belong to.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

/// Everything that was created and not deleted.
#[derive(Default)]
pub(crate) struct Store {
    /// By the concrete path of the collection, in the order of creation.
    collections: BTreeMap<String, BTreeMap<u64, Resource>>,
    places: HashMap<Uuid, Place>,
    singletons: BTreeMap<String, Value>,
    created: u64,
}

struct Place {
    collection: String,
    number: u64,
}

/// One resource.
#[derive(Debug, Clone)]
pub(crate) struct Resource {
    pub(crate) id: Uuid,
    /// What the client sent, secrets included. It is compared, and shown only as far as the contract's response goes.
    pub(crate) sent: Value,
    /// What PingOne adds beyond ids, links and times.
    pub(crate) fields: Map<String, Value>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    /// For a resource that expires.
    pub(crate) expires_at: Option<Timestamp>,
}

impl Resource {
    /// A new resource.
    pub(crate) fn new(id: Uuid, sent: Value, now: Timestamp) -> Resource {
        let fields = Map::new();
        Resource { id, sent, fields, created_at: now, updated_at: now, expires_at: None }
    }
}

impl Store {
    /// Adds a resource to the end of a collection.
    pub(crate) fn insert(&mut self, collection: &str, resource: Resource) {
        self.created += 1;
        let place = Place { collection: collection.to_owned(), number: self.created };
        self.places.insert(resource.id, place);
        self.collections.entry(collection.to_owned()).or_default().insert(self.created, resource);
    }

    /// The resources of a collection with the numbers that order them, beginning after `number`.
    pub(crate) fn after(
        &self,
        collection: &str,
        number: u64,
    ) -> impl Iterator<Item = (u64, &Resource)> {
        let resources = self.collections.get(collection).into_iter().flatten();
        resources.map(|(number, resource)| (*number, resource)).filter(move |(n, _)| *n > number)
    }

    /// The resources of a collection.
    pub(crate) fn all(&self, collection: &str) -> impl Iterator<Item = &Resource> {
        self.after(collection, 0).map(|(_, resource)| resource)
    }

    /// Every resource, with the path of its collection.
    pub(crate) fn everything(&self) -> impl Iterator<Item = (&str, &Resource)> {
        self.collections
            .iter()
            .flat_map(|(path, resources)| resources.values().map(|each| (path.as_str(), each)))
    }

    /// A resource of a collection.
    pub(crate) fn get(&self, collection: &str, id: Uuid) -> Option<&Resource> {
        let place = self.places.get(&id).filter(|place| place.collection == collection)?;
        self.collections.get(collection)?.get(&place.number)
    }

    /// A resource wherever it is, with the path of its collection.
    pub(crate) fn find_mut(&mut self, id: Uuid) -> Option<(&str, &mut Resource)> {
        let place = self.places.get(&id)?;
        let resource = self.collections.get_mut(&place.collection)?.get_mut(&place.number)?;
        Some((&place.collection, resource))
    }

    /// Takes a resource away, and everything below it.
    pub(crate) fn remove(&mut self, collection: &str, id: Uuid) {
        let Some(place) = self.places.remove(&id) else { return };
        if let Some(resources) = self.collections.get_mut(&place.collection) {
            resources.remove(&place.number);
        }
        let below = format!("{collection}/{id}/");
        for path in keys_below(&self.singletons, &below) {
            self.singletons.remove(&path);
        }
        for path in keys_below(&self.collections, &below) {
            for resource in self.collections.remove(&path).unwrap_or_default().values() {
                self.places.remove(&resource.id);
            }
        }
    }

    /// What was last stored at a path that holds one thing.
    pub(crate) fn singleton(&self, path: &str) -> Option<&Value> {
        self.singletons.get(path)
    }

    /// Stores, or with `None` forgets, what is at a path that holds one thing.
    pub(crate) fn set_singleton(&mut self, path: &str, value: Option<Value>) {
        match value {
            Some(value) => self.singletons.insert(path.to_owned(), value),
            None => self.singletons.remove(path),
        };
    }
}

fn keys_below<T>(map: &BTreeMap<String, T>, prefix: &str) -> Vec<String> {
    map.range(prefix.to_owned()..)
        .map(|(path, _)| path)
        .take_while(|path| path.starts_with(prefix))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resource(number: u128) -> Resource {
        Resource::new(Uuid::from_u128(number), Value::Null, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn what_is_below_goes_with_its_parent() {
        let mut store = Store::default();
        store.insert("/things", resource(1));
        store.insert("/things", resource(2));
        let parts = format!("/things/{}/parts", Uuid::from_u128(1));
        store.insert(&parts, resource(3));
        store.set_singleton(&format!("/things/{}/name", Uuid::from_u128(1)), Some(Value::Null));
        store.remove("/things", Uuid::from_u128(1));
        assert!(store.get("/things", Uuid::from_u128(1)).is_none());
        assert!(store.get(&parts, Uuid::from_u128(3)).is_none());
        assert!(store.find_mut(Uuid::from_u128(3)).is_none());
        assert!(store.singletons.is_empty());
        assert_eq!(
            store.all("/things").map(|each| each.id).collect::<Vec<_>>(),
            [Uuid::from_u128(2)]
        );
    }

    #[test]
    fn a_resource_belongs_to_one_collection() {
        let mut store = Store::default();
        store.insert("/a/things", resource(1));
        assert!(store.get("/b/things", Uuid::from_u128(1)).is_none());
        assert!(store.get("/a/things", Uuid::from_u128(1)).is_some());
    }
}

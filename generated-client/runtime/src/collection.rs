//! HAL collections: the items embedded under one relation, with links and counts.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::links::Links;

/// A type that collections embed.
pub trait Embedded {
    /// The relation below `_embedded` that holds the items.
    const RELATION: &'static str;
}

/// A page of a collection.
///
/// Every part of the wire format is optional: no items is an empty collection.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Collection<T> {
    items: Vec<T>,
    links: Option<Links>,
    count: Option<u64>,
    size: Option<u64>,
}

impl<T> Collection<T> {
    /// The items of this page, in the order in which they were received.
    #[must_use]
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// The items of this page.
    #[must_use]
    pub fn into_items(self) -> Vec<T> {
        self.items
    }

    /// The links, if there are any.
    #[must_use]
    pub fn links(&self) -> Option<&Links> {
        self.links.as_ref()
    }

    /// `count` as PingOne sends it: the number of items of the whole collection.
    #[must_use]
    pub fn count(&self) -> Option<u64> {
        self.count
    }

    /// `size` as PingOne sends it: the number of items of this page.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        self.size
    }
}

impl<T> IntoIterator for Collection<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'c, T> IntoIterator for &'c Collection<T> {
    type Item = &'c T;
    type IntoIter = std::slice::Iter<'c, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

/// The wire format.
#[derive(Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de> + Embedded"))]
struct Wire<T> {
    #[serde(rename = "_links")]
    links: Option<Links>,
    // `None` is `null`.
    #[serde(rename = "_embedded")]
    embedded: Option<Items<T>>,
    count: Option<serde_json::Value>,
    size: Option<serde_json::Value>,
}

impl<'de, T: Deserialize<'de> + Embedded> Deserialize<'de> for Collection<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wire = Wire::<T>::deserialize(deserializer)?;
        Ok(Self {
            items: wire.embedded.map(|items| items.0).unwrap_or_default(),
            links: wire.links,
            count: wire.count.as_ref().and_then(whole),
            size: wire.size.as_ref().and_then(whole),
        })
    }
}

/// A number of items. PingOne's own SDK reads it as a float, so `2.0` is two; anything that is no
/// such number counts as absent.
fn whole(value: &serde_json::Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_f64()?.to_string().parse().ok())
}

impl<T: Serialize + Embedded> Serialize for Collection<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(links) = &self.links {
            map.serialize_entry("_links", links)?;
        }
        map.serialize_entry(
            "_embedded",
            &std::collections::BTreeMap::from([(T::RELATION, &self.items)]),
        )?;
        if let Some(count) = self.count {
            map.serialize_entry("count", &count)?;
        }
        if let Some(size) = self.size {
            map.serialize_entry("size", &size)?;
        }
        map.end()
    }
}

/// The items of the one relation that `T` names.
struct Items<T>(Vec<T>);

impl<T> Items<T> {
    fn none() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de> + Embedded> Deserialize<'de> for Items<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ItemsVisitor(PhantomData))
    }
}

struct ItemsVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de> + Embedded> Visitor<'de> for ItemsVisitor<T> {
    type Value = Items<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with the relation `{}`", T::RELATION)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut items = Items::none();
        while let Some(relation) = map.next_key::<String>()? {
            if relation == T::RELATION {
                items.0 = map.next_value::<Option<Vec<T>>>()?.unwrap_or_default();
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(items)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Thing(u8);

    impl Embedded for Thing {
        const RELATION: &'static str = "things";
    }

    #[test]
    fn every_part_is_optional() {
        for (wire, expected) in [
            (json!({}), vec![]),
            (json!({"_embedded": {}, "count": 0, "new": true}), vec![]),
            (json!({"_embedded": null, "_links": null, "count": null, "size": "2"}), vec![]),
            (json!({"_embedded": {"things": null}, "_links": [], "count": {}}), vec![]),
            (
                json!({"_embedded": {"others": [9], "things": [1, 2]}, "size": 2.5}),
                vec![Thing(1), Thing(2)],
            ),
        ] {
            let decoded: Collection<Thing> = serde_json::from_value(wire.clone()).unwrap();
            assert_eq!(decoded.items(), expected, "{wire}");
        }
    }

    #[test]
    fn a_count_is_a_whole_number_or_absent() {
        for (wire, count) in [
            (json!(7), Some(7)),
            (json!(7.0), Some(7)),
            (json!(7.5), None),
            (json!(-1), None),
            (json!(1e300), None),
            (json!("7"), None),
        ] {
            assert_eq!(whole(&wire), count, "{wire}");
        }
    }

    #[test]
    fn counts_and_links_are_kept() {
        let wire = json!({
            "_links": {"next": {"href": "https://next"}},
            "_embedded": {"things": [1]},
            "count": 7,
            "size": 1,
        });
        let decoded: Collection<Thing> = serde_json::from_value(wire.clone()).unwrap();
        assert_eq!((decoded.count(), decoded.size()), (Some(7), Some(1)));
        assert_eq!(decoded.links().unwrap().next().unwrap().href, "https://next");
        assert_eq!(serde_json::to_value(&decoded).unwrap(), wire);
    }
}

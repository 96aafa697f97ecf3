//! Collections: the items of a page, with links and counts.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::links::{Links, Next, Place};

/// What only generated code implements, so that the traits above it can grow.
// Hidden by itself, or else rustdoc shows its implementations on the pages of the types.
#[doc(hidden)]
pub trait Sealed {}

/// A type that collections hold. Generated code implements it, and nothing else can:
///
/// ```compile_fail,E0277
/// struct Own;
///
/// impl pingone_core::Embedded for Own {
///     const RELATION: &'static str = "things";
/// }
/// ```
pub trait Embedded: Sealed {
    /// The member that holds the items: of HAL, the relation below `_embedded`.
    const RELATION: &'static str;

    /// How a page is made around its items.
    #[doc(hidden)]
    const ENVELOPE: &'static Envelope = &Envelope::HAL;
}

/// How a page of a collection is made.
#[derive(Debug)]
pub struct Envelope {
    /// The member around the one that holds the items, if there is one.
    pub around: Option<&'static str>,
    /// The member with the links.
    pub links: Option<&'static str>,
    /// The member with the number of items of the whole collection.
    pub count: Option<&'static str>,
    /// The member with the number of items of the page.
    pub size: Option<&'static str>,
    /// How the next page is found.
    pub next: NextPage,
}

/// How the next page of a collection is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextPage {
    /// By the link `next`.
    Link,
    /// By a query parameter that counts the items before the page.
    Offset(&'static str),
    /// By a query parameter that counts pages.
    Number {
        /// The parameter.
        parameter: &'static str,
        /// The number of the first page.
        first: u64,
    },
    /// By a value of the body (a JSON Pointer), which goes into a query parameter.
    Cursor {
        /// Where the value stands; it is absent, `null` or empty on the last page.
        from: &'static str,
        /// The parameter.
        parameter: &'static str,
    },
    /// By a URL in the body (a JSON Pointer).
    Url(&'static str),
    /// By the header `Link` (RFC 8288).
    Header,
}

impl Envelope {
    /// The Hypertext Application Language, with the counts of the platform.
    pub const HAL: Self = Self {
        around: Some("_embedded"),
        links: Some("_links"),
        count: Some("count"),
        size: Some("size"),
        next: NextPage::Link,
    };
}

/// A page of a collection.
///
/// Every part of the wire format is optional: no items is an empty collection. An answer that has other
/// members instead, or counts items and has none, is no collection, and decoding it is an error.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Collection<T> {
    items: Vec<T>,
    links: Option<Links>,
    /// Whether something else stands in place of the links.
    has_odd_links: bool,
    count: Option<u64>,
    size: Option<u64>,
}

impl<T> Collection<T> {
    fn empty() -> Self {
        Self::of(Vec::new(), None)
    }

    /// Items that stood in a page of another type.
    pub(crate) fn of(items: Vec<T>, count: Option<u64>) -> Self {
        Self { items, links: None, has_odd_links: false, count, size: None }
    }

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

    /// Where the next page is, as the links say.
    pub(crate) fn next_page(&self) -> Next<'_> {
        match &self.links {
            _ if self.has_odd_links => Next::Unclear,
            Some(links) => links.next_page(),
            None => Next::End,
        }
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

impl<'de, T: Deserialize<'de> + Embedded> Deserialize<'de> for Collection<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PageVisitor(PhantomData))
    }
}

struct PageVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de> + Embedded> Visitor<'de> for PageVisitor<T> {
    type Value = Collection<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a page of a collection")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let Envelope { around, links, count, size, .. } = T::ENVELOPE;
        let holder = around.unwrap_or(T::RELATION);
        let mut found = Found::default();
        let mut page = Collection::empty();
        while let Some(Name(name)) = map.next_key()? {
            let is = |member: &Option<&str>| *member == Some(name.as_str());
            // Whatever is `null` counts as absent.
            if name == holder {
                if found.holder {
                    return Err(A::Error::duplicate_field(holder));
                }
                found.holder = true;
                match around {
                    Some(_) => {
                        let held = map.next_value::<Option<Items<T>>>()?;
                        let held = held.unwrap_or_else(Items::none);
                        found.items(held.items, &mut page);
                        found.others |= held.has_others;
                    }
                    None => found.items(map.next_value()?, &mut page),
                }
            } else if is(links) {
                match map.next_value()? {
                    Place::Links(links) => page.links = Some(links),
                    Place::Nothing => page.links = Some(Links::default()),
                    Place::Other => page.has_odd_links = true,
                }
            } else if is(count) {
                found.counts = true;
                page.count = map.next_value::<Option<_>>()?.as_ref().and_then(whole);
            } else if is(size) {
                found.counts = true;
                page.size = map.next_value::<Option<_>>()?.as_ref().and_then(whole);
            } else {
                found.strangers = true;
                map.next_value::<IgnoredAny>()?;
            }
        }
        match found.is_page(&page) {
            true => Ok(page),
            false => Err(A::Error::missing_field(T::RELATION)),
        }
    }
}

/// What an answer has of a page.
#[derive(Default)]
struct Found {
    /// The member with the items, or the one around it.
    holder: bool,
    items: bool,
    /// A member that counts.
    counts: bool,
    /// Items of another kind.
    others: bool,
    /// Members that no page has.
    strangers: bool,
}

impl Found {
    fn items<T>(&mut self, items: Option<Vec<T>>, page: &mut Collection<T>) {
        self.items = items.is_some();
        page.items = items.unwrap_or_default();
    }

    /// Whether an answer without items may be an empty page: nothing says that there are some, and
    /// it is not something else.
    fn is_page<T>(&self, page: &Collection<T>) -> bool {
        let some = |number: Option<u64>| number.is_some_and(|number| number > 0);
        // Those that are counted may come on the pages that follow.
        let more = page.next_page() != Next::End;
        let counted = some(page.size) || some(page.count) && !more;
        let none = page.count == Some(0);
        let other = self.others && !none || self.strangers && !self.holder && !self.counts;
        self.items || !counted && !other
    }
}

/// The name of a member, read as that of a field.
struct Name(String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_identifier(NameVisitor)
    }
}

struct NameVisitor;

impl Visitor<'_> for NameVisitor {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Name, E> {
        Ok(Name(name.to_owned()))
    }
}

/// A number of items. PingOne's own SDK reads it as a float, so `2.0` is two; anything that is no
/// such number counts as absent.
pub(crate) fn whole(value: &serde_json::Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_f64()?.to_string().parse().ok())
}

impl<T: Serialize + Embedded> Serialize for Collection<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Envelope { around, links, count, size, .. } = T::ENVELOPE;
        let mut map = serializer.serialize_map(None)?;
        if let (Some(name), Some(links)) = (links, &self.links) {
            map.serialize_entry(name, links)?;
        }
        match around {
            Some(around) => {
                map.serialize_entry(around, &BTreeMap::from([(T::RELATION, &self.items)]))?;
            }
            None => map.serialize_entry(T::RELATION, &self.items)?,
        }
        if let (Some(name), Some(count)) = (count, self.count) {
            map.serialize_entry(name, &count)?;
        }
        if let (Some(name), Some(size)) = (size, self.size) {
            map.serialize_entry(name, &size)?;
        }
        map.end()
    }
}

/// What is embedded: the items of the one relation that `T` names.
struct Items<T> {
    items: Option<Vec<T>>,
    /// Whether there are other relations.
    has_others: bool,
}

impl<T> Items<T> {
    fn none() -> Self {
        Self { items: None, has_others: false }
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
        let mut held = Items::none();
        let mut found = false;
        while let Some(Name(relation)) = map.next_key()? {
            if relation != T::RELATION {
                held.has_others = true;
                map.next_value::<IgnoredAny>()?;
            } else if std::mem::replace(&mut found, true) {
                return Err(A::Error::duplicate_field(T::RELATION));
            } else {
                held.items = map.next_value()?;
            }
        }
        Ok(held)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Thing(u8);

    impl Sealed for Thing {}

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
    fn an_answer_that_is_no_page_is_not_an_empty_one() {
        for wire in [
            json!([]),
            json!([1]),
            json!("things"),
            json!(7),
            json!(null),
            json!({"id": "i", "type": "APNS"}),
            json!({"code": "NOT_FOUND", "message": "m"}),
            json!({"things": [1]}),
            json!({"_links": {"self": {"href": "h"}}, "id": "i"}),
            json!({"_embedded": []}),
            json!({"_embedded": {"others": [9]}}),
            json!({"_embedded": {"others": [9]}, "size": 1}),
            json!({"count": 3}),
            json!({"size": 1}),
            json!({"count": 0, "size": 1}),
            json!({"count": 3, "_embedded": {}}),
            json!({"count": 3.0, "_embedded": {"things": null}}),
            json!({"count": 3, "_embedded": null, "_links": {"self": {"href": "h"}}}),
            json!({"size": 2, "_links": {"next": {"href": "h"}}}),
            json!({"_embedded": {"things": {}}}),
            json!({"_embedded": {"things": {"0": 1}}, "count": 1}),
        ] {
            let decoded = serde_json::from_value::<Collection<Thing>>(wire.clone());
            assert!(decoded.is_err(), "{wire}: {decoded:?}");
        }
        for wire in [
            r#"{"_embedded": {"things": [1]}, "_embedded": {}}"#,
            r#"{"_embedded": {"things": [1], "things": []}}"#,
        ] {
            let decoded = serde_json::from_str::<Collection<Thing>>(wire);
            assert!(decoded.is_err(), "{wire}: {decoded:?}");
        }
    }

    #[test]
    fn an_empty_page_may_say_so_in_several_ways() {
        for wire in [
            json!({"_embedded": {}}),
            json!({"_embedded": {"things": []}, "count": 7}),
            json!({"_embedded": {"others": [9]}, "count": 0}),
            json!({"count": 0, "size": 0, "new": true}),
            json!({"_links": {"self": {"href": "h"}}}),
            json!({"_links": {"next": {"href": "h"}}, "count": 3}),
            json!({"_embedded": null, "new": true}),
        ] {
            let decoded: Collection<Thing> = serde_json::from_value(wire.clone()).unwrap();
            assert!(decoded.items().is_empty(), "{wire}");
        }
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Parcel(u8);

    impl Sealed for Parcel {}

    impl Embedded for Parcel {
        const RELATION: &'static str = "data";
        const ENVELOPE: &'static Envelope = &Envelope {
            around: None,
            links: None,
            count: Some("total"),
            size: None,
            next: NextPage::Offset("offset"),
        };
    }

    #[test]
    fn an_envelope_of_another_kind_is_read_and_written_as_it_says() {
        let wire = json!({"data": [1, 2], "total": 9});
        let page: Collection<Parcel> = serde_json::from_value(wire.clone()).unwrap();
        assert_eq!((page.items(), page.count()), (&[Parcel(1), Parcel(2)][..], Some(9)));
        assert_eq!(serde_json::to_value(&page).unwrap(), wire);
        let odd = json!({"data": null, "_embedded": {"data": [3]}, "count": 1, "_links": {}});
        let page: Collection<Parcel> = serde_json::from_value(odd).unwrap();
        assert_eq!((page.items(), page.count(), page.links()), (&[][..], None, None));
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

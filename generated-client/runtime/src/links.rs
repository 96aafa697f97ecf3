//! HAL links (`_links`).

use std::collections::BTreeMap;

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

/// The links of a resource or a collection, by relation.
///
/// PingOne links a resource to `self` and to what it belongs to (`environment`, `application`,
/// `user`), and a paged collection to `next` and `prev`. New relations may appear at any time;
/// whatever a relation holds is kept.
///
/// ```
/// use pingone_mfa::Links;
///
/// let links: Links = serde_json::from_str(
///     r#"{"self": {"href": "https://api.pingone.eu/v1/environments/e"}}"#,
/// )?;
/// assert_eq!(links.get("self").unwrap().href, "https://api.pingone.eu/v1/environments/e");
/// assert!(links.next().is_none());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Links(BTreeMap<String, Relation>);

impl Links {
    /// The link of a relation; the first one if the relation holds several.
    #[must_use]
    pub fn get(&self, relation: &str) -> Option<&Link> {
        self.0.get(relation)?.links().first()
    }

    /// The link to the next page of a collection.
    #[must_use]
    pub fn next(&self) -> Option<&Link> {
        self.get("next")
    }

    /// The link to the next page, or what stands in its place.
    pub(crate) fn next_page(&self) -> Next<'_> {
        match self.0.get("next") {
            None | Some(Relation::Other(Value::Null)) => Next::End,
            Some(relation) => match relation.links() {
                [link] => Next::At(link),
                // Several cannot all be next, and what is none may be one of another form.
                _ => Next::Unclear,
            },
        }
    }

    /// Every link with its relation, sorted by relation.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Link)> {
        self.0.iter().flat_map(|(relation, held)| {
            held.links().iter().map(move |link| (relation.as_str(), link))
        })
    }

    /// Whether there are no relations.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Links are a convenience: whatever stands in their place never fails the resource around them.
impl<'de> Deserialize<'de> for Links {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Place::deserialize(deserializer).map(|place| match place {
            Place::Links(links) => links,
            Place::Nothing | Place::Other => Self::default(),
        })
    }
}

/// What stands where links are expected.
#[derive(Debug)]
pub(crate) enum Place {
    Links(Links),
    /// Nothing that could be a link: `null`, or an empty list.
    Nothing,
    /// Something of another form, which may be links all the same.
    Other,
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Wire {
            Links(BTreeMap<String, Relation>),
            List(Vec<IgnoredAny>),
            Nothing(()),
            Other(IgnoredAny),
        }
        Wire::deserialize(deserializer).map(|wire| match wire {
            Wire::Links(links) => Self::Links(Links(links)),
            Wire::List(list) if list.is_empty() => Self::Nothing,
            Wire::Nothing(()) => Self::Nothing,
            Wire::List(_) | Wire::Other(_) => Self::Other,
        })
    }
}

/// Where the next page of a collection is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Next<'l> {
    /// There is none.
    End,
    At(&'l Link),
    /// Something that is not one link says so.
    Unclear,
}

/// A link to another resource.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Link {
    /// Absolute URL of the linked resource.
    pub href: String,
    /// Everything else that the link says: `name`, `profile`, `title`, `type`.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// HAL allows one link or a list of links; anything else is kept as it came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Relation {
    One(Link),
    Many(Vec<Link>),
    Other(Value),
}

impl Relation {
    fn links(&self) -> &[Link] {
        match self {
            Self::One(link) => std::slice::from_ref(link),
            Self::Many(links) => links,
            Self::Other(_) => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_not_links_fails_nothing() {
        for wire in [json!([]), json!("https://a"), json!(null), json!(7)] {
            assert_eq!(serde_json::from_value(wire.clone()).ok(), Some(Links::default()), "{wire}");
        }
    }

    #[test]
    fn whatever_a_relation_holds_is_kept_and_written_back() {
        let wire = json!({
            "self": {"href": "https://a", "title": "one"},
            "item": [{"href": "https://b"}, {"href": "https://c"}],
            "odd": 7,
            "curies": {"templated": true},
        });
        let links: Links = serde_json::from_value(wire.clone()).unwrap();
        assert_eq!(links.get("self").unwrap().extra["title"], "one");
        assert_eq!(links.get("item").unwrap().href, "https://b");
        assert_eq!(links.get("odd"), None);
        let found: Vec<&str> = links.iter().map(|(_, link)| link.href.as_str()).collect();
        assert_eq!(found, ["https://b", "https://c", "https://a"]);
        assert_eq!(serde_json::to_value(links).unwrap(), wire);
    }
}

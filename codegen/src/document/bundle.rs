//! One self-contained OpenAPI document out of all files, in the order in which they say it.

use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::Value as Json;

use super::node::{NodeId, Tree, Value};
use super::{Document, RefTarget, components, json, percent};
use crate::diagnostic::FileId;

/// JSON whose members keep their order.
pub(super) enum Ordered {
    Map(Vec<(String, Ordered)>),
    List(Vec<Ordered>),
    Scalar(Json),
}

impl Serialize for Ordered {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Scalar(value) => value.serialize(serializer),
            Self::List(items) => items.serialize(serializer),
            Self::Map(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                members.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
                map.end()
            }
        }
    }
}

impl From<Ordered> for Json {
    fn from(ordered: Ordered) -> Self {
        match ordered {
            Ordered::Scalar(value) => value,
            Ordered::List(items) => Self::Array(items.into_iter().map(Self::from).collect()),
            Ordered::Map(members) => Self::Object(
                members.into_iter().map(|(name, value)| (name, Self::from(value))).collect(),
            ),
        }
    }
}

impl Ordered {
    /// The member of a name, which is added at the end if there is none.
    fn member(&mut self, name: &str) -> Option<&mut Self> {
        let Self::Map(members) = self else { return None };
        let at = members.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
            members.push((name.to_owned(), Self::Map(Vec::new())));
            members.len() - 1
        });
        members.get_mut(at).map(|(_, value)| value)
    }
}

/// Writes the bundle. Loading has checked that it ends and how deep it gets.
pub(super) fn bundle(document: &Document) -> Ordered {
    let bundler = Bundler { document };
    let root = document.root.as_ref();
    let mut root =
        root.map_or(Ordered::Scalar(Json::Null), |root| bundler.node(root.file, root.node));
    // Behind those of the root, file by file.
    let mut components: Vec<_> = document.components.iter().collect();
    components.sort_by_key(|(_, target)| (target.file.index(), bundler.start(target)));
    for ((section, name), target) in components {
        let component = bundler.node(target.file, target.node);
        let all = root.member("components").and_then(|all| all.member(section));
        if let Some(place) = all.and_then(|all| all.member(name)) {
            *place = component;
        }
    }
    root
}

struct Bundler<'d> {
    document: &'d Document,
}

impl Bundler<'_> {
    /// Where a component begins in its file.
    fn start(&self, target: &RefTarget) -> usize {
        let node = self.document.tree(target.file).and_then(|tree| tree.node(target.node));
        node.map_or(0, |node| node.span.start)
    }

    fn node(&self, file: FileId, id: NodeId) -> Ordered {
        if let Some(target) = self.document.reference(file, id) {
            return self.reference(target);
        }
        if let Some(target) = self.document.mapping(file, id) {
            return Ordered::Scalar(Json::String(local(target)));
        }
        let Some(tree) = self.document.tree(file) else { return Ordered::Scalar(Json::Null) };
        self.value(file, tree, id)
    }

    fn value(&self, file: FileId, tree: &Tree, id: NodeId) -> Ordered {
        match tree.node(id).map(|node| &node.value) {
            Some(Value::Sequence(items)) => {
                Ordered::List(items.iter().map(|item| self.node(file, *item)).collect())
            }
            Some(Value::Map(map)) => {
                let entries = map.entries().iter();
                let written = |value| self.node(file, value);
                Ordered::Map(
                    entries.map(|entry| (entry.key.to_string(), written(entry.value))).collect(),
                )
            }
            _ => Ordered::Scalar(json::subtree(tree, id)),
        }
    }

    fn reference(&self, target: &RefTarget) -> Ordered {
        if components::name_of(&target.pointer).is_none() {
            return self.node(target.file, target.node);
        }
        let reference = Ordered::Scalar(Json::String(local(target)));
        Ordered::Map(vec![("$ref".to_owned(), reference)])
    }
}

/// The target as a reference inside the bundle, where all components are in one file.
fn local(target: &RefTarget) -> String {
    format!("#{}", percent::to_fragment(&target.pointer))
}

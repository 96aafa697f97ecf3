//! One self-contained OpenAPI document out of all files.

use serde_json::{Map, Value as Json};

use super::node::{NodeId, Tree, Value};
use super::{Document, RefTarget, components, json, percent};
use crate::diagnostic::FileId;

/// Writes the bundle. Loading has checked that it ends and how deep it gets.
pub(super) fn bundle(document: &Document) -> Json {
    let writer = Writer { document };
    let root = document.root.as_ref();
    let mut root = root.map_or(Json::Null, |root| writer.node(root.file, root.node));
    if document.components.is_empty() {
        return root;
    }
    if let Json::Object(root) = &mut root {
        let all = root.entry("components").or_insert_with(|| Json::Object(Map::new()));
        for ((section, name), target) in &document.components {
            let component = writer.node(target.file, target.node);
            if let Some(section) = object(all).map(|all| all.entry(section.as_str())) {
                let section = section.or_insert_with(|| Json::Object(Map::new()));
                object(section).map(|section| section.insert(name.clone(), component));
            }
        }
    }
    root
}

fn object(json: &mut Json) -> Option<&mut Map<String, Json>> {
    match json {
        Json::Object(object) => Some(object),
        _ => None,
    }
}

struct Writer<'d> {
    document: &'d Document,
}

impl Writer<'_> {
    fn node(&self, file: FileId, id: NodeId) -> Json {
        if let Some(target) = self.document.reference(file, id) {
            return self.reference(target);
        }
        if let Some(target) = self.document.mapping(file, id) {
            return Json::String(local(target));
        }
        let Some(tree) = self.document.tree(file) else { return Json::Null };
        self.value(file, tree, id)
    }

    fn value(&self, file: FileId, tree: &Tree, id: NodeId) -> Json {
        match tree.node(id).map(|node| &node.value) {
            Some(Value::Sequence(items)) => {
                Json::Array(items.iter().map(|item| self.node(file, *item)).collect())
            }
            Some(Value::Map(map)) => {
                let entries = map.entries().iter();
                let written = |value| self.node(file, value);
                Json::Object(
                    entries.map(|entry| (entry.key.to_string(), written(entry.value))).collect(),
                )
            }
            _ => json::subtree(tree, id),
        }
    }

    fn reference(&self, target: &RefTarget) -> Json {
        if components::name_of(&target.pointer).is_none() {
            return self.node(target.file, target.node);
        }
        Json::Object(Map::from_iter([("$ref".to_owned(), Json::String(local(target)))]))
    }
}

/// The target as a reference inside the bundle, where all components are in one file.
fn local(target: &RefTarget) -> String {
    format!("#{}", percent::to_fragment(&target.pointer))
}

//! The objects of 3.1 beside schemas.

use super::super::node::{Map, MapEntry, Value};
use super::super::{RefTarget, rules};
use super::edit::Draft;
use super::kinds::Kind;
use super::{Lowering, VERSION, Visit, definitions, keywords};

const ABOUT: &str = "about the contract, not about the client";
const REACHED: &str = "what it holds stands wherever a `$ref` names it";
const CALLS: &str = "the client receives no calls";

impl Lowering<'_> {
    /// Lowers an object that is no schema.
    pub(super) fn object(&mut self, visit: &Visit, kind: Kind) {
        let Some(mut draft) = Draft::new(self, visit) else { return };
        match kind {
            Kind::Root => root(&mut draft),
            Kind::Info => draft.pass_over("summary", ABOUT),
            Kind::License => draft.pass_over("identifier", ABOUT),
            Kind::Components => path_items(&mut draft),
            Kind::Body | Kind::Response | Kind::Parameter => binary(&mut draft),
            _ => {}
        }
        draft.finish();
    }

    /// Tells what stands beside a `$ref` that names no schema: a reference has no texts of its own here.
    pub(super) fn siblings_of_reference(&mut self, visit: &Visit) {
        let Some(map) = self.tree(visit.file).and_then(|tree| tree.map(visit.node)) else { return };
        let siblings: Vec<MapEntry> =
            map.entries().iter().filter(|entry| &*entry.key != "$ref").cloned().collect();
        for entry in siblings {
            let message = format!("`{}` is ignored beside `$ref`", entry.key);
            let help = "say it in the component that is named";
            self.report(&rules::ignored::REF_SIBLINGS, visit, &entry, message, help);
        }
    }

    /// Puts what a path item has beside its `$ref` and what the `$ref` names into one, if both are in one
    /// file: `false` if not.
    pub(super) fn merge_path_item(&mut self, visit: &Visit, target: &RefTarget) -> bool {
        let Some(tree) = self.files.get_mut(visit.file.index()).map(|file| &mut file.tree) else {
            return false;
        };
        let entries = |node| tree.map(node).map(Map::entries).unwrap_or_default().to_vec();
        let own = entries(visit.node);
        let theirs = entries(target.node);
        let is_clash = theirs.iter().any(|their| own.iter().any(|own| own.key == their.key));
        if own.len() < 2 || target.file != visit.file || theirs.is_empty() || is_clash {
            return false;
        }
        let own = own.into_iter().filter(|entry| &*entry.key != "$ref");
        tree.replace(visit.node, Value::Map(Map::new(own.chain(theirs).collect())));
        self.references.remove(&(visit.file, visit.node));
        true
    }
}

fn root(draft: &mut Draft<'_, '_>) {
    if let Some(entry) = draft.get("openapi") {
        let span = draft.span_of(entry.value);
        if draft.text(entry.value).is_some_and(|text| text.starts_with("3.2.")) {
            let message = "OpenAPI 3.2 is read as 3.1".to_owned();
            let help = "what only 3.2 has is reported where it stands";
            let rule = &rules::newer::VERSION_AHEAD;
            draft.lowering.report(rule, draft.visit, &entry, message, help);
        }
        let version = draft.add(Value::String(VERSION.into()), span);
        draft.put("openapi", entry.key_span, version);
        if !draft.has("paths") {
            let none = draft.add(Value::Map(Map::default()), span);
            draft.put("paths", entry.key_span, none);
        }
    }
    draft.lose_calls("webhooks", CALLS);
    definitions::dialect(draft, "jsonSchemaDialect");
    draft.pass_over("$self", ABOUT);
}

/// 3.0 has no path items among the components, so they stand where they are used.
fn path_items(draft: &mut Draft<'_, '_>) {
    let Some(entry) = draft.take("pathItems") else { return };
    draft.lowering.unread(draft.visit, &entry, REACHED);
    let items = draft.map(entry.value).map(|map| map.entries().to_vec()).unwrap_or_default();
    let place = crate::pointer::join(&draft.visit.pointer, "pathItems");
    for item in items {
        let pointer = crate::pointer::join(&place, &item.key).into();
        draft.lowering.visit(draft.visit.file, item.value, Kind::PathItem, pointer);
    }
}

/// A media type that is no text needs no schema in 3.1: it has bytes.
fn binary(draft: &mut Draft<'_, '_>) {
    let Some(content) = draft.get("content") else { return };
    let media = draft.map(content.value).map(|map| map.entries().to_vec()).unwrap_or_default();
    for entry in media.iter().filter(|entry| keywords::is_binary(&entry.key)) {
        let Some(own) = draft.map(entry.value) else { continue };
        if draft.is_reference(entry.value) || own.get("schema").is_some() {
            continue;
        }
        let mut entries = own.entries().to_vec();
        let span = entry.key_span;
        let text =
            |draft: &mut Draft<'_, '_>, text: &str| draft.add(Value::String(text.into()), span);
        let kind = text(draft, "string");
        let format = text(draft, "binary");
        let key = |key: &str, value| MapEntry { key: key.into(), key_span: span, value };
        let schema = Value::Map(Map::new(vec![key("type", kind), key("format", format)]));
        let schema = draft.add(schema, span);
        entries.push(key("schema", schema));
        if let Some(tree) = draft.lowering.tree_mut(draft.visit.file) {
            tree.replace(entry.value, Value::Map(Map::new(entries)));
        }
    }
}

//! Where schemas get their names from: `$id`, `$anchor`, and `$defs` that become components.

use std::sync::Arc;

use super::super::lookup::Key;
use super::super::node::{Map, MapEntry, Value};
use super::super::{percent, rules};
use super::edit::Draft;
use super::keywords;
use super::kinds::Kind;
use super::{Hoisted, Lowering, Tree};
use crate::pointer;

const NAME: &str = "a name of the schema, which no `$ref` uses";
const DIALECT: &str = "says how to read the schema";

/// Dialects whose words have the meaning that is read here.
const DIALECTS: [&str; 5] = [
    "https://json-schema.org/draft/2020-12/schema",
    "http://json-schema.org/draft/2020-12/schema",
    "https://spec.openapis.org/oas/3.1/dialect/base",
    "https://spec.openapis.org/oas/3.1/dialect/2024-10-25",
    "https://spec.openapis.org/oas/3.1/dialect/2024-11-10",
];

/// Lowers what names a schema.
pub(super) fn identity(draft: &mut Draft<'_, '_>) {
    keywords::comment(draft);
    for key in ["$id", "$anchor", "$dynamicAnchor", "$vocabulary", "$recursiveAnchor"] {
        draft.pass_over(key, NAME);
    }
    dialect(draft, "$schema");
    for key in ["$dynamicRef", "$recursiveRef"] {
        let Some(entry) = draft.take(key) else { continue };
        let message = format!("`{key}` leads elsewhere in each schema that uses this one");
        let help = "write a `$ref` to a component instead";
        draft.lowering.report(&rules::DYNAMIC_REF, draft.visit, &entry, message, help);
    }
    definitions(draft);
}

/// A dialect that is not read here gives keywords another meaning.
pub(super) fn dialect(draft: &mut Draft<'_, '_>, key: &str) {
    let Some(entry) = draft.get(key) else { return };
    let known = draft.text(entry.value).map(|text| text.trim_end_matches('#'));
    if known.is_some_and(|known| DIALECTS.contains(&known)) {
        draft.pass_over(key, DIALECT);
    } else {
        draft.lose(key, "schemas are read as JSON Schema 2020-12", DIALECT);
    }
}

/// Definitions inside a component become components; those elsewhere stay where references find them.
fn definitions(draft: &mut Draft<'_, '_>) {
    for key in ["$defs", "definitions"] {
        let Some(entry) = draft.take(key) else { continue };
        let members = draft.map(entry.value).map(|map| map.entries().to_vec()).unwrap_or_default();
        let (file, place) = (draft.visit.file, pointer::join(&draft.visit.pointer, key));
        let owner = pointer::split(&draft.visit.pointer).and_then(|steps| match steps.as_slice() {
            [components, schemas, owner, ..]
                if components == "components" && schemas == "schemas" =>
            {
                Some(owner.clone())
            }
            _ => None,
        });
        for member in members {
            let from = pointer::join(&place, &member.key);
            let to = owner.as_ref().map(|owner| format!("{owner}.{}", member.key));
            let pointer = match &to {
                Some(name) => pointer::join("/components/schemas", name),
                None => from.clone(),
            };
            let lowering = &mut *draft.lowering;
            lowering.visit(file, member.value, Kind::Schema, Arc::from(pointer.as_str()));
            if let Some(name) = to {
                let hoisted = Hoisted { file, from, name, entry: member };
                lowering.hoisted.push(hoisted);
            }
        }
    }
}

/// Puts the definitions among the components, and leads references there.
pub(super) fn hoist(lowering: &mut Lowering<'_>) {
    let hoisted = std::mem::take(&mut lowering.hoisted);
    add_components(lowering, &hoisted);
    let mut led = Vec::new();
    for (key, target) in lowering.references.iter_mut() {
        let home = hoisted.iter().find_map(|definition| {
            let rest = target.pointer.strip_prefix(definition.from.as_str())?;
            let is_inside = rest.is_empty() || rest.starts_with('/');
            (is_inside && definition.file == target.file).then(|| {
                format!("{}{rest}", pointer::join("/components/schemas", &definition.name))
            })
        });
        if let Some(home) = home {
            target.pointer = Arc::from(home);
            led.push((*key, Arc::clone(&target.pointer)));
        }
    }
    for (key, pointer) in led {
        write_reference(lowering, key, &pointer);
    }
}

/// Lets the text of a reference name the place where its target is now.
fn write_reference(lowering: &mut Lowering<'_>, (file, node): Key, pointer: &str) {
    let Some(tree) = lowering.tree_mut(file) else { return };
    let Some(text) = tree.map(node).and_then(|map| map.get("$ref")).map(|entry| entry.value) else {
        return;
    };
    let path = tree.text(text).and_then(|text| text.split('#').next()).unwrap_or_default();
    let written = format!("{path}#{}", percent::to_fragment(pointer));
    tree.replace(text, Value::String(written.into()));
}

fn add_components(lowering: &mut Lowering<'_>, hoisted: &[Hoisted]) {
    for (index, file) in lowering.files.iter_mut().enumerate() {
        let tree = &mut file.tree;
        let own = hoisted.iter().filter(|definition| definition.file.index() == index);
        let mut own = own.peekable();
        let child = |tree: &Tree, node, key: &str| Some(tree.map(node)?.get(key)?.value);
        let schemas = tree
            .root()
            .and_then(|root| child(tree, root, "components"))
            .and_then(|components| child(tree, components, "schemas"));
        let Some(schemas) = schemas.filter(|_| own.peek().is_some()) else { continue };
        let mut entries = tree.map(schemas).map(|map| map.entries().to_vec()).unwrap_or_default();
        entries.extend(own.map(|definition| MapEntry {
            key: definition.name.as_str().into(),
            ..definition.entry.clone()
        }));
        tree.replace(schemas, Value::Map(Map::new(entries)));
    }
}

//! Examples that are valid only because a schema is open: a misspelt property, an unlisted value.

use super::EXAMPLE_MISSPELT;
use crate::diagnostic::Diagnostic;
use crate::document::{Cursor, NodeKind};
use crate::lint::context::{Context, members};
use crate::suggest::nearest_from;

/// Values inside each other that are followed.
const DEEPEST: usize = 32;

/// Names closer than this are taken for each other. Stricter than where a name must be known.
const MISSPELT: f64 = 0.92;

/// Reports members of a valid value that its schema knows under a name much like theirs.
pub(super) fn check<'d>(context: &mut Context<'d>, value: &Cursor<'d>, schema: &Cursor<'d>) {
    let mut found = Vec::new();
    walk(value, schema, 0, &mut found);
    for problem in found {
        context.report(problem);
    }
}

/// The member of an object that was probably meant to have a name.
pub(super) fn written<'d>(object: &Cursor<'d>, name: &str) -> Option<Cursor<'d>> {
    let near = nearest_from(MISSPELT, name, object.entries().map(|(key, _)| key))?;
    object.get(near)
}

fn walk(value: &Cursor<'_>, schema: &Cursor<'_>, depth: usize, found: &mut Vec<Diagnostic>) {
    if depth > DEEPEST {
        return;
    }
    let mut parts = vec![schema.resolve()];
    let mut next = 0;
    while let Some(part) = parts.get(next).cloned() {
        next += 1;
        if parts.len() < DEEPEST {
            parts.extend(part.get("allOf").iter().flat_map(Cursor::items).map(|one| one.resolve()));
        }
    }
    // Which branch of a union is meant is for others to find out.
    if parts.iter().any(|part| part.get("oneOf").is_some() || part.get("anyOf").is_some()) {
        return;
    }
    match value.kind() {
        NodeKind::Map => object(value, &parts, depth, found),
        NodeKind::Sequence => {
            if let Some(items) = parts.iter().find_map(|part| part.get("items")) {
                value.items().for_each(|item| walk(&item, &items, depth + 1, found));
            }
        }
        NodeKind::String => listed(value, &parts, found),
        _ => {}
    }
}

fn object(value: &Cursor<'_>, parts: &[Cursor<'_>], depth: usize, found: &mut Vec<Diagnostic>) {
    let known: Vec<(&str, Cursor<'_>)> = parts.iter().flat_map(members).collect();
    for (name, member) in value.entries() {
        if let Some((_, schema)) = known.iter().find(|(known, _)| *known == name) {
            walk(&member, schema, depth + 1, found);
            continue;
        }
        let absent = known.iter().map(|(name, _)| *name).filter(|name| value.get(name).is_none());
        if let Some(near) = nearest_from(MISSPELT, name, absent) {
            let message = format!("the schema has no `{name}`");
            let problem = Diagnostic::new(&EXAMPLE_MISSPELT, member.key_location(), message);
            found.push(problem.help(format!("did you mean `{near}`?")));
        }
    }
}

fn listed(value: &Cursor<'_>, parts: &[Cursor<'_>], found: &mut Vec<Diagnostic>) {
    let Some(list) = parts.iter().find_map(|part| part.get("x-extensible-enum")) else { return };
    let listed: Vec<&str> = list.items().filter_map(|item| item.as_str()).collect();
    let given = value.as_str().unwrap_or_default();
    if listed.contains(&given) {
        return;
    }
    if let Some(near) = nearest_from(MISSPELT, given, listed) {
        let message = format!("`{given}` is no value that the schema knows");
        let problem = Diagnostic::new(&EXAMPLE_MISSPELT, value.location(), message);
        found.push(problem.help(format!("did you mean `{near}`?")));
    }
}

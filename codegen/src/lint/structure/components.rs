//! Components that no path reaches.

use std::collections::HashSet;

use super::UNUSED_COMPONENT;
use crate::diagnostic::Diagnostic;
use crate::document::{Cursor, Extent, Identity};
use crate::lint::context::Context;
use crate::openapi::Object;

pub(super) fn check(context: &mut Context<'_>) {
    if context.references == Extent::Part {
        return;
    }
    let referred: HashSet<Identity> = context.document.referred().collect();
    let schemes = required_schemes(context);
    // A document without operations is a library: whoever refers to it is elsewhere.
    let reached = if context.survey.operations.is_empty() {
        referred.clone()
    } else {
        reached(&context.document.root())
    };
    for components in context.each(Object::Components) {
        for (section, all) in components.entries().filter(|(key, _)| !key.starts_with("x-")) {
            for (name, component) in all.entries() {
                let is_used = match section {
                    "securitySchemes" => schemes.contains(name),
                    _ => reached.contains(&component.identity()),
                };
                if is_used {
                    continue;
                }
                let message = if referred.contains(&component.identity()) {
                    format!("only components that nothing uses refer to `{name}` of `{section}`")
                } else {
                    format!("nothing refers to `{name}` of `{section}`")
                };
                let problem = Diagnostic::new(&UNUSED_COMPONENT, component.key_location(), message);
                context.report_absence(problem.help("remove it, or refer to it"));
            }
        }
    }
}

/// What references lead to, from everything but the components themselves.
fn reached(root: &Cursor<'_>) -> HashSet<Identity> {
    let mut reached = HashSet::new();
    let outside = root.entries().filter(|(key, _)| *key != "components");
    let mut waiting: Vec<Cursor<'_>> = outside.map(|(_, node)| node).collect();
    while let Some(node) = waiting.pop() {
        let reference = node.reference().and_then(|reference| reference.target());
        let target = reference.or_else(|| node.mapping_target());
        waiting.extend(target.filter(|target| reached.insert(target.identity())));
        waiting.extend(node.entries().map(|(_, child)| child));
        waiting.extend(node.items());
    }
    reached
}

/// The names of the security schemes that some requirement lists.
fn required_schemes<'d>(context: &Context<'d>) -> HashSet<&'d str> {
    let owners = context
        .objects()
        .into_iter()
        .filter(|(object, _)| matches!(object, Object::Root | Object::Part | Object::Operation));
    owners
        .filter_map(|(_, owner)| owner.get("security"))
        .flat_map(|list| list.items().collect::<Vec<_>>())
        .flat_map(|requirement: Cursor<'d>| requirement.entries().collect::<Vec<_>>())
        .map(|(name, _)| name)
        .collect()
}

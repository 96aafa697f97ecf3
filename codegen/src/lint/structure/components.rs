//! Components that nothing refers to.

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
    let used: HashSet<Identity> = context.document.referred().collect();
    let schemes = required_schemes(context);
    for components in context.each(Object::Components) {
        for (section, all) in components.entries().filter(|(key, _)| !key.starts_with("x-")) {
            for (name, component) in all.entries() {
                let is_used = match section {
                    "securitySchemes" => schemes.contains(name),
                    _ => used.contains(&component.identity()),
                };
                if !is_used {
                    let message = format!("nothing refers to `{name}` of `{section}`");
                    let problem =
                        Diagnostic::new(&UNUSED_COMPONENT, component.key_location(), message);
                    context.report_absence(problem.help("remove it, or refer to it"));
                }
            }
        }
    }
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

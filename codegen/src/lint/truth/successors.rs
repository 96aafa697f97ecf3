//! What replaces something deprecated is there, and is not deprecated itself.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::{SUCCESSOR_ALONE, SUCCESSOR_DEPRECATED, SUCCESSOR_UNKNOWN};
use crate::diagnostic::Diagnostic;
use crate::document::{Cursor, Identity};
use crate::lint::context::{Context, flag};
use crate::openapi::{Members, Object, members};
use crate::suggest::nearest;

const KEY: &str = "x-replaced-by";

/// Places where a property is met: itself, and what stands beside it.
type Neighbours<'d> = Vec<(Cursor<'d>, Rc<Members<'d>>)>;

pub(super) fn check(context: &mut Context<'_>) {
    for object in [Object::Operation, Object::Schema] {
        for node in context.each(object) {
            alone(context, &node);
        }
    }
    operations(context);
    let components = components(context);
    for schema in components.values() {
        successor(context, schema, &components, "schema");
    }
    unions(context, &components);
    let checked = properties(context);
    let named: HashSet<Identity> = components.values().map(Cursor::identity).collect();
    for schema in context.each(Object::Schema) {
        let id = schema.identity();
        if let Some(place) =
            schema.get(KEY).filter(|_| !named.contains(&id) && !checked.contains(&id))
        {
            let message = "only a property or a named schema can be replaced";
            let problem = Diagnostic::new(&SUCCESSOR_UNKNOWN, place.location(), message);
            context.report_absence(problem.help("remove it here"));
        }
    }
}

fn alone(context: &mut Context<'_>, node: &Cursor<'_>) {
    let Some(place) = node.get(KEY).filter(|_| !flag(node, "deprecated")) else { return };
    let message = "what is not deprecated needs no successor";
    let problem = Diagnostic::new(&SUCCESSOR_ALONE, place.key_location(), message);
    context.report_absence(problem.help("add `deprecated: true`, or remove the successor"));
}

fn operations(context: &mut Context<'_>) {
    let all = context.operations();
    let names: Members<'_> = all
        .iter()
        .filter_map(|operation| Some((operation.id()?, operation.node.clone())))
        .collect();
    for operation in &all {
        successor(context, &operation.node, &names, "operation");
    }
}

/// The component schemas of all files that are schemas themselves, not names of others.
fn components<'d>(context: &Context<'d>) -> Members<'d> {
    let all = context.each(Object::Components).into_iter();
    let schemas = all.filter_map(|components| components.get("schemas"));
    let schemas = schemas.flat_map(|schemas| schemas.entries().collect::<Vec<_>>());
    schemas.filter(|(_, schema)| schema.reference().is_none()).collect()
}

/// Looks the successor of `node` up among `known`.
fn successor<'d>(context: &mut Context<'d>, node: &Cursor<'d>, known: &Members<'d>, kind: &str) {
    let Some(place) = node.get(KEY) else { return };
    let Some(name) = place.as_str() else { return };
    match known.get(name) {
        Some(found) => deprecated(context, &place, name, found),
        None => {
            let message = format!("there is no {kind} `{name}`");
            let near = nearest(name, known.keys().copied());
            unknown(context, &place, message, near, kind);
        }
    }
}

fn unknown(
    context: &mut Context<'_>,
    place: &Cursor<'_>,
    message: String,
    near: Option<&str>,
    kind: &str,
) {
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("name the {kind} to use instead, or remove the line"),
    };
    let problem = Diagnostic::new(&SUCCESSOR_UNKNOWN, place.location(), message);
    context.report_absence(problem.help(help));
}

fn deprecated(context: &mut Context<'_>, place: &Cursor<'_>, name: &str, found: &Cursor<'_>) {
    if !flag(found, "deprecated") && !flag(&found.resolve(), "deprecated") {
        return;
    }
    let message = format!("`{name}` is deprecated too");
    let problem = Diagnostic::new(&SUCCESSOR_DEPRECATED, place.location(), message)
        .related(found.key_location(), "it is this one")
        .help("name what to use in the end");
    context.report(problem);
}

/// A branch of a union is replaced by another branch: whoever has the union can use it.
fn unions<'d>(context: &mut Context<'d>, components: &Members<'d>) {
    for union in context.each(Object::Schema) {
        let branches: Vec<Cursor<'d>> =
            union.get("oneOf").iter().flat_map(Cursor::items).map(|it| it.resolve()).collect();
        let ids: HashSet<Identity> = branches.iter().map(Cursor::identity).collect();
        for branch in &branches {
            let Some(place) = branch.get(KEY) else { continue };
            let Some(name) = place.as_str() else { continue };
            if components.get(name).is_some_and(|found| !ids.contains(&found.identity())) {
                let message = format!("`{name}` is not a branch of each union that this one is in");
                let problem = Diagnostic::new(&SUCCESSOR_UNKNOWN, place.location(), message)
                    .related(union.key_location(), "it is not in this union");
                context.report_absence(problem.help("name another branch of the union"));
            }
        }
    }
}

/// Checks every property with a successor among its neighbours, which may come from another part
/// of an `allOf`, and returns which they were.
fn properties(context: &mut Context<'_>) -> HashSet<Identity> {
    let mut open: HashMap<Identity, Neighbours<'_>> = HashMap::new();
    for schema in context.each(Object::Schema) {
        let all = Rc::new(members(&schema));
        for property in all.values().filter(|property| property.get(KEY).is_some()) {
            open.entry(property.identity()).or_default().push((property.clone(), Rc::clone(&all)));
        }
    }
    let checked = open.keys().cloned().collect();
    for owners in open.into_values() {
        let names_it = |(property, all): &&(Cursor<'_>, Rc<Members<'_>>)| {
            property
                .get(KEY)
                .and_then(|name| name.as_str())
                .is_some_and(|name| all.contains_key(name))
        };
        // A part that several schemas share is right if one of them has the successor.
        if let Some((property, all)) = owners.iter().find(names_it).or(owners.first()) {
            successor(context, property, all, "property");
        }
    }
    checked
}

//! Placeholders of paths and the parameters that fill them.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Edit, Fix, Span};
use crate::document::{Cursor, Identity};
use crate::lint::context::{Context, text};
use crate::lint::edit;
use crate::openapi::OperationObject;
use crate::refusals::{PATH_PARAMETER_UNDECLARED, PATH_PARAMETER_UNUSED};
use crate::suggest::nearest;

/// Where a parameter can be.
const PLACES: [&str; 4] = ["path", "query", "header", "cookie"];

/// One name that a path and its parameter spell differently.
struct Misspelling<'d> {
    template: &'d str,
    placeholder: &'d str,
    name: &'d str,
    parameter: Cursor<'d>,
}

pub(super) fn check(context: &mut Context<'_>) {
    // Parameters that some path has under their own name.
    let mut right: HashSet<Identity> = HashSet::new();
    let mut misspelt = Vec::new();
    for operation in context.operations() {
        check_operation(context, &operation, &mut right, &mut misspelt);
    }
    // One misspelling is told once, however many operations have it.
    let mut told: HashSet<(Identity, &str)> = HashSet::new();
    for found in misspelt {
        let is_path = right.contains(&found.parameter.identity());
        let key = if is_path { found.template } else { found.name };
        if told.insert((found.parameter.identity(), key)) {
            let problem = if is_path { path(context, &found) } else { parameter(context, &found) };
            context.report(problem);
        }
    }
}

/// The names between braces.
fn placeholders(template: &str) -> Vec<&str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
        .collect()
}

fn check_operation<'d>(
    context: &mut Context<'d>,
    operation: &OperationObject<'d>,
    right: &mut HashSet<Identity>,
    misspelt: &mut Vec<Misspelling<'d>>,
) {
    let wanted = placeholders(operation.template);
    let mut declared: HashMap<&str, Cursor<'d>> = HashMap::new();
    let mut is_complete = true;
    for given in operation.parameters() {
        let parameter = given.resolve();
        let place = text(&parameter, "in").unwrap_or_default();
        // What leads nowhere or stands in no place may be the one that is wanted.
        is_complete &= parameter.get("$ref").is_none() && PLACES.contains(&place);
        if let Some(name) = text(&parameter, "name").filter(|_| place == "path") {
            declared.insert(name, parameter);
        }
    }
    let is_wanted = |(name, _): &(&&str, &Cursor<'_>)| wanted.contains(*name);
    right.extend(declared.iter().filter(is_wanted).map(|(_, parameter)| parameter.identity()));
    let mut unused: BTreeMap<&str, Cursor<'d>> = declared.clone().into_iter().collect();
    unused.retain(|name, _| !wanted.contains(name));
    for name in wanted.into_iter().filter(|name| !declared.contains_key(name)) {
        let near = nearest(name, unused.keys().copied()).and_then(|near| unused.remove_entry(near));
        if let Some((near, parameter)) = near {
            let template = operation.template;
            misspelt.push(Misspelling { template, placeholder: name, name: near, parameter });
        } else if is_complete {
            let message = format!("`{{{name}}}` of the path is not declared as a parameter");
            let problem =
                Diagnostic::new(&PATH_PARAMETER_UNDECLARED, operation.node.location(), message);
            let help = format!("add a parameter `name: {name}`, `in: path`, `required: true`");
            context.report_absence(problem.help(help));
        }
    }
    for (name, parameter) in unused {
        let message = format!("`{name}` does not occur in the path `{}`", operation.template);
        let problem = Diagnostic::new(&PATH_PARAMETER_UNUSED, parameter.location(), message);
        let help = format!("remove the parameter, or put `{{{name}}}` into the path");
        context.report(problem.related(operation.node.location(), "the operation").help(help));
    }
}

/// The path with its item, as the root document has it.
fn item<'d>(context: &Context<'d>, template: &str) -> Cursor<'d> {
    let root = context.document.root();
    root.get("paths").and_then(|paths| paths.get(template)).unwrap_or(root)
}

/// The parameter is right elsewhere, so this path is misspelt.
fn path(context: &Context<'_>, found: &Misspelling<'_>) -> Diagnostic {
    let Misspelling { placeholder, name, parameter, .. } = found;
    let item = item(context, found.template);
    let message = format!("`{{{placeholder}}}` of the path is not declared as a parameter");
    let problem = Diagnostic::new(&PATH_PARAMETER_UNDECLARED, item.key_location(), message)
        .related(parameter.location(), "this one is not in the path")
        .help(format!("did you mean `{{{name}}}`?"));
    let fix = item.key_span().and_then(|key| {
        let at = key.start + edit::slice(&item, key).find(&format!("{{{placeholder}}}"))? + 1;
        let edit = Edit::new(item.file(), Span::new(at, at + placeholder.len()), *name);
        Some(Fix::new(format!("write `{{{name}}}`"), edit))
    });
    match fix {
        Some(fix) => problem.fix(fix),
        None => problem,
    }
}

/// No path has the parameter under its name, so that is misspelt.
fn parameter(context: &Context<'_>, found: &Misspelling<'_>) -> Diagnostic {
    let Misspelling { placeholder, name, parameter, template } = found;
    let place = parameter.get("name").unwrap_or_else(|| parameter.clone());
    let message = format!("`{name}` is not in the path, which has `{{{placeholder}}}`");
    let problem = Diagnostic::new(&PATH_PARAMETER_UNDECLARED, place.location(), message)
        .related(item(context, template).key_location(), "the path")
        .help(format!("did you mean `{placeholder}`?"));
    match edit::once(&place, name, placeholder) {
        Some(fix) => problem.fix(fix),
        None => problem,
    }
}

//! Operations, their parameters and responses, as OpenAPI itself demands them.

use std::collections::BTreeMap;

use super::{OPERATION_ID_TWICE, STATUS_FORM, placeholders};
use crate::diagnostic::Diagnostic;
use crate::document::Cursor;
use crate::lint::context::{Context, text};
use crate::lint::edit;
use crate::openapi::Object;
use crate::openapi::{OperationObject, paths};
use crate::plan::shape;
use crate::refusals::{
    BODY_FORBIDDEN, PARAMETER_INCOMPLETE, PARAMETER_PLACE, PARAMETER_TWICE, PATH_AMBIGUOUS,
    PATH_PARAMETER_OPTIONAL,
};

/// Statuses whose responses have no body.
const BODYLESS: [&str; 3] = ["204", "205", "304"];

pub(super) fn check(context: &mut Context<'_>) {
    operation_ids(context);
    ambiguous_paths(context);
    placeholders::check(context);
    for operation in context.operations() {
        statuses(context, &operation);
    }
    for owner in [Object::PathItem, Object::Operation] {
        for node in context.each(owner) {
            repeated_parameters(context, &node);
        }
    }
    for parameter in context.each(Object::Parameter) {
        parameter_itself(context, &parameter);
    }
}

fn operation_ids(context: &mut Context<'_>) {
    let mut seen: BTreeMap<&str, Cursor<'_>> = BTreeMap::new();
    for operation in context.operations() {
        let Some(id) = operation.node.get("operationId") else { continue };
        let Some(name) = id.as_str() else { continue };
        match seen.get(name) {
            Some(first) if first.identity() != id.identity() => {
                let message = format!("two operations are called `{name}`");
                let problem = Diagnostic::new(&OPERATION_ID_TWICE, id.location(), message);
                let first = first.location();
                context.report(problem.related(first, "the first one").help("rename one of them"));
            }
            Some(_) => {}
            None => {
                seen.insert(name, id);
            }
        }
    }
}

/// Paths that differ in nothing but the names of their parameters.
fn ambiguous_paths(context: &mut Context<'_>) {
    let mut seen: BTreeMap<String, (&str, Cursor<'_>)> = BTreeMap::new();
    for (template, item) in paths(&context.document.root()) {
        let shape = shape(template);
        if let Some((first, place)) = seen.get(&shape) {
            let message = format!("this path and `{first}` match the same requests");
            let problem = Diagnostic::new(&PATH_AMBIGUOUS, item.key_location(), message)
                .related(place.key_location(), "the other one");
            context.report(problem.help("put the operations of both below one path"));
        } else {
            seen.insert(shape, (template, item));
        }
    }
}

fn statuses(context: &mut Context<'_>, operation: &OperationObject<'_>) {
    let Some(responses) = operation.node.get("responses") else { return };
    for (status, response) in responses.entries().filter(|(key, _)| !key.starts_with("x-")) {
        if !is_status(status) {
            let message = format!("`{status}` is not a status");
            let problem = Diagnostic::new(&STATUS_FORM, response.key_location(), message);
            context.report(problem.help("write `200`, `4XX` or `default`"));
        }
        let content = response.resolve().get("content").filter(|_| BODYLESS.contains(&status));
        if let Some(content) = content {
            let message = format!("a {status} response has no body");
            let problem = Diagnostic::new(&BODY_FORBIDDEN, content.location(), message);
            context.report(problem.help("remove `content`"));
        }
    }
}

fn is_status(key: &str) -> bool {
    let bytes = key.as_bytes();
    key == "default"
        || matches!(bytes, [b'1'..=b'5', b'X', b'X'])
        || matches!(bytes, [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'])
}

fn repeated_parameters(context: &mut Context<'_>, owner: &Cursor<'_>) {
    let mut seen: BTreeMap<(&str, &str), Cursor<'_>> = BTreeMap::new();
    for given in owner.get("parameters").iter().flat_map(Cursor::items) {
        let parameter = given.resolve();
        let (Some(name), Some(place)) = (text(&parameter, "name"), text(&parameter, "in")) else {
            continue;
        };
        if let Some(first) = seen.insert((place, name), given.clone()) {
            let message = format!("parameter `{name}` is listed twice");
            let problem = Diagnostic::new(&PARAMETER_TWICE, given.location(), message);
            let first = first.location();
            context.report(problem.related(first, "first listed here").help("remove one of them"));
        }
    }
}

fn parameter_itself(context: &mut Context<'_>, node: &Cursor<'_>) {
    if node.get("$ref").is_some() {
        return;
    }
    let lacks = |key: &str| node.get(key).is_none();
    if lacks("name") || lacks("in") {
        let message = "a parameter needs `name` and `in`";
        let problem = Diagnostic::new(&PARAMETER_INCOMPLETE, node.location(), message);
        context.report_absence(problem.help("add them"));
        return;
    }
    if lacks("schema") && lacks("content") {
        let message = "a parameter needs a `schema`";
        let problem = Diagnostic::new(&PARAMETER_INCOMPLETE, node.location(), message);
        context.report_absence(problem.help("add `schema`"));
    }
    match text(node, "in") {
        Some("path") => {
            let is_required = node.get("required").and_then(|flag| flag.as_bool()) == Some(true);
            if !is_required {
                let message = "a path parameter must be required";
                let fix = match node.get("required") {
                    Some(flag) => Some(edit::replace(&flag, "true")),
                    None => node.get("in").and_then(|it| edit::add_behind(&it, "required", "true")),
                };
                let mut problem =
                    Diagnostic::new(&PATH_PARAMETER_OPTIONAL, node.location(), message)
                        .help("add `required: true`");
                if let Some(fix) = fix {
                    problem = problem.fix(fix);
                }
                context.report_absence(problem);
            }
        }
        Some("query" | "header" | "cookie") | None => {}
        Some(_) => {
            let place = node.get("in").unwrap_or_else(|| node.clone()).location();
            let problem =
                Diagnostic::new(&PARAMETER_PLACE, place, "this is no place for a parameter");
            context.report(problem.help("`path`, `query` or `header`"));
        }
    }
}

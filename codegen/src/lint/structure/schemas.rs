//! Schemas that contradict themselves or OpenAPI.

use std::collections::BTreeMap;

use super::{BOUNDS_CROSSED, ENUM_TWICE, PATTERN_INVALID, READ_AND_WRITE_ONLY, REQUIRED_TWICE};
use crate::diagnostic::{Diagnostic, Rule};
use crate::document::Cursor;
use crate::lint::context::{Context, flag, text};
use crate::lint::edit;
use crate::openapi::Object;
use crate::refusals::{ARRAY_ITEMS_MISSING, BRANCH_TWICE, ENUM_EMPTY, TYPE_UNKNOWN};

const TYPES: [&str; 6] = ["string", "integer", "number", "boolean", "array", "object"];

/// Lower and upper bounds that belong together.
const BOUNDS: [(&str, &str); 4] = [
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
];

pub(super) fn check(context: &mut Context<'_>) {
    for schema in context.each(Object::Schema) {
        kind(context, &schema);
        repeated(context, &schema, "enum", &ENUM_TWICE);
        repeated(context, &schema, "x-extensible-enum", &ENUM_TWICE);
        repeated(context, &schema, "required", &REQUIRED_TWICE);
        branches(context, &schema);
        bounds(context, &schema);
        pattern(context, &schema);
        if flag(&schema, "readOnly") && flag(&schema, "writeOnly") {
            let place = schema.get("writeOnly").unwrap_or_else(|| schema.clone()).key_location();
            let message = "what is read-only and write-only is neither sent nor received";
            let problem = Diagnostic::new(&READ_AND_WRITE_ONLY, place, message);
            context.report(problem.help("remove one of the two"));
        }
    }
}

fn kind(context: &mut Context<'_>, schema: &Cursor<'_>) {
    let Some(kind) = schema.get("type") else { return };
    let Some(name) = kind.as_str() else { return };
    if !TYPES.contains(&name) {
        let help = match crate::suggest::nearest(name, TYPES) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "one of string, integer, number, boolean, array, object".to_owned(),
        };
        let problem = Diagnostic::new(&TYPE_UNKNOWN, kind.location(), "this is not a schema type");
        context.report(problem.help(help));
    }
    if name == "array" && schema.get("items").is_none() {
        let message = "an array needs `items`";
        let problem = Diagnostic::new(&ARRAY_ITEMS_MISSING, schema.location(), message);
        context.report_absence(problem.help("add `items` with the element schema"));
    }
    if let Some(list) = schema.get("enum").filter(|list| list.items().next().is_none()) {
        let message = "an enum needs at least one value";
        let problem = Diagnostic::new(&ENUM_EMPTY, list.location(), message);
        context.report(problem.help("list the known values"));
    }
}

fn repeated(context: &mut Context<'_>, schema: &Cursor<'_>, key: &str, rule: &'static Rule) {
    let mut seen: BTreeMap<String, Cursor<'_>> = BTreeMap::new();
    for value in schema.get(key).iter().flat_map(Cursor::items) {
        let written = value.to_json().to_string();
        let Some(first) = seen.get(&written) else {
            seen.insert(written, value);
            continue;
        };
        let message = format!("{written} is listed twice");
        let mut problem = Diagnostic::new(rule, value.location(), message)
            .related(first.location(), "first listed here")
            .help("remove one of them");
        if let Some(edit) = edit::remove_line(&value) {
            problem = problem.fix(edit);
        }
        context.report(problem);
    }
}

fn branches(context: &mut Context<'_>, schema: &Cursor<'_>) {
    let mut seen = BTreeMap::new();
    for branch in schema.get("oneOf").iter().flat_map(Cursor::items) {
        if let Some(first) = seen.insert(branch.resolve().identity(), branch.location()) {
            let message = "this branch is listed twice";
            let problem = Diagnostic::new(&BRANCH_TWICE, branch.location(), message);
            context.report(problem.related(first, "first listed here").help("remove one of them"));
        }
    }
}

fn bounds(context: &mut Context<'_>, schema: &Cursor<'_>) {
    for (low, high) in BOUNDS {
        let value = |key: &str| Some((schema.get(key)?, schema.get(key)?.as_f64()?));
        if let (Some((lower, least)), Some((upper, most))) = (value(low), value(high))
            && least > most
        {
            let message = format!("no value fits: `{low}` is greater than `{high}`");
            let problem = Diagnostic::new(&BOUNDS_CROSSED, lower.location(), message);
            let problem = problem.related(upper.location(), "the other bound");
            context.report(problem.help("mend the one that is wrong, or swap them"));
        }
    }
}

fn pattern(context: &mut Context<'_>, schema: &Cursor<'_>) {
    let (Some(place), Some(pattern)) = (schema.get("pattern"), text(schema, "pattern")) else {
        return;
    };
    if !context.patterns.is_valid(pattern) {
        let message = "this is not a regular expression of ECMA-262";
        let problem = Diagnostic::new(&PATTERN_INVALID, place.location(), message);
        let help = "close what is open, and write `\\` before a mark that stands for itself";
        context.report(problem.help(help));
    }
}

//! Style: the contract is written in one manner.

use heck::{ToLowerCamelCase, ToUpperCamelCase};

use super::context::{Context, members, text};
use super::edit;
use crate::diagnostic::{Diagnostic, Edit, Fix, Location, Span, rules};
use crate::document::{Cursor, NodeKind};
use crate::openapi::Object;

rules! { Style, Convention Allow;

OPERATION_ID_CASE = Warning "operation-id-case" {
    "An `operationId` is in camel case."
    why "It becomes names in several cases, and only camel case shows where words begin."
    Merge(Operation)
    bad "operationId: CreateThing"
    good "operationId: createThing"
}

SCHEMA_CASE = Warning "schema-case" {
    "The name of a schema is in Pascal case."
    why "It is the name of the Rust type."
    Merge(Components)
    bad "schemas: {Thing: {properties: {spare: {$ref: '#/components/schemas/spare_part'}}}, spare_part: {type: boolean, description: Whether.}}"
    good "schemas: {Thing: {properties: {spare: {$ref: '#/components/schemas/SparePart'}}}, SparePart: {type: boolean, description: Whether.}}"
}

PROPERTY_CASE = Warning "property-case" {
    "The name of a property is in camel case; HAL's begin with `_`."
    why "One manner makes a misspelt name visible."
    Merge(Schema)
    bad "properties: {spare_part: {type: boolean, description: Whether.}}"
    good "properties: {sparePart: {type: boolean, description: Whether.}}"
}

METHOD_ORDER = Warning "method-order" {
    "The methods of a path stand in the order get, post, put, patch, delete."
    why "Reviewers find an operation where they look for it."
    PathItem()
    bad "delete:\n  operationId: deleteThings\n  tags: [Things]\n  summary: Delete things\n  description: Deletes all things.\n  externalDocs: {url: 'https://docs.example.com/things'}\n  responses: {'204': {description: Done.}, '400': {description: Wrong.}}\nput:\n  operationId: fillThings\n  tags: [Things]\n  summary: Fill things\n  description: Fills all things.\n  externalDocs: {url: 'https://docs.example.com/things'}\n  responses: {'204': {description: Done.}, '400': {description: Wrong.}}"
    good "put:\n  operationId: fillThings\n  tags: [Things]\n  summary: Fill things\n  description: Fills all things.\n  externalDocs: {url: 'https://docs.example.com/things'}\n  responses: {'204': {description: Done.}, '400': {description: Wrong.}}\ndelete:\n  operationId: deleteThings\n  tags: [Things]\n  summary: Delete things\n  description: Deletes all things.\n  externalDocs: {url: 'https://docs.example.com/things'}\n  responses: {'204': {description: Done.}, '400': {description: Wrong.}}"
}

STATUS_ORDER = Warning "status-order" {
    "Responses stand in ascending order of their statuses, `default` last."
    why "Reviewers see at a glance what is missing."
    PathItem()
    bad "put:\n  operationId: fillThings\n  tags: [Things]\n  summary: Fill things\n  description: Fills all things.\n  externalDocs: {url: 'https://docs.example.com/things'}\n  responses:\n    '400': {description: Wrong.}\n    '204': {description: Done.}"
    good "put:\n  operationId: fillThings\n  tags: [Things]\n  summary: Fill things\n  description: Fills all things.\n  externalDocs: {url: 'https://docs.example.com/things'}\n  responses:\n    '204': {description: Done.}\n    '400': {description: Wrong.}"
}

SUMMARY_STOP = Warning "summary-stop" {
    "A summary has no final stop."
    why "It is a title: lists and tables show it without a sentence around it."
    Merge(Operation)
    bad "summary: Create a thing."
    good "summary: Create a thing"
}

SERVER_SLASH = Warning "server-slash" {
    "The URL of a server has no final slash."
    why "Paths begin with one, and some servers do not take two."
    Merge(Root)
    bad "servers: [{url: 'https://api.example.com/v1/', description: The only one.}]"
    good "servers: [{url: 'https://api.example.com/v1', description: The only one.}]"
}

REDUNDANT_DEFAULT = Warning "redundant-default" {
    "No flag says what holds without it."
    why "`nullable: false` looks like a decision and is none."
    Merge(Property)
    bad "nullable: false"
    good "nullable: null"
}

STATUS_UNQUOTED = Warning "status-unquoted" {
    "Statuses are quoted."
    why "YAML reads a bare `200` as a number; some tools then miss the key."
    PathItem()
    bad "put:\n  operationId: fillThings\n  tags: [Things]\n  summary: Fill things\n  description: Fills all things.\n  externalDocs: {url: 'https://docs.example.com/things'}\n  responses:\n    204: {description: Done.}\n    '400': {description: Wrong.}"
    good "put:\n  operationId: fillThings\n  tags: [Things]\n  summary: Fill things\n  description: Fills all things.\n  externalDocs: {url: 'https://docs.example.com/things'}\n  responses:\n    '204': {description: Done.}\n    '400': {description: Wrong.}"
}

TRAILING_SPACE = Warning "trailing-space" {
    "Lines do not end in blanks."
    why "They show up in every diff and mean nothing."
    Lines()
    bad "externalDocs:  \n  url: https://docs.example.com/"
    good "externalDocs:\n  url: https://docs.example.com/"
}

}

const ORDER: [&str; 8] = ["get", "post", "put", "patch", "delete", "head", "options", "trace"];

/// Flags whose default is `false`.
const FLAGS: [&str; 9] = [
    "nullable",
    "deprecated",
    "readOnly",
    "writeOnly",
    "uniqueItems",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "allowEmptyValue",
    "allowReserved",
];

pub(super) fn check(context: &mut Context<'_>) {
    for (object, node) in context.objects() {
        match object {
            Object::Operation => operation(context, &node),
            Object::Schema => {
                property_names(context, &node);
                redundant(context, &node);
            }
            Object::Parameter => redundant(context, &node),
            Object::Components => schema_names(context, &node),
            Object::PathItem => methods(context, &node),
            Object::Server => server(context, &node),
            _ => {}
        }
    }
    trailing_spaces(context);
}

fn is_camel(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric())
}

fn is_pascal(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric())
}

fn operation(context: &mut Context<'_>, node: &Cursor<'_>) {
    if let (Some(place), Some(id)) = (node.get("operationId"), text(node, "operationId"))
        && !is_camel(id)
        // What is no identifier at all is another matter.
        && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    {
        let message = format!("`{id}` is not in camel case");
        let problem = Diagnostic::new(&OPERATION_ID_CASE, place.location(), message);
        context.report(problem.help("write it like `readPairingKey`"));
    }
    if let (Some(place), Some(summary)) = (node.get("summary"), text(node, "summary")) {
        summary_stop(context, &place, summary);
    }
    if let Some(responses) = node.get("responses") {
        statuses(context, &responses);
    }
    redundant(context, node);
}

fn summary_stop(context: &mut Context<'_>, place: &Cursor<'_>, summary: &str) {
    if !summary.ends_with('.') || summary.ends_with("..") {
        return;
    }
    let mut problem = Diagnostic::new(&SUMMARY_STOP, place.location(), "a summary is a title")
        .help("drop the stop");
    if let Some(at) = edit::last(place, '.') {
        problem = problem.fix(Fix::new("drop the stop", Edit::new(place.file(), at, "")));
    }
    context.report(problem);
}

fn statuses(context: &mut Context<'_>, responses: &Cursor<'_>) {
    let mut last: Option<(&str, Cursor<'_>)> = None;
    for (status, response) in responses.entries().filter(|(key, _)| !key.starts_with("x-")) {
        // `default` sorts behind digits.
        if let Some((before, place)) = &last
            && *before > status
        {
            let message = format!("`{status}` stands behind `{before}`");
            let problem = Diagnostic::new(&STATUS_ORDER, response.key_location(), message);
            let problem = problem.related(place.key_location(), "put it before this");
            context.report(problem.help(format!("move it in front of `{before}`")));
        }
        if let Some(span) = response.key_span()
            && edit::slice(&response, span) == status
            && status.bytes().all(|byte| byte.is_ascii_digit())
        {
            let problem = Diagnostic::new(
                &STATUS_UNQUOTED,
                response.key_location(),
                "YAML reads this key as a number",
            );
            let quoted = Edit::new(response.file(), span, format!("'{status}'"));
            let help = format!("write `'{status}'`");
            context.report(problem.fix(Fix::new("quote it", quoted)).help(help));
        }
        last = Some((status, response));
    }
}

fn property_names(context: &mut Context<'_>, schema: &Cursor<'_>) {
    for (name, property) in members(schema) {
        if !is_camel(name.strip_prefix('_').unwrap_or(name)) {
            let message = format!("`{name}` is not in camel case");
            let problem = Diagnostic::new(&PROPERTY_CASE, property.key_location(), message);
            let help = format!("call it `{}`, if the API does", name.to_lower_camel_case());
            context.report(problem.help(help));
        }
    }
}

fn schema_names(context: &mut Context<'_>, components: &Cursor<'_>) {
    for (name, schema) in components.get("schemas").iter().flat_map(Cursor::entries) {
        // A definition inside another schema is named after both, and written without its owner.
        let written = schema.key_span().map_or(name, |span| edit::slice(&schema, span));
        let written = written.trim_matches(['"', '\'']);
        let is_inner = name.strip_suffix(written).is_some_and(|owner| owner.ends_with('.'));
        let name = if is_inner { written } else { name };
        if !is_pascal(name) {
            let message = format!("`{name}` is not in Pascal case");
            let problem = Diagnostic::new(&SCHEMA_CASE, schema.key_location(), message);
            context.report(problem.help(format!("call it `{}`", name.to_upper_camel_case())));
        }
    }
}

fn methods(context: &mut Context<'_>, item: &Cursor<'_>) {
    let rank = |key: &str| ORDER.iter().position(|method| *method == key);
    let mut last: Option<(usize, &str, Cursor<'_>)> = None;
    for (key, operation) in item.entries() {
        let Some(rank) = rank(key) else { continue };
        if let Some((before, name, place)) = &last
            && *before > rank
        {
            let message = format!("`{key}` stands behind `{name}`");
            let problem = Diagnostic::new(&METHOD_ORDER, operation.key_location(), message);
            let problem = problem.related(place.key_location(), "put it before this");
            context.report(problem.help(format!("move it in front of `{name}`")));
        }
        last = Some((rank, key, operation));
    }
}

fn server(context: &mut Context<'_>, server: &Cursor<'_>) {
    let Some(url) = server.get("url").filter(|url| url.kind() == NodeKind::String) else { return };
    let address = url.as_str().unwrap_or_default();
    if address.len() < 2 || !address.ends_with('/') {
        return;
    }
    let mut problem = Diagnostic::new(&SERVER_SLASH, url.location(), "the URL ends in a slash")
        .help("drop it: paths begin with one");
    if let Some(at) = edit::last(&url, '/') {
        problem = problem.fix(Fix::new("drop the slash", Edit::new(url.file(), at, "")));
    }
    context.report(problem);
}

fn redundant(context: &mut Context<'_>, node: &Cursor<'_>) {
    for key in FLAGS {
        let Some(value) = node.get(key).filter(|value| value.as_bool() == Some(false)) else {
            continue;
        };
        let message = format!("`{key}: false` is what holds without it");
        let mut problem = Diagnostic::new(&REDUNDANT_DEFAULT, value.key_location(), message)
            .help("remove the line");
        if let Some(fix) = edit::remove_line(&value) {
            problem = problem.fix(fix);
        }
        context.report(problem);
    }
}

fn trailing_spaces(context: &mut Context<'_>) {
    let sources = context.document.sources().clone();
    for file in sources.files() {
        let mut texts = context.document.texts(file);
        texts.retain(|text| edit::lines(sources.text(file), *text) > 1);
        let mut start = 0;
        for line in sources.text(file).split_inclusive('\n') {
            let written = line.trim_end_matches(['\n', '\r']);
            let kept = written.trim_end_matches([' ', '\t']).len();
            let span = Span::new(start + kept, start + written.len());
            start += line.len();
            if kept < written.len() && !is_inside(&texts, span) {
                let place = Location::new(file, span, "");
                let fix = Fix::new("drop the blanks", Edit::new(file, span, ""));
                let problem = Diagnostic::new(&TRAILING_SPACE, place, "this line ends in blanks")
                    .help("drop the blanks")
                    .fix(fix);
                context.report(problem);
            }
        }
    }
}

/// Whether a place lies in one of these sorted places, or directly behind it.
fn is_inside(texts: &[Span], place: Span) -> bool {
    let next = texts.partition_point(|text| text.start <= place.start);
    next.checked_sub(1).and_then(|last| texts.get(last)).is_some_and(|text| place.start <= text.end)
}

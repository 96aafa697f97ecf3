//! Documentation: readers of the client's documentation find what they need.

use std::collections::{BTreeMap, BTreeSet};

use super::context::{Context, members};
use crate::diagnostic::{Diagnostic, Rule, rules};
use crate::document::{Cursor, NodeKind};
use crate::openapi::Object;
use crate::openapi::OperationObject;

rules! { Documentation, Convention Allow;

INFO_DESCRIPTION = Warning "info-description" {
    "The contract says what it describes."
    why "It is the first thing that a reader sees, and becomes the description of the crate's API."
    Merge(Root)
    bad "info: {description: null}"
    good "info: {description: Things and what to do with them.}"
}

TAG_DESCRIPTION = Warning "tag-description" {
    "A tag has a description."
    why "It becomes the documentation of the handle on which the methods stand."
    Merge(Root)
    bad "tags: [{name: Things}]"
    good "tags: [{name: Things, description: Things of an environment.}]"
}

OPERATION_SUMMARY = Warning "operation-summary" {
    "An operation has a summary."
    why "It becomes the first line of the method's documentation."
    Merge(Operation)
    bad "summary: null"
    good "summary: Create a thing"
}

OPERATION_DESCRIPTION = Warning "operation-description" {
    "An operation has a description."
    why "A summary does not say what happens twice, what absence means, or how long it takes."
    Merge(Operation)
    bad "description: null"
    good "description: Creates a thing. A second one of the same name is refused."
}

PARAMETER_DESCRIPTION = Warning "parameter-description" {
    "A parameter has a description."
    why "It becomes the documentation of an argument or a setter."
    Merge(Parameter)
    bad "description: null"
    good "description: Only things of this color."
}

SCHEMA_DESCRIPTION = Warning "schema-description" {
    "A component schema has a description."
    why "It becomes the documentation of a type."
    Merge(Schema)
    bad "description: null"
    good "description: A thing."
}

PROPERTY_DESCRIPTION = Warning "property-description" {
    "A property has a description, or refers to a schema that has one."
    why "It becomes the documentation of a field."
    Merge(Property)
    bad "description: null"
    good "description: More about it."
}

DESCRIPTION_EMPTY = Warning "description-empty" {
    "A description says something."
    why "OpenAPI demands the key in a response, and an empty text only silences the tools."
    Merge(Response)
    bad "description: ''"
    good "description: The thing was created."
}

REQUEST_EXAMPLE = Warning "request-example" {
    "A request body has an example."
    why "It is what people copy; ours become documentation that compiles."
    Merge(Media)
    bad "example: null"
    good "example: {name: a}"
}

RESPONSE_EXAMPLE = Warning "response-example" {
    "A response with a body has an example, whatever its status."
    why "A real body says more than a schema, and the fake answers with it."
    Merge(Response)
    bad "content: {application/json: {example: null}}"
    good "content: {application/json: {example: {name: a}}}"
}

CLIENT_ERRORS_MISSING = Warning "client-errors-missing" {
    "An operation documents at least one status from 400 to 499."
    why "Every call can be wrong, and the caller wants to know how that looks."
    Merge(Operation)
    bad "responses: {'400': null}"
    good "responses: {'400': {description: The request is wrong.}}"
}

ERROR_FORGOTTEN = Warning "error-forgotten" {
    "An error that all other operations document is documented by the last one, too."
    why "It comes from what all calls have in common, such as a gateway, so one operation without it was forgotten."
    PathItem()
    bad "get:\n  operationId: listOthers\n  tags: [Things]\n  summary: List others\n  description: Lists the others.\n  externalDocs: {url: 'https://docs.example.com/things'}\n  responses: {'204': {description: None.}, '400': {description: Wrong.}}\nput:\n  operationId: fillThings\n  tags: [Things]\n  summary: Fill things\n  description: Fills all things.\n  externalDocs: {url: 'https://docs.example.com/things'}\n  responses: {'204': {description: Done.}, '400': {description: Wrong.}}\ndelete:\n  operationId: deleteThings\n  tags: [Things]\n  summary: Delete things\n  description: Deletes all things.\n  externalDocs: {url: 'https://docs.example.com/things'}\n  responses: {'204': {description: Done.}, '404': {description: Nothing there.}}"
    good "get:\n  operationId: listOthers\n  tags: [Things]\n  summary: List others\n  description: Lists the others.\n  externalDocs: {url: 'https://docs.example.com/things'}\n  responses: {'204': {description: None.}, '400': {description: Wrong.}}\nput:\n  operationId: fillThings\n  tags: [Things]\n  summary: Fill things\n  description: Fills all things.\n  externalDocs: {url: 'https://docs.example.com/things'}\n  responses: {'204': {description: Done.}, '400': {description: Wrong.}}\ndelete:\n  operationId: deleteThings\n  tags: [Things]\n  summary: Delete things\n  description: Deletes all things.\n  externalDocs: {url: 'https://docs.example.com/things'}\n  responses: {'204': {description: Done.}, '400': {description: Wrong.}}"
}

RETRY_AFTER_MISSING = Warning "retry-after-missing" {
    "A 429 response declares the header `Retry-After`."
    why "The caller has to know how long to wait."
    Merge(Operation)
    bad "responses: {'429': {description: Slower.}}"
    good "responses: {'429': {description: Slower., headers: {Retry-After: {description: Seconds., schema: {type: integer, format: int32}}}}}"
}

TERM_SPELLING = Warning "term-spelling" {
    "Names and terms of the field are spelt in one way."
    why "Readers search for them, and another spelling looks like another thing."
    Merge(Property)
    bad "description: The Json text from the server."
    good "description: The JSON text from the server."
}

}

/// How terms are spelt in prose; what stands in backticks is code.
const TERMS: [&str; 15] = [
    "OAuth", "JSON", "YAML", "UUID", "URL", "URI", "HTTP", "HTTPS", "HTML", "API", "QR", "GitHub",
    "OpenAPI", "iOS", "JWT",
];

/// Fewer operations have no habits.
const FEWEST: usize = 4;

pub(super) fn check(context: &mut Context<'_>) {
    info(context);
    forgotten(context);
    for operation in context.operations() {
        documented(context, &operation);
    }
    for (object, node) in context.objects() {
        match object {
            Object::Tag => needs(context, &node, "description", &TAG_DESCRIPTION, "this tag"),
            Object::Parameter => {
                needs(context, &node, "description", &PARAMETER_DESCRIPTION, "this parameter");
            }
            Object::Schema => properties(context, &node),
            Object::Components => schemas(context, &node),
            Object::RequestBody => example(context, &node, &REQUEST_EXAMPLE),
            Object::Response => example(context, &node, &RESPONSE_EXAMPLE),
            _ => {}
        }
        for key in ["description", "summary"] {
            if let Some(prose) = node.get(key) {
                read(context, &prose);
            }
        }
    }
}

fn needs(context: &mut Context<'_>, node: &Cursor<'_>, key: &str, rule: &'static Rule, what: &str) {
    if node.get(key).is_none() && node.get("$ref").is_none() {
        let problem = Diagnostic::new(rule, node.key_location(), format!("{what} has no `{key}`"));
        context.report_absence(problem.help(format!("add `{key}`")));
    }
}

fn info(context: &mut Context<'_>) {
    if let Some(info) = context.document.root().get("info") {
        needs(context, &info, "description", &INFO_DESCRIPTION, "the contract");
    }
}

fn documented(context: &mut Context<'_>, operation: &OperationObject<'_>) {
    let route = format!("`{}`", operation.route());
    needs(context, &operation.node, "summary", &OPERATION_SUMMARY, &route);
    needs(context, &operation.node, "description", &OPERATION_DESCRIPTION, &route);
    let mut statuses = operation.responses();
    if operation.node.get("responses").is_some()
        && !statuses.any(|(status, _)| status.starts_with('4') || status == "default")
    {
        let message = format!("{route} documents no error of the caller");
        let problem =
            Diagnostic::new(&CLIENT_ERRORS_MISSING, operation.node.key_location(), message);
        context.report_absence(problem.help("add the statuses that a wrong call gets, e.g. 400"));
    }
    if let Some((_, response)) = operation.responses().find(|(status, _)| *status == "429") {
        let headers = response.get("headers");
        let mut names = headers.iter().flat_map(Cursor::entries);
        if !names.any(|(name, _)| name.eq_ignore_ascii_case("retry-after")) {
            let message = "this response does not say how long to wait";
            let problem = Diagnostic::new(&RETRY_AFTER_MISSING, response.key_location(), message);
            context.report_absence(problem.help("declare the header `Retry-After`"));
        }
    }
}

/// Errors that all operations but one document.
fn forgotten(context: &mut Context<'_>) {
    let operations = context.operations();
    if operations.len() < FEWEST {
        return;
    }
    let has = |operation: &OperationObject<'_>, wanted: &str| {
        let range = format!("{}XX", &wanted[..1]);
        operation.responses().any(|(status, _)| [wanted, &range, "default"].contains(&status))
    };
    let statuses: BTreeSet<&str> = operations
        .iter()
        .flat_map(|operation| operation.responses().map(|(status, _)| status).collect::<Vec<_>>())
        .filter(|status| {
            status.starts_with(['4', '5']) && status.bytes().all(|it| it.is_ascii_digit())
        })
        .collect();
    let mut forgotten: BTreeMap<String, (Cursor<'_>, Vec<&str>)> = BTreeMap::new();
    for status in statuses {
        let mut lacking = operations.iter().filter(|operation| !has(operation, status));
        let (Some(last), None) = (lacking.next(), lacking.next()) else { continue };
        let Some(responses) = last.node.get("responses") else { continue };
        let (_, known) = forgotten.entry(last.route()).or_insert((responses, Vec::new()));
        known.push(status);
    }
    for (route, (responses, statuses)) in forgotten {
        let keys: Vec<String> = statuses.iter().map(|status| format!("`'{status}'`")).collect();
        let message = format!(
            "all other operations document {}, and `{route}` does not",
            statuses.join(", ")
        );
        let problem = Diagnostic::new(&ERROR_FORGOTTEN, responses.key_location(), message);
        let help = format!("add {}, or say why it cannot happen", keys.join(", "));
        context.report_absence(problem.help(help));
    }
}

fn properties(context: &mut Context<'_>, schema: &Cursor<'_>) {
    for (name, property) in members(schema) {
        let wraps = ["$ref", "allOf"].iter().any(|key| property.get(key).is_some());
        let is_schema = matches!(property.kind(), NodeKind::Map | NodeKind::Null);
        if is_schema && !wraps && property.get("description").is_none() && !is_fixed(&property) {
            let message = format!("the property `{name}` has no `description`");
            let problem = Diagnostic::new(&PROPERTY_DESCRIPTION, property.key_location(), message);
            context.report_absence(problem.help("add `description`"));
        }
    }
}

/// A property with one value, such as a discriminator, explains itself.
fn is_fixed(property: &Cursor<'_>) -> bool {
    property.get("enum").is_some_and(|values| values.items().count() == 1)
}

fn schemas(context: &mut Context<'_>, components: &Cursor<'_>) {
    for (name, schema) in components.get("schemas").iter().flat_map(Cursor::entries) {
        if schema.get("$ref").is_none() {
            let what = format!("the schema `{name}`");
            needs(context, &schema, "description", &SCHEMA_DESCRIPTION, &what);
        }
    }
}

fn example(context: &mut Context<'_>, body: &Cursor<'_>, rule: &'static Rule) {
    for (name, media) in body.get("content").iter().flat_map(Cursor::entries) {
        let media = media.resolve();
        let schema = media.get("schema").map(|schema| schema.resolve());
        let has =
            |node: &Cursor<'_>| node.get("example").is_some() || node.get("examples").is_some();
        if !has(&media) && !schema.as_ref().is_some_and(has) && media.get("$ref").is_none() {
            let message = format!("`{name}` has no example");
            let problem = Diagnostic::new(rule, media.key_location(), message);
            context.report_absence(problem.help("add `example`, or named ones in `examples`"));
        }
    }
}

/// Looks at a text as a reader would.
fn read(context: &mut Context<'_>, prose: &Cursor<'_>) {
    let Some(words) = prose.as_str() else { return };
    if words.trim().is_empty() {
        let problem =
            Diagnostic::new(&DESCRIPTION_EMPTY, prose.key_location(), "this says nothing");
        context.report(problem.help("say it in one sentence"));
    }
    let outside_code = words.split('`').step_by(2).flat_map(str::split_whitespace);
    for word in outside_code.filter(|word| !word.contains(['/', '.', '_', '@', '<'])) {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let own = context.document.target().terms.iter().map(String::as_str);
        let mut known = TERMS.into_iter().chain(own);
        let meant = known.find(|term| term.eq_ignore_ascii_case(word) && *term != word);
        if let Some(meant) = meant {
            let message = format!("`{word}` is spelt `{meant}`");
            let problem = Diagnostic::new(&TERM_SPELLING, prose.key_location(), message);
            context.report(problem.help(format!("write `{meant}`, or put code into backticks")));
        }
    }
}

//! What is marked as secret, unconfirmed or documented elsewhere is so.

use super::sources::PROVENANCE_MISSING;
use super::{SECRET_RETURNED, SECRET_UNMARKED, UNCONFIRMED_CLOSED, UNCONFIRMED_UNSAID};
use crate::diagnostic::Diagnostic;
use crate::document::Cursor;
use crate::lint::context::{Context, flag, members, text};
use crate::openapi::Object;

/// How names of secrets end, in lower case without separators.
const SECRETS: [&str; 9] = [
    "password",
    "passphrase",
    "passwd",
    "secret",
    "privatekey",
    "apikey",
    "accesstoken",
    "refreshtoken",
    "clientassertion",
];

pub(super) fn check(context: &mut Context<'_>) {
    for schema in context.each(Object::Schema) {
        for (name, property) in members(&schema) {
            secret(context, name, &property);
        }
    }
    for object in [Object::Schema, Object::Response, Object::Header] {
        for node in context.each(object) {
            unconfirmed(context, &node);
        }
    }
    for operation in context.operations() {
        if operation.node.get("externalDocs").is_none() {
            let place = operation.node.key_location();
            let message = format!("`{}` does not say where its facts are from", operation.route());
            let problem = Diagnostic::new(&PROVENANCE_MISSING, place, message);
            context.report_absence(problem.help("add `externalDocs: {url: …}`"));
        }
    }
}

fn secret(context: &mut Context<'_>, name: &str, property: &Cursor<'_>) {
    let schema = property.resolve();
    let is_text = text(&schema, "type") == Some("string") && schema.get("enum").is_none();
    let format = text(&schema, "format");
    let folded: String =
        name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    if is_text && format.is_none() && SECRETS.iter().any(|secret| folded.ends_with(secret)) {
        let message = format!("`{name}` sounds like a secret and is a plain string");
        let problem = Diagnostic::new(&SECRET_UNMARKED, property.key_location(), message);
        context.report(problem.help("add `format: password`"));
    }
    let is_write_only = flag(property, "writeOnly") || flag(&schema, "writeOnly");
    if is_text && format == Some("password") && !is_write_only {
        let message = format!("the secret `{name}` may be returned");
        let problem = Diagnostic::new(&SECRET_RETURNED, property.key_location(), message);
        context.report(problem.help("add `writeOnly: true`"));
    }
}

fn unconfirmed(context: &mut Context<'_>, node: &Cursor<'_>) {
    let Some(note) = node.get("x-unconfirmed") else { return };
    if note.as_str().is_some_and(|text| text.trim().is_empty()) {
        let message = "nothing is said about what is known";
        let problem = Diagnostic::new(&UNCONFIRMED_UNSAID, note.key_location(), message);
        context.report(problem.help("say which sample or text it is from"));
    }
    let is_closed = |value: &Cursor<'_>| value.as_bool() == Some(false);
    let closed = node.get("enum").or_else(|| node.get("additionalProperties").filter(is_closed));
    if let Some(closed) = closed {
        let message = "an unconfirmed set is closed";
        let problem = Diagnostic::new(&UNCONFIRMED_CLOSED, closed.key_location(), message)
            .related(note.key_location(), "it is unconfirmed");
        context.report(problem.help("write `x-extensible-enum`, or leave the object open"));
    }
}

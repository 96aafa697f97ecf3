//! Generation: what the generator does surprisingly, or would drop; `plan` refuses the rest.

use std::collections::HashSet;

use super::context::{Context, flag, text};
use super::edit;
use crate::diagnostic::{Diagnostic, rules};
use crate::document::{Cursor, Identity, NodeKind};
use crate::openapi::{Object, is_dropped, kind, members, parts};
use crate::suggest::nearest_from;
use crate::target::{Envelope, HAL_ITEMS};

rules! { Generation, Protection;

CONSTRUCT_DROPPED = Error "construct-dropped" {
    "Nothing is written that the generator would drop."
    why "Callbacks, links, XML and external examples have no counterpart in the client."
    Merge(Response)
    bad "links: {self: {operationId: createThing}}"
    good "links: null"
}

}

/// How contracts of this project are written; whoever takes another one as it is has no use for it.
pub(crate) mod manners {
    use crate::diagnostic::rules;

    rules! { Generation, Convention Allow;

    ENUM_CLOSED = Warning "enum-closed" {
        "The enum of a response says `x-extensible-enum`."
        why "New values are a compatible change of the API. The Rust enum is open either way, but other tools' clients fail on them."
        Merge(Property)
        bad "enum: [NEW, USED]"
        good "x-extensible-enum: [NEW, USED]"
    }

    INTEGER_FORMAT = Warning "integer-format" {
        "An integer says `int32` or `int64`, or has bounds."
        why "Without, it becomes 64 bits here and 32 bits elsewhere."
        Replace(Property)
        bad "{description: More., type: integer}"
        good "{description: More., type: integer, format: int32}"
    }

    NULLABLE_UNTYPED = Warning "nullable-untyped" {
        "`nullable: true` stands beside `type`."
        why "OpenAPI 3.0.3 reads it only there. Here it means that the value may be `null`, wherever it stands, but validators and other generators pass over it."
        Merge(Property)
        bad "nullable: true\ntype: null\nmaxLength: null"
        good "nullable: true"
    }

    RESPONSE_CLOSED = Warning "response-closed" {
        "Where objects of responses say `additionalProperties: true`, all of them do."
        why "The API may add properties at any time, and the Rust type keeps them in `extra` if the contract says so; one that was forgotten drops them."
        Merge(Schema)
        bad "additionalProperties: true\nproperties: {part: {type: object, description: A part of it., properties: {size: {type: string, description: In mm., maxLength: 9}}}}"
        good "additionalProperties: true\nproperties: {part: {type: object, description: A part of it., additionalProperties: true, properties: {size: {type: string, description: In mm., maxLength: 9}}}}"
    }

    }
}

/// What can be meant.
pub(crate) mod surprises {
    use crate::diagnostic::rules;

    rules! { Generation, Convention Warning;

    FORMAT_MISSPELT = Warning "format-misspelt" {
        "A `format` is no misspelling of one that has a meaning."
        why "An unknown format is allowed and means nothing: `datetime` makes a plain string of a time."
        Merge(Property)
        bad "{format: datetime, maxLength: 30}"
        good "{format: date-time, maxLength: 30}"
    }

    PAGE_PROPERTY_LOST = Warning "page-property-lost" {
        "A page of a collection has no property beside those that `client.yaml` names."
        why "The client reads the items and their number; what else a page has is dropped."
        Words()
        bad "`hasMore` beside the items that `collections.items` names"
        good "the items, and what `collections.count` names"
    }

    }
}

use manners::{ENUM_CLOSED, INTEGER_FORMAT, NULLABLE_UNTYPED, RESPONSE_CLOSED};
use surprises::{FORMAT_MISSPELT, PAGE_PROPERTY_LOST};

/// The formats of OpenAPI 3.0, and those of its registry that are in use.
const FORMATS: [&str; 43] = [
    "base64url",
    "binary",
    "byte",
    "char",
    "commonmark",
    "date",
    "date-time",
    "decimal",
    "decimal128",
    "double",
    "double-int",
    "duration",
    "email",
    "float",
    "hostname",
    "html",
    "http-date",
    "idn-email",
    "idn-hostname",
    "int16",
    "int32",
    "int64",
    "int8",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "media-range",
    "password",
    "regex",
    "relative-json-pointer",
    "time",
    "timestamp",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
    "unix-time",
    "uri",
    "uri-reference",
    "uri-template",
    "uuid",
];

/// Formats closer than this to a known one are taken for it.
const MISSPELT: f64 = 0.9;

pub(super) fn check(context: &mut Context<'_>) {
    for (object, node) in context.objects() {
        for (key, value) in node.entries() {
            if is_dropped(object, key) {
                let message = format!("`{key}` has no counterpart in the client");
                let problem = Diagnostic::new(&CONSTRUCT_DROPPED, value.key_location(), message);
                context.report(problem.help("remove it; a description can tell the same"));
            }
        }
    }
    for schema in context.each(Object::Schema) {
        integer(context, &schema);
        nullable(context, &schema);
        format(context, &schema);
    }
    pages(context);
    let received = received(context);
    openness(context, &received);
    for schema in received {
        let values = schema.get("enum").filter(|values| values.items().count() > 1);
        if let Some(values) = values.filter(|_| schema.get("x-extensible-enum").is_none()) {
            let message = "a response may have a value that is not listed";
            let problem = Diagnostic::new(&ENUM_CLOSED, values.key_location(), message);
            context.report(problem.help("write `x-extensible-enum` instead of `enum`"));
        }
    }
}

/// Objects of responses that say nothing of more properties, where most others do.
fn openness(context: &mut Context<'_>, received: &[Cursor<'_>]) {
    let embedded = received.iter().filter_map(|schema| schema.get("properties")?.get(HAL_ITEMS));
    // What is written by hand in the runtime keeps what it keeps.
    let own = received.iter().filter(|schema| schema.get("x-rust-type").is_some());
    let below_own = own.filter_map(|schema| schema.get("additionalProperties"));
    let envelopes: HashSet<Identity> =
        embedded.chain(below_own).map(|it| it.resolve().identity()).collect();
    // An object is open as soon as one of its parts says so.
    let is_open = |part: &Cursor<'_>| flag(part, "additionalProperties");
    let wholes = received.iter().map(parts).filter(|parts| parts.iter().any(is_open));
    let opened: HashSet<Identity> =
        wholes.flatten().filter(|part| !is_open(part)).map(|part| part.identity()).collect();
    let is_object = |schema: &&Cursor<'_>| {
        let properties = schema.get("properties");
        properties.is_some_and(|all| all.kind() == NodeKind::Map && all.get(HAL_ITEMS).is_none())
            && schema.get("x-rust-type").is_none()
            && !opened.contains(&schema.identity())
            && !envelopes.contains(&schema.identity())
    };
    let (open, silent): (Vec<_>, Vec<_>) = received.iter().filter(is_object).partition(|schema| {
        let more = schema.get("additionalProperties");
        more.is_some_and(|more| more.as_bool() != Some(false))
    });
    let open = open.iter().filter(|it| flag(it, "additionalProperties")).count();
    for schema in silent.iter().filter(|_| open >= silent.len()) {
        let message = "this object of a response takes no properties that are added later";
        let problem = Diagnostic::new(&RESPONSE_CLOSED, schema.key_location(), message);
        context.report_absence(problem.help("add `additionalProperties: true`"));
    }
}

/// `nullable` where OpenAPI 3.0.3 reads nothing.
fn nullable(context: &mut Context<'_>, schema: &Cursor<'_>) {
    if !flag(schema, "nullable") || schema.get("type").is_some() {
        return;
    }
    let Some(place) = schema.get("nullable") else { return };
    let message = "without `type` beside it, OpenAPI 3.0.3 reads nothing here";
    let problem = Diagnostic::new(&NULLABLE_UNTYPED, place.key_location(), message);
    context.report(match kind(schema) {
        Some(kind) => {
            let problem = problem.help(format!("add `type: {kind}`"));
            match edit::add_behind(&place, "type", kind) {
                Some(fix) => problem.fix(fix),
                None => problem,
            }
        }
        None => problem.help("add `type`"),
    });
}

/// What the page of a collection has beside its items and their number.
fn pages(context: &mut Context<'_>) {
    let Envelope::Flat { items, count, .. } = &context.document.target().collections else {
        return;
    };
    for operation in context.operations() {
        for (status, response) in operation.responses() {
            let content = response.get("content").filter(|_| status.starts_with('2'));
            for (_, media) in content.iter().flat_map(Cursor::entries) {
                let Some(schema) = media.resolve().get("schema") else { continue };
                let named = members(&schema);
                if named.get(items.as_str()).and_then(kind) != Some("array") {
                    continue;
                }
                let is_read = |name: &str| name == items || count.as_deref() == Some(name);
                for (name, property) in named.into_iter().filter(|(name, _)| !is_read(name)) {
                    let message = format!("`{name}` of a page is dropped");
                    let place = property.key_location();
                    let problem = Diagnostic::new(&PAGE_PROPERTY_LOST, place, message);
                    context
                        .report(problem.help("the client finds the next page by counting items"));
                }
            }
        }
    }
}

fn integer(context: &mut Context<'_>, schema: &Cursor<'_>) {
    let is_bounded =
        ["format", "minimum", "maximum", "enum"].iter().any(|it| schema.get(it).is_some());
    if text(schema, "type") == Some("integer") && !is_bounded {
        let problem =
            Diagnostic::new(&INTEGER_FORMAT, schema.location(), "this integer has no size");
        context.report(problem.help("add `format: int32` or `format: int64`"));
    }
}

fn format(context: &mut Context<'_>, schema: &Cursor<'_>) {
    let Some(node) = schema.get("format") else { return };
    let Some(given) = node.as_str().filter(|given| !FORMATS.contains(given)) else { return };
    let plain = given.replace('_', "-");
    if let Some(known) = nearest_from(MISSPELT, &plain, FORMATS) {
        let message = format!("`{given}` is no format with a meaning");
        let problem = Diagnostic::new(&FORMAT_MISSPELT, node.location(), message);
        context.report(problem.help(format!("did you mean `{known}`?")));
    }
}

/// The schemas that responses reach.
fn received<'d>(context: &Context<'d>) -> Vec<Cursor<'d>> {
    let bodies = context.each(Object::Response);
    let mut waiting: Vec<Cursor<'d>> = bodies
        .iter()
        .filter_map(|response| response.get("content"))
        .flat_map(|content| content.entries().collect::<Vec<_>>())
        .filter_map(|(_, media)| media.resolve().get("schema"))
        .collect();
    let mut seen: HashSet<Identity> = HashSet::new();
    let mut found = Vec::new();
    while let Some(next) = waiting.pop() {
        let schema = next.resolve();
        if !seen.insert(schema.identity()) {
            continue;
        }
        for key in ["allOf", "oneOf", "anyOf"] {
            waiting.extend(schema.get(key).iter().flat_map(Cursor::items));
        }
        waiting.extend(["items", "additionalProperties"].iter().filter_map(|key| schema.get(key)));
        waiting.extend(super::context::members(&schema).into_iter().map(|(_, member)| member));
        found.push(schema);
    }
    found
}

//! What a document of OpenAPI 3.0 says in the words of 3.1, with its form in 3.0.

use crate::diagnostic::{Edit, Fix};
use crate::document::{Cursor, NodeKind};
use crate::lint::edit;
use crate::openapi::Object;

const NEWER: &str = "OpenAPI 3.1 has it: write `openapi: 3.1.0` in the root document, or remove it";

/// Keys that OpenAPI 3.1 has and 3.0 has not.
const SCHEMA: [&str; 25] = [
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$dynamicRef",
    "$id",
    "$schema",
    "const",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "examples",
    "if",
    "maxContains",
    "minContains",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// What to do about a key or a value: in words and, where there is one way, as an edit.
pub(super) struct Way {
    pub(super) help: String,
    pub(super) fix: Option<Fix>,
}

impl Way {
    pub(super) fn words(help: impl Into<String>) -> Self {
        Self { help: help.into(), fix: None }
    }
}

/// The way out of a key that its object does not have, if 3.1 has it or it belongs elsewhere.
pub(super) fn key(
    object: Object,
    owner: &Cursor<'_>,
    key: &str,
    value: &Cursor<'_>,
) -> Option<Way> {
    match (object, key) {
        (Object::Schema, "const") => Some(constant(owner, value)),
        (Object::Schema, "examples") => {
            Some(Way::words("OpenAPI 3.0 has one example of a schema: write `example`"))
        }
        (Object::Schema, key) if SCHEMA.contains(&key) => Some(Way::words(NEWER)),
        (Object::Root, "webhooks" | "jsonSchemaDialect")
        | (Object::Info, "summary")
        | (Object::License, "identifier")
        | (Object::Components, "pathItems") => Some(Way::words(NEWER)),
        (Object::Parameter | Object::Header | Object::MediaType, key)
            if Object::Schema.keys().iter().any(|(known, _)| *known == key) =>
        {
            Some(Way::words("this describes a value: put it below `schema`"))
        }
        (Object::Response | Object::RequestBody, "schema") => Some(Way::words(
            "put it below a media type: `content: {application/json: {schema: …}}`",
        )),
        (Object::Root, "definitions") => Some(Way::words("put it below `components: schemas:`")),
        (Object::Root, "host" | "basePath" | "schemes") => {
            Some(Way::words("that is Swagger 2: write `servers: [{url: https://…}]`"))
        }
        (Object::Root | Object::Operation, "consumes" | "produces") => {
            Some(Way::words("that is Swagger 2: write media types below `content` of each body"))
        }
        _ => None,
    }
}

/// `const: a` is `enum: [a]`.
fn constant(owner: &Cursor<'_>, value: &Cursor<'_>) -> Way {
    let written = edit::slice(value, value.span());
    let is_simple = !matches!(value.kind(), NodeKind::Map | NodeKind::Sequence)
        && !written.contains(['\n', '#', ',', '[', ']', '{', '}']);
    let fix = value.key_span().filter(|_| is_simple && owner.get("enum").is_none()).map(|key| {
        let quote = edit::slice(value, key).chars().next().filter(|c| matches!(c, '"' | '\''));
        let quote = quote.map(String::from).unwrap_or_default();
        let edits = vec![
            Edit::new(value.file(), key, format!("{quote}enum{quote}")),
            Edit::new(value.file(), value.span(), format!("[{written}]")),
        ];
        Fix { title: "write `enum`".to_owned(), edits }
    });
    Way { help: "OpenAPI 3.0 has `enum` with one value instead".to_owned(), fix }
}

/// The way out of a value that is of another kind in 3.1.
pub(super) fn value(
    object: Object,
    owner: &Cursor<'_>,
    key: &str,
    value: &Cursor<'_>,
) -> Option<Way> {
    if object != Object::Schema {
        return None;
    }
    match (key, value.kind()) {
        ("type", NodeKind::Sequence) => Some(types(owner, value)),
        ("exclusiveMinimum", NodeKind::Number) => Some(bound(owner, value, key, "minimum")),
        ("exclusiveMaximum", NodeKind::Number) => Some(bound(owner, value, key, "maximum")),
        _ => None,
    }
}

fn types(owner: &Cursor<'_>, value: &Cursor<'_>) -> Way {
    let all: Vec<&str> = value.items().filter_map(|it| it.as_str()).collect();
    let kinds: Vec<&str> = all.iter().copied().filter(|kind| *kind != "null").collect();
    let [kind] = kinds.as_slice() else {
        return Way::words("OpenAPI 3.0 has one type: write a `oneOf` with a branch for each");
    };
    let written = match edit::is_json(value) {
        true => format!("\"{kind}\""),
        false => (*kind).to_owned(),
    };
    let mut edits = vec![Edit::new(value.file(), value.span(), written)];
    let is_nullable = all.len() > kinds.len();
    if is_nullable && owner.get("nullable").is_none() {
        let Some(added) = edit::add_behind(value, "nullable", "true") else {
            return Way::words("write one type, and `nullable: true` beside it");
        };
        edits.extend(added.edits);
    }
    let words = if is_nullable {
        format!("`type: {kind}` and `nullable: true`")
    } else {
        format!("`type: {kind}`")
    };
    let help = format!("OpenAPI 3.0 has one type: write {words}");
    let fix = edit::is_one_line(value).then(|| Fix { title: format!("write {words}"), edits });
    Way { help, fix }
}

fn bound(owner: &Cursor<'_>, value: &Cursor<'_>, key: &str, plain: &str) -> Way {
    let written = edit::slice(value, value.span());
    let words = format!("`{plain}: {written}` and `{key}: true`");
    let help = format!("OpenAPI 3.0 has a bound and a flag: write {words}");
    if owner.get(plain).is_some() {
        return Way::words(help);
    }
    let fix = edit::add_behind(value, plain, written).map(|added| {
        let mut edits = vec![Edit::new(value.file(), value.span(), "true")];
        edits.extend(added.edits);
        Fix { title: format!("write {words}"), edits }
    });
    Way { help, fix }
}

//! What the generator does with every key of every object: the policy, in one place.

use crate::openapi::Object;

/// What becomes of a node of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Fate {
    /// It shows in the client: as an item, in its type, or in its documentation.
    Rust,
    /// It decides what is sent, or the test kit checks it.
    Wire,
    /// A `$ref`: what it names is accounted for there.
    Reference,
    /// A mapping or a list that only holds others.
    Container,
    /// Nothing, for this reason.
    Ignored(&'static str),
    /// Nothing, because the operation breaks this rule, or those that use it do.
    LeftOut(&'static str),
    /// The contract is refused.
    Error,
}

use Fate::{Error, Ignored, Rust, Wire};

const ABOUT: &str = "about the contract, not about the client";
const REGIONS: &str = "the client's regions are written by hand";
const AUTHENTICATION: &str = "the client authenticates in one way, written by hand";
const SUPPLIED: &str = "the caller supplies the credentials, however they are got";
const CALLBACKS: &str = "the client makes calls, and takes none";
const LINKS: &str = "the client follows no links between operations";
const ITEM_DOCS: &str = "the operations of the path have their own";
const RETURN: &str = "the method's return type and documentation say it";
const BODY: &str = "the type of the body has its own";
const HEADERS: &str =
    "of a success, a field of its headers; the runtime reads those it knows by hand";
const BODY_EXAMPLES: &str = "documentation takes the examples of bodies and parameters";
const TITLE: &str = "the name of the type says it";
const READERS: &str = "for readers of the contract";
const REVIEWERS: &str = "for reviewers: nothing depends on it";
const VERSION: &str = "says how to read the rest";

/// What becomes of the value of `key`.
pub(super) fn of(object: Object, key: &str) -> Fate {
    match object {
        Object::Root => root(key),
        Object::Info | Object::Contact | Object::License => match (object, key) {
            (Object::Info, "title") => Rust,
            _ => Ignored(ABOUT),
        },
        Object::Server | Object::ServerVariable => Ignored(REGIONS),
        Object::SecurityScheme | Object::Flows | Object::Flow => Ignored(AUTHENTICATION),
        Object::Callback => Ignored(CALLBACKS),
        Object::Link => Ignored(LINKS),
        Object::Tag => Rust,
        Object::ExternalDocs => external_docs(key),
        Object::PathItem => match key {
            "summary" | "description" => Ignored(ITEM_DOCS),
            _ => Error,
        },
        Object::Operation => operation(key),
        Object::Parameter => parameter(key),
        Object::RequestBody => match key {
            "description" => Ignored(BODY),
            _ => Wire,
        },
        Object::MediaType => Rust,
        Object::Encoding => Wire,
        Object::Response => match key {
            "description" | "x-unconfirmed" => Rust,
            _ => Ignored(REVIEWERS),
        },
        Object::Header => Ignored(HEADERS),
        Object::Schema => schema(key),
        Object::Discriminator => Rust,
        Object::Example => match key {
            "summary" | "value" => Rust,
            "description" => Ignored(READERS),
            _ => Error,
        },
        Object::Part | Object::Components | Object::Xml => Error,
    }
}

/// What becomes of a key that says who may call or where, where the client reads it.
pub(super) fn of_access(object: Object, key: &str) -> Option<Fate> {
    match (object, key) {
        (Object::Server, "url" | "description") => Some(Rust),
        (Object::ServerVariable, "default" | "enum") => Some(Rust),
        (Object::SecurityScheme, "type" | "scheme" | "in" | "name") => Some(Wire),
        (Object::SecurityScheme, "description") => Some(Rust),
        (Object::Flow, "tokenUrl") => Some(Wire),
        (Object::Root, "security") => Some(Wire),
        (Object::Server | Object::ServerVariable, _) => Some(Ignored(READERS)),
        (Object::SecurityScheme | Object::Flows | Object::Flow, _) => Some(Ignored(SUPPLIED)),
        _ => None,
    }
}

/// What becomes of a node that stands below one with a fate of its own kind.
pub(super) fn below(object: Object, fate: Fate) -> Fate {
    match (object, fate) {
        // A success has no place for its description.
        (Object::Response, Rust) => Ignored(RETURN),
        (_, fate) => fate,
    }
}

fn root(key: &str) -> Fate {
    match key {
        "openapi" => Ignored(VERSION),
        "security" => Ignored(AUTHENTICATION),
        "webhooks" => Ignored(CALLBACKS),
        _ => Error,
    }
}

fn external_docs(key: &str) -> Fate {
    match key {
        "url" => Rust,
        _ => Ignored(READERS),
    }
}

fn operation(key: &str) -> Fate {
    match key {
        "security" => Wire,
        "tags" | "summary" | "description" | "operationId" | "deprecated" | "x-idempotent"
        | "x-paging" | "x-replaced-by" => Rust,
        "x-provenance" => Ignored(READERS),
        _ => Error,
    }
}

fn parameter(key: &str) -> Fate {
    match key {
        "name" | "in" | "style" | "explode" | "allowReserved" | "content" => Wire,
        "description" | "required" | "example" | "examples" | "deprecated" | "x-rust-name"
        | "x-rust-scope" => Rust,
        // What may be empty is a text as well.
        "allowEmptyValue" => Rust,
        _ => Error,
    }
}

fn schema(key: &str) -> Fate {
    match key {
        "type"
        | "format"
        | "enum"
        | "required"
        | "nullable"
        | "description"
        | "deprecated"
        | "readOnly"
        | "writeOnly"
        | "additionalProperties"
        | "pattern"
        | "minLength"
        | "maxLength"
        | "minItems"
        | "maxItems"
        | "minimum"
        | "maximum"
        | "exclusiveMinimum"
        | "exclusiveMaximum"
        | "multipleOf"
        | "default"
        | "x-enum-descriptions"
        | "x-enum-varnames"
        | "x-extensible-enum"
        | "x-replaced-by"
        | "x-rust-name"
        | "x-rust-names"
        | "x-rust-type"
        | "x-unconfirmed" => Rust,
        "uniqueItems" | "minProperties" | "maxProperties" => Wire,
        "title" => Ignored(TITLE),
        "example" => Ignored(BODY_EXAMPLES),
        _ => Error,
    }
}

/// Why everything below a schema of a handwritten type shows in no generated item.
pub(super) const HANDWRITTEN: &str = "the type is written by hand";
/// Why an extension that nobody here knows shows nowhere.
pub(super) const FOREIGN: &str = "an extension of another tool";
/// Why what stands beside a reference shows nowhere.
pub(super) const SIBLING: &str = "OpenAPI ignores what stands beside `$ref`";
/// Why a parameter shows nowhere.
pub(super) const OWN_HEADER: &str = "the client writes this header itself";
/// Why an example shows nowhere.
pub(super) const MISFIT: &str = "the example does not fit its schema";
/// Why a component shows nowhere.
pub(super) const UNUSED: &str = "nothing refers to it";
/// Why external documentation outside operations and tags is not used.
pub(super) const ELSEWHERE: &str = READERS;

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
    /// The contract is refused.
    Error,
}

use Fate::{Error, Ignored, Rust, Wire};

const ABOUT: &str = "about the contract, not about the client";
const REGIONS: &str = "the client's regions are written by hand";
const AUTHENTICATION: &str = "the client authenticates in one way, written by hand";
const ITEM_DOCS: &str = "the operations of the path have their own";
const RETURN: &str = "the method's return type and documentation say it";
const BODY: &str = "the type of the body has its own";
const HEADERS: &str = "the runtime reads the headers it knows by hand";
const UNMARKED: &str = "a parameter cannot be deprecated alone: say it in its description";
const ONE_EXAMPLE: &str = "documentation takes `example`";
const BODY_EXAMPLES: &str = "documentation takes the examples of bodies and parameters";
const TITLE: &str = "the name of the type says it";
const DEFAULT: &str = "what is absent is sent as absent: the server fills it in";
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
        Object::Part | Object::Components | Object::Callback | Object::Link | Object::Xml => Error,
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
        "tags" | "summary" | "description" | "operationId" | "deprecated" | "x-idempotent"
        | "x-replaced-by" => Rust,
        _ => Error,
    }
}

fn parameter(key: &str) -> Fate {
    match key {
        "name" | "in" => Wire,
        "description" | "required" | "example" | "x-rust-name" | "x-rust-scope" => Rust,
        "deprecated" => Ignored(UNMARKED),
        "examples" => Ignored(ONE_EXAMPLE),
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
        | "x-extensible-enum"
        | "x-replaced-by"
        | "x-rust-name"
        | "x-rust-type"
        | "x-unconfirmed" => Rust,
        "multipleOf" | "exclusiveMinimum" | "exclusiveMaximum" | "uniqueItems"
        | "minProperties" | "maxProperties" => Wire,
        "title" => Ignored(TITLE),
        "default" => Ignored(DEFAULT),
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
/// Why a component shows nowhere.
pub(super) const UNUSED: &str = "nothing refers to it";
/// Why external documentation outside operations and tags is not used.
pub(super) const ELSEWHERE: &str = READERS;

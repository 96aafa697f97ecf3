//! Which objects of OpenAPI stand where, as far as lowering looks at them.

/// An object that is lowered, or that leads to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Root,
    Info,
    License,
    Components,
    PathItem,
    Operation,
    Callback,
    /// A header is one without a name.
    Parameter,
    /// A request body; only its `content` matters.
    Body,
    Response,
    MediaType,
    Encoding,
    Schema,
    /// The schema of a parameter or header, whose values are texts.
    Argument,
    /// Anything else that may be a reference.
    Other,
}

/// How an object's kind stands below a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Below {
    One(Kind),
    List(Kind),
    /// By name; `x-` keys are no names where extensions may stand.
    Map(Kind),
    /// By name, of which each may begin with `x-`.
    Names(Kind),
}

use Below::{List, Map, Names, One};

impl Kind {
    pub(super) fn is_schema(self) -> bool {
        matches!(self, Self::Schema | Self::Argument)
    }

    /// What stands below a key; `None` if nothing there is lowered.
    pub(super) fn below(self, key: &str) -> Option<Below> {
        let below = match (self, key) {
            (Self::Root, "info") => One(Self::Info),
            (Self::Root, "paths") => Map(Self::PathItem),
            (Self::Root, "components") => One(Self::Components),
            (Self::Info, "license") => One(Self::License),
            (Self::Components, key) => return component(key),
            (Self::PathItem, "parameters") | (Self::Operation, "parameters") => {
                List(Self::Parameter)
            }
            (
                Self::PathItem,
                "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace",
            ) => One(Self::Operation),
            (Self::Operation, "requestBody") => One(Self::Body),
            (Self::Operation, "responses") => Map(Self::Response),
            (Self::Operation, "callbacks") => Names(Self::Callback),
            (Self::Parameter, "schema") => One(Self::Argument),
            (Self::MediaType, "schema") => One(Self::Schema),
            (Self::Parameter | Self::Body | Self::Response, "content") => Names(Self::MediaType),
            (Self::Parameter | Self::MediaType, "examples") => Names(Self::Other),
            (Self::Response | Self::Encoding, "headers") => Names(Self::Parameter),
            (Self::Response, "links") => Names(Self::Other),
            (Self::MediaType, "encoding") => Names(Self::Encoding),
            (Self::Schema | Self::Argument, "properties") => Names(Self::Schema),
            (Self::Schema | Self::Argument, "allOf" | "anyOf" | "oneOf") => List(Self::Schema),
            (Self::Schema | Self::Argument, "not" | "items" | "additionalProperties") => {
                One(Self::Schema)
            }
            (Self::Callback, key) if !key.starts_with("x-") => One(Self::PathItem),
            _ => return None,
        };
        Some(below)
    }
}

fn component(key: &str) -> Option<Below> {
    Some(Names(match key {
        "schemas" => Kind::Schema,
        "responses" => Kind::Response,
        "parameters" | "headers" => Kind::Parameter,
        "requestBodies" => Kind::Body,
        "callbacks" => Kind::Callback,
        "pathItems" => Kind::PathItem,
        "examples" | "links" | "securitySchemes" => Kind::Other,
        _ => return None,
    }))
}

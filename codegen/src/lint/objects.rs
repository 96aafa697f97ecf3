//! The objects of OpenAPI 3.0.3 as the contract may write them: their keys, and what stands below.

/// An object of the specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Object {
    Root,
    Part,
    Info,
    Server,
    Tag,
    ExternalDocs,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    MediaType,
    Response,
    Header,
    Schema,
    Discriminator,
    Example,
    Components,
    SecurityScheme,
}

/// What stands below a key.
#[derive(Debug, Clone, Copy)]
pub(super) enum Below {
    /// Plain data: not walked.
    Data,
    One(Object),
    /// An object, or `true` or `false` instead.
    OneOrFlag(Object),
    List(Object),
    Map(Object),
}

use Below::{Data, List, Map, One, OneOrFlag};
use Object::{
    Components, Discriminator, Example, ExternalDocs, Header, Info, MediaType, Operation,
    Parameter, Part, PathItem, RequestBody, Response, Root, Schema, SecurityScheme, Server, Tag,
};

type Keys = &'static [(&'static str, Below)];

impl Object {
    /// The name in the specification.
    pub(super) fn name(self) -> &'static str {
        match self {
            Root => "OpenAPI object",
            Part => "part of the contract",
            Info => "Info object",
            Server => "Server object",
            Tag => "Tag object",
            ExternalDocs => "External Documentation object",
            PathItem => "Path Item object",
            Operation => "Operation object",
            Parameter => "Parameter object",
            RequestBody => "Request Body object",
            MediaType => "Media Type object",
            Response => "Response object",
            Header => "Header object",
            Schema => "Schema object",
            Discriminator => "Discriminator object",
            Example => "Example object",
            Components => "Components object",
            SecurityScheme => "Security Scheme object",
        }
    }

    /// The keys it may have, our extensions included.
    pub(super) fn keys(self) -> Keys {
        match self {
            Root => ROOT,
            Part => &[("paths", Map(PathItem)), ("components", One(Components))],
            Info => &[
                ("title", Data),
                ("description", Data),
                ("termsOfService", Data),
                ("contact", Data),
                ("license", Data),
                ("version", Data),
            ],
            Server => &[("url", Data), ("description", Data), ("variables", Data)],
            Tag => &[("name", Data), ("description", Data), ("externalDocs", One(ExternalDocs))],
            ExternalDocs => &[("description", Data), ("url", Data)],
            PathItem => PATH_ITEM,
            Operation => OPERATION,
            Parameter => PARAMETER,
            RequestBody => {
                &[("description", Data), ("content", Map(MediaType)), ("required", Data)]
            }
            MediaType => &[
                ("schema", One(Schema)),
                ("example", Data),
                ("examples", Map(Example)),
                ("encoding", Data),
            ],
            Response => &[
                ("description", Data),
                ("headers", Map(Header)),
                ("content", Map(MediaType)),
                ("links", Data),
                ("x-unconfirmed", Data),
            ],
            Header => HEADER,
            Schema => SCHEMA,
            Discriminator => &[("propertyName", Data), ("mapping", Data)],
            Example => &[
                ("summary", Data),
                ("description", Data),
                ("value", Data),
                ("externalValue", Data),
            ],
            Components => COMPONENTS,
            SecurityScheme => &[
                ("type", Data),
                ("description", Data),
                ("name", Data),
                ("in", Data),
                ("scheme", Data),
                ("bearerFormat", Data),
                ("flows", Data),
                ("openIdConnectUrl", Data),
            ],
        }
    }
}

const ROOT: Keys = &[
    ("openapi", Data),
    ("info", One(Info)),
    ("servers", List(Server)),
    ("paths", Map(PathItem)),
    ("components", One(Components)),
    ("security", Data),
    ("tags", List(Tag)),
    ("externalDocs", One(ExternalDocs)),
];

const PATH_ITEM: Keys = &[
    ("summary", Data),
    ("description", Data),
    ("get", One(Operation)),
    ("put", One(Operation)),
    ("post", One(Operation)),
    ("delete", One(Operation)),
    ("options", One(Operation)),
    ("head", One(Operation)),
    ("patch", One(Operation)),
    ("trace", One(Operation)),
    ("servers", List(Server)),
    ("parameters", List(Parameter)),
];

const OPERATION: Keys = &[
    ("tags", Data),
    ("summary", Data),
    ("description", Data),
    ("externalDocs", One(ExternalDocs)),
    ("x-idempotent", Data),
    ("operationId", Data),
    ("parameters", List(Parameter)),
    ("requestBody", One(RequestBody)),
    ("responses", Map(Response)),
    ("callbacks", Data),
    ("deprecated", Data),
    ("security", Data),
    ("servers", List(Server)),
];

const PARAMETER: Keys = &[
    ("name", Data),
    ("in", Data),
    ("description", Data),
    ("required", Data),
    ("deprecated", Data),
    ("allowEmptyValue", Data),
    ("style", Data),
    ("explode", Data),
    ("allowReserved", Data),
    ("schema", One(Schema)),
    ("example", Data),
    ("examples", Map(Example)),
    ("content", Map(MediaType)),
    ("x-rust-name", Data),
    ("x-rust-scope", Data),
];

const HEADER: Keys = &[
    ("description", Data),
    ("required", Data),
    ("deprecated", Data),
    ("style", Data),
    ("explode", Data),
    ("schema", One(Schema)),
    ("example", Data),
    ("examples", Map(Example)),
    ("x-unconfirmed", Data),
];

const SCHEMA: Keys = &[
    ("title", Data),
    ("multipleOf", Data),
    ("maximum", Data),
    ("exclusiveMaximum", Data),
    ("minimum", Data),
    ("exclusiveMinimum", Data),
    ("maxLength", Data),
    ("minLength", Data),
    ("pattern", Data),
    ("maxItems", Data),
    ("minItems", Data),
    ("uniqueItems", Data),
    ("maxProperties", Data),
    ("minProperties", Data),
    ("required", Data),
    ("enum", Data),
    ("type", Data),
    ("allOf", List(Schema)),
    ("oneOf", List(Schema)),
    ("anyOf", List(Schema)),
    ("not", One(Schema)),
    ("items", One(Schema)),
    ("properties", Map(Schema)),
    ("additionalProperties", OneOrFlag(Schema)),
    ("description", Data),
    ("format", Data),
    ("default", Data),
    ("nullable", Data),
    ("discriminator", One(Discriminator)),
    ("readOnly", Data),
    ("writeOnly", Data),
    ("externalDocs", One(ExternalDocs)),
    ("example", Data),
    ("deprecated", Data),
    ("x-extensible-enum", Data),
    ("x-rust-name", Data),
    ("x-rust-type", Data),
    ("x-unconfirmed", Data),
];

const COMPONENTS: Keys = &[
    ("schemas", Map(Schema)),
    ("responses", Map(Response)),
    ("parameters", Map(Parameter)),
    ("examples", Map(Example)),
    ("requestBodies", Map(RequestBody)),
    ("headers", Map(Header)),
    ("securitySchemes", Map(SecurityScheme)),
];

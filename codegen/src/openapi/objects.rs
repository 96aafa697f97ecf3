//! The objects of OpenAPI 3.0.3: their keys, what stands below each, and which must be there.

/// An object of the specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Object {
    Root,
    Part,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Tag,
    ExternalDocs,
    PathItem,
    Operation,
    Callback,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Response,
    Header,
    Link,
    Schema,
    Discriminator,
    Xml,
    Example,
    Components,
    SecurityScheme,
    Flows,
    Flow,
}

/// What stands below a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Below {
    /// Any value: not walked.
    Any,
    Text,
    Flag,
    Number,
    /// A whole number from 0.
    Count,
    /// A list of any values.
    Values,
    /// A list of texts.
    Texts,
    /// A mapping of names to texts.
    TextMap,
    One(Object),
    /// An object, or `true` or `false` instead.
    OneOrFlag(Object),
    List(Object),
    Map(Object),
    /// As [`Below::Map`], with `x-` keys that are extensions and no names.
    Extensible(Object),
}

use Below::{
    Any, Count, Extensible, Flag, List, Map, Number, One, OneOrFlag, Text, TextMap, Texts, Values,
};
use Object::{
    Callback, Components, Contact, Discriminator, Encoding, Example, ExternalDocs, Flow, Flows,
    Header, Info, License, Link, MediaType, Operation, Parameter, Part, PathItem, RequestBody,
    Response, Root, Schema, SecurityScheme, Server, ServerVariable, Tag, Xml,
};

type Keys = &'static [(&'static str, Below)];

impl Object {
    /// The name in the specification.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Root => "OpenAPI object",
            Part => "part of the contract",
            Info => "Info object",
            Contact => "Contact object",
            License => "License object",
            Server => "Server object",
            ServerVariable => "Server Variable object",
            Tag => "Tag object",
            ExternalDocs => "External Documentation object",
            PathItem => "Path Item object",
            Operation => "Operation object",
            Callback => "Callback object",
            Parameter => "Parameter object",
            RequestBody => "Request Body object",
            MediaType => "Media Type object",
            Encoding => "Encoding object",
            Response => "Response object",
            Header => "Header object",
            Link => "Link object",
            Schema => "Schema object",
            Discriminator => "Discriminator object",
            Xml => "XML object",
            Example => "Example object",
            Components => "Components object",
            SecurityScheme => "Security Scheme object",
            Flows => "OAuth Flows object",
            Flow => "OAuth Flow object",
        }
    }

    /// The keys that OpenAPI gives it.
    pub(crate) fn keys(self) -> Keys {
        match self {
            Root => ROOT,
            Part => &[("paths", Extensible(PathItem)), ("components", One(Components))],
            Info => INFO,
            Contact => &[("name", Text), ("url", Text), ("email", Text)],
            License => &[("name", Text), ("url", Text)],
            Server => &[("url", Text), ("description", Text), ("variables", Map(ServerVariable))],
            ServerVariable => &[("enum", Texts), ("default", Text), ("description", Text)],
            Tag => &[("name", Text), ("description", Text), ("externalDocs", One(ExternalDocs))],
            ExternalDocs => &[("description", Text), ("url", Text)],
            PathItem => PATH_ITEM,
            Operation => OPERATION,
            // Its keys are expressions; each holds a path item.
            Callback => &[],
            Parameter => PARAMETER,
            RequestBody => {
                &[("description", Text), ("content", Map(MediaType)), ("required", Flag)]
            }
            MediaType => MEDIA_TYPE,
            Encoding => ENCODING,
            Response => RESPONSE,
            Header => HEADER,
            Link => LINK,
            Schema => SCHEMA,
            Discriminator => &[("propertyName", Text), ("mapping", TextMap)],
            Xml => XML,
            Example => EXAMPLE,
            Components => COMPONENTS,
            SecurityScheme => SECURITY_SCHEME,
            Flows => FLOWS,
            Flow => FLOW,
        }
    }

    /// The keys that this project adds.
    pub(crate) fn extensions(self) -> Keys {
        match self {
            Parameter => &[("x-rust-name", Text), ("x-rust-scope", Text)],
            Operation | Tag => &[("x-rust-name", Text)],
            Response | Header => &[("x-unconfirmed", Text)],
            Schema => &[
                ("x-enum-descriptions", Any),
                ("x-enum-varnames", Any),
                ("x-extensible-enum", Values),
                ("x-replaced-by", Text),
                ("x-rust-name", Text),
                ("x-rust-names", TextMap),
                ("x-rust-type", Text),
                ("x-unconfirmed", Text),
            ],
            _ => &[],
        }
    }

    /// The keys that must be there.
    pub(crate) fn required(self) -> &'static [&'static str] {
        match self {
            Root => &["info", "paths"],
            Info => &["title", "version"],
            License | Tag => &["name"],
            Server | ExternalDocs => &["url"],
            ServerVariable => &["default"],
            Response => &["description"],
            Discriminator => &["propertyName"],
            SecurityScheme => &["type"],
            Flow => &["scopes"],
            _ => &[],
        }
    }
}

const ROOT: Keys = &[
    ("openapi", Text),
    ("info", One(Info)),
    ("servers", List(Server)),
    ("paths", Extensible(PathItem)),
    ("components", One(Components)),
    ("security", Values),
    ("tags", List(Tag)),
    ("externalDocs", One(ExternalDocs)),
];

const INFO: Keys = &[
    ("title", Text),
    ("description", Text),
    ("termsOfService", Text),
    ("contact", One(Contact)),
    ("license", One(License)),
    ("version", Text),
];

const PATH_ITEM: Keys = &[
    ("summary", Text),
    ("description", Text),
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
    ("tags", Texts),
    ("summary", Text),
    ("description", Text),
    ("externalDocs", One(ExternalDocs)),
    ("x-idempotent", Flag),
    ("x-paging", Any),
    ("x-provenance", Text),
    ("x-replaced-by", Text),
    ("operationId", Text),
    ("parameters", List(Parameter)),
    ("requestBody", One(RequestBody)),
    ("responses", Extensible(Response)),
    ("callbacks", Map(Callback)),
    ("deprecated", Flag),
    ("security", Values),
    ("servers", List(Server)),
];

const PARAMETER: Keys = &[
    ("name", Text),
    ("in", Text),
    ("description", Text),
    ("required", Flag),
    ("deprecated", Flag),
    ("allowEmptyValue", Flag),
    ("style", Text),
    ("explode", Flag),
    ("allowReserved", Flag),
    ("schema", One(Schema)),
    ("example", Any),
    ("examples", Map(Example)),
    ("content", Map(MediaType)),
];

const HEADER: Keys = &[
    ("description", Text),
    ("required", Flag),
    ("deprecated", Flag),
    ("allowEmptyValue", Flag),
    ("style", Text),
    ("explode", Flag),
    ("allowReserved", Flag),
    ("schema", One(Schema)),
    ("example", Any),
    ("examples", Map(Example)),
    ("content", Map(MediaType)),
];

const MEDIA_TYPE: Keys = &[
    ("schema", One(Schema)),
    ("example", Any),
    ("examples", Map(Example)),
    ("encoding", Map(Encoding)),
];

const ENCODING: Keys = &[
    ("contentType", Text),
    ("headers", Map(Header)),
    ("style", Text),
    ("explode", Flag),
    ("allowReserved", Flag),
];

const RESPONSE: Keys = &[
    ("description", Text),
    ("headers", Map(Header)),
    ("content", Map(MediaType)),
    ("links", Map(Link)),
];

const LINK: Keys = &[
    ("operationRef", Text),
    ("operationId", Text),
    ("parameters", Any),
    ("requestBody", Any),
    ("description", Text),
    ("server", One(Server)),
];

const EXAMPLE: Keys =
    &[("summary", Text), ("description", Text), ("value", Any), ("externalValue", Text)];

const SCHEMA: Keys = &[
    ("title", Text),
    ("multipleOf", Number),
    ("maximum", Number),
    ("exclusiveMaximum", Flag),
    ("minimum", Number),
    ("exclusiveMinimum", Flag),
    ("maxLength", Count),
    ("minLength", Count),
    ("pattern", Text),
    ("maxItems", Count),
    ("minItems", Count),
    ("uniqueItems", Flag),
    ("maxProperties", Count),
    ("minProperties", Count),
    ("required", Texts),
    ("enum", Values),
    ("type", Text),
    ("allOf", List(Schema)),
    ("oneOf", List(Schema)),
    ("anyOf", List(Schema)),
    ("not", One(Schema)),
    ("items", One(Schema)),
    ("properties", Map(Schema)),
    ("additionalProperties", OneOrFlag(Schema)),
    ("description", Text),
    ("format", Text),
    ("default", Any),
    ("nullable", Flag),
    ("discriminator", One(Discriminator)),
    ("readOnly", Flag),
    ("writeOnly", Flag),
    ("xml", One(Xml)),
    ("externalDocs", One(ExternalDocs)),
    ("example", Any),
    ("deprecated", Flag),
];

const XML: Keys = &[
    ("name", Text),
    ("namespace", Text),
    ("prefix", Text),
    ("attribute", Flag),
    ("wrapped", Flag),
];

const COMPONENTS: Keys = &[
    ("schemas", Map(Schema)),
    ("responses", Map(Response)),
    ("parameters", Map(Parameter)),
    ("examples", Map(Example)),
    ("requestBodies", Map(RequestBody)),
    ("headers", Map(Header)),
    ("securitySchemes", Map(SecurityScheme)),
    ("links", Map(Link)),
    ("callbacks", Map(Callback)),
];

const SECURITY_SCHEME: Keys = &[
    ("type", Text),
    ("description", Text),
    ("name", Text),
    ("in", Text),
    ("scheme", Text),
    ("bearerFormat", Text),
    ("flows", One(Flows)),
    ("openIdConnectUrl", Text),
];

const FLOWS: Keys = &[
    ("implicit", One(Flow)),
    ("password", One(Flow)),
    ("clientCredentials", One(Flow)),
    ("authorizationCode", One(Flow)),
];

const FLOW: Keys =
    &[("authorizationUrl", Text), ("tokenUrl", Text), ("refreshUrl", Text), ("scopes", TextMap)];

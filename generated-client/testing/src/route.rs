//! One row of the contract: what the fake needs to know of an operation to serve it.

use std::fmt;

/// An operation of the contract, as the fake serves it.
///
/// The fake reads nothing else of the contract: method and template route a request, the schemas check what comes in
/// and what goes out and say which properties a resource has, the examples fill what nothing else decides.
///
/// Schemas are self-contained JSON Schema 2020-12 documents (everything referred to is below `$defs`); examples are
/// JSON documents.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// The `operationId`, for example `createPairingKey`.
    pub operation_id: &'static str,
    /// The tag that groups the operation, for example `Pairing Keys`.
    pub tag: &'static str,
    /// The HTTP method in capitals.
    pub method: &'static str,
    /// The path below the API base, for example `/environments/{environmentID}/users/{userID}/pairingKeys`.
    pub template: &'static str,
    /// The parameters, those in the path included.
    pub parameters: &'static [Parameter],
    /// What it asks of its callers: one of these ways, each with all credentials that it takes, or nothing if
    /// there are none. `None` for a valid token.
    pub security: Option<&'static [Vec<Credential>]>,
    /// The success status.
    pub success: u16,
    /// The media types that a request may have, ranges such as `image/*` included; none where any will do.
    pub request_media: &'static [&'static str],
    /// The media type whose bodies fit `request_schema`.
    pub request_json: &'static str,
    /// The schema of the JSON request body; `None` when the operation takes no body.
    pub request_schema: Option<&'static str>,
    /// A request body that fits `request_schema`.
    pub request_example: Option<&'static str>,
    /// The bodies that a request may have instead, each with its media type.
    pub request_bodies: &'static [RequestBody],
    /// Whether a request without a body is refused, where there may be one.
    pub request_presence: Presence,
    /// The media type of the success response, and what it is, where it is no JSON.
    pub response_text: Option<(&'static str, &'static str)>,
    /// The schema of the success response; `None` when it has no body.
    pub response_schema: Option<&'static str>,
    /// A success response that fits `response_schema`.
    pub response_example: Option<&'static str>,
}

/// An operation of the contract by its name; the constants are generated.
///
/// ```
/// use pingone_mfa_testing::Operation;
///
/// assert_eq!(Operation::CREATE_PAIRING_KEY.id(), "createPairingKey");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Operation(&'static str);

impl Operation {
    /// The operation with this `operationId`, for a contract of your own; see
    /// [`routes`](crate::FakePingOneBuilder::routes).
    #[must_use]
    pub const fn named(operation_id: &'static str) -> Operation {
        Operation(operation_id)
    }

    /// The `operationId`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }
}

/// A body that a request may have.
#[derive(Debug, Clone, Copy)]
pub struct RequestBody {
    /// Its media type, in lower case and without parameters.
    pub media: &'static str,
    /// Its schema: of JSON, or of the object that a form or parts say.
    pub schema: Option<&'static str>,
    /// The arrays of a form that are one pair with commas (`explode: false`).
    pub joined: &'static [&'static str],
    /// The media types of parts, by name, where the contract names some (`contentType` of `encoding`).
    pub part_media: &'static [(&'static str, &'static str)],
}

/// Something that a request shows to be let in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Credential {
    /// A valid bearer token.
    Token,
    /// A user name and a password, whatever they are.
    Login,
    /// A key in this header, whatever it is.
    Header(String),
    /// A key in this query parameter.
    Query(String),
    /// A key in this cookie.
    Cookie(String),
    /// A certificate of the connection, which the fake does not look at.
    Certificate,
}

/// A parameter of an operation.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// The name on the wire.
    pub name: &'static str,
    /// Where it is sent.
    pub location: Location,
    /// Whether a request without it is refused.
    pub presence: Presence,
    /// What its text must be.
    pub format: Format,
    /// How it is written.
    pub style: Style,
    /// Whether the parts of a list or an object stand for themselves (`explode`).
    pub exploded: bool,
    /// The schema of its value, a self-contained JSON Schema, if it says more than the format.
    pub schema: Option<&'static str>,
}

impl Parameter {
    /// A parameter that is one plain text.
    #[must_use]
    pub const fn plain(
        name: &'static str,
        location: Location,
        presence: Presence,
        format: Format,
    ) -> Parameter {
        let style = match location {
            Location::Path | Location::Header => Style::Simple,
            Location::Query | Location::Cookie => Style::Form,
        };
        Parameter { name, location, presence, format, style, exploded: false, schema: None }
    }
}

/// How a parameter is written: the styles of OpenAPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `a,b` in paths and headers.
    Simple,
    /// `.a.b` in paths.
    Label,
    /// `;name=a,b` in paths.
    Matrix,
    /// `name=a,b` in queries and cookies.
    Form,
    /// `name=a%20b` in queries.
    SpaceDelimited,
    /// `name=a%7Cb` in queries.
    PipeDelimited,
    /// `name[a]=b` in queries.
    DeepObject,
    /// JSON.
    Json,
}

/// Where a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// Among the headers.
    Header,
    /// In the header `Cookie`.
    Cookie,
}

/// Whether a parameter must be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It must.
    Required,
    /// It may be left out.
    Optional,
}

/// What the text of a parameter must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Anything.
    Text,
    /// A UUID of 36 characters.
    Uuid,
    /// A whole number of 64 bits.
    Integer,
    /// A finite number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A date and time as in RFC 3339.
    DateTime,
    /// A date as in RFC 3339.
    Date,
}

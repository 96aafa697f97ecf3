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
}

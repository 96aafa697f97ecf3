//! One row of the contract: what the fake needs to know of an operation to serve it.

/// An operation of the contract, as the generator writes it into the routes table.
///
/// The fake reads nothing else of the contract: method and template route a request, the schemas check what comes in
/// and what goes out, the example answers for operations without a behaviour of their own.
///
/// Schemas are self-contained JSON Schema 2020-12 documents (everything referred to lies below `$defs`); examples are
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
    /// The success status.
    pub success: u16,
    /// The schema of the JSON request body; `None` when the operation takes no body.
    pub request_schema: Option<&'static str>,
    /// A request body that fits `request_schema`.
    pub request_example: Option<&'static str>,
    /// The schema of the success response; `None` when it has no body.
    pub response_schema: Option<&'static str>,
    /// A success response that fits `response_schema`.
    pub response_example: Option<&'static str>,
}

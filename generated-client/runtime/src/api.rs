//! What the operations of one contract have in common.

/// What the operations of one contract have in common, as generated code describes it.
#[derive(Debug)]
pub struct Api {
    /// How the bodies of errors are made.
    pub errors: ErrorFormat,
}

/// Where the parts of an error body stand: JSON Pointers (RFC 6901) of the members of objects.
#[derive(Debug)]
pub struct ErrorFormat {
    /// The id of the error in the logs of the API.
    pub id: Option<&'static str>,
    /// The kind of error.
    pub code: Option<&'static str>,
    /// The explanation.
    pub message: Option<&'static str>,
    /// The single causes, an array.
    pub details: Option<&'static str>,
}

impl ErrorFormat {
    /// The error body of the platform.
    pub const PLATFORM: Self = Self {
        id: Some("/id"),
        code: Some("/code"),
        message: Some("/message"),
        details: Some("/details"),
    };
}

//! A schema whose requests and responses differ has two types: which of them is meant.

/// Which type of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    /// The only one.
    Whole,
    /// That of responses, where there may be one of requests.
    Response,
    /// That of requests, where there may be one of responses.
    Request,
}

//! What OpenAPI says: its objects and keywords. Nothing here knows Rust or a plan.

mod dropped;
mod objects;

pub(crate) use dropped::is_dropped;
pub(crate) use objects::{Below, Object};

/// Handwritten types of the client that `x-rust-type` may name.
pub const RUNTIME_TYPES: [&str; 4] = ["ErrorBody", "Links", "SessionId", "TransactionId"];

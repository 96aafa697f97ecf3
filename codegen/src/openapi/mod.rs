//! What OpenAPI says: its objects and keywords. Nothing here knows Rust or a plan.

mod direction;
mod dropped;
mod members;
mod objects;
mod operation;
mod users;

pub use direction::Direction;
pub(crate) use dropped::is_dropped;
pub(crate) use members::{Members, kind, members, parts, reached};
pub(crate) use objects::{Below, Object};
use operation::METHODS;
pub(crate) use operation::{OperationObject, paths};
pub(crate) use users::{Concern, OperationIndex, Users};

/// The handwritten type of an environment's id, which configures clients.
pub(crate) const ENVIRONMENT_ID: &str = "EnvironmentId";

/// Handwritten types of the client that `x-rust-type` may name.
pub const RUNTIME_TYPES: [&str; 5] =
    [ENVIRONMENT_ID, "ErrorBody", "Links", "SessionId", "TransactionId"];

//! The seam between the contract and what is special about an operation.
//!
//! An operation that has a behaviour of its own is looked up by its `operationId`. One that has none is answered with
//! the success status and the response example of the contract, so an operation added to the spec is served at once.

use http::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::world::World;
use crate::{pairing_keys, push_credentials};

/// What an operation does. The request has been checked against the contract before.
pub(crate) type Behaviour = fn(&Call<'_>, &mut World) -> Result<Reply, Refusal>;

/// The behaviour of an operation, if it has one of its own.
pub(crate) fn of(operation_id: &str) -> Option<Behaviour> {
    push_credentials::behaviour(operation_id).or_else(|| pairing_keys::behaviour(operation_id))
}

/// A request that fits the contract.
pub(crate) struct Call<'c> {
    pub(crate) success: StatusCode,
    pub(crate) api_base: &'c str,
    pub(crate) ids: Vec<(&'static str, Uuid)>,
    pub(crate) body: &'c Value,
}

impl Call<'_> {
    /// The value of a path parameter.
    pub(crate) fn id(&self, parameter: &str) -> Result<Uuid, Refusal> {
        self.ids
            .iter()
            .find_map(|(name, id)| (*name == parameter).then_some(*id))
            .ok_or_else(|| {
                Refusal::broken_fake(format!(
                    "The fake's behaviour needs the path parameter {parameter}, which the contract does not have."
                ))
            })
    }

    /// The answer of a successful operation.
    pub(crate) fn success(&self, body: Value) -> Reply {
        Reply::json(self.success, body)
    }

    /// The answer of a successful operation without a body.
    pub(crate) fn success_empty(&self) -> Reply {
        Reply::empty(self.success)
    }

    /// A HAL link to a path below the API base.
    pub(crate) fn link(&self, path: &str) -> Value {
        json!({ "href": format!("{}{path}", self.api_base) })
    }
}

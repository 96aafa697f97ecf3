//! The sample calls of the operations, as the tests make them.

use pingone_mfa::{Client, Error, Response};
use pingone_mfa_testing::{Arguments, CALLS, Call};
use serde_json::Value;

/// The sample call of an operation.
pub fn of(operation: &str) -> &'static Call {
    CALLS.iter().find(|call| call.operation_id == operation).unwrap()
}

pub async fn send(call: &Call, client: &Client) -> Result<Response<Value>, Error> {
    let sent = (call.send)(client.clone(), Arguments::default()).await;
    sent.map_err(|error| error.into_call().unwrap())
}

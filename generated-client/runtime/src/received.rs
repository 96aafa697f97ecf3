//! A response with a success status, before its body is decoded.

use bytes::Bytes;
use serde::de::DeserializeOwned;
use tracing::Span;

use crate::error::{DecodeFailure, Error, Failure};
use crate::operation::Operation;
use crate::response::{Head, Response, Trace};
use crate::telemetry;

/// A response with a success status and its whole body.
pub struct Received {
    pub(crate) operation: &'static Operation,
    pub(crate) head: Head,
    pub(crate) trace: Trace,
    pub(crate) body: Bytes,
    /// The span of the call, which ends with the decoded value.
    pub(crate) span: Span,
}

impl Received {
    /// Decodes the body, whatever content type it claims.
    pub fn json<T: DeserializeOwned>(self) -> Result<Response<T>, Error> {
        match serde_json::from_slice(&self.body) {
            Ok(value) => Ok(Response::new(value, self.head, self.trace)),
            Err(error) => {
                let error = located::<T>(&self.body, &error);
                let failure = Failure::Decode { head: self.head, error };
                let error = Error::new(self.operation, self.trace, failure);
                telemetry::decoding_failed(&self.span, &error);
                Err(error)
            }
        }
    }

    /// Ignores the body: the contract documents none.
    pub fn empty(self) -> Response<()> {
        Response::new((), self.head, self.trace)
    }
}

/// Where a body is not what was expected, found by reading it again: a success should not pay for the
/// place of an error.
fn located<T: DeserializeOwned>(body: &[u8], error: &serde_json::Error) -> DecodeFailure {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
        Ok(_) => DecodeFailure::whole(error),
        Err(error) => DecodeFailure::at(&error),
    }
}

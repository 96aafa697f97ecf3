//! A response with a success status, before its body is decoded.

use bytes::Bytes;
use serde::de::DeserializeOwned;
use tracing::Span;

use crate::error::{DecodeFailure, Error, Failure};
use crate::operation::Operation;
use crate::redact::KnownSecrets;
use crate::response::{Head, Response, Trace};
use crate::telemetry;

/// A response with a success status and its whole body.
pub struct Received {
    pub(crate) operation: &'static Operation,
    pub(crate) head: Head,
    pub(crate) trace: Trace,
    pub(crate) body: Bytes,
    /// What the server was sent, and no text may show.
    pub(crate) secrets: KnownSecrets,
    /// The span of the call, which ends with the decoded value.
    pub(crate) span: Span,
}

impl Received {
    /// Decodes the body, whatever content type it claims.
    pub fn json<T: DeserializeOwned>(self) -> Result<Response<T>, Error> {
        let mut deserializer = serde_json::Deserializer::from_slice(&self.body);
        let decoded = serde_path_to_error::deserialize(&mut deserializer)
            .map_err(|error| DecodeFailure::at(&error))
            .and_then(|value| match deserializer.end() {
                Ok(()) => Ok(value),
                Err(error) => Err(DecodeFailure::whole(&error)),
            });
        match decoded {
            Ok(value) => Ok(Response::new(value, self.head, self.trace, self.secrets)),
            Err(error) => {
                let failure = Failure::Decode { head: self.head, error };
                let error = Error::new(self.operation, self.trace, failure, &self.secrets);
                telemetry::decoding_failed(&self.span, &error);
                Err(error)
            }
        }
    }

    /// Ignores the body: the contract documents none.
    pub fn empty(self) -> Response<()> {
        Response::new((), self.head, self.trace, self.secrets)
    }
}

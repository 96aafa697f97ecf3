//! A sample call of an operation, for tests of every operation of the contract.

use std::collections::BTreeMap;

use pingone_mfa::{BoxFuture, Client, Error, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The id of everything that [`Arguments`] say nothing about.
const ID: &str = "00000000-0000-0000-0000-000000000007";

/// An operation of the client with a body from the contract's examples.
///
/// ```
/// use pingone_mfa_testing::{Arguments, CALLS, FakePingOne};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let pingone = FakePingOne::start().await?;
/// let arguments = Arguments::default().with("userID", pingone.user_id().to_string());
/// for call in CALLS.iter().filter(|call| call.operation_id == "readPairingKey") {
///     let failure = (call.send)(pingone.client(), arguments.clone()).await.unwrap_err();
///     println!("{}: {failure}", call.operation_id);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Call {
    /// `operationId`.
    pub operation_id: &'static str,
    /// Makes the call.
    pub send: fn(Client, Arguments) -> Sent,
    /// Decodes a response body as the operation does and encodes it again; `None` if the operation
    /// has no response body.
    pub decode: Option<Decode>,
}

/// A call under way; its value comes as JSON.
pub type Sent = BoxFuture<'static, Result<Response<Value>, CallError>>;

/// Decodes a body and encodes it again.
pub type Decode = fn(&str) -> Result<Value, serde_json::Error>;

/// The values of path parameters by their names in the contract; ids that are not given are made up.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Arguments(BTreeMap<String, String>);

impl Arguments {
    /// The value of a path parameter, e.g. `userID`.
    pub fn with(mut self, parameter: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.insert(parameter.into(), value.into());
        self
    }

    pub(crate) fn get<T: DeserializeOwned>(&self, parameter: &str) -> Result<T, CallError> {
        let text = self.0.get(parameter).map_or(ID, String::as_str);
        // What is no text is read as JSON; where nothing was said, one of these is of the type.
        let mut first = None;
        let others = [text, "7", "true"].map(|text| serde_json::from_str(text).ok());
        for value in [Some(Value::from(text))].into_iter().chain(others).flatten() {
            match serde_json::from_value(value) {
                Ok(argument) => return Ok(argument),
                Err(error) => first = first.or(Some(error)),
            }
        }
        Err(CallError::Sample(first.unwrap_or_else(|| serde::de::Error::custom("no value"))))
    }
}

/// Why a sample call did not succeed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CallError {
    /// An argument is not what its parameter takes.
    #[error("an argument of the sample call does not fit: {0}")]
    Sample(#[source] serde_json::Error),
    /// The client's error.
    #[error(transparent)]
    Call(#[from] Error),
}

impl CallError {
    /// The client's error, if the call was made.
    #[must_use]
    pub fn into_call(self) -> Option<Error> {
        match self {
            Self::Call(error) => Some(error),
            Self::Sample(_) => None,
        }
    }
}

/// A value of the contract's examples.
pub(crate) fn sample<T: DeserializeOwned>(json: &str) -> Result<T, CallError> {
    serde_json::from_str(json).map_err(CallError::Sample)
}

/// The response with its value as JSON.
pub(crate) fn outcome<T: Serialize>(
    response: Result<Response<T>, Error>,
) -> Result<Response<Value>, CallError> {
    response?.try_map(serde_json::to_value).map_err(CallError::Sample)
}

pub(crate) fn decode<T: DeserializeOwned + Serialize>(
    body: &str,
) -> Result<Value, serde_json::Error> {
    serde_json::from_str::<T>(body).and_then(serde_json::to_value)
}

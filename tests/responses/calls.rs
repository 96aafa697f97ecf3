//! One line per operation: how to call it, and how its response is decoded.

use std::future::Future;
use std::pin::Pin;

use pingone_mfa::types::{PairingKey, PairingKeyRequest, PushCredential, PushCredentialRequest};
use pingone_mfa::{Client, Collection, Error, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What is known of a successful call.
#[derive(Debug)]
pub struct Success {
    pub status: u16,
    pub correlation_id: Option<String>,
    pub attempts: u32,
}

type Called = Pin<Box<dyn Future<Output = Result<Success, Error>>>>;

/// An operation of the client.
#[derive(Debug)]
pub struct Call {
    pub operation: &'static str,
    pub call: fn(Client) -> Called,
    /// Decodes a response as the operation does and encodes it again; an error is the reason.
    pub decode: fn(&str) -> Result<Value, String>,
}

/// `operation => call, response type`
macro_rules! calls {
    ($($operation:literal => |$client:ident| $call:expr, $response:ty;)*) => {
        &[$(Call {
            operation: $operation,
            call: |$client| Box::pin(async move { $call.send_with_metadata().await.map(success) }),
            decode: decode::<$response>,
        },)*]
    };
}

pub const CALLS: &[Call] = calls! {
    "listPushCredentials" => |c| c.push_credentials(id()).list(), Collection<PushCredential>;
    "createPushCredential" => |c| c.push_credentials(id()).create(credential()), PushCredential;
    "readPushCredential" => |c| c.push_credentials(id()).read(id()), PushCredential;
    "replacePushCredential" => |c| c.push_credentials(id()).replace(id(), credential()), PushCredential;
    "deletePushCredential" => |c| c.push_credentials(id()).delete(id()), ();
    "createPairingKey" => |c| c.pairing_keys(id()).create(PairingKeyRequest::new()), PairingKey;
    "readPairingKey" => |c| c.pairing_keys(id()).read(id()), PairingKey;
    "deletePairingKey" => |c| c.pairing_keys(id()).delete(id()), ();
};

/// The line of an operation; a new operation needs one.
pub fn of(operation: &str) -> &'static Call {
    CALLS
        .iter()
        .find(|call| call.operation == operation)
        .unwrap_or_else(|| panic!("`{operation}` needs a line in tests/responses/calls.rs"))
}

fn id() -> uuid::Uuid {
    uuid::Uuid::from_u128(7)
}

fn credential() -> PushCredentialRequest {
    PushCredentialRequest::hms("client", "FAKE")
}

fn success<T>(response: Response<T>) -> Success {
    Success {
        status: response.status().as_u16(),
        correlation_id: response.correlation_id().map(str::to_owned),
        attempts: response.attempts(),
    }
}

fn decode<T: DeserializeOwned + Serialize>(body: &str) -> Result<Value, String> {
    let decoded: T = serde_json::from_str(body).map_err(|error| error.to_string())?;
    serde_json::to_value(decoded).map_err(|error| error.to_string())
}

//! A PingOne without a socket: a test implements one method and gets a client.

use std::fmt;
use std::sync::Arc;

use http::{Request, Response, StatusCode};
use hyper::body::Bytes;
use pingone_mfa::types::EnvironmentId;
use pingone_mfa::{Body, BoxFuture, Client, ClientBuilder, Region, Transport, TransportError};
use serde_json::Value;

use super::places::{API_PATH, ENVIRONMENT};
use crate::contract::embedded;
use crate::contract::schema::Schema;
use crate::contract::table::{Found, Table};
use crate::generated::stub::{Stub, answer};
use crate::recording::{Record, RecordedRequest, SecretNames};
use crate::stub::StubError;

/// Starts a client that a [`Stub`] answers, in memory and without a runtime's I/O.
///
/// Tokens, retries, limits and errors are the client's own; only the network is missing. Use
/// [`FakePingOne`](crate::FakePingOne) if the state of PingOne, its checks or its faults matter.
///
/// ```
/// use pingone_mfa::types::PairingKey;
/// use pingone_mfa_testing::{Stub, StubError, requests, stubbed};
/// use serde_json::json;
///
/// struct OneKey;
///
/// impl Stub for OneKey {
///     fn read_pairing_key(&self, request: requests::ReadPairingKey) -> Result<PairingKey, StubError> {
///         let key = json!({"id": request.pairing_key_id, "code": "000000000000", "status": "CLAIMED"});
///         Ok(serde_json::from_value(key)?)
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let client = stubbed(OneKey).build()?;
/// let id = uuid::Uuid::nil();
/// assert_eq!(client.pairing_keys(id).read(id).await?.code.expose(), "000000000000");
///
/// // What the stub does not answer fails, and says so.
/// let error = client.pairing_keys(id).delete(id).await.unwrap_err();
/// assert!(error.to_string().contains("deletePairingKey was not expected"), "{error}");
/// # Ok(())
/// # }
/// ```
pub fn stubbed(stub: impl Stub + 'static) -> ClientBuilder {
    let environment: EnvironmentId = ENVIRONMENT.into();
    Client::builder(Region::Eu, environment)
        .access_token("stub-token")
        .transport(Stubbed { stub: Arc::new(stub) })
}

struct Stubbed {
    stub: Arc<dyn Stub>,
}

impl Transport for Stubbed {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let response = embedded::table().map_err(TransportError::broken).map(|table| {
            let (recorded, success) = received(&table, request);
            match answer(self.stub.as_ref(), &recorded) {
                Ok(body) => respond(success, body.as_ref()),
                Err(StubError { status, body }) => respond(status, Some(&body)),
            }
        });
        Box::pin(std::future::ready(response))
    }
}

/// The request as a stub sees it, and the status of its success.
fn received(table: &Table, request: Request<Bytes>) -> (RecordedRequest, StatusCode) {
    let (head, payload) = request.into_parts();
    let path = head.uri.path().strip_prefix(API_PATH).unwrap_or_default();
    let (operation, values, success) = match table.find(&head.method, path, head.uri.query()) {
        Found::Operation(entry, values) => (Some(entry.operation()), values, entry.success),
        _ => (None, Vec::default(), StatusCode::OK),
    };
    let schemas = table.entries().iter().flat_map(|entry| &entry.request);
    let record = Record {
        target: head.uri.path_and_query().map_or_else(String::new, ToString::to_string),
        method: head.method,
        operation,
        values,
        headers: head.headers,
        payload,
        status: None,
        answer: None,
        fault: None,
        secrets: Arc::new(SecretNames::new(schemas.flat_map(Schema::secrets))),
    };
    (record.into(), success)
}

fn respond(status: StatusCode, body: Option<&Value>) -> Response<Body> {
    let body = body.map(|body| Body::from(body.to_string())).unwrap_or_default();
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
}

impl fmt::Debug for Stubbed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Stubbed").finish_non_exhaustive()
    }
}

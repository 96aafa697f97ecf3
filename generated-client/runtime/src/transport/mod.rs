//! What takes a request to a server and brings back the response, as a trait.

mod body;
mod default;
mod error;
mod exchanged;
mod outgoing;
mod reuse;

use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};

pub use body::Body;
pub(crate) use default::DefaultTransport;
pub use error::TransportError;
pub(crate) use exchanged::Exchanged;
pub(crate) use outgoing::Outgoing;

use crate::future::BoxFuture;
use crate::response::Head;

/// Sends a request and brings back the response.
///
/// Everything that the client promises (tokens, retries, deadlines, limits, errors) happens above
/// it, so it holds for any transport. A transport of your own answers without a network in
/// a unit test, or stands around another one ([`wrap_transport`]) as middleware that counts
/// requests, signs them or adds a header.
///
/// One call of [`send`](Self::send) is one request on the wire: requests for tokens and the attempts
/// of a retried call pass here one by one. A transport must not follow redirects, because the access
/// token would be sent along, and it need not limit time: the client drops the future when the
/// time is up.
///
/// ```
/// use pingone_mfa::bytes::Bytes;
/// use pingone_mfa::http::{Request, Response};
/// use pingone_mfa::{Body, BoxFuture, Transport, TransportError};
///
/// /// Answers every request with the same pairing key.
/// struct Canned;
///
/// impl Transport for Canned {
///     fn send(
///         &self,
///         _request: Request<Bytes>,
///     ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
///         let body = r#"{"id": "3d7d4d2c-65d1-4bd8-a4a4-9b3b4dc4f5a1", "code": "000000000000",
///             "status": "UNCLAIMED"}"#;
///         Box::pin(async move { Ok(Response::new(Body::from(body))) })
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use pingone_mfa::{Client, Region, types::{EnvironmentId, UserId}};
/// # let environment_id: EnvironmentId = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6".parse()?;
/// # let user_id: UserId = "8f2f7b1e-9a3c-4b5d-8e6f-0a1b2c3d4e5f".parse()?;
/// # let id: pingone_mfa::types::PairingKeyId = "3d7d4d2c-65d1-4bd8-a4a4-9b3b4dc4f5a1".parse()?;
/// let client = Client::builder(Region::Eu, environment_id)
///     .access_token("a-token")
///     .transport(Canned)
///     .build()?;
/// assert_eq!(client.pairing_keys(user_id).read(id).await?.code.expose(), "000000000000");
/// # Ok(())
/// # }
/// ```
///
/// [`wrap_transport`]: crate::ClientBuilder::wrap_transport
pub trait Transport: Send + Sync {
    /// Sends the request. The URI is absolute; the headers are complete except for those that frame
    /// the message (`Host`, `Content-Length`).
    ///
    /// # Errors
    /// If there is no response. A response is not an error, whatever its status.
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        (**self).send(request)
    }
}

/// What takes the requests of a client.
#[derive(Clone)]
pub(crate) enum Network {
    Default(Arc<DefaultTransport>),
    /// A transport of the caller's, or one with layers.
    Given(Arc<dyn Transport>),
}

/// A request that was handed over.
enum Sending<'n, D> {
    Directly(D),
    Given(BoxFuture<'n, Result<Response<Body>, TransportError>>),
    Never(TransportError),
}

impl Network {
    /// Sends a request, which is no part of the future.
    pub(crate) fn send<'n>(
        &'n self,
        request: Outgoing,
    ) -> impl Future<Output = Result<(Head, Body), TransportError>> + use<'n> {
        let sending = match self {
            Self::Default(transport) => Sending::Directly(transport.execute(request)),
            Self::Given(transport) => match request.into_http() {
                Ok(request) => Sending::Given(transport.send(request)),
                Err(error) => Sending::Never(error),
            },
        };
        async move {
            match sending {
                Sending::Directly(sending) => sending.await,
                Sending::Given(sending) => {
                    let (parts, body) = sending.await?.into_parts();
                    Ok((Head { status: parts.status, headers: parts.headers }, body))
                }
                Sending::Never(error) => Err(error),
            }
        }
    }
}

#[cfg(test)]
mod closing_tests;

//! The body of a response while it arrives.

use std::fmt;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use super::error::TransportError;

/// The body of a response, read piece by piece, so that the client can stop at its limit.
///
/// ```
/// use pingone_mfa::Body;
///
/// let whole = Body::from("{}");
/// let nothing = Body::default();
/// # let _ = (whole, nothing);
/// ```
#[derive(Default)]
pub struct Body(Source);

/// A stream of pieces.
type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

#[derive(Default)]
enum Source {
    #[default]
    Empty,
    Whole(Bytes),
    Response(Box<reqwest::Response>),
    Stream(Pieces),
}

impl Body {
    /// A body whose pieces come from a stream. An error ends it.
    #[must_use]
    pub fn stream(
        pieces: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
    ) -> Self {
        Self(Source::Stream(Box::pin(pieces)))
    }

    pub(super) fn response(response: reqwest::Response) -> Self {
        Self(Source::Response(Box::new(response)))
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// If the connection broke off.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        match &mut self.0 {
            Source::Empty => Ok(None),
            Source::Whole(bytes) => {
                let bytes = std::mem::take(bytes);
                self.0 = Source::Empty;
                Ok(Some(bytes))
            }
            Source::Response(response) => {
                response.chunk().await.map_err(TransportError::from_reqwest)
            }
            Source::Stream(pieces) => {
                poll_fn(|context| pieces.as_mut().poll_next(context)).await.transpose()
            }
        }
    }
}

impl Body {
    /// The next piece, for whoever is polled. [`chunk`](Self::chunk) keeps nothing between two polls, so it
    /// may begin anew with each.
    pub(crate) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Bytes>, TransportError>> {
        pin!(self.chunk()).poll(context)
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Source::Whole(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body").finish_non_exhaustive()
    }
}

//! A response, as far as it was read.

use bytes::Bytes;

use super::Body;
use crate::response::Head;

/// A response.
pub(crate) struct Exchanged {
    pub(crate) head: Head,
    /// The body; of a failure, it may be a part only.
    pub(crate) body: Bytes,
    /// The body of a success that is wanted as a stream, of which nothing was read.
    pub(crate) arriving: Option<Body>,
}

impl Exchanged {
    /// A response of which nothing more is wanted.
    pub(crate) fn whole(head: Head, body: Bytes) -> Self {
        Self { head, body, arriving: None }
    }

    /// A response whose body is still to come.
    pub(crate) fn begun(head: Head, body: Body) -> Self {
        Self { head, body: Bytes::new(), arriving: Some(body) }
    }
}

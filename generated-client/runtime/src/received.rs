//! A response with a success status, before its body is decoded.

use std::marker::PhantomData;

use bytes::Bytes;
use serde::de::{DeserializeOwned, DeserializeSeed};
use serde_path_to_error::{Deserializer as PathAware, Track};
use tracing::Span;

use crate::byte_stream::{Arriving, ByteStream};
use crate::collection::{Collection, Embedded};
use crate::error::{DecodeFailure, Error, Failure};
use crate::file_data::FileData;
use crate::lenient::{self, Document, End, Mistakes};
use crate::operation::Operation;
use crate::page::{Paging, steps};
use crate::redact::KnownSecrets;
use crate::response::{Head, Response, Trace};
use crate::telemetry;

/// A response with a success status and its whole body.
pub struct Received {
    pub(crate) operation: &'static Operation,
    pub(crate) head: Head,
    pub(crate) trace: Trace,
    pub(crate) body: Bytes,
    /// The body, if it was wanted as a stream.
    pub(crate) arriving: Option<Arriving>,
    /// What the server was sent, and no text may show.
    pub(crate) secrets: KnownSecrets,
    /// The span of the call, which ends with the decoded value.
    pub(crate) span: Span,
}

/// What decodes a body, as often as need be.
pub(crate) trait Seed<T>: for<'de> DeserializeSeed<'de, Value = T> + Copy {}

impl<T, S: for<'de> DeserializeSeed<'de, Value = T> + Copy> Seed<T> for S {}

fn strictly<T>(body: &[u8], seed: impl Seed<T>) -> Result<T, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = seed.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

impl Received {
    /// Decodes the body, whatever content type it claims.
    pub fn json<T: DeserializeOwned>(self) -> Result<Response<T>, Error> {
        self.decoded(PhantomData::<T>, &[])
    }

    /// The status, for what reads a body of one type or another.
    pub fn status(&self) -> u16 {
        self.head.status.as_u16()
    }

    /// Decodes any JSON; no body is `null`.
    pub fn any(self) -> Result<Response<serde_json::Value>, Error> {
        self.optional().map(|response| response.map(Option::unwrap_or_default))
    }

    /// Decodes a page of a collection. An item that cannot be read is an error: without it, the page
    /// would pass for a whole one.
    pub fn page<T: DeserializeOwned + Embedded>(self) -> Result<Response<Collection<T>>, Error> {
        match T::ENVELOPE.around {
            Some(around) => self.decoded(PhantomData, &[around, T::RELATION]),
            None => self.decoded(PhantomData, &[T::RELATION]),
        }
    }

    /// Decodes a page whose items stand at this path. As before, none of them is left out.
    pub fn page_of<P: DeserializeOwned>(self, paging: &Paging) -> Result<Response<P>, Error> {
        self.decoded(PhantomData::<P>, &steps(paging.items))
    }

    /// Decodes the body, if there is one.
    pub fn optional<T: DeserializeOwned>(self) -> Result<Response<Option<T>>, Error> {
        if self.body.trim_ascii().is_empty() {
            return Ok(Response::new(None, self.head, self.trace, self.secrets));
        }
        self.json::<T>().map(|response| response.map(Some))
    }

    /// The body as text. As in JSON, what is not valid Unicode becomes `U+FFFD`.
    pub fn text(self) -> Response<String> {
        let text = String::from_utf8_lossy(&self.body).into_owned();
        Response::new(text, self.head, self.trace, self.secrets)
    }

    /// The body as it is, with what the headers say about it.
    pub fn file(self) -> Response<FileData> {
        let file = FileData::received(&self.head.headers, self.body);
        Response::new(file, self.head, self.trace, self.secrets)
    }

    /// The body while it arrives.
    pub fn stream(self) -> Response<ByteStream> {
        let Self { operation, head, trace, arriving, secrets, span, .. } = self;
        let around = (head.clone(), trace);
        let stream = ByteStream::new(operation, around, secrets.clone(), span, arriving);
        Response::new(stream, head, trace, secrets)
    }

    /// Ignores the body: the contract documents none.
    pub fn empty(self) -> Response<()> {
        Response::new((), self.head, self.trace, self.secrets)
    }

    /// Decodes the body in one pass if there is nothing wrong with it.
    pub(crate) fn decoded<T>(
        self,
        seed: impl Seed<T>,
        held: &[&str],
    ) -> Result<Response<T>, Error> {
        match lenient::is_light(&self.body).then(|| strictly(&self.body, seed)) {
            Some(Ok(value)) => Ok(Response::new(value, self.head, self.trace, self.secrets)),
            refused => self.read(seed, refused.and_then(Result::err).as_ref(), held),
        }
    }

    /// Decodes what can be read of a body that was refused, or would take too much memory.
    #[cold]
    fn read<T>(
        self,
        seed: impl Seed<T>,
        refused: Option<&serde_json::Error>,
        held: &[&str],
    ) -> Result<Response<T>, Error> {
        match readable(seed, &self.head, &self.body, refused, held) {
            Ok((value, unread)) => {
                if !unread.is_empty() {
                    telemetry::partly_read(&self.span, self.operation, &unread);
                }
                Ok(Response::new(value, self.head, self.trace, self.secrets).with_unread(unread))
            }
            Err(error) => {
                let failure = Failure::Decode { head: self.head, error };
                let error = Error::new(self.operation, self.trace, failure, &self.secrets);
                telemetry::decoding_failed(&self.span, &error);
                Err(error)
            }
        }
    }
}

/// What can be made of a body, and the paths of what cannot.
fn readable<T>(
    seed: impl Seed<T>,
    head: &Head,
    body: &[u8],
    refused: Option<&serde_json::Error>,
    held: &[&str],
) -> Result<(T, Vec<String>), DecodeFailure> {
    let mut document = Document::read(body, Mistakes::Stop);
    match document.end() {
        End::Whole => lenient::decode(&mut document, held, seed)
            .map_err(|undecodable| DecodeFailure::within(body, &undecodable)),
        End::Torn | End::Broken if lenient::is_compressed(head, body) => {
            Err(DecodeFailure::compressed())
        }
        end => {
            Err(refused.map_or(DecodeFailure::incomplete(end), |error| located(seed, body, error)))
        }
    }
}

/// Where a body is not what was expected, found by reading it again: a success should not pay for the
/// place of an error.
fn located<T>(seed: impl Seed<T>, body: &[u8], error: &serde_json::Error) -> DecodeFailure {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let mut track = Track::new();
    match seed.deserialize(PathAware::new(&mut deserializer, &mut track)) {
        Ok(_) => DecodeFailure::whole(error),
        Err(error) => DecodeFailure::at(&serde_path_to_error::Error::new(track.path(), error)),
    }
}

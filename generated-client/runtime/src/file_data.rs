//! Bytes with what is known about them: a file that is sent, or a body that is no JSON.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Bytes, and where they are known their media type and the name of their file.
///
/// What is sent is held in memory as a whole, and so is what is received: up to
/// [`Limits::max_response_bytes`](crate::Limits::max_response_bytes), beyond which the call fails; a
/// [`ByteStream`](crate::ByteStream) holds less and may bring more.
///
/// ```
/// use pingone_core::FileData;
///
/// let logo = FileData::new(vec![0x89, b'P', b'N', b'G'])
///     .with_name("logo.png")
///     .with_content_type("image/png");
/// assert_eq!((logo.name(), logo.bytes().len()), (Some("logo.png"), 4));
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct FileData {
    bytes: Bytes,
    name: Option<String>,
    content_type: Option<String>,
}

impl FileData {
    /// Bytes of which nothing is known.
    #[must_use]
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self { bytes: bytes.into(), ..Self::default() }
    }

    /// The same bytes with the name of a file.
    #[must_use]
    pub fn with_name(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// The same bytes with their media type, such as `image/png`.
    #[must_use]
    pub fn with_content_type(self, media_type: impl Into<String>) -> Self {
        Self { content_type: Some(media_type.into()), ..self }
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The bytes, without the rest.
    #[must_use]
    pub fn into_bytes(self) -> Bytes {
        self.bytes
    }

    /// The name of the file, as it was given; of a response, none.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The media type, as it was given or as the response says (`Content-Type`).
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The body of a response.
    pub(crate) fn received(headers: &HeaderMap, bytes: Bytes) -> Self {
        let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        Self { bytes, name: None, content_type: content_type.map(str::to_owned) }
    }
}

impl<B: Into<Bytes>> From<B> for FileData {
    fn from(bytes: B) -> Self {
        Self::new(bytes)
    }
}

/// Shows how much there is, and not what: it may be a secret.
impl fmt::Debug for FileData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileData")
            .field("len", &self.bytes.len())
            .field("name", &self.name)
            .field("content_type", &self.content_type)
            .finish()
    }
}

/// As a text, which is what OpenAPI calls a file.
impl Serialize for FileData {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&String::from_utf8_lossy(&self.bytes))
    }
}

impl<'de> Deserialize<'de> for FileData {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_none_of_the_bytes() {
        let shown = format!("{:?}", FileData::new("CANARY").with_name("a.txt"));
        assert_eq!(shown, "FileData { len: 6, name: Some(\"a.txt\"), content_type: None }");
    }
}

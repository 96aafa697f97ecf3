//! Bodies that are forms: pairs, and parts with files among them.

use std::borrow::Cow;

use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// A file in a form (`multipart/form-data`): its name, its media type and its bytes.
///
/// The whole form is put together in memory before it is sent, so that it can be sent again.
///
/// ```
/// use pingone_core::FilePart;
///
/// let logo = FilePart::new("logo.png", b"\x89PNG".to_vec()).media_type("image/png");
/// assert_eq!(logo.name(), "logo.png");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct FilePart {
    name: String,
    media_type: String,
    bytes: Bytes,
}

impl FilePart {
    /// A file of `application/octet-stream`.
    pub fn new(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        let media_type = "application/octet-stream".to_owned();
        Self { name: name.into(), media_type, bytes: bytes.into() }
    }

    /// Says what the bytes are, such as `image/png`; control characters are left out.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = media_type.into();
        self
    }

    /// The name of the file.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The bytes of the file.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }
}

impl std::fmt::Debug for FilePart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let length = self.bytes.len();
        f.debug_struct("FilePart").field("name", &self.name).field("length", &length).finish()
    }
}

/// Files are parts of their own, beside what is written by `serde`.
impl Serialize for FilePart {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_none()
    }
}

/// The text of a file without a name, as an example shows one.
impl<'de> Deserialize<'de> for FilePart {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?.unwrap_or_default();
        Ok(Self::new("file", text.into_bytes()))
    }
}

/// The members of an object as the pairs of a form: lists as a pair for each item, objects as JSON.
pub(crate) fn pairs(body: &impl Serialize) -> serde_json::Result<Vec<(String, String)>> {
    let value = serde_json::to_value(body)?;
    let members = value.as_object().into_iter().flatten();
    let each = members.flat_map(|(name, value)| {
        let values = match value {
            Value::Array(items) => items.iter().map(text).collect(),
            Value::Null => Vec::new(),
            other => vec![text(other)],
        };
        values.into_iter().map(move |value| (name.clone(), value))
    });
    Ok(each.collect())
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The pairs as `application/x-www-form-urlencoded`.
pub(crate) fn encoded(pairs: &[(String, String)]) -> Bytes {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(pairs);
    Bytes::from(form.finish())
}

/// A form in parts, while it is put together.
#[derive(Clone, Default)]
pub(crate) struct Multipart {
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) files: Vec<(&'static str, FilePart)>,
}

impl Multipart {
    /// The media type with the boundary, and the body (RFC 7578).
    pub(crate) fn encode(&self) -> (String, Bytes) {
        let boundary = self.boundary();
        let mut body = Vec::new();
        for (name, value) in &self.fields {
            let head = format!("form-data; name=\"{}\"", quoted(name));
            part(&mut body, &boundary, &head, None, value.as_bytes());
        }
        for (name, file) in &self.files {
            let head = format!(
                "form-data; name=\"{}\"; filename=\"{}\"",
                quoted(name),
                quoted(&file.name)
            );
            part(&mut body, &boundary, &head, Some(&file.media_type), &file.bytes);
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        (format!("multipart/form-data; boundary={boundary}"), body.into())
    }

    /// What no part holds.
    fn boundary(&self) -> String {
        let parts = || {
            let fields = self.fields.iter().map(|(_, value)| value.as_bytes());
            fields.chain(self.files.iter().map(|(_, file)| &*file.bytes))
        };
        let mut number = 0_u64;
        loop {
            let boundary = format!("form-boundary-{number:016}");
            let is_taken = |part: &[u8]| {
                part.windows(boundary.len()).any(|window| window == boundary.as_bytes())
            };
            if !parts().any(is_taken) {
                return boundary;
            }
            number += 1;
        }
    }
}

fn part(body: &mut Vec<u8>, boundary: &str, head: &str, media_type: Option<&str>, content: &[u8]) {
    let mut lines = format!("--{boundary}\r\nContent-Disposition: {head}\r\n");
    if let Some(media_type) = media_type {
        let media_type: String = media_type.chars().filter(|c| !c.is_control()).collect();
        lines.push_str(&format!("Content-Type: {media_type}\r\n"));
    }
    lines.push_str("\r\n");
    body.extend_from_slice(lines.as_bytes());
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n");
}

/// A name between quotes, escaped as browsers do, so that it can end neither the quotes nor the line.
fn quoted(name: &str) -> Cow<'_, str> {
    if !name.contains(['"', '\r', '\n']) {
        return name.into();
    }
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A").into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_list_is_a_pair_for_each_item_and_null_is_none() {
        let body = json!({"a": "x&y", "b": [1, 2], "c": null, "d": {"e": true}, "f": []});
        let pairs = pairs(&body).unwrap();
        assert_eq!(&*encoded(&pairs), b"a=x%26y&b=1&b=2&d=%7B%22e%22%3Atrue%7D");
    }

    #[test]
    fn a_part_cannot_end_the_form_or_begin_a_header() {
        let form = Multipart {
            fields: vec![("a".to_owned(), "form-boundary-0000000000000000".to_owned())],
            files: vec![("f", FilePart::new("x\"\r\ny", "1").media_type("a/b\r\nX: y"))],
        };
        let (media_type, body) = form.encode();
        assert_eq!(media_type, "multipart/form-data; boundary=form-boundary-0000000000000001");
        let text = String::from_utf8(body.to_vec()).unwrap();
        assert!(text.contains("filename=\"x%22%0D%0Ay\"\r\nContent-Type: a/bX: y\r\n\r\n1\r\n"));
        assert!(text.ends_with("--form-boundary-0000000000000001--\r\n"), "{text}");
    }
}

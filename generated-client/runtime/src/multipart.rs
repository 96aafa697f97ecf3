//! A body of several parts (`multipart/form-data`, RFC 7578).

use std::fmt::Write as _;

use serde::Serialize;

use crate::file_data::FileData;

/// A body of several parts while it is put together.
#[derive(Debug, Default)]
#[must_use]
pub struct Multipart {
    /// Each with its head.
    parts: Vec<(String, Vec<u8>)>,
    problem: Option<serde_json::Error>,
}

impl Multipart {
    /// A body without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// A part for each of the values, as JSON; a text is plain.
    pub fn values<T: Serialize>(self, name: &str, values: impl IntoIterator<Item = T>) -> Self {
        values.into_iter().fold(self, |mut body, value| match serde_json::to_value(&value) {
            Ok(serde_json::Value::Null) => body,
            Ok(serde_json::Value::String(text)) => body.part(name, None, None, text.as_bytes()),
            Ok(value) if value.is_object() || value.is_array() => {
                body.part(name, None, Some("application/json"), value.to_string().as_bytes())
            }
            Ok(value) => body.part(name, None, None, value.to_string().as_bytes()),
            Err(error) => {
                body.problem.get_or_insert(error);
                body
            }
        })
    }

    /// A part for each member of a map.
    pub fn members<'m, K: AsRef<str> + 'm, T: Serialize + 'm>(
        self,
        members: impl IntoIterator<Item = (&'m K, &'m T)>,
    ) -> Self {
        members.into_iter().fold(self, |body, (name, value)| body.values(name.as_ref(), [value]))
    }

    /// A part for each of the files.
    pub fn files<'f>(self, name: &str, files: impl IntoIterator<Item = &'f FileData>) -> Self {
        files.into_iter().fold(self, |body, file| {
            let media_type = file.content_type().unwrap_or("application/octet-stream");
            // Servers tell a file from a text by its name.
            let file_name = file.name().unwrap_or(name);
            body.part(name, Some(file_name), Some(media_type), file.bytes())
        })
    }

    fn part(mut self, name: &str, file: Option<&str>, media: Option<&str>, value: &[u8]) -> Self {
        let mut head = format!("Content-Disposition: form-data; name=\"{}\"", quoted(name));
        // Writing to a text does not fail.
        if let Some(file) = file {
            let _ = write!(head, "; filename=\"{}\"", quoted(file));
        }
        if let Some(media) = media {
            let media: String = media.chars().filter(|c| !c.is_control()).collect();
            let _ = write!(head, "\r\nContent-Type: {media}");
        }
        self.parts.push((head, value.to_vec()));
        self
    }

    /// The media type, and the whole body.
    pub(crate) fn finish(self) -> Result<(String, Vec<u8>), serde_json::Error> {
        let boundary = self.boundary();
        let Self { parts, problem } = self;
        if let Some(problem) = problem {
            return Err(problem);
        }
        let mut body = Vec::new();
        for (head, value) in parts {
            body.extend_from_slice(format!("--{boundary}\r\n{head}\r\n\r\n").as_bytes());
            body.extend_from_slice(&value);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        Ok((format!("multipart/form-data; boundary={boundary}"), body))
    }

    /// A text that no part holds.
    fn boundary(&self) -> String {
        let mut number: u64 = 0;
        loop {
            let boundary = format!("part-of-form-{number}");
            let holds =
                |value: &[u8]| value.windows(boundary.len()).any(|w| w == boundary.as_bytes());
            if !self.parts.iter().any(|(_, value)| holds(value)) {
                return boundary;
            }
            number += 1;
        }
    }
}

/// As HTML says: nothing ends the quotes or the line.
fn quoted(text: &str) -> String {
    text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_kind_of_part_is_written() {
        let body = Multipart::new();
        let file =
            FileData::new("x").with_name("a\"\r\n.png").with_content_type("image/png\r\nX: y");
        let body = body
            .values("a", Some("part-of-form-0"))
            .values("b", [1, 2])
            .values("c", [&json!({"d": true})]);
        let body = body.files("e", [&file, &FileData::new("y")]).values("f", None::<bool>);
        let (media, bytes) = body.finish().unwrap();
        assert_eq!(media, "multipart/form-data; boundary=part-of-form-1");
        let head = |rest: &str| {
            format!("--part-of-form-1\r\nContent-Disposition: form-data; name={rest}\r\n")
        };
        let parts = [
            head("\"a\"\r\n\r\npart-of-form-0"),
            head("\"b\"\r\n\r\n1"),
            head("\"b\"\r\n\r\n2"),
            head("\"c\"\r\nContent-Type: application/json\r\n\r\n{\"d\":true}"),
            head("\"e\"; filename=\"a%22%0D%0A.png\"\r\nContent-Type: image/pngX: y\r\n\r\nx"),
            head("\"e\"; filename=\"e\"\r\nContent-Type: application/octet-stream\r\n\r\ny"),
            "--part-of-form-1--\r\n".to_owned(),
        ];
        assert_eq!(String::from_utf8(bytes).unwrap(), parts.concat());
    }
}

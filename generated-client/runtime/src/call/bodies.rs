//! Bodies of other media types than JSON.

use std::fmt::Write as _;

use http::header::{CONTENT_TYPE, HeaderValue};
use percent_encoding::utf8_percent_encode;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Call, SEGMENT};
use crate::error::InvalidCall;
use crate::file_data::FileData;
use crate::multipart::Multipart;
use crate::secret::{Secret, Secrets};

/// What bytes are of which nobody says more.
const BYTES: HeaderValue = HeaderValue::from_static("application/octet-stream");

impl Call {
    /// A text for a body.
    pub fn text(mut self, body: &str) -> Self {
        self.parts.body = Some(body.to_owned().into());
        self.described("text/plain; charset=utf-8")
    }

    /// Bytes for a body. Unless the contract names one media type, it is the one that they say they have.
    pub fn bytes(mut self, body: &FileData) -> Self {
        self.parts.body = Some(body.bytes().clone());
        match body.content_type() {
            Some(own) => self.described(own),
            None => {
                self.parts.headers.entry(CONTENT_TYPE).or_insert(BYTES);
                self
            }
        }
    }

    /// A form: each member of the body is a pair, and of an array each item. An array in `joined` is one
    /// pair, with commas.
    pub fn form(mut self, body: &impl Serialize, joined: &[&str]) -> Self {
        match serde_json::to_value(body) {
            Ok(Value::Object(members)) => {
                self.parts.body = Some(form(&members, joined).into());
                self.described("application/x-www-form-urlencoded")
            }
            Ok(_) => self,
            Err(error) => self.fail(InvalidCall::Body(error.into())),
        }
    }

    /// Several parts, each with a name.
    pub fn multipart(mut self, body: Multipart) -> Self {
        match body.finish() {
            Ok((content_type, bytes)) => {
                self.parts.body = Some(bytes.into());
                // The boundary belongs to these bytes.
                self.header("Content-Type", content_type)
            }
            Err(error) => self.fail(InvalidCall::Body(error.into())),
        }
    }

    /// What of the body no error may quote.
    pub fn secrets_of(mut self, body: &impl Secrets) -> Self {
        body.secrets(&mut |secret: &Secret| self.parts.secrets.push(secret.clone()));
        self
    }

    /// The media type, unless the contract names another.
    fn described(mut self, media_type: &str) -> Self {
        if self.parts.headers.contains_key(CONTENT_TYPE) {
            return self;
        }
        match HeaderValue::try_from(media_type) {
            Ok(value) => {
                self.parts.headers.insert(CONTENT_TYPE, value);
                self
            }
            Err(_) => self.fail(InvalidCall::Header("Content-Type")),
        }
    }
}

fn form(members: &Map<String, Value>, joined: &[&str]) -> String {
    let mut text = String::new();
    for (name, value) in members {
        match value {
            Value::Null => {}
            Value::Array(items) if joined.contains(&name.as_str()) => {
                let items: Vec<String> = items.iter().map(plain).collect();
                pair(&mut text, name, &items.join(","));
            }
            Value::Array(items) => {
                items.iter().for_each(|item| pair(&mut text, name, &plain(item)));
            }
            value => pair(&mut text, name, &plain(value)),
        }
    }
    text
}

fn pair(text: &mut String, name: &str, value: &str) {
    let separator = if text.is_empty() { "" } else { "&" };
    // Writing to a text does not fail.
    let _ = write!(
        text,
        "{separator}{}={}",
        utf8_percent_encode(name, SEGMENT),
        utf8_percent_encode(value, SEGMENT)
    );
}

/// A text as it is, anything else as JSON.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use http::Method;
    use serde_json::json;

    use super::*;
    use crate::operation::Operation;

    static SEND: Operation = Operation::new("send", Method::POST, "/things");

    fn sent(call: Call) -> (String, String) {
        let call = call.prepare().unwrap();
        let media = call.headers.get(CONTENT_TYPE).unwrap().to_str().unwrap().to_owned();
        (media, String::from_utf8(call.body.unwrap().to_vec()).unwrap())
    }

    #[test]
    fn a_form_repeats_arrays_unless_they_are_joined() {
        let body =
            json!({"a": [1, "x&y"], "b": ["p", "q"], "c": null, "d": {"e": true}, "f": "ü "});
        let (media, text) = sent(Call::new(&SEND).form(&body, &["b"]));
        assert_eq!(media, "application/x-www-form-urlencoded");
        assert_eq!(text, "a=1&a=x%26y&b=p%2Cq&d=%7B%22e%22%3Atrue%7D&f=%C3%BC%20");
    }

    #[test]
    fn the_media_type_of_the_contract_comes_before_that_of_the_bytes() {
        let file = FileData::new("x").with_content_type("image/png");
        let of = |call: Call, file: &FileData| sent(call.bytes(file)).0;
        assert_eq!(of(Call::new(&SEND), &file), "image/png");
        assert_eq!(of(Call::new(&SEND), &FileData::new("x")), "application/octet-stream");
        let named = Call::new(&SEND).header("Content-Type", "image/gif");
        assert_eq!(of(named, &file), "image/gif");
        let odd = FileData::new("x").with_content_type("a\r\nb");
        assert!(Call::new(&SEND).bytes(&odd).prepare().is_err());
    }

    #[test]
    fn a_text_is_sent_as_it_is() {
        let (media, text) = sent(Call::new(&SEND).header("Content-Type", "text/csv").text("a,b"));
        assert_eq!((media.as_str(), text.as_str()), ("text/csv", "a,b"));
    }
}

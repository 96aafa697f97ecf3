//! How the properties of a form and of a body of several parts are written.

use super::node::node_key;
use super::planner::Planner;
use super::rules;
use crate::document::Cursor;
use crate::openapi::{kind, members};

impl<'d> Planner<'d> {
    /// The arrays of a form that are one pair each: `explode: false`. What else an encoding may say is
    /// refused, unless it is what the client does anyway.
    pub(super) fn form_encoding(&mut self, media: &Cursor<'d>) -> Vec<String> {
        let mut joined = Vec::new();
        let encoding = media.get("encoding");
        for (name, encoding) in encoding.iter().flat_map(Cursor::entries) {
            for (key, value) in encoding.entries() {
                let is_usual = match key {
                    "explode" => {
                        joined.extend((value.as_bool() == Some(false)).then(|| name.to_owned()));
                        true
                    }
                    "style" => value.as_str() == Some("form"),
                    "allowReserved" => value.as_bool() == Some(false),
                    _ => false,
                };
                if !is_usual && !key.starts_with("x-") {
                    self.unusual(&value, key, "`style: form` with `explode`");
                }
            }
        }
        joined
    }

    /// Each part has the media type that its type has by itself; a file says its own.
    pub(super) fn part_encoding(&mut self, media: &Cursor<'d>) {
        let schema = media.get("schema").map(|schema| schema.resolve());
        let properties = schema.as_ref().map(members).unwrap_or_default();
        let encoding = media.get("encoding");
        for (name, encoding) in encoding.iter().flat_map(Cursor::entries) {
            let usual = properties.get(name).map(|part| self.media_of(part)).unwrap_or_default();
            for (key, value) in encoding.entries() {
                let named = value.as_str().filter(|_| key == "contentType");
                let is_usual = usual == "*/*" && named.is_some() || named == Some(usual);
                if !is_usual && !key.starts_with("x-") {
                    self.unusual(&value, key, "`contentType` of files");
                }
            }
        }
    }

    /// The media type of a part; of a file, any.
    fn media_of(&self, part: &Cursor<'d>) -> &'static str {
        let part = part.resolve();
        let item = match part.get("items") {
            Some(items) if kind(&part) == Some("array") => items.resolve(),
            _ => part,
        };
        let is_object = matches!(kind(&item), Some("object" | "array"));
        match self.file_parts.contains(&node_key(&item)) {
            true => "*/*",
            false if is_object => "application/json",
            false => "text/plain",
        }
    }

    fn unusual(&mut self, place: &Cursor<'d>, key: &str, known: &str) {
        self.unsupported(
            &rules::ENCODING_UNSUPPORTED,
            place,
            &format!("this `{key}` has no counterpart in the client"),
            &format!("remove it: the client knows {known}"),
        );
    }
}

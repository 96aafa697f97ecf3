//! Media types: what a request or response body is, and its examples.

use super::Example;
use super::node::text;
use super::planner::Planner;
use super::rules;
use crate::document::Cursor;

impl<'d> Planner<'d> {
    /// The one JSON media type object below `content`; problems are reported.
    pub(super) fn json_media(
        &mut self,
        content: &Cursor<'d>,
        accepts: fn(&str) -> bool,
    ) -> Option<Cursor<'d>> {
        let mut entries = content.entries();
        let Some((name, media)) = entries.next() else {
            self.unsupported(
                &rules::CONTENT_MISSING,
                content,
                "`content` is empty",
                "name the media type, or remove `content`",
            );
            return None;
        };
        if let Some((_, second)) = entries.next() {
            self.unsupported(
                &rules::MEDIA_TYPE_UNSUPPORTED,
                &second,
                "only one media type per body is supported",
                "keep `application/json` only",
            );
            return None;
        }
        if !accepts(name) {
            self.unsupported(
                &rules::MEDIA_TYPE_UNSUPPORTED,
                &media,
                &format!("`{name}` bodies are not supported here"),
                "use `application/json`",
            );
            return None;
        }
        if media.get("schema").is_none() {
            self.unsupported(
                &rules::MEDIA_SCHEMA_MISSING,
                &media,
                "a body without a schema has no type",
                "add `schema`",
            );
            return None;
        }
        Some(media)
    }
}

/// Responses may be any JSON, HAL included.
pub(super) fn response_media(name: &str) -> bool {
    let essence = essence(name);
    essence == "application/json" || essence.ends_with("+json")
}

pub(super) fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or(name).trim().to_ascii_lowercase()
}

/// The examples of a media type, in source order.
pub(super) fn examples(media: &Cursor<'_>) -> Vec<Example> {
    let lone = media.get("example").map(|value| Example {
        name: "example".to_owned(),
        summary: None,
        value: value.to_json_resolved(),
        location: value.location(),
    });
    let named = media.get("examples");
    let named = named.iter().flat_map(Cursor::entries).filter_map(|(name, example)| {
        let example = example.resolve();
        let value = example.get("value")?;
        Some(Example {
            name: name.to_owned(),
            summary: text(&example, &["summary"]),
            value: value.to_json_resolved(),
            location: value.location(),
        })
    });
    lone.into_iter().chain(named).collect()
}

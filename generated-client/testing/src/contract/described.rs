//! An operation as it was read from a contract, and its route, which borrows from it.

use std::sync::OnceLock;

use crate::route::{Credential, Format, Location, Parameter, Presence, RequestBody, Route, Style};

/// An operation with everything that its route borrows.
#[derive(Debug)]
pub(super) struct Described {
    pub(super) id: String,
    pub(super) tag: String,
    pub(super) method: &'static str,
    pub(super) template: String,
    pub(super) parameters: Vec<Given>,
    /// The same, as routes have them.
    pub(super) rows: OnceLock<Vec<Parameter>>,
    pub(super) security: Option<Vec<Vec<Credential>>>,
    /// The media types of requests, as routes have them.
    pub(super) media: OnceLock<Vec<&'static str>>,
    /// The bodies of requests, as routes have them.
    pub(super) bodies: OnceLock<Vec<RequestBody>>,
    pub(super) success: u16,
    pub(super) request: Body,
    pub(super) response: Body,
}

/// A parameter.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) name: String,
    pub(super) location: Location,
    pub(super) presence: Presence,
    pub(super) format: Format,
    pub(super) style: Style,
    pub(super) exploded: bool,
    pub(super) schema: Option<String>,
}

/// Schema and example of a body, as JSON texts.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) schema: Option<String>,
    pub(super) example: Option<String>,
    /// The media types, in lower case and without parameters.
    pub(super) media: Vec<String>,
    /// The one that the schema is of.
    pub(super) checked: Option<String>,
    /// All that have a schema.
    pub(super) all: Vec<Checked>,
    /// Whether there must be one.
    pub(super) is_required: bool,
    /// Media type and content of a text, or of bytes.
    pub(super) text: Option<(String, String)>,
}

/// A body with its media type.
#[derive(Debug)]
pub(super) struct Checked {
    pub(super) media: String,
    pub(super) schema: String,
    pub(super) joined: Vec<String>,
    pub(super) part_media: Vec<(String, String)>,
}

impl Described {
    /// Its route.
    pub(super) fn route(&'static self) -> Route {
        let rows = self.rows.get_or_init(|| {
            let rows = self.parameters.iter();
            rows.map(|one| Parameter {
                name: &one.name,
                location: one.location,
                presence: one.presence,
                format: one.format,
                style: one.style,
                exploded: one.exploded,
                schema: one.schema.as_deref(),
            })
            .collect()
        });
        let media =
            self.media.get_or_init(|| self.request.media.iter().map(String::as_str).collect());
        Route {
            operation_id: &self.id,
            tag: &self.tag,
            method: self.method,
            template: &self.template,
            parameters: rows,
            security: self.security.as_deref(),
            success: self.success,
            request_media: media,
            request_json: self.request.checked.as_deref().unwrap_or("application/json"),
            request_schema: self.request.schema.as_deref(),
            request_example: self.request.example.as_deref(),
            request_bodies: self
                .bodies
                .get_or_init(|| self.request.all.iter().map(Checked::row).collect()),
            request_presence: match self.request.is_required {
                true => Presence::Required,
                false => Presence::Optional,
            },
            response_text: self
                .response
                .text
                .as_ref()
                .map(|(media, text)| (media.as_str(), text.as_str())),
            response_schema: self.response.schema.as_deref(),
            response_example: self.response.example.as_deref(),
        }
    }
}

impl Checked {
    /// As routes have it. They live as long as the program, and so do these lists.
    fn row(&'static self) -> RequestBody {
        let joined: Vec<&'static str> = self.joined.iter().map(String::as_str).collect();
        let parts = self.part_media.iter().map(|(name, media)| (name.as_str(), media.as_str()));
        RequestBody {
            media: &self.media,
            schema: Some(&self.schema),
            joined: Box::leak(joined.into_boxed_slice()),
            part_media: Box::leak(parts.collect::<Vec<_>>().into_boxed_slice()),
        }
    }
}

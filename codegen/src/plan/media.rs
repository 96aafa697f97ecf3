//! Media types: what a request or response body is, and its examples.

use super::node::{node_key, text};
use super::planner::{Expected, Planner};
use super::{Body, Example, Presence, TypeRef, names, rules};
use crate::diagnostic::Location;
use crate::document::Cursor;
use crate::openapi::{Direction, kind, members};
use crate::suggest::nearest;

/// The type of the runtime for bytes.
pub(crate) const FILE_DATA: &str = "FileData";

/// The first parts of media types (RFC 6838 and its registry).
const MAIN_TYPES: [&str; 12] = [
    "*",
    "application",
    "audio",
    "example",
    "font",
    "haptics",
    "image",
    "message",
    "model",
    "multipart",
    "text",
    "video",
];

/// How the body of a success is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reading {
    /// As JSON of one type.
    Json,
    /// As any JSON, or none.
    Any,
    /// As text.
    Text,
    /// As bytes.
    File,
    /// As the status says.
    ByStatus,
    /// Not at all: the call is redirected.
    Redirection,
}

/// As what a request body is sent.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Content {
    /// As one media type.
    One(Media),
    /// As the one that the caller chooses.
    Several(Choice),
}

/// Media types of which the caller chooses one.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Choice {
    /// The name of the enum.
    pub name: String,
    /// Sorted by name of the variant.
    pub media: Vec<Media>,
}

/// A media type of a request body.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Media {
    /// As the contract writes it.
    pub name: String,
    /// The name of the variant, where there are several.
    pub variant: String,
    /// How the body is written.
    pub writing: Writing,
    /// The type of the body; none where a request is all there is.
    pub ty: Option<TypeRef>,
}

impl Media {
    /// The value of `Content-Type`, unless the body says it itself.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        let is_usual = match self.writing {
            Writing::Json => self.name == "application/json",
            Writing::Form(_) => self.name == "application/x-www-form-urlencoded",
            Writing::Multipart => true,
            Writing::Text | Writing::Bytes | Writing::Nothing => false,
        };
        (!is_usual && !self.name.contains('*')).then_some(self.name.as_str())
    }
}

/// How a request body is written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Writing {
    /// As JSON.
    Json,
    /// As the text it is.
    Text,
    /// As the bytes it is.
    Bytes,
    /// As pairs of a form; the named arrays are one pair each.
    Form(Vec<String>),
    /// In a part for each property.
    Multipart,
    /// There is none.
    Nothing,
}

/// What a media type holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Json,
    Form,
    Multipart,
    Text,
    Bytes,
}

/// What a media type holds; of a range, its schema says it.
pub(super) fn kind_of(name: &str, media: &Cursor<'_>) -> Kind {
    let essence = essence(name);
    match essence.as_str() {
        "application/json" | "text/json" => Kind::Json,
        "application/x-www-form-urlencoded" => Kind::Form,
        "application/xml" => Kind::Text,
        "*/*" | "application/*" => {
            let schema = media.get("schema").map(|schema| schema.resolve());
            match schema.as_ref().map(kind) {
                None | Some(Some("string")) => Kind::Bytes,
                Some(_) => Kind::Json,
            }
        }
        one if one.ends_with("+json") => Kind::Json,
        one if one.ends_with("+xml") || one.starts_with("text/") => Kind::Text,
        "multipart/form-data" => Kind::Multipart,
        _ => Kind::Bytes,
    }
}

/// Whether a media type is JSON, HAL included.
pub(super) fn is_json(name: &str) -> bool {
    let essence = essence(name);
    essence == "application/json" || essence.ends_with("+json")
}

/// Whether a text is a media type, or a range of them.
pub(super) fn is_media_name(name: &str) -> bool {
    let essence = essence(name);
    let main = essence.split_once('/').filter(|(_, sub)| !sub.is_empty()).map(|(main, _)| main);
    main.is_some_and(|main| MAIN_TYPES.contains(&main) || main.starts_with("x-"))
}

/// The action that a vendor's media type names, such as `account.lock` of
/// `application/vnd.vendor.account.lock+json`.
pub(super) fn action(name: &str) -> Option<&str> {
    let own = name.strip_prefix("application/vnd.")?.strip_suffix("+json")?;
    own.split_once('.').map(|(_, action)| action)
}

/// The media type that the client asks for: JSON if it is there, then other JSON, text, and bytes. A range
/// comes behind what is named, and of several the first in the alphabet counts, wherever it stands.
pub(super) fn chosen<'d>(content: &Cursor<'d>) -> Option<(&'d str, Cursor<'d>)> {
    content.entries().min_by_key(|(name, media)| {
        let essence = essence(name);
        let rank = match kind_of(name, media) {
            Kind::Json if essence == "application/json" => 0,
            Kind::Json => 1,
            Kind::Text => 2,
            Kind::Form | Kind::Multipart | Kind::Bytes => 3,
        };
        (rank, essence.contains('*'), essence, (*name).to_owned())
    })
}

impl<'d> Planner<'d> {
    /// The type of bytes.
    pub(super) fn file(&mut self, place: Location) -> TypeRef {
        self.runtime(FILE_DATA, place)
    }

    /// Notes which schemas stand for files: texts in binary, in a body of several parts.
    pub(super) fn find_file_parts(&mut self, name: &str, schema: &Cursor<'d>) {
        if essence(name) != "multipart/form-data" {
            return;
        }
        for property in members(&schema.resolve()).values() {
            let part = property.resolve();
            let items = part.get("items").map(|items| items.resolve());
            for one in std::iter::once(part).chain(items) {
                let format = text(&one, &["format"]);
                if kind(&one) == Some("string") && format.as_deref() == Some("binary") {
                    self.file_parts.insert(node_key(&one));
                }
            }
        }
    }

    /// A media type has no schema, and this is what it means.
    pub(super) fn schema_missing(&mut self, media: &Cursor<'d>, meaning: &str) -> Option<()> {
        let message = format!("a body without a schema has no type: {meaning}");
        self.unsupported(&rules::MEDIA_SCHEMA_MISSING, media, &message, "add `schema`");
        self.has_meaning(&rules::MEDIA_SCHEMA_MISSING).then_some(())
    }

    /// A request body of one media type, or of the one that the caller chooses.
    pub(super) fn request_content(
        &mut self,
        content: &Cursor<'d>,
        presence: Presence,
        builder: &str,
    ) -> Option<Body> {
        let entries: Vec<_> = content.entries().collect();
        match entries.as_slice() {
            [] => {
                self.unsupported(
                    &rules::CONTENT_MISSING,
                    content,
                    "`content` is empty",
                    "name the media type, or remove `content`",
                );
                None
            }
            [(name, media)] => {
                let body = names::joined(builder, "Body");
                let planned = self.request_media(name, media, &body)?;
                let ty = planned.ty.clone().unwrap_or(TypeRef::Json);
                let shown =
                    if planned.writing == Writing::Json { examples(media) } else { Vec::new() };
                // Without a value there is nothing that could be left out: the media type is the request.
                let presence = if planned.ty.is_some() { presence } else { Presence::Required };
                Some(Body { ty, examples: shown, content: Content::One(planned), presence })
            }
            several => self.choice(several, presence, builder),
        }
    }

    fn choice(
        &mut self,
        several: &[(&'d str, Cursor<'d>)],
        presence: Presence,
        builder: &str,
    ) -> Option<Body> {
        let mut planned: Vec<Media> = Vec::new();
        for (name, media) in several {
            // The plain one keeps the name that it has alone.
            let hint = match essence(name).as_str() {
                "application/json" => names::joined(builder, "Body"),
                _ => names::joined(builder, &variant(name)),
            };
            let one = self.request_media(name, media, &hint)?;
            if let Some(other) = planned.iter().find(|other| other.variant == one.variant) {
                let message = format!("`{name}` and `{}` have one name in the client", other.name);
                self.unsupported(
                    &rules::MEDIA_TYPE_UNSUPPORTED,
                    media,
                    &message,
                    "keep one of them",
                );
                return None;
            }
            planned.push(one);
        }
        planned.sort_by(|a, b| a.variant.cmp(&b.variant));
        let choice = Choice { name: names::joined(builder, "Body"), media: planned };
        let content = Content::Several(choice);
        Some(Body { ty: TypeRef::Json, examples: Vec::new(), content, presence })
    }

    /// A misspelt media type would be bytes of an unknown kind.
    pub(super) fn check_media_name(&mut self, name: &str, media: &Cursor<'d>) -> Option<()> {
        if is_media_name(name) {
            return Some(());
        }
        let essence = essence(name);
        let known = ["application/json", "multipart/form-data", "text/plain", "image/png"];
        let help = match nearest(&essence, known) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "write `type/subtype`, such as `application/json`".to_owned(),
        };
        let message = format!("`{name}` is no media type");
        self.unsupported(&rules::MEDIA_TYPE_UNSUPPORTED, media, &message, &help);
        None
    }

    fn request_media(&mut self, name: &str, media: &Cursor<'d>, hint: &str) -> Option<Media> {
        self.check_media_name(name, media)?;
        let essence = essence(name);
        let (writing, ty) = match kind_of(name, media) {
            Kind::Json => self.json_request(&essence, media, hint)?,
            Kind::Text => (Writing::Text, Some(TypeRef::String)),
            Kind::Bytes => (Writing::Bytes, Some(self.file(media.location()))),
            Kind::Form => {
                let joined = self.form_encoding(media);
                (Writing::Form(joined), Some(self.parts(name, media, hint)?))
            }
            Kind::Multipart => {
                self.part_encoding(media);
                (Writing::Multipart, Some(self.parts(name, media, hint)?))
            }
        };
        let name = name.to_owned();
        Some(Media { variant: variant(&name), name, writing, ty })
    }

    /// JSON of the schema's type. Without a schema it is any JSON, but a media type that names an action
    /// and shows no example of a body is all of the request.
    fn json_request(
        &mut self,
        essence: &str,
        media: &Cursor<'d>,
        hint: &str,
    ) -> Option<(Writing, Option<TypeRef>)> {
        let Some(schema) = media.get("schema") else {
            let is_action = essence != "application/json" && examples(media).is_empty();
            let meaning = if is_action { "none is sent" } else { "any JSON can be sent" };
            self.schema_missing(media, meaning)?;
            return Some(match is_action {
                true => (Writing::Nothing, None),
                false => (Writing::Json, Some(TypeRef::Json)),
            });
        };
        let ty = self.nullable_type(&schema, Direction::Request, Some(hint))?;
        self.expect_examples(media, &Expected::Value(ty.clone()));
        Some((Writing::Json, Some(ty)))
    }

    /// An object whose properties are the parts of a body.
    fn parts(&mut self, name: &str, media: &Cursor<'d>, hint: &str) -> Option<TypeRef> {
        let schema = media.get("schema");
        let planned = schema.as_ref().and_then(|schema| {
            let object = matches!(kind(&schema.resolve()), None | Some("object"));
            if object { Some(self.type_ref(schema, Direction::Request, Some(hint))) } else { None }
        });
        match planned {
            Some(None) => None,
            Some(Some(ty @ (TypeRef::Named(_) | TypeRef::Map(_)))) => Some(ty),
            _ => {
                self.unsupported(
                    &rules::MEDIA_TYPE_UNSUPPORTED,
                    schema.as_ref().unwrap_or(media),
                    &format!("a body of `{name}` consists of the properties of an object"),
                    "add a schema with `type: object` and `properties`",
                );
                None
            }
        }
    }
}

/// The name of a media type among others, made of nothing else: of
/// `application/vnd.vendor.thing.import+json`, `ThingImport`.
fn variant(name: &str) -> String {
    let essence = essence(name);
    let (main, sub) = essence.split_once('/').unwrap_or(("", &essence));
    let known = match essence.as_str() {
        "application/json" => "Json",
        "application/x-www-form-urlencoded" => "Form",
        "application/octet-stream" => "Bytes",
        "multipart/form-data" => "Multipart",
        "text/plain" => "Text",
        "*/*" => "Any",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    let sub = sub.strip_suffix("+json").unwrap_or(sub);
    let own = match sub.strip_prefix("vnd.") {
        Some(vendor) => vendor.split_once('.').map_or(vendor, |(_, rest)| rest),
        None => sub.strip_prefix("x-").unwrap_or(sub),
    };
    // Case says where words begin, so it is taken from the contract.
    let start = name.to_ascii_lowercase().find(own).unwrap_or_default();
    let own = name.get(start..start + own.len()).unwrap_or(own).replace('*', "");
    let words = if main == "application" { own } else { format!("{main} {own}") };
    names::type_name(&words).unwrap_or_else(|| "Other".to_owned())
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

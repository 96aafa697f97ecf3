//! Request bodies: one type for one media type, an enum where the caller chooses.

use super::define::Draft;
use super::media::{essence, examples};
use super::members::Members;
use super::node::{node_key, text};
use super::planner::{Expected, Planner};
use super::{Body, BodyFormat, BodyVariant, Method, Scalar, Shape, TypeRef, names, rules};
use crate::diagnostic::Diagnostic;
use crate::document::Cursor;
use crate::openapi::Direction;

/// The variant of `application/json`.
const JSON: &str = "Json";

/// What the name of a media type begins with without saying anything.
const NO_MEANING: [&str; 3] = ["vnd", "x", "prs"];

impl<'d> Planner<'d> {
    pub(super) fn body(
        &mut self,
        body: &Cursor<'d>,
        method: Method,
        builder: &str,
    ) -> Option<Body> {
        let node = body.resolve();
        if matches!(method, Method::Get | Method::Head) {
            let help = "remove `requestBody`";
            self.unsupported(&rules::GET_WITH_BODY, body, "a GET request has no body", help);
            return None;
        }
        if node.get("required").and_then(|required| required.as_bool()) != Some(true) {
            self.unsupported(
                &rules::REQUEST_BODY_OPTIONAL,
                body,
                "an optional request body is not supported",
                "add `required: true`; an empty object is a body",
            );
            if !self.has_meaning(&rules::REQUEST_BODY_OPTIONAL) {
                return None;
            }
        }
        let content = node.get("content").filter(|content| content.entries().next().is_some());
        let Some(content) = content else {
            let message = "a request body needs `content`";
            self.unsupported(&rules::CONTENT_MISSING, body, message, "add `application/json`");
            return None;
        };
        let mut media: Vec<(&'d str, Cursor<'d>)> = content.entries().collect();
        media.sort_by_key(|(name, _)| *name);
        match media.as_slice() {
            [(media_type, media)] => self.content(media_type, media, builder),
            several => self.chosen(&content, several, builder),
        }
    }

    /// The body of one media type. A type without another name gets that of the operation and, unless it
    /// is JSON, of the media type: so it has that name whatever media types there are.
    fn content(&mut self, media_type: &str, media: &Cursor<'d>, builder: &str) -> Option<Body> {
        let variant = media_name(media_type).filter(|name| name != JSON).unwrap_or_default();
        let name = names::joined(&names::joined(builder, &variant), "Body");
        let name = name.as_str();
        let examples = examples(media);
        let format = format_of(media_type, media.get("schema").is_some(), !examples.is_empty());
        let ty = match (format, media.get("schema")) {
            (BodyFormat::Empty, _) => None,
            (BodyFormat::Text, _) => Some(TypeRef::String),
            (BodyFormat::Bytes, _) => Some(TypeRef::Scalar(Scalar::Bytes)),
            (_, None) => Some(TypeRef::Json),
            (BodyFormat::Multipart, Some(schema)) => {
                self.mark_files(&schema);
                Some(self.form(&schema, name)?)
            }
            (BodyFormat::Form, Some(schema)) => Some(self.form(&schema, name)?),
            (_, Some(schema)) => {
                Some(self.nullable_type(&schema, Direction::Request, Some(name))?)
            }
        };
        if format == BodyFormat::Empty && essence(media_type) == "application/json" {
            let message = "JSON without a schema: the body is empty";
            self.unsupported(&rules::MEDIA_SCHEMA_MISSING, media, message, "add `schema`");
            if !self.has_meaning(&rules::MEDIA_SCHEMA_MISSING) {
                return None;
            }
        }
        let holds_files = format == BodyFormat::Multipart;
        if let Some(ty) = ty.clone().filter(|_| format != BodyFormat::Bytes && !holds_files) {
            self.expect_examples(media, &Expected::Value(ty));
        }
        let examples = if ty.is_none() { Vec::new() } else { examples };
        Some(Body { ty, format, media_type: media_type.to_owned(), examples })
    }

    /// A form is an object: its members are the pairs, or the parts.
    fn form(&mut self, schema: &Cursor<'d>, name: &str) -> Option<TypeRef> {
        let ty = self.nullable_type(schema, Direction::Request, Some(name))?;
        let is_object = match &ty {
            TypeRef::Named(name) => self
                .types
                .get(name)
                .is_some_and(|item| matches!(item.shape, Shape::Struct(_) | Shape::Union(_))),
            TypeRef::Map(_) | TypeRef::Json => true,
            _ => false,
        };
        if !is_object {
            let message = "a form is made of the members of an object";
            self.unsupported(&rules::FORM_OBJECT, schema, message, "use `type: object`");
            return None;
        }
        Some(ty)
    }

    /// Remembers which texts of a multipart body are files.
    fn mark_files(&mut self, schema: &Cursor<'d>) {
        let mut members = Members::default();
        self.collect(&schema.resolve(), &mut members);
        for property in members.properties.values() {
            for node in [Some(property.resolve()), property.resolve().get("items")] {
                let Some(node) = node.map(|node| node.resolve()) else { continue };
                if text(&node, &["format"]).as_deref() == Some("binary") {
                    self.files.insert(node_key(&node));
                }
            }
        }
    }

    /// An enum with a variant for each media type.
    fn chosen(
        &mut self,
        content: &Cursor<'d>,
        all: &[(&'d str, Cursor<'d>)],
        builder: &str,
    ) -> Option<Body> {
        let mut variants: Vec<BodyVariant> = Vec::new();
        for (media_type, media) in all {
            let variant = media_name(media_type);
            let Some(variant) = variant else {
                let message = format!("no variant name can be made of `{media_type}`");
                self.unsupported(&rules::NAME_INVALID, media, &message, "name a media type");
                return None;
            };
            let body = self.content(media_type, media, builder)?;
            if let Some(first) = variants.iter().find(|one| one.name == variant) {
                let message = format!(
                    "`{}` and `{media_type}` both become the variant `{variant}`",
                    first.body.media_type
                );
                self.problem(
                    Diagnostic::new(&rules::NAME_COLLISION, media.location(), message)
                        .help("remove one of them"),
                );
                return None;
            }
            variants.push(BodyVariant { name: variant, body, location: media.location() });
        }
        let first = variants.first().map(|one| one.body.clone())?;
        let examples = first.examples.clone();
        let media_type = first.media_type.clone();
        let shape = Shape::Bodies(variants);
        let name = names::joined(builder, "Content");
        let ty = self.define(content, Direction::Request, Some(&name), Draft::Done(shape))?;
        Some(Body { ty: Some(ty), format: BodyFormat::Chosen, media_type, examples })
    }
}

/// How bodies of a media type are written.
fn format_of(media_type: &str, has_schema: bool, has_examples: bool) -> BodyFormat {
    let essence = essence(media_type);
    let is_json = essence == "application/json" || essence.ends_with("+json");
    match essence.as_str() {
        // Nothing else says what would be sent: the media type is the message.
        _ if !has_schema && !has_examples && essence.starts_with("application/vnd.") => {
            BodyFormat::Empty
        }
        _ if !has_schema && !has_examples && is_json => BodyFormat::Empty,
        _ if is_json => BodyFormat::Json,
        "application/x-www-form-urlencoded" if has_schema => BodyFormat::Form,
        "multipart/form-data" if has_schema => BodyFormat::Multipart,
        text if text.starts_with("text/") => BodyFormat::Text,
        _ => BodyFormat::Bytes,
    }
}

/// The variant of a media type: the part of it that says something.
fn media_name(media_type: &str) -> Option<String> {
    let essence = essence(media_type);
    let (kind, subtype) = essence.split_once('/')?;
    match essence.as_str() {
        "application/json" => return Some(JSON.to_owned()),
        "application/x-www-form-urlencoded" => return Some("Form".to_owned()),
        "multipart/form-data" => return Some("Multipart".to_owned()),
        "application/octet-stream" | "*/*" => return Some("Bytes".to_owned()),
        "text/plain" => return Some("Text".to_owned()),
        _ => {}
    }
    let subtype = subtype.strip_suffix("+json").unwrap_or(subtype);
    let mut words: Vec<&str> = subtype.split('.').collect();
    // The vendor comes after `vnd`, and says whose the media type is, not what.
    if let [first, _, _, ..] = words.as_slice()
        && NO_MEANING.contains(first)
    {
        words.drain(..2);
    }
    let words = words.join(" ");
    match subtype {
        "*" => names::type_name(kind),
        _ => names::type_name(&words.replace(['+', '*'], " ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variant_is_named_by_its_media_type_alone() {
        for (media_type, name) in [
            ("application/json", "Json"),
            ("application/json; charset=utf-8", "Json"),
            ("application/vnd.pingidentity.device.unlock+json", "DeviceUnlock"),
            ("application/vnd.example+json", "VndExample"),
            ("application/x-www-form-urlencoded", "Form"),
            ("multipart/form-data", "Multipart"),
            ("text/plain", "Text"),
            ("text/csv", "Csv"),
            ("image/*", "Image"),
            ("image/svg+xml", "SvgXml"),
            ("application/merge-patch+json", "MergePatch"),
            ("*/*", "Bytes"),
        ] {
            assert_eq!(media_name(media_type).as_deref(), Some(name), "{media_type}");
        }
    }
}

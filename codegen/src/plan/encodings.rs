//! How a parameter is written: its style, and whether its type needs one.

use super::media;
use super::node::{flag, text};
use super::planner::Planner;
use super::{Place, Shape, TypeRef, rules};
use crate::document::Cursor;

/// How a parameter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// As plain text.
    Plain,
    /// In a style, for what is more than one plain text.
    Styled(Style, Marks),
}

/// The styles, as the runtime's type of this name has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Style {
    /// `a,1,b,2`
    Simple,
    /// `a=1,b=2`
    SimpleExploded,
    /// `.a.1.b.2`
    Label,
    /// `.a=1.b=2`
    LabelExploded,
    /// `;name=a,1,b,2`
    Matrix,
    /// `;a=1;b=2`
    MatrixExploded,
    /// `name=a,1,b,2`
    Form,
    /// `a=1&b=2`
    FormExploded,
    /// `name=a%201%20b%202`
    Spaces,
    /// `name=a%7C1%7Cb%7C2`
    Pipes,
    /// `name[a]=1&name[b]=2`
    Deep,
    /// JSON, as `content` says
    Json,
}

/// Which marks of a value are percent-encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Marks {
    /// All.
    Encoded,
    /// Those that would end the value: `allowReserved`.
    Kept,
}

impl<'d> Planner<'d> {
    /// How a parameter of this type is written at its place.
    pub(super) fn encoding(
        &mut self,
        node: &Cursor<'d>,
        place: Place,
        ty: &TypeRef,
    ) -> Option<Encoding> {
        if let Some(content) = node.get("content") {
            let is_json = content.entries().next().is_some_and(|(name, _)| media::is_json(name));
            return Some(match is_json {
                true => Encoding::Styled(Style::Json, Marks::Encoded),
                false => Encoding::Plain,
            });
        }
        let style = self.style(node, place)?;
        let is_kept = place == Place::Query && flag(node, "allowReserved");
        let is_plain = self.is_plain(ty)
            && !matches!(
                style,
                Style::Label | Style::LabelExploded | Style::Matrix | Style::MatrixExploded
            );
        Some(match (is_plain, is_kept) {
            (true, false) => Encoding::Plain,
            (_, true) => Encoding::Styled(style, Marks::Kept),
            (false, false) => Encoding::Styled(style, Marks::Encoded),
        })
    }

    /// The style that a parameter names, or that of its place.
    fn style(&mut self, node: &Cursor<'d>, place: Place) -> Option<Style> {
        let named = text(node, &["style"]);
        let default = match place {
            Place::Path | Place::Header => "simple",
            Place::Query | Place::Cookie => "form",
        };
        let style = named.as_deref().unwrap_or(default);
        let explode = node.get("explode").and_then(|explode| explode.as_bool());
        let is_exploded = explode.unwrap_or(style == "form");
        let known = match (place, style, is_exploded) {
            (Place::Path | Place::Header, "simple", false) => Style::Simple,
            (Place::Path | Place::Header, "simple", true) => Style::SimpleExploded,
            (Place::Path, "label", false) => Style::Label,
            (Place::Path, "label", true) => Style::LabelExploded,
            (Place::Path, "matrix", false) => Style::Matrix,
            (Place::Path, "matrix", true) => Style::MatrixExploded,
            (Place::Query | Place::Cookie, "form", false) => Style::Form,
            (Place::Query | Place::Cookie, "form", true) => Style::FormExploded,
            // Exploded, a list has the form of `form`, whatever would part its items.
            (Place::Query, "spaceDelimited" | "pipeDelimited", true) => Style::FormExploded,
            (Place::Query, "spaceDelimited", false) => Style::Spaces,
            (Place::Query, "pipeDelimited", false) => Style::Pipes,
            (Place::Query, "deepObject", _) => Style::Deep,
            _ => {
                let place = node.get("style").unwrap_or_else(|| node.clone());
                self.unsupported(
                    &rules::PARAMETER_STYLE,
                    &place,
                    &format!("`{style}` is no style of a parameter here"),
                    "path: simple, label, matrix; query: form, spaceDelimited, pipeDelimited, deepObject; \
                     header: simple; cookie: form",
                );
                return None;
            }
        };
        Some(known)
    }

    /// Whether a value of the type is one plain text.
    fn is_plain(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Json => false,
            TypeRef::Named(name) => self
                .types
                .get(name)
                .is_some_and(|item| matches!(item.shape, Shape::Id | Shape::Text | Shape::Enum(_))),
            _ => true,
        }
    }
}

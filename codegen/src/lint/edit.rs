//! Edits of the contract's text that leave everything else as it is.

use crate::diagnostic::{Edit, Fix, Span};
use crate::document::Cursor;

/// Removes the line of a list item, or of a key and its value, that has its lines to itself.
pub(super) fn remove_line(node: &Cursor<'_>) -> Option<Fix> {
    let text = node.document().sources().text(node.file());
    let first = node.key_span().unwrap_or_else(|| node.span()).start;
    let last = node.span().end;
    let start = text.get(..first)?.rfind('\n').map_or(0, |at| at + 1);
    let end = text.get(last..)?.find('\n').map_or(text.len(), |length| last + length + 1);
    let before = text.get(start..first)?.trim_start();
    let behind = text.get(last..end)?.trim();
    let is_alone = match node.key_span() {
        Some(_) => before.is_empty(),
        None => before.trim_end() == "-",
    };
    // A comment behind it goes with it; anything else would be lost.
    (is_alone && (behind.is_empty() || behind.starts_with('#')))
        .then(|| Fix::new("remove this line", Edit::new(node.file(), Span::new(start, end), "")))
}

/// The bytes of the last `wanted` in a scalar, if nothing but a quote stands behind it.
pub(super) fn last(node: &Cursor<'_>, wanted: char) -> Option<Span> {
    let span = node.span();
    let written = slice(node, span).trim_end_matches(['"', '\'']);
    let end = span.start + written.len();
    written.ends_with(wanted).then(|| Span::new(end - wanted.len_utf8(), end))
}

/// Part of the text of the node's file.
pub(super) fn slice<'d>(node: &Cursor<'d>, span: Span) -> &'d str {
    node.document().sources().text(node.file()).get(span.start..span.end).unwrap_or_default()
}

/// Over how many lines a place goes.
pub(super) fn lines(text: &str, place: Span) -> usize {
    text.get(place.start..place.end).unwrap_or_default().lines().count()
}

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

/// Replaces the text of a node.
pub(super) fn replace(node: &Cursor<'_>, title: &str, replacement: String) -> Fix {
    Fix::new(title, Edit::new(node.file(), node.span(), replacement))
}

/// The text of a scalar as it is written, quotes and folding included.
pub(super) fn written<'d>(node: &Cursor<'d>) -> &'d str {
    let span = node.span();
    node.document().sources().text(node.file()).get(span.start..span.end).unwrap_or_default()
}

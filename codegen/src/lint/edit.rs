//! Edits of the contract's text that leave everything else as it is.

use crate::diagnostic::{Edit, Fix, Location, Span};
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

/// Gives the key of a node another name, in the quotes that it has.
pub(super) fn rename_key(node: &Cursor<'_>, to: &str) -> Option<Fix> {
    let span = node.key_span()?;
    let written = slice(node, span);
    let bare = written.trim_matches(['"', '\'']);
    let quotes = written.len() - bare.len();
    let is_plain = bare.chars().all(|c| c.is_ascii_alphanumeric() || "-_$".contains(c));
    let renamed = match (quotes, written.chars().next()?) {
        (0, _) => to.to_owned(),
        (2, quote) => format!("{quote}{to}{quote}"),
        _ => return None,
    };
    is_plain.then(|| Fix::new(format!("write `{to}`"), Edit::new(node.file(), span, renamed)))
}

/// Adds `key: value` behind another member of the same mapping, in the manner of that member.
pub(super) fn add_behind(member: &Cursor<'_>, key: &str, value: &str) -> Option<Fix> {
    let text = member.document().sources().text(member.file());
    let start = member.key_span()?.start;
    let end = member.span().end;
    let line_start = text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
    let before = text.get(line_start..start)?;
    let line_end = text.get(end..)?.find('\n').map_or(text.len(), |length| end + length);
    let behind = text.get(end..line_end)?.trim();
    let is_block = before.trim_matches([' ', '-']).is_empty();
    let (at, added) = if is_block && (behind.is_empty() || behind.starts_with('#')) {
        let line_end = text.get(..line_end)?.trim_end_matches('\r').len();
        let break_ = if text.get(line_end..)?.starts_with('\r') { "\r\n" } else { "\n" };
        (line_end, format!("{break_}{}{key}: {value}", " ".repeat(before.chars().count())))
    } else if text.get(start..)?.starts_with(['"', '\'']) {
        (end, format!(", \"{key}\": {value}"))
    } else {
        (end, format!(", {key}: {value}"))
    };
    let edit = Edit::new(member.file(), Span::at(at), added);
    Some(Fix::new(format!("add `{key}: {value}`"), edit))
}

/// Replaces a scalar by another one.
pub(super) fn replace(node: &Cursor<'_>, to: &str) -> Fix {
    Fix::new(format!("write `{to}`"), Edit::new(node.file(), node.span(), to))
}

/// Replaces a part of a scalar that is written there once, as it is read.
pub(super) fn once(node: &Cursor<'_>, from: &str, to: &str) -> Option<Fix> {
    let span = node.span();
    let mut places = slice(node, span).match_indices(from);
    let (at, _) = places.next().filter(|_| places.next().is_none())?;
    let start = span.start + at;
    let edit = Edit::new(node.file(), Span::new(start, start + from.len()), to);
    Some(Fix::new(format!("write `{to}`"), edit))
}

/// Moves a key with a value of one line in front of the line of the mapping around it, which begins so.
pub(super) fn move_out(node: &Cursor<'_>, around: &str) -> Option<Fix> {
    let text = node.document().sources().text(node.file());
    let start = node.key_span()?.start;
    let line_start = text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
    let line_end = text.get(start..)?.find('\n').map_or(text.len(), |length| start + length + 1);
    let is_alone = text.get(line_start..start)?.trim().is_empty() && node.span().end <= line_end;
    let mut outer = line_start;
    while outer > 0 && is_alone {
        let before = text.get(..outer - 1)?.rfind('\n').map_or(0, |at| at + 1);
        let line = text.get(before..outer)?;
        let indent = line.len() - line.trim_start().len();
        if line_start + indent < start && line.trim() == around {
            let moved = format!("{}{}", " ".repeat(indent), text.get(start..line_end)?);
            let edits = vec![
                Edit::new(node.file(), Span::at(before), moved),
                Edit::new(node.file(), Span::new(line_start, line_end), ""),
            ];
            return Some(Fix { title: "move it out".to_owned(), edits });
        }
        outer = before;
    }
    None
}

/// Whether a node is written as JSON, where texts have quotes.
pub(super) fn is_json(node: &Cursor<'_>) -> bool {
    node.key_span().is_some_and(|key| slice(node, key).starts_with('"'))
}

/// Whether a node is written in one line.
pub(super) fn is_one_line(node: &Cursor<'_>) -> bool {
    !slice(node, node.span()).contains('\n')
}

/// The place of a part of a scalar that is written there as it is read; else that of the scalar.
pub(super) fn within(node: &Cursor<'_>, part: &str) -> Location {
    let span = node.span();
    let place = node.location();
    match slice(node, span).find(part) {
        Some(at) => {
            let start = span.start + at;
            Location::new(place.file, Span::new(start, start + part.len()), place.pointer)
        }
        None => place,
    }
}

//! The way out of a value that is of another kind than its key wants.

use super::newer::Way;
use crate::diagnostic::{Edit, Fix};
use crate::document::{Cursor, NodeKind};
use crate::lint::edit;
use crate::openapi::Below;

pub(super) fn way(value: &Cursor<'_>, below: Below) -> Way {
    let written = edit::slice(value, value.span());
    let words: Vec<&str> = written.trim_matches(['"', '\'']).split_whitespace().collect();
    match (below, value.kind()) {
        (_, NodeKind::Null) => {
            Way::words("write a value, or remove the key; a text that begins with `#` needs quotes")
        }
        (Below::Text, NodeKind::Number | NodeKind::Bool) => quoted(value, format!("\"{written}\"")),
        (Below::Flag, NodeKind::String) if matches!(words.as_slice(), ["true" | "false"]) => {
            unquoted(value)
        }
        (Below::Flag, NodeKind::String)
            if matches!(words.as_slice(), ["yes" | "on" | "Yes" | "On"]) =>
        {
            written_as(value, "true")
        }
        (Below::Flag, NodeKind::String)
            if matches!(words.as_slice(), ["no" | "off" | "No" | "Off"]) =>
        {
            written_as(value, "false")
        }
        (Below::Count, NodeKind::String)
            if written.trim_matches(['"', '\'']).parse::<u64>().is_ok() =>
        {
            unquoted(value)
        }
        (Below::Number, NodeKind::String)
            if written.trim_matches(['"', '\'']).parse::<f64>().is_ok() =>
        {
            unquoted(value)
        }
        (Below::Texts | Below::Values, NodeKind::String) => listed(value, written),
        (Below::Text, _) => Way::words("write one text"),
        (Below::Flag, _) => Way::words("write `true` or `false`, or remove the key"),
        (Below::Number, _) => Way::words("write a number, or remove the key"),
        (Below::Count, _) => Way::words("write a whole number from 0, or remove the key"),
        (Below::Texts, _) => {
            Way::words("write a list of texts; quote what is one and looks otherwise")
        }
        (Below::Values | Below::List(_), _) => Way::words("begin each entry with `- `"),
        (Below::TextMap, _) => {
            Way::words("write `name: text` lines; quote what is a text and looks otherwise")
        }
        _ => Way::words("write `name: value` lines here"),
    }
}

fn quoted(value: &Cursor<'_>, to: String) -> Way {
    let fix = Fix::new("quote it", Edit::new(value.file(), value.span(), to));
    Way { help: "quote it".to_owned(), fix: Some(fix) }
}

fn unquoted(value: &Cursor<'_>) -> Way {
    let bare = edit::slice(value, value.span()).trim_matches(['"', '\'']);
    let fix = Fix::new("remove the quotes", Edit::new(value.file(), value.span(), bare));
    Way { help: "remove the quotes".to_owned(), fix: Some(fix) }
}

fn written_as(value: &Cursor<'_>, word: &str) -> Way {
    Way { help: format!("write `{word}`"), fix: Some(edit::replace(value, word)) }
}

/// One value where a list of such is wanted.
fn listed(value: &Cursor<'_>, written: &str) -> Way {
    let is_simple = !written.contains(['\n', ',', '[', ']', '{', '}', '#']);
    let edit = Edit::new(value.file(), value.span(), format!("[{written}]"));
    let fix = is_simple.then(|| Fix::new("put it into a list", edit));
    Way { help: "put it into a list: `[…]`, or a line with `- `".to_owned(), fix }
}

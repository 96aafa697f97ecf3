//! Code on the page: blocks with a title, strings and keywords set apart by colour.

use maud::{Markup, html};
use serde_json::Value;

use super::fill;
use crate::markdown::is_hidden;

/// The languages that the page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    /// Rust.
    Rust,
    /// A POSIX shell.
    Shell,
}

/// A block of code with its title; the script adds a button that copies it.
pub(super) fn block(title: &Markup, code: &Markup) -> Markup {
    html! {
        figure.code { figcaption { (title) } pre { code { (code) } } }
    }
}

/// Code with its strings and keywords marked. Its text is the code, character for character.
pub(super) fn highlighted(code: &str, language: Language) -> Markup {
    let mut rest = code;
    html! {
        @while let Some(first) = rest.chars().next() {
            @let (class, length) = token(rest, first, language);
            @let (taken, after) = rest.split_at(length);
            @match class {
                Class::String => { span.s { (filled(taken)) } }
                Class::Keyword => { span.k { (taken) } }
                Class::Comment => { span.c { (taken) } }
                Class::Plain => { (filled(taken)) }
            }
            ({ rest = after; "" })
        }
    }
}

/// Code with the values that readers may replace set apart.
fn filled(code: &str) -> Markup {
    html! {
        @for (name, text) in fill::parts(code) {
            @match name { Some(name) => { span data-fill=(name) { (text) } } None => { (whole(text)) } }
        }
    }
}

/// Text of which no UUID is broken where a line ends.
pub(super) fn whole(text: &str) -> Markup {
    let mut rest = text;
    html! {
        @while let Some((before, id, after)) = uuid_in(rest) {
            (before) span.u { (id) }
            ({ rest = after; "" })
        }
        (rest)
    }
}

/// The first UUID of a text, with what stands around it.
fn uuid_in(text: &str) -> Option<(&str, &str, &str)> {
    const LENGTH: usize = 36;
    let is_uuid = |one: &[u8]| {
        one.iter().enumerate().all(|(position, byte)| match position {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
    };
    let at = text.as_bytes().windows(LENGTH).position(is_uuid)?;
    Some((text.get(..at)?, text.get(at..at + LENGTH)?, text.get(at + LENGTH..)?))
}

enum Class {
    String,
    Keyword,
    Comment,
    Plain,
}

/// The kind and length of what the code begins with; never nothing.
fn token(rest: &str, first: char, language: Language) -> (Class, usize) {
    let is_word =
        |c: char| c.is_alphanumeric() || c == '_' || c == '-' && language == Language::Shell;
    match first {
        fill::BEGIN if fill::length(rest) > 0 => (Class::Plain, fill::length(rest)),
        '/' if language == Language::Rust && rest.starts_with("//") => {
            (Class::Comment, rest.find('\n').unwrap_or(rest.len()))
        }
        '"' => (Class::String, quoted(rest, '"', true)),
        '\'' if language == Language::Shell => (Class::String, quoted(rest, '\'', false)),
        first if is_word(first) => {
            let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            let word = rest.get(..length).unwrap_or_default();
            let is_keyword = match language {
                Language::Rust => {
                    matches!(
                        word,
                        "let"
                            | "for"
                            | "in"
                            | "await"
                            | "async"
                            | "true"
                            | "false"
                            | "fn"
                            | "use"
                            | "if"
                            | "else"
                            | "match"
                            | "return"
                    )
                }
                Language::Shell => word.starts_with("--") || word == "curl",
            };
            (if is_keyword { Class::Keyword } else { Class::Plain }, length)
        }
        _ => {
            let plain = |c: char| !is_word(c) && !matches!(c, '"' | '\'' | '/' | fill::BEGIN);
            let length = rest.find(|c| !plain(c)).unwrap_or(rest.len());
            (Class::Plain, length.max(first.len_utf8()))
        }
    }
}

/// The length of a quoted string, or of all that is left where nothing closes it.
fn quoted(text: &str, quote: char, escapes: bool) -> usize {
    let mut is_escaped = false;
    for (position, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if escapes => is_escaped = true,
            c if c == quote => return position + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// A JSON document, indented by two spaces.
pub(super) fn json(value: &Value) -> Markup {
    indented(value, 0)
}

fn indented(value: &Value, level: usize) -> Markup {
    let pad = "  ".repeat(level + 1);
    let end = "  ".repeat(level);
    match value {
        Value::Object(members) if !members.is_empty() => html! {
            "{\n"
            @for (position, (key, value)) in members.iter().enumerate() {
                (pad) span.k { (json_string(key)) } ": " (indented(value, level + 1))
                @if position + 1 < members.len() { "," }
                "\n"
            }
            (end) "}"
        },
        Value::Array(items) if !items.is_empty() => html! {
            "[\n"
            @for (position, value) in items.iter().enumerate() {
                (pad) (indented(value, level + 1))
                @if position + 1 < items.len() { "," }
                "\n"
            }
            (end) "]"
        },
        Value::String(text) => html! { span.s { (whole(&json_string(text))) } },
        other => html! { span.l { (other.to_string()) } },
    }
}

/// A JSON document as text, indented as on the page.
pub(super) fn json_text(value: &Value) -> String {
    escape_hidden(&format!("{value:#}"))
}

/// A text as JSON, without characters that nobody sees.
fn json_string(text: &str) -> String {
    escape_hidden(&Value::from(text).to_string())
}

/// Hidden characters stand in JSON inside strings only, so that an escape says the same.
fn escape_hidden(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\n' => escaped.push(c),
            c if is_hidden(c) => escaped.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn text(markup: Markup) -> String {
        let plain = markup.into_string().replace("</span>", "");
        let plain = ["s", "k", "l", "c"]
            .iter()
            .fold(plain, |text, class| text.replace(&format!("<span class=\"{class}\">"), ""));
        plain
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&")
    }

    #[test]
    fn highlighting_changes_no_character() {
        for code in [
            "let a = \"b\\\"c\".parse::<Id>()?;\nfor x in y.items() {}",
            "curl --request POST \\\n  'a'\\''b' --data-raw \"$X\" 'open",
            "'",
            "\"",
            "",
            "é-'x'\"\\",
            "a / b // c \"d\nlet e = \"//\"; /",
        ] {
            for language in [Language::Rust, Language::Shell] {
                assert_eq!(text(highlighted(code, language)), code);
            }
        }
    }

    #[test]
    fn json_is_indented_and_stays_json() {
        let value =
            json!({"a": [1, true, null, "<script>"], "b": {}, "c\u{202e}": "x\u{202e}\u{7f}"});
        let shown = text(json(&value));
        assert_eq!(serde_json::from_str::<Value>(&shown).unwrap(), value);
        assert!(!shown.contains('\u{202e}'), "{shown}");
        assert!(!json(&value).into_string().contains("<script>"));
    }
}

//! The text of a JSON string, with whatever stands in it.

use std::borrow::Cow;

/// What stands for bytes and escapes that are no characters.
const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

/// The text between two quotes, and whether it is exactly what was sent.
///
/// Raw control characters are themselves. Bytes that are not UTF-8 and halves of surrogate pairs become
/// `U+FFFD`; an escape that does not exist stays as it is written.
pub(super) fn unescaped(raw: &[u8]) -> (Cow<'_, str>, bool) {
    if !raw.contains(&b'\\') {
        let text = String::from_utf8_lossy(raw);
        let exact = matches!(text, Cow::Borrowed(_));
        return (text, exact);
    }
    let mut text = String::with_capacity(raw.len());
    let mut exact = true;
    let mut rest = raw;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        exact &= push(&mut text, &rest[..at]);
        rest = &rest[at + 1..];
        let (character, used) = escape(rest);
        exact &= character.is_some_and(|character| character != REPLACEMENT);
        match character {
            Some(character) => text.push(character),
            None => text.push('\\'),
        }
        rest = &rest[used..];
    }
    exact &= push(&mut text, rest);
    (Cow::Owned(text), exact)
}

fn push(text: &mut String, raw: &[u8]) -> bool {
    let part = String::from_utf8_lossy(raw);
    text.push_str(&part);
    matches!(part, Cow::Borrowed(_))
}

/// The character of an escape, without its backslash, and how many bytes say so.
fn escape(rest: &[u8]) -> (Option<char>, usize) {
    let character = match rest.first() {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode(rest),
        _ => return (None, 0),
    };
    (Some(character), 1)
}

/// `uXXXX`, maybe followed by the other half of a surrogate pair.
fn unicode(rest: &[u8]) -> (Option<char>, usize) {
    let Some(high) = hex(rest) else { return (None, 0) };
    if let Some(character) = char::from_u32(high) {
        return (Some(character), 5);
    }
    let low = rest.get(5..).and_then(|rest| rest.strip_prefix(b"\\")).and_then(hex);
    match low {
        Some(low @ 0xDC00..=0xDFFF) if high < 0xDC00 => {
            let pair = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
            (Some(char::from_u32(pair).unwrap_or(REPLACEMENT)), 11)
        }
        _ => (Some(REPLACEMENT), 5),
    }
}

/// The four digits behind a `u`.
fn hex(rest: &[u8]) -> Option<u32> {
    let digits = rest.strip_prefix(b"u")?.get(..4)?;
    digits.iter().try_fold(0, |sum, digit| Some(sum * 16 + char::from(*digit).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn whatever_stands_in_a_string_is_read() {
        for (raw, text, exact) in [
            (&b"plain \xc3\xbc"[..], "plain ü", true),
            (b"a\nb\x00", "a\nb\0", true),
            (br#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{c}\n\r\t", true),
            (br"\u00fc\u00FC", "üü", true),
            (br"\ud83d\ude00!", "\u{1f600}!", true),
            (br"\ud800", "\u{fffd}", false),
            (br"\ud800x", "\u{fffd}x", false),
            (br"\ude00\ud83d", "\u{fffd}\u{fffd}", false),
            (br"\ud83d\ud83d\ude00", "\u{fffd}\u{1f600}", false),
            (br"\ud83d\u0041", "\u{fffd}A", false),
            (br"\q\u12\u12x4\", "\\q\\u12\\u12x4\\", false),
            (b"\xff\xfea", "\u{fffd}\u{fffd}a", false),
            (b"\xff\\n", "\u{fffd}\n", false),
        ] {
            assert_eq!(unescaped(raw), (text.into(), exact), "{}", String::from_utf8_lossy(raw));
        }
    }

    proptest! {
        #[test]
        fn a_text_of_json_is_read_as_it_was_written(text: String) {
            let written = serde_json::to_string(&text).unwrap();
            let (read, exact) = unescaped(&written.as_bytes()[1..written.len() - 1]);
            prop_assert_eq!(&*read, text.as_str());
            prop_assert!(exact || text.contains(REPLACEMENT));
        }
    }
}

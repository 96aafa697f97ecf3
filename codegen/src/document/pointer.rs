//! JSON pointers (RFC 6901) and percent-encoding in references.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Appends one unescaped step to a pointer.
pub(super) fn join(pointer: &str, step: &str) -> String {
    let mut joined = String::with_capacity(pointer.len() + step.len() + 1);
    joined.push_str(pointer);
    joined.push('/');
    for c in step.chars() {
        match c {
            '~' => joined.push_str("~0"),
            '/' => joined.push_str("~1"),
            c => joined.push(c),
        }
    }
    joined
}

/// The unescaped steps of a pointer; `None` if it does not start with `/` or has a stray `~`.
/// The empty pointer has no steps.
pub(super) fn split(pointer: &str) -> Option<Vec<String>> {
    if pointer.is_empty() {
        return Some(Vec::new());
    }
    pointer.strip_prefix('/')?.split('/').map(unescape).collect()
}

/// What a fragment can hold of a pointer, beside letters and digits.
const FRAGMENT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/').remove(b'$');

/// The pointer as a URI fragment: what a fragment cannot hold is percent-encoded.
pub(super) fn to_fragment(pointer: &str) -> String {
    utf8_percent_encode(pointer, FRAGMENT).to_string()
}

/// Decodes `%41` and the like; `None` for a stray `%` or bytes that are not UTF-8.
pub(super) fn percent_decode(text: &str) -> Option<String> {
    let is_code = |rest: &str| {
        rest.as_bytes().get(..2).is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit))
    };
    if !text.split('%').skip(1).all(is_code) {
        return None;
    }
    percent_decode_str(text).decode_utf8().ok().map(Cow::into_owned)
}

fn unescape(step: &str) -> Option<String> {
    let mut unescaped = String::with_capacity(step.len());
    let mut chars = step.chars();
    while let Some(c) = chars.next() {
        unescaped.push(match c {
            '~' => match chars.next()? {
                '0' => '~',
                '1' => '/',
                _ => return None,
            },
            c => c,
        });
    }
    Some(unescaped)
}

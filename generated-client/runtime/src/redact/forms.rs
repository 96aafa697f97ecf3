//! The forms in which a server may quote a secret, beside those that [`unescape`](super::unescape) undoes.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use url::form_urlencoded::byte_serialize;

/// Bytes of a secret that are not shown together. What is shorter counts as a whole.
pub(super) const WINDOW: usize = 16;

/// A shorter secret is no secret, and hiding it would spoil every other word.
pub(super) const SHORTEST: usize = 6;

/// A part of a document that is shorter tells too little.
const SHORTEST_PART: usize = 8;

/// Shows every form of a secret to `each`.
///
/// A secret that is a document is also taken line by line and, if it is JSON, text by text, because a
/// quotation may take a part only.
pub(super) fn forms(secret: &str, each: &mut dyn FnMut(&[u8])) {
    let secret = secret.trim();
    if secret.len() < SHORTEST {
        return;
    }
    let escaped = escaped(secret);
    // What is encoded once more is what requests are made of: headers, forms, JSON.
    let sent = [secret.to_owned(), byte_serialize(secret.as_bytes()).collect(), escaped.clone()];
    let sent = BTreeSet::from(sent);
    let shown = [
        secret.replace(' ', "+"),
        utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string(),
        escaped.replace('/', "\\/"),
    ];
    sent.iter().for_each(|text| base64(text.as_bytes(), each));
    let all: BTreeSet<String> = sent.into_iter().chain(shown).collect();
    all.iter().for_each(|text| each(text.as_bytes()));
    parts(secret, &mut |part| {
        // What is long and stands there as it is has been taken with the whole.
        let is_new = part.len() < WINDOW || !secret.contains(part);
        if part.len() >= SHORTEST_PART && is_new {
            forms(part, each);
        }
    });
}

/// The text as it stands between the quotes of JSON.
fn escaped(text: &str) -> String {
    let json = Value::from(text).to_string();
    json.trim_start_matches('"').strip_suffix('"').unwrap_or_default().to_owned()
}

/// The text in base64, at each of the three places where it can begin in what is encoded.
fn base64(text: &[u8], each: &mut dyn FnMut(&[u8])) {
    // Characters that also stand for what comes before.
    for (before, mixed) in [(0, 0), (1, 2), (2, 3)] {
        let encoded = STANDARD_NO_PAD.encode([&[0; 2][..before], text].concat());
        let encoded = encoded.as_bytes().get(mixed..).unwrap_or_default();
        // The last character also stands for what comes after, if there is anything.
        let own = (before + text.len()) * 8 / 6 - mixed;
        each(&encoded[..own.min(encoded.len())]);
        if encoded.len() >= WINDOW {
            each(encoded);
        }
    }
}

/// The parts of a document that say something on their own.
fn parts(text: &str, each: &mut dyn FnMut(&str)) {
    if text.contains('\n') {
        text.lines().map(str::trim).for_each(&mut *each);
    }
    if text.starts_with('{') {
        texts(&serde_json::from_str(text).unwrap_or_default(), each);
    }
}

fn texts(value: &Value, each: &mut dyn FnMut(&str)) {
    match value {
        Value::String(text) => each(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, each)),
        Value::Object(members) => members.values().for_each(|member| texts(member, each)),
        _ => {}
    }
}

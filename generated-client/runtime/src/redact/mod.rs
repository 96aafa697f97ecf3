//! Covers the secrets that a server was sent in whatever it says.
//!
//! A secret is covered as a whole and in parts of [`forms::WINDOW`] bytes or more, as it is and in the
//! forms that [`forms`] and [`unescape`] list.

mod forms;
mod index;
mod known;
#[cfg(test)]
mod tests;
mod unescape;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Map, Value};

use crate::secret::Secret;
use index::Index;
pub(crate) use known::{KnownSecrets, SentSecrets};
use unescape::Unescaped;

/// What stands where a secret stood.
pub(crate) const REDACTED: &str = "[redacted]";

/// Escapes inside of escapes that are undone: JSON in JSON in a URL has two.
const MAX_LAYERS: usize = 4;

/// Bytes of a body in which an id is looked for. An access token has a few thousand.
const MAX_SECRET_BODY: usize = 16 * 1024;

/// Finds secrets in texts, and covers them.
#[derive(Clone, Default)]
pub(crate) struct Redactor {
    /// The secrets of all calls.
    sent: Arc<Index>,
    /// Those of one call.
    own: Arc<Index>,
}

impl Redactor {
    /// Whether a text holds a secret, or a part of one.
    pub(crate) fn finds(&self, text: impl AsRef<[u8]>) -> bool {
        !self.ranges(text.as_ref()).is_empty()
    }

    /// The text without secrets.
    pub(crate) fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let ranges = self.ranges(text.as_bytes());
        if ranges.is_empty() {
            return text.into();
        }
        let mut covered = String::with_capacity(text.len());
        let mut shown = 0;
        for range in ranges {
            // A character is covered whole.
            let (mut start, mut end) = (range.start, range.end);
            while !text.is_char_boundary(start) {
                start -= 1;
            }
            while !text.is_char_boundary(end) {
                end += 1;
            }
            covered.push_str(text.get(shown..start).unwrap_or_default());
            covered.push_str(REDACTED);
            shown = end;
        }
        covered.push_str(text.get(shown..).unwrap_or_default());
        covered.into()
    }

    /// Covers a text in its place.
    pub(crate) fn cover(&self, text: &mut String) {
        if let Cow::Owned(covered) = self.text(text) {
            *text = covered;
        }
    }

    /// Covers every text and number of a JSON value, names of members included.
    pub(crate) fn cover_json(&self, value: &mut Value) {
        match value {
            Value::Null | Value::Bool(_) => {}
            Value::Number(number) => {
                if self.finds(number.to_string()) {
                    *value = REDACTED.into();
                }
            }
            Value::String(text) => self.cover(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.cover_json(item)),
            Value::Object(members) => {
                let covered = std::mem::take(members).into_iter().map(|(mut name, mut member)| {
                    self.cover(&mut name);
                    self.cover_json(&mut member);
                    (name, member)
                });
                *members = covered.collect::<Map<_, _>>();
            }
        }
    }

    /// Covers the values of headers as a whole; a header whose name holds a secret is left out.
    pub(crate) fn cover_headers(&self, headers: &mut HeaderMap) {
        let names = headers.keys().filter(|name| self.finds(name.as_str()));
        let names: Vec<HeaderName> = names.cloned().collect();
        for name in names {
            headers.remove(name);
        }
        for value in headers.values_mut().filter(|value| self.finds(value.as_bytes())) {
            *value = HeaderValue::from_static(REDACTED);
        }
    }

    /// Whether a header holds a secret, in its name or in its value.
    pub(crate) fn finds_in(&self, headers: &HeaderMap) -> bool {
        headers.iter().any(|(name, value)| self.finds(name.as_str()) || self.finds(value))
    }

    /// Where secrets stand, from left to right.
    fn ranges(&self, text: &[u8]) -> Vec<Range<usize>> {
        let mut found: Vec<_> = self.windows(text).collect();
        let mut layer = Unescaped::new(text);
        for _ in 0..MAX_LAYERS {
            let Some(read) = &layer else { break };
            found.extend(self.windows(read.text()).map(|range| read.origin(&range)));
            layer = read.again();
        }
        joined(found)
    }

    fn windows<'t>(&'t self, text: &'t [u8]) -> impl Iterator<Item = Range<usize>> + 't {
        self.sent.ranges(text).chain(self.own.ranges(text))
    }
}

/// Whether an id quotes the body of an answer, which is a secret; of a long one, nobody looks.
pub(crate) fn quotes(body: &[u8], id: &str) -> bool {
    if body.len() > MAX_SECRET_BODY {
        return true;
    }
    let body = Secret::from(String::from_utf8_lossy(body).into_owned());
    let own = Arc::new(Index::new([&body]));
    Redactor { own, ..Redactor::default() }.finds(id)
}

/// The same places as ranges that do not touch.
fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_unstable_by_key(|range| range.start);
    ranges.dedup_by(|next, last| {
        let touches = next.start <= last.end;
        if touches {
            last.end = last.end.max(next.end);
        }
        touches
    });
    ranges
}

//! Finds parts of secrets in a text, in time that is linear in the text.

use std::hash::{BuildHasher as _, RandomState};
use std::ops::Range;

use super::forms::{SHORTEST, WINDOW, forms};
use crate::secret::Secret;

/// A secret that is shorter may be a word, whose case counts.
const WORD: usize = 10;

/// The windows of secrets: every sequence of [`WINDOW`] bytes, and whatever is shorter as a whole.
///
/// It keeps hashes, and no copy of a secret.
#[derive(Default)]
pub(crate) struct Index {
    hasher: RandomState,
    /// Sorted.
    hashes: Vec<u64>,
    /// The lengths of the windows.
    lengths: Vec<usize>,
}

impl Index {
    pub(super) fn new<'s>(secrets: impl IntoIterator<Item = &'s Secret>) -> Self {
        let mut index = Self::default();
        for secret in secrets {
            forms(secret.expose(), &mut |form| index.add(form));
        }
        index.hashes.sort_unstable();
        index.hashes.dedup();
        index.lengths.sort_unstable();
        index.lengths.dedup();
        index
    }

    fn add(&mut self, form: &[u8]) {
        let length = form.len().min(WINDOW);
        if length < SHORTEST {
            return;
        }
        self.lengths.push(length);
        let windows = ends(form).skip(length - 1).map(|end| end.window(length));
        let hashes = windows.map(|window| self.hasher.hash_one((length, window)));
        self.hashes.extend(hashes);
    }

    /// Where a window stands in a text.
    pub(super) fn ranges<'t>(&'t self, text: &'t [u8]) -> impl Iterator<Item = Range<usize>> + 't {
        let ends = ends(if self.hashes.is_empty() { &[] } else { text });
        ends.zip(1..).flat_map(move |(last, end)| {
            let lengths = self.lengths.iter().filter(move |length| **length <= end);
            lengths.filter_map(move |&length| {
                let hash = self.hasher.hash_one((length, last.window(length)));
                self.hashes.binary_search(&hash).is_ok().then(|| end - length..end)
            })
        })
    }
}

/// The last bytes up to a place of a text.
#[derive(Clone, Copy, Default)]
struct Last {
    exact: u128,
    folded: u128,
}

impl Last {
    /// The last bytes as a number.
    fn window(self, length: usize) -> u128 {
        let bytes = if length < WORD { self.exact } else { self.folded };
        bytes & (u128::MAX >> (128 - 8 * length))
    }
}

/// The last bytes up to each place. The two alphabets of base64 are the same.
fn ends(text: &[u8]) -> impl Iterator<Item = Last> {
    text.iter().scan(Last::default(), |last, byte| {
        let byte = match byte {
            b'+' => b'-',
            b'/' => b'_',
            _ => *byte,
        };
        last.exact = last.exact << 8 | u128::from(byte);
        last.folded = last.folded << 8 | u128::from(byte.to_ascii_lowercase());
        Some(*last)
    })
}

//! A text without its escapes, whose places in the text are known.

use std::ops::Range;

/// A text whose escapes are undone: those of URLs (`%2F`), of JSON (`\u002f`, `\/`), and of Rust
/// (`\u{2f}`, `\x2f`), with which errors show control characters and bytes.
pub(super) struct Unescaped {
    text: Vec<u8>,
    /// Where each byte stands in the original text.
    origins: Vec<Range<usize>>,
}

impl Unescaped {
    /// `None` if there is no escape.
    pub(super) fn new(text: &[u8]) -> Option<Self> {
        let mut read = Self { text: Vec::new(), origins: Vec::new() };
        if !text.contains(&b'%') && !text.contains(&b'\\') {
            return None;
        }
        let mut at = 0;
        while at < text.len() {
            let (character, length) = match escape(&text[at..]) {
                Some(escape) => escape,
                None => (Character::Byte(text[at]), 1),
            };
            read.push(character, at..at + length);
            at += length;
        }
        (read.text.len() < text.len()).then_some(read)
    }

    /// Undoes the escapes that were escaped themselves.
    pub(super) fn again(&self) -> Option<Self> {
        let mut read = Self::new(&self.text)?;
        for range in &mut read.origins {
            *range = self.origin(range);
        }
        Some(read)
    }

    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }

    /// Where a range of the text comes from.
    pub(super) fn origin(&self, range: &Range<usize>) -> Range<usize> {
        let origins = self.origins.get(range.clone()).unwrap_or_default();
        match (origins.first(), origins.last()) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => 0..0,
        }
    }

    fn push(&mut self, character: Character, origin: Range<usize>) {
        let mut utf8 = [0; 4];
        let bytes = match character {
            Character::Byte(byte) => {
                utf8[0] = byte;
                &utf8[..1]
            }
            Character::Char(character) => character.encode_utf8(&mut utf8).as_bytes(),
        };
        self.text.extend_from_slice(bytes);
        self.origins.extend(bytes.iter().map(|_| origin.clone()));
    }
}

/// What an escape stands for.
#[derive(Clone, Copy)]
enum Character {
    Byte(u8),
    Char(char),
}

/// The escape that a text begins with, and its length.
fn escape(text: &[u8]) -> Option<(Character, usize)> {
    match text {
        [b'%', digits @ ..] => Some((Character::Byte(hex(digits.get(..2)?)?.try_into().ok()?), 3)),
        [b'\\', b'x', digits @ ..] => {
            Some((Character::Byte(hex(digits.get(..2)?)?.try_into().ok()?), 4))
        }
        [b'\\', b'u', b'{', digits @ ..] => {
            let length = digits.iter().take(7).position(|byte| *byte == b'}')?;
            Some((Character::Char(char::from_u32(hex(&digits[..length])?)?), length + 4))
        }
        [b'\\', b'u', digits @ ..] => {
            let first = hex(digits.get(..4)?)?;
            if let Some(character) = char::from_u32(first) {
                return Some((Character::Char(character), 6));
            }
            let [b'\\', b'u', digits @ ..] = digits.get(4..10)? else { return None };
            let pair = [u16::try_from(first).ok()?, u16::try_from(hex(digits)?).ok()?];
            let character = char::decode_utf16(pair).next()?.ok()?;
            Some((Character::Char(character), 12))
        }
        [b'\\', letter, ..] => {
            let byte = match letter {
                b'"' | b'\\' | b'/' | b'\'' => *letter,
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                b'b' => 8,
                b'f' => 12,
                _ => return None,
            };
            Some((Character::Byte(byte), 2))
        }
        _ => None,
    }
}

fn hex(digits: &[u8]) -> Option<u32> {
    let digits = std::str::from_utf8(digits).ok()?;
    // A sign is no digit.
    let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_hex.then(|| u32::from_str_radix(digits, 16).ok())?
}

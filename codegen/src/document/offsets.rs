//! From the parser's marks, which count characters, to byte offsets.

/// Distance of two remembered offsets, in characters.
const STEP: usize = 8;

/// Looks up byte offsets of characters in one text.
#[derive(Debug)]
pub(super) struct Offsets<'t> {
    text: &'t str,
    /// Byte offset of every [`STEP`]th character; empty if every character is one byte.
    every: Vec<usize>,
}

impl<'t> Offsets<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let every = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().step_by(STEP).map(|(offset, _)| offset).collect()
        };
        Self { text, every }
    }

    /// Byte offset of the character with this number; the text's length behind the last one.
    pub(super) fn byte(&self, character: usize) -> usize {
        if self.every.is_empty() {
            return character.min(self.text.len());
        }
        let Some(start) = self.every.get(character / STEP) else {
            return self.text.len();
        };
        let rest = self.text.get(*start..).unwrap_or_default();
        rest.char_indices()
            .nth(character % STEP)
            .map_or(self.text.len(), |(offset, _)| start + offset)
    }
}

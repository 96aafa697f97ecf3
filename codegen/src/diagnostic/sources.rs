//! The texts that locations point into, with their names and line starts.

use std::sync::Arc;

use super::location::{FileId, Location};

/// The loaded files. Cloning is cheap.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Arc<Vec<SourceText>>,
}

#[derive(Debug)]
struct SourceText {
    /// As the user knows it: the folder as given, then the path inside it.
    display: String,
    /// Path inside the root's folder.
    name: String,
    text: String,
    /// Offset of the first byte of every line; the first entry is 0.
    line_starts: Vec<usize>,
    /// How many characters begin before each block of [`BLOCK`] bytes: a line may be a whole contract.
    characters: Vec<usize>,
}

/// Bytes between two counts of characters.
const BLOCK: usize = 1024;

impl Sources {
    /// All files in loading order.
    pub fn files(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..self.files.len()).map(FileId::from_index)
    }

    /// The file's path as the user would type it, with forward slashes, such as
    /// `spec/pairing-keys.yaml`; empty for an id of another document.
    #[must_use]
    pub fn path(&self, file: FileId) -> &str {
        self.file(file).map_or("", |file| file.display.as_str())
    }

    /// The file's path inside the root's folder, such as `pairing-keys.yaml`.
    #[must_use]
    pub fn name(&self, file: FileId) -> &str {
        self.file(file).map_or("", |file| file.name.as_str())
    }

    /// The file's text without a byte order mark. Of a file that is not text, only the part
    /// before the first bad byte; of a file that could not be read, nothing.
    #[must_use]
    pub fn text(&self, file: FileId) -> &str {
        self.file(file).map_or("", |file| file.text.as_str())
    }

    /// Where a location starts: path, line and column. Both numbers count from 1; columns count
    /// characters.
    #[must_use]
    pub fn line_column(&self, location: &Location) -> (String, usize, usize) {
        let (line, column) = self.position(location.file, location.span.start);
        (self.path(location.file).to_owned(), line, column)
    }

    /// Line and column of a byte, as in [`Sources::line_column`].
    #[must_use]
    pub fn position(&self, file: FileId, offset: usize) -> (usize, usize) {
        let Some(file) = self.file(file) else { return (1, 1) };
        let offset = floor_boundary(&file.text, offset);
        let line = file.line_of(offset);
        let start = file.line_starts.get(line).copied().unwrap_or(0);
        (line + 1, file.characters_before(offset) - file.characters_before(start) + 1)
    }

    /// The line of a byte, from 1. Unlike its column, it costs the same however long the line is.
    pub(crate) fn line(&self, file: FileId, offset: usize) -> usize {
        self.line_of(file, offset) + 1
    }

    /// How many lines all files have together.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.files.iter().map(|file| file.text.lines().count()).sum()
    }

    /// Whether the file has a text to show.
    pub(super) fn has_text(&self, file: FileId) -> bool {
        self.file(file).is_some_and(|file| !file.text.is_empty())
    }

    /// Zero-based line in which `offset` lies.
    pub(super) fn line_of(&self, file: FileId, offset: usize) -> usize {
        self.file(file).map_or(0, |file| file.line_of(offset))
    }

    /// First byte of the zero-based `line`, or the end of the text behind the last line.
    pub(super) fn line_start(&self, file: FileId, line: usize) -> usize {
        self.file(file)
            .map_or(0, |file| file.line_starts.get(line).copied().unwrap_or(file.text.len()))
    }

    fn file(&self, file: FileId) -> Option<&SourceText> {
        self.files.get(file.index())
    }
}

impl SourceText {
    fn new(display: String, name: String, text: String) -> Self {
        let line_starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(index, _)| index + 1))
            .collect();
        let mut characters = vec![0];
        for block in text.as_bytes().chunks(BLOCK) {
            characters.push(characters.last().map_or(0, |before| before + begun(block)));
        }
        Self { display, name, text, line_starts, characters }
    }

    /// How many characters begin before a byte.
    fn characters_before(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        let rest = self.text.as_bytes().get(block * BLOCK..offset).unwrap_or_default();
        self.characters.get(block).map_or(0, |before| before + begun(rest))
    }

    fn line_of(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }
}

/// How many characters begin in some bytes of a text.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

/// The closest offset at or before `offset` that does not cut a character.
pub(super) fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// Collects files while a document is loaded.
#[derive(Debug, Default)]
pub(crate) struct SourcesBuilder {
    files: Vec<SourceText>,
}

impl SourcesBuilder {
    /// Adds a file and returns its id.
    pub(crate) fn add(&mut self, display: String, name: String, text: String) -> FileId {
        self.files.push(SourceText::new(display, name, text));
        FileId::from_index(self.files.len() - 1)
    }

    pub(crate) fn text(&self, file: FileId) -> &str {
        self.files.get(file.index()).map_or("", |file| file.text.as_str())
    }

    pub(crate) fn finish(self) -> Sources {
        Sources { files: Arc::new(self.files) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_however_long_a_line_is() {
        let line = "{\"größe\": \"🦀 und mehr\"}, ".repeat(3 * BLOCK / 20);
        let text = format!("{line}\n{line}");
        let mut builder = SourcesBuilder::default();
        let file = builder.add("a.json".to_owned(), "a.json".to_owned(), text.clone());
        let sources = builder.finish();
        let (mut row, mut column) = (1, 1);
        for (offset, character) in text.char_indices() {
            assert_eq!(sources.position(file, offset), (row, column), "byte {offset}");
            column += 1;
            if character == '\n' {
                (row, column) = (row + 1, 1);
            }
        }
        assert_eq!(sources.position(file, text.len() + 9), (row, column));
    }
}

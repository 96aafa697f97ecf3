//! Places in source files: byte spans, and a span with its file and JSON pointer.

/// Names one file of a [`Sources`](super::Sources); files are numbered in the order of loading.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

impl FileId {
    pub(crate) fn from_index(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A half-open range of bytes in one file's text. A byte order mark is not part of that text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte; never smaller than `start`.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` up to, but without, `end`. An `end` before `start` counts as `start`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// The empty span at `offset`.
    #[must_use]
    pub fn at(offset: usize) -> Self {
        Self { start: offset, end: offset }
    }
}

/// A place in the contract: the file, the bytes, and the JSON pointer inside that file.
///
/// Locations sort by file (in loading order), then by position.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// The bytes to underline.
    pub span: Span,
    /// JSON pointer inside the file, such as `/components/schemas/PairingKey`; empty for the
    /// whole document.
    pub pointer: String,
}

impl Location {
    /// The place `span` of `file`, which is the node at `pointer`.
    #[must_use]
    pub fn new(file: FileId, span: Span, pointer: impl Into<String>) -> Self {
        Self { file, span, pointer: pointer.into() }
    }
}

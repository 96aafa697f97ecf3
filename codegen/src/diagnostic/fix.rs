//! Edits that repair a problem without touching anything else.

use super::location::{FileId, Span};

/// A replacement of some bytes of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Edit {
    /// The file.
    pub file: FileId,
    /// The bytes that are replaced; empty for an insertion.
    pub span: Span,
    /// What takes their place; empty for a removal.
    pub replacement: String,
}

impl Edit {
    /// Replaces `span` of `file` by `replacement`.
    #[must_use]
    pub fn new(file: FileId, span: Span, replacement: impl Into<String>) -> Self {
        Self { file, span, replacement: replacement.into() }
    }
}

/// A repair that needs no judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fix {
    /// What it does, as an order: "remove the second one".
    pub title: String,
    /// The edits, which belong together and do not overlap.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A repair of one edit.
    #[must_use]
    pub fn new(title: impl Into<String>, edit: Edit) -> Self {
        Self { title: title.into(), edits: vec![edit] }
    }
}

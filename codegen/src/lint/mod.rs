//! The lint stage: rules over the document, before anything is planned.
//!
//! Here is what protects generation from a document that does not say what its author thinks: a
//! misspelt key would otherwise be ignored. Shapes that the client cannot hold are refused by
//! `plan`. Both report with a place and a fix.

mod keys;
mod objects;

use crate::diagnostic::Report;
use crate::document::Document;

/// Runs every rule.
pub fn check(document: &Document) -> Report {
    Report::new(keys::check(document), document.sources())
}

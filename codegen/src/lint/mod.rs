//! The lint stage: rules over the document, before anything is planned.
//!
//! Here is what protects generation from a document that does not say what its author thinks: a
//! misspelt key would otherwise be ignored. Shapes that the client cannot hold are refused by
//! `plan`. Both report with a place and a fix.

mod keys;
mod objects;

use crate::diagnostic::Report;
use crate::document::Document;

/// Names closer than this count as a misspelling.
const SIMILAR: f64 = 0.75;

/// The known name that a misspelt one most likely means.
pub(crate) fn nearest<'n>(
    wrong: &str,
    known: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(name, wrong), name))
        .filter(|(similarity, _)| *similarity >= SIMILAR)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// Runs every rule.
pub fn check(document: &Document) -> Report {
    Report::new(keys::check(document), document.sources())
}

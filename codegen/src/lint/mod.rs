//! The lint stage: rules over the document. It knows nothing of the plan.

pub(crate) mod allow;
mod context;
pub(crate) mod documentation;
mod edit;
pub(crate) mod generation;
mod patterns;
mod random;
pub(crate) mod secrets;
pub(crate) mod security;
pub(crate) mod structure;
pub(crate) mod style;
pub(crate) mod survey;
pub(crate) mod truth;
pub(crate) mod wording;

use crate::diagnostic::Diagnostic;
use crate::document::{Document, Extent};
use context::Context;

/// Whether the document is of a version whose words have the meaning that the rules know.
pub(crate) fn is_readable(document: &Document) -> bool {
    let root = document.root();
    match root.get("openapi") {
        Some(version) => version.as_str().is_none_or(|version| version.starts_with("3.0.")),
        None => root.get("swagger").is_none(),
    }
}

/// Runs all rules. `extent` says whether the files were read completely, `references` whether every
/// reference leads somewhere.
pub(crate) fn run(document: &Document, extent: Extent, references: Extent) -> Vec<Diagnostic> {
    let mut context = Context::new(document, extent, references);
    structure::version(&mut context);
    if !is_readable(document) {
        return context.into_findings();
    }
    structure::check(&mut context);
    generation::check(&mut context);
    documentation::check(&mut context);
    wording::check(&mut context);
    truth::check(&mut context);
    security::check(&mut context);
    style::check(&mut context);
    context.into_findings()
}

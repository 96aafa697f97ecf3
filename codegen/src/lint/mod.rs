//! The lint stage: rules over the document, and what the other stages have to say about it.
//!
//! [`check`] runs the rules that protect generation from a document which does not say what its
//! author thinks. [`lint`] is the reviewer's view: the problems of the files, every rule, and what
//! the plan would refuse, all in one pass over as much of the document as can be read.

mod allow;
mod context;
mod documentation;
mod edit;
mod fix;
mod handbook;
mod objects;
mod patterns;
mod registry;
#[cfg(test)]
mod sample;
mod security;
mod structure;
mod style;
mod survey;
#[cfg(test)]
mod tests;
mod truth;

pub use fix::{Change, Repairs, WriteError, repair};
pub use handbook::{explain, handbook};
pub use registry::{rule, rules, similar};

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Family, FileId, Report, Severity};
use crate::document::{Document, Extent, Reading};
use crate::plan::Plan;
use context::Context;

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

/// Runs every rule that can stop generation over a document without problems of its files.
pub fn check(document: &Document) -> Report {
    let mut found = run(document, Extent::Whole, Extent::Whole);
    let allowed = allow::apply(document, &mut found);
    found.retain(|problem| problem.severity == Severity::Error);
    Report::new(found, document.sources()).with_allowed(allowed)
}

/// Everything that can be said about what was read, in the families that are asked for.
pub fn lint(reading: &Reading, families: &[Family]) -> Report {
    let Reading { document, problems, extent } = reading;
    let mut found = problems.clone();
    let references = if found.iter().any(|problem| problem.rule.id.starts_with("ref-")) {
        Extent::Part
    } else {
        *extent
    };
    found.extend(run(document, *extent, references));
    if *extent == Extent::Whole && families.contains(&Family::Generation) && is_readable(document) {
        let refused = Plan::from_document(document).err().map(Report::into_diagnostics);
        let explained = Explained::by(&found);
        found.extend(refused.into_iter().flatten().filter(|problem| !explained.covers(problem)));
    }
    let allowed = allow::apply(document, &mut found);
    found.retain(|problem| families.contains(&problem.rule.family));
    Report::new(found, document.sources()).with_allowed(allowed)
}

/// Whether the document is of a version whose words have the meaning that the rules know.
fn is_readable(document: &Document) -> bool {
    let version = document.root().get("openapi");
    version.as_ref().and_then(|version| version.as_str()).is_none_or(|it| it.starts_with("3.0."))
        && document.root().get("swagger").is_none()
}

/// The nodes that are known to be wrong: what the plan says of them or below them is a consequence,
/// and so is what it says of the node around one.
struct Explained {
    wrong: HashSet<(FileId, String)>,
    around: HashSet<(FileId, String)>,
}

impl Explained {
    fn by(found: &[Diagnostic]) -> Self {
        let errors = found.iter().filter(|problem| problem.severity == Severity::Error);
        let places = errors.map(|problem| &problem.location);
        let wrong: HashSet<_> = places.map(|place| (place.file, place.pointer.clone())).collect();
        let around = wrong.iter().map(|(file, pointer)| (*file, parent(pointer).to_owned()));
        Self { around: around.collect(), wrong }
    }

    fn covers(&self, problem: &Diagnostic) -> bool {
        let place = (problem.location.file, problem.location.pointer.clone());
        if self.around.contains(&place) {
            return true;
        }
        let (file, mut pointer) = place;
        loop {
            if self.wrong.contains(&(file, pointer.clone())) {
                return true;
            }
            if pointer.is_empty() {
                return false;
            }
            pointer.truncate(parent(&pointer).len());
        }
    }
}

fn parent(pointer: &str) -> &str {
    pointer.rfind('/').map_or("", |end| &pointer[..end])
}

/// Runs all rules. `extent` says whether the files were read completely, `references` whether every
/// reference leads somewhere.
fn run(document: &Document, extent: Extent, references: Extent) -> Vec<Diagnostic> {
    let mut context = Context::new(document, extent, references);
    structure::version(&mut context);
    if !is_readable(document) {
        return context.into_findings();
    }
    structure::check(&mut context);
    documentation::check(&mut context);
    truth::check(&mut context);
    security::check(&mut context);
    style::check(&mut context);
    context.into_findings()
}

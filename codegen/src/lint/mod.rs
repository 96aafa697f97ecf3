//! The lint stage: rules over the document, and what the other stages have to say about it.
//!
//! [`plan`] protects generation from a document which does not say what its author thinks. [`lint`]
//! is the reviewer's view: the problems of the files, every rule, and what the plan would refuse, all
//! in one pass over as much of the document as can be read.

mod allow;
mod consequences;
mod context;
mod documentation;
mod edit;
mod fix;
mod generation;
mod handbook;
pub(crate) mod objects;
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

use crate::diagnostic::{Diagnostic, Family, Report, Severity};
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

/// Plans a document without problems of its files, if no rule of level error is broken.
///
/// # Errors
/// Everything that stops generation, found by the rules and by the plan, at once.
pub fn plan(document: &Document) -> Result<Plan, Report> {
    let mut found = run(document, Extent::Whole, Extent::Whole);
    // Before the refusals: what a comment allows must not explain one away.
    let allowed = allow::apply(document, &mut found);
    let planned = is_readable(document).then(|| Plan::from_document(document));
    let plan = match planned {
        Some(Ok(plan)) => Some(plan),
        None => None,
        Some(Err(report)) => {
            consequences::add_refusals(&mut found, report);
            None
        }
    };
    consequences::drop_examples(&mut found);
    found.retain(|problem| problem.severity == Severity::Error);
    match plan {
        Some(plan) if found.is_empty() => Ok(plan),
        _ => Err(Report::new(found, document.sources()).with_allowed(allowed)),
    }
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
    let allowed = allow::apply(document, &mut found);
    let is_planned = *extent == Extent::Whole && families.contains(&Family::Generation);
    if is_planned
        && is_readable(document)
        && let Err(refusals) = Plan::from_document(document)
    {
        consequences::add_refusals(&mut found, refusals);
    }
    consequences::drop_examples(&mut found);
    consequences::drop_misspelt(&mut found);
    found.retain(|problem| families.contains(&problem.rule.family));
    Report::new(found, document.sources()).with_allowed(allowed)
}

/// Whether the document is of a version whose words have the meaning that the rules know.
fn is_readable(document: &Document) -> bool {
    let root = document.root();
    match root.get("openapi") {
        Some(version) => version.as_str().is_none_or(|version| version.starts_with("3.0.")),
        None => root.get("swagger").is_none(),
    }
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
    generation::check(&mut context);
    documentation::check(&mut context);
    truth::check(&mut context);
    security::check(&mut context);
    style::check(&mut context);
    context.into_findings()
}

//! The gate: what the rules find and what the plan refuses, as one report without follow-ups.
//!
//! Only this module knows both. [`plan`] protects generation from a document which does not say what
//! its author thinks. [`lint`](lint()) is the reviewer's view: the problems of the files, every rule,
//! and what the plan would refuse, all in one pass over as much of the document as can be read.

mod consequences;
mod fix;
mod handbook;
mod levels;
mod registry;
#[cfg(test)]
pub(crate) mod sample;
mod skip;
#[cfg(test)]
mod tests;

pub use fix::{Repair, Repairs, WriteError, repair};
pub use handbook::{explain, handbook};
pub(crate) use levels::are_bearable;
pub use registry::{rule, rules, similar};

use std::thread;

use crate::diagnostic::{Family, Nature, Report, Rule, Severity};
use crate::document::{Document, Extent, Reading};
use crate::lint;
use crate::plan::{Origins, Plan};
use crate::target::Unsupported;

/// Plans a document without problems of its files, if no rule of level error is broken; or what is left
/// of it, if its target says that what cannot be generated is left out.
///
/// # Errors
/// Everything that stops generation, found by the rules and by the plan, at once.
pub fn plan(document: &Document) -> Result<Plan, Report> {
    // Neither knows of the other.
    let (mut found, planned) = thread::scope(|scope| {
        let planned =
            lint::is_readable(document).then(|| scope.spawn(|| Plan::without(document, None)));
        let found = lint::run(document, Extent::Whole, Extent::Whole);
        (found, planned.map(joined))
    });
    levels::apply(&document.target().lint, &mut found);
    // Before the refusals: what a comment allows must not explain one away.
    let allowed = lint::allow::apply(document, &mut found, registry::rules);
    let mut origins = Origins::default();
    let is_readable = planned.is_some();
    let plan = match planned {
        Some(Ok(plan)) => Some(plan),
        None => None,
        Some(Err(refusals)) => {
            consequences::add_refusals(&mut found, refusals.report);
            origins = refusals.origins;
            None
        }
    };
    consequences::drop_examples(&mut found);
    found.retain(|problem| problem.severity == Severity::Error);
    let outcome = match plan {
        Some(plan) if found.is_empty() => Ok(plan),
        _ if is_readable && document.target().unsupported == Unsupported::Skip => {
            skip::plan(document, found, origins)
        }
        _ => Err(found),
    };
    outcome.map_err(|found| Report::new(found, document.sources()).with_allowed(allowed))
}

/// Everything that can be said about what was read, in the families that are asked for.
pub fn lint(reading: &Reading, families: &[Family]) -> Report {
    let Reading { document, problems, extent } = reading;
    let mut found = problems.clone();
    let hides = |rule: &Rule| rule.id.starts_with("ref-") && rule.nature == Nature::Protection;
    let references =
        if found.iter().any(|problem| hides(problem.rule)) { Extent::Part } else { *extent };
    let is_planned = *extent == Extent::Whole
        && families.contains(&Family::Generation)
        && lint::is_readable(document);
    let planned = thread::scope(|scope| {
        let planned = is_planned.then(|| scope.spawn(|| Plan::from_document(document)));
        found.extend(lint::run(document, *extent, references));
        planned.map(joined)
    });
    levels::apply(&document.target().lint, &mut found);
    let allowed = lint::allow::apply(document, &mut found, registry::rules);
    match planned {
        Some(Ok(plan)) => found.extend(plan.notes),
        Some(Err(refusals)) => consequences::add_refusals(&mut found, refusals),
        None => {}
    }
    consequences::drop_examples(&mut found);
    consequences::drop_misspelt(&mut found);
    found.retain(|problem| families.contains(&problem.rule.family));
    if is_skipped(reading) {
        found.iter_mut().for_each(|problem| problem.severity = Severity::Warning);
    }
    Report::new(found, document.sources()).with_allowed(allowed)
}

/// What a thread comes to; its panic is this one's.
fn joined<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Whether what is wrong is left out, so that it stops nothing.
fn is_skipped(reading: &Reading) -> bool {
    let target = reading.document.target();
    target.unsupported == Unsupported::Skip
        && reading.extent == Extent::Whole
        && are_bearable(&target.lint, &reading.problems)
        && plan(&reading.document).is_ok()
}

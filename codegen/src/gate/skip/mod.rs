//! Leaves out what cannot be generated, and everything that needs it.

mod choice;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::openapi::{Concern, Users};
use crate::plan::{Origins, Plan};
use choice::Choice;

/// With so many rounds, what is wrong with one operation of a tag is taken for wrong with all: names
/// that come from a tag are told at its first operation.
const PATIENT_ROUNDS: usize = 3;

/// Plans what is left of a document after the operations that these errors concern are left out.
/// Planning that shows more errors, and each round tells all that it can.
///
/// # Errors
/// What concerns no single operation; everything, if no operation would be left.
pub(super) fn plan(
    document: &Document,
    errors: Vec<Diagnostic>,
    origins: Origins,
) -> Result<Plan, Vec<Diagnostic>> {
    let mut choice = Choice::new(Users::of(document));
    let all = errors.clone();
    let mut told = HashSet::new();
    let (mut errors, mut origins) = (errors, origins);
    for round in 0.. {
        let general: Vec<&Diagnostic> = errors
            .iter()
            .filter(|error| choice.concern(error, &origins) == Concern::Document)
            .collect();
        if !general.is_empty() {
            return Err(general.into_iter().cloned().collect());
        }
        let before = choice.len();
        choice.add(&errors, &origins);
        for error in &errors {
            if !told.insert((error.rule.id, error.message.clone())) && round > PATIENT_ROUNDS {
                choice.add_tag(error, &origins);
            }
        }
        if round > 0 && choice.len() == before {
            return Err(errors);
        }
        if choice.is_everything() {
            return Err(all);
        }
        match Plan::without(document, Some(&choice.routes())) {
            Ok(mut plan) => {
                plan.left_out = choice.left_out();
                return Ok(plan);
            }
            Err(refusals) => {
                errors = refusals.report.into_diagnostics();
                errors.retain(|error| error.severity == Severity::Error);
                origins = refusals.origins;
            }
        }
    }
    Err(all)
}

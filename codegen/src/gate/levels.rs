//! What the owner of a contract decided about its findings.

use crate::diagnostic::{Diagnostic, Level};
use crate::target::Levels;

/// Gives every finding the severity that its rule has for this contract; takes out what is allowed.
pub(super) fn apply(levels: &Levels, found: &mut Vec<Diagnostic>) {
    found.retain_mut(|problem| match levels.of(problem.rule).severity() {
        Some(severity) => {
            problem.severity = severity;
            true
        }
        None => false,
    });
}

/// Whether nothing of these problems stops generation.
pub(crate) fn are_bearable(levels: &Levels, problems: &[Diagnostic]) -> bool {
    problems.iter().all(|problem| levels.of(problem.rule) != Level::Error)
}

//! All problems of one run, in reading order and without repetitions.

use std::fmt;

use super::render::{self, RenderStyle};
use super::{Diagnostic, Severity, Sources};

/// The problems found in one document, sorted by file, position and rule; each appears once.
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
    sources: Sources,
    allowed: usize,
}

impl Report {
    /// Sorts `diagnostics`, drops repetitions and keeps the texts they point into.
    pub fn new(mut diagnostics: Vec<Diagnostic>, sources: &Sources) -> Self {
        diagnostics.sort_by(|a, b| {
            (&a.location, a.rule.id, &a.message).cmp(&(&b.location, b.rule.id, &b.message))
        });
        diagnostics.dedup_by(|b, a| {
            (&a.location, a.rule.id, &a.message) == (&b.location, b.rule.id, &b.message)
        });
        Self { diagnostics, sources: sources.clone(), allowed: 0 }
    }

    /// Notes how many problems were left out because a comment allows them.
    pub fn with_allowed(mut self, allowed: usize) -> Self {
        self.allowed = allowed;
        self
    }

    /// How many problems were left out because a comment allows them.
    #[must_use]
    pub fn allowed(&self) -> usize {
        self.allowed
    }

    /// The problems in reading order.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The problems in reading order, without the texts.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    /// The texts the problems point into.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The problems that stop generation.
    pub fn into_errors(mut self) -> Self {
        self.diagnostics.retain(|found| found.severity == Severity::Error);
        self
    }

    /// How many problems there are, warnings included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.diagnostics.len()
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// How many problems stop generation.
    #[must_use]
    pub fn error_count(&self) -> usize {
        self.diagnostics.iter().filter(|found| found.severity == Severity::Error).count()
    }

    /// Whether any problem stops generation.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.error_count() > 0
    }

    /// As [`Report::render`], but at most `count` problems, errors before warnings.
    #[must_use]
    pub fn render_first(&self, count: usize, style: RenderStyle) -> String {
        let mut shown: Vec<(usize, &Diagnostic)> = self.diagnostics.iter().enumerate().collect();
        if count < shown.len() {
            shown.sort_by_key(|(_, problem)| problem.severity);
            shown.truncate(count);
            shown.sort_by_key(|(index, _)| *index);
        }
        shown
            .into_iter()
            .map(|(_, problem)| render::diagnostic(problem, &self.sources, style) + "\n")
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// The text for people: every problem with the source line it is about, problems separated
    /// by an empty line, ending in a line break. Empty if there is no problem.
    #[must_use]
    pub fn render(&self, style: RenderStyle) -> String {
        self.render_first(self.diagnostics.len(), style)
    }
}

impl fmt::Display for Report {
    /// Writes the plain rendering.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.render(RenderStyle::Plain))
    }
}

impl std::error::Error for Report {}

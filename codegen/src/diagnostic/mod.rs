//! Problems found in the contract: what they say, where they are, and how they are shown.
//!
//! Every stage of the generator collects [`Diagnostic`]s instead of stopping at the first problem.
//! A [`Report`] holds them in reading order together with the [`Sources`] they point into.

mod location;
mod render;
mod report;
mod sources;
#[cfg(test)]
mod tests;

pub use location::{FileId, Location, Span};
pub use render::RenderStyle;
pub use report::Report;
pub use sources::Sources;
pub(crate) use sources::SourcesBuilder;

/// How bad a [`Diagnostic`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// The contract cannot be used; nothing is generated.
    Error,
    /// The contract can be used, but somebody should look at this.
    Warning,
}

/// One problem of the contract, tied to a place in it.
///
/// # Examples
///
/// ```
/// use codegen::diagnostic::{Diagnostic, FileId, Location, Severity, Span};
///
/// let place = Location::new(FileId::default(), Span::new(4, 9), "/info/title");
/// let diagnostic = Diagnostic::warning("title-short", place, "the title is very short")
///     .label("three letters")
///     .help("name the API in full");
/// assert_eq!(diagnostic.severity, Severity::Warning);
/// assert_eq!(diagnostic.help.as_deref(), Some("name the API in full"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[must_use]
pub struct Diagnostic {
    /// Stable identifier of the rule that was broken, in kebab case.
    pub rule: &'static str,
    /// Whether generation can go on.
    pub severity: Severity,
    /// The place that has to change.
    pub location: Location,
    /// What is wrong, in one sentence without a final stop.
    pub message: String,
    /// A short text written beside the underlined place.
    pub label: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
    /// Other places that explain the problem, each with its own label.
    pub related: Vec<(Location, String)>,
}

impl Diagnostic {
    /// A problem that stops generation.
    pub fn error(rule: &'static str, location: Location, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Error, location, message.into())
    }

    /// A problem that does not stop generation.
    pub fn warning(rule: &'static str, location: Location, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Warning, location, message.into())
    }

    /// Writes `label` beside the underlined place.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Says what to do about the problem.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds another place that explains the problem.
    pub fn related(mut self, location: Location, label: impl Into<String>) -> Self {
        self.related.push((location, label.into()));
        self
    }

    fn new(rule: &'static str, severity: Severity, location: Location, message: String) -> Self {
        Self { rule, severity, location, message, label: None, help: None, related: Vec::new() }
    }
}

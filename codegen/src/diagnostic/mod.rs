//! Problems found in the contract: what they say, where they are, and how they are shown.
//!
//! Every stage of the generator collects [`Diagnostic`]s instead of stopping at the first problem.
//! A [`Report`] holds them in reading order together with the [`Sources`] they point into.

mod export;
mod fix;
mod location;
mod render;
mod report;
mod rule;
mod sources;
#[cfg(test)]
mod tests;

pub use fix::{Edit, Fix};
pub use location::{FileId, Location, Span};
pub use render::RenderStyle;
pub(crate) use render::notice;
pub use report::Report;
pub(crate) use rule::rules;
pub use rule::{Family, Level, Nature, Part, Rule, Sample};
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
/// let rule = codegen::gate::rule("operation-id-missing").unwrap();
/// let place = Location::new(FileId::default(), Span::new(4, 9), "/paths/keys/get");
/// let diagnostic = Diagnostic::new(rule, place, "`GET /keys` has no `operationId`")
///     .label("here")
///     .help("add one");
/// assert_eq!(diagnostic.severity, Severity::Error);
/// assert_eq!(diagnostic.help.as_deref(), Some("add one"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[must_use]
pub struct Diagnostic {
    /// The rule that was broken.
    pub rule: &'static Rule,
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
    /// The exact edit, where there is only one.
    pub fix: Option<Fix>,
    /// Other places that explain the problem, each with its own label.
    pub related: Vec<(Location, String)>,
}

impl Diagnostic {
    /// A problem at `location`: `message` says what is wrong.
    pub fn new(rule: &'static Rule, location: Location, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            location,
            message: message.into(),
            label: None,
            help: None,
            fix: None,
            related: Vec::new(),
        }
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

    /// Offers the exact edit.
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// Adds another place that explains the problem.
    pub fn related(mut self, location: Location, label: impl Into<String>) -> Self {
        self.related.push((location, label.into()));
        self
    }
}

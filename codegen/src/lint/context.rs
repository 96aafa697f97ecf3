//! What every rule works with: the document, its survey, and a place for findings.

use super::patterns::Patterns;
use super::survey::Survey;
use crate::diagnostic::Diagnostic;
use crate::document::{Cursor, Document, Extent};
use crate::openapi::Object;
use crate::openapi::OperationObject;

/// One run of the rules.
pub(crate) struct Context<'d> {
    pub(crate) document: &'d Document,
    pub(crate) survey: Survey<'d>,
    pub(crate) patterns: Patterns,
    extent: Extent,
    /// Whether every reference leads somewhere.
    pub(crate) references: Extent,
    found: Vec<Diagnostic>,
}

impl<'d> Context<'d> {
    pub(crate) fn new(document: &'d Document, extent: Extent, references: Extent) -> Self {
        Self {
            document,
            survey: Survey::new(document),
            patterns: Patterns::default(),
            extent,
            references,
            found: Vec::new(),
        }
    }

    /// All objects; cursors are cheap to clone, so a rule can report while it looks.
    pub(crate) fn objects(&self) -> Vec<(Object, Cursor<'d>)> {
        self.survey.objects.clone()
    }

    /// The objects of one kind.
    pub(crate) fn each(&self, object: Object) -> Vec<Cursor<'d>> {
        self.survey.each(object).cloned().collect()
    }

    /// The operations of the root's paths.
    pub(crate) fn operations(&self) -> Vec<OperationObject<'d>> {
        self.survey.operations.clone()
    }

    pub(crate) fn report(&mut self, problem: Diagnostic) {
        self.found.push(problem);
    }

    /// Reports that something is missing, unless parts of the files could not be read: it may be
    /// in one of those.
    pub(crate) fn report_absence(&mut self, problem: Diagnostic) {
        if self.extent == Extent::Whole {
            self.report(problem);
        }
    }

    pub(crate) fn into_findings(self) -> Vec<Diagnostic> {
        self.found
    }
}

/// The text of a key.
pub(crate) fn text<'d>(node: &Cursor<'d>, key: &str) -> Option<&'d str> {
    node.get(key)?.as_str()
}

/// Whether a key says `true`.
pub(crate) fn flag(node: &Cursor<'_>, key: &str) -> bool {
    node.get(key).and_then(|value| value.as_bool()).unwrap_or(false)
}

/// The properties of a schema; none if a `$ref` stands in their place, which is reported elsewhere.
pub(crate) fn members<'d>(schema: &Cursor<'d>) -> Vec<(&'d str, Cursor<'d>)> {
    let properties = schema.get("properties");
    let is_reference =
        |(name, value): &(&str, Cursor<'_>)| *name == "$ref" && value.as_str().is_some();
    properties.iter().flat_map(Cursor::entries).filter(|member| !is_reference(member)).collect()
}

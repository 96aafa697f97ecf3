//! What every rule works with: the document, its survey, and a place for findings.

use super::objects::Object;
use super::survey::Survey;
use crate::diagnostic::Diagnostic;
use crate::document::{Cursor, Document, Extent};

/// One run of the rules.
pub(crate) struct Context<'d> {
    pub(crate) document: &'d Document,
    pub(crate) survey: Survey<'d>,
    extent: Extent,
    found: Vec<Diagnostic>,
}

impl<'d> Context<'d> {
    pub(crate) fn new(document: &'d Document, extent: Extent) -> Self {
        Self { document, survey: Survey::new(document), extent, found: Vec::new() }
    }

    /// All objects; cursors are cheap to clone, so a rule can report while it looks.
    pub(crate) fn objects(&self) -> Vec<(Object, Cursor<'d>)> {
        self.survey.objects.clone()
    }

    /// The objects of one kind.
    pub(crate) fn each(&self, object: Object) -> Vec<Cursor<'d>> {
        self.survey.each(object).cloned().collect()
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

//! What is wrong with a text, told with its place.

use granit_parser::{ErrorKind, ScanError, Tag};

use super::super::node::Map;
use super::super::rules;
use super::super::scalar::{self, ScalarProblem};
use super::{Broken, Builder, Content, Expects, Extent, Flow, MOST_LEVELS, MOST_PROBLEMS};
use crate::diagnostic::{Diagnostic, Location, Rule, Span};
use crate::pointer;

impl Builder<'_> {
    /// JSON pointer of the node that is being read.
    pub(super) fn pointer(&self) -> String {
        self.frames.iter().fold(String::new(), |pointer, frame| match &frame.content {
            Content::Sequence(items) => pointer::join(&pointer, &items.len().to_string()),
            Content::Map { expects: Expects::Value(key, _), .. } => pointer::join(&pointer, key),
            Content::Map { .. } => pointer,
        })
    }

    pub(super) fn at(
        &self,
        span: Span,
        rule: &'static Rule,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(rule, Location::new(self.file, span, self.pointer()), message)
    }

    pub(super) fn problem(&mut self, problem: Diagnostic) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(problem);
        }
    }

    pub(super) fn refuse_key(&mut self, span: Span, message: &str) {
        let problem = self
            .at(span, &rules::YAML_KEY, message)
            .help("keys are text: a plain word, a number such as `200`, or a quoted text");
        self.problem(problem);
        self.expect(Expects::Nothing);
    }

    pub(super) fn refuse_merge(&mut self, span: Span) {
        let problem = self
            .at(span, &rules::YAML_MERGE_KEY, "`<<` merges mappings, and this is none")
            .help("write a mapping or a list of mappings; a key that is called `<<` needs quotes");
        self.problem(problem);
        self.extent = Extent::Part;
    }

    pub(super) fn too_deep(&mut self, span: Span) -> Flow {
        let message = format!("more than {MOST_LEVELS} lists and mappings inside each other");
        let problem = self
            .at(span, &rules::YAML_DEPTH, message)
            .help("move the inner part into a component and refer to it with `$ref`");
        self.problem(problem);
        Flow::Break(())
    }

    pub(super) fn scalar_problem(&mut self, problem: ScalarProblem, span: Span) {
        let problem = self.at(span, problem.rule, problem.message).help(problem.help);
        self.problem(problem);
    }

    pub(super) fn check_tag(&mut self, tag: Option<&Tag>, wanted: &str, span: Span) {
        if let Some(Err(problem)) = tag.map(|tag| scalar::check_collection(tag, wanted)) {
            self.scalar_problem(problem, span);
        }
    }

    pub(super) fn duplicate_keys(&mut self, map: &Map) {
        let pointer = self.pointer();
        for (first, again) in map.duplicates() {
            let pointer = pointer::join(&pointer, &again.key);
            let place = |span| Location::new(self.file, span, pointer.clone());
            let problem = Diagnostic::new(
                &rules::YAML_DUPLICATE_KEY,
                place(again.key_span),
                format!("the key `{}` is defined twice", again.key),
            )
            .label("defined again")
            .help("remove one of them, or rename it")
            .related(place(first.key_span), "first defined here");
            self.problem(problem);
        }
    }

    pub(super) fn syntax_error(&mut self, error: &ScanError) -> Flow {
        use ErrorKind::{
            InvalidSimpleKey, RecursionLimitExceeded, SimpleKeyExpected, TabInBlockIndentation,
            TabInIndentation, TabInPlainScalar, TabNotAllowed,
        };
        let kind = error.kind();
        let offset = self.offset(*error.marker());
        let is_tab = matches!(
            kind,
            TabInBlockIndentation | TabInIndentation | TabInPlainScalar | TabNotAllowed
        );
        let offset = self.tab_near(offset).filter(|_| is_tab).unwrap_or(offset);
        let is_keyless = matches!(kind, InvalidSimpleKey | SimpleKeyExpected);
        if let Some(span) = self.keyless(offset).filter(|_| is_keyless) {
            let message = "this is not valid YAML: a line of a mapping is `key: value`";
            let problem = self.at(span, &rules::YAML_SYNTAX, message).help("write the `:`");
            self.broken = Some(Broken { problem, offset: span.start });
            return Flow::Break(());
        }
        let here = self.text.get(offset..).unwrap_or_default().chars().next();
        let width = here.filter(|c| !c.is_whitespace()).map_or(0, char::len_utf8);
        let span = Span::new(offset, offset + width);
        if *kind == RecursionLimitExceeded {
            return self.too_deep(span);
        }
        let message = format!("this is not valid YAML: {kind}");
        let problem = self.at(span, &rules::YAML_SYNTAX, message);
        let problem = self.explain_syntax(problem, offset);
        // What an open bracket swallowed is not the fault of the line where that shows.
        let culprit = problem.related.first().map_or(offset, |(place, _)| place.span.start);
        self.broken = Some(Broken { problem, offset: culprit });
        Flow::Break(())
    }

    /// The line at `offset`, if there is no colon in it.
    fn keyless(&self, offset: usize) -> Option<Span> {
        let start = self.text.get(..offset)?.rfind('\n').map_or(0, |at| at + 1);
        let line = self.text.get(start..)?.lines().next()?;
        let indent = line.len() - line.trim_start().len();
        let span = Span::new(start + indent, start + line.trim_end().len());
        (!line.contains(':')).then_some(span)
    }

    /// The tab that indents the line at `offset`, or the next one.
    fn tab_near(&self, offset: usize) -> Option<usize> {
        let start = self.text.get(..offset)?.rfind('\n').map_or(0, |at| at + 1);
        let mut line_start = start;
        for line in self.text.get(start..)?.split_inclusive('\n').take(2) {
            let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
            if let Some(tab) = line.get(..indent)?.find('\t') {
                return Some(line_start + tab);
            }
            line_start += line.len();
        }
        None
    }

    /// Adds what most often is behind a syntax error: an open bracket, or a tab.
    pub(super) fn explain_syntax(&self, mut problem: Diagnostic, offset: usize) -> Diagnostic {
        let open = self.frames.last().filter(|frame| frame.start < offset);
        if let Some(frame) = open {
            let rest = self.text.get(frame.start..).unwrap_or_default();
            if let Some(bracket) = rest.chars().next().filter(|c| matches!(c, '[' | '{')) {
                let span = Span::new(frame.start, frame.start + bracket.len_utf8());
                let place = Location::new(self.file, span, self.pointer());
                problem = problem.related(place, format!("this `{bracket}` is still open"));
            }
        }
        let (before, behind) = self.text.split_at(offset);
        let (above, line) = before.rsplit_once('\n').unwrap_or(("", before));
        let indent = line.len() - line.trim_start().len();
        if line[..indent].contains('\t') || behind.starts_with('\t') {
            return problem.help("indent with spaces: YAML does not allow tabs there");
        }
        let is_indent = problem.related.is_empty() && line.trim().is_empty();
        match usual_indents(above, indent).filter(|_| is_indent) {
            Some(usual) => problem.help(format!(
                "this line is indented by {indent} spaces, those above it by {usual}"
            )),
            None => problem,
        }
    }
}

/// The indents next to `indent` that lines above have; `None` if one of them has it, too.
fn usual_indents(above: &str, indent: usize) -> Option<String> {
    const LINES: usize = 40;
    let lines = above.lines().rev().filter(|line| !line.trim().is_empty()).take(LINES);
    let indents: Vec<usize> = lines.map(|line| line.len() - line.trim_start().len()).collect();
    if indents.contains(&indent) {
        return None;
    }
    let lower = indents.iter().filter(|other| **other < indent).max();
    let higher = indents.iter().filter(|other| **other > indent).min();
    let both: Vec<String> = lower.into_iter().chain(higher).map(usize::to_string).collect();
    (!both.is_empty()).then(|| both.join(" or "))
}

//! Turns a diagnostic into the text people read, in the manner of rustc.

use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Patch, Renderer, Snippet,
};

use super::sources::floor_boundary;
use super::{Diagnostic, FileId, Fix, Location, Severity, Sources, Span};

/// Width of a terminal: longer source lines are cut around what is underlined.
const COLUMNS: usize = 80;

/// What stands before a note: a line number, a sign and its kind.
const NOTE_INDENT: usize = 14;

/// Lines of one file further apart than this are shown as separate excerpts, so that the cost of
/// showing a problem does not grow with the size of the file.
const EXCERPT_LINES: usize = 200;

/// Longer excerpts, which only very long lines make, are left out for the same reason.
const EXCERPT_BYTES: usize = 16 * 1024;

/// Whether the text carries terminal colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RenderStyle {
    /// Text only, for files, logs and tests.
    Plain,
    /// With ANSI escape sequences, for terminals.
    Color,
}

/// One place to underline.
struct Underline<'a> {
    location: &'a Location,
    label: Option<&'a str>,
    kind: AnnotationKind,
}

pub(super) fn diagnostic(diagnostic: &Diagnostic, sources: &Sources, style: RenderStyle) -> String {
    let mut group = level(diagnostic.severity)
        .primary_title(printable(&diagnostic.message))
        .id(diagnostic.rule.id)
        .elements(excerpts(diagnostic, sources));
    group = group.elements(pointer(&diagnostic.location));
    let repair = diagnostic.fix.as_ref().and_then(|fix| repair(fix, sources));
    if let Some(help) = diagnostic.help.as_ref().filter(|_| repair.is_none()) {
        group = group.element(Level::HELP.message(wrapped(help)));
    }
    match repair {
        Some(repair) => renderer(style).render(&[group, repair]),
        None => renderer(style).render(&[group]),
    }
}

/// What breaks no rule but is told like a diagnostic, ending in a line break.
pub(crate) fn notice(
    (severity, id): (Severity, &str),
    title: &str,
    location: &Location,
    sources: &Sources,
    style: RenderStyle,
) -> String {
    let underline = Underline { location, label: None, kind: AnnotationKind::Primary };
    let group = level(severity)
        .primary_title(printable(title))
        .id(id)
        .element(excerpt(&[underline], sources))
        .elements(pointer(location));
    renderer(style).render(&[group]) + "\n"
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    }
}

/// Where in the document a place is.
fn pointer(location: &Location) -> Option<Element<'static>> {
    let place = Some(&location.pointer).filter(|pointer| !pointer.is_empty())?;
    Some(Level::NOTE.message(format!("at {}", printable(place))).into())
}

fn renderer(style: RenderStyle) -> Renderer {
    match style {
        RenderStyle::Plain => Renderer::plain(),
        RenderStyle::Color => Renderer::styled(),
    }
    .term_width(COLUMNS)
}

/// The lines with the edit in them, before and after.
fn repair<'a>(fix: &'a Fix, sources: &'a Sources) -> Option<Group<'a>> {
    let [edit] = fix.edits.as_slice() else { return None };
    let text = sources.text(edit.file);
    let first = sources.line_of(edit.file, edit.span.start);
    let last = sources.line_of(edit.file, edit.span.end.saturating_sub(1).max(edit.span.start));
    let from = sources.line_start(edit.file, first);
    let to = sources.line_start(edit.file, last + 1);
    let excerpt = text.get(from..to).filter(|excerpt| excerpt.len() <= EXCERPT_BYTES)?;
    let start = floor_boundary(text, edit.span.start).checked_sub(from)?;
    let end = floor_boundary(text, edit.span.end).checked_sub(from)?.max(start);
    let patch = Patch::new(start..end, edit.replacement.as_str());
    let snippet = Snippet::source(excerpt).line_start(first + 1).patch(patch);
    Some(Level::HELP.secondary_title(printable(&fix.title)).element(snippet))
}

/// The excerpts of a diagnostic: its own place first, then the related ones.
fn excerpts<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Vec<Element<'a>> {
    let primary = Underline {
        location: &diagnostic.location,
        label: diagnostic.label.as_deref(),
        kind: AnnotationKind::Primary,
    };
    let related = diagnostic.related.iter().map(|(location, label)| Underline {
        location,
        label: Some(label),
        kind: AnnotationKind::Context,
    });
    let mut groups: Vec<Vec<Underline<'a>>> = Vec::new();
    for underline in std::iter::once(primary).chain(related) {
        match groups.iter_mut().find(|group| is_near(group, &underline, sources)) {
            Some(group) => group.push(underline),
            None => groups.push(vec![underline]),
        }
    }
    groups.into_iter().map(|underlines| excerpt(&underlines, sources)).collect()
}

fn is_near(group: &[Underline<'_>], underline: &Underline<'_>, sources: &Sources) -> bool {
    let line = |underline: &Underline<'_>| {
        sources.line_of(underline.location.file, underline.location.span.start)
    };
    group.first().is_some_and(|first| {
        first.location.file == underline.location.file
            && sources.has_text(underline.location.file)
            && line(first).abs_diff(line(underline)) <= EXCERPT_LINES
    })
}

/// One excerpt: the lines of one file from the first underline to the last.
fn excerpt<'a>(underlines: &[Underline<'a>], sources: &'a Sources) -> Element<'a> {
    let file = underlines.first().map_or(FileId::default(), |underline| underline.location.file);
    let path = sources.path(file);
    if !sources.has_text(file) {
        return Origin::path(path).into();
    }
    let text = sources.text(file);
    let ranges: Vec<Range<usize>> =
        underlines.iter().map(|underline| first_line(text, underline.location.span)).collect();
    let start = ranges.iter().map(|range| range.start).min().unwrap_or(0);
    let end = ranges.iter().map(|range| range.end).max().unwrap_or(start);
    let first = sources.line_of(file, start);
    let from = sources.line_start(file, first);
    let to = sources.line_start(file, sources.line_of(file, end) + 1);
    let excerpt = text.get(from..to).unwrap_or_default();
    if excerpt.len() > EXCERPT_BYTES {
        return underlines
            .first()
            .map_or(Origin::path(path), |underline| position(underline, sources))
            .into();
    }
    let annotations = underlines.iter().zip(ranges).map(|(underline, range)| {
        let annotation: Annotation<'_> = underline.kind.span(range.start - from..range.end - from);
        annotation.label(underline.label.map(printable))
    });
    Snippet::source(excerpt).line_start(first + 1).path(path).annotations(annotations).into()
}

/// The place without its text.
fn position<'a>(underline: &Underline<'_>, sources: &'a Sources) -> Origin<'a> {
    let (_, line, column) = sources.line_column(underline.location);
    Origin::path(sources.path(underline.location.file)).line(line).char_column(column)
}

/// The part of the span in its first line: underlining whole blocks hides more than it shows.
fn first_line(text: &str, span: Span) -> Range<usize> {
    let start = floor_boundary(text, span.start);
    let end = floor_boundary(text, span.end).max(start);
    let covered = text.get(start..end).unwrap_or_default();
    let line = covered.split(['\n', '\r']).next().unwrap_or_default().trim_end();
    start..start + line.len()
}

/// A text in lines that fit beside a line number.
fn wrapped(text: &str) -> String {
    textwrap::fill(&printable(text), COLUMNS - NOTE_INDENT)
}

/// The text with control characters made visible: they come from the contract and must not
/// reach a terminal. Line breaks stay.
fn printable(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        if c.is_control() && c != '\n' {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
        out
    })
}

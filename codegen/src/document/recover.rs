//! Reads on behind a syntax error: its line is left out, so that the rest is checked in the same run.

use std::borrow::Cow;

use super::parse::{Broken, Extent, Parsed, parse_once};
use super::{parse_json, rules, slips};
use crate::diagnostic::{Diagnostic, FileId, Span};

/// Most lines that are left out to read the rest of a broken file.
const MOST_REPAIRS: usize = 10;

/// A syntax error this close to the one before is taken for its consequence.
const NEARBY_LINES: usize = 3;

/// Parses the text of `file`, without the lines that are not YAML.
pub(super) fn parse(file: FileId, text: &str) -> Parsed {
    if let Some(tree) = parse_json::parse(text) {
        return Parsed { tree, extent: Extent::Whole, problems: Vec::new() };
    }
    let mut repaired = Cow::Borrowed(text);
    let mut errors: Vec<Diagnostic> = Vec::new();
    for _ in 0..MOST_REPAIRS {
        let (mut parsed, broken) = parse_once(file, &repaired);
        if !errors.is_empty() {
            parsed.extent = Extent::Part;
            parsed.problems.retain(|problem| *problem.rule != rules::YAML_EMPTY);
        }
        let Some(Broken { problem, offset }) = broken else {
            parsed.problems.splice(0..0, errors);
            return parsed;
        };
        parsed.extent = Extent::Part;
        let lines = |span: Span| text.get(..span.start).unwrap_or_default().lines().count();
        let is_news = errors.last().is_none_or(|last| {
            lines(last.location.span).abs_diff(lines(problem.location.span)) > NEARBY_LINES
        });
        let problem =
            if is_news { slips::explain(problem, file, &repaired, offset) } else { problem };
        let torn = torn(&repaired, offset, &problem);
        let fixed = without_lines(&repaired, torn);
        if is_news {
            errors.push(problem);
        }
        let Some(fixed) = fixed else {
            parsed.problems.splice(0..0, errors);
            return parsed;
        };
        repaired = Cow::Owned(fixed);
    }
    let (mut parsed, _) = parse_once(file, &repaired);
    parsed.extent = Extent::Part;
    parsed.problems.splice(0..0, errors);
    parsed
}

/// The lines that have to go: those that a repair changes, or that of the error.
fn torn(text: &str, offset: usize, problem: &Diagnostic) -> Span {
    let edits = problem.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
    let spans =
        edits.reduce(|all, span| Span::new(all.start.min(span.start), all.end.max(span.end)));
    let (first, last) = spans.map_or((offset, offset), |span| (span.start, span.end));
    let start = text.get(..first).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let end = text.get(last..).and_then(|rest| rest.find('\n'));
    Span::new(start, end.map_or(text.len(), |length| last + length))
}

/// The text with blanks in place of these lines, so that all other offsets stay; `None` if they are blank
/// already.
fn without_lines(text: &str, torn: Span) -> Option<String> {
    let lines = text.get(torn.start..torn.end)?;
    if lines.trim().is_empty() {
        return None;
    }
    let mut kept = [text.get(..torn.start)?, &blank(lines), text.get(torn.end..)?].concat();
    // Where two changes meet, the first is read.
    if slips::is_conflict(lines) {
        let middle = kept.get(torn.end..)?.find("\n=======").map(|at| torn.end + at + 1);
        let middle = if lines.starts_with('=') { Some(torn.end) } else { middle };
        let marked = middle.and_then(|start| {
            let end = start + kept.get(start..)?.find("\n>>>>>>> ")? + 1;
            let length = kept.get(end..)?.find('\n').unwrap_or(kept.len() - end);
            Some(start..end + length)
        });
        if let Some(range) = marked {
            let blank = blank(kept.get(range.clone())?);
            kept.replace_range(range, &blank);
        }
    }
    Some(kept)
}

/// As many bytes that say nothing.
fn blank(lines: &str) -> String {
    lines.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect()
}

//! Reads on behind a syntax error: its line is left out, so that the rest is checked in the same run.

use std::borrow::Cow;

use super::parse::{Broken, Extent, Parsed, parse_once};
use super::{parse_json, rules};
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
        let fixed = without_line(&repaired, offset);
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

/// The text with blanks in place of the line at `offset`, so that all other offsets stay; `None`
/// if that line is blank already.
fn without_line(text: &str, offset: usize) -> Option<String> {
    let start = text.get(..offset)?.rfind('\n').map_or(0, |at| at + 1);
    let end = text.get(start..)?.find('\n').map_or(text.len(), |length| start + length);
    let line = text.get(start..end)?;
    if line.trim().is_empty() {
        return None;
    }
    Some([text.get(..start)?, &" ".repeat(line.len()), text.get(end..)?].concat())
}

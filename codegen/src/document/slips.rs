//! What was probably meant by a line that is not YAML: repairs that were tried and found to help.

use super::parse::parse_once;
use crate::diagnostic::{Diagnostic, Edit, FileId, Fix, Span};

/// A larger text is not read again for each try.
const LARGEST: usize = 2 * 1024 * 1024;

/// Lines above the place of an error that may be to blame.
const LINES_ABOVE: usize = 3;

/// Lines above in which an open quote is looked for.
const MOST_SWALLOWED: usize = 60;

/// Characters that look like blanks and are none.
const INVISIBLE: [char; 6] = ['\u{a0}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}'];

/// Values that end at a blank.
const ENTRIES: [&str; 8] =
    ["string", "integer", "number", "boolean", "array", "object", "true", "false"];

const FALLBACK: &str = "put text with `: `, ` #` or a mark at its start into quotes, and look at brackets and indentation";

/// Something to try.
struct Try {
    title: String,
    edits: Vec<(Span, String)>,
}

impl Try {
    fn new(title: impl Into<String>, edits: Vec<(Span, String)>) -> Self {
        Self { title: title.into(), edits }
    }

    fn applied(&self, text: &str) -> Option<String> {
        let mut result = text.to_owned();
        for (span, new) in self.edits.iter().rev() {
            result.get(span.start..span.end)?;
            result.replace_range(span.start..span.end, new);
        }
        Some(result)
    }

    /// How many bytes the text gains in front of an offset.
    fn gain(&self) -> usize {
        self.edits.iter().map(|(span, new)| new.len().saturating_sub(span.end - span.start)).sum()
    }
}

/// Says what to do about a syntax error at an offset, with an edit behind which the text can be read on.
pub(super) fn explain(problem: Diagnostic, file: FileId, text: &str, offset: usize) -> Diagnostic {
    let line = Line::at(text, offset);
    if is_conflict(line.text) {
        return problem.help("a merge is not finished: keep one of the two versions");
    }
    let mut lines = vec![line];
    while let Some(above) = lines.last().and_then(|line| Line::above(text, line)) {
        lines.push(above);
        if lines.len() > LINES_ABOVE {
            break;
        }
    }
    let end = lines.first().map_or(offset, |line| line.start + line.text.len());
    let mut tries = if text.len() > LARGEST { Vec::new() } else { tries(&lines) };
    tries.extend(open_quote(text, &lines));
    let found = tries.into_iter().find(|it| {
        it.applied(text).is_some_and(|new| match parse_once(file, &new).1 {
            Some(broken) => broken.offset > end + it.gain(),
            None => true,
        })
    });
    match found {
        Some(found) => {
            let edits = found.edits.into_iter().map(|(span, new)| Edit::new(file, span, new));
            let fix = Fix { title: found.title.clone(), edits: edits.collect() };
            let help = problem.help.clone().unwrap_or(found.title);
            problem.help(help).fix(fix)
        }
        None if problem.help.is_none() => problem.help(FALLBACK),
        None => problem,
    }
}

/// Whether a line is one of those that a version control leaves where two changes meet.
pub(super) fn is_conflict(line: &str) -> bool {
    ["<<<<<<< ", "=======", ">>>>>>> "].iter().any(|mark| line.starts_with(mark))
}

/// A line without its break.
#[derive(Clone, Copy)]
struct Line<'t> {
    start: usize,
    text: &'t str,
}

impl<'t> Line<'t> {
    fn at(text: &'t str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = text.get(start..).unwrap_or_default().split('\n').next().unwrap_or_default();
        Self { start, text: line.trim_end_matches('\r') }
    }

    /// The next line above that is not blank.
    fn above(text: &'t str, line: &Self) -> Option<Self> {
        let above = text.get(..line.start)?.trim_end();
        (!above.is_empty()).then(|| Self::at(text, above.len()))
    }

    fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start_matches([' ', '\t']).len()
    }

    /// Where the value of the line begins, behind dashes and a key.
    fn value(&self) -> Option<(usize, &'t str)> {
        let mut at = self.indent();
        while let Some(rest) = self.text.get(at..)?.strip_prefix("- ") {
            at = self.text.len() - rest.trim_start().len();
        }
        let rest = self.text.get(at..)?;
        let is_key = |key: &str| !key.is_empty() && !key.contains(['"', '\'', '{', '[', ' ']);
        let behind = match rest.split_once(": ") {
            Some((key, value)) if is_key(key) => value.trim_start(),
            _ if at > self.indent() => rest,
            _ => return None,
        };
        let value = behind.trim_end();
        let start = self.text.len() - behind.len();
        (!value.is_empty()).then_some((self.start + start, value))
    }

    fn replaced(&self, title: &str, new: String) -> Try {
        let span = Span::new(self.start, self.start + self.text.len());
        Try::new(title, vec![(span, new)])
    }
}

/// Closes a quote that swallowed the lines down to the next one.
fn open_quote(text: &str, lines: &[Line<'_>]) -> Option<Try> {
    let mut line = *lines.first().filter(|_| text.len() <= LARGEST)?;
    for _ in 0..MOST_SWALLOWED {
        line = Line::above(text, &line)?;
        let Some((start, value)) = line.value() else { continue };
        let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            continue;
        };
        if value.matches(quote).count() % 2 == 1 {
            let end = Span::at(start + value.len());
            let title = format!("close the quote with `{quote}`");
            return Some(Try::new(title, vec![(end, quote.to_string())]));
        }
    }
    None
}

/// All that may help, the likeliest first.
fn tries(lines: &[Line<'_>]) -> Vec<Try> {
    let Some(line) = lines.first() else { return Vec::new() };
    let mut tries = Vec::new();
    for line in lines {
        if line.text.contains(INVISIBLE) {
            let title = "write a plain blank instead of a character that only looks like one";
            tries.push(line.replaced(title, line.text.replace(INVISIBLE, " ")));
        }
    }
    if let Some((start, value)) = line.value() {
        tries.extend(in_value(start, value));
    }
    tries.extend(in_key(line));
    tries.extend(indents(line, lines.get(1)));
    tries.extend(over_lines(lines));
    tries
}

fn in_value(start: usize, value: &str) -> Vec<Try> {
    let whole = Span::new(start, start + value.len());
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let mut tries = Vec::new();
    match value.chars().next() {
        Some('{' | '[') => {
            tries.extend(brackets(start, value));
            tries.extend(flow_values(start, value));
            if value.ends_with(|c: char| c != '}' && c != ']') {
                tries.push(Try::new("quote the text", vec![(whole, quoted(value))]));
            }
        }
        Some(quote @ ('"' | '\'')) => {
            let inner = value.get(1..).unwrap_or_default();
            match inner.strip_suffix(quote) {
                Some(inner) => {
                    let title = "quote the text with `'`, and write `''` for one inside";
                    let inner = inner.replace("''", "'");
                    tries.push(Try::new(title, vec![(whole, quoted(&inner))]));
                }
                None if !inner.contains(quote) => {
                    let end = Span::at(start + value.len());
                    let title = format!("close the quote with `{quote}`");
                    tries.push(Try::new(title, vec![(end, quote.to_string())]));
                }
                None => tries.push(Try::new("quote the whole text", vec![(whole, quoted(value))])),
            }
        }
        // An alias whose anchor is missing.
        Some('*') if !value.contains(' ') => {}
        _ => tries.push(Try::new("quote the text", vec![(whole, quoted(value))])),
    }
    tries
}

/// Closes what is open, or takes away what closes nothing.
fn brackets(start: usize, value: &str) -> Option<Try> {
    let mut open = Vec::new();
    for (at, letter) in value.char_indices() {
        match letter {
            '{' => open.push('}'),
            '[' => open.push(']'),
            '}' | ']' if open.last() == Some(&letter) => {
                open.pop();
            }
            '}' | ']' => {
                let span = Span::new(start + at, start + at + 1);
                return Some(Try::new(
                    format!("remove this `{letter}`"),
                    vec![(span, String::new())],
                ));
            }
            _ => {}
        }
    }
    let missing: String = open.into_iter().rev().collect();
    let end = Span::at(start + value.len());
    (!missing.is_empty())
        .then(|| Try::new(format!("close it with `{missing}`"), vec![(end, missing.clone())]))
}

/// Within brackets, a value with a colon is a text without quotes, or two entries without a comma.
fn flow_values(start: usize, value: &str) -> Vec<Try> {
    let mut found = Vec::new();
    let mut begin = 0;
    for part in value.split_inclusive([',', '{', '}', '[', ']']) {
        let at = begin;
        begin += part.len();
        let text = part.trim_end_matches([',', '{', '}', '[', ']']);
        let Some((key, text)) = text.split_once(": ").filter(|(_, text)| text.contains(": "))
        else {
            continue;
        };
        let at = start + at + key.len() + 2;
        match text.split_once(' ').filter(|(word, _)| ENTRIES.contains(word)) {
            Some((word, _)) => {
                let edit = (Span::at(at + word.len()), ",".to_owned());
                found.push(Try::new("write a comma between the entries", vec![edit]));
            }
            None => {
                let quoted = format!("'{}'", text.replace('\'', "''"));
                let edit = (Span::new(at, at + text.len()), quoted);
                found.push(Try::new("quote the text", vec![edit]));
            }
        }
    }
    found
}

/// Mends what stands between a key and its value.
fn in_key(line: &Line<'_>) -> Vec<Try> {
    let mut tries = Vec::new();
    let indent = line.indent();
    let bare = line.text.get(indent..).unwrap_or_default();
    let key = bare.split(|c: char| !c.is_alphanumeric() && !"-_$".contains(c)).next();
    let key = key.unwrap_or_default();
    let behind = line.start + indent + key.len();
    let rest = bare.get(key.len()..).unwrap_or_default();
    if !key.is_empty() && rest.starts_with(':') && !rest.starts_with(": ") {
        tries.push(Try::new(
            "write a blank behind the `:`",
            vec![(Span::at(behind + 1), " ".to_owned())],
        ));
    }
    if let Some(value) = rest.trim_start().strip_prefix('=').filter(|_| !key.is_empty()) {
        let length = rest.len() - value.trim_start().len();
        let span = Span::new(behind, behind + length);
        tries.push(Try::new("write `:` instead of `=`", vec![(span, ": ".to_owned())]));
    }
    for quote in ['"', '\''] {
        if bare.starts_with(quote) && bare.matches(quote).count() == 1 {
            let start = line.start + indent;
            let span = Span::new(start, start + 1);
            tries.push(Try::new("remove the quote", vec![(span, String::new())]));
        }
    }
    tries
}

/// Indents a line as those around it.
fn indents(line: &Line<'_>, above: Option<&Line<'_>>) -> Vec<Try> {
    let Some(above) = above else { return Vec::new() };
    let own = line.indent();
    let written = line.text.get(..own).unwrap_or_default();
    let span = Span::new(line.start, line.start + own);
    let how = if written.contains('\t') { "indent it without tabs," } else { "indent it" };
    let usual = above.indent();
    let near = [usual, usual + 2, usual.saturating_sub(2), own.saturating_sub(1), own + 1];
    let is_off = |to: &usize| written.contains('\t') || (to.abs_diff(own) == 1);
    let fitting = near.into_iter().filter(is_off);
    fitting
        .map(|to| Try::new(format!("{how} by {to} spaces"), vec![(span, " ".repeat(to))]))
        .collect()
}

/// Quotes a text that goes over several lines.
fn over_lines(lines: &[Line<'_>]) -> Vec<Try> {
    let Some(last) = lines.first() else { return Vec::new() };
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate().skip(1) {
        let is_inner = lines.iter().take(index).all(|inner| inner.indent() > line.indent());
        let Some((start, value)) = line.value().filter(|_| is_inner) else { continue };
        let is_plain = !value.starts_with(['"', '\'', '{', '[', '|', '>', '&', '*', '!']);
        let has_quote = lines.iter().take(index + 1).any(|line| line.text.contains('\''));
        if is_plain && !has_quote {
            let end = last.start + last.text.trim_end().len();
            let edits = vec![(Span::at(start), "'".to_owned()), (Span::at(end), "'".to_owned())];
            found.push(Try::new("quote the text", edits));
        }
    }
    found
}

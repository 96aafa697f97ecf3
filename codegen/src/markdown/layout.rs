//! Which lines of a Markdown text belong together, and whether they are indented as they should be.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::rustdoc_options;

/// The lines that are one thing each, by number: those of code, tables and headings.
pub(crate) fn whole_lines(text: &str) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for (event, range) in Parser::new_ext(text, rustdoc_options()).into_offset_iter() {
        if let Event::Start(Tag::CodeBlock(_) | Tag::Table(_) | Tag::Heading { .. }) = event {
            found.extend(lines_of(text, &range));
        }
    }
    found
}

fn lines_of(text: &str, range: &Range<usize>) -> Range<usize> {
    let line = |at: usize| text.get(..at).unwrap_or(text).matches('\n').count();
    let inside = text.get(range.clone()).unwrap_or_default().trim_end();
    line(range.start)..line(range.start + inside.len()) + 1
}

/// Whether each line of a list or a quote begins where the text of its first line does.
///
/// CommonMark goes on with a paragraph whatever its lines begin with; clippy does not like to read that.
pub(super) fn is_tidy(text: &str) -> bool {
    let mut open: Vec<Container> = Vec::new();
    for (event, range) in Parser::new_ext(text, rustdoc_options()).into_offset_iter() {
        if let Some(Container::Item(column @ None)) = open.last_mut() {
            *column = Some(column_of(text, range.start));
        }
        match event {
            Event::Start(Tag::Item) => open.push(Container::Item(None)),
            Event::Start(Tag::BlockQuote(_)) => open.push(Container::Quote),
            Event::End(TagEnd::Item | TagEnd::BlockQuote(_)) => drop(open.pop()),
            Event::SoftBreak | Event::HardBreak if !goes_on(text, range.end, &open) => {
                return false;
            }
            _ => {}
        }
    }
    true
}

/// What lines are in.
enum Container {
    Quote,
    /// An item of a list, with the column of its text.
    Item(Option<usize>),
}

/// Whether the line that begins here, or before its marks, goes on in these containers.
fn goes_on(text: &str, at: usize, open: &[Container]) -> bool {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let line = text.get(start..).unwrap_or_default();
    let marks = line.len() - line.trim_start_matches([' ', '>']).len();
    let quotes = line.get(..marks).unwrap_or_default().matches('>').count();
    let wanted = open.iter().filter(|one| matches!(one, Container::Quote)).count();
    let column = match open.last() {
        Some(Container::Item(Some(column))) => *column,
        _ => return quotes == wanted,
    };
    quotes == wanted && line.get(..marks).unwrap_or_default().chars().count() == column
}

fn column_of(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.chars().rev().take_while(|c| *c != '\n').count()
}

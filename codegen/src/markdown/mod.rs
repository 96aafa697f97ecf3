//! Texts of the contract as Markdown that rustdoc takes without a warning, whatever they say.
//!
//! Descriptions are CommonMark for people. rustdoc reads more into them: code blocks become tests,
//! words in brackets links to items, angle brackets HTML. What would be read that way is escaped;
//! what an author means (code, lists, tables, links to the web) stays, as it is written where that says
//! the same, and else written anew. A text of which rustdoc would still make more, as `pulldown-cmark`
//! reads it, is shown as it is written.

mod layout;
mod meaning;

pub(crate) use layout::whole_lines;
use meaning::{Meaning, is_web};
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};

/// Whether a text is nothing but a web address that Markdown can hold.
pub(crate) fn is_web_address(text: &str) -> bool {
    !text.is_empty() && web_address(text) == text
}

/// The lines of a description.
pub(crate) fn prose(text: &str) -> Vec<String> {
    let text = visible(&untabbed(text.trim_end().trim_start_matches(['\n', '\r'])));
    let meaning = Meaning::of(&text);
    let says_it = |written: &str| is_well_written(written) && Meaning::of(written).is(&meaning);
    let lines = by_line(&text);
    if says_it(&lines.join("\n")) {
        return lines;
    }
    match meaning.written().filter(|written| says_it(written)) {
        Some(written) => written.lines().map(str::to_owned).collect(),
        None => text.trim().lines().map(literal).collect(),
    }
}

/// Whether lines say the same as others, and rustdoc and clippy take them as they are.
pub(crate) fn says_the_same(written: &str, other: &str) -> bool {
    layout::is_tidy(written) && Meaning::of(written).is(&Meaning::of(other))
}

fn is_well_written(text: &str) -> bool {
    is_harmless(text) && layout::is_tidy(text)
}

/// Tabs at the beginning of lines as the columns that they reach.
fn untabbed(text: &str) -> String {
    let mut lines = Vec::new();
    for line in text.lines() {
        let words = line.trim_start_matches([' ', '\t']);
        let indent = line[..line.len() - words.len()].chars();
        let column =
            indent.fold(0, |column, c| if c == '\t' { (column / 4 + 1) * 4 } else { column + 1 });
        lines.push(format!("{}{words}", " ".repeat(column)));
    }
    lines.join("\n")
}

/// The lines of a description with what rustdoc would act on escaped in each.
fn by_line(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut fence: Option<String> = None;
    for line in text.trim().lines() {
        let line = line.trim_end();
        match (&fence, fence_of(line)) {
            (Some(open), Some(mark)) if closes(line, &mark, open) => {
                lines.push(open.clone());
                fence = None;
            }
            (Some(_), _) => lines.push(line.to_owned()),
            (None, Some(mark)) => {
                // A block without a language would be compiled as Rust.
                lines.push(format!("{mark}text"));
                fence = Some(mark);
            }
            (None, None) => lines.push(escaped(shallow(line))),
        }
    }
    lines.extend(fence);
    lines
}

/// A text as one line: for headlines, table cells and bullet points.
pub(crate) fn phrase(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let words = visible(&words.join(" ")).replace("```", "'''");
    let line = escaped(&words);
    // Behind a word, so that nothing at its start makes a block.
    if is_harmless(&format!("x {line}")) { line } else { literal(&words) }
}

/// A value as code within a line, whatever characters it has.
pub(crate) fn code(text: &str) -> String {
    let text = visible(&text.replace('\n', " "));
    let runs = text.split(|c| c != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or_default() + 1);
    let is_bare = fence.len() == 1 && !text.is_empty();
    if is_bare { format!("`{text}`") } else { format!("{fence} {text} {fence}") }
}

/// Whether rustdoc shows a text, and what stands behind it, without reading more into it.
pub(crate) fn is_harmless(text: &str) -> bool {
    // Brackets without a target are links to items.
    let target = |_: BrokenLink<'_>| Some((CowStr::Borrowed(""), CowStr::Borrowed("")));
    let text = format!("{text}\n\nx");
    let parser = Parser::new_with_broken_link_callback(&text, rustdoc_options(), Some(target));
    let mut last = [None, None, None];
    let mut quoted = 0_usize;
    for event in parser {
        match &event {
            Event::Start(Tag::Link { .. } | Tag::CodeBlock(_)) => quoted += 1,
            Event::End(TagEnd::Link | TagEnd::CodeBlock) => quoted = quoted.saturating_sub(1),
            // rustdoc asks to make it a link.
            Event::Text(text) if quoted == 0 && has_address(text) => return false,
            _ => {}
        }
        if is_acted_on(&event) {
            return false;
        }
        last.rotate_left(1);
        last[2] = Some(event);
    }
    let [Some(start), Some(Event::Text(word)), Some(end)] = &last else { return false };
    *start == Event::Start(Tag::Paragraph)
        && &**word == "x"
        && *end == Event::End(TagEnd::Paragraph)
}

fn has_address(text: &str) -> bool {
    text.match_indices("http").any(|(at, _)| !web_address(&text[at..]).is_empty())
}

/// What rustdoc takes for Markdown.
fn rustdoc_options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
}

/// Whether rustdoc does more with it than showing it: HTML, code that it would compile, links to
/// anything but the web.
fn is_acted_on(event: &Event<'_>) -> bool {
    match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => &**language != "text",
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => !is_web(dest_url),
        Event::Html(_)
        | Event::InlineHtml(_)
        | Event::FootnoteReference(_)
        | Event::Start(
            Tag::CodeBlock(CodeBlockKind::Indented) | Tag::HtmlBlock | Tag::FootnoteDefinition(_),
        ) => true,
        _ => false,
    }
}

/// A line as it is written: no character means anything.
fn literal(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.trim().chars() {
        if c.is_ascii_punctuation() && !matches!(c, ',' | ';' | '\'' | '"' | '/' | '?') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Takes out what a terminal, an editor or the compiler would act on instead of showing it.
pub(crate) fn visible(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\n' => Some(c),
            '\t' => Some(' '),
            '\u{2028}' | '\u{2029}' => Some(' '),
            c => (!is_hidden(c)).then_some(c),
        })
        .collect()
}

/// Whether a character acts instead of being seen: controls, and what turns the text around.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}

/// The marker of a line that opens or closes a code block, e.g. three backticks.
fn fence_of(line: &str) -> Option<String> {
    let line = line.trim_start();
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = line.chars().take_while(|c| *c == mark).count();
    let rest = line.get(length..)?;
    (length >= 3 && !rest.contains('`')).then(|| mark.to_string().repeat(length))
}

fn closes(line: &str, mark: &str, open: &str) -> bool {
    mark.starts_with(open) && line.trim() == mark
}

/// At most three leading spaces: four would make a code block, which rustdoc compiles.
fn shallow(line: &str) -> &str {
    let indent = line.len() - line.trim_start_matches(' ').len();
    line.get(indent.saturating_sub(3)..).unwrap_or(line)
}

/// Escapes brackets outside of code spans and web links, and makes bare web addresses links.
fn escaped(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '`' => code_span(rest),
            '<' => autolink(rest),
            '[' => web_link(rest),
            'h' if !ends_in_word(&out) => {
                let address = web_address(rest);
                if !address.is_empty() {
                    out.push_str(&format!("<{address}>"));
                    rest = rest.get(address.len()..).unwrap_or_default();
                    continue;
                }
                0
            }
            '\\' => rest.chars().take(2).map(char::len_utf8).sum(),
            _ => 0,
        };
        if taken > 0 {
            let (kept, after) = rest.split_at(taken);
            out.push_str(kept);
            rest = after;
            continue;
        }
        if matches!(first, '<' | '[' | ']') {
            out.push('\\');
        }
        out.push(first);
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
    }
    out
}

fn ends_in_word(text: &str) -> bool {
    text.chars().last().is_some_and(char::is_alphanumeric)
}

/// The length of the code span at the start, or of its backticks where nothing closes it.
fn code_span(text: &str) -> usize {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let mark = &text[..ticks];
    let mut from = ticks;
    while let Some(found) = text.get(from..).and_then(|rest| rest.find(mark)) {
        let start = from + found;
        let run = text[start..].len() - text[start..].trim_start_matches('`').len();
        if run == ticks {
            return start + ticks;
        }
        from = start + run;
    }
    ticks
}

/// The length of `<https://…>` at the start.
fn autolink(text: &str) -> usize {
    let address = text.get(1..).map(web_address).unwrap_or_default();
    let end = 1 + address.len();
    if !address.is_empty() && text[end..].starts_with('>') { end + 1 } else { 0 }
}

/// The length of `[words](https://…)` at the start.
fn web_link(text: &str) -> usize {
    let Some(middle) = text.find("](") else { return 0 };
    let words = &text[1..middle];
    let address = web_address(&text[middle + 2..]);
    let end = middle + 2 + address.len();
    let plain = !words.contains(['[', ']', '<', '`', '\\']);
    if plain && !address.is_empty() && text[end..].starts_with(')') { end + 1 } else { 0 }
}

/// The web address at the start, without punctuation that ends a sentence; empty if there is none.
fn web_address(text: &str) -> &str {
    if !text.starts_with("https://") && !text.starts_with("http://") {
        return "";
    }
    let inner = |c: char| c.is_ascii_graphic() && !"<>()[]{}\"'`|\\^".contains(c);
    let end = text.find(|c| !inner(c)).unwrap_or(text.len());
    let address = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
    if address.ends_with("//") { "" } else { address }
}

#[cfg(test)]
pub(crate) mod tests;

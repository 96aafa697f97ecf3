//! What a text of the contract means as CommonMark, and how that is written for rustdoc.
//!
//! A meaning has nothing left on which rustdoc would act: code is text, HTML is shown as it is written, and
//! a link that leads nowhere from there is its words with the target behind them.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::{ends_in_word, web_address};

/// What descriptions are written in: CommonMark with tables.
const DESCRIPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// What a text means.
#[derive(Debug, PartialEq)]
pub(super) struct Meaning<'t>(Vec<Event<'t>>);

impl<'t> Meaning<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let mut reader = Reader::default();
        Parser::new_ext(text, DESCRIPTIONS).for_each(|event| reader.read(event));
        reader.end_text();
        Self(reader.events)
    }

    /// Whether both say the same, wherever their lines end and however their links are written.
    pub(super) fn is(&self, other: &Self) -> bool {
        comparable(&self.0) == comparable(&other.0)
    }

    /// As Markdown; `None` if it cannot be written.
    pub(super) fn written(&self) -> Option<String> {
        let options = pulldown_cmark_to_cmark::Options {
            list_token: '-',
            code_block_token_count: 3,
            increment_ordered_list_bullets: true,
            ..pulldown_cmark_to_cmark::Options::default()
        };
        let mut text = String::new();
        let mut is_kept = false;
        let events = self.0.iter().cloned().map(|event| {
            match &event {
                Event::Start(Tag::Link { link_type, .. }) => {
                    is_kept = *link_type == LinkType::Autolink;
                }
                Event::Start(Tag::CodeBlock(_)) => is_kept = true,
                Event::End(TagEnd::Link | TagEnd::CodeBlock) => is_kept = false,
                _ => {}
            }
            if is_kept { event } else { unlinked(event) }
        });
        pulldown_cmark_to_cmark::cmark_with_options(events, &mut text, DESCRIPTIONS, options)
            .ok()?;
        Some(without_stand_ins(&tidied(&text)))
    }
}

/// What was written without blanks that say nothing, or are not kept at the end of a line.
fn tidied(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let line = line.strip_prefix(' ').filter(|rest| rest.starts_with('>')).unwrap_or(line);
        let line = match line.strip_suffix("  ") {
            Some(before) if !before.trim().is_empty() => format!("{before}\\"),
            _ => line.trim_end().to_owned(),
        };
        // Before a block, and at the beginning of a quote.
        let is_first = lines.last().is_none_or(String::is_empty);
        if !(is_first && (line.is_empty() || line == ">")) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// What stands for marks while a text is written, and the marks that it becomes. They are of an area that
/// no text uses.
const STAND_INS: [(char, &str, &str); 4] = [
    ('\u{f8f0}', "[", "\\["),
    ('\u{f8f1}', "]", "\\]"),
    ('\u{f8f2}', "<", "\\<"),
    ('\u{f8f3}', "://", "\\://"),
];

/// Text whose brackets are no links and whose addresses none either, since those that are one are apart.
fn unlinked(event: Event<'_>) -> Event<'_> {
    let Event::Text(text) = event else { return event };
    let replaced = STAND_INS.iter().fold(text.into_string(), |text, (c, mark, _)| {
        text.replace(mark, c.encode_utf8(&mut [0; 4]))
    });
    Event::Text(replaced.into())
}

fn without_stand_ins(text: &str) -> String {
    STAND_INS.iter().fold(text.to_owned(), |text, (c, _, mark)| text.replace(*c, mark))
}

/// Events with what is the same written in one way.
fn comparable(events: &[Event<'_>]) -> Vec<Event<'static>> {
    let mut found: Vec<Event<'static>> = Vec::new();
    let mut is_code = false;
    for event in events {
        match event {
            Event::Start(Tag::CodeBlock(_)) => is_code = true,
            Event::End(TagEnd::CodeBlock) => is_code = false,
            _ => {}
        }
        let text = match event {
            Event::Text(text) if is_code => text.to_string(),
            Event::Text(text) => text.clone().into_string(),
            Event::SoftBreak => " ".to_owned(),
            Event::Start(Tag::Link { dest_url, title, .. }) => {
                let (dest_url, title) = (dest_url.to_string().into(), title.to_string().into());
                let (link_type, id) = (LinkType::Inline, CowStr::Borrowed(""));
                found.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
                continue;
            }
            other => {
                found.push(other.clone().into_static());
                continue;
            }
        };
        let joined = match found.last_mut() {
            Some(Event::Text(before)) => format!("{before}{text}"),
            _ => text,
        };
        let is_new = !matches!(found.last(), Some(Event::Text(_)));
        let joined = if is_code { joined } else { one_spaced(&joined) };
        if is_new {
            found.push(Event::Text(joined.into()));
        } else if let Some(last) = found.last_mut() {
            *last = Event::Text(joined.into());
        }
    }
    found
}

/// Every run of blanks as one.
fn one_spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for c in text.chars() {
        if !(c.is_ascii_whitespace() && spaced.ends_with(' ')) {
            spaced.push(if c.is_ascii_whitespace() { ' ' } else { c });
        }
    }
    spaced
}

/// Whether a link leads somewhere from wherever documentation is read.
pub(super) fn is_web(address: &str) -> bool {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty())
}

/// Reads the events of a description.
#[derive(Default)]
struct Reader<'t> {
    events: Vec<Event<'t>>,
    text: String,
    /// The links and pictures that are open: where one leads, or where it would have led and where its words
    /// begin.
    open: Vec<Open<'t>>,
    is_code: bool,
}

enum Open<'t> {
    Link,
    Words { target: CowStr<'t>, begin: usize },
}

impl<'t> Reader<'t> {
    fn read(&mut self, event: Event<'t>) {
        match event {
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.text.push_str(&text);
                return;
            }
            Event::End(TagEnd::HtmlBlock) => {
                self.text.truncate(self.text.trim_end().len());
                self.end_text();
            }
            _ => self.end_text(),
        }
        match event {
            Event::Start(Tag::HtmlBlock) => self.events.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => self.events.push(Event::End(TagEnd::Paragraph)),
            Event::Start(Tag::CodeBlock(_)) => {
                self.is_code = true;
                let text = CodeBlockKind::Fenced(CowStr::Borrowed("text"));
                self.events.push(Event::Start(Tag::CodeBlock(text)));
            }
            Event::End(TagEnd::CodeBlock) => {
                self.is_code = false;
                self.events.push(event);
            }
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                self.opened(link_type, dest_url, title);
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                self.opened(LinkType::Inline, dest_url, CowStr::Borrowed(""));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => self.closed(),
            other => self.events.push(other),
        }
    }

    fn opened(&mut self, link_type: LinkType, dest_url: CowStr<'t>, title: CowStr<'t>) {
        // A link inside a link is none.
        let is_inside = self.open.iter().any(|open| matches!(open, Open::Link));
        if is_inside || !is_web(&dest_url) {
            self.open.push(Open::Words { target: dest_url, begin: self.events.len() });
            return;
        }
        self.open.push(Open::Link);
        let link_type = match link_type {
            LinkType::Autolink => LinkType::Autolink,
            _ => LinkType::Inline,
        };
        let id = CowStr::Borrowed("");
        self.events.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
    }

    fn closed(&mut self) {
        match self.open.pop() {
            Some(Open::Link) => self.events.push(Event::End(TagEnd::Link)),
            Some(Open::Words { target, begin }) => {
                let said = match self.events.get(begin..) {
                    Some([Event::Text(words) | Event::Code(words)]) => **words == *target,
                    _ => false,
                };
                let is_inside = self.open.iter().any(|open| matches!(open, Open::Link));
                if !target.is_empty() && !said && !is_inside {
                    self.text.push_str(" (");
                    self.end_text();
                    self.events.push(Event::Code(target));
                    self.text.push(')');
                }
            }
            None => {}
        }
    }

    /// Text is one event, whatever it was made of; addresses in it are links.
    fn end_text(&mut self) {
        let text = std::mem::take(&mut self.text);
        if text.is_empty() {
            return;
        }
        if self.is_code {
            // A block that nothing closes has no break at its end.
            let lines: Vec<&str> = text.trim_end().split('\n').map(str::trim_end).collect();
            self.events.push(Event::Text((lines.join("\n") + "\n").into()));
            return;
        }
        let text = text.replace('\n', " ");
        match self.open.iter().any(|open| matches!(open, Open::Link)) {
            true => self.events.push(Event::Text(text.into())),
            false => self.linked(&text),
        }
    }

    fn linked(&mut self, text: &str) {
        let mut said = String::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let address = if ends_in_word(&said) { "" } else { web_address(rest) };
            if address.is_empty() {
                said.push(first);
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
                continue;
            }
            if !said.is_empty() {
                self.events.push(Event::Text(std::mem::take(&mut said).into()));
            }
            let address = CowStr::from(address.to_owned());
            rest = rest.get(address.len()..).unwrap_or_default();
            self.events.push(Event::Start(Tag::Link {
                link_type: LinkType::Autolink,
                dest_url: address.clone(),
                title: CowStr::Borrowed(""),
                id: CowStr::Borrowed(""),
            }));
            self.events.extend([Event::Text(address), Event::End(TagEnd::Link)]);
        }
        if !said.is_empty() {
            self.events.push(Event::Text(said.into()));
        }
    }
}

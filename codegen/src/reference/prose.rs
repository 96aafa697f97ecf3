//! Descriptions of the contract as HTML: Markdown that can show, and can do nothing else.

use maud::{Markup, PreEscaped, html};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html as renderer};

use crate::markdown::visible;

/// A description. HTML in it is shown as it is written, links lead to the web only, pictures become
/// their texts, and headings bold paragraphs, so that the page keeps its own outline.
pub(super) fn prose(text: &str) -> Markup {
    let text = visible(text.trim());
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut links = Links::default();
    let events = Parser::new_ext(&text, options).flat_map(|event| links.harmless(event));
    let mut rendered = String::with_capacity(text.len() * 2);
    renderer::push_html(&mut rendered, events);
    html! { div.prose dir="auto" { (PreEscaped(rendered)) } }
}

/// Whether a page may link to this address.
pub(super) fn is_web(address: &str) -> bool {
    let address = address.trim_start().to_ascii_lowercase();
    address.starts_with("https://") || address.starts_with("http://")
}

/// Which of the links that are open are kept.
#[derive(Default)]
struct Links {
    open: Vec<Keep>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    Link,
    TextOnly,
}

impl Links {
    fn harmless<'t>(&mut self, event: Event<'t>) -> Vec<Event<'t>> {
        match event {
            Event::Html(text) | Event::InlineHtml(text) => vec![Event::Text(text)],
            Event::Start(Tag::HtmlBlock) => vec![Event::Start(Tag::Paragraph)],
            Event::End(TagEnd::HtmlBlock) => vec![Event::End(TagEnd::Paragraph)],
            Event::Start(Tag::Heading { .. }) => {
                vec![Event::Start(Tag::Paragraph), Event::Start(Tag::Strong)]
            }
            Event::End(TagEnd::Heading(_)) => {
                vec![Event::End(TagEnd::Strong), Event::End(TagEnd::Paragraph)]
            }
            Event::Start(Tag::CodeBlock(_)) => {
                let plain = pulldown_cmark::CodeBlockKind::Fenced(CowStr::Borrowed(""));
                vec![Event::Start(Tag::CodeBlock(plain))]
            }
            // Alignments would be inline styles, which the page's policy forbids.
            Event::Start(Tag::Table(_)) => vec![Event::Start(Tag::Table(Vec::new()))],
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => Vec::new(),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => self.opened(link_type, dest_url),
            Event::End(TagEnd::Link) => match self.open.pop() {
                Some(Keep::Link) => vec![Event::End(TagEnd::Link)],
                _ => Vec::new(),
            },
            other => vec![other],
        }
    }

    fn opened<'t>(
        &mut self,
        link_type: pulldown_cmark::LinkType,
        dest_url: CowStr<'t>,
    ) -> Vec<Event<'t>> {
        if !is_web(&dest_url) {
            self.open.push(Keep::TextOnly);
            return Vec::new();
        }
        self.open.push(Keep::Link);
        let (title, id) = (CowStr::Borrowed(""), CowStr::Borrowed(""));
        vec![Event::Start(Tag::Link { link_type, dest_url, title, id })]
    }
}

/// A sentence of ours, which may quote the contract: backticks become code.
pub(super) fn sentence(text: &str) -> Markup {
    html! {
        @for (position, part) in text.split('`').enumerate() {
            @if position % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(text: &str) -> String {
        prose(text).into_string()
    }

    #[test]
    fn markdown_is_shown() {
        let html = rendered("Read `a`.\n\n- **b**\n- [c](https://example.com/?q=1&r=2)");
        for part in
            ["<code>a</code>", "<strong>b</strong>", "href=\"https://example.com/?q=1&amp;r=2\""]
        {
            assert!(html.contains(part), "{part} is not in {html}");
        }
    }

    #[test]
    fn html_is_shown_and_not_run() {
        for text in
            ["<script>alert(1)</script>", "a <img src=x onerror=alert(1)> b", "<div\nonclick=x>"]
        {
            let html = rendered(text);
            assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
            assert!(html.contains("&lt;"), "{html}");
        }
    }

    #[test]
    fn links_lead_to_the_web_only() {
        for address in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "data:text/html,x",
            "/etc",
            "#op",
            "vbscript:x",
            "java&#10;script:x",
        ] {
            let html = rendered(&format!("[go]({address}) <{address}>"));
            assert!(!html.contains("href"), "{address}: {html}");
            assert!(html.contains("go"), "{html}");
        }
    }

    #[test]
    fn pictures_are_texts_and_headings_are_paragraphs() {
        let html = rendered("# Title\n\n![a cat](https://example.com/cat.png)");
        assert_eq!(
            html,
            "<div class=\"prose\" dir=\"auto\"><p><strong>Title</strong></p>\n<p>a cat</p>\n</div>"
        );
    }
}

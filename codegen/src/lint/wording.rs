//! Documentation: texts say something of their own, in the Markdown that all readers show.

use std::collections::{BTreeMap, HashSet};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::context::{Context, members};
use super::edit;
use crate::diagnostic::{Diagnostic, Fix, Rule, rules};
use crate::document::Cursor;
use crate::openapi::Object;

rules! { Documentation, Convention Allow;

HTML_IN_TEXT = Warning "html-in-text" {
    "Texts are CommonMark without HTML."
    why "The text becomes rustdoc, an editor's hint and a page: not all of them show HTML, and none shows it alike."
    Merge(Property)
    bad "description: More <b>about</b> it."
    good "description: More **about** it."
}

URL_BARE = Warning "url-bare" {
    "A URL in a text stands in angle brackets or is the target of a link."
    why "CommonMark makes no link of a bare URL, and whoever does takes the stop behind it along."
    Merge(Property)
    bad "description: More about it, see https://docs.example.com/."
    good "description: More about it, see <https://docs.example.com/>."
}

TEXT_PLACEHOLDER = Warning "text-placeholder" {
    "No text is a note to its author."
    why "It would be published as documentation, and says that something is missing."
    Merge(Property)
    bad "description: TODO say what it is."
    good "description: More about it."
}

DESCRIPTION_REPEATS = Warning "description-repeats" {
    "A description says more than the name that it describes."
    why "Readers have read the name; what they do not know is units, limits, and what absence means."
    Merge(Property)
    bad "description: The note."
    good "description: The note, which only its author sees."
}

TEXT_COPIED = Warning "text-copied" {
    "No two operations have the same summary or begin their descriptions alike."
    why "One of them was copied and never changed, so readers are told the wrong thing."
    PathItem()
    bad "put:\n  operationId: fillThings\n  tags: [Things]\n  summary: Create a thing\n  description: Fills all things.\n  externalDocs: {url: 'https://docs.example.com/things'}\n  responses: {'204': {description: Done.}, '400': {description: Wrong.}}"
    good "put:\n  operationId: fillThings\n  tags: [Things]\n  summary: Fill things\n  description: Fills all things.\n  externalDocs: {url: 'https://docs.example.com/things'}\n  responses: {'204': {description: Done.}, '400': {description: Wrong.}}"
}

VALUE_UNLISTED = Warning "value-unlisted" {
    "A description of listed values names none that the list lacks."
    why "Text and list were changed apart: readers wait for a value that never comes, or miss one that does."
    Merge(Property)
    bad "description: Either `NEW` or `OLD`.\nx-extensible-enum: [NEW, USED]"
    good "description: Either `NEW` or `USED`.\nx-extensible-enum: [NEW, USED]"
}

}

/// Words that say that a text is not written yet, as their authors write them.
const NOTES: [&str; 6] = ["TODO", "FIXME", "TBD", "XXX", "WIP", "TBA"];

/// Texts that stand for one that is not written yet.
const STAND_INS: [&str; 8] =
    ["lorem ipsum", "...", "…", "tbd", "n/a", "description", "description here", "string"];

/// Words that add nothing to a name.
const FILLERS: [&str; 11] =
    ["the", "a", "an", "of", "this", "is", "for", "that", "object", "value", "field"];

pub(super) fn check(context: &mut Context<'_>) {
    for (object, node) in context.objects() {
        for prose in ["description", "summary"].iter().filter_map(|key| node.get(key)) {
            read(context, &prose);
        }
        if object == Object::Schema {
            values(context, &node);
            for (name, property) in members(&node) {
                repeats(context, name, &property);
            }
        }
        if object == Object::Parameter
            && let Some(name) = node.get("name").and_then(|name| name.as_str())
        {
            repeats(context, name, &node);
        }
    }
    copies(context, "summary", beginning);
    copies(context, "description", beginning);
}

fn read(context: &mut Context<'_>, prose: &Cursor<'_>) {
    let Some(text) = prose.as_str() else { return };
    let mut tell =
        |rule: &'static Rule, (part, message): (&str, &str), help: &str, fix: Option<Fix>| {
            let problem = Diagnostic::new(rule, edit::within(prose, part), message).help(help);
            context.report(match fix {
                Some(fix) => problem.fix(fix),
                None => problem,
            });
        };
    if let Some(note) = note(text) {
        let message = format!("`{note}` is a note to the author of this text");
        tell(
            &TEXT_PLACEHOLDER,
            (note, &message),
            "write what readers need, or remove the key",
            None,
        );
        return;
    }
    let found = Markup::of(text);
    if let Some(html) = found.html {
        let help = "write Markdown, or put code into backticks";
        tell(&HTML_IN_TEXT, (&html, &format!("`{html}` is HTML")), help, None);
    }
    if let Some(url) = found.url {
        let help = format!("write `<{url}>`, or `[words](…)`");
        let fix = edit::once(prose, &url, &format!("<{url}>"));
        tell(&URL_BARE, (&url, "this URL is bare"), &help, fix);
    }
}

/// The note that a text has or is.
fn note(text: &str) -> Option<&str> {
    let is_stand_in = |text: &str| {
        let folded = text.trim().to_lowercase();
        STAND_INS.iter().any(|known| *known == folded.trim_end_matches('.') || *known == folded)
            || folded.starts_with("lorem ipsum")
    };
    if is_stand_in(text) {
        return Some(text.trim());
    }
    // Within a sentence, such a word may be the name of something.
    text.lines().map(str::trim_start).find_map(|line| {
        let end = line.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(line.len());
        let (first, _) = line.split_at(end);
        let inner = NOTES.iter().copied().find(|note| line.contains(&format!(" {note}:")));
        NOTES.iter().copied().find(|note| *note == first).or(inner)
    })
}

/// What a text has of the markup that is told.
#[derive(Default)]
struct Markup {
    html: Option<String>,
    url: Option<String>,
}

impl Markup {
    fn of(text: &str) -> Self {
        let mut found = Self::default();
        if !text.contains('<') && !text.contains("://") {
            return found;
        }
        let mut within = 0_usize;
        for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
            match event {
                Event::Html(html) | Event::InlineHtml(html) if !is_comment(&html) => {
                    found.html.get_or_insert_with(|| html.trim().to_owned());
                }
                Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => {
                    within += 1;
                }
                Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => {
                    within = within.saturating_sub(1);
                }
                Event::Text(words) if within == 0 && found.url.is_none() => {
                    found.url = bare_url(&words);
                }
                _ => {}
            }
        }
        found
    }
}

fn is_comment(html: &str) -> bool {
    html.trim_start().starts_with("<!--")
}

/// The first web address of a text; one with a placeholder is a pattern, not an address.
fn bare_url(text: &str) -> Option<String> {
    let at = ["https://", "http://"].iter().filter_map(|start| text.find(start)).min()?;
    let rest = text.get(at..)?;
    let end = rest.find(|c: char| c.is_whitespace() || "\"'<>)".contains(c));
    let url = rest.get(..end.unwrap_or(rest.len()))?.trim_end_matches(['.', ',', ';', ':', '!']);
    let is_address = url.split("://").nth(1).is_some_and(|host| !host.is_empty())
        && !url.contains(['{', '}', '$', '*', '[']);
    is_address.then(|| url.to_owned())
}

/// The words of a name or a text, in lower case, without those that add nothing.
fn words(text: &str) -> Vec<String> {
    let mut split = String::new();
    let mut before = ' ';
    for letter in text.chars() {
        if letter.is_uppercase() && before.is_lowercase() {
            split.push(' ');
        }
        split.push(letter);
        before = letter;
    }
    let all = split.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    all.filter(|word| !word.is_empty() && !FILLERS.contains(&word.as_str())).collect()
}

fn repeats(context: &mut Context<'_>, name: &str, node: &Cursor<'_>) {
    let Some(prose) = node.get("description") else { return };
    let Some(text) = prose.as_str() else { return };
    let (said, known) = (words(text), words(name));
    let has_all = |these: &[String], those: &[String]| these.iter().all(|it| those.contains(it));
    if known.concat().len() > 1
        && !said.is_empty()
        && has_all(&said, &known)
        && has_all(&known, &said)
    {
        let message = format!("this says nothing that `{name}` does not say");
        let problem = Diagnostic::new(&DESCRIPTION_REPEATS, prose.location(), message);
        let help = "say what the name does not: units, limits, what absence means";
        context.report(problem.help(help));
    }
}

/// The first paragraph of a text, whatever its case.
fn beginning(text: &str) -> String {
    let first = text.split("\n\n").map(str::trim).find(|part| !part.is_empty());
    let words: Vec<&str> = first.unwrap_or_default().split_whitespace().collect();
    words.join(" ").trim_end_matches('.').to_lowercase()
}

/// Operations that say the same of themselves.
fn copies(context: &mut Context<'_>, key: &str, told: fn(&str) -> String) {
    let mut seen: BTreeMap<String, (String, Cursor<'_>)> = BTreeMap::new();
    for operation in context.operations() {
        let Some(prose) = operation.node.get(key) else { continue };
        let Some(text) = prose.as_str().map(told).filter(|text| !text.is_empty()) else { continue };
        let Some((route, first)) = seen.get(&text) else {
            seen.insert(text, (operation.route(), prose));
            continue;
        };
        // The same text behind two paths is one text.
        if first.identity() == prose.identity() || note(&text).is_some() {
            continue;
        }
        let message = format!("`{route}` has the same {key}");
        let problem = Diagnostic::new(&TEXT_COPIED, prose.location(), message)
            .related(first.location(), "the other one")
            .help(format!("say what `{}` does", operation.route()));
        context.report(problem);
    }
}

/// Values in the description of a list of values.
fn values(context: &mut Context<'_>, schema: &Cursor<'_>) {
    let Some(prose) = schema.get("description") else { return };
    let Some(text) = prose.as_str() else { return };
    let list = ["enum", "x-extensible-enum"].into_iter().find_map(|key| schema.get(key));
    let Some(list) = list else { return };
    let listed: HashSet<&str> = list.items().filter_map(|it| it.as_str()).collect();
    let named: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
    let is_shown = |value: &&str| listed.contains(value);
    if listed.len() < 2 || !named.iter().any(is_shown) || !listed.iter().all(|it| is_constant(it)) {
        return;
    }
    for value in named.iter().filter(|value| is_constant(value) && !is_shown(value)) {
        let message = format!("`{value}` is not listed");
        let near = crate::suggest::nearest(value, listed.iter().copied());
        let help = match near {
            Some(near) => format!("did you mean `{near}`? Otherwise list it, or take it out here"),
            None => "list it, or take it out here".to_owned(),
        };
        let place = edit::within(&prose, &format!("`{value}`"));
        let problem = Diagnostic::new(&VALUE_UNLISTED, place, message);
        context.report(problem.related(list.location(), "the list").help(help));
    }
}

/// Whether a word is written as the constant of an enum: nothing else in a description looks so.
fn is_constant(word: &str) -> bool {
    word.len() > 1
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

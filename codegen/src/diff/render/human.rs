//! The text for a terminal of 80 columns: the verdict first and last, in between what changed.

use std::fmt::Write as _;

use super::excerpt::excerpts;
use super::{place, position, reach, wire_sentences};
use crate::diagnostic::{RenderStyle, Severity, notice};
use crate::diff::effect::Gravity;
use crate::diff::review::{Review, Tone};
use crate::diff::{Change, RustEffect};

/// Width of a terminal.
const COLUMNS: usize = 80;

/// Most items of the Rust API that are listed for one change.
const MOST_ITEMS: usize = 12;

/// Most consequences that are listed for one change.
const MOST_CONSEQUENCES: usize = 12;

/// The review as text, ending in a line break.
#[must_use]
pub fn human(review: &Review<'_>, style: RenderStyle) -> String {
    let mut text = String::new();
    // Writing to a `String` cannot fail.
    let _ = Human { review, style }.write(&mut text);
    text
}

struct Human<'r> {
    review: &'r Review<'r>,
    style: RenderStyle,
}

impl Human<'_> {
    fn write(&self, text: &mut String) -> std::fmt::Result {
        let review = self.review;
        self.verdict(text)?;
        writeln!(text, "  {} → {}", review.base.name(), review.head.name())?;
        for (severity, title) in [
            (Gravity::Breaking, "breaking"),
            (Gravity::Minor, "additions, and what somebody may notice"),
            (Gravity::Info, "nothing that a program notices"),
        ] {
            let changes = review.open.iter().filter(|change| change.gravity() == severity);
            let changes: Vec<_> = changes.collect();
            if changes.is_empty() {
                continue;
            }
            writeln!(text, "\n── {title}: {} ──", changes.len())?;
            for change in changes {
                self.change(text, change)?;
            }
        }
        self.accepted(text)?;
        if let Some(reason) = &review.diff.rust_unknown {
            writeln!(text)?;
            self.fill(text, "note: the effect on Rust is unknown: ", reason, "      ")?;
        }
        for note in &review.diff.notes {
            writeln!(text)?;
            self.fill(text, "note: ", note, "      ")?;
        }
        if !review.diff.changes().is_empty() {
            writeln!(text)?;
            self.verdict(text)?;
        }
        Ok(())
    }

    fn verdict(&self, text: &mut String) -> std::fmt::Result {
        let verdict = format!("{}.", self.review.verdict());
        let verdict = textwrap::fill(&verdict, COLUMNS);
        let code = match self.review.tone() {
            Tone::Danger => "31",
            Tone::Caution => "33",
            Tone::Success => "32",
        };
        match self.style {
            RenderStyle::Plain => writeln!(text, "{verdict}"),
            RenderStyle::Color => writeln!(text, "\u{1b}[1;{code}m{verdict}\u{1b}[0m"),
        }
    }

    fn change(&self, text: &mut String, change: &Change) -> std::fmt::Result {
        writeln!(text)?;
        self.head(text, change)?;
        let is_info = change.gravity() == Gravity::Info;
        if let (Some(base), Some(_), false) = (&change.base, &change.head, is_info)
            && let Some(position) = position(self.review.base, base)
        {
            self.field(text, "before", &position)?;
        }
        if let Some([before, after]) = excerpts(change) {
            self.field(text, "before", &before)?;
            self.field(text, "after", &after)?;
        }
        for sentence in wire_sentences(change).iter().filter(|_| !is_info) {
            self.field(text, "wire", sentence)?;
        }
        let known = self.review.diff.rust_unknown.is_none();
        if change.rust.is_empty() && known && !is_info {
            self.field(text, "rust", "the API stays as it is")?;
        }
        for one in change.rust.iter().take(MOST_ITEMS) {
            let effect = match one.effect {
                RustEffect::Breaking
                | RustEffect::Rerouted
                | RustEffect::Addition
                | RustEffect::Behaviour => {
                    format!("{}: ", one.effect.as_str())
                }
                _ => String::new(),
            };
            self.field(text, "rust", &format!("{effect}{}", one.sentence))?;
        }
        if change.rust.len() > MOST_ITEMS {
            let more = change.rust.len() - MOST_ITEMS;
            self.field(text, "rust", &format!("… and {more} more"))?;
        }
        for one in change.consequences.iter().take(MOST_CONSEQUENCES) {
            self.field(text, "so", &format!("{}: {}", one.place, one.sentence))?;
        }
        if change.consequences.len() > MOST_CONSEQUENCES {
            let more = change.consequences.len() - MOST_CONSEQUENCES;
            self.field(text, "so", &format!("… and {more} more"))?;
        }
        let semver = &change.semver;
        if !is_info {
            self.field(
                text,
                "semver",
                &format!("{}: {}", self.review.step(change), semver.reason),
            )?;
        }
        let reach = reach(change);
        if !reach.is_empty() {
            self.field(text, "reach", &reach)?;
        }
        self.field(text, "id", &format!("{}  {}", change.fingerprint, change.id()))
    }

    /// What changed, with the line that it stands in.
    fn head(&self, text: &mut String, change: &Change) -> std::fmt::Result {
        let rule = change.kind.id();
        let full = format!("{}: {}", change.place, change.sentence);
        let is_info = change.gravity() == Gravity::Info;
        let place = place(self.review, change);
        let source = place.and_then(|(version, location)| Some((version.document()?, location)));
        let Some((document, location)) = source.filter(|_| !is_info) else {
            self.fill(text, "", &full, "  ")?;
            let position = place.and_then(|(version, location)| position(version, location));
            return position.map_or(Ok(()), |position| writeln!(text, "  --> {position}"));
        };
        // `warning[rule]: title` is one line.
        let fits = "warning[]: ".len() + rule.len() + full.chars().count() <= COLUMNS;
        let is_short =
            |text: &str| "warning[]: ".len() + rule.len() + text.chars().count() <= COLUMNS;
        let title = match fits {
            true => full,
            false if is_short(&change.sentence) => change.sentence.clone(),
            false => change.kind.meaning().to_owned(),
        };
        let is_told = fits || title == change.sentence;
        let severity = match change.gravity() {
            Gravity::Breaking => Severity::Error,
            _ => Severity::Warning,
        };
        let kind = (severity, rule);
        text.push_str(&notice(kind, &title, location, document.sources(), self.style));
        if !is_told {
            self.field(text, "what", &change.sentence)?;
        }
        if fits { Ok(()) } else { self.field(text, "where", &change.place) }
    }

    fn accepted(&self, text: &mut String) -> std::fmt::Result {
        if !self.review.accepted.is_empty() {
            writeln!(text, "\n── accepted: {} ──", self.review.accepted.len())?;
        }
        for (change, reason) in &self.review.accepted {
            writeln!(text)?;
            let title = format!("{}: {}", change.place, change.sentence);
            self.fill(text, "", &title, "  ")?;
            self.field(text, "reason", reason)?;
            self.field(text, "id", &format!("{}  {}", change.fingerprint, change.id()))?;
        }
        for entry in &self.review.stale {
            let what =
                format!("accepted, but no such change: {} ({})", entry.fingerprint, entry.reason);
            writeln!(text)?;
            self.fill(text, "warning: ", &what, "  ")?;
        }
        Ok(())
    }

    fn field(&self, text: &mut String, name: &str, value: &str) -> std::fmt::Result {
        self.fill(text, &format!("  {name:<7}"), value, "         ")
    }

    fn fill(&self, text: &mut String, first: &str, value: &str, rest: &str) -> std::fmt::Result {
        let options = textwrap::Options::new(COLUMNS).subsequent_indent(rest).break_words(false);
        let value = printable(value);
        writeln!(text, "{}", textwrap::fill(&format!("{first}{value}"), options))
    }
}

/// Control characters come from the contract and must not reach a terminal.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

//! The review as a comment on a pull request: the answer first, a table, everything else folded.
//!
//! The contract's words are data: no tag, no link, no mention and no layout of theirs gets through.

use std::fmt::Write as _;

use super::excerpt::excerpts;
use super::{place, position, reach, wire_sentences};
use crate::diff::effect::{Gravity, Impact};
use crate::diff::review::{Review, Standing, Tone};
use crate::diff::{Change, RustEffect};

/// Most rows of the table.
const MOST_ROWS: usize = 40;

/// Most faults of a version that are listed.
const MOST_FAULTS: usize = 3;

/// GitHub takes comments of at most 65,536 characters; what follows the list needs room too.
const MOST_BYTES: usize = 40_000;

/// The review as GitHub Markdown, ending in a line break.
#[must_use]
pub fn markdown(review: &Review<'_>) -> String {
    let mut text = String::new();
    // Writing to a `String` cannot fail.
    let _ = write(&mut text, review);
    text
}

fn write(text: &mut String, review: &Review<'_>) -> std::fmt::Result {
    let mark = match review.tone() {
        Tone::Danger => "🔴",
        Tone::Caution => "🟡",
        Tone::Success => "🟢",
    };
    writeln!(text, "## {mark} {}\n", inline(&review.verdict()))?;
    let names = (inline(review.base.name()), inline(review.head.name()));
    writeln!(text, "The contract, {} → {}.\n", names.0, names.1)?;
    if !review.diff.changes().is_empty() {
        summary(text, review)?;
        table(text, review)?;
    }
    if let Some(reason) = &review.diff.rust_unknown {
        writeln!(text, "> The effect on Rust is unknown: {}\n", inline(reason))?;
    }
    for note in &review.diff.notes {
        writeln!(text, "> {}\n", inline(note))?;
    }
    problems(text, review)?;
    for entry in &review.stale {
        let (fingerprint, reason) = (inline(&entry.fingerprint), inline(&entry.reason));
        writeln!(text, "> Accepted, but no such change: <code>{fingerprint}</code> ({reason})\n")?;
    }
    details(text, review)?;
    accepted(text, review)
}

/// The three questions and their answers.
fn summary(text: &mut String, review: &Review<'_>) -> std::fmt::Result {
    let rust = review.rust();
    let count = |wanted: &[RustEffect]| {
        rust.iter().filter(|change| wanted.contains(&change.effect)).count()
    };
    let possible =
        review.open.iter().filter(|change| change.wire.old_clients == Impact::Possible).count();
    let breaking = review.breaking_on_the_wire();
    writeln!(text, "| question | answer |\n|---|---|")?;
    writeln!(
        text,
        "| Do installed clients break on the wire? | {} |",
        match (breaking, possible) {
            (0, _) if review.standing() == Standing::Unread => "unknown".to_owned(),
            (0, 0) => "**no**".to_owned(),
            (0, _) => format!("perhaps: {possible} change(s)"),
            (_, 0) => format!("**yes**: {breaking} change(s)"),
            _ => format!("**yes**: {breaking} change(s), and perhaps by {possible} more"),
        }
    )?;
    let rust = match &review.diff.rust_unknown {
        Some(_) => "unknown".to_owned(),
        None => format!(
            "{} breaking, {} new, {} deprecated, {} with other documentation",
            count(&[RustEffect::Breaking, RustEffect::Rerouted]),
            count(&[RustEffect::Addition]),
            count(&[RustEffect::Deprecation]),
            count(&[RustEffect::Documentation]),
        ),
    };
    writeln!(text, "| What happens to the items of the Rust API? | {rust} |")?;
    let release = match (review.bump(), review.standing()) {
        (Some(bump), _) => bump.as_str(),
        (None, Standing::Refused) => "none is possible",
        (None, _) => "unknown",
    };
    writeln!(text, "| Which release does the crate need? | **{release}** |\n")
}

fn table(text: &mut String, review: &Review<'_>) -> std::fmt::Result {
    writeln!(text, "| | where | what | old clients | Rust | semver |\n|---|---|---|---|---|---|")?;
    for change in review.open.iter().take(MOST_ROWS) {
        let rust = change.rust.iter().map(|one| one.effect).max();
        let rust = match (rust, &review.diff.rust_unknown) {
            (_, Some(_)) => "unknown",
            (Some(effect), _) => effect.as_str(),
            (None, _) => "same",
        };
        let wire = match change.wire.old_clients {
            Impact::Breaks => "**break**",
            Impact::Possible => "may break",
            Impact::Safe => "safe",
        };
        writeln!(
            text,
            "| {} | {} | {} | {wire} | {rust} | {} |",
            mark(change),
            inline(&short(&change.place)),
            inline(&short(&change.sentence)),
            review.step(change),
        )?;
    }
    if review.open.len() > MOST_ROWS {
        writeln!(text, "| | | … and {} more | | | |", review.open.len() - MOST_ROWS)?;
    }
    writeln!(text)
}

fn mark(change: &Change) -> &'static str {
    match change.gravity() {
        Gravity::Breaking => "🔴",
        Gravity::Minor => "🟡",
        Gravity::Info => "⚪",
    }
}

fn details(text: &mut String, review: &Review<'_>) -> std::fmt::Result {
    if review.open.is_empty() {
        return Ok(());
    }
    writeln!(text, "<details>\n<summary>Every change in full</summary>\n")?;
    for (number, change) in review.open.iter().enumerate() {
        if text.len() > MOST_BYTES {
            let left = review.open.len() - number;
            writeln!(text, "… and {left} more: see `cargo xtask diff`.\n")?;
            break;
        }
        one(text, review, change)?;
    }
    writeln!(text, "</details>\n")
}

fn one(text: &mut String, review: &Review<'_>, change: &Change) -> std::fmt::Result {
    let title = format!("{}: {}", change.place, change.sentence);
    writeln!(text, "**{} {}**\n", mark(change), inline(&short(&title)))?;
    let position = place(review, change).and_then(|(version, at)| position(version, at));
    if let Some(position) = position {
        writeln!(text, "- at {}", inline(&format!("`{position}`")))?;
    }
    if let Some([before, after]) = excerpts(change) {
        writeln!(text, "- before: {}", inline(&before.replace('`', "'")))?;
        writeln!(text, "- after: {}", inline(&after.replace('`', "'")))?;
    }
    for one in change.consequences.iter().take(MOST_ROWS) {
        writeln!(text, "- so {}: {}", inline(&short(&one.place)), inline(&short(&one.sentence)))?;
    }
    writeln!(text, "- wire: {}", wire_sentences(change).join("; "))?;
    for one in change.rust.iter().take(MOST_ROWS) {
        writeln!(text, "- Rust, {}: {}", one.effect.as_str(), inline(&short(&one.sentence)))?;
    }
    let semver = &change.semver;
    writeln!(text, "- semver: {}, because {}", review.step(change), semver.reason)?;
    let reach = reach(change);
    if !reach.is_empty() {
        writeln!(text, "- reaches {}", inline(&reach))?;
    }
    let (id, fingerprint) = (change.id(), &change.fingerprint);
    writeln!(text, "- <code>{id}</code>, to accept it: <code>{fingerprint}</code>\n")
}

fn accepted(text: &mut String, review: &Review<'_>) -> std::fmt::Result {
    if review.accepted.is_empty() {
        return Ok(());
    }
    let count = review.accepted.len();
    writeln!(text, "<details>\n<summary>Accepted before: {count}</summary>\n")?;
    for (change, reason) in review.accepted.iter().take(MOST_ROWS) {
        let title = format!("{}: {}", change.place, change.sentence);
        writeln!(text, "- {} — {}", inline(&short(&title)), inline(&short(reason)))?;
    }
    writeln!(text, "\n</details>\n")
}

/// What hides a part of a version and is not in the other one as well.
fn problems(text: &mut String, review: &Review<'_>) -> std::fmt::Result {
    let (base, head) = (review.base, review.head);
    for (version, other) in [(base, head), (head, base)] {
        let Some(doubt) = version.doubt() else { continue };
        let count = version.problems_beside(other).count();
        writeln!(text, "**{}**\n", inline(&doubt))?;
        for problem in version.problems_beside(other).take(MOST_FAULTS) {
            let (file, line, column) = version.problems().sources().line_column(&problem.location);
            let message = inline(&short(&problem.message));
            let position = inline(&format!("`{file}:{line}:{column}`"));
            writeln!(text, "- {position} {message}")?;
        }
        if count > MOST_FAULTS {
            writeln!(text, "- … and {} more faults", count - MOST_FAULTS)?;
        }
        writeln!(text)?;
    }
    Ok(())
}

/// Long texts are not read in a table.
fn short(text: &str) -> String {
    const MOST: usize = 300;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST).chain(['…']).collect()
}

/// A text in which nothing is Markdown, HTML, a link or a mention any more; what stands between
/// backticks becomes code.
fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let is_even = text.matches('`').count().is_multiple_of(2);
    let mut is_code = false;
    for c in text.chars() {
        match c {
            '`' if is_even => {
                is_code = !is_code;
                out.push_str(if is_code { "<code>" } else { "</code>" });
            }
            '&' | '<' | '>' | '|' | '`' | '*' | '_' | '[' | ']' | '(' | ')' | '~' | '\\' | '!'
            | '$' | '"' | '\'' => {
                // An entity is a character that means nothing to Markdown.
                let _ = write!(out, "&#{};", u32::from(c));
            }
            // A space of no width keeps GitHub from seeing a mention, an issue or an address.
            '@' | '#' if !is_code => {
                out.push(c);
                out.push('\u{200b}');
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.replace("://", ":\u{200b}//").replace("www.", "www\u{200b}.")
}

#[cfg(test)]
mod tests {
    use super::inline;

    #[test]
    fn nothing_of_the_contract_is_markup() {
        let hostile = "<img src=x onerror=alert(1)> @everyone #1 **x** [a](https://b) | c `d`";
        let text = inline(hostile);
        assert!(!text.contains("<img") && !text.contains("@e") && !text.contains("#1 "), "{text}");
        assert!(!text.contains("**") && !text.contains("](") && !text.contains("://"), "{text}");
        assert!(text.ends_with("<code>d</code>"), "{text}");
    }
}

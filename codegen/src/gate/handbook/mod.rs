//! The rules as people read them: the page `spec/RULES.md`, and one rule for a terminal.

mod yaml;

use std::fmt::Write as _;

use super::registry::rules;
use crate::diagnostic::{Family, Nature, Rule, Sample, Severity};

/// Width of a terminal.
const COLUMNS: usize = 80;

/// Width of the page's source.
const PAGE_COLUMNS: usize = 100;

/// The page with all rules, as Markdown.
#[must_use]
pub fn handbook() -> String {
    let mut page = String::from(INTRODUCTION);
    for family in Family::ALL {
        let _ = write!(page, "\n## {}\n\n{}\n", title(family), family.purpose());
        for rule in rules().filter(|rule| rule.family == family) {
            let _ = write!(page, "\n{}", section(rule));
        }
    }
    page
}

const INTRODUCTION: &str = "\
<!-- Written by `cargo xtask regen` from the data beside each check. Do not edit. -->
# Rules

What `cargo xtask lint` checks. An *error* makes the contract wrong or impossible to generate, so
`cargo xtask regen` refuses to write; a *warning* is what a reviewer should know.

`cargo xtask lint --explain RULE` shows one rule. A comment allows one finding, with its reason:

```yaml
      # lint-allow: rule-id: why this is right here
```

It stands at the end of the line, or above it. A rule that says *never allowed* protects generation
itself. Each sample below is put into a small contract and tested.

A *convention* is ours, and the owner of a contract decides what breaking it means: `error`, `warning`
or `allow`, for all of it in the tolerant profile, or rule by rule (`lint` in `client.yaml`). Where a
convention is one *of the whole*, what breaks it gets a meaning in the client, so no
comment decides it at one place.
";

fn title(family: Family) -> String {
    let name = family.name();
    let (first, rest) = name.split_at(1);
    format!("{}{rest}", first.to_uppercase())
}

/// How bad breaking it is, and who decides that.
fn standing(rule: &Rule) -> String {
    let level = match rule.severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
    };
    let tolerant = rule.tolerant().name();
    match rule.nature {
        Nature::Protection => format!("{level}, never allowed"),
        Nature::Convention { .. } => format!("{level}, a convention; tolerant: {tolerant}"),
        Nature::Choice { .. } => {
            format!("{level}, a convention of the whole; tolerant: {tolerant}")
        }
    }
}

fn section(rule: &Rule) -> String {
    let said = textwrap::fill(&format!("{} {}", rule.summary, rule.rationale), PAGE_COLUMNS);
    let mut text = format!("### `{}`\n\n{said}\n\n*{}.*", rule.id, standing(rule));
    let (place, [bad, good]) = sample(&rule.sample);
    match place {
        Some(place) => {
            let (bad, good) = (yaml::block(bad), yaml::block(good));
            let _ = write!(text, " In {place}:\n\n```yaml\n# bad\n{bad}\n# good\n{good}\n```\n");
        }
        None => {
            let _ = writeln!(text, " Bad: {bad}. Good: {good}.");
        }
    }
    text
}

/// Where a sample stands, and its two versions; prose has no place.
fn sample(sample: &Sample) -> (Option<&'static str>, [&'static str; 2]) {
    match sample {
        Sample::Merge { part, bad, good } | Sample::Replace { part, bad, good } => {
            (Some(part.name()), [bad, good])
        }
        Sample::PathItem { bad, good } => (Some("a path item"), [bad, good]),
        Sample::Lines { bad, good } => (Some("the root document"), [bad, good]),
        Sample::Words { bad, good } => (None, [bad, good]),
    }
}

/// One rule for a terminal of 80 columns; only samples may be wider.
#[must_use]
pub fn explain(rule: &Rule) -> String {
    let options = textwrap::Options::new(COLUMNS).initial_indent("  ").subsequent_indent("  ");
    let mut text = format!("{} ({}, {})\n", rule.id, rule.family, standing(rule).to_lowercase());
    let said = format!("{} {}", rule.summary, rule.rationale);
    let _ = writeln!(text, "{}", textwrap::fill(&said, &options));
    let (place, versions) = sample(&rule.sample);
    if let Some(place) = place {
        let _ = writeln!(text, "\n  In {place}:");
    }
    for (title, version) in ["bad", "good"].into_iter().zip(versions) {
        let _ = writeln!(text, "\n  {title}");
        let version = if place.is_some() { yaml::block(version) } else { version.to_owned() };
        for line in version.lines() {
            let _ = writeln!(text, "    {line}");
        }
    }
    text
}

//! The report about all contracts.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::outcome::{Outcome, Reason};
use crate::paint::{Tone, paint};

/// Lines that are shown of what a program said.
const MOST_SAID: usize = 12;

/// Errors that are shown of a contract that is refused as a whole.
const MOST_REFUSALS: usize = 5;

/// One object with everything.
pub(super) fn json(outcomes: &[Outcome]) -> String {
    let rules = reasons(outcomes.iter());
    let rules: Value = rules
        .iter()
        .map(|(rule, row)| {
            ((*rule).to_owned(), json!({ "operations": row.count, "alone": row.alone }))
        })
        .collect::<serde_json::Map<_, _>>()
        .into();
    let contracts = serde_json::to_value(outcomes).unwrap_or_default();
    format!("{:#}", json!({ "contracts": contracts, "reasons": rules }))
}

/// A line for each contract, then what is wrong with each.
pub(super) fn text(outcomes: &[Outcome], lists_skipped: bool) -> String {
    let width = outcomes.iter().map(|it| it.contract.chars().count()).max().unwrap_or(0).max(8);
    let mut text = format!(
        "{:<width$}  {:>10} {:>9} {:>6} {:>6} {:>8} {:>8} {:>7}  crate\n",
        "contract", "operations", "generated", "%", "types", "lines", "ms", "MB"
    );
    for outcome in outcomes {
        let memory = outcome.peak_kb.map_or_else(|| "-".to_owned(), |kb| (kb / 1024).to_string());
        let percent = format!("{:>6.1}", outcome.percent());
        let tone = if outcome.generated == outcome.operations { Tone::Good } else { Tone::Changed };
        let _ = writeln!(
            text,
            "{:<width$}  {:>10} {:>9} {} {:>6} {:>8} {:>8} {memory:>7}  {}",
            outcome.contract,
            outcome.operations,
            outcome.generated,
            paint(if outcome.is_made() { tone } else { Tone::Bad }, percent),
            outcome.types,
            outcome.lines,
            outcome.millis,
            state(outcome),
        );
    }
    for outcome in outcomes {
        details(&mut text, outcome, lists_skipped);
    }
    if outcomes.len() > 1 {
        total(&mut text, outcomes);
    }
    text.trim_end().to_owned()
}

fn state(outcome: &Outcome) -> String {
    if outcome.crash.is_some() {
        return paint(Tone::Bad, "the generator crashed").to_string();
    }
    if !outcome.refused.is_empty() {
        return paint(Tone::Bad, "refused as a whole").to_string();
    }
    let steps = outcome.steps.iter().map(|step| {
        let (tone, word) = if step.is_good { (Tone::Good, "ok") } else { (Tone::Bad, "FAILED") };
        format!(
            "{} {} {:.1} s",
            step.what,
            paint(tone, word),
            std::time::Duration::from_millis(step.millis).as_secs_f64()
        )
    });
    let steps: Vec<String> = steps.collect();
    if steps.is_empty() { "not compiled".to_owned() } else { steps.join(", ") }
}

fn details(text: &mut String, outcome: &Outcome, lists_skipped: bool) {
    let is_silent = outcome.skipped.is_empty() && outcome.is_made() && !outcome.is_bad();
    if is_silent {
        return;
    }
    let _ = writeln!(text, "\n{}", outcome.contract);
    if let Some(crash) = &outcome.crash {
        let _ = writeln!(text, "  {}", crash.replace('\n', "\n  "));
    }
    for reason in outcome.refused.iter().take(MOST_REFUSALS) {
        let _ = writeln!(text, "  {}", sentence(reason));
    }
    if outcome.refused.len() > MOST_REFUSALS {
        refusals(text, &outcome.refused);
    }
    rows(text, &reasons([outcome].into_iter()));
    if lists_skipped {
        for one in &outcome.skipped {
            let _ = writeln!(text, "    {} {}", one.route, one.id.as_deref().unwrap_or_default());
            for reason in &one.reasons {
                let _ = writeln!(text, "      {}", sentence(reason));
            }
        }
    }
    for step in outcome.steps.iter().filter(|step| !step.is_good) {
        let _ = writeln!(text, "  cargo {}:", step.what);
        for line in step.said.iter().take(MOST_SAID) {
            let _ = writeln!(text, "    {line}");
        }
        if step.said.len() > MOST_SAID {
            let _ = writeln!(text, "    … more with `--json`");
        }
    }
}

/// How often each rule is broken, where there are more errors than are shown.
fn refusals(text: &mut String, refused: &[Reason]) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for reason in refused {
        *counts.entry(&reason.rule).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let counts: Vec<String> =
        counts.into_iter().map(|(rule, count)| format!("{count} {rule}")).collect();
    let _ = writeln!(text, "  of {} errors: {}", refused.len(), counts.join(", "));
}

fn sentence(reason: &Reason) -> String {
    format!("{} {}: {}", reason.rule, reason.place, reason.message)
}

fn total(text: &mut String, outcomes: &[Outcome]) {
    let operations: usize = outcomes.iter().map(|it| it.operations).sum();
    let generated: usize = outcomes.iter().map(|it| it.generated).sum();
    let _ =
        writeln!(text, "\n{generated} of {operations} operations of {} contracts", outcomes.len());
    rows(text, &reasons(outcomes.iter()));
}

/// How many operations a rule stops.
struct Row<'o> {
    count: usize,
    /// Operations that nothing else stops.
    alone: usize,
    first: &'o Reason,
}

/// The operations that each rule stops, whatever else stops them.
fn reasons<'o>(outcomes: impl Iterator<Item = &'o Outcome>) -> BTreeMap<&'o str, Row<'o>> {
    let mut rows: BTreeMap<&str, Row<'o>> = BTreeMap::new();
    for one in outcomes.flat_map(|outcome| &outcome.skipped) {
        let mut rules: BTreeMap<&str, &Reason> = BTreeMap::new();
        for reason in &one.reasons {
            rules.entry(&reason.rule).or_insert(reason);
        }
        let is_alone = rules.len() == 1;
        for (rule, first) in rules {
            let row = rows.entry(rule).or_insert(Row { count: 0, alone: 0, first });
            row.count += 1;
            row.alone += usize::from(is_alone);
        }
    }
    rows
}

fn rows(text: &mut String, rows: &BTreeMap<&str, Row<'_>>) {
    let mut rows: Vec<_> = rows.iter().collect();
    rows.sort_by_key(|(_, row)| std::cmp::Reverse((row.count, row.alone)));
    for (rule, row) in rows {
        let _ = writeln!(
            text,
            "  {:>5} left out, {:>4} only for this: {rule} ({} {})",
            row.count, row.alone, row.first.place, row.first.message
        );
    }
}

//! Every finding has a way out, and whoever follows it is done.

use std::collections::BTreeSet;

use super::{rules, sample};
use crate::diagnostic::{Diagnostic, Report, Rule};

/// The rules that are broken.
fn ids(report: &Report) -> BTreeSet<&'static str> {
    report.diagnostics().iter().map(|problem| problem.rule.id).collect()
}

fn of<'r>(report: &'r Report, rule: &Rule) -> Vec<&'r Diagnostic> {
    report.diagnostics().iter().filter(|problem| problem.rule == rule).collect()
}

#[test]
fn every_finding_says_what_to_do() {
    let mut silent = Vec::new();
    for rule in rules() {
        let Some([bad, _]) = sample::texts(&rule.sample) else { continue };
        let report = sample::lint(&bad);
        let is_silent = |it: &&Diagnostic| it.help.as_deref().unwrap_or_default().trim().is_empty();
        for problem in of(&report, rule).into_iter().filter(is_silent) {
            silent.push(format!("{}: {}", rule.id, problem.message));
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[test]
fn the_mended_sample_is_clean() {
    let mut wrong = Vec::new();
    for rule in rules() {
        let Some([_, mended]) = sample::texts(&rule.sample) else { continue };
        let report = sample::lint(&mended);
        if !report.is_empty() {
            wrong.push(format!("{}: {:?}", rule.id, ids(&report)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_repair_leaves_no_more_than_the_mended_sample_has() {
    let mut repaired = 0;
    for rule in rules() {
        let Some([bad, mended]) = sample::texts(&rule.sample) else { continue };
        if !of(&sample::lint(&bad), rule).iter().any(|problem| problem.fix.is_some()) {
            continue;
        }
        repaired += 1;
        let left = sample::lint(&sample::repair(&bad));
        let expected = ids(&sample::lint(&mended));
        assert!(ids(&left).is_subset(&expected), "{}\n{left}", rule.id);
    }
    assert!(repaired >= 9, "{repaired}");
}

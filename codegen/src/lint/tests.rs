//! The data of the rules holds: each bad sample breaks its rule and no other, each good one none.

use std::collections::{BTreeMap, BTreeSet};

use super::{rules, sample};
use crate::diagnostic::Severity;

#[test]
fn the_contract_of_the_samples_is_clean() {
    let report = sample::lint(include_str!("sample.yaml"));
    assert!(report.is_empty(), "{report}");
}

#[test]
fn every_sample_shows_exactly_its_rule() {
    let mut wrong = Vec::new();
    for rule in rules() {
        let Some([bad, good]) = sample::texts(&rule.sample) else { continue };
        let (bad, good) = (sample::lint(&bad), sample::lint(&good));
        let ids = |report: &crate::diagnostic::Report| -> BTreeSet<&str> {
            report.diagnostics().iter().map(|problem| problem.rule.id).collect()
        };
        let (said, kept) = (ids(&bad), ids(&good));
        let more: Vec<&str> = said.difference(&kept).copied().collect();
        if more != [rule.id] || kept.contains(rule.id) {
            wrong.push(format!("{}: bad says {more:?}\n{bad}", rule.id));
        }
        if good.has_errors() {
            wrong.push(format!("{}: the good sample is wrong\n{good}", rule.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_is_described_once() {
    let mut seen = BTreeMap::new();
    for rule in rules() {
        assert!(seen.insert(rule.id, rule).is_none(), "{} is there twice", rule.id);
        let is_kebab = rule.id.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        assert!(
            is_kebab && rule.summary.ends_with('.') && rule.rationale.ends_with('.'),
            "{rule:?}"
        );
        assert!(matches!(rule.severity, Severity::Error | Severity::Warning));
    }
}

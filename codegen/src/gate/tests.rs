//! The data of the rules holds: each bad sample breaks its rule and no other, each good one none.

use std::collections::{BTreeMap, BTreeSet};

use super::{rules, sample};
use crate::diagnostic::{Family, Level, Nature, Severity};
use crate::target::{Levels, Profile, Target};

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
fn in_both_profiles_what_lint_finds_no_error_in_is_planned() {
    let mut tolerated = 0;
    for rule in rules() {
        for (text, profile) in sample::texts(&rule.sample)
            .into_iter()
            .flatten()
            .flat_map(|text| Profile::ALL.map(|profile| (text.clone(), profile)))
        {
            let read = || {
                let mut target = Target::default();
                target.lint.profile = profile;
                let mut reading = sample::read(&text);
                reading.document = reading.document.with_target(target);
                reading
            };
            let linted = super::lint(&read(), &Family::ALL);
            let planned = crate::whole(read()).and_then(|document| crate::plan_of(&document));
            assert_eq!(linted.has_errors(), planned.is_err(), "{} {profile:?}\n{linted}", rule.id);
            if profile == Profile::Tolerant {
                let levels = linted.diagnostics().iter().map(|one| (one.rule, one.severity));
                for (rule, severity) in levels {
                    assert_eq!(rule.tolerant().severity(), Some(severity), "{}", rule.id);
                }
                tolerated += usize::from(planned.is_ok() && rule.tolerant() != rule.strict());
            }
        }
    }
    assert!(tolerated > 40, "only {tolerated} samples are planned in spite of what they break");
}

#[test]
fn nobody_switches_off_what_protects_generated_code() {
    for rule in rules() {
        let mut levels = Levels::default();
        levels.rules.insert(rule.id.to_owned(), Level::Allow);
        let is_protection = rule.nature == Nature::Protection;
        assert_eq!(levels.of(rule) == Level::Allow, !is_protection, "{}", rule.id);
    }
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

/// The ids found in the sample contract with one text in place of another.
fn said(from: &str, to: &str) -> (Vec<&'static str>, usize) {
    let contract = include_str!("sample.yaml");
    assert!(contract.contains(from), "{from}");
    let report = sample::lint(&contract.replacen(from, to, 1));
    (report.diagnostics().iter().map(|problem| problem.rule.id).collect(), report.allowed())
}

#[test]
fn a_comment_allows_its_line_or_the_next_one() {
    let summary = "      summary: Create a thing\n";
    let stop = "      summary: Create a thing.";
    assert_eq!(said(summary, &format!("{stop}\n")), (vec!["summary-stop"], 0));
    let above = "      # lint-allow: summary-stop: as in the old pages\n      # and more\n\n";
    for allowed in [
        format!("{stop} # lint-allow: summary-stop: as in the old pages\n"),
        format!("{above}{stop}\n"),
        format!("# lint-allow-file: summary-stop: as in the old pages\n{stop}\n"),
    ] {
        assert_eq!(said(summary, &allowed), (vec![], 1), "{allowed}");
    }
    let elsewhere = format!("{stop}\n      # lint-allow: summary-stop: too late\n");
    assert_eq!(said(summary, &elsewhere).0, ["summary-stop", "allow-unused"]);
}

#[test]
fn an_allowed_finding_does_not_hide_what_the_generator_refuses() {
    let example = "              name: a\n      responses:";
    let allowed =
        "              name: 7 # lint-allow: example-invalid: to be seen\n      responses:";
    assert_eq!(said(example, allowed), (vec!["example-mismatch"], 1));
}

#[test]
fn what_looks_like_a_comment_inside_a_text_is_none() {
    let description = "      description: Creates a thing.\n";
    for text in [
        "      description: 'Creates # lint-allow: nothing: at all'\n",
        "      description: |\n        Creates\n        # lint-allow: nothing: at all\n",
    ] {
        assert_eq!(said(description, text), (vec![], 0), "{text}");
    }
}

#[test]
fn a_successor_is_one_that_can_be_used_instead() {
    let old = "        old: {type: string, description: The former one., maxLength: 9, deprecated: true, ";
    let note = "        note:\n";
    let property = |named: &str| said(note, &format!("{old}x-replaced-by: {named}}}\n{note}")).0;
    assert_eq!(property("name"), Vec::<&str>::new());
    for (named, rule) in [
        ("Thing", "successor-unknown"),
        ("''", "successor-unknown"),
        ("old", "successor-deprecated"),
    ] {
        assert_eq!(property(named), [rule], "{named}");
    }

    let id = "      operationId: createThing\n";
    let operation = |named: &str| {
        said(id, &format!("{id}      deprecated: true\n      x-replaced-by: {named}\n")).0
    };
    assert_eq!(operation("createThings"), ["successor-unknown"]);
    assert_eq!(operation("createThing"), ["successor-deprecated"]);
    assert_eq!(said(id, &format!("{id}      x-replaced-by: createThing\n")).0, ["successor-alone"]);

    let thing = "    Thing:\n";
    let schema = |named: &str| {
        said(thing, &format!("{thing}      deprecated: true\n      x-replaced-by: {named}\n")).0
    };
    assert_eq!(schema("ThingId"), Vec::<&str>::new());
    assert_eq!(schema("Thing"), ["successor-deprecated"]);
    assert_eq!(schema("name"), ["successor-unknown"]);
}

/// The ids found in the sample contract with a union, one branch of which is deprecated.
fn said_of_union(named: &str) -> Vec<&'static str> {
    let branch = |name: &str, more: &str| {
        format!(
            "    {name}:\n      type: object\n      description: One.\n{more}      \
             required: [kind]\n      properties:\n        kind: {{type: string, description: Which., enum: [{}]}}\n",
            name.to_uppercase()
        )
    };
    let old = format!("      deprecated: true\n      x-replaced-by: {named}\n");
    let reference = |name: &str| format!("        - $ref: '#/components/schemas/{name}'\n");
    let union = format!(
        "    Choice:\n      description: One of two.\n      oneOf:\n{}{}      discriminator: {{propertyName: kind}}\n",
        reference("Old"),
        reference("New")
    );
    let thing = "    Thing:\n";
    let note = "        note:\n";
    let schemas = format!("{union}{}{}{thing}", branch("Old", &old), branch("New", ""));
    let contract = include_str!("sample.yaml").replacen(thing, &schemas, 1).replacen(
        note,
        &format!("        choice: {{$ref: '#/components/schemas/Choice'}}\n{note}"),
        1,
    );
    let report = sample::lint(&contract);
    report.diagnostics().iter().map(|problem| problem.rule.id).collect()
}

#[test]
fn a_branch_of_a_union_is_replaced_by_another_one() {
    assert_eq!(said_of_union("New"), Vec::<&str>::new());
    for (named, rule) in [
        ("Thing", "successor-unknown"),
        ("NEW", "successor-unknown"),
        ("Old", "successor-deprecated"),
    ] {
        assert_eq!(said_of_union(named), [rule], "{named}");
    }
}

#[test]
fn a_successor_may_come_from_another_part_of_an_all_of() {
    let note = "        note:\n";
    let property = "        part:\n          description: The part of others.\n          allOf:\n            \
                    - type: object\n              properties: {old: {type: string, description: The former one., maxLength: 9, deprecated: true, x-replaced-by: NAMED}}\n            \
                    - type: object\n              properties: {fresh: {type: string, description: The one to use., maxLength: 9}}\n";
    let said_of = |named: &str| {
        let part = property.replace("NAMED", named);
        said(note, &format!("{part}{note}")).0
    };
    assert_eq!(said_of("fresh"), Vec::<&str>::new());
    assert_eq!(said_of("name"), ["successor-unknown"]);
}

#[test]
fn repairs_leave_nothing_to_repair() {
    let mut repaired = 0;
    for rule in rules() {
        let Some([bad, _]) = sample::texts(&rule.sample) else { continue };
        let offers = |report: &crate::diagnostic::Report| {
            report.diagnostics().iter().any(|it| it.rule == rule && it.fix.is_some())
        };
        if !offers(&sample::lint(&bad)) {
            continue;
        }
        repaired += 1;
        let after = sample::repair(&bad);
        let left = sample::lint(&after);
        assert!(!left.diagnostics().iter().any(|it| it.rule == rule), "{}\n{left}", rule.id);
        assert_eq!(sample::repair(&after), after, "{} needs a second run", rule.id);
    }
    assert!(repaired >= 4, "{repaired}");
}

#[test]
fn repairs_keep_every_other_byte() {
    let contract = include_str!("sample.yaml");
    let from = "      summary: Create a thing\n      description: Creates a thing.\n";
    let spoiled = "      summary: 'Create a thing.'   # a title\n      deprecated: false\n      \
                   description: Creates a thing.\n";
    let mended =
        "      summary: 'Create a thing'   # a title\n      description: Creates a thing.\n";
    assert_eq!(
        sample::repair(&contract.replacen(from, spoiled, 1)),
        contract.replacen(from, mended, 1)
    );
}

#[test]
fn repairs_follow_the_manner_of_their_surroundings() {
    let contract = include_str!("sample.yaml");
    for (from, spoiled, mended) in [
        (
            "      in: path\n      required: true\n",
            "      in: path # of the URL\n",
            "      in: path # of the URL\n      required: true\n",
        ),
        (
            "      summary: Create a thing\n",
            "      \"sumary\": Create a thing\n",
            "      \"summary\": Create a thing\n",
        ),
    ] {
        assert!(contract.contains(from), "{from}");
        let repaired = sample::repair(&contract.replacen(from, spoiled, 1));
        assert_eq!(repaired, contract.replacen(from, mended, 1));
    }
}

#[test]
fn everything_is_told_in_one_pass() {
    let contract = include_str!("sample.yaml")
        .replacen("  title: Things\n", "  title: Things\n  title: Other\n", 1)
        .replacen("      summary: Create a thing\n", "      sumary: Create a thing\n", 1)
        .replacen("url: https://api.example.com/v1", "url: http://api.example.com/v1", 1)
        .replacen("              name: a\n", "              name: [a\n", 1)
        .replacen(
            "                $ref: '#/components/schemas/Thing'\n",
            "                $ref: '#/components/schemas/Thng'\n",
            1,
        );
    let report = sample::lint(&contract);
    let found: BTreeSet<&str> =
        report.diagnostics().iter().map(|problem| problem.rule.id).collect();
    for rule in
        ["yaml-duplicate-key", "unknown-key", "server-not-https", "yaml-syntax", "ref-unresolved"]
    {
        assert!(found.contains(rule), "{rule}: {report}");
    }
}

//! Slips of the pen in YAML: each is told once, with a way out that works.

use super::sample;

const CONTRACT: &str = include_str!("sample.yaml");

const LINE: &str = "      description: A thing.\n";

/// What stands in place of [`LINE`], and what is written after the repair.
const SLIPS: &[(&str, &str)] = &[
    ("      description: Note: see below\n", "      description: 'Note: see below'\n"),
    ("      description: See below:\n", "      description: 'See below:'\n"),
    ("      description: See: don't\n", "      description: 'See: don''t'\n"),
    ("      description: @mention first\n", "      description: '@mention first'\n"),
    ("      description: `Thing` of it\n", "      description: '`Thing` of it'\n"),
    ("      description: %ages of it\n", "      description: '%ages of it'\n"),
    ("      description: *bold* thing\n", "      description: '*bold* thing'\n"),
    ("      description: {id} of it\n", "      description: '{id} of it'\n"),
    ("      description: [draft] of it\n", "      description: '[draft] of it'\n"),
    ("      description: \"Thing\" of it\n", "      description: '\"Thing\" of it'\n"),
    ("      description: 'Thing' of it\n", "      description: '''Thing'' of it'\n"),
    ("      description: 'It's one'\n", "      description: 'It''s one'\n"),
    ("      description: \"A thing.\n", "      description: \"A thing.\"\n"),
    ("      description: 'A thing.\n", "      description: 'A thing.'\n"),
    ("      description: \"C:\\objects\"\n", "      description: 'C:\\objects'\n"),
    ("      description: - a thing\n", "      description: '- a thing'\n"),
    ("      description: ? a thing\n", "      description: '? a thing'\n"),
    ("      description: | a thing\n", "      description: '| a thing'\n"),
    ("      description: > 5 things\n", "      description: '> 5 things'\n"),
    ("      description: , a thing\n", "      description: ', a thing'\n"),
    (
        "      description: One of\n        them: this\n",
        "      description: 'One of\n        them: this'\n",
    ),
    ("      description:A thing.\n", LINE),
    ("      description = A thing.\n", LINE),
    ("      \"description: A thing.\n", LINE),
    ("      description:\u{a0}A thing.\n", LINE),
    ("\u{a0}     description: A thing.\n", LINE),
    ("\tdescription: A thing.\n", LINE),
    ("      \tdescription: A thing.\n", LINE),
    ("       description: A thing.\n", LINE),
    ("     description: A thing.\n", LINE),
];

/// Slips within brackets: what is there, what stands instead, what is written after the repair.
const FLOW: &[(&str, &str, &str)] = &[
    ("tags: [Things]", "tags: [Things", "tags: [Things]"),
    ("tags: [Things]", "tags: [Things]]", "tags: [Things]"),
    ("{NAME: 1}", "{NAME: 1", "{NAME: 1}"),
    ("{a: string, b: Its name.}", "{a: string b: Its name.}", "{a: string, b: Its name.}"),
    ("{a: string, b: 'Its: name'}", "{a: string, b: Its: name}", "{a: string, b: 'Its: name'}"),
];

fn check(spoiled: &str, mended: &str) {
    let report = sample::lint(spoiled);
    let [found] = report.diagnostics() else { panic!("{mended}: {report}") };
    assert!(found.fix.is_some() && found.help.is_some(), "{report}");
    let repaired = sample::repair(spoiled);
    assert_eq!(repaired, mended);
    let left = sample::lint(&repaired);
    assert!(!left.has_errors(), "{left}");
}

#[test]
fn a_slip_is_one_finding_whose_repair_is_what_was_meant() {
    assert!(CONTRACT.contains(LINE));
    for (slip, mended) in SLIPS {
        check(&CONTRACT.replacen(LINE, slip, 1), &CONTRACT.replacen(LINE, mended, 1));
    }
}

#[test]
fn brackets_are_closed_where_they_were_forgotten() {
    for (right, slip, mended) in FLOW {
        // Data of an example, where any names are allowed.
        let base = if CONTRACT.contains(right) {
            CONTRACT.to_owned()
        } else {
            let data =
                format!("              name: a\n              data: {right}\n      responses:");
            CONTRACT.replacen("              name: a\n      responses:", &data, 1).replacen(
                "      required: [name]\n",
                "      additionalProperties: true\n      required: [name]\n",
                1,
            )
        };
        check(&base.replacen(right, slip, 1), &base.replacen(right, mended, 1));
    }
}

#[test]
fn of_a_merge_that_is_not_finished_the_first_version_is_read() {
    let conflict = format!(
        "<<<<<<< HEAD\n{LINE}      title: Thing\n=======\n      description: Another one.\n\n\n\n>>>>>>> other\n"
    );
    let report = sample::lint(&CONTRACT.replacen(LINE, &conflict, 1));
    let [found] = report.diagnostics() else { panic!("{report}") };
    assert_eq!(
        found.help.as_deref(),
        Some("a merge is not finished: keep one of the two versions")
    );
}

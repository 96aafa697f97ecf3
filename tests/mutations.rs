//! A damaged contract never makes the generator panic: it is generated, or every problem has a place.

use std::fs;

use codegen::document::{Document, MemoryFiles};
use codegen::{GenerateError, generate_from};
use pingone_mfa_tests::workspace;
use proptest::prelude::*;
use proptest::sample::Index;

const FILES: [&str; 4] =
    ["openapi.yaml", "common.yaml", "push-credentials.yaml", "pairing-keys.yaml"];

/// One edit of one line, of the kind that slips in.
#[derive(Clone, Copy, Debug)]
enum Edit {
    Drop,
    Repeat,
    Indent,
    Outdent,
    SwapWithNext,
    EmptyValue,
    OtherValue,
    MisspellKey,
}

fn apply(lines: &mut Vec<String>, at: usize, edit: Edit) {
    let line = lines[at].clone();
    let changed = match edit {
        Edit::Drop => {
            lines.remove(at);
            return;
        }
        Edit::Repeat => {
            lines.insert(at, line);
            return;
        }
        Edit::SwapWithNext => {
            let next = (at + 1).min(lines.len() - 1);
            lines.swap(at, next);
            return;
        }
        Edit::Indent => format!("  {line}"),
        Edit::Outdent => line.strip_prefix("  ").unwrap_or(&line).to_owned(),
        Edit::EmptyValue => format!("{}:", line.split(':').next().unwrap_or_default()),
        Edit::OtherValue => {
            format!("{}: [7, ~, {{a: b}}]", line.split(':').next().unwrap_or_default())
        }
        Edit::MisspellKey => line.replacen('e', "", 1),
    };
    lines[at] = changed;
}

fn edits() -> impl Strategy<Value = Edit> {
    prop_oneof![
        Just(Edit::Drop),
        Just(Edit::Repeat),
        Just(Edit::Indent),
        Just(Edit::Outdent),
        Just(Edit::SwapWithNext),
        Just(Edit::EmptyValue),
        Just(Edit::OtherValue),
        Just(Edit::MisspellKey),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn damage_is_survived_and_located(
        damage in prop::collection::vec((0..FILES.len(), any::<Index>(), edits()), 1..4),
    ) {
        let mut files: Vec<Vec<String>> = FILES
            .iter()
            .map(|name| fs::read_to_string(workspace().join("spec").join(name)).unwrap())
            .map(|text| text.lines().map(str::to_owned).collect())
            .collect();
        for (file, at, edit) in damage {
            let at = at.index(files[file].len());
            apply(&mut files[file], at, edit);
        }
        let files: MemoryFiles =
            FILES.iter().zip(&files).map(|(name, lines)| (*name, lines.join("\n"))).collect();
        let generated = Document::from_files(&files, "openapi.yaml")
            .map_err(GenerateError::from)
            .and_then(generate_from);
        let report = match generated {
            Ok(_) => return Ok(()),
            Err(GenerateError::Contract(report)) => report,
            Err(bug) => return Err(TestCaseError::fail(bug.to_string())),
        };
        prop_assert!(report.has_errors());
        for problem in report.diagnostics() {
            let (file, line, column) = report.sources().line_column(&problem.location);
            prop_assert!(FILES.contains(&file.as_str()) && line > 0 && column > 0, "{problem:?}");
            prop_assert!(!problem.message.is_empty());
        }
    }
}

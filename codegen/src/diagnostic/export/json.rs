//! A report as JSON of our own, for scripts.

use serde_json::{Value, json};

use super::{Region, path, word};
use crate::diagnostic::{Diagnostic, Location, Report, Sources};

pub(super) fn render(report: &Report) -> String {
    let sources = report.sources();
    let findings: Vec<Value> =
        report.diagnostics().iter().map(|problem| finding(problem, sources)).collect();
    let errors = report.error_count();
    let summary = json!({
        "errors": errors,
        "warnings": report.len() - errors,
        "allowed": report.allowed(),
    });
    format!("{:#}\n", json!({ "findings": findings, "summary": summary }))
}

fn finding(problem: &Diagnostic, sources: &Sources) -> Value {
    let related: Vec<Value> = problem
        .related
        .iter()
        .map(|(place, label)| {
            let mut value = region(place, sources);
            value["message"] = json!(label);
            value
        })
        .collect();
    let fix = problem.fix.as_ref().map(|fix| {
        let edits: Vec<Value> = fix
            .edits
            .iter()
            .map(|edit| {
                let place = Location::new(edit.file, edit.span, "");
                let mut value = region(&place, sources);
                value["file"] = json!(path(edit.file, sources));
                value["replacement"] = json!(edit.replacement);
                value
            })
            .collect();
        json!({ "title": fix.title, "edits": edits })
    });
    let mut value = region(&problem.location, sources);
    value["rule"] = json!(problem.rule.id);
    value["family"] = json!(problem.rule.family.name());
    value["severity"] = json!(word(problem.severity));
    value["message"] = json!(problem.message);
    value["label"] = json!(problem.label);
    value["help"] = json!(problem.help);
    value["pointer"] = json!(problem.location.pointer);
    value["related"] = json!(related);
    value["fix"] = json!(fix);
    value
}

fn region(place: &Location, sources: &Sources) -> Value {
    let region = Region::of(place, sources);
    json!({
        "file": region.file,
        "line": region.line,
        "column": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    })
}

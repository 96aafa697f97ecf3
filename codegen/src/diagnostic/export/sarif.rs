//! A report as SARIF 2.1.0, which code hosts and editors read.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Region, full_message, word};
use crate::diagnostic::{Diagnostic, Location, Report, Rule, Severity, Sources};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn render(report: &Report) -> String {
    let mut broken: BTreeMap<&str, &Rule> = BTreeMap::new();
    for problem in report.diagnostics() {
        broken.insert(problem.rule.id, problem.rule);
    }
    let index: BTreeMap<&str, usize> =
        broken.keys().enumerate().map(|(index, id)| (*id, index)).collect();
    let results: Vec<Value> = report
        .diagnostics()
        .iter()
        .map(|problem| result(problem, index.get(problem.rule.id).copied(), report.sources()))
        .collect();
    let run = json!({
        "tool": { "driver": {
            "name": "xtask lint",
            "version": env!("CARGO_PKG_VERSION"),
            "informationUri": env!("CARGO_PKG_REPOSITORY"),
            "rules": broken.values().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
        }},
        "columnKind": "unicodeCodePoints",
        "results": results,
    });
    format!("{:#}\n", json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] }))
}

fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": rule.rationale },
        "defaultConfiguration": { "level": word(rule.severity) },
        "properties": { "family": rule.family.name() },
    })
}

fn result(problem: &Diagnostic, index: Option<usize>, sources: &Sources) -> Value {
    let related: Vec<Value> = problem
        .related
        .iter()
        .map(|(place, label)| {
            let mut value = location(place, sources);
            value["message"] = json!({ "text": label });
            value
        })
        .collect();
    let name = sources.name(problem.location.file);
    let mut value = json!({
        "ruleId": problem.rule.id,
        "level": match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "message": { "text": full_message(problem) },
        "locations": [location(&problem.location, sources)],
        "relatedLocations": related,
        // Lines move; the node stays.
        "partialFingerprints": {
            "node/v1": format!("{}:{name}#{}", problem.rule.id, problem.location.pointer),
        },
    });
    if let Some(index) = index {
        value["ruleIndex"] = json!(index);
    }
    value
}

fn location(place: &Location, sources: &Sources) -> Value {
    let region = Region::of(place, sources);
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&region.file) },
            "region": {
                "startLine": region.line,
                "startColumn": region.column,
                "endLine": region.end_line,
                "endColumn": region.end_column,
            },
        },
        "logicalLocations": [{ "fullyQualifiedName": place.pointer }],
    })
}

/// A path as a relative reference: bytes outside the unreserved ones are escaped.
fn uri(path: &str) -> String {
    path.bytes().fold(String::with_capacity(path.len()), |mut uri, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
        uri
    })
}

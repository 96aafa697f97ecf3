//! A report as workflow commands of GitHub.

use super::{Region, full_message, word};
use crate::diagnostic::{Diagnostic, Report, Sources};

pub(super) fn render(report: &Report) -> String {
    report.diagnostics().iter().map(|problem| command(problem, report.sources())).collect()
}

fn command(problem: &Diagnostic, sources: &Sources) -> String {
    let region = Region::of(&problem.location, sources);
    let mut place = format!("file={},line={}", property(&region.file), region.line);
    place.push_str(&format!(",endLine={}", region.end_line));
    // GitHub refuses columns for a range of several lines.
    if region.line == region.end_line {
        place.push_str(&format!(",col={},endColumn={}", region.column, region.end_column));
    }
    format!(
        "::{} {place},title={}::{}\n",
        word(problem.severity),
        property(problem.rule.id),
        data(&full_message(problem)),
    )
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

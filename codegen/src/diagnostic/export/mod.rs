//! Reports for machines: JSON, SARIF and the annotations of GitHub's workflows.

mod github;
mod json;
mod sarif;
#[cfg(test)]
mod tests;

use super::{Diagnostic, FileId, Report, Severity, Sources};

impl Report {
    /// The report as one JSON object: `findings` in reading order, and their number by severity in
    /// `summary`. Lines and columns count from 1, columns count characters, and an end lies behind
    /// the last character.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::render(self)
    }

    /// The report as SARIF 2.1.0, with the rules that were broken and their reasons.
    #[must_use]
    pub fn to_sarif(&self) -> String {
        sarif::render(self)
    }

    /// One workflow command of GitHub for each finding, which shows it beside the changed line.
    #[must_use]
    pub fn to_github(&self) -> String {
        github::render(self)
    }
}

/// A range for machines, from 1.
struct Region {
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl Region {
    fn of(place: &super::Location, sources: &Sources) -> Self {
        let (line, column) = sources.position(place.file, place.span.start);
        let (end_line, end_column) = sources.position(place.file, place.span.end);
        Self { file: path(place.file, sources), line, column, end_line, end_column }
    }
}

fn path(file: FileId, sources: &Sources) -> String {
    sources.path(file).to_owned()
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// Message and help in one text.
fn full_message(problem: &Diagnostic) -> String {
    match &problem.help {
        Some(help) => format!("{} (help: {help})", problem.message),
        None => problem.message.clone(),
    }
}

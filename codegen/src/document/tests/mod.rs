//! Tests of loading: what is refused and how that reads, and what a loaded document says.

mod bundle;
mod disk;
mod lowering;
mod mutation;
mod newer;
mod reading;
mod references;
mod spans;
mod spellings;
mod yaml;

use super::{Document, MemoryFiles};
use crate::diagnostic::{RenderStyle, Report};

/// Loads files from memory; the first one is the root.
fn load(files: &[(&str, &str)]) -> Result<Document, Report> {
    let memory: MemoryFiles = files.iter().copied().collect();
    Document::from_files(&memory, files[0].0)
}

/// Loads files that must be free of problems.
fn sound(files: &[(&str, &str)]) -> Document {
    load(files).unwrap_or_else(|report| panic!("{report}"))
}

/// The rendered problems of files that must have some.
fn problems(files: &[(&str, &str)]) -> String {
    match load(files) {
        Ok(_) => panic!("no problem found in {files:?}"),
        Err(report) => {
            assert!(report.has_errors());
            report.render(RenderStyle::Plain)
        }
    }
}

/// The problems of one file on its own, for each titled case.
fn catalogue(cases: &[(&str, &str)]) -> String {
    let written = cases
        .iter()
        .map(|(title, text)| format!("## {title}\n\n{}", problems(&[("openapi.yaml", text)])));
    written.collect::<Vec<_>>().join("\n")
}

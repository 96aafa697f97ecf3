//! Any text is read, linted, repaired and, if nothing is wrong with it, generated: without a panic,
//! without a hang, and with a place for everything that is said.
#![no_main]

use codegen::diagnostic::Family;
use codegen::document::{Document, MemoryFiles};
use codegen::{GenerateError, generate_from, gate};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let files: MemoryFiles = [("openapi.yaml", text)].into_iter().collect();
    let reading = Document::read_from(&files, "openapi.yaml");
    let report = gate::lint(&reading, &Family::ALL);
    let _ = (report.to_sarif(), report.to_github(), report.to_string());
    let _ = gate::repair(&reading, &Family::ALL);
    let generated = Document::from_files(&files, "openapi.yaml")
        .map_err(GenerateError::from)
        .and_then(generate_from);
    match generated {
        Ok(_) => assert!(!report.has_errors(), "generated in spite of\n{report}"),
        Err(GenerateError::Contract(refused)) => {
            assert!(refused.has_errors() && report.has_errors(), "{refused}");
        }
        Err(bug) => panic!("{bug}"),
    }
});

//! The planned API is the emitted API, item by item, on every contract that we have.

use std::path::{Path, PathBuf};

use super::emitted::{emitted, planned};
use super::public;
use crate::generate;

fn contracts() -> Vec<PathBuf> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let fixtures = std::fs::read_dir(workspace.join("tests/fixtures/specs")).unwrap();
    let mut found: Vec<PathBuf> =
        fixtures.map(|entry| entry.unwrap().path().join("openapi.yaml")).collect();
    found.push(workspace.join("spec/openapi.yaml"));
    found.sort();
    found
}

#[test]
fn the_planned_api_is_what_the_generated_files_say() {
    for contract in contracts() {
        let generated = generate(&contract).unwrap();
        let planned = planned(&public::of(&generated.plan));
        let emitted = emitted(&generated.files);
        let missing: Vec<_> = emitted.difference(&planned).collect();
        let invented: Vec<_> = planned.difference(&emitted).collect();
        assert!(
            missing.is_empty() && invented.is_empty(),
            "{}\nemitted, but not planned: {missing:#?}\nplanned, but not emitted: {invented:#?}",
            contract.display(),
        );
    }
}

//! Snapshots: what each behaviour of the generator emits for its fixture. Accept a change with
//! `cargo insta review`. The snapshot of the shipped contract is the client itself, below
//! `generated-client/src/generated`; `drift.rs` compares it.

use std::path::Path;

use codegen::generate;
use pingone_mfa_tests::fixtures;

/// Compares every generated file that `wanted` picks with its snapshot.
fn compare(folder: &str, contract: &Path, wanted: fn(&str) -> bool) {
    let generated = generate(contract).unwrap();
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path(Path::new("snapshots").join(folder));
    let _bound = settings.bind_to_scope();
    let mut compared = 0;
    for (path, text) in generated.files.iter().filter(|(path, _)| wanted(path)) {
        let name = path.replace("src/generated/", "").replace('/', "__");
        insta::assert_snapshot!(name, text);
        compared += 1;
    }
    assert!(compared > 0, "{folder} emits nothing to compare");
}

#[test]
fn each_behaviour_on_its_fixture() {
    for (name, contract) in fixtures().unwrap() {
        // The fixtures differ in their types and operations; the rest follows from these.
        compare(&name, &contract, |path| {
            ["openapi", "things"]
                .iter()
                .any(|module| path.starts_with(&format!("src/generated/types/{module}")))
                || path.contains("/things/")
        });
    }
}

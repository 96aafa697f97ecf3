//! A target that cannot be written stays as it was.

use std::fs;

use codegen::generate;
use pingone_mfa_tests::{contents, shipped_contract};

#[test]
fn a_target_that_cannot_be_written_is_named_and_stays_as_it_was() {
    let scratch = tempfile::tempdir().unwrap();
    fs::create_dir_all(scratch.path().join("testing/src")).unwrap();
    // A file where a folder has to be: nobody, root included, can write below it.
    fs::write(scratch.path().join("testing/src/generated"), "in the way").unwrap();
    let before = contents(scratch.path()).unwrap();
    let generated = generate(&shipped_contract()).unwrap();
    let error = match generated.files.compare(scratch.path()) {
        Ok(comparison) => comparison.write().unwrap_err(),
        Err(error) => error,
    };
    assert!(error.to_string().contains("testing/src/generated"), "{error}");
    assert_eq!(contents(scratch.path()).unwrap(), before);
}

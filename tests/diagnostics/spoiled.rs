//! A copy of a contract that is wrong in one place. The contract is the shipped one as it was once:
//! places in its files must not move whenever the shipped one grows.

use std::fs;
use std::path::PathBuf;

use codegen::diagnostic::{RenderStyle, Report};
use codegen::{GenerateError, generate};
use pingone_mfa_tests::{copy_folder, frozen_contract};
use tempfile::TempDir;

pub struct Spoiled {
    folder: TempDir,
}

impl Spoiled {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy_folder(frozen_contract().parent().unwrap(), &folder.path().join("spec")).unwrap();
        Self { folder }
    }

    pub fn root(&self) -> PathBuf {
        self.folder.path().join("spec/openapi.yaml")
    }

    /// Replaces the first occurrence of a text, which must be there.
    pub fn replace(self, file: &str, from: &str, to: &str) -> Self {
        let path = self.folder.path().join("spec").join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no {from:?}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
        self
    }

    pub fn write(self, file: &str, content: impl AsRef<[u8]>) -> Self {
        fs::write(self.folder.path().join("spec").join(file), content).unwrap();
        self
    }

    pub fn remove(self, file: &str) -> Self {
        fs::remove_file(self.folder.path().join("spec").join(file)).unwrap();
        self
    }

    /// The problems of the contract.
    pub fn report(&self) -> Report {
        match generate(&self.root()) {
            Err(GenerateError::Contract(report)) => *report,
            Err(bug) => panic!("{bug}"),
            Ok(_) => panic!("the contract was accepted"),
        }
    }

    /// Holds that the contract is generated as it is now.
    pub fn accepted(&self) {
        generate(&self.root()).unwrap_or_else(|error| panic!("{error}"));
    }

    /// The report as a terminal shows it, with the folder taken out.
    pub fn rendered(&self) -> String {
        let folder = format!("{}/", self.folder.path().display());
        self.report().render(RenderStyle::Plain).replace(&folder, "")
    }
}

//! What the tests of the workspace share: its folders, its fixtures, and scratch copies.

mod scratch;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

pub use scratch::Scratch;

/// The workspace's root folder.
#[must_use]
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The root document of the shipped contract.
#[must_use]
pub fn shipped_contract() -> PathBuf {
    workspace().join("spec/openapi.yaml")
}

/// The contract as it was once, for tests that name its parts: it stays as it is while the shipped
/// one grows.
#[must_use]
pub fn frozen_contract() -> PathBuf {
    workspace().join("tests/fixtures/diagnosed/openapi.yaml")
}

/// The fixture contracts by name, sorted: one per behaviour of the generator.
///
/// # Errors
/// When the folder cannot be read.
pub fn fixtures() -> io::Result<Vec<(String, PathBuf)>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/specs");
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        found.push((name, path.join("openapi.yaml")));
    }
    found.sort();
    Ok(found)
}

/// The contract as the fake of its client reads it: as it is generated, or bundled where there is no test kit.
///
/// # Errors
/// When the contract is refused.
pub fn served_contract(contract: &Path) -> Result<String, codegen::GenerateError> {
    let generated = codegen::generate(contract)?;
    let mut files = generated.files.iter();
    let own = files.find(|(path, _)| path.ends_with("/contract.json"));
    Ok(own.map_or_else(|| generated.document.bundle().to_string(), |(_, text)| text.to_owned()))
}

/// Copies a folder, leaving out build output and what version control keeps for itself.
///
/// A file keeps the time of its last change, by which cargo knows that it need not be compiled again.
///
/// # Errors
/// When something cannot be read or written.
pub fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        if name == "target" || name == ".git" {
            continue;
        }
        let target = to.join(&name);
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)?;
            let modified = entry.metadata()?.modified()?;
            File::options().write(true).open(target)?.set_modified(modified)?;
        }
    }
    Ok(())
}

/// Every file below `folder` with its content, by path relative to `folder`.
///
/// # Errors
/// When something cannot be read.
pub fn contents(folder: &Path) -> io::Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                waiting.push(entry.path());
            } else {
                let path = entry.path();
                let relative = path.strip_prefix(folder).unwrap_or(&path).to_owned();
                found.push((relative, fs::read(path)?));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// What the page says about errors compiles.
#[cfg(doctest)]
#[doc = concat!(
    "```no_run\n# use pingone_mfa as CRATE;\n",
    include_str!("../../codegen/src/reference/assets/errors.rs.txt"),
    "# let _ = tell;\n```",
)]
struct PageErrors;

/// The example of the workspace's README compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

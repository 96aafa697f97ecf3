//! Compares generated files with a folder, without changing it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Files, OWNED, OutputError};

/// How one file of the folder relates to what was generated.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileState {
    /// As generated.
    Unchanged,
    /// Generated, but not there.
    Missing,
    /// There with another content.
    Stale {
        /// What is there.
        found: Vec<u8>,
    },
    /// There, but not generated.
    Orphan {
        /// What is there.
        found: Vec<u8>,
    },
}

/// Every generated and every found file with its state, sorted by path.
#[derive(Debug, Clone)]
#[must_use]
pub struct Comparison<'f> {
    pub(super) root: PathBuf,
    pub(super) files: &'f Files,
    pub(super) states: Vec<(String, FileState)>,
}

impl Files {
    /// Compares with the owned folders below `root` (the folder of the client's package).
    ///
    /// # Errors
    /// When a folder or file cannot be read, other than because it does not exist.
    pub fn compare(&self, root: &Path) -> Result<Comparison<'_>, OutputError> {
        let mut states = Vec::new();
        for (path, text) in self.iter() {
            let state = match read(&root.join(path))? {
                None => FileState::Missing,
                Some(found) if found == text.as_bytes() => FileState::Unchanged,
                Some(found) => FileState::Stale { found },
            };
            states.push((path.to_owned(), state));
        }
        let mut present = BTreeSet::new();
        for owned in OWNED {
            let folder = root.join(owned);
            if folder.is_symlink() {
                let error = std::io::Error::other("it is a link, so what is behind it is not ours");
                return Err(OutputError::new("own", folder)(error));
            }
            list(root, owned, &mut present)?;
        }
        for path in present {
            if !self.0.contains_key(&path) {
                let found = read(&root.join(&path))?.unwrap_or_default();
                states.push((path, FileState::Orphan { found }));
            }
        }
        states.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(Comparison { root: root.to_owned(), files: self, states })
    }
}

impl Comparison<'_> {
    /// Paths and states, sorted by path.
    pub fn states(&self) -> impl Iterator<Item = (&str, &FileState)> {
        self.states.iter().map(|(path, state)| (path.as_str(), state))
    }

    /// The generated text of a file.
    #[must_use]
    pub fn generated(&self, path: &str) -> Option<&str> {
        self.files.0.get(path).map(String::as_str)
    }

    /// Whether the folder is exactly what was generated.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.states.iter().all(|(_, state)| *state == FileState::Unchanged)
    }
}

pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, OutputError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(OutputError::new("read", path)(error)),
    }
}

/// Lists the files below `root/folder` as paths relative to `root`.
fn list(root: &Path, folder: &str, found: &mut BTreeSet<String>) -> Result<(), OutputError> {
    let path = root.join(folder);
    let entries = match fs::read_dir(&path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(OutputError::new("list", path)(error)),
    };
    for entry in entries {
        let entry = entry.map_err(OutputError::new("list", &path))?;
        let kind = entry.file_type().map_err(OutputError::new("inspect", entry.path()))?;
        let relative = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if kind.is_dir() {
            list(root, &relative, found)?;
        } else {
            found.insert(relative);
        }
    }
    Ok(())
}

//! Writes what changed, all or nothing: staged beside the targets first, then renamed into place.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{Comparison, FileState, OWNED, OutputError, says_generated};
use crate::replace::temporary;

impl Comparison<'_> {
    /// Makes the folder what was generated: writes missing and stale files, removes orphans.
    ///
    /// # Errors
    /// When something cannot be written or removed; what was already replaced is put back. When a
    /// file would be removed that does not say it is generated; then nothing is touched.
    pub fn write(&self) -> Result<(), OutputError> {
        self.refuse_strangers()?;
        let staged = self.stage()?;
        let mut done = Vec::new();
        for (path, file) in staged {
            let target = self.root.join(&path);
            if let Err(error) = file.persist(&target) {
                self.restore(&done);
                return Err(OutputError::new("replace", target)(error.error));
            }
            done.push(path);
        }
        for (path, state) in self.states() {
            if matches!(state, FileState::Orphan { .. }) {
                let target = self.root.join(path);
                if let Err(error) = fs::remove_file(&target) {
                    self.restore(&done);
                    return Err(OutputError::new("remove", target)(error));
                }
                done.push(path.to_owned());
            }
        }
        for owned in OWNED {
            remove_empty(&self.root.join(owned));
        }
        Ok(())
    }

    /// Only files that say they are generated are removed; anything else is somebody's work.
    fn refuse_strangers(&self) -> Result<(), OutputError> {
        for (path, state) in self.states() {
            if let FileState::Orphan { found } = state
                && !says_generated(found)
            {
                let why = "it does not say that it is generated; move it out of this folder";
                let error = std::io::Error::other(why);
                return Err(OutputError::new("remove", self.root.join(path))(error));
            }
        }
        Ok(())
    }

    /// Writes every changed file beside its target; the temporaries vanish on failure.
    fn stage(&self) -> Result<Vec<(String, NamedTempFile)>, OutputError> {
        let mut staged = Vec::new();
        for (path, state) in self.states() {
            let Some(text) = self.generated(path).filter(|_| *state != FileState::Unchanged) else {
                continue;
            };
            let target = self.root.join(path);
            let folder = target.parent().unwrap_or(&self.root);
            fs::create_dir_all(folder).map_err(OutputError::new("create", folder))?;
            let mut file = temporary(folder).map_err(OutputError::new("write into", folder))?;
            file.write_all(text.as_bytes())
                .and_then(|()| file.as_file().sync_all())
                .map_err(OutputError::new("write", &target))?;
            staged.push((path.to_owned(), file));
        }
        Ok(staged)
    }

    /// Puts back what `done` replaced; the first failure is the one that gets reported.
    fn restore(&self, done: &[String]) {
        for (path, state) in self.states().filter(|(path, _)| done.iter().any(|name| name == path))
        {
            let target = self.root.join(path);
            let _ = match state {
                FileState::Stale { found } | FileState::Orphan { found } => {
                    fs::write(target, found)
                }
                FileState::Missing => fs::remove_file(target),
                FileState::Unchanged => Ok(()),
            };
        }
    }
}

/// Removes folders that became empty, deepest first; a folder in use stays.
fn remove_empty(folder: &Path) {
    let children: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .map(|entry| entry.path())
        .collect();
    for child in children {
        remove_empty(&child);
        // Fails for a folder that is not empty, which is what keeps it.
        let _ = fs::remove_dir(child);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::output::Files;
    use crate::output::WORD;

    fn files(paths: &[&str]) -> Files {
        let texts = paths.iter().map(|path| ((*path).to_owned(), format!("// {WORD} {path}\n")));
        Files(texts.collect::<BTreeMap<_, _>>())
    }

    #[test]
    fn missing_and_stale_files_are_written_and_orphans_removed() {
        let folder = tempfile::tempdir().unwrap();
        let old = files(&["src/generated/a.rs", "src/generated/gone/b.rs"]);
        old.compare(folder.path()).unwrap().write().unwrap();
        fs::write(folder.path().join("src/generated/a.rs"), "edited").unwrap();
        let new = files(&["src/generated/a.rs", "src/generated/new/c.rs"]);
        new.compare(folder.path()).unwrap().write().unwrap();
        assert!(new.compare(folder.path()).unwrap().is_current());
        assert!(!folder.path().join("src/generated/gone").exists());
    }

    #[test]
    fn a_file_that_is_not_generated_is_never_removed() {
        let folder = tempfile::tempdir().unwrap();
        let files = files(&["src/generated/a.rs"]);
        fs::create_dir_all(folder.path().join("src/generated")).unwrap();
        let mine = folder.path().join("src/generated/mine.rs");
        fs::write(&mine, "// My own work.").unwrap();
        let error = files.compare(folder.path()).unwrap().write().unwrap_err();
        assert!(error.to_string().contains("mine.rs"), "{error}");
        assert!(mine.exists() && !folder.path().join("src/generated/a.rs").exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_behind_a_link_is_not_ours() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("src")).unwrap();
        fs::create_dir(folder.path().join("elsewhere")).unwrap();
        let link = folder.path().join("src/generated");
        std::os::unix::fs::symlink(folder.path().join("elsewhere"), link).unwrap();
        let error = files(&["src/generated/a.rs"]).compare(folder.path()).unwrap_err();
        assert!(error.to_string().contains("src/generated"), "{error}");
    }

    #[test]
    fn a_failure_in_the_middle_puts_everything_back() {
        let folder = tempfile::tempdir().unwrap();
        let before = files(&["src/generated/a.rs", "src/generated/b.rs"]);
        before.compare(folder.path()).unwrap().write().unwrap();
        fs::write(folder.path().join("src/generated/a.rs"), "edited").unwrap();
        let comparison = before.compare(folder.path()).unwrap();
        // Between the comparison and the write, a folder takes the place of the file.
        fs::remove_file(folder.path().join("src/generated/a.rs")).unwrap();
        fs::create_dir(folder.path().join("src/generated/a.rs")).unwrap();
        let error = comparison.write().unwrap_err();
        assert!(error.to_string().contains("a.rs"), "{error}");
        let left: Vec<_> = fs::read_dir(folder.path().join("src/generated")).unwrap().collect();
        assert_eq!(left.len(), 2, "no temporary file is left behind");
    }
}

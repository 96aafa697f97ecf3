//! Waits until files of a contract were saved.
//!
//! The folder is looked at a few times a second. A contract is some dozen files, so that costs next
//! to nothing, and it is the same on every system and for every way in which editors save: in place,
//! by rename, or several files at once.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

/// Between two looks; what is saved within one such time belongs to one change.
const INTERVAL: Duration = Duration::from_millis(150);

/// What a contract and the configuration of its target are written in. What is kept beside them for
/// reviewers, such as the ledger, is Markdown.
const EXTENSIONS: [&str; 4] = ["yaml", "yml", "json", "toml"];

/// Time of the last change and length of every file.
type Seen = BTreeMap<PathBuf, (Option<SystemTime>, u64)>;

/// The contract's files below a folder, as they were when last looked at.
pub(crate) struct Watch {
    folder: PathBuf,
    /// A folder of generated files, which may be inside; as it is behind symbolic links.
    without: Option<PathBuf>,
    seen: Seen,
}

impl Watch {
    /// Looks at the folder for the first time.
    pub(crate) fn new(folder: &Path, without: Option<PathBuf>) -> Self {
        let mut watch = Self { folder: folder.to_owned(), without, seen: Seen::new() };
        watch.seen = watch.look();
        watch
    }

    /// Waits for a change to be complete, and returns the files that were saved, made or removed.
    pub(crate) fn saved(&mut self) -> Vec<PathBuf> {
        let mut before = self.look();
        loop {
            thread::sleep(INTERVAL);
            let now = self.look();
            // A file that is being written is different at the next look.
            if now == before && now != self.seen {
                let saved = difference(&self.seen, &now);
                self.seen = now;
                return saved;
            }
            before = now;
        }
    }

    fn look(&self) -> Seen {
        let mut seen = Seen::new();
        self.list(&self.folder, &mut seen);
        seen
    }

    /// What cannot be read is passed over: it may be gone again already, and generation tells.
    fn list(&self, folder: &Path, seen: &mut Seen) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            // Of the file behind a link, too.
            let Ok(about) = fs::metadata(&path) else { continue };
            if about.is_dir() {
                let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
                if !is_link && !self.is_left_out(&path) {
                    self.list(&path, seen);
                }
            } else if path.extension().is_some_and(|end| EXTENSIONS.iter().any(|one| end == *one)) {
                seen.insert(path, (about.modified().ok(), about.len()));
            }
        }
    }

    /// Whether a folder is that of generated files, however it is written, or one that holds what a
    /// program makes again, such as cargo's.
    fn is_left_out(&self, folder: &Path) -> bool {
        let is_generated = self.without.is_some() && fs::canonicalize(folder).ok() == self.without;
        is_generated || folder.join("CACHEDIR.TAG").exists()
    }
}

/// The files that are not the same in both, sorted by path.
fn difference(before: &Seen, now: &Seen) -> Vec<PathBuf> {
    let changed = now.iter().filter(|(path, about)| before.get(*path) != Some(about));
    let removed = before.iter().filter(|(path, _)| !now.contains_key(*path));
    let mut paths: Vec<PathBuf> = changed.chain(removed).map(|(path, _)| path.clone()).collect();
    paths.sort();
    paths
}

//! Reads versions of files out of git, without a checkout.

use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::document::{FileError, FileSource, LARGEST_FILE};

/// The branches that a change is compared with, the first that exists.
const MAIN: [&str; 3] = ["main", "origin/main", "origin/HEAD"];

/// A repository, found from a folder inside it.
#[derive(Debug, Clone)]
pub(crate) struct Repository {
    top: PathBuf,
}

impl Repository {
    /// The repository that `folder` is in, if it is in one and there is a `git`.
    pub(crate) fn of(folder: &Path) -> Option<Self> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let top = output(folder, &["rev-parse", "--show-toplevel"]).ok()?;
        let top = PathBuf::from(text(&top));
        Some(Self { top: top.canonicalize().ok()? })
    }

    /// The commit that `revision` names; `None` if it names none.
    pub(crate) fn commit(&self, revision: &str) -> Option<String> {
        let peeled = format!("{revision}^{{commit}}");
        let arguments = ["rev-parse", "--verify", "--quiet", "--end-of-options", &peeled];
        output(&self.top, &arguments).ok().map(|output| text(&output))
    }

    /// Where the current branch left the main one, and what that one is called.
    pub(crate) fn fork_point(&self) -> Option<(String, &'static str)> {
        MAIN.iter().find_map(|branch| {
            let main = self.commit(branch)?;
            let base = output(&self.top, &["merge-base", "HEAD", &main]).ok()?;
            Some((text(&base), *branch))
        })
    }

    /// The path of `folder` inside the repository, with forward slashes.
    pub(crate) fn inside(&self, folder: &Path) -> Option<String> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let inside = folder.canonicalize().ok()?;
        let inside = inside.strip_prefix(&self.top).ok()?;
        Some(inside.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"))
    }

    /// The files below `folder` as `commit` has them.
    pub(crate) fn files(&self, commit: &str, folder: &str) -> GitFiles {
        GitFiles { repository: self.clone(), commit: commit.to_owned(), folder: folder.to_owned() }
    }
}

/// The files of one folder of one commit.
#[derive(Debug)]
pub(crate) struct GitFiles {
    repository: Repository,
    commit: String,
    folder: String,
}

impl GitFiles {
    fn path(&self, path: &str) -> String {
        if self.folder.is_empty() { path.to_owned() } else { format!("{}/{path}", self.folder) }
    }

    fn git(&self, arguments: &[&str]) -> Result<Vec<u8>, FileError> {
        output(&self.repository.top, arguments)
    }
}

impl FileSource for GitFiles {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        let path = self.path(path);
        let listed =
            text(&self.git(&["ls-tree", "-l", "--full-tree", &self.commit, "--", &path])?);
        let mut words = listed.split_whitespace();
        let (Some(mode), Some(kind), Some(object), Some(size)) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err(FileError::Missing);
        };
        match (mode, kind) {
            (_, "tree") => return Err(FileError::Folder),
            // The text of a symbolic link is a path, not a contract.
            ("120000", _) => return Err(FileError::Special),
            (_, "blob") => {}
            _ => return Err(FileError::Special),
        }
        if size.parse::<u64>().is_ok_and(|size| size > LARGEST_FILE) {
            return Err(FileError::TooLarge);
        }
        self.git(&["cat-file", "blob", object])
    }

    fn neighbours(&self, path: &str) -> Vec<String> {
        let path = self.path(path);
        let folder =
            path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let mut arguments = vec!["ls-tree", "--name-only", "--full-tree", &self.commit];
        if !folder.is_empty() {
            arguments.extend(["--", &folder]);
        }
        let listed = self.git(&arguments).map(|output| text(&output)).unwrap_or_default();
        listed.lines().map(|name| name.rsplit('/').next().unwrap_or(name).to_owned()).collect()
    }

    fn display(&self, path: &str) -> String {
        self.path(path)
    }
}

fn text(output: &[u8]) -> String {
    String::from_utf8_lossy(output).trim().to_owned()
}

/// What git says on standard output; a failure is what it says on standard error.
fn output(folder: &Path, arguments: &[&str]) -> Result<Vec<u8>, FileError> {
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output()?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(FileError::Unreadable(std::io::Error::other(text(&output.stderr))))
}

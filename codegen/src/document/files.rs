//! Where files come from: a folder that no path can leave, or memory.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{MAIN_SEPARATOR_STR, Path, PathBuf};

/// Largest file that is read, in bytes: 16 MiB.
pub const LARGEST_FILE: u64 = 16 * 1024 * 1024;

/// Most names that [`FileSource::neighbours`] of a folder gives.
const MOST_NEIGHBOURS: usize = 1_000;

/// A source of files. Paths are relative to the root's folder, with forward slashes and without
/// `.` and `..`.
pub trait FileSource {
    /// The bytes of a file.
    ///
    /// # Errors
    /// Says why there is no such file for a contract.
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError>;

    /// Names of files in the same folder as `path`, to suggest one of them.
    fn neighbours(&self, path: &str) -> Vec<String>;

    /// How people know the file: the folder as they gave it, then the path.
    fn display(&self, path: &str) -> String {
        path.to_owned()
    }
}

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// There is nothing at this path.
    #[error("there is no such file")]
    Missing,
    /// The path names a folder.
    #[error("it is a folder")]
    Folder,
    /// The path names a device, a pipe or the like.
    #[error("it is not a regular file")]
    Special,
    /// A symbolic link leads out of the root's folder.
    #[error("a symbolic link leads out of the folder of the root file")]
    Outside,
    /// The file has more than [`LARGEST_FILE`] bytes.
    #[error("it is larger than {} MiB", LARGEST_FILE / (1024 * 1024))]
    TooLarge,
    /// The operating system refused.
    #[error("it cannot be read: {0}")]
    Unreadable(#[from] io::Error),
}

/// The files below one folder.
#[derive(Debug)]
pub struct Folder {
    /// As given by the user; may be empty for the working directory.
    given: PathBuf,
    /// The folder without symbolic links.
    fence: PathBuf,
}

impl Folder {
    /// The folder at `path`; the empty path is the working directory.
    ///
    /// # Errors
    /// Says why the folder cannot be opened.
    pub fn new(path: &Path) -> Result<Self, FileError> {
        let folder = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        Ok(Self { given: path.to_owned(), fence: real_path(folder)? })
    }
}

impl FileSource for Folder {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        let real = real_path(&self.fence.join(path))?;
        if !real.starts_with(&self.fence) {
            return Err(FileError::Outside);
        }
        let kind = fs::metadata(&real)?;
        if kind.is_dir() {
            return Err(FileError::Folder);
        }
        // Opening a pipe would wait for a writer.
        if !kind.is_file() {
            return Err(FileError::Special);
        }
        let mut bytes = Vec::new();
        File::open(&real)?.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
        within_limit(bytes)
    }

    fn neighbours(&self, path: &str) -> Vec<String> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let inside =
            real_path(&self.fence.join(folder)).ok().filter(|real| real.starts_with(&self.fence));
        let Some(entries) = inside.and_then(|real| fs::read_dir(real).ok()) else {
            return Vec::new();
        };
        let mut names: Vec<String> = entries
            .filter_map(Result::ok)
            .filter(|entry| entry.path().is_file())
            .filter_map(|entry| entry.file_name().into_string().ok())
            .take(MOST_NEIGHBOURS)
            .collect();
        names.sort();
        names
    }

    fn display(&self, path: &str) -> String {
        let joined = self.given.join(path);
        joined.to_string_lossy().replace(MAIN_SEPARATOR_STR, "/")
    }
}

/// Files held in memory, by path.
///
/// # Examples
///
/// ```
/// use codegen::document::{FileSource, MemoryFiles};
///
/// let files: MemoryFiles = [("openapi.yaml", "openapi: 3.0.3")].into_iter().collect();
/// assert_eq!(files.read("openapi.yaml").unwrap(), b"openapi: 3.0.3");
/// assert!(files.read("missing.yaml").is_err());
/// ```
#[derive(Debug, Clone, Default)]
pub struct MemoryFiles {
    files: BTreeMap<String, Vec<u8>>,
}

impl<P: Into<String>, B: Into<Vec<u8>>> FromIterator<(P, B)> for MemoryFiles {
    fn from_iter<I: IntoIterator<Item = (P, B)>>(files: I) -> Self {
        let files = files.into_iter().map(|(path, bytes)| (path.into(), bytes.into())).collect();
        Self { files }
    }
}

impl FileSource for MemoryFiles {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        let bytes = self.files.get(path).ok_or(FileError::Missing)?;
        within_limit(bytes.clone())
    }

    fn neighbours(&self, path: &str) -> Vec<String> {
        let split = |path: &str| {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            (folder.to_owned(), name.to_owned())
        };
        let (folder, _) = split(path);
        self.files
            .keys()
            .map(|path| split(path))
            .filter(|(other, _)| *other == folder)
            .map(|(_, name)| name)
            .collect()
    }
}

fn within_limit(bytes: Vec<u8>) -> Result<Vec<u8>, FileError> {
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= LARGEST_FILE) {
        Ok(bytes)
    } else {
        Err(FileError::TooLarge)
    }
}

fn real_path(path: &Path) -> Result<PathBuf, FileError> {
    fs::canonicalize(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => FileError::Missing,
        _ => FileError::Unreadable(error),
    })
}

//! The output stage: items → formatted files in memory → compared with a folder, or written to it.

mod compare;
mod format;
mod jobs;
mod write;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;

pub use crate::replace::replace;
pub use compare::{Comparison, FileState};

use crate::error::GenerateError;

/// The folders of `generated-client/` that hold nothing but generated files.
pub const OWNED: [&str; 2] = ["src/generated", "testing/src/generated"];

/// What the first line of every generated file says.
const WORD: &str = "@generated";

/// How every generated file of Rust code begins.
const MARK: &str = "// @generated";

/// The command that the header of every generated file names.
pub const COMMAND: &str = "cargo xtask regen";

/// A file before it is formatted, or a part of one.
#[derive(Debug, Clone)]
pub(crate) struct SourceFile {
    path: String,
    head: Option<Head>,
    items: TokenStream,
}

/// How a file begins.
#[derive(Debug, Clone)]
struct Head {
    source: String,
    doc: String,
}

/// Makes files, or parts of files, in whichever thread has time.
pub(crate) type Job<'p> =
    Box<dyn Fn() -> Result<Vec<SourceFile>, GenerateError> + Send + Sync + 'p>;

impl SourceFile {
    pub(crate) fn new(
        path: impl Into<String>,
        source: &str,
        doc: &str,
        items: TokenStream,
    ) -> Self {
        let head = Some(Head { source: source.to_owned(), doc: doc.to_owned() });
        Self { path: path.into(), head, items }
    }

    /// More items of a file whose beginning is made before.
    pub(crate) fn more(path: impl Into<String>, items: TokenStream) -> Self {
        Self { path: path.into(), head: None, items }
    }

    /// Relative to the client's folder, as that of the formatted file.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The items as a syntax tree.
    pub(crate) fn parsed(&self) -> Result<syn::File, GenerateError> {
        syn::parse2(self.items.clone()).map_err(|error| {
            let detail = format!("{}: {error}", self.path);
            GenerateError::internal("generated code is not Rust", detail)
        })
    }
}

/// Generated files: text by path relative to `generated-client/`, forward slashes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Files(BTreeMap<String, String>);

impl Files {
    /// The files that these jobs make, in the order of the jobs however many threads there are.
    pub(crate) fn of_jobs(jobs: &[Job<'_>]) -> Result<Self, GenerateError> {
        let mut files = Self(BTreeMap::new());
        for texts in jobs::run(jobs) {
            for (path, text) in texts? {
                files.append(path, &text);
            }
        }
        Ok(files)
    }

    /// These files, formatted.
    pub(crate) fn of_sources(sources: &[SourceFile]) -> Result<Self, GenerateError> {
        let mut files = Self(BTreeMap::new());
        for source in sources {
            files.append(source.path.clone(), &format::file(source)?);
        }
        Ok(files)
    }

    /// Parts of one file stand apart, as items do.
    fn append(&mut self, path: String, text: &str) {
        let file = self.0.entry(path).or_default();
        if !file.is_empty() {
            file.push('\n');
        }
        file.push_str(text);
    }

    /// Files that are texts already.
    pub(crate) fn of_texts<const N: usize>(texts: [(&str, String); N]) -> Self {
        Self(texts.map(|(path, text)| (path.to_owned(), text)).into_iter().collect())
    }

    /// These files and those, which have other paths.
    #[must_use]
    pub fn with(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// The files that may be written below `root`: where there is nothing, or something that says
    /// that it is generated.
    ///
    /// # Errors
    /// When a file cannot be read, other than because it does not exist.
    pub fn without_handwritten(mut self, root: &Path) -> Result<Self, OutputError> {
        let mut kept = BTreeMap::new();
        for (path, text) in std::mem::take(&mut self.0) {
            let is_ours =
                compare::read(&root.join(&path))?.is_none_or(|found| says_generated(&found));
            if is_ours {
                kept.insert(path, text);
            }
        }
        Ok(Self(kept))
    }

    /// Paths and texts, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }
}

/// Whether the first line of a file says that it is generated, whatever a comment looks like there.
fn says_generated(content: &[u8]) -> bool {
    let first = content.split(|byte| *byte == b'\n').next().unwrap_or_default();
    first.windows(WORD.len()).any(|part| part == WORD.as_bytes())
}

/// Reading or writing the target folder failed.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} `{}`: {source}", path.display())]
#[non_exhaustive]
pub struct OutputError {
    /// What was tried, e.g. `write`.
    pub action: &'static str,
    /// The file or folder.
    pub path: PathBuf,
    /// What the operating system said.
    pub source: std::io::Error,
}

impl OutputError {
    fn new(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self { action, path, source }
    }
}

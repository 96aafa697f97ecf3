//! What makes a client one API's: the data that no OpenAPI document has.
//!
//! It stands beside the root document, in [`FILE`], and every key has a default that fits a
//! contract which nobody wrote for this generator.

use std::path::Path;

use heck::{ToKebabCase as _, ToSnakeCase as _};

use crate::diagnostic::{Diagnostic, Report};
use crate::document::{Cursor, Document, FileError, Files, Folder};

mod rules;

pub(crate) use rules::RULES;

/// The name of the file.
pub const FILE: &str = "client.yaml";

/// What makes a client one API's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Target {
    /// `package`: the name of the client's crate.
    package: Option<String>,
    /// `test-kit`: whether a crate in `testing/` gets its generated part.
    test_kit: bool,
}

impl Target {
    /// Reads the target beside the contract whose root document is `root`; the default if there is
    /// no such file.
    ///
    /// # Errors
    /// Returns every problem of the file at once.
    pub fn load(root: &Path) -> Result<Self, Report> {
        match Folder::new(root.parent().unwrap_or(Path::new(""))) {
            Ok(folder) => Self::from_files(&folder),
            // The contract is in the same folder: its own problems say more.
            Err(_) => Ok(Self::default()),
        }
    }

    /// Reads the target among these files; the default if there is none.
    ///
    /// # Errors
    /// Returns every problem of the file at once.
    pub fn from_files(files: &dyn Files) -> Result<Self, Report> {
        if matches!(files.read(FILE), Err(FileError::Missing)) {
            return Ok(Self::default());
        }
        let document = Document::from_files(files, FILE)?;
        let mut reader = Reader { problems: Vec::new() };
        let target = reader.target(&document.root());
        match reader.problems.is_empty() {
            true => Ok(target),
            false => Err(Report::new(reader.problems, document.sources())),
        }
    }

    /// The same target for a client that has a crate for tests beside it, in `testing/`.
    #[must_use]
    pub fn with_test_kit(self) -> Self {
        Self { test_kit: true, ..self }
    }

    /// Whether a crate for tests stands beside the client.
    #[must_use]
    pub fn has_test_kit(&self) -> bool {
        self.test_kit
    }

    /// The name of the client's crate; by default one made of the contract's title.
    #[must_use]
    pub fn package(&self, title: &str) -> String {
        let named = self.package.clone().unwrap_or_else(|| title.to_kebab_case());
        let starts = named.starts_with(|c: char| c.is_ascii_alphabetic());
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if starts && named.chars().all(is_name) { named } else { "api-client".to_owned() }
    }

    /// The name of the client's crate in Rust paths.
    #[must_use]
    pub fn crate_name(&self, title: &str) -> String {
        self.package(title).to_snake_case()
    }
}

/// Reads the file and gathers what is wrong with it.
struct Reader {
    problems: Vec<Diagnostic>,
}

impl Reader {
    fn target(&mut self, root: &Cursor<'_>) -> Target {
        let mut target = Target::default();
        for (key, value) in root.entries() {
            match key {
                "package" => target.package = self.package(&value),
                "test-kit" => target.test_kit = self.flag(&value),
                _ => self.problems.push(
                    Diagnostic::new(
                        &rules::TARGET_KEY,
                        value.key_location(),
                        format!("`{key}` says nothing about a client"),
                    )
                    .help("`package`, `test-kit`"),
                ),
            }
        }
        target
    }

    fn flag(&mut self, value: &Cursor<'_>) -> bool {
        value.as_bool().unwrap_or_else(|| {
            self.problems.push(
                Diagnostic::new(&rules::TARGET_VALUE, value.location(), "this is no yes or no")
                    .help("`true` or `false`"),
            );
            false
        })
    }

    fn package(&mut self, value: &Cursor<'_>) -> Option<String> {
        let name = value.as_str().filter(|name| {
            name.starts_with(|c: char| c.is_ascii_lowercase())
                && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        });
        if name.is_none() {
            self.problems.push(
                Diagnostic::new(
                    &rules::TARGET_VALUE,
                    value.location(),
                    "this is no name of a package",
                )
                .help("small letters, digits and `-`, such as `parcel-api`"),
            );
        }
        name.map(str::to_owned)
    }
}

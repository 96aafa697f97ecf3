//! What came of it, as a table.

use std::io;
use std::path::Path;

use pingone_mfa::types::UserId;
use serde::Serialize;

use crate::Progress;
use crate::config::Application;

/// What became of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It is done.
    Done,
    /// An earlier run had done it.
    Before,
    /// The next run may succeed.
    TryAgain(String),
    /// Somebody has to look at it.
    Failed(String),
}

/// A line of the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Row {
    /// `application` or `user`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// `done`, `done before`, `try again` or `failed`.
    pub outcome: &'static str,
    /// Why, if it is not done.
    pub reason: String,
}

/// All lines, in the order in which they were finished.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// The lines.
    pub rows: Vec<Row>,
}

impl Row {
    pub(crate) fn application(application: &Application, outcome: Outcome) -> Self {
        Self::new("application", application.id.to_string(), outcome)
    }

    pub(crate) fn user(user: UserId, outcome: Outcome) -> Self {
        Self::new("user", user.to_string(), outcome)
    }

    fn new(kind: &'static str, id: String, outcome: Outcome) -> Self {
        let (outcome, reason) = match outcome {
            Outcome::Done => ("done", String::new()),
            Outcome::Before => ("done before", String::new()),
            Outcome::TryAgain(reason) => ("try again", reason),
            Outcome::Failed(reason) => ("failed", reason),
        };
        Self { kind, id, outcome, reason }
    }
}

impl Report {
    pub(crate) fn add(&mut self, row: Row, progress: Progress<'_>) {
        progress(&row);
        self.rows.push(row);
    }

    /// Whether everything is done.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.rows.iter().all(|row| row.reason.is_empty())
    }

    /// Writes a CSV file, whole or not at all.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
        let mut table = csv::Writer::from_writer(&mut file);
        for row in &self.rows {
            table.serialize(row)?;
        }
        table.flush()?;
        drop(table);
        file.persist(path).map(drop).map_err(|error| error.error)
    }
}

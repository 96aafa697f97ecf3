//! What was done, on disk, so that a run that stopped can go on.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use pingone_mfa::types::{ApplicationId, PairingKeyId, UserId};
use serde::{Deserialize, Serialize};

/// One thing that is done and need not be done again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Step {
    /// The application has its new credential.
    Rotated(ApplicationId),
    /// The user has this pairing key.
    Issued(UserId, PairingKeyId),
    /// The user's phone is paired.
    Paired(UserId),
}

/// The journal cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {source}", path = .path.display())]
pub struct JournalError {
    path: PathBuf,
    source: io::Error,
}

/// The steps of this run and of those before it: a line of JSON for each, written through to the disk.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    file: File,
    steps: Vec<Step>,
}

impl Journal {
    /// Opens a journal, or begins one.
    ///
    /// # Errors
    /// When the file cannot be read or created. A last line that was cut off by a crash is ignored,
    /// because its step will be done again.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        let failed = |source| JournalError { path: path.to_owned(), source };
        let mut file =
            OpenOptions::new().create(true).append(true).read(true).open(path).map_err(failed)?;
        let mut steps = Vec::new();
        for line in BufReader::new(&file).lines() {
            steps.extend(serde_json::from_str::<Step>(&line.map_err(failed)?));
        }
        // What follows a torn line must not become a part of it.
        file.write_all(b"\n").map_err(failed)?;
        Ok(Self { path: path.to_owned(), state: Mutex::new(State { file, steps }) })
    }

    /// Whether a step is done.
    #[must_use]
    pub fn has(&self, step: &Step) -> bool {
        self.state().steps.contains(step)
    }

    /// The last pairing key of a user.
    #[must_use]
    pub fn pairing_key(&self, user: UserId) -> Option<PairingKeyId> {
        self.state().steps.iter().rev().find_map(|step| match step {
            Step::Issued(owner, key) if *owner == user => Some(*key),
            _ => None,
        })
    }

    /// Writes a step down. It is on the disk when this returns.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn record(&self, step: Step) -> Result<(), JournalError> {
        let failed = |source| JournalError { path: self.path.clone(), source };
        let line = serde_json::to_string(&step).map_err(|error| failed(error.into()))?;
        let mut state = self.state();
        state.file.write_all(format!("{line}\n").as_bytes()).map_err(failed)?;
        state.file.sync_data().map_err(failed)?;
        state.steps.push(step);
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

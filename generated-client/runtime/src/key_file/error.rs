//! Why a key or a credentials file cannot be used.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::key_problem::KeyProblem;
use super::service_account_problem::ServiceAccountProblem;

/// Why a key or a credentials file cannot be used, and what to do about it.
///
/// Neither `Display` nor `Debug` shows anything of the content. The path is shown, if there is one.
#[derive(Debug)]
pub struct CredentialError {
    path: Option<PathBuf>,
    problem: CredentialProblem,
}

/// What is wrong with a key or a credentials file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CredentialProblem {
    /// It could not be opened or read.
    #[error("it cannot be read ({})", .0.kind())]
    Unreadable(io::Error),
    /// What was given as a path looks like the secret itself. It is not shown.
    #[error("a path is wanted, but this looks like the content: use the constructor for text")]
    PathIsContent,
    /// It is larger than any such file. The limit is in bytes.
    #[error("it has more than {limit} bytes, so it is something else")]
    TooLarge {
        /// The largest size, in bytes.
        limit: usize,
    },
    /// It holds nothing.
    #[error("it is empty")]
    Empty,
    /// It is binary DER or PKCS#12, not text.
    #[error(
        "it is binary, like a `.p12`, `.pfx` or `.der` file; the text form is wanted, and for APNs \
         the `.p8` file"
    )]
    Binary,
    /// It is UTF-16 text.
    #[error("it is UTF-16 text: save it as UTF-8")]
    Utf16,
    /// It is not UTF-8 text.
    #[error("it is not UTF-8 text")]
    NotUtf8,
    /// It does not hold the private key that is wanted.
    #[error(transparent)]
    Key(KeyProblem),
    /// It is not the file of a Google service account.
    #[error(transparent)]
    ServiceAccount(ServiceAccountProblem),
}

impl CredentialError {
    pub(crate) fn new(path: Option<&Path>, problem: CredentialProblem) -> Self {
        Self { path: path.map(Path::to_owned), problem }
    }

    /// What is wrong.
    #[must_use]
    pub fn problem(&self) -> &CredentialProblem {
        &self.problem
    }

    /// The file, if it was read from a path.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.path {
            // Quoted and escaped: a path may hold line breaks.
            Some(path) => write!(f, "{path:?} cannot be used: {}", self.problem),
            None => write!(f, "the credential cannot be used: {}", self.problem),
        }
    }
}

impl std::error::Error for CredentialError {}

impl From<KeyProblem> for CredentialProblem {
    fn from(problem: KeyProblem) -> Self {
        Self::Key(problem)
    }
}

impl From<ServiceAccountProblem> for CredentialProblem {
    fn from(problem: ServiceAccountProblem) -> Self {
        Self::ServiceAccount(problem)
    }
}

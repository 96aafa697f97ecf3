//! Why nothing was generated.

use std::fmt::Display;

use crate::diagnostic::Report;

/// Why nothing was generated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GenerateError {
    /// The contract has problems; the report says where and how to fix them.
    #[error("the contract has {} problem(s)", .0.error_count())]
    Contract(Box<Report>),
    /// The generator contradicts itself: a bug here, not in the contract.
    #[error("generator bug: {what}: {detail}")]
    Internal {
        /// What went wrong.
        what: &'static str,
        /// With what.
        detail: String,
    },
}

impl GenerateError {
    pub(crate) fn internal(what: &'static str, detail: impl Display) -> Self {
        Self::Internal { what, detail: detail.to_string() }
    }
}

impl From<Report> for GenerateError {
    fn from(report: Report) -> Self {
        Self::Contract(Box::new(report))
    }
}

//! Why a task failed, and how it is told.

use std::process::ExitCode;

use anstream::eprintln;
use codegen::GenerateError;
use codegen::diagnostic::{RenderStyle, Report};
use codegen::output::OutputError;

use crate::paint::{Tone, paint};
use crate::words::counted;

/// The end of a task that did not succeed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("{} in the spec; nothing was written", counted(.0.error_count(), "problem"))]
    Contract(Box<Report>),
    #[error("{0}\nThis is a bug of the generator, not of the spec; nothing was written.")]
    Generator(GenerateError),
    #[error("{0}; the target is as it was")]
    Output(#[from] OutputError),
    #[error(
        "{} not as the spec says; run `cargo xtask regen` and commit the result",
        counted(*.0, "file")
    )]
    Stale(usize),
    #[error(transparent)]
    Repair(#[from] codegen::gate::WriteError),
    #[error("the contract has findings")]
    Findings,
    #[error("{} did not become what was wanted", counted(*.0, "contract"))]
    Corpus(usize),
    #[error("the contract cannot be read")]
    Unreadable(#[from] Box<Report>),
    #[error("{0}")]
    Usage(String),
    #[error("cargo could not be started: {0}")]
    Cargo(#[source] std::io::Error),
    #[error("{0}")]
    Missing(String),
    #[error("the gate is closed: {0}")]
    Gate(String),
    #[error("the demo did not get through")]
    Demo,
    #[cfg(not(unix))]
    #[error("the fake did not end well")]
    Fake,
}

impl From<GenerateError> for Failure {
    fn from(error: GenerateError) -> Self {
        match error {
            GenerateError::Contract(report) => Self::Contract(report),
            other => Self::Generator(other),
        }
    }
}

impl Failure {
    /// 2 for what is wrong with the command line, 1 for everything else.
    pub(crate) fn code(&self) -> ExitCode {
        match self {
            Self::Usage(_) | Self::Unreadable(_) | Self::Missing(_) => ExitCode::from(2),
            _ => ExitCode::FAILURE,
        }
    }

    /// Prints the failure to standard error.
    pub(crate) fn report(&self) {
        match self {
            // Said already, with a summary.
            Self::Findings => return,
            Self::Contract(report) | Self::Unreadable(report) => {
                eprintln!("{}", report.render(RenderStyle::Color));
            }
            _ => {}
        }
        eprintln!("{}: {self}", paint(Tone::Bad, "error"));
    }
}

//! What became of one contract.

use serde::{Deserialize, Serialize};

/// What became of one contract.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Outcome {
    /// The root document.
    pub(super) contract: String,
    /// Operations in the contract.
    pub(super) operations: usize,
    /// Operations of the client.
    pub(super) generated: usize,
    /// Types of the client.
    pub(super) types: usize,
    /// Lines of the generated files.
    pub(super) lines: usize,
    /// What reading, checking, planning and generating took.
    pub(super) millis: u64,
    /// The most memory that was in use, where the system tells.
    pub(super) peak_kb: Option<u64>,
    /// The operations that were left out.
    pub(super) skipped: Vec<Skipped>,
    /// Why nothing was generated.
    pub(super) refused: Vec<Reason>,
    /// What the generator said when it fell over.
    pub(super) crash: Option<String>,
    /// What was done with the crate.
    pub(super) steps: Vec<Step>,
}

/// An operation that was left out.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Skipped {
    /// `GET /things`.
    pub(super) route: String,
    /// `operationId`.
    pub(super) id: Option<String>,
    /// Why; the first one counts.
    pub(super) reasons: Vec<Reason>,
}

/// A finding that stops something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Reason {
    /// The rule.
    pub(super) rule: String,
    /// File and line.
    pub(super) place: String,
    /// What is wrong.
    pub(super) message: String,
}

/// A program that looked at the crate.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Step {
    /// `check`, `clippy` or `test`.
    pub(super) what: String,
    /// Whether it was content.
    pub(super) is_good: bool,
    /// What it took.
    pub(super) millis: u64,
    /// What it said, if it was not.
    pub(super) said: Vec<String>,
}

impl Outcome {
    /// Whether there is a crate.
    pub(super) fn is_made(&self) -> bool {
        self.crash.is_none() && self.refused.is_empty()
    }

    /// Whether something is wrong with the generator.
    pub(super) fn is_bad(&self) -> bool {
        self.crash.is_some() || self.steps.iter().any(|step| !step.is_good)
    }

    /// Which part of the operations the client has.
    #[expect(clippy::cast_precision_loss, reason = "a percentage of a few thousands")]
    pub(super) fn percent(&self) -> f64 {
        match self.operations {
            0 if self.is_made() => 100.0,
            0 => 0.0,
            count => 100.0 * self.generated as f64 / count as f64,
        }
    }
}

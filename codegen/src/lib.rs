//! Turns the OpenAPI contract in `spec/` into the Rust client.
//!
//! One direction, no way back:
//!
//! ```text
//! document  YAML → a tree with a source span for every node, every `$ref` checked
//! lint      rules over the document → diagnostics
//! plan      the document → what the client will be; every name decided once
//! gate      lint and plan → one report, without follow-ups
//! wire      plan → a prepared document → progenitor → syn passes: the types
//! face      plan → quote: handles, builders, documentation, examples
//! routes    plan → the tables that drive the fake server and tests
//! ledger    document and plan → what became of every node of the contract
//! output    items → formatted files in memory → compared, or written
//! reference document and plan → one HTML page for people
//! diff      two versions → what changed on the wire, in the Rust API, for semver
//! ```
//!
//! Nothing here touches the network, the clock or the environment: the same contract and the same
//! generator give the same bytes.

pub mod diagnostic;
pub mod diff;
pub mod document;
mod error;
pub mod explain;
pub mod face;
#[cfg(test)]
mod fixture;
pub mod gate;
pub mod json_schema;
pub mod ledger;
mod lint;
mod markdown;
mod openapi;
pub mod output;
pub mod package;
pub mod plan;
mod pointer;
pub mod reference;
mod refusals;
mod replace;
mod routes;
mod rust_type;
mod rustdoc;
mod sample;
pub mod stages;
mod suggest;
pub mod target;
pub mod target_file;
mod wire;

use std::path::Path;
use std::thread;

use diagnostic::{Family, Report};
use document::{Document, Reading};
pub use error::GenerateError;
use ledger::Ledger;
use output::Files;
use plan::Plan;
use target::Overrides;

/// A contract and everything made from it, in memory.
#[derive(Debug)]
#[non_exhaustive]
pub struct Generated {
    /// The contract.
    pub document: Document,
    /// What the client is.
    pub plan: Plan,
    /// The generated files, relative to the client's folder.
    pub files: Files,
    /// What is kept beside the contract for its reviewers, relative to its folder: the ledger and
    /// the rules.
    pub records: Files,
}

/// Reads the contract at `root` (the path of `openapi.yaml`) and generates the client.
///
/// # Errors
/// [`GenerateError::Contract`] with every problem of the contract at once. Nothing is written.
pub fn generate(root: &Path) -> Result<Generated, GenerateError> {
    generate_from(load(root)?)
}

/// Generates the client of a contract that is loaded already.
///
/// # Errors
/// As for [`generate`].
pub fn generate_from(document: Document) -> Result<Generated, GenerateError> {
    let plan = plan_of(&document)?;
    let mut jobs = face::layout::jobs(&plan);
    if plan.target.test_kit {
        jobs.extend(routes::jobs(&plan));
    }
    let (files, ledger) = thread::scope(|scope| {
        let ledger = scope.spawn(|| Ledger::new(&document, &plan).to_markdown());
        let files = Files::of_jobs(&jobs);
        (files, ledger.join())
    });
    drop(jobs);
    let mut files = files?;
    let ledger = ledger.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    if plan.target.test_kit {
        files = files.with(routes::contract(&document, &plan));
    }
    let records = Files::of_texts([("LEDGER.md", ledger), ("RULES.md", gate::handbook())]);
    Ok(Generated { document, plan, files, records })
}

/// Reads, checks and plans the contract at `root`, without generating code.
///
/// # Errors
/// As for [`generate`].
pub fn plan(root: &Path) -> Result<(Document, Plan), GenerateError> {
    let document = load(root)?;
    let plan = plan_of(&document)?;
    Ok((document, plan))
}

/// Reads as much as can be read of the contract at `root`, and what stands beside it about its client.
///
/// # Errors
/// Returns every problem of [`target_file::FILE`]; those of the contract are part of the reading.
pub fn read(root: &Path) -> Result<Reading, Report> {
    read_as(root, Overrides::default())
}

/// As [`read`], with this instead of what [`target_file::FILE`] says.
///
/// # Errors
/// As for [`read`].
pub fn read_as(root: &Path, overrides: Overrides) -> Result<Reading, Report> {
    let known: Vec<_> = gate::rules().collect();
    let mut target = target_file::load(root, &known)?;
    overrides.apply(&mut target);
    let mut reading = Document::read(root);
    reading.document = reading.document.with_target(target);
    if reading.problems.is_empty() {
        target_file::check_names(root, &reading.document)?;
    }
    Ok(reading)
}

/// Loads the contract, or tells everything that is wrong with it: a problem of the files does not
/// hide those of the rules.
fn load(root: &Path) -> Result<Document, GenerateError> {
    load_as(root, Overrides::default())
}

/// Loads the contract at `root` with this instead of what [`target_file::FILE`] says.
///
/// # Errors
/// As for [`generate`].
pub fn load_as(root: &Path, overrides: Overrides) -> Result<Document, GenerateError> {
    whole(read_as(root, overrides)?)
}

/// The contract that was read, or everything that is wrong with it.
///
/// # Errors
/// As for [`generate`].
pub fn whole(reading: Reading) -> Result<Document, GenerateError> {
    if gate::are_bearable(&reading.document.target().lint, &reading.problems) {
        return Ok(reading.document);
    }
    Err(gate::lint(&reading, &Family::ALL).into_errors().into())
}

/// Checks and plans a contract that is loaded already, without generating code.
///
/// # Errors
/// As for [`generate`].
pub fn plan_of(document: &Document) -> Result<Plan, GenerateError> {
    Ok(gate::plan(document)?)
}

/// How many operations a contract has, whether or not a client can have them.
#[must_use]
pub fn operation_count(document: &Document) -> usize {
    openapi::OperationObject::all(&document.root()).len()
}

//! Generates one client in a process of its own, so that its memory is its own and a crash ends nothing
//! else.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use codegen::GenerateError;
use codegen::diagnostic::{Diagnostic, Sources};
use codegen::package;
use codegen::target::{Overrides, Unsupported};

use super::Arguments;
use super::outcome::{Outcome, Reason, Skipped};
use crate::failure::Failure;
use crate::profile::ProfileName;
use crate::regen::runtime;
use crate::workspace;

/// Starts the process and reads what it found.
pub(super) fn start(
    contract: &Path,
    folder: &Path,
    arguments: &Arguments,
) -> Result<Outcome, Failure> {
    let program = std::env::current_exe().map_err(Failure::Cargo)?;
    let mut command = Command::new(program);
    command.arg("corpus").arg(contract).arg("--worker").arg(folder);
    command.args([
        "--profile",
        match arguments.profile {
            ProfileName::Strict => "strict",
            ProfileName::Tolerant => "tolerant",
        },
    ]);
    if arguments.refuse_unsupported {
        command.arg("--refuse-unsupported");
    }
    let output = command.stdin(Stdio::null()).output().map_err(Failure::Cargo)?;
    let outcome = serde_json::from_slice(&output.stdout);
    Ok(outcome.unwrap_or_else(|_| Outcome {
        contract: workspace::shown(contract).display().to_string(),
        crash: Some(format!(
            "{}: {}",
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        )),
        ..Outcome::default()
    }))
}

/// Is the process: prints what it found.
pub(super) fn run(contract: &Path, folder: &Path, arguments: &Arguments) -> Result<(), Failure> {
    let outcome = outcome(contract, folder, arguments)?;
    let text = serde_json::to_string(&outcome)
        .map_err(|error| Failure::Missing(format!("the outcome cannot be told: {error}")))?;
    anstream::println!("{text}");
    Ok(())
}

fn outcome(contract: &Path, folder: &Path, arguments: &Arguments) -> Result<Outcome, Failure> {
    let unsupported = match arguments.refuse_unsupported {
        true => Unsupported::Refuse,
        false => Unsupported::Skip,
    };
    let overrides =
        Overrides { profile: Some(arguments.profile()), unsupported: Some(unsupported) };
    let start = Instant::now();
    let mut outcome = Outcome { contract: contract.display().to_string(), ..Outcome::default() };
    let loaded = codegen::load_as(contract, overrides);
    outcome.operations = match &loaded {
        Ok(document) => codegen::operation_count(document),
        Err(_) => codegen::read_as(contract, overrides)
            .map_or(0, |reading| codegen::operation_count(&reading.document)),
    };
    let generated = loaded.and_then(codegen::generate_from);
    outcome.millis = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    outcome.peak_kb = peak();
    match generated {
        Ok(generated) => {
            outcome.generated = generated.plan.operations().count();
            outcome.types = generated.plan.types.len();
            outcome.lines = generated.files.iter().map(|(_, text)| text.lines().count()).sum();
            let sources = generated.document.sources();
            let skipped = generated.plan.left_out.iter().map(|one| Skipped {
                route: one.route(),
                id: one.id.clone(),
                reasons: one.reasons.iter().map(|reason| told(reason, sources)).collect(),
            });
            outcome.skipped = skipped.collect();
            let around = package::files(&generated.plan, &runtime(folder));
            // What an earlier run left may be of another contract.
            _ = fs::remove_dir_all(folder);
            generated.files.clone().with(around).compare(folder)?.write()?;
        }
        Err(GenerateError::Contract(report)) => {
            let errors = report.diagnostics().iter();
            outcome.refused = errors.map(|error| told(error, report.sources())).collect();
        }
        Err(bug) => outcome.crash = Some(bug.to_string()),
    }
    Ok(outcome)
}

fn told(problem: &Diagnostic, sources: &Sources) -> Reason {
    let place = &problem.location;
    let (line, _) = sources.position(place.file, place.span.start);
    Reason {
        rule: problem.rule.id.to_owned(),
        place: format!("{}:{line}", sources.path(place.file)),
        message: problem.message.clone(),
    }
}

/// The most memory that this process had, as Linux tells it.
fn peak() -> Option<u64> {
    let status = fs::read_to_string(PathBuf::from("/proc/self/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

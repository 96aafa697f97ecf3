//! Compiles and tests the crates that were made, each in a workspace of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use super::outcome::{Outcome, Step};
use crate::failure::Failure;
use crate::workspace;

/// Lines of a program's complaints that are kept.
const MOST_LINES: usize = 60;

/// What is done with each crate.
pub(super) struct Checks {
    folder: PathBuf,
    wanted: Vec<&'static str>,
}

impl Checks {
    pub(super) fn new(check: bool, clippy: bool, test: bool) -> Result<Self, Failure> {
        let wanted = [("check", check), ("clippy", clippy), ("test", test)];
        let wanted = wanted.into_iter().filter(|(_, is_wanted)| *is_wanted).map(|(what, _)| what);
        let folder = std::path::absolute(workspace::target().join("corpus"));
        let folder = folder.map_err(Failure::Cargo)?;
        Ok(Self { folder, wanted: wanted.collect() })
    }

    /// The folder for the crate of a contract: named after it and its folder.
    pub(super) fn folder(&self, contract: &Path) -> PathBuf {
        let path = workspace::real(contract).unwrap_or_else(|_| contract.to_owned());
        let path = path.with_extension("");
        let mut parts: Vec<String> =
            path.iter().rev().take(3).map(|part| part.to_string_lossy().into_owned()).collect();
        parts.reverse();
        let name = parts.join("-").replace(|c: char| !c.is_ascii_alphanumeric(), "-");
        self.folder.join(name).join("client")
    }

    /// Does what is wanted with a crate, unless a step before it failed.
    pub(super) fn run(
        &self,
        client: &Path,
        outcome: &mut Outcome,
        tell: impl Fn(&str),
    ) -> Result<(), Failure> {
        if self.wanted.is_empty() {
            return Ok(());
        }
        let around = client.parent().unwrap_or(client);
        assemble(around, client).map_err(Failure::Cargo)?;
        for what in &self.wanted {
            tell(what);
            let step = self.step(around, what)?;
            let is_good = step.is_good;
            outcome.steps.push(step);
            if !is_good {
                break;
            }
        }
        Ok(())
    }

    fn step(&self, around: &Path, what: &str) -> Result<Step, Failure> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let start = Instant::now();
        let output = Command::new(cargo)
            .arg(what)
            .args(["--offline", "--quiet", "--workspace", "--message-format", "short"])
            .arg("--target-dir")
            .arg(std::path::absolute(workspace::target()).map_err(Failure::Cargo)?)
            .current_dir(around)
            .output()
            .map_err(Failure::Cargo)?;
        let is_good = output.status.success();
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        let lines = said.lines().filter(|_| !is_good).take(MOST_LINES).map(str::to_owned);
        Ok(Step {
            what: what.to_owned(),
            is_good,
            millis: u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
            said: lines.collect(),
        })
    }
}

/// Makes the folder around a crate a workspace that denies warnings and compiles as ours does.
fn assemble(around: &Path, client: &Path) -> std::io::Result<()> {
    let root = fs::read_to_string(workspace::root().join("Cargo.toml"))?;
    let profiles: String = root
        .split("\n[")
        .filter(|section| section.starts_with("profile.dev"))
        .map(|section| format!("[{section}\n"))
        .collect();
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\"client\"]\n\n[workspace.lints.rust]\nwarnings = \"deny\"\n\
         missing_docs = \"deny\"\n\n[workspace.lints.clippy]\nall = \"deny\"\n\n{profiles}"
    );
    fs::write(around.join("Cargo.toml"), manifest)?;
    fs::copy(workspace::root().join("Cargo.lock"), around.join("Cargo.lock"))?;
    let own = client.join("Cargo.toml");
    let text = fs::read_to_string(&own)?;
    fs::write(own, text + "\n[lints]\nworkspace = true\n")
}

//! `cargo xtask demo`: runs the demo, which is an example of the testing crate.
//!
//! It is started as a program of its own: this one must build even while the generated client does
//! not, or nobody could generate it anew. No package is named, so that cargo chooses the features of the
//! whole workspace, with which `cargo test --workspace` has built everything already.

use std::process::Command;

use crate::failure::Failure;
use crate::workspace;

const EXAMPLES: &str = "\
Example:
  cargo xtask demo   every call with method, route, status and what matters

Nothing leaves this machine: the PingOne of the demo listens on a loopback port
of its own.";

/// Drive the generated client through all eight operations against a fake PingOne on loopback.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments) -> Result<(), Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["run", "--quiet", "--example", "demo"])
        .current_dir(workspace::root())
        .status()
        .map_err(Failure::Cargo)?;
    if status.success() { Ok(()) } else { Err(Failure::Demo) }
}

//! `cargo xtask fake`: serves the fake PingOne, which is an example of the testing crate.
//!
//! It is a program of its own, without a package named, for the reasons that the demo has.

use std::process::Command;

use crate::failure::Failure;
use crate::workspace;

const EXAMPLES: &str = "\
Examples:
  cargo xtask fake             on port 8620
  cargo xtask fake --port 0    on any port that is free
  curl http://127.0.0.1:8620/  ids, a token, and a command for each operation

It answers as the contract says and logs each request. Nothing leaves this
machine.";

/// Serve a fake PingOne on 127.0.0.1 for curl, Postman or another language's client.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The port; 0 is one of the system's choice
    #[arg(long, default_value_t = 8620)]
    port: u16,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["run", "--quiet", "--example", "serve", "--"])
        .args(["--port", &arguments.port.to_string()])
        .current_dir(workspace::root());
    serve(command)
}

/// Becomes the other program, so that Ctrl-C and the exit code are its own affair.
#[cfg(unix)]
fn serve(mut command: Command) -> Result<(), Failure> {
    use std::os::unix::process::CommandExt as _;
    Err(Failure::Cargo(command.exec()))
}

#[cfg(not(unix))]
fn serve(mut command: Command) -> Result<(), Failure> {
    let status = command.status().map_err(Failure::Cargo)?;
    if status.success() { Ok(()) } else { Err(Failure::Fake) }
}

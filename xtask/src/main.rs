//! The maintainers' door: `cargo xtask <task>`.
//!
//! Arguments in, the libraries called, files and reports out. Exit codes: 0 done, 1 the check found
//! a difference or the contract has problems, 2 the command line is wrong or, for `lint`, `bundle`
//! and `diff`, the contract cannot be read.

mod bundle;
mod corpus;
mod demo;
mod diff;
mod explain;
mod failure;
mod fake;
mod git;
mod lint;
mod paint;
mod profile;
mod reference;
mod regen;
mod watch;
mod words;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

const OVERVIEW: &str = "\
Tasks by intent:
  I changed spec/                     cargo xtask regen
  Is the contract right?              cargo xtask lint
  Is the client what the spec says?   cargo xtask regen --check
  What does my change break?          cargo xtask diff
  What will this operation look like? cargo xtask explain createPairingKey
  One file for another tool           cargo xtask bundle
  Show me that it works               cargo xtask demo
  I want to read the contract         cargo xtask reference --open
  I want to send requests myself      cargo xtask fake
  What becomes of others' contracts?  cargo xtask corpus FOLDER

`cargo xtask <task> --help` has the options and examples of a task.";

/// The maintainers' tasks of this workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", after_help = OVERVIEW, version)]
struct Arguments {
    #[command(subcommand)]
    task: Option<Task>,
}

#[derive(Subcommand)]
enum Task {
    Regen(regen::Arguments),
    Lint(lint::Arguments),
    Explain(explain::Arguments),
    Diff(diff::Arguments),
    Bundle(bundle::Arguments),
    Reference(reference::Arguments),
    Demo(demo::Arguments),
    Fake(fake::Arguments),
    Corpus(corpus::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        None => {
            anstream::println!("{OVERVIEW}");
            Ok(())
        }
        Some(Task::Regen(arguments)) => regen::run(&arguments),
        Some(Task::Lint(arguments)) => lint::run(&arguments),
        Some(Task::Explain(arguments)) => explain::run(&arguments),
        Some(Task::Diff(arguments)) => diff::run(&arguments),
        Some(Task::Bundle(arguments)) => bundle::run(&arguments),
        Some(Task::Reference(arguments)) => reference::run(&arguments),
        Some(Task::Demo(arguments)) => demo::run(&arguments),
        Some(Task::Fake(arguments)) => fake::run(&arguments),
        Some(Task::Corpus(arguments)) => corpus::run(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.report();
            failure.code()
        }
    }
}

//! `cargo xtask reference`: the contract as one HTML page.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anstream::println;
use codegen::diff::{Review, Version, compare};
use codegen::output::replace;
use codegen::reference;

use crate::diff::{Spec, accepted};
use crate::failure::Failure;
use crate::profile::ProfileArguments;
use crate::regen::default_spec;
use crate::workspace;

const EXAMPLES: &str = "\
Examples:
  cargo xtask reference --open          writes target/reference.html, shows it
  cargo xtask reference --out api.html  writes it elsewhere
  cargo xtask reference --base v1.2.0   marks what changed since, as a review

The page is one file that needs no network: mail it, file it, print it.";

/// Write the contract as one HTML page: operations, types, errors, calls in curl and Rust.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The file to write [default: target/reference.html].
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The root document of a contract that `regen` accepts [default: spec/openapi.yaml].
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    #[command(flatten)]
    profile: ProfileArguments,
    /// Make the page a review: mark what changed since this git revision, file or folder.
    #[arg(long, value_name = "REV")]
    base: Option<String>,
    /// Show the page in the browser.
    #[arg(long)]
    open: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let spec = arguments.spec.clone().unwrap_or_else(default_spec);
    let out = arguments.out.clone().unwrap_or_else(|| workspace::target().join("reference.html"));
    let document = codegen::load_as(&workspace::shown(&spec), arguments.profile.given())?;
    let plan = codegen::plan_of(&document)?;
    let page = match &arguments.base {
        Some(base) => {
            let name = match &arguments.spec {
                Some(given) => given.display().to_string(),
                None => "the working tree".to_owned(),
            };
            let contract = Spec::new(&spec, arguments.profile.given());
            review(base, Version::from_document(name, document), &contract)?
        }
        None => reference::page(&document, &plan),
    };
    replace(&out, page.as_bytes())
        .map_err(|error| Failure::Missing(format!("{}: {error}", out.display())))?;
    println!(
        "{}: {} operations, {} types, {} KB",
        workspace::shown(&out).display(),
        plan.operations().count(),
        plan.types.len(),
        page.len().div_ceil(1000),
    );
    if arguments.open { open(&out) } else { Ok(()) }
}

/// The page of a contract with what changed since the base.
fn review(base: &str, head: Version, spec: &Spec) -> Result<String, Failure> {
    let (base, head) = (spec.version(base)?, head);
    let accepted = accepted(None, spec)?;
    let diff = compare(&base, &head);
    let review = Review::new(&base, &head, &diff, &accepted);
    println!("{}.", review.verdict());
    let unplanned = || Failure::Missing("the contract cannot be planned".to_owned());
    reference::review(&review).ok_or_else(unplanned)
}

/// Hands the file to what the system opens files with.
fn open(out: &Path) -> Result<(), Failure> {
    let (program, first): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("rundll32", &["url.dll,FileProtocolHandler"]),
        _ => ("xdg-open", &[]),
    };
    let status = Command::new(program).args(first).arg(out).stdout(Stdio::null()).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        _ => Err(Failure::Missing(format!("`{program}` could not show {}", out.display()))),
    }
}

//! `cargo xtask corpus`: what the generator makes of contracts that others wrote.

mod check;
mod files;
mod outcome;
mod table;
mod worker;

use std::path::PathBuf;

use anstream::{eprintln, println};
use codegen::target::Profile;
use indicatif::{ProgressBar, ProgressStyle};

use crate::failure::Failure;
use crate::profile::ProfileName;
use crate::workspace;
use check::Checks;
use outcome::Outcome;

/// Names the folder of contracts where the command line names none.
const VARIABLE: &str = "XTASK_CORPUS";

const EXAMPLES: &str = "\
Examples:
  cargo xtask corpus ../shared/corpus        what is generated, and why not all
  cargo xtask corpus a.yaml b.json --check   and whether it compiles without a
                                             warning
  cargo xtask corpus a.yaml --skipped        each operation that is left out,
                                             with rule and place
  cargo xtask corpus specs --min-generated 98
                                             in CI: fewer are a failure

Without PATH, the folder that XTASK_CORPUS names is taken; where there is none,
nothing is done. Exit codes: 0 as wanted, 1 a crash, a crate that does not
compile, a failing test or too few operations, 2 the command line is wrong.";

/// Generate clients of many contracts and report what became of each.
///
/// The crates are in target/corpus/ afterwards.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Root documents, or folders that are searched for them.
    path: Vec<PathBuf>,
    /// How contracts are taken.
    #[arg(long, value_enum, default_value = "tolerant", value_name = "PROFILE")]
    profile: ProfileName,
    /// Refuse a contract as a whole if one operation cannot be generated.
    #[arg(long)]
    refuse_unsupported: bool,
    /// Compile each crate with warnings denied, offline.
    #[arg(long)]
    check: bool,
    /// Look at each crate with clippy, its warnings denied.
    #[arg(long)]
    clippy: bool,
    /// Run the generated tests of each crate.
    #[arg(long)]
    test: bool,
    /// List each operation that is left out.
    #[arg(long)]
    skipped: bool,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    /// The percentage of the operations of each contract that must be generated.
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    min_generated: Option<u8>,
    /// Generate one contract into this folder, for the process that reports about all.
    #[arg(long, hide = true)]
    worker: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    if let (Some(folder), Some(contract)) = (&arguments.worker, arguments.path.first()) {
        return worker::run(contract, folder, arguments);
    }
    let contracts = contracts(arguments)?;
    if contracts.is_empty() {
        eprintln!("no contracts: name files or folders, or set {VARIABLE}");
        return Ok(());
    }
    let checks = Checks::new(arguments.check, arguments.clippy, arguments.test)?;
    let bar = bar(contracts.len());
    let mut outcomes: Vec<Outcome> = Vec::new();
    for contract in contracts {
        let shown = workspace::shown(&contract).display().to_string();
        bar.set_message(format!("{shown}: generating"));
        let folder = checks.folder(&contract);
        let mut outcome = worker::start(&contract, &folder, arguments)?;
        if outcome.is_made() {
            checks
                .run(&folder, &mut outcome, |what| bar.set_message(format!("{shown}: {what}")))?;
        }
        outcomes.push(outcome);
        bar.inc(1);
    }
    bar.finish_and_clear();
    match arguments.json {
        true => println!("{}", table::json(&outcomes)),
        false => println!("{}", table::text(&outcomes, arguments.skipped)),
    }
    let least = f64::from(arguments.min_generated.unwrap_or(0));
    let failed = outcomes.iter().filter(|outcome| outcome.is_bad() || outcome.percent() < least);
    match failed.count() {
        0 => Ok(()),
        count => Err(Failure::Corpus(count)),
    }
}

fn contracts(arguments: &Arguments) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for path in &arguments.path {
        if !path.exists() {
            return Err(Failure::Usage(format!("`{}` does not exist", path.display())));
        }
        found.extend(files::contracts(path));
    }
    if arguments.path.is_empty() {
        let folder = std::env::var_os(VARIABLE).map(PathBuf::from);
        found.extend(
            folder.iter().filter(|folder| folder.exists()).flat_map(|it| files::contracts(it)),
        );
    }
    Ok(found)
}

/// A bar on standard error; nothing where that is no terminal.
fn bar(count: usize) -> ProgressBar {
    let bar = ProgressBar::new(u64::try_from(count).unwrap_or_default());
    let style = ProgressStyle::with_template("{bar:20} {pos}/{len} {elapsed} {wide_msg}");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar.enable_steady_tick(std::time::Duration::from_millis(200));
    bar
}

impl Arguments {
    fn profile(&self) -> Profile {
        self.profile.into()
    }
}

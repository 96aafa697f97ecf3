//! The service as a program.

use std::error::Error;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use credential_rotation::{Config, Journal, Row, run, users};
use indicatif::{ProgressBar, ProgressStyle};
use pingone_mfa::Client;

/// Rotates push credentials and pairs phones. PingOne is configured by the environment variables of
/// its Go SDK, e.g. PINGONE_ENVIRONMENT_ID.
#[derive(Parser)]
struct Arguments {
    /// What to do, in TOML.
    config: PathBuf,
    /// A CSV file with a column `user_id`, beside the users of the configuration.
    #[arg(long)]
    users: Option<PathBuf>,
    /// What is done already; start again with the same file after a crash.
    #[arg(long, default_value = "journal.jsonl")]
    journal: PathBuf,
    /// The report that is written at the end.
    #[arg(long, default_value = "report.csv")]
    report: PathBuf,
}

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments = Arguments::parse();
    let mut config = Config::read(&arguments.config)?;
    if let Some(path) = &arguments.users {
        config.users.extend(users(path)?);
    }
    let client = Client::from_env()?;
    let journal = Journal::open(&arguments.journal)?;
    let items = config.applications.len() + config.users.len();
    let bar = progress_bar(items as u64);
    let report = run(&client, &config, &journal, &|row| show(&bar, row)).await?;
    bar.finish_and_clear();
    report.write(&arguments.report)?;
    println!("{} items, see {}", report.rows.len(), arguments.report.display());
    Ok(if report.is_complete() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A bar on a terminal, nothing in a pipe.
fn progress_bar(items: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}");
    match std::io::stderr().is_terminal() {
        true => ProgressBar::new(items).with_style(style.unwrap_or(ProgressStyle::default_bar())),
        false => ProgressBar::hidden(),
    }
}

fn show(bar: &ProgressBar, row: &Row) {
    let line = format!("{} {} {} {}", row.kind, row.id, row.outcome, row.reason);
    match bar.is_hidden() {
        true => eprintln!("{}", line.trim_end()),
        false => {
            bar.set_message(row.id.clone());
            bar.inc(1);
        }
    }
}

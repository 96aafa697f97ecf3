//! Rotates the push credentials of many applications and pairs the phones of many users.
//!
//! An example of a service that depends on `pingone-mfa`, written as an outsider would write it. A
//! run that was stopped at any point is simply started again: what is done is in the [`Journal`],
//! and what may have been done without being written down is looked up before it is done again.

mod config;
mod journal;
mod pair;
mod report;
mod rotate;

use futures_util::{StreamExt as _, stream};
use pingone_mfa::Client;

pub use config::{Application, Config, ConfigError, Secrets, users};
pub use journal::{Journal, JournalError, Step};
pub use report::{Outcome, Report, Row};

/// Told of every item that is finished.
pub type Progress<'p> = &'p (dyn Fn(&Row) + Sync);

/// Rotates the credentials of all applications, then pairs all users, some at a time.
///
/// One item that fails does not stop the others; the report says why it failed.
///
/// # Errors
/// When the journal cannot be written: going on would forget what was done.
pub async fn run(
    client: &Client,
    config: &Config,
    journal: &Journal,
    progress: Progress<'_>,
) -> Result<Report, JournalError> {
    let mut report = Report::default();
    let rotations = config.applications.iter().map(|application| async move {
        let outcome = rotate::application(client, application, journal).await?;
        Ok(Row::application(application, outcome))
    });
    let mut rotations = stream::iter(rotations).buffer_unordered(config.concurrency.max(1));
    while let Some(row) = rotations.next().await {
        report.add(row?, progress);
    }
    let applications: Vec<_> = config.applications.iter().map(|one| one.id).collect();
    let pairings = config.users.iter().map(|user| {
        let applications = &applications;
        async move {
            let outcome =
                pair::user(client, *user, applications, config.patience(), journal).await?;
            Ok(Row::user(*user, outcome))
        }
    });
    let mut pairings = stream::iter(pairings).buffer_unordered(config.concurrency.max(1));
    while let Some(row) = pairings.next().await {
        report.add(row?, progress);
    }
    Ok(report)
}

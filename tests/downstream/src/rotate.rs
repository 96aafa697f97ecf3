//! One application gets its new credential.

use pingone_mfa::types::PushCredential;
use pingone_mfa::{Client, Error};

use crate::config::Application;
use crate::journal::{Journal, JournalError, Step};
use crate::report::Outcome;

/// Replaces the application's credential of the same service, or stores its first one.
///
/// Storing is not idempotent, so it is never done blindly: the list says what is there, also what a
/// run stored that could not write it down any more. Replacing may be done twice.
pub(crate) async fn application(
    client: &Client,
    application: &Application,
    journal: &Journal,
) -> Result<Outcome, JournalError> {
    let done = Step::Rotated(application.id);
    if journal.has(&done) {
        return Ok(Outcome::Before);
    }
    let request = match application.secrets.request() {
        Ok(request) => request,
        Err(error) => return Ok(Outcome::Failed(error.to_string())),
    };
    let credentials = client.push_credentials(application.id);
    let wanted = application.secrets.push_credential_type();
    let stored = match credentials.list().await {
        Ok(all) => all.into_items().into_iter().find(|one| one.type_ == wanted),
        Err(error) => return Ok(failed(&error)),
    };
    let stored: Result<PushCredential, Error> = match stored {
        Some(old) => credentials.replace(old.id, request).await,
        None => credentials.create(request).await,
    };
    match stored {
        Ok(_) => {
            journal.record(done)?;
            Ok(Outcome::Done)
        }
        Err(error) => Ok(failed(&error)),
    }
}

/// The error's own line is made for people.
pub(crate) fn failed(error: &Error) -> Outcome {
    match error.is_retryable() {
        true => Outcome::TryAgain(error.to_string()),
        false => Outcome::Failed(error.to_string()),
    }
}

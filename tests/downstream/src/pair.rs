//! One user gets a pairing key, and the phone claims it.

use std::time::Duration;

use pingone_mfa::types::{ApplicationId, PairingKey, PairingKeyId, PairingKeyRequest, UserId};
use pingone_mfa::{Client, WaitError};

use crate::journal::{Journal, JournalError, Step};
use crate::report::Outcome;
use crate::rotate::failed;

/// Issues a key, unless there is one from before, and waits until it is claimed.
///
/// A key whose creation could not be written down is lost: PingOne cannot list keys. That does no
/// harm, because nobody has its code and it expires by itself.
pub(crate) async fn user(
    client: &Client,
    user: UserId,
    applications: &[ApplicationId],
    patience: Duration,
    journal: &Journal,
) -> Result<Outcome, JournalError> {
    if journal.has(&Step::Paired(user)) {
        return Ok(Outcome::Before);
    }
    if let Some(key) = journal.pairing_key(user) {
        match wait(client, user, key, patience).await {
            // A run long ago issued it. It is of no use any more, so there has to be another one.
            Err(WaitError::Expired { .. }) => {}
            claimed => return settle(user, claimed, journal),
        }
    }
    let request = PairingKeyRequest::new().applications(applications.iter().copied());
    let key = match client.pairing_keys(user).create(request).await {
        Ok(key) => key.id,
        Err(error) => return Ok(failed(&error)),
    };
    journal.record(Step::Issued(user, key))?;
    settle(user, wait(client, user, key, patience).await, journal)
}

async fn wait(
    client: &Client,
    user: UserId,
    key: PairingKeyId,
    patience: Duration,
) -> Result<PairingKey, WaitError> {
    client.pairing_keys(user).wait_until_claimed(key).timeout(patience).await
}

/// Writes down that a phone is paired, or says why it is not.
fn settle(
    user: UserId,
    claimed: Result<PairingKey, WaitError>,
    journal: &Journal,
) -> Result<Outcome, JournalError> {
    match claimed {
        Ok(_) => {
            journal.record(Step::Paired(user))?;
            Ok(Outcome::Done)
        }
        Err(error @ (WaitError::Timeout { .. } | WaitError::Expired { .. })) => {
            Ok(Outcome::TryAgain(error.to_string()))
        }
        Err(error) => Ok(Outcome::Failed(error.to_string())),
    }
}

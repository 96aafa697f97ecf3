//! Waits until a user has paired a device with a pairing key.

mod error;

use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use http::header::DATE;
use jiff::Timestamp;
use pingone_core::{Error, ErrorKind, Response, SessionId, TransactionId};
use tokio::runtime::Handle;

pub use error::WaitError;

use crate::generated::Client;
use crate::generated::pairing_keys::{PairingKeys, ReadPairingKey};
use crate::generated::types::{PairingKey, PairingKeyError, PairingKeyId, PairingKeyStatus};

/// PingOne's default validity of a pairing key.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(600);

/// The shortest pause between two reads.
const MIN_PAUSE: Duration = Duration::from_secs(2);

/// The longest pause between two reads, unless PingOne asks for more.
const MAX_PAUSE: Duration = Duration::from_secs(15);

/// The time that is left for the last read.
const LAST_READ: Duration = Duration::from_secs(1);

/// Reads that may not find the key before it was seen once: a new one is not visible at once.
const MAX_UNSEEN_READS: u32 = 3;

impl PairingKeys {
    /// Waits until a pairing key is claimed: the user has paired a device with it.
    ///
    /// See [`WaitUntilClaimed`] for limits, errors and an example.
    pub fn wait_until_claimed(&self, pairing_key_id: impl Into<PairingKeyId>) -> WaitUntilClaimed {
        let pairing_key_id = pairing_key_id.into();
        let read = self.read(pairing_key_id);
        let client = self.client.clone();
        WaitUntilClaimed { client, read, pairing_key_id, timeout: DEFAULT_TIMEOUT }
    }
}

/// Waits until a pairing key is claimed; awaiting it starts the wait.
///
/// The key is read again and again: at once, then after 2 to 4 s, 2 to 8 s, and from then on 2 to
/// 15 s, drawn at random, so that many waits do not meet. A status that this version does not know
/// is waited on. A read that fails for the moment ([`Error::is_retryable`]) is made up for by the
/// next one, not earlier than PingOne asks. The wait may be dropped at any time.
///
/// # Example
///
/// ```no_run
/// # use pingone_mfa::types::*;
/// # async fn example(client: pingone_mfa::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let user_id: UserId = "788d4931-6936-43f2-82ff-178f5762298a".parse()?;
/// let keys = client.pairing_keys(user_id);
/// let key = keys.create(PairingKeyRequest::new()).await?;
/// println!("enter {} in the app", key.code.expose());
/// keys.wait_until_claimed(key.id).await?;
/// println!("paired");
/// # Ok(())
/// # }
/// ```
///
/// # Limits
///
/// It takes 10 minutes at most, PingOne's default validity of a key; see
/// [`timeout`](Self::timeout).
///
/// # Errors
///
/// | error | when |
/// |---|---|
/// | [`WaitError::Failed`] | the status is `FAILED` |
/// | [`WaitError::Expired`] | `expiresAt` has passed by the clock of the response (`Date`), or a key that was seen is not found any more |
/// | [`WaitError::Timeout`] | the time is up, or leaves none for another read |
/// | [`WaitError::OtherKey`] | an answer is about another key than the one that was asked for |
/// | [`WaitError::Read`] | a read failed in a way that another one would not change; also when a key that was never seen is not found three times |
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until the wait is awaited"]
pub struct WaitUntilClaimed {
    client: Client,
    read: ReadPairingKey,
    pairing_key_id: PairingKeyId,
    timeout: Duration,
}

impl WaitUntilClaimed {
    /// The longest time to wait, reads included; 10 minutes if not set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Your id for the session that the reads are part of.
    pub fn session_id(self, session_id: SessionId) -> Self {
        Self { read: self.read.session_id(session_id), ..self }
    }

    /// Your id for the transaction that the reads are part of.
    pub fn transaction_id(self, transaction_id: TransactionId) -> Self {
        Self { read: self.read.transaction_id(transaction_id), ..self }
    }

    /// Waits; awaiting the builder does the same.
    ///
    /// # Errors
    ///
    /// See [`WaitUntilClaimed`].
    pub async fn wait(self) -> Result<PairingKey, WaitError> {
        if Handle::try_current().is_err() {
            // There is nothing to wait with; the read says so.
            return self.read.send().await.map_err(WaitError::Read);
        }
        let seams = self.client.core().seams();
        let started = seams.clock.now();
        // Counted from the start, because the sum of an instant and any duration may not exist.
        let left =
            || self.timeout.saturating_sub(seams.clock.now().saturating_duration_since(started));
        let mut watch = Watch::default();
        loop {
            let left_for_read = left();
            if left_for_read.is_zero() {
                return Err(watch.timeout(self.timeout));
            }
            // The read keeps the limit itself, in everything that it does: nothing is sent beyond it.
            let limit = left_for_read.min(self.client.core().total_timeout());
            let asked = match self.read.clone().timeout(limit).send_with_metadata().await {
                Err(error) if limit == left_for_read && was_too_late(&error) => {
                    return Err(watch.timeout(self.timeout));
                }
                Err(error) => watch.failed(error)?,
                Ok(response) => match watch.seen(self.pairing_key_id, response)? {
                    Some(key) => return Ok(key),
                    None => Duration::ZERO,
                },
            };
            match pause(watch.reads, (seams.jitter)(), asked, left()) {
                Some(pause) => seams.clock.sleep(pause).await,
                None => return Err(watch.timeout(self.timeout)),
            }
        }
    }
}

impl IntoFuture for WaitUntilClaimed {
    type Output = Result<PairingKey, WaitError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.wait())
    }
}

/// What the reads have come to so far.
#[derive(Default)]
struct Watch {
    reads: u32,
    status: Option<PairingKeyStatus>,
    expires_at: Option<Timestamp>,
    /// Why the last read failed.
    failure: Option<Error>,
}

impl Watch {
    /// The key, if it is claimed; `None` is to be waited on.
    fn seen(
        &mut self,
        expected: PairingKeyId,
        response: Response<PairingKey>,
    ) -> Result<Option<PairingKey>, WaitError> {
        self.reads += 1;
        self.failure = None;
        let now = date(&response);
        let key = response.value();
        if key.id != expected {
            return Err(WaitError::OtherKey { expected, found: key.id });
        }
        match key.status {
            PairingKeyStatus::Claimed => return Ok(Some(response.into_inner())),
            PairingKeyStatus::Failed => {
                let extra = serde_json::Map::new();
                let none = PairingKeyError { code: None, message: None, extra };
                let reason = key.error.as_ref().and_then(|reason| response.covered(reason));
                return Err(WaitError::Failed { reason: reason.unwrap_or(none) });
            }
            _ => {}
        }
        // It may become part of an error, and any text can be a status.
        self.status = response.covered(&key.status);
        self.expires_at = key.expires_at;
        match (now, key.expires_at) {
            (Some(now), Some(at)) if now >= at => {
                Err(WaitError::Expired { at: Some(at), source: None })
            }
            _ => Ok(None),
        }
    }

    /// How long PingOne asks to wait after a read that failed, if there is sense in another one.
    fn failed(&mut self, error: Error) -> Result<Duration, WaitError> {
        self.reads += 1;
        let missing = error.is_not_found();
        if missing && self.status.is_some() {
            return Err(WaitError::Expired { at: self.expires_at, source: Some(error) });
        }
        if !(error.is_retryable() || missing && self.reads < MAX_UNSEEN_READS) {
            return Err(WaitError::Read(error));
        }
        let asked = error.retry_after().unwrap_or_default();
        self.failure = Some(error);
        Ok(asked)
    }

    fn timeout(self, limit: Duration) -> WaitError {
        WaitError::Timeout { limit, status: self.status, source: self.failure }
    }
}

/// Whether the limit of a call ended it, and not that of an exchange.
fn was_too_late(error: &Error) -> bool {
    error.kind() == ErrorKind::Timeout && error.transport_error().is_none()
}

/// The clock of a response: ours may be off, and then a key would seem to expire early or late.
fn date<T>(response: &Response<T>) -> Option<Timestamp> {
    let text = response.headers().get(DATE)?.to_str().ok()?;
    Timestamp::try_from(httpdate::parse_http_date(text).ok()?).ok()
}

/// The time until the next read; `None` if the time is up before it can be made.
fn pause(reads: u32, jitter: f64, asked: Duration, left: Duration) -> Option<Duration> {
    let room = left.saturating_sub(LAST_READ);
    let longest = MIN_PAUSE.saturating_mul(2u32.saturating_pow(reads)).min(MAX_PAUSE);
    let drawn = MIN_PAUSE + longest.saturating_sub(MIN_PAUSE).mul_f64(jitter.clamp(0.0, 1.0));
    (MIN_PAUSE.max(asked) <= room).then(|| drawn.max(asked).min(room))
}

#[cfg(test)]
mod scripted;
#[cfg(test)]
mod tests;

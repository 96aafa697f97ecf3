//! How a wait for a pairing key ends when nobody claims it.

use std::time::Duration;

use jiff::Timestamp;
use pingone_core::Error;
use pingone_core::codegen::Shown;

use crate::generated::types::{PairingKeyError, PairingKeyId, PairingKeyStatus};

/// Why a pairing key was not claimed; see [`WaitUntilClaimed`](crate::WaitUntilClaimed).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WaitError {
    /// The status is `FAILED`: a device tried to pair and could not.
    #[error("the pairing failed{}", why(.reason))]
    #[non_exhaustive]
    Failed {
        /// PingOne's reason; both parts may be absent.
        reason: PairingKeyError,
    },
    /// The key can no longer be claimed. Create another one.
    #[error("the pairing key {}", end(.at.as_ref(), .source.as_ref()))]
    #[non_exhaustive]
    Expired {
        /// When the key expires or expired, if PingOne says.
        at: Option<Timestamp>,
        /// That the key is not found any more: it expired, or was deleted.
        source: Option<Error>,
    },
    /// The time is up, or leaves none for another read. The key may still be claimed.
    #[error("the pairing key was not claimed within {} s{}", .limit.as_secs_f64(), state(.status.as_ref()))]
    #[non_exhaustive]
    Timeout {
        /// The time that was set.
        limit: Duration,
        /// The last status that was read, if one was.
        status: Option<PairingKeyStatus>,
        /// Why the last read failed, if it did.
        source: Option<Error>,
    },
    /// An answer is about another key, whose status says nothing about this one.
    #[error("the answer is about the pairing key {found} and not about {expected}")]
    #[non_exhaustive]
    OtherKey {
        /// The key that was asked for.
        expected: PairingKeyId,
        /// The key that the answer is about.
        found: PairingKeyId,
    },
    /// The key cannot be read, and another attempt would not help.
    #[error("the pairing key cannot be read")]
    Read(#[source] Error),
}

fn why(reason: &PairingKeyError) -> String {
    let parts = [reason.code.as_deref(), reason.message.as_deref()];
    let parts: Vec<String> =
        parts.iter().flatten().map(|part| format!(": {}", Shown(part))).collect();
    match parts.is_empty() {
        true => ", and PingOne does not say why".to_owned(),
        false => parts.concat(),
    }
}

fn end(at: Option<&Timestamp>, source: Option<&Error>) -> String {
    match (source, at) {
        (Some(_), _) => "is not there any more: it expired, or was deleted".to_owned(),
        (None, Some(at)) => format!("expired at {at}"),
        (None, None) => "expired".to_owned(),
    }
}

fn state(status: Option<&PairingKeyStatus>) -> String {
    status.map_or_else(
        || "; it could not be read".to_owned(),
        |status| format!("; its last status was {}", Shown(status.as_str())),
    )
}

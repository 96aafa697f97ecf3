//! What became of a request that failed: whether it was processed, and whether another attempt may
//! find another answer.

use std::time::SystemTime;

use http::StatusCode;

use super::failure::{Failure, Waited};
use crate::response::{Head, retry_after};

/// Whether a later attempt may find another answer.
pub(crate) fn is_transient(failure: &Failure) -> bool {
    match failure {
        Failure::Transport { error, .. } => !error.is_permanent(),
        Failure::Status { head, .. } => is_transient_status(head.status),
        Failure::Auth(error) => match error.transport_error() {
            Some(error) => !error.is_permanent(),
            None => error.status().is_some_and(is_transient_status),
        },
        Failure::InvalidCall(_)
        | Failure::Deadline { .. }
        | Failure::TooLarge { .. }
        | Failure::Decode { .. }
        | Failure::Paging { .. } => false,
    }
}

/// Whether PingOne may have acted on the request although the attempt failed.
pub(crate) fn may_have_been_processed(failure: &Failure) -> bool {
    match failure {
        Failure::InvalidCall(_) | Failure::Auth(_) | Failure::Paging { .. } => false,
        Failure::Transport { head: None, error, .. } => !error.is_connect(),
        Failure::Status { head, .. } => !was_refused(head),
        Failure::Deadline { waited, .. } => *waited == Waited::Answer,
        Failure::Transport { head: Some(_), .. }
        | Failure::TooLarge { .. }
        | Failure::Decode { .. } => true,
    }
}

/// The statuses that PingOne's retry guidance names.
fn is_transient_status(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)
}

/// Answers that say that the request was refused before it was processed.
fn was_refused(head: &Head) -> bool {
    match head.status {
        StatusCode::TOO_MANY_REQUESTS => true,
        StatusCode::SERVICE_UNAVAILABLE => {
            retry_after(&head.headers, SystemTime::UNIX_EPOCH).is_some()
        }
        status => status.is_client_error() && status != StatusCode::REQUEST_TIMEOUT,
    }
}

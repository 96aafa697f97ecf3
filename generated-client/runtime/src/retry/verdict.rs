//! What a failure means: whether another attempt is safe and worth it.

use std::time::{Duration, SystemTime};

use super::policy::RetryPolicy;
use crate::error::{Error, Failure, is_transient, may_have_been_processed};
use crate::operation::{Idempotency, Operation};
use crate::response::retry_after;

/// What a failure of an attempt means for the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Another attempt would not help, or might do harm.
    Final,
    /// Worth another attempt, not before the wait that the server asked for.
    Retry(Option<Duration>),
    /// The same, but what it costs is paid where the token is asked for: callers that wait for one
    /// token share one failure, and one of them asks again.
    RetryToken(Option<Duration>),
}

/// The verdict on a failed attempt of an operation.
///
/// An operation that is not idempotent gets another attempt only if PingOne provably did not process
/// this one.
pub(crate) fn verdict(
    operation: &Operation,
    policy: &RetryPolicy,
    error: &Error,
    now: SystemTime,
) -> Verdict {
    let failure = error.failure();
    let is_worth_it = match (failure, &policy.condition) {
        // Another attempt would send the same, or come too late.
        (Failure::InvalidCall(_) | Failure::Deadline { .. }, _) => false,
        (_, Some(condition)) => condition(error),
        (failure, None) => is_transient(failure),
    };
    let idempotency = policy.idempotency.unwrap_or(operation.idempotency);
    let is_safe = idempotency == Idempotency::Idempotent || !may_have_been_processed(failure);
    let asked = failure.last_head().and_then(|head| retry_after(&head.headers, now));
    match failure {
        _ if !is_worth_it || !is_safe => Verdict::Final,
        Failure::Auth(_) => Verdict::RetryToken(asked),
        _ => Verdict::Retry(asked),
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, Method, StatusCode};

    use super::*;
    use crate::error::{InvalidCall, Waited};
    use crate::redact::KnownSecrets;
    use crate::response::{Head, Trace};
    use crate::transport::TransportError;

    fn answered(status: u16, retry_after: Option<&str>) -> Failure {
        let mut headers = HeaderMap::new();
        headers.extend(retry_after.map(|text| (http::header::RETRY_AFTER, text.parse().unwrap())));
        let status = StatusCode::from_u16(status).unwrap();
        Failure::Status {
            head: Head { status, headers },
            body: None,
            said: None,
            is_compressed: false,
        }
    }

    fn judged(method: Method, policy: &RetryPolicy, failure: Failure) -> Verdict {
        let operation: &'static Operation = Box::leak(Box::new(Operation::new("x", method, "/")));
        let secrets = KnownSecrets::default();
        let error = Error::new(operation, Trace::default(), failure, &secrets);
        verdict(operation, policy, &error, SystemTime::UNIX_EPOCH)
    }

    fn of(method: Method, failure: Failure) -> Verdict {
        judged(method, &RetryPolicy::default(), failure)
    }

    const RETRY: Verdict = Verdict::Retry(None);

    #[test]
    fn idempotent_operations_are_repeated_on_the_documented_statuses() {
        for method in [Method::GET, Method::PUT, Method::DELETE] {
            for status in [408, 429, 500, 502, 503, 504] {
                assert_eq!(of(method.clone(), answered(status, None)), RETRY, "{method} {status}");
            }
            for status in [301, 400, 401, 403, 404, 409, 415, 422, 501, 505] {
                assert_eq!(of(method.clone(), answered(status, None)), Verdict::Final, "{status}");
            }
        }
    }

    #[test]
    fn a_post_is_repeated_only_if_it_was_turned_away() {
        assert_eq!(of(Method::POST, answered(429, None)), RETRY);
        assert_eq!(
            of(Method::POST, answered(503, Some("2"))),
            Verdict::Retry(Some(Duration::from_secs(2)))
        );
        for status in [408, 500, 502, 503, 504] {
            assert_eq!(of(Method::POST, answered(status, None)), Verdict::Final, "{status}");
        }
        assert_eq!(of(Method::POST, answered(502, Some("2"))), Verdict::Final);
    }

    #[test]
    fn the_caller_may_know_better_than_the_contract() {
        for (method, idempotency, expected) in [
            (Method::POST, Idempotency::Idempotent, RETRY),
            (Method::PUT, Idempotency::NotIdempotent, Verdict::Final),
        ] {
            let policy = RetryPolicy::default().idempotency(idempotency);
            let found = judged(method, &policy, answered(502, None));
            assert_eq!(found, expected, "{idempotency:?}");
        }
    }

    #[test]
    fn the_wait_is_taken_from_any_retryable_status() {
        for status in [408, 429, 500, 502, 503, 504] {
            let wait = Verdict::Retry(Some(Duration::from_secs(9)));
            assert_eq!(of(Method::GET, answered(status, Some("9"))), wait, "{status}");
        }
    }

    #[test]
    fn a_condition_of_the_caller_replaces_the_list_of_statuses() {
        let patient = RetryPolicy::default().retry_if(Error::is_not_found);
        assert_eq!(judged(Method::GET, &patient, answered(404, None)), RETRY);
        assert_eq!(judged(Method::GET, &patient, answered(503, None)), Verdict::Final);
        // PingOne refused it, so it was not processed.
        assert_eq!(judged(Method::POST, &patient, answered(404, None)), RETRY);
        let wait = Verdict::Retry(Some(Duration::from_secs(9)));
        assert_eq!(judged(Method::GET, &patient, answered(404, Some("9"))), wait);
    }

    #[test]
    fn a_condition_makes_no_unsafe_retry_safe() {
        let always = RetryPolicy::default().retry_if(|_| true);
        let broken = || Failure::Transport {
            base: "https://a".into(),
            head: None,
            error: TransportError::broken("x"),
        };
        for status in [408, 500, 502, 503, 504] {
            let found = judged(Method::POST, &always, answered(status, None));
            assert_eq!(found, Verdict::Final, "{status}");
        }
        assert_eq!(judged(Method::POST, &always, broken()), Verdict::Final);
        let unique = always.clone().idempotency(Idempotency::Idempotent);
        assert_eq!(judged(Method::POST, &unique, answered(500, None)), RETRY);
        assert_eq!(judged(Method::POST, &unique, broken()), RETRY);
        let careful = always.idempotency(Idempotency::NotIdempotent);
        assert_eq!(judged(Method::PUT, &careful, broken()), Verdict::Final);
    }

    #[test]
    fn no_condition_repeats_what_cannot_change() {
        let always = RetryPolicy::default().retry_if(|_| true);
        let invalid = || Failure::InvalidCall(InvalidCall::Target);
        assert_eq!(judged(Method::GET, &always, invalid()), Verdict::Final);
        let late = Failure::Deadline { limit: Duration::ZERO, head: None, waited: Waited::Answer };
        assert_eq!(judged(Method::GET, &always, late), Verdict::Final);
    }
}

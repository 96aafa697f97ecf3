//! Waiting for scripted answers, with pauses that take no time and are written down.

use std::error::Error as _;
use std::sync::Mutex;

use super::scripted::{Answer, Jumping, Scripted};
use super::*;
use crate::{ErrorKind, Hosts, RetryPolicy};

const ENVIRONMENT: &str = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6";

const EXPIRES: &str = "2026-11-23T08:10:00.000Z";

/// A client whose requests are answered from a script.
struct Bench {
    api: Scripted,
    client: Client,
    clock: Jumping,
}

/// Gives these answers one after the other, the last one for ever.
fn bench(answers: Vec<fn() -> Answer>) -> Bench {
    let script = move |before: usize| answers[before.min(answers.len() - 1)]();
    scripted(script, RetryPolicy::never())
}

fn scripted(
    script: impl Fn(usize) -> Answer + Send + Sync + 'static,
    policy: RetryPolicy,
) -> Bench {
    let (api, clock) = (Scripted::new(script), Jumping::default());
    let hosts = Hosts::new("http://127.0.0.1:1/v1", "http://127.0.0.1:1").unwrap();
    let client = Client::builder(hosts, id(ENVIRONMENT))
        .access_token("t")
        .retry(policy)
        .transport(api.clone())
        .clock(clock.clone())
        .without_jitter()
        .build()
        .unwrap();
    Bench { api, client, clock }
}

fn id(text: &str) -> uuid::Uuid {
    text.parse().unwrap()
}

impl Bench {
    fn builder(&self) -> WaitUntilClaimed {
        self.client.pairing_keys(id(ENVIRONMENT)).wait_until_claimed(id(ENVIRONMENT))
    }

    async fn wait(&self) -> Result<PairingKey, WaitError> {
        self.builder().await
    }

    fn pauses(&self) -> Vec<u64> {
        self.clock.slept().iter().map(Duration::as_secs).collect()
    }

    fn reads(&self) -> usize {
        self.api.requests()
    }
}

/// A key with this status (and more), read at this time of the day on which it expires at 08:10.
fn key(status: &str, time: &str) -> Answer {
    let body = format!(
        r#"{{"id":"{ENVIRONMENT}","code":"0188","expiresAt":"{EXPIRES}","status":{status}}}"#
    );
    Answer::new(200, &[&format!("date: Mon, 23 Nov 2026 {time} GMT")], &body)
}

fn unclaimed() -> Answer {
    key(r#""UNCLAIMED""#, "08:00:00")
}

fn claimed() -> Answer {
    key(r#""CLAIMED""#, "08:00:00")
}

fn failed() -> Answer {
    key(r#""FAILED","error":{"code":"NO_DEVICE","message":"not\npaired"}"#, "08:00:00")
}

fn not_found() -> Answer {
    Answer::new(404, &[], r#"{"code":"NOT_FOUND"}"#)
}

fn unavailable() -> Answer {
    Answer::new(503, &[], "")
}

#[tokio::test]
async fn a_claimed_key_is_there_without_a_pause() {
    let bench = bench(vec![claimed]);
    assert_eq!(bench.wait().await.unwrap().status, PairingKeyStatus::Claimed);
    assert_eq!((bench.reads(), bench.pauses()), (1, vec![]));
}

#[tokio::test]
async fn the_key_is_read_until_it_is_claimed_whatever_unknown_status_comes_between() {
    let unknown = || key(r#""PAIRING_SOON""#, "08:00:00");
    let bench = bench(vec![unclaimed, unknown, unclaimed, claimed]);
    let claimed = bench.wait().await.unwrap();
    assert_eq!((claimed.code.expose(), bench.reads()), ("0188", 4));
    assert_eq!(bench.pauses(), [2, 2, 2], "jitter is zero here");
}

#[tokio::test]
async fn a_failed_pairing_is_told_with_its_reason() {
    let error = bench(vec![unclaimed, failed]).wait().await.unwrap_err();
    assert_eq!(error.to_string(), "the pairing failed: NO_DEVICE: not\\npaired");
    let WaitError::Failed { reason } = error else { panic!("{error}") };
    assert_eq!(reason.code.as_deref(), Some("NO_DEVICE"));

    let error = bench(vec![|| key(r#""FAILED""#, "08:00:00")]).wait().await.unwrap_err();
    assert_eq!(error.to_string(), "the pairing failed, and PingOne does not say why");
}

#[tokio::test]
async fn a_key_expires_by_the_clock_of_the_server() {
    let late = || key(r#""UNCLAIMED""#, "08:10:00");
    let bench = bench(vec![|| key(r#""UNCLAIMED""#, "08:09:59"), late]);
    let error = bench.wait().await.unwrap_err();
    assert_eq!(error.to_string(), "the pairing key expired at 2026-11-23T08:10:00Z");
    assert!(matches!(error, WaitError::Expired { at: Some(_), source: None }));
    assert_eq!(bench.reads(), 2);
}

#[tokio::test]
async fn an_unknown_status_does_not_outlive_the_key_but_a_claimed_one_does() {
    let error = bench(vec![|| key(r#""NEW""#, "09:00:00")]).wait().await.unwrap_err();
    assert!(matches!(error, WaitError::Expired { .. }), "{error}");
    assert!(bench(vec![|| key(r#""CLAIMED""#, "09:00:00")]).wait().await.is_ok());
}

#[tokio::test]
async fn a_key_that_was_seen_and_is_not_found_is_gone() {
    let bench = bench(vec![unclaimed, not_found]);
    let error = bench.wait().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the pairing key is not there any more: it expired, or was deleted"
    );
    let source = error.source().unwrap().downcast_ref::<Error>().unwrap();
    assert!(source.is_not_found());
    assert_eq!(bench.reads(), 2);
}

#[tokio::test]
async fn a_new_key_may_not_be_visible_at_once() {
    let bench_of_new = bench(vec![not_found, not_found, unclaimed, claimed]);
    assert!(bench_of_new.wait().await.is_ok());

    let bench_of_none = bench(vec![not_found]);
    let error = bench_of_none.wait().await.unwrap_err();
    assert!(matches!(&error, WaitError::Read(error) if error.is_not_found()), "{error}");
    assert_eq!(bench_of_none.reads(), 3);
}

#[tokio::test]
async fn a_bad_moment_of_the_server_is_waited_out() {
    let torn = || Answer::torn(200);
    let busy = || Answer::new(429, &["retry-after: 40"], "");
    let bench = bench(vec![unavailable, torn, busy, claimed]);
    assert!(bench.wait().await.is_ok());
    assert_eq!(bench.pauses(), [2, 2, 40], "never earlier than PingOne asks");
}

#[tokio::test]
async fn what_another_read_would_not_change_ends_the_wait() {
    for (answer, kind) in [
        ((|| Answer::new(403, &[], "{}")) as fn() -> Answer, ErrorKind::Status),
        (|| Answer::new(401, &[], "{}"), ErrorKind::Status),
        (|| Answer::new(200, &[], "{}"), ErrorKind::Decode),
    ] {
        let bench = bench(vec![unclaimed, answer]);
        let error = bench.wait().await.unwrap_err();
        let WaitError::Read(source) = &error else { panic!("{error}") };
        assert_eq!((source.kind(), bench.reads()), (kind, 2));
        assert!(error.source().is_some());
    }
}

#[tokio::test]
async fn another_key_is_never_taken_for_the_one_that_is_waited_for() {
    const OTHER: &str = "00000000-0000-0000-0000-00000000000b";
    for status in ["CLAIMED", "FAILED", "UNCLAIMED", "NEW"] {
        let other = move |before| match before {
            0 => unclaimed(),
            _ => Answer::new(
                200,
                &[],
                &format!(r#"{{"id":"{OTHER}","code":"0","status":"{status}"}}"#),
            ),
        };
        let bench = scripted(other, RetryPolicy::never());
        let error = bench.wait().await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("the answer is about the pairing key {OTHER} and not about {ENVIRONMENT}")
        );
        assert!(matches!(error, WaitError::OtherKey { .. }));
        assert_eq!(bench.reads(), 2, "{status}");
    }
}

#[tokio::test]
async fn the_wait_ends_when_its_time_is_up() {
    let bench = bench(vec![unclaimed]);
    let error = bench.wait().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the pairing key was not claimed within 600 s; its last status was UNCLAIMED"
    );
    let pauses = bench.pauses();
    assert_eq!((pauses.iter().sum::<u64>(), pauses.len()), (598, 299));
    assert!(error.source().is_none());
}

#[tokio::test]
async fn a_timeout_says_why_the_last_read_failed() {
    let bench = bench(vec![unclaimed, unavailable]);
    let error = bench.builder().timeout(Duration::from_secs(9)).await.unwrap_err();
    assert!(matches!(error, WaitError::Timeout { status: Some(_), .. }), "{error}");
    let source = error.source().unwrap().downcast_ref::<Error>().unwrap();
    assert_eq!(source.status().unwrap().as_u16(), 503);
    assert!(!error.to_string().contains(&source.to_string()), "{error} says its source");
    assert_eq!(bench.pauses(), [2, 2, 2, 2]);
}

#[tokio::test]
async fn a_wait_that_pingone_asks_for_beyond_the_timeout_ends_at_once() {
    for asked in ["retry-after: 600", "retry-after: 18446744073709551615"] {
        let bench = scripted(move |_| Answer::new(503, &[asked], ""), RetryPolicy::never());
        let wait = bench.wait().await;
        assert!(matches!(wait, Err(WaitError::Timeout { status: None, source: Some(_), .. })));
        assert_eq!((bench.reads(), bench.pauses()), (1, vec![]));
    }
}

#[tokio::test]
async fn a_read_is_not_repeated_beyond_the_timeout() {
    let busy = |_| Answer::new(503, &["retry-after: 5"], "");
    for (timeout, requests) in [(3, 1), (5, 1), (6, 2), (11, 3)] {
        let bench = scripted(busy, RetryPolicy::default());
        let error = bench.builder().timeout(Duration::from_secs(timeout)).await.unwrap_err();
        assert!(matches!(error, WaitError::Timeout { source: Some(_), .. }), "{error}");
        assert_eq!(bench.api.requests(), requests, "{timeout}");
    }
}

#[tokio::test]
async fn a_read_that_takes_longer_than_a_call_may_is_made_up_for_by_the_next() {
    let api = Scripted::new(|_| Answer::Silence);
    let hosts = Hosts::new("http://127.0.0.1:1/v1", "http://127.0.0.1:1").unwrap();
    let client = Client::builder(hosts, id(ENVIRONMENT))
        .access_token("t")
        .limits(crate::Limits::default().total_timeout(Duration::from_millis(10)))
        .transport(api.clone())
        .clock(Jumping::default())
        .without_jitter()
        .build()
        .unwrap();
    let wait = client.pairing_keys(id(ENVIRONMENT)).wait_until_claimed(id(ENVIRONMENT));
    let error = wait.timeout(Duration::from_secs(9)).await.unwrap_err();
    let WaitError::Timeout { source: Some(source), .. } = error else { panic!("{error}") };
    assert_eq!((source.kind(), api.requests()), (ErrorKind::Timeout, 5));
}

#[tokio::test]
async fn silence_does_not_outlast_the_timeout() {
    let bench = bench(vec![|| Answer::Silence]);
    let error = bench.builder().timeout(Duration::from_millis(50)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the pairing key was not claimed within 0.05 s; it could not be read"
    );
}

#[test]
fn outside_of_a_runtime_a_wait_is_an_error_and_no_panic() {
    let hosts = crate::Hosts::new("http://127.0.0.1:9/v1", "http://127.0.0.1:9").unwrap();
    let id: uuid::Uuid = ENVIRONMENT.parse().unwrap();
    let client = Client::builder(hosts, id).access_token("t").build().unwrap();
    let wait = std::pin::pin!(client.pairing_keys(id).wait_until_claimed(id).wait());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match wait.poll(&mut context) {
        std::task::Poll::Ready(Err(WaitError::Read(error))) => {
            assert_eq!(error.kind(), ErrorKind::NoRuntime);
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_longest_timeout_and_none_are_fine() {
    assert!(bench(vec![claimed]).builder().timeout(Duration::MAX).await.is_ok());
    let error = bench(vec![claimed]).builder().timeout(Duration::ZERO).await.unwrap_err();
    assert!(matches!(error, WaitError::Timeout { .. }), "{error}");
}

#[tokio::test]
async fn every_read_is_retried_and_carries_the_ids_of_the_caller() {
    let answers = Mutex::new(vec![claimed(), unavailable(), unclaimed()]);
    let script = move |_| answers.lock().unwrap().pop().unwrap();
    let bench = scripted(script, RetryPolicy::default());
    let wait =
        bench.builder().session_id("s-1".parse().unwrap()).transaction_id("t-1".parse().unwrap());
    assert!(wait.wait().await.is_ok());
    assert_eq!(bench.api.headers("x-ping-external-session-id"), ["s-1"; 3]);
    assert_eq!(bench.api.headers("x-ping-external-transaction-id"), ["t-1"; 3]);
}

#[test]
fn pauses_grow_are_drawn_at_random_and_leave_time_for_the_last_read() {
    let far = Duration::from_secs(600);
    let none = Duration::ZERO;
    let longest = |reads| pause(reads, 1.0, none, far).unwrap().as_secs();
    assert_eq!([1, 2, 3, 4, 1000].map(longest), [4, 8, 15, 15, 15]);
    let middle = pause(3, 0.5, none, far).unwrap();
    assert_eq!((pause(3, 0.0, none, far), middle.as_millis()), (Some(MIN_PAUSE), 8500));
    let left =
        |seconds| pause(9, 1.0, none, Duration::from_secs(seconds)).map(|pause| pause.as_secs());
    assert_eq!([16, 15, 3, 2, 0].map(left), [Some(15), Some(14), Some(2), None, None]);
    assert_eq!(pause(1, 0.0, Duration::from_secs(600), far), None);
}

#[test]
fn waits_can_be_sent_between_threads_and_stay_small() {
    fn is_send<T: Send + Sync + 'static>() {}
    fn small<T: Send + 'static>(_: &T) {
        assert!(size_of::<T>() < 4096, "{} bytes", size_of::<T>());
    }
    is_send::<WaitError>();
    let hosts = crate::Hosts::new("http://127.0.0.1:1", "http://127.0.0.1:1").unwrap();
    let id: uuid::Uuid = ENVIRONMENT.parse().unwrap();
    let client = Client::builder(hosts, id).access_token("t").build().unwrap();
    small(&client.pairing_keys(id).wait_until_claimed(id).wait());
}

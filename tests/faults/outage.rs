//! An outage that lasts, of the API or of the token endpoint: what it gets of many calls.

use std::time::Duration;

use pingone_mfa_testing::{Call, Fault, Target};

use crate::bench::{Bench, call};
use crate::outcome::PATIENT;

/// More than the retry budget has retries.
const CALLS_MADE: usize = 150;

const RETRIES: usize = 100;

#[derive(Clone, Copy)]
enum Callers {
    OneByOne,
    AllAtOnce,
}

/// Makes the calls one after the other, or all at the same time; none of them succeeds.
async fn fail_all(bench: &Bench, callers: Callers, at: &str) {
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..CALLS_MADE {
        let sent = (bench.call.send)(bench.client.clone(), bench.arguments.clone());
        running.spawn(async move { sent.await.is_err() });
        if let Callers::OneByOne = callers {
            assert!(running.join_next().await.unwrap().unwrap(), "{at}");
        }
    }
    assert!(running.join_all().await.into_iter().all(|failed| failed), "{at}");
}

async fn check(call: &'static Call, fault: fn() -> Fault, callers: Callers) {
    for of_tokens in [false, true] {
        let bench = Bench::new(call, PATIENT).await;
        let at = format!("{}, {:?}, tokens: {of_tokens}", call.operation_id, fault());
        let target: Target = if of_tokens { Target::Token } else { bench.operation().into() };
        bench.pingone.inject(fault().on(target).always());
        fail_all(&bench, callers, &at).await;
        let first = bench.pingone.take_requests().into_iter().count();
        assert!(first <= CALLS_MADE + RETRIES + 1, "{at}: {first} of {CALLS_MADE}");
        fail_all(&bench, callers, &at).await;
        let second = bench.pingone.take_requests().into_iter().count();
        assert!(second * 10 <= CALLS_MADE * 11, "{at}: {second} of {CALLS_MADE}");
        bench.pingone.clear_faults();
        let _ = bench.send().await.unwrap_or_else(|error| panic!("{at}: {error}"));
    }
}

const FAULTS: [fn() -> Fault; 4] = [
    || Fault::status(503),
    || Fault::status(429).retry_after(Duration::from_secs(1)),
    Fault::reset,
    || Fault::gateway_html(502),
];

async fn check_all(callers: Callers) {
    let mut checks = tokio::task::JoinSet::new();
    for operation in ["listPushCredentials", "createPairingKey", "deletePushCredential"] {
        for fault in FAULTS {
            checks.spawn(check(call(operation), fault, callers));
        }
    }
    assert_eq!(checks.join_all().await.len(), 12);
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_one_after_the_other_make_an_outage_no_worse() {
    check_all(Callers::OneByOne).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_at_the_same_time_make_an_outage_no_worse() {
    check_all(Callers::AllAtOnce).await;
}

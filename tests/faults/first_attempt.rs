//! A fault at the first attempt, and one while the call is being retried.

use std::sync::Arc;
use std::time::Duration;

use pingone_mfa_testing::{CALLS, Call, Fault};
use tokio::sync::Semaphore;

use crate::bench::Bench;
use crate::outcome::{CASES, Case, Outcome};

/// Lets the fault happen behind `before` attempts that are turned away, and checks what comes of it.
async fn check(call: &'static Call, case: &Case, before: u32) {
    let bench = Bench::new(call, case.patience).await;
    let at = format!("{}, {} behind {before} attempts", call.operation_id, case.name);
    let busy = || Fault::status(503).retry_after(Duration::from_secs(9));
    if before > 0 {
        bench.pingone.inject(busy().on(bench.operation()).times(before));
    }
    bench.pingone.inject((case.fault)().on(bench.operation()).after(before));
    let outcome = bench.send().await;
    bench.check(&outcome, &at);
    let attempts = match (case.outcome)(bench.nature()) {
        Outcome::Repeated => {
            let response = outcome.unwrap_or_else(|error| panic!("{at}: {error}"));
            assert_eq!(response.attempts(), before + 2, "{at}");
            before + 2
        }
        Outcome::Unharmed => {
            let response = outcome.unwrap_or_else(|error| panic!("{at}: {error}"));
            assert_eq!(response.attempts(), before + 1, "{at}");
            before + 1
        }
        Outcome::Fails(kind) => {
            let error = outcome.expect_err(&at);
            assert_eq!((error.kind(), error.attempts()), (kind, before + 1), "{at}: {error}");
            before + 1
        }
    };
    // A refused token costs one more request, which is not an attempt.
    let replays = u32::from(bench.token_requests() > 1);
    assert_eq!(bench.sent(), (attempts + replays) as usize, "{at}");
    assert_eq!(bench.pingone.outstanding_faults(), 0, "{at}");
}

/// Checks under way at the same time. With hundreds, an answer could take longer than a client that is
/// impatient waits.
const AT_ONCE: usize = 16;

async fn check_all(before: u32) {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut checks = tokio::task::JoinSet::new();
    for call in CALLS {
        for case in CASES {
            let places = Arc::clone(&places);
            checks.spawn(async move {
                let _place = places.acquire().await.unwrap();
                check(call, case, before).await;
            });
        }
    }
    assert_eq!(checks.join_all().await.len(), CALLS.len() * CASES.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_at_the_first_attempt() {
    check_all(0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_during_a_retry() {
    check_all(2).await;
}

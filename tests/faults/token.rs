//! Faults of the token endpoint: at the first token, and when it is to be replaced.

use std::time::Duration;

use pingone_mfa::ErrorKind;
use pingone_mfa_testing::{CALLS, Call, Fault, Target};

use crate::bench::Bench;
use crate::outcome::{IMPATIENT, PATIENT};

type Make = fn() -> Fault;

/// What passes: the next attempt asks again, whatever the operation, for nothing was sent.
const PASSING: &[(Make, Duration)] = &[
    (|| Fault::status(503).retry_after(Duration::from_secs(5)), PATIENT),
    (|| Fault::status(500), PATIENT),
    (|| Fault::status(429).retry_after(Duration::ZERO), PATIENT),
    (|| Fault::gateway_html(502), PATIENT),
    (Fault::reset, PATIENT),
    (Fault::hang, IMPATIENT),
    (Fault::cut_body, PATIENT),
    (Fault::stalled_body, IMPATIENT),
];

/// Makes a check of every operation with every passing fault, all at the same time.
async fn check_all<F>(check: fn(&'static Call, Make, Duration) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let mut checks = tokio::task::JoinSet::new();
    for call in CALLS {
        for (fault, patience) in PASSING {
            checks.spawn(check(call, *fault, *patience));
        }
    }
    assert_eq!(checks.join_all().await.len(), CALLS.len() * PASSING.len());
}

/// What stays: an answer that is no token.
const LASTING: &[Make] = &[
    || Fault::status(400),
    || Fault::status(401),
    || Fault::redirect("http://127.0.0.1:1/elsewhere"),
    Fault::truncated_json,
    Fault::invalid_json,
    || Fault::huge_body(1024 * 1024),
];

async fn waited_out(call: &'static Call, fault: Make, patience: Duration) {
    let bench = Bench::new(call, patience).await;
    bench.pingone.inject(fault().on(Target::Token));
    let at = format!("{}, {:?}", call.operation_id, fault());
    let outcome = bench.send().await;
    bench.check(&outcome, &at);
    let response = outcome.unwrap_or_else(|error| panic!("{at}: {error}"));
    assert_eq!((response.attempts(), bench.sent()), (2, 1), "{at}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_passes_is_waited_out() {
    check_all(waited_out).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stays_is_an_error_and_nothing_is_sent() {
    for call in CALLS {
        for fault in LASTING {
            let bench = Bench::new(call, PATIENT).await;
            bench.pingone.inject(fault().on(Target::Token));
            let at = format!("{}, {:?}", call.operation_id, fault());
            let outcome = bench.send().await;
            bench.check(&outcome, &at);
            let error = outcome.expect_err(&at);
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Auth, 1), "{at}: {error}");
            assert_eq!(bench.sent(), 0, "{at}");
            // Nothing is remembered: the next call asks again.
            let _ = bench.send().await.unwrap_or_else(|error| panic!("{at}: {error}"));
        }
    }
}

async fn waited_for(call: &'static Call, fault: Make, patience: Duration) {
    let bench = Bench::new(call, patience).await;
    bench.pingone.inject(Fault::revoked_token().on(bench.operation()));
    bench.pingone.inject(fault().on(Target::Token).after(1));
    let at = format!("{}, {:?}", call.operation_id, fault());
    let outcome = bench.send().await;
    bench.check(&outcome, &at);
    let response = outcome.unwrap_or_else(|error| panic!("{at}: {error}"));
    assert_eq!((response.attempts(), bench.sent()), (2, 2), "{at}");
    assert_eq!(bench.token_requests(), 3, "{at}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_refused_and_cannot_be_replaced_yet_is_waited_for() {
    check_all(waited_for).await;
}

//! Futures that are dropped: at every point of a call, and the client works on.

use std::future::{Future as _, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use pingone_mfa_testing::{CALLS, Fault, Target};

use crate::bench::Bench;
use crate::outcome::PATIENT;

/// Drops a call the n-th time that it waits for something; `false` if it was done before.
async fn drop_at(bench: &Bench, wait: usize) -> bool {
    let mut call = pin!(bench.send());
    let mut waits = 0;
    poll_fn(|context| {
        if call.as_mut().poll(context).is_ready() {
            return Poll::Ready(false);
        }
        waits += 1;
        if waits == wait { Poll::Ready(true) } else { Poll::Pending }
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_call_leaves_a_client_that_works() {
    for call in CALLS {
        for wait in 1.. {
            let bench = Bench::new(call, PATIENT).await;
            bench.pingone.inject(Fault::status(503).on(Target::Token));
            let busy = Fault::status(503).retry_after(Duration::ZERO);
            bench.pingone.inject(busy.on(bench.operation()));
            let was_dropped = drop_at(&bench, wait).await;
            bench.pingone.clear_faults();
            if !was_dropped {
                break;
            }
            let again = bench.send().await;
            let at = format!("{} dropped at its wait {wait}", call.operation_id);
            // A DELETE may have taken effect already.
            let gone = again.as_ref().err().is_some_and(pingone_mfa::Error::is_not_found);
            assert!(again.is_ok() || gone, "{at}: {again:?}");
        }
    }
}

//! Faults at random, by seeds that reproduce them: whatever happens, the client knows what it knows.

use std::time::Duration;

use pingone_mfa::types::PushCredentialRequest;
use pingone_mfa_testing::{FakePingOne, Fault, RandomFaults};

/// A third of the requests goes wrong, in ways that retries can mend.
fn faults(seed: u64) -> RandomFaults {
    RandomFaults::new(seed)
        .share(0.3)
        .fault(Fault::status(503).retry_after(Duration::from_secs(2)))
        .fault(Fault::status(429).retry_after(Duration::from_secs(1)))
        .fault(Fault::revoked_token())
        .fault(Fault::added_properties())
        .fault(Fault::reset_after_processing())
        .fault(Fault::cut_body())
}

async fn run(seed: u64) {
    let pingone = FakePingOne::builder().seed(seed).start().await.unwrap();
    let client = pingone.client_builder().clock(pingone.clock().skipping()).build().unwrap();
    pingone.inject_at_random(faults(seed));
    let credentials = client.push_credentials(pingone.application_id());
    let (mut known, mut in_doubt) = (Vec::new(), 0);
    for number in 0..40 {
        match credentials.create(PushCredentialRequest::hms(format!("c{number}"), "FAKE")).await {
            Ok(stored) => known.push(stored.id),
            // The new token was revoked as well; nothing was processed.
            Err(error) if error.is_unauthorized() => {}
            // Not repeated, because it may have taken effect.
            Err(error) => {
                assert!(error.is_retryable(), "seed {seed}: {error}");
                in_doubt += 1;
            }
        }
    }
    pingone.clear_faults();
    let stored = credentials.list().await.unwrap();
    let stored: Vec<_> = stored.items().iter().map(|credential| credential.id).collect();
    for id in &known {
        assert!(stored.contains(id), "seed {seed}: {id} is lost");
    }
    let unknown = stored.len() - known.len();
    assert!(unknown <= in_doubt, "seed {seed}: {unknown} more than the {in_doubt} in doubt");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_client_believes_is_what_the_fake_holds() {
    let mut runs = tokio::task::JoinSet::new();
    for seed in 0..20 {
        runs.spawn(run(seed));
    }
    assert_eq!(runs.join_all().await.len(), 20);
}

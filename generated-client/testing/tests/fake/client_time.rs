//! A client that lives in the fake's time: no wait takes real time.

use std::time::Duration;

use pingone_mfa::WaitError;
use pingone_mfa::types::{PairingKeyRequest, PairingKeyStatus, PushCredentialRequest};
use pingone_mfa_testing::{FakePingOne, Fault, Operation};

async fn with_a_credential() -> FakePingOne {
    let pingone = FakePingOne::builder().pairing_key_lifetime(Duration::from_secs(120));
    let pingone = pingone.start().await.unwrap();
    let credentials = pingone.client().push_credentials(pingone.application_id());
    credentials.create(PushCredentialRequest::hms("client", "FAKE")).await.unwrap();
    pingone
}

#[tokio::test]
async fn a_wait_that_moves_the_time_comes_to_the_end_of_a_key() {
    let pingone = with_a_credential().await;
    let client = pingone.client_builder().clock(pingone.clock().skipping()).build().unwrap();
    let keys = client.pairing_keys(pingone.user_id());
    let key = keys.create(PairingKeyRequest::new()).await.unwrap();
    let error = keys.wait_until_claimed(key.id).await.unwrap_err();
    assert!(matches!(error, WaitError::Expired { .. }), "{error:?}");
}

#[tokio::test]
async fn a_wait_ends_when_the_test_says_so() {
    let pingone = with_a_credential().await;
    let clock = pingone.clock();
    let client = pingone.client_builder().clock(clock.clone()).build().unwrap();
    let keys = client.pairing_keys(pingone.user_id());
    let key = keys.create(PairingKeyRequest::new()).await.unwrap();
    let waiting = tokio::spawn({
        let keys = keys.clone();
        async move { keys.wait_until_claimed(key.id).await }
    });
    clock.until_somebody_waits().await;
    pingone.claim(key.id).unwrap();
    assert!(!waiting.is_finished());
    pingone.advance(Duration::from_secs(60));
    assert_eq!(waiting.await.unwrap().unwrap().status, PairingKeyStatus::Claimed);
    assert_eq!(pingone.requests().of(Operation::READ_PAIRING_KEY).count(), 2);
}

#[tokio::test]
async fn a_token_is_renewed_before_the_fake_lets_it_expire() {
    let pingone = FakePingOne::builder().token_lifetime(Duration::from_secs(3600));
    let pingone = pingone.start().await.unwrap();
    let client = pingone.client_builder().clock(pingone.clock().skipping()).build().unwrap();
    let credentials = client.push_credentials(pingone.application_id());
    credentials.list().await.unwrap();
    pingone.advance(Duration::from_secs(3599));
    credentials.list().await.unwrap();
    pingone.requests().expect(&[
        "token 200",
        "listPushCredentials 200",
        "token 200",
        "listPushCredentials 200",
    ]);
}

#[tokio::test]
async fn a_long_retry_after_is_kept_and_takes_no_time() {
    let pingone = FakePingOne::start().await.unwrap();
    let client = pingone.client_builder().clock(pingone.clock().skipping()).build().unwrap();
    let busy = Fault::status(429).retry_after(Duration::from_secs(80));
    pingone.inject(busy.on(Operation::LIST_PUSH_CREDENTIALS));
    let before = pingone.now();
    let credentials = client.push_credentials(pingone.application_id());
    assert_eq!(credentials.list().send_with_metadata().await.unwrap().attempts(), 2);
    assert!(pingone.now().duration_since(before).as_secs() >= 80);
}

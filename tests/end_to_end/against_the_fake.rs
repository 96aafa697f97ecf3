//! The eight operations against a PingOne that checks requests and keeps state.

use std::time::Duration;

use pingone_mfa::types::{
    ApplicationId, PairingKeyRequest, PairingKeyStatus, PushCredential, PushCredentialId,
    PushCredentialRequest, PushCredentialType,
};
use pingone_mfa::{Client, ClientCredentials, ErrorCode, ErrorKind};
use pingone_mfa_testing::FakePingOne;
use serde_json::json;

async fn fake() -> (FakePingOne, Client) {
    let pingone = FakePingOne::start().await.unwrap();
    let client = pingone.client();
    (pingone, client)
}

async fn store(client: &Client, application: ApplicationId) -> PushCredential {
    let request = PushCredentialRequest::apns("k", "t", "FAKE");
    client.push_credentials(application).create(request).await.unwrap()
}

#[tokio::test]
async fn what_is_stored_can_be_listed_and_read_but_not_its_secrets() {
    let (pingone, client) = fake().await;
    let application = pingone.application_id();
    let credentials = client.push_credentials(application);
    let apns = store(&client, application).await;
    let hms = credentials.create(PushCredentialRequest::hms("c", "FAKE")).await.unwrap();
    assert_eq!((&apns.type_, apns.client_id), (&PushCredentialType::Apns, None));
    assert_eq!((&hms.type_, hms.client_id.as_deref()), (&PushCredentialType::Hms, Some("c")));
    assert_eq!(apns.application.unwrap().id, application);
    assert_eq!(apns.environment.unwrap().id, client.environment_id());
    assert!(apns.created_at.is_some() && apns.links.unwrap().get("self").is_some());
    assert_eq!(apns.extra, serde_json::Map::new());

    let listed = credentials.list().await.unwrap();
    let ids: Vec<PushCredentialId> = listed.items().iter().map(|item| item.id).collect();
    assert_eq!(ids, [apns.id, hms.id]);
    assert_eq!(credentials.read(hms.id).await.unwrap().id, hms.id);
    let stored = json!({"type": "APNS", "key": "k", "teamId": "t", "token": "FAKE"});
    assert!(pingone.push_credential_holds(apns.id, &stored));
}

#[tokio::test]
async fn replacing_replaces_everything_but_the_id() {
    let (pingone, client) = fake().await;
    let credentials = client.push_credentials(pingone.application_id());
    let before = store(&client, pingone.application_id()).await;
    let request = PushCredentialRequest::apns("k2", "t2", "FAKE2");
    let after = credentials.replace(before.id, request).await.unwrap();
    assert_eq!((after.id, after.created_at), (before.id, before.created_at));
    let stored = json!({"type": "APNS", "key": "k2", "teamId": "t2", "token": "FAKE2"});
    assert!(pingone.push_credential_holds(before.id, &stored));
}

#[tokio::test]
async fn what_is_deleted_is_gone() {
    let (pingone, client) = fake().await;
    let credentials = client.push_credentials(pingone.application_id());
    let stored = store(&client, pingone.application_id()).await;
    credentials.delete(stored.id).await.unwrap();
    assert!(credentials.list().await.unwrap().items().is_empty());
    let error = credentials.read(stored.id).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert_eq!(
        (error.operation(), error.code()),
        ("readPushCredential", Some(&ErrorCode::NotFound))
    );
    assert!(error.correlation_id().is_some());
    assert!(credentials.delete(stored.id).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn a_pairing_key_is_created_claimed_and_deleted() {
    let (pingone, client) = fake().await;
    store(&client, pingone.application_id()).await;
    let keys = client.pairing_keys(pingone.user_id());
    let key = keys.create(PairingKeyRequest::new()).await.unwrap();
    assert_eq!((&key.status, key.code.expose().len()), (&PairingKeyStatus::Unclaimed, 12));
    assert_eq!(key.user.unwrap().id, pingone.user_id());
    assert_eq!(key.applications[0].id, pingone.application_id());
    let (expires, created) = (key.expires_at.unwrap(), key.created_at.unwrap());
    assert_eq!(expires.duration_since(created).as_secs(), 600);

    pingone.claim(key.id).unwrap();
    assert_eq!(keys.read(key.id).await.unwrap().status, PairingKeyStatus::Claimed);
    keys.delete(key.id).await.unwrap();
    assert!(keys.read(key.id).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn a_failed_pairing_says_why() {
    let (pingone, client) = fake().await;
    store(&client, pingone.application_id()).await;
    let keys = client.pairing_keys(pingone.user_id());
    let key = keys.create(PairingKeyRequest::new()).await.unwrap();
    pingone.fail(key.id, "MADE_UP", "the phone said no").unwrap();
    let failed = keys.read(key.id).await.unwrap();
    assert_eq!(failed.status, PairingKeyStatus::Failed);
    assert_eq!(failed.error.unwrap().code.as_deref(), Some("MADE_UP"));
}

#[tokio::test]
async fn a_refused_request_names_the_field() {
    let (pingone, client) = fake().await;
    let keys = client.pairing_keys(pingone.user_id());
    let request = PairingKeyRequest::new().applications([pingone.application_id()]);
    let error = keys.create(request).await.unwrap_err();
    assert!(error.is_invalid_data(), "{error}");
    assert!(!error.body().unwrap().details.is_empty());
}

#[tokio::test]
async fn a_user_or_an_application_that_does_not_exist_is_not_found() {
    let (pingone, client) = fake().await;
    let stranger = ApplicationId::from(uuid::Uuid::from(pingone.user_id()));
    assert!(client.push_credentials(stranger).list().await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn a_wrong_token_and_wrong_credentials_are_told_apart() {
    let (pingone, _) = fake().await;
    let builder = || Client::builder(pingone.hosts(), pingone.environment_id());
    let list = |client: Client| {
        let application = pingone.application_id();
        async move { client.push_credentials(application).list().await.unwrap_err() }
    };
    let error = list(builder().access_token("not-a-token").build().unwrap()).await;
    assert!(error.is_unauthorized() && error.kind() == ErrorKind::Status, "{error}");

    let wrong = ClientCredentials::new(pingone.client_id(), "not-the-secret");
    let error = list(builder().credentials(wrong).build().unwrap()).await;
    assert!(error.is_unauthorized() && error.kind() == ErrorKind::Auth, "{error}");
    assert!(!error.to_string().contains("not-the-secret"));
}

#[tokio::test]
async fn expired_and_revoked_tokens_are_replaced_without_a_failure() {
    let pingone =
        FakePingOne::builder().token_lifetime(Duration::from_secs(60)).start().await.unwrap();
    let credentials = pingone.client().push_credentials(pingone.application_id());
    credentials.list().await.unwrap();
    pingone.advance(Duration::from_secs(61));
    credentials.list().await.unwrap();
    pingone.revoke_tokens();
    credentials.list().await.unwrap();
    let tokens =
        pingone.requests().iter().filter(|request| request.path().ends_with("/as/token")).count();
    assert_eq!(tokens, 3);
}

#[tokio::test]
async fn nothing_that_is_printed_holds_a_secret() {
    let (pingone, client) = fake().await;
    let request = PushCredentialRequest::apns("CANARY-key", "t", "CANARY-token");
    let builder = client.push_credentials(pingone.application_id()).create(request.clone());
    let printed = format!("{request:?} {builder:?} {client:?} {:?}", builder.clone().await);
    assert!(!printed.contains("CANARY"), "{printed}");
    assert!(!format!("{:?}", pingone.requests()).contains("CANARY"));
}

//! What a test can see of the requests, and what no one sees of the secrets.

use pingone_mfa::types::PushCredentialRequest;
use pingone_mfa_testing::{FakePingOne, Operation};
use serde_json::json;

use crate::wire::{call, credentials, request, send};

#[tokio::test]
async fn requests_are_recorded_as_they_came() {
    let fake = FakePingOne::start().await.unwrap();
    let body = json!({ "type": "APNS", "key": "k", "teamId": "t", "token": "x" });
    let path = format!("{}?limit=5", credentials(&fake));
    let answer = call(&fake, "POST", &path, Some(body.clone())).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    call(&fake, "PATCH", &path, None).await;

    let requests = fake.requests();
    assert_eq!(requests.len(), 2);
    let first = &requests[0];
    assert_eq!(first.method(), "POST");
    let expected = format!("/v1/environments/{}{}", fake.environment_id(), credentials(&fake));
    assert_eq!(first.path(), expected);
    assert_eq!(first.query(), Some("limit=5"));
    assert_eq!(first.operation(), Some(Operation::CREATE_PUSH_CREDENTIAL));
    assert_eq!(first.header("content-type"), Some("application/json"));
    assert_eq!(first.json(), Some(body.clone()));
    assert_eq!(first.payload(), body.to_string().as_bytes());
    assert_eq!(first.status().unwrap(), 201);
    assert_eq!(requests[1].operation(), None);
    assert_eq!(requests[1].json(), None);
    assert_eq!(requests[1].status().unwrap(), 405);

    assert_eq!(fake.take_requests().len(), 2);
    assert!(fake.requests().is_empty());
}

#[tokio::test]
async fn debug_output_has_no_secrets() {
    let fake = FakePingOne::start().await.unwrap();
    let bodies = [
        json!({ "type": "APNS", "key": "s3cret", "teamId": "visible", "token": "s3cret" }),
        json!({ "type": "FCM_HTTP_V1", "googleServiceAccountCredentials": "s3cret" }),
        json!({ "type": "HMS", "clientId": "visible", "clientSecret": "s3cret" }),
        json!({ "unknown": { "nested": [{ "token": "s3cret" }] } }),
        json!("s3cret"),
    ];
    for body in bodies {
        call(&fake, "POST", &credentials(&fake), Some(body)).await;
    }
    let token = format!("/{}/as/token", fake.environment_id());
    let form = "Content-Type: application/x-www-form-urlencoded";
    let secret = format!("client_id=visible&client_secret={}", fake.client_secret());
    for body in [secret.as_bytes(), b"\xff s3cret"] {
        let headers = [form, "Authorization: Basic czNjcmV0"];
        send(&fake, &request("POST", &token, &headers, body)).await;
    }
    let requests = fake.requests();
    let debug = format!("{requests:#?} {fake:?}");
    for secret in ["s3cret", "czNjcmV0", "fake-token", "fake-client-secret"] {
        assert!(!debug.contains(secret), "{secret} in {debug}");
    }
    assert_eq!(
        requests[2].redacted_body(),
        Some(json!({ "type": "HMS", "clientId": "visible", "clientSecret": "<redacted>" }))
    );
}

#[tokio::test]
async fn requests_are_found_by_operation_with_their_types() {
    let fake = FakePingOne::start().await.unwrap();
    let client = fake.client();
    let credentials = client.push_credentials(fake.application_id());
    let request = PushCredentialRequest::hms("visible", "s3cret");
    let stored = credentials.create(request.clone()).await.unwrap();
    credentials.read(stored.id).transaction_id("order-42".parse().unwrap()).await.unwrap();
    call(&fake, "POST", &crate::wire::credentials(&fake), Some(json!({ "type": 7 }))).await;

    let requests = fake.requests();
    let [created] = &requests.create_push_credential()[..] else { panic!("{requests:?}") };
    assert_eq!(created.environment_id, fake.environment_id());
    assert_eq!(created.application_id, fake.application_id());
    assert_eq!(created.body, request);
    assert_eq!(created.recorded.status().unwrap(), 201);
    let [read] = &requests.read_push_credential()[..] else { panic!("{requests:?}") };
    assert_eq!(read.push_credential_id, stored.id);
    assert_eq!(read.transaction_id.as_deref(), Some("order-42"));
    assert!(requests.delete_push_credential().is_empty());
    assert_eq!(requests.of(Operation::CREATE_PUSH_CREDENTIAL).count(), 2, "the refused one too");
    assert_eq!(requests.token_requests().count(), 1);
    requests.expect(&[
        "token 200",
        "createPushCredential 201",
        "readPushCredential 200",
        "createPushCredential 400",
    ]);
    created
        .recorded
        .expect_json(&json!({ "type": "HMS", "clientId": "visible", "clientSecret": "s3cret" }));
    assert!(!format!("{created:?}").contains("s3cret"));
}

#[tokio::test]
async fn an_expectation_that_fails_shows_no_secret() {
    let fake = FakePingOne::start().await.unwrap();
    let body = json!({ "type": "HMS", "clientId": "c", "clientSecret": "s3cret-1" });
    call(&fake, "POST", &credentials(&fake), Some(body)).await;
    let request = fake.requests().last().unwrap().clone();
    let other = json!({ "type": "HMS", "clientId": "c", "clientSecret": "s3cret-2" });
    let failed = tokio::spawn(async move { request.expect_json(&other) }).await.unwrap_err();
    let said = failed.into_panic().downcast::<String>().unwrap();
    assert!(said.contains("the secret `clientSecret` differs"), "{said}");
    assert!(!said.contains("s3cret"), "{said}");
}

//! What the fake does with pairing keys.

use std::time::Duration;

use pingone_mfa::types::ApplicationId;
use pingone_mfa_testing::{ClaimError, FakePingOne};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::wire::{Answer, call, keys};

/// A fake whose seeded application is available to pairing keys.
async fn ready() -> FakePingOne {
    let fake = FakePingOne::start().await.unwrap();
    equip(&fake, fake.application_id()).await;
    fake
}

async fn equip(fake: &FakePingOne, application: ApplicationId) {
    let path = format!("/applications/{application}/pushCredentials");
    let body = json!({ "type": "APNS", "key": "k", "teamId": "t", "token": "x" });
    let answer = call(fake, "POST", &path, Some(body)).await;
    assert_eq!(answer.status, 201, "{answer:?}");
}

async fn create(fake: &FakePingOne, body: Value) -> Answer {
    call(fake, "POST", &keys(fake), Some(body)).await
}

async fn read(fake: &FakePingOne, id: Uuid) -> Answer {
    call(fake, "GET", &format!("{}/{id}", keys(fake)), None).await
}

fn id(body: &Value) -> Uuid {
    body["id"].as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_created_key_has_the_documented_shape() {
    let fake = ready().await;
    let body = json!({
        "applications": [{ "id": fake.application_id() }],
        "policy": { "id": fake.policy_id() },
    });
    let answer = create(&fake, body).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    let key = answer.json();
    let environment = format!("{}/environments/{}", fake.api_base(), fake.environment_id());
    let user = format!("{environment}/users/{}", fake.user_id());
    assert_eq!(
        key,
        json!({
            "_links": {
                "self": { "href": format!("{user}/pairingKeys/{}", id(&key)) },
                "environment": { "href": environment },
                "user": { "href": user },
            },
            "id": id(&key),
            "environment": { "id": fake.environment_id() },
            "user": { "id": fake.user_id() },
            "code": key["code"],
            "status": "UNCLAIMED",
            "applications": [{ "id": fake.application_id() }],
            "createdAt": key["createdAt"],
            "updatedAt": key["createdAt"],
            "expiresAt": key["expiresAt"],
        })
    );
    let time = |name: &str| -> jiff::Timestamp { key[name].as_str().unwrap().parse().unwrap() };
    let lifetime = time("expiresAt").duration_since(time("createdAt"));
    assert_eq!(lifetime.as_secs(), 600);
    assert_eq!(read(&fake, id(&key)).await.json(), key);
}

#[tokio::test]
async fn codes_are_twelve_digits_and_some_begin_with_zero() {
    let fake = ready().await;
    let mut zeros = 0;
    for _ in 0..4 {
        let key = create(&fake, json!({})).await.json();
        let code = key["code"].as_str().unwrap();
        assert_eq!(code.len(), 12, "{code}");
        assert!(code.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
        zeros += usize::from(code.starts_with('0'));
    }
    assert!(zeros >= 2, "{zeros}");
}

#[tokio::test]
async fn no_applications_means_all_that_have_push_credentials() {
    let fake = FakePingOne::start().await.unwrap();
    let with = fake.add_application();
    let without = fake.application_id();
    let refused = create(&fake, json!({})).await;
    assert_eq!(refused.summary(), "400 INVALID_DATA INVALID_VALUE@applications");
    equip(&fake, with).await;
    for body in [json!({}), json!({ "applications": [] })] {
        let key = create(&fake, body).await.json();
        assert_eq!(key["applications"], json!([{ "id": with }]));
    }
    let body =
        json!({ "applications": [{ "id": with }, { "id": without }, { "id": fake.user_id() }] });
    let refused = create(&fake, body).await;
    assert_eq!(
        refused.summary(),
        "400 INVALID_DATA INVALID_VALUE@applications[1].id INVALID_VALUE@applications[2].id"
    );
}

#[tokio::test]
async fn a_policy_must_exist() {
    let fake = ready().await;
    let refused = create(&fake, json!({ "policy": { "id": fake.user_id() } })).await;
    assert_eq!(refused.summary(), "400 INVALID_DATA INVALID_VALUE@policy.id");
}

#[tokio::test]
async fn a_user_has_at_most_twenty_valid_keys() {
    let fake = ready().await;
    let mut last = Value::Null;
    for _ in 0..20 {
        let answer = create(&fake, json!({})).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        last = answer.json();
    }
    let refused = create(&fake, json!({})).await;
    assert_eq!(refused.summary(), "400 REQUEST_FAILED LIMIT_EXCEEDED@");
    let inner = &refused.json()["details"][0]["innerError"];
    assert_eq!(inner["maximumAllowed"], 20);

    let other = format!("/users/{}/pairingKeys", fake.add_user());
    let answer = call(&fake, "POST", &other, Some(json!({}))).await;
    assert_eq!(answer.status, 201, "another user has a limit of its own");

    fake.claim(id(&last)).unwrap();
    assert_eq!(create(&fake, json!({})).await.status, 201);
    assert_eq!(create(&fake, json!({})).await.status, 400);
    fake.advance(Duration::from_secs(600));
    assert_eq!(create(&fake, json!({})).await.status, 201);
}

#[tokio::test]
async fn a_test_claims_a_key_or_lets_it_fail() {
    let fake = ready().await;
    let claimed = id(&create(&fake, json!({})).await.json());
    let failed = id(&create(&fake, json!({})).await.json());
    fake.claim(claimed).unwrap();
    fake.fail(failed, "MADE_UP", "Made up by a test.").unwrap();

    let key = read(&fake, claimed).await.json();
    assert_eq!((&key["status"], &key["error"]), (&json!("CLAIMED"), &Value::Null));
    let key = read(&fake, failed).await.json();
    assert_eq!(key["status"], "FAILED");
    assert_eq!(key["error"], json!({ "code": "MADE_UP", "message": "Made up by a test." }));

    for id in [claimed, failed] {
        assert_eq!(fake.claim(id), Err(ClaimError::NotUnclaimed(id)));
    }
    let unknown = Uuid::from(fake.user_id());
    assert_eq!(fake.claim(unknown), Err(ClaimError::NotFound(unknown)));
}

#[tokio::test]
async fn an_expired_key_cannot_be_claimed() {
    let fake =
        FakePingOne::builder().pairing_key_lifetime(Duration::from_secs(60)).start().await.unwrap();
    equip(&fake, fake.application_id()).await;
    let key = id(&create(&fake, json!({})).await.json());
    fake.advance(Duration::from_secs(60));
    assert_eq!(fake.claim(key), Err(ClaimError::Expired(key)));
    assert_eq!(read(&fake, key).await.json()["status"], "UNCLAIMED");
}

#[tokio::test]
async fn a_deleted_key_is_gone_and_belonged_to_one_user() {
    let fake = ready().await;
    let key = id(&create(&fake, json!({})).await.json());
    let of_other = format!("/users/{}/pairingKeys/{key}", fake.add_user());
    assert_eq!(call(&fake, "DELETE", &of_other, None).await.status, 404);
    let path = format!("{}/{key}", keys(&fake));
    let deleted = call(&fake, "DELETE", &path, None).await;
    assert_eq!((deleted.status, deleted.text.as_str()), (204, ""));
    for method in ["GET", "DELETE"] {
        let answer = call(&fake, method, &path, None).await;
        assert_eq!(answer.summary(), "404 NOT_FOUND", "{method}");
    }
    assert_eq!(fake.claim(key), Err(ClaimError::NotFound(key)));
}

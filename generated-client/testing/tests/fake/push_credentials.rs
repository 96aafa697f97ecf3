//! What the fake does with push credentials.

use std::time::Duration;

use pingone_mfa_testing::FakePingOne;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::wire::{call, credentials};

fn apns() -> Value {
    json!({ "type": "APNS", "key": "s3cret-key", "teamId": "s3cret-team", "token": "s3cret-token" })
}

fn fcm() -> Value {
    json!({ "type": "FCM_HTTP_V1", "googleServiceAccountCredentials": "{\"private_key\":\"s3cret\"}" })
}

fn hms() -> Value {
    json!({ "type": "HMS", "clientId": "huawei-client", "clientSecret": "s3cret-huawei" })
}

fn id(body: &Value) -> Uuid {
    body["id"].as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn each_type_is_stored_and_no_secret_comes_back() {
    let fake = FakePingOne::start().await.unwrap();
    let collection = credentials(&fake);
    for body in [apns(), fcm(), hms()] {
        let created = call(&fake, "POST", &collection, Some(body.clone())).await;
        assert_eq!(created.status, 201, "{created:?}");
        let path = format!("{collection}/{}", id(&created.json()));
        let read = call(&fake, "GET", &path, None).await;
        assert_eq!((read.status, &read.text), (200, &created.text));
        assert!(!read.text.contains("s3cret"), "{read:?}");
        let read = read.json();
        assert_eq!(read["type"], body["type"]);
        assert_eq!(read["clientId"], body["clientId"]);
        assert!(fake.push_credential_holds(id(&read), &body));
        assert!(!fake.push_credential_holds(id(&read), &json!({})));
    }
    let list = call(&fake, "GET", &collection, None).await;
    assert!(!list.text.contains("s3cret"), "{list:?}");
    let list = list.json();
    let types: Vec<_> = list["_embedded"]["pushCredentials"]
        .as_array()
        .unwrap()
        .iter()
        .map(|each| each["type"].as_str().unwrap())
        .collect();
    assert_eq!(types, ["APNS", "FCM_HTTP_V1", "HMS"]);
    assert_eq!((&list["count"], &list["size"]), (&json!(3), &json!(3)));
}

#[tokio::test]
async fn a_created_credential_has_the_documented_shape() {
    let fake = FakePingOne::start().await.unwrap();
    let body = call(&fake, "POST", &credentials(&fake), Some(apns())).await.json();
    let environment = format!("{}/environments/{}", fake.api_base(), fake.environment_id());
    let application = format!("{environment}/applications/{}", fake.application_id());
    let created_at = body["createdAt"].as_str().unwrap();
    assert_eq!(
        body,
        json!({
            "_links": {
                "self": { "href": format!("{application}/pushCredentials/{}", id(&body)) },
                "environment": { "href": environment },
                "application": { "href": application },
            },
            "id": id(&body),
            "environment": { "id": fake.environment_id() },
            "application": { "id": fake.application_id() },
            "type": "APNS",
            "createdAt": created_at,
            "updatedAt": created_at,
        })
    );
    assert_eq!(created_at.len(), "2022-02-02T16:33:55.722Z".len());
    assert!(created_at.ends_with('Z'), "{created_at}");
}

#[tokio::test]
async fn put_replaces_everything_but_the_identity() {
    let fake = FakePingOne::start().await.unwrap();
    let created = call(&fake, "POST", &credentials(&fake), Some(hms())).await.json();
    let path = format!("{}/{}", credentials(&fake), id(&created));
    fake.advance(Duration::from_secs(5));
    let new = json!({ "type": "HMS", "clientId": "other-client", "clientSecret": "other" });
    let answer = call(&fake, "PUT", &path, Some(new.clone())).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let replaced = answer.json();
    assert_eq!(replaced["clientId"], "other-client");
    assert_eq!(replaced["id"], created["id"]);
    assert_eq!(replaced["createdAt"], created["createdAt"]);
    assert!(replaced["updatedAt"].as_str() > created["updatedAt"].as_str());
    assert!(fake.push_credential_holds(id(&created), &new));

    let other_type = call(&fake, "PUT", &path, Some(apns())).await;
    assert_eq!(other_type.summary(), "400 INVALID_DATA INVALID_VALUE@type");
    assert!(fake.push_credential_holds(id(&created), &new));
}

#[tokio::test]
async fn legacy_fcm_is_refused() {
    let fake = FakePingOne::start().await.unwrap();
    let body = json!({ "type": "FCM", "key": "k" });
    let answer = call(&fake, "POST", &credentials(&fake), Some(body)).await;
    assert_eq!(answer.summary(), "400 INVALID_DATA INVALID_VALUE@type");
}

#[tokio::test]
async fn a_deleted_credential_is_gone() {
    let fake = FakePingOne::start().await.unwrap();
    let created = call(&fake, "POST", &credentials(&fake), Some(apns())).await.json();
    let path = format!("{}/{}", credentials(&fake), id(&created));
    let deleted = call(&fake, "DELETE", &path, None).await;
    assert_eq!((deleted.status, deleted.text.as_str()), (204, ""));
    for (method, body) in [("DELETE", None), ("GET", None), ("PUT", Some(apns()))] {
        let answer = call(&fake, method, &path, body).await;
        assert_eq!(answer.summary(), "404 NOT_FOUND", "{method}");
    }
    assert!(!fake.push_credential_holds(id(&created), &apns()));
}

#[tokio::test]
async fn applications_do_not_share_credentials() {
    let fake = FakePingOne::start().await.unwrap();
    let created = call(&fake, "POST", &credentials(&fake), Some(apns())).await.json();
    let other = format!("/applications/{}/pushCredentials", fake.add_application());
    let read = call(&fake, "GET", &format!("{other}/{}", id(&created)), None).await;
    assert_eq!(read.status, 404);
    let list = call(&fake, "GET", &other, None).await.json();
    assert_eq!(list["_embedded"]["pushCredentials"], json!([]));
}

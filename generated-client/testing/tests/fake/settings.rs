//! What a test can set, before the start and while it runs.

use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use pingone_mfa::types::{PairingKeyRequest, PushCredentialRequest};
use pingone_mfa::{Client, ClientCredentials};
use pingone_mfa_testing::{
    Allowed, FakePingOne, Guesses, PairingKeyFormat, Route, Shown, StartError, WhenExpired,
    WhenUnknown,
};
use serde_json::{Value, json};

use crate::wire::{Answer, call, credentials, keys, request, send};

async fn with(guesses: Guesses) -> FakePingOne {
    let fake = FakePingOne::builder().guesses(guesses).start().await.unwrap();
    assert_eq!(store(&fake).await.status, 201);
    fake
}

async fn store(fake: &FakePingOne) -> Answer {
    let body = json!({ "type": "APNS", "key": "k", "teamId": "t", "token": "x" });
    call(fake, "POST", &credentials(fake), Some(body)).await
}

async fn create_key(fake: &FakePingOne) -> Value {
    let body = json!({ "policy": { "id": fake.policy_id() } });
    call(fake, "POST", &keys(fake), Some(body)).await.json()
}

fn key_path(fake: &FakePingOne, key: &Value) -> String {
    format!("{}/{}", keys(fake), key["id"].as_str().unwrap())
}

fn key_id(key: &Value) -> pingone_mfa::types::PairingKeyId {
    key["id"].as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn an_expired_key_may_be_gone() {
    let fake = with(Guesses::default().expired_key(WhenExpired::NotFound)).await;
    let (one, two) = (create_key(&fake).await, create_key(&fake).await);
    fake.expire(key_id(&one)).unwrap();
    assert_eq!(call(&fake, "GET", &key_path(&fake, &one), None).await.status, 404);
    assert_eq!(call(&fake, "GET", &key_path(&fake, &two), None).await.status, 200);
    fake.claim(key_id(&two)).unwrap();
    fake.advance(Duration::from_secs(3600));
    let claimed = call(&fake, "GET", &key_path(&fake, &two), None).await;
    assert_eq!(claimed.status, 200, "what was claimed does not expire");
}

#[tokio::test]
async fn a_claimed_key_may_have_to_stay() {
    let fake = with(Guesses::default().delete_claimed_key(Allowed::No)).await;
    let key = create_key(&fake).await;
    fake.claim(key_id(&key)).unwrap();
    let refused = call(&fake, "DELETE", &key_path(&fake, &key), None).await;
    assert_eq!(refused.summary(), "400 REQUEST_FAILED INVALID_VALUE@status");
}

#[tokio::test]
async fn what_is_not_known_to_be_in_an_answer_can_be() {
    let fake = with(Guesses::default()).await;
    let key = create_key(&fake).await;
    assert_eq!((&key["policy"], &key["uri"]), (&Value::Null, &Value::Null));

    let guesses = Guesses::default()
        .key_policy(Shown::Yes)
        .key_uri(Shown::Yes)
        .count(Shown::No)
        .size(Shown::No)
        .external_ids(Shown::No);
    let fake = with(guesses).await;
    let key = create_key(&fake).await;
    assert_eq!(key["policy"], json!({ "id": fake.policy_id() }));
    assert!(key["uri"].as_str().unwrap().contains(key["code"].as_str().unwrap()));
    let list = call(&fake, "GET", &credentials(&fake), None).await;
    assert_eq!((&list.json()["count"], &list.json()["size"]), (&Value::Null, &Value::Null));
    assert_eq!(list.header("x-ping-external-session-id"), None);
}

#[tokio::test]
async fn one_credential_per_type_and_a_change_of_type() {
    let guesses = Guesses::default().same_type_twice(Allowed::No).change_type(Allowed::Yes);
    let fake = with(guesses).await;
    let twice = store(&fake).await;
    assert_eq!(twice.summary(), "409 REQUEST_FAILED UNIQUENESS_VIOLATION@type");
    let list = call(&fake, "GET", &credentials(&fake), None).await.json();
    let existing = &list["_embedded"]["pushCredentials"][0]["id"];
    assert_eq!(&twice.json()["details"][0]["innerError"]["existingId"], existing);
    let path = format!("{}/{}", credentials(&fake), existing.as_str().unwrap());
    let hms = json!({ "type": "HMS", "clientId": "c", "clientSecret": "x" });
    let changed = call(&fake, "PUT", &path, Some(hms)).await.json();
    assert_eq!((&changed["type"], &changed["clientId"]), (&json!("HMS"), &json!("c")));
    let apns = json!({ "type": "APNS", "key": "k", "teamId": "t", "token": "x", "clientId": "c" });
    let changed = call(&fake, "PUT", &path, Some(apns)).await.json();
    assert_eq!(changed["clientId"], Value::Null, "only HMS has one");
}

#[tokio::test]
async fn an_environment_that_is_not_there_may_be_forbidden() {
    let fake = with(Guesses::default().unknown_environment(WhenUnknown::Forbidden)).await;
    let bearer = format!("Authorization: Bearer {}", fake.issue_token());
    let target = format!("/v1/environments/{}{}", fake.user_id(), credentials(&fake));
    let answer = send(&fake, &request("GET", &target, &[&bearer], b"")).await;
    assert_eq!(answer.summary(), "403 ACCESS_FAILED INSUFFICIENT_PERMISSIONS@");
}

#[tokio::test]
async fn the_code_of_the_twenty_first_key_is_a_setting() {
    let fake = with(Guesses::default().key_limit_code("QUOTA_EXCEEDED")).await;
    for _ in 0..20 {
        create_key(&fake).await;
    }
    assert_eq!(create_key(&fake).await["details"][0]["code"], "QUOTA_EXCEEDED");
}

#[tokio::test]
async fn codes_have_the_format_of_the_environment() {
    let builder = FakePingOne::builder().pairing_key_format(PairingKeyFormat::Alphanumeric);
    let fake = builder.start().await.unwrap();
    store(&fake).await;
    let mut codes = String::new();
    for _ in 0..4 {
        let code = create_key(&fake).await["code"].as_str().unwrap().to_owned();
        assert_eq!(code.len(), 16);
        codes += &code;
    }
    assert!(codes.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{codes}");
    assert!(codes.bytes().any(|byte| byte.is_ascii_alphabetic()), "{codes}");
    fake.set_pairing_key_format(PairingKeyFormat::Numeric);
    assert_eq!(create_key(&fake).await["code"].as_str().unwrap().len(), 12);
}

#[tokio::test]
async fn the_rate_limit_says_when_to_come_back() {
    let time = "2026-01-01T00:00:00Z".parse().unwrap();
    let fake = FakePingOne::builder().rate_limit(2).frozen_at(time).start().await.unwrap();
    // A path of no operation counts for nothing.
    let _ = call(&fake, "GET", "/nothing", None).await;
    for expected in [200, 200, 429] {
        let answer = call(&fake, "GET", &credentials(&fake), None).await;
        assert_eq!(answer.status, expected, "{answer:?}");
    }
    fake.advance(Duration::from_millis(15_500));
    let refused = call(&fake, "GET", &credentials(&fake), None).await;
    assert_eq!(refused.summary(), "429 REQUEST_LIMITED LIMIT_EXCEEDED@");
    assert_eq!(refused.header("retry-after"), Some("45"));
    let inner = refused.json()["details"][0]["innerError"].clone();
    assert_eq!(inner["quotaResetTime"], "2026-01-01T00:01:00.000Z");
    fake.advance(Duration::from_secs(45));
    assert_eq!(call(&fake, "GET", &credentials(&fake), None).await.status, 200);
}

#[tokio::test]
async fn the_shortest_lifetime_of_the_applications_wins() {
    let fake = FakePingOne::start().await.unwrap();
    store(&fake).await;
    let (default, short) = (fake.application_id(), fake.add_application());
    let path = format!("/applications/{short}/pushCredentials");
    let hms = json!({ "type": "HMS", "clientId": "c", "clientSecret": "x" });
    call(&fake, "POST", &path, Some(hms)).await;
    fake.set_pairing_key_lifetime(short, Duration::from_secs(60));
    for (applications, seconds) in
        [(json!([{ "id": default }]), 600), (json!([{ "id": short }]), 60), (json!([]), 60)]
    {
        let body = json!({ "applications": applications });
        let key = call(&fake, "POST", &keys(&fake), Some(body)).await.json();
        let time = |name: &str| -> jiff::Timestamp { key[name].as_str().unwrap().parse().unwrap() };
        let lifetime = time("expiresAt").duration_since(time("createdAt"));
        assert_eq!(lifetime.as_secs(), seconds, "{applications}");
    }
}

#[tokio::test]
async fn what_is_taken_away_is_not_found() {
    let fake = FakePingOne::start().await.unwrap();
    store(&fake).await;
    let key = create_key(&fake).await;
    fake.remove_user(fake.user_id());
    let gone = call(&fake, "GET", &key_path(&fake, &key), None).await;
    assert_eq!(gone.json()["message"], "The user does not exist.");
    fake.remove_application(fake.application_id());
    let gone = call(&fake, "GET", &credentials(&fake), None).await;
    assert_eq!(gone.json()["message"], "The application does not exist.");
    let other = format!("/users/{}/pairingKeys", fake.add_user());
    let refused = call(&fake, "POST", &other, Some(json!({}))).await;
    assert_eq!(refused.summary(), "400 INVALID_DATA INVALID_VALUE@applications");
}

#[tokio::test]
async fn a_legacy_credential_is_listed_and_cannot_be_made() {
    let fake = FakePingOne::start().await.unwrap();
    let id = fake.add_legacy_push_credential(fake.application_id());
    let client = fake.client().push_credentials(fake.application_id());
    let listed = client.list().await.unwrap();
    assert_eq!((listed.items()[0].id, listed.items()[0].type_.as_str()), (id, "FCM"));
    client.delete(id).await.unwrap();
}

#[tokio::test]
async fn environments_do_not_share_what_is_in_them() {
    let fake = FakePingOne::start().await.unwrap();
    let other = fake.add_environment();
    let worker = ClientCredentials::new(fake.client_id(), fake.client_secret());
    let client = Client::builder(fake.hosts(), other).credentials(worker).build().unwrap();
    let error = client.push_credentials(fake.application_id()).list().await.unwrap_err();
    assert!(error.is_not_found(), "the token counts, the application is not there: {error}");
}

#[tokio::test]
async fn a_frozen_seeded_fake_is_the_same_every_time() {
    let mut answers = Vec::new();
    for _ in 0..2 {
        let time = "2026-01-01T00:00:00Z".parse().unwrap();
        let fake = FakePingOne::builder().seed(7).frozen_at(time).start().await.unwrap();
        assert_eq!(fake.seed(), 7);
        assert_eq!(fake.now(), time);
        let client = fake.client();
        let request = PushCredentialRequest::hms("c", "FAKE");
        let mut stored =
            client.push_credentials(fake.application_id()).create(request).await.unwrap();
        let keys = client.pairing_keys(fake.add_user());
        let mut key = keys.create(PairingKeyRequest::new()).await.unwrap();
        // Only the port differs.
        (stored.links, key.links) = (None, None);
        answers.push((stored, key, fake.issue_token()));
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn a_port_that_is_taken_is_named() {
    let fake = FakePingOne::start().await.unwrap();
    let port = fake.auth_base().rsplit(':').next().unwrap().parse().unwrap();
    let error = FakePingOne::builder().port(port).start().await.unwrap_err();
    assert!(matches!(error, StartError::Listen { port: named, .. } if named == port), "{error}");
    assert_eq!(error.to_string(), format!("port {port} of 127.0.0.1 cannot be opened"));
}

#[tokio::test]
async fn an_observer_is_called_with_every_request_and_may_ask_the_fake() {
    let heard: Arc<Mutex<Vec<String>>> = Arc::default();
    let log = Arc::clone(&heard);
    let fake = FakePingOne::builder()
        .observe(move |request| log.lock().unwrap().push(request.path().to_owned()))
        .recorded_requests(2)
        .start()
        .await
        .unwrap();
    for path in ["/a", "/b", "/c"] {
        send(&fake, &request("GET", path, &[], b"")).await;
    }
    assert_eq!(*heard.lock().unwrap(), ["/a", "/b", "/c"]);
    assert_eq!(fake.requests().summary(), ["GET /b 404", "GET /c 404"], "the last two");
}

/// The operations that the snapshot of the page shows, however many the contract has.
static FROZEN: LazyLock<Vec<Route>> = LazyLock::new(|| {
    let shown = [
        "createPairingKey",
        "deletePairingKey",
        "readPairingKey",
        "createPushCredential",
        "deletePushCredential",
        "listPushCredentials",
        "readPushCredential",
        "replacePushCredential",
    ];
    let routes = pingone_mfa_testing::ROUTES.iter();
    routes.filter(|route| shown.contains(&route.operation_id)).copied().collect()
});

#[tokio::test]
async fn the_start_page_reads_well() {
    let fake = FakePingOne::builder().seed(7).routes(&FROZEN).start_page().start().await.unwrap();
    store(&fake).await;
    create_key(&fake).await;
    let plain = send(&fake, &request("GET", "/", &[], b"")).await.text;
    insta::assert_snapshot!(plain.replace(&fake.auth_base(), "http://127.0.0.1:8620"));
}

#[tokio::test]
async fn the_start_page_is_there_when_it_is_asked_for() {
    let fake = FakePingOne::start().await.unwrap();
    assert_eq!(send(&fake, &request("GET", "/", &[], b"")).await.status, 404);

    let fake = FakePingOne::builder().start_page().start().await.unwrap();
    store(&fake).await;
    let plain = send(&fake, &request("GET", "/", &[], b"")).await;
    assert_eq!(plain.header("content-type"), Some("text/plain; charset=utf-8"));
    for route in pingone_mfa_testing::ROUTES.iter() {
        assert!(plain.text.contains(route.operation_id), "{}", route.operation_id);
    }
    let token = plain.text.lines().find_map(|line| line.strip_prefix("a token")).unwrap().trim();
    let target = format!("/v1/environments/{}{}", fake.environment_id(), credentials(&fake));
    assert!(plain.text.contains(&target), "{}", plain.text);
    let bearer = format!("Authorization: Bearer {token}");
    assert_eq!(send(&fake, &request("GET", &target, &[&bearer], b"")).await.status, 200);

    let html = send(&fake, &request("GET", "/", &["Accept: text/html,*/*"], b"")).await;
    assert_eq!(html.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(html.text.starts_with("<!DOCTYPE html>") && html.text.contains("createPairingKey"));
    let head = send(&fake, &request("HEAD", "/", &[], b"")).await;
    assert_eq!((head.status, head.text.as_str()), (200, ""));
}

#[tokio::test]
async fn a_command_takes_the_id_of_a_key_or_its_code() {
    for format in [PairingKeyFormat::Numeric, PairingKeyFormat::Alphanumeric] {
        let fake = FakePingOne::builder().pairing_key_format(format).start_page().start();
        let fake = fake.await.unwrap();
        store(&fake).await;
        let commands = [("claim", "CLAIMED"), ("fail", "FAILED"), ("expire", "UNCLAIMED")];
        for (command, status) in commands {
            for name in ["id", "code"] {
                let key = create_key(&fake).await;
                let path = format!("/fake/{command}/{}", key[name].as_str().unwrap());
                let command_line = request("POST", &path, &[], b"");
                assert_eq!(send(&fake, &command_line).await.summary(), "204", "{path}");
                let read = call(&fake, "GET", &key_path(&fake, &key), None).await.json();
                assert_eq!(read["status"], status, "{path}");
                let expires = |key: &Value| key["expiresAt"].as_str().unwrap().to_owned();
                let is_cut = expires(&read) < expires(&key);
                assert_eq!(is_cut, command == "expire", "{path}");
                let deleted = call(&fake, "DELETE", &key_path(&fake, &key), None).await;
                assert_eq!(deleted.status, 204);
                let again = send(&fake, &command_line).await;
                assert_eq!(again.summary(), "404 NOT_FOUND", "{path}");
            }
        }
    }
}

#[tokio::test]
async fn tests_in_other_languages_have_commands() {
    let fake = FakePingOne::builder().start_page().start().await.unwrap();
    store(&fake).await;
    let post = |path: String| {
        let fake = &fake;
        async move { send(fake, &request("POST", &format!("/fake/{path}"), &[], b"")).await.summary() }
    };
    let (one, two) = (create_key(&fake).await, create_key(&fake).await);
    assert_eq!(post(format!("claim/{}", key_id(&one))).await, "204");
    assert_eq!(post(format!("fail/{}", key_id(&two))).await, "204");
    let status = |key| {
        let path = key_path(&fake, &key);
        let fake = &fake;
        async move { call(fake, "GET", &path, None).await.json()["status"].clone() }
    };
    assert_eq!((status(one.clone()).await, status(two).await), (json!("CLAIMED"), json!("FAILED")));
    assert_eq!(post(format!("claim/{}", key_id(&one))).await, "400 INVALID_REQUEST");
    let before = fake.now();
    assert_eq!(post("advance/60".to_owned()).await, "204");
    assert!(fake.now().duration_since(before).as_secs() >= 60);
    let token = fake.issue_token();
    assert_eq!(post("revoke".to_owned()).await, "204");
    let target = format!("/v1/environments/{}{}", fake.environment_id(), credentials(&fake));
    let bearer = format!("Authorization: Bearer {token}");
    assert_eq!(send(&fake, &request("GET", &target, &[&bearer], b"")).await.status, 401);
    for wrong in ["", "claim", "claim/x", "expire/", "unknown", "advance/-1", "advance/soon"] {
        assert!(post(wrong.to_owned()).await.starts_with('4'), "{wrong}");
    }
    let get = send(&fake, &request("GET", "/fake/revoke", &[], b"")).await;
    assert_eq!((get.status, get.header("allow")), (405, Some("POST")));
    let ordinary = FakePingOne::start().await.unwrap();
    let answer = send(&ordinary, &request("POST", "/fake/revoke", &[], b"")).await;
    assert_eq!(answer.status, 404);
}

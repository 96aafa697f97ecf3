//! Every secret, every operation that takes one, every place where a server can put it.

use pingone_mfa::types::PushCredentialRequest;
use pingone_mfa::{AuthMethod, Client};
use pingone_mfa_testing::{Arguments, CALLS};
use serde_json::json;

use crate::capture::{logged, start};
use crate::echo::{Echo, PLACES, Place};
use crate::shown::{shown, told};

// Each begins with a letter that no other text has in this form, and none is a real secret.
const CLIENT_SECRET: &str = "CANARY~client.secret-0123456789";
const TOKEN: &str =
    "CANARY.access.token-0123456789.0123456789.0123456789.0123456789.0123456789-long";
const KEY: &str =
    "-----BEGIN PRIVATE KEY-----\nCANARYlineOne0123456789\nCANARYlineTwo0123456789\n-----END";
const HMS: &str = "CANARY/hms+secret=0123456789";

/// What must not be found anywhere. Base64 and percent-encoding hide a secret from readers only.
fn canaries() -> Vec<String> {
    use base64::Engine as _;
    let encoded = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
    let form: String = url::form_urlencoded::byte_serialize(HMS.as_bytes()).collect();
    let basic = format!("client-id:{}", CLIENT_SECRET.replace('~', "%7E"));
    vec![
        "CANARY".to_owned(),
        form,
        encoded(&basic)[..20].to_owned(),
        encoded(TOKEN)[..20].to_owned(),
    ]
}

fn google() -> String {
    json!({
        "type": "service_account", "project_id": "p",
        "private_key": "-----BEGIN PRIVATE KEY-----\nCANARYgoogle0123456789\n-----END PRIVATE KEY-----",
    })
    .to_string()
}

fn requests() -> Vec<PushCredentialRequest> {
    vec![
        PushCredentialRequest::apns("key-id", "team-id", KEY),
        PushCredentialRequest::fcm_http_v1(google()),
        PushCredentialRequest::hms("client", HMS),
    ]
}

/// Calls every operation, those with a secret with each of them, and returns all that can be seen.
async fn everything(client: &Client) -> String {
    let mut text = shown(client);
    let id = uuid::Uuid::from_u128(7);
    for request in requests() {
        let create = client.push_credentials(id).create(request.clone());
        let replace = client.push_credentials(id).replace(id, request.clone());
        text += &format!("{} {} {}", shown(&request), shown(&create), shown(&replace));
        for outcome in [create.await, replace.await] {
            text += &outcome.map_or_else(|error| told(&error), |stored| shown(&stored));
        }
    }
    for call in CALLS {
        match (call.send)(client.clone(), Arguments::default()).await {
            Ok(response) => text += &shown(&response.status()),
            Err(error) => text += &error.into_call().map(|error| told(&error)).unwrap_or_default(),
        }
    }
    text
}

fn assert_clean(what: &str, text: &str) {
    for canary in canaries() {
        if let Some(at) = text.find(&canary) {
            let before: String = text[..at].chars().rev().take(200).collect();
            let before: String = before.chars().rev().collect();
            panic!("{what} shows {canary}: …{before}{canary}…");
        }
    }
}

async fn nothing_leaks(method: AuthMethod) {
    start();
    for place in PLACES {
        let echo = Echo::start(place, TOKEN).await;
        let builder = echo.builder(CLIENT_SECRET, method);
        let before = shown(&builder);
        let client = builder.build().unwrap();
        let shown = everything(&client).await;
        assert_clean(&format!("{place:?}"), &format!("{before} {shown}"));
        let seen = echo.seen();
        if place != Place::OAuth {
            assert!(seen.contains(TOKEN) && seen.contains(HMS), "the secrets must be sent");
        }
    }
    let logged = logged();
    assert!(logged.contains("url.template"), "{logged}");
    assert_clean("the log", &logged);
}

#[tokio::test]
async fn nothing_leaks_with_basic_authentication() {
    nothing_leaks(AuthMethod::Basic).await;
}

#[tokio::test]
async fn nothing_leaks_with_the_secret_in_the_form() {
    nothing_leaks(AuthMethod::Post).await;
}

#[tokio::test]
async fn nothing_leaks_with_a_signed_assertion() {
    nothing_leaks(AuthMethod::Jwt).await;
}

#[tokio::test]
async fn a_pairing_key_that_comes_as_an_error_keeps_its_code() {
    start();
    let key = json!({"id": uuid::Uuid::nil(), "code": "01882778807215", "status": "UNCLAIMED"});
    let answer = pingone_mfa_testing::Fault::status(409).json(key);
    let pingone = pingone_mfa_testing::FakePingOne::start().await.unwrap();
    pingone.inject(answer.on(pingone_mfa_testing::Operation::READ_PAIRING_KEY));
    let id = uuid::Uuid::nil();
    let error = pingone.client().pairing_keys(pingone.user_id()).read(id).await.unwrap_err();
    assert!(error.is_conflict());
    assert!(!format!("{error} {error:?}").contains("01882778807215"), "{error}");
}

#[tokio::test]
async fn a_pairing_code_is_not_shown() {
    start();
    let code = "CANARYcode0123456";
    let key: pingone_mfa::types::PairingKey = serde_json::from_value(
        json!({"id": uuid::Uuid::nil(), "code": code, "status": "UNCLAIMED"}),
    )
    .unwrap();
    assert_clean("the pairing key", &shown(&key));
    assert_eq!(key.code.expose(), code);
}

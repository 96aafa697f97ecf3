//! Every secret of a call, in every form, at every place of every answer to every attempt.

use std::sync::LazyLock;

use pingone_mfa::types::{EnvironmentId, PushCredentialRequest};
use pingone_mfa::{AuthMethod, Client, ClientCredentials, Region};
use serde_json::json;

use crate::capture::{length, logged_since, start};
use crate::forms::Windows;
use crate::hostile::{Answer, HARMLESS, Hostile, LOST, Virtual, token};
use crate::shown::{shown, told};

// Each is long, and none is a real secret.
pub const CLIENT_SECRET: &str = "CANARY~client.secret/0123+456789=AbCdEfGh";
const KEY: &str = "-----BEGIN PRIVATE KEY-----\nCANARY+lineOne/0123456789\nCANARY+lineTwo/9876543210\n-----END PRIVATE KEY-----";
const GOOGLE: &str =
    "-----BEGIN PRIVATE KEY-----\nCANARY+google/0123456789\n-----END PRIVATE KEY-----\n";
const HMS: &str = "CANARY/hms+secret=0123456789 \"quoted\"";

/// A credential whose answer is what the contract says.
const CREDENTIAL: &str = r#"{"id": "8b22c502-a607-4b3c-8dad-d9ef2397f19a", "type": "APNS"}"#;

/// The same, which says more than it should.
const TALKATIVE: &str =
    r#"{"id": "8b22c502-a607-4b3c-8dad-d9ef2397f19a", "type": {}, "new": {{}: {}}}"#;

/// Secrets that are said in one scenario; the rest comes in others.
const TURNS: usize = 12;

/// What is done with the client.
#[derive(Clone, Copy, Debug)]
enum Act {
    Replace,
    Pages,
    Wait,
}

fn google() -> String {
    json!({"type": "service_account", "private_key": GOOGLE}).to_string()
}

fn request(turn: usize) -> PushCredentialRequest {
    match turn % 3 {
        0 => PushCredentialRequest::apns("CANARY-key-id-0123456789", "team-id", KEY),
        1 => PushCredentialRequest::fcm_http_v1(google()),
        _ => PushCredentialRequest::hms("client", HMS),
    }
}

/// Every way of looking at what comes of it.
async fn everything(act: Act, client: &Client, turn: usize) -> String {
    let id = uuid::Uuid::from_u128(7);
    let credentials = client.push_credentials(id);
    match act {
        Act::Replace => match credentials.replace(id, request(turn)).send_with_metadata().await {
            Ok(response) => {
                let ids =
                    [response.correlation_id(), response.transaction_id(), response.session_id()];
                format!("{} {}", shown(&response), shown(&ids))
            }
            Err(error) => told(&error),
        },
        Act::Pages => {
            let mut pages = credentials.list().pages();
            let mut text = String::new();
            while let Some(page) = pages.next().await {
                text += &page.err().map(|error| told(&error)).unwrap_or_default();
            }
            text
        }
        Act::Wait => {
            let wait = client.pairing_keys(id).wait_until_claimed(id);
            let error = wait.timeout(std::time::Duration::from_secs(20)).await.unwrap_err();
            let source = std::error::Error::source(&error);
            let source = source.and_then(|source| source.downcast_ref()).map(told);
            format!("{error} {} {}", shown(&error), source.unwrap_or_default())
        }
    }
}

fn client(server: &Hostile, method: AuthMethod) -> Client {
    let environment: EnvironmentId = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6".parse().unwrap();
    Client::builder(Region::Eu, environment)
        .credentials(ClientCredentials::new("client-id", CLIENT_SECRET).method(method))
        .transport(server.clone())
        .clock(Virtual::default())
        .build()
        .unwrap()
}

/// Whatever a server hears, assertions excepted.
static SECRETS: LazyLock<Windows> = LazyLock::new(|| {
    use base64::Engine as _;
    let encoded: String = url::form_urlencoded::byte_serialize(CLIENT_SECRET.as_bytes()).collect();
    let pair = format!("client-id:{encoded}");
    let basic = base64::engine::general_purpose::STANDARD.encode(pair);
    let mut all: Vec<String> = (1..=10).map(token).collect();
    all.extend([basic, google()]);
    all.extend([CLIENT_SECRET, KEY, GOOGLE, HMS, "CANARY-key-id-0123456789"].map(str::to_owned));
    Windows::of(&all)
});

/// Runs a scenario with one secret after the other, and returns what was shown at first.
async fn nothing_is_shown(
    act: Act,
    answers: &[Answer],
    tokens: (usize, u16),
    first: usize,
) -> String {
    start();
    let before = length();
    let mut shown_first = String::new();
    // A step that shares no factor with the number of things reaches all kinds of them.
    for turn in (0..TURNS).map(|turn| if turn == 0 { 0 } else { first + turn * 47 }) {
        let methods = [AuthMethod::Basic, AuthMethod::Post, AuthMethod::Jwt];
        let server = Hostile::new(answers, tokens, turn);
        let shown = everything(act, &client(&server, methods[turn % 3]), turn).await;
        let what = format!("{act:?} {answers:?} {tokens:?} {turn}");
        SECRETS.assert_clean(&what, &shown);
        let assertions = server.secrets().into_iter().filter(|secret| secret.starts_with("eyJ"));
        Windows::of(&assertions.collect::<Vec<_>>()).assert_clean(&what, &shown);
        assert!(server.things() > 50, "{what}");
        if turn == 0 {
            shown_first = shown;
        }
    }
    SECRETS.assert_clean("the log", &logged_since(before));
    shown_first
}

const ALWAYS: (usize, u16) = (usize::MAX, 401);

#[tokio::test]
async fn errors_of_any_attempt_show_no_secret_and_keep_the_rest() {
    use Answer::Status;
    for (first, answers) in [
        // The first attempt, the replay of a refused one, retries, and what comes after them.
        &[Status(404)][..],
        &[Status(400)],
        &[Status(302)],
        &[Status(401), Status(401)],
        &[Status(503), Status(503), Status(503), Status(404)],
        &[Status(401), Status(503), Status(401), Status(503), Status(401), Status(403)],
    ]
    .iter()
    .enumerate()
    {
        let shown = nothing_is_shown(Act::Replace, answers, ALWAYS, first).await;
        assert!(shown.contains("[redacted]"), "{shown}");
        for harmless in HARMLESS {
            assert!(shown.contains(harmless), "{harmless}: {shown}");
        }
    }
}

#[tokio::test]
async fn torn_and_lost_answers_show_no_secret() {
    use Answer::{Broken, Lost, Status, Torn};
    for (first, answers) in [
        &[Torn(400)][..],
        &[Status(401), Torn(401)],
        &[Broken],
        &[Status(401), Broken],
        &[Lost],
        &[Status(503), Lost],
    ]
    .iter()
    .enumerate()
    {
        nothing_is_shown(Act::Replace, answers, ALWAYS, 5 + first).await;
    }
}

#[tokio::test]
async fn a_success_shows_no_secret() {
    for (first, body) in [CREDENTIAL, TALKATIVE].into_iter().enumerate() {
        let answers = [Answer::Status(401), Answer::Success(body)];
        let shown = nothing_is_shown(Act::Replace, &answers[1..], ALWAYS, 11 + first).await;
        assert!(shown.contains(HARMLESS[0]), "{shown}");
        nothing_is_shown(Act::Replace, &answers, ALWAYS, 13 + first).await;
    }
}

#[tokio::test]
async fn a_body_of_another_shape_shows_no_secret() {
    nothing_is_shown(Act::Replace, &[Answer::OtherShape], ALWAYS, 13).await;
    nothing_is_shown(Act::Replace, &[Answer::Status(401), Answer::OtherShape], ALWAYS, 14).await;
    nothing_is_shown(Act::Pages, &[Answer::OtherShape], ALWAYS, 15).await;
}

#[tokio::test]
async fn a_link_shows_no_secret() {
    for (first, link) in [
        "https://{}/v1/things",
        "https://{}.example/v1/things",
        "https://evil.example/{}?{}#{}",
        "https://{}:{}@api.pingone.eu/v1/x",
        "{}://x",
        "{}:x",
        "https://[{}]/",
        "https://api.pingone.eu:{}/",
        "{}",
    ]
    .iter()
    .enumerate()
    {
        nothing_is_shown(Act::Pages, &[Answer::Page(link), Answer::Status(400)], ALWAYS, first)
            .await;
    }
}

#[tokio::test]
async fn the_token_endpoint_shows_no_secret() {
    use Answer::Status;
    for (first, answers, tokens) in [
        (20, &[Status(404)][..], (0, 401)),
        (21, &[Status(404)], (0, 400)),
        (22, &[Status(404)], (0, 503)),
        // It quotes the token that was refused, and the body of that call.
        (23, &[Status(401)], (1, 401)),
        (24, &[Status(401)], (1, 503)),
        (25, &[Status(401)], (1, 200)),
        (27, &[Status(404)], (0, LOST)),
        (28, &[Status(401)], (1, LOST)),
        (26, &[Status(503), Status(401)], (1, 400)),
    ] {
        nothing_is_shown(Act::Replace, answers, tokens, first).await;
    }
}

#[tokio::test]
async fn a_wait_shows_no_secret() {
    use Answer::{PairingKey, Status};
    for (first, answers) in [
        &[PairingKey(Some("FAILED"))][..],
        &[PairingKey(None)],
        &[PairingKey(Some("UNCLAIMED")), Status(503)],
        &[PairingKey(Some("UNCLAIMED")), Status(404)],
        &[Status(401), PairingKey(Some("FAILED"))],
        &[Status(403)],
    ]
    .iter()
    .enumerate()
    {
        nothing_is_shown(Act::Wait, answers, ALWAYS, 30 + first).await;
    }
}

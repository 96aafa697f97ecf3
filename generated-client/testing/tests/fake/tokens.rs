//! The token endpoint, and the bearer tokens of the API.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use pingone_mfa_testing::FakePingOne;

use crate::wire::{Answer, credentials, request, send};

const FORM: &str = "Content-Type: application/x-www-form-urlencoded";

async fn ask(fake: &FakePingOne, headers: &[&str], body: &str) -> Answer {
    let target = format!("/{}/as/token", fake.environment_id());
    send(fake, &request("POST", &target, headers, body.as_bytes())).await
}

fn basic(id: &str, secret: &str) -> String {
    format!("Authorization: Basic {}", STANDARD.encode(format!("{id}:{secret}")))
}

async fn read_with(fake: &FakePingOne, headers: &[&str]) -> Answer {
    let target = format!("/v1/environments/{}{}", fake.environment_id(), credentials(fake));
    send(fake, &request("GET", &target, headers, b"")).await
}

async fn read_as(fake: &FakePingOne, token: &str) -> String {
    let header = format!("Authorization: Bearer {token}");
    read_with(fake, &[&header]).await.summary()
}

#[tokio::test]
async fn both_ways_of_client_authentication_give_a_token_that_counts() {
    let fake = FakePingOne::start().await.unwrap();
    let by_header = basic(&fake.client_id(), &fake.client_secret());
    let by_form = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        fake.client_id(),
        fake.client_secret()
    );
    let answers = [
        ask(&fake, &[FORM, &by_header], "grant_type=client_credentials").await,
        ask(&fake, &[FORM], &by_form).await,
    ];
    let mut tokens = Vec::new();
    for answer in answers {
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let body = answer.json();
        assert_eq!(body["token_type"], "Bearer");
        assert_eq!(body["expires_in"], 3600);
        let token = body["access_token"].as_str().unwrap().to_owned();
        assert_eq!(read_as(&fake, &token).await, "200");
        tokens.push(token);
    }
    assert_ne!(tokens[0], tokens[1]);
}

#[tokio::test]
async fn token_errors_have_the_shape_of_oauth() {
    let fake = FakePingOne::start().await.unwrap();
    let good = basic(&fake.client_id(), &fake.client_secret());
    let wrong_secret = basic(&fake.client_id(), "wrong");
    let wrong_id = basic("nobody", &fake.client_secret());
    let json = "Content-Type: application/json";
    let grant = "grant_type=client_credentials";
    let post = format!("{grant}&client_id={}&client_secret=wrong", fake.client_id());
    let both = format!("{grant}&client_secret={}", fake.client_secret());
    let cases: &[(&[&str], &str, u16, &str)] = &[
        (&[FORM, &wrong_secret], grant, 401, "invalid_client"),
        (&[FORM, &wrong_id], grant, 401, "invalid_client"),
        (&[FORM], grant, 401, "invalid_client"),
        (&[FORM], &post, 401, "invalid_client"),
        (&[FORM, "Authorization: Basic ???"], grant, 401, "invalid_client"),
        (&[FORM, &good], &both, 400, "invalid_request"),
        (&[FORM, &good], "", 400, "invalid_request"),
        (
            &[FORM, &good],
            "grant_type=client_credentials&grant_type=client_credentials",
            400,
            "invalid_request",
        ),
        (&[json, &good], "{}", 400, "invalid_request"),
        (&[FORM, &good], "grant_type=password", 400, "unsupported_grant_type"),
    ];
    for (headers, body, status, error) in cases {
        let answer = ask(&fake, headers, body).await;
        assert_eq!(answer.status, *status, "{body} {answer:?}");
        assert_eq!(answer.json()["error"], *error, "{body} {answer:?}");
        let challenge = (*status == 401).then_some("Basic");
        assert_eq!(answer.header("www-authenticate"), challenge);
    }
}

#[tokio::test]
async fn the_secret_in_a_basic_header_is_form_encoded() {
    let fake = FakePingOne::start().await.unwrap();
    let encoded = fake.client_secret().replace('-', "%2D");
    let header = basic(&fake.client_id(), &encoded);
    let answer = ask(&fake, &[FORM, &header], "grant_type=client_credentials").await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

#[tokio::test]
async fn the_token_endpoint_is_that_of_the_environment() {
    let fake = FakePingOne::start().await.unwrap();
    let id = fake.environment_id();
    let cases = [
        ("GET", format!("/{id}/as/token"), "405 INVALID_REQUEST"),
        ("POST", format!("/{}/as/token", fake.user_id()), "404 NOT_FOUND"),
        ("POST", "/x/as/token".to_owned(), "404 NOT_FOUND"),
        ("POST", format!("/v1/{id}/as/token"), "404 NOT_FOUND"),
        ("POST", "/as/token".to_owned(), "404 NOT_FOUND"),
    ];
    for (method, target, expected) in cases {
        let answer = send(&fake, &request(method, &target, &[FORM], b"")).await;
        assert_eq!(answer.summary(), expected, "{method} {target}");
    }
}

#[tokio::test]
async fn a_token_that_does_not_count_is_refused() {
    let fake =
        FakePingOne::builder().token_lifetime(Duration::from_secs(60)).start().await.unwrap();
    let refused = "401 ACCESS_FAILED INVALID_TOKEN@";
    let none = read_with(&fake, &[]).await;
    assert_eq!(none.summary(), refused);
    assert_eq!(none.header("www-authenticate"), Some("Bearer"));
    for header in [
        "Authorization: Bearer made-up",
        "Authorization: Bearer",
        "Authorization: Basic Zm9vOmJhcg==",
        "Authorization: \u{fffd}",
    ] {
        let answer = read_with(&fake, &[header]).await;
        assert_eq!(answer.summary(), refused, "{header}");
    }

    let token = fake.issue_token();
    assert_eq!(read_as(&fake, &token).await, "200");
    fake.advance(Duration::from_secs(60));
    assert_eq!(read_as(&fake, &token).await, refused);

    let token = fake.issue_token();
    assert_eq!(read_as(&fake, &token).await, "200");
    fake.revoke_tokens();
    assert_eq!(read_as(&fake, &token).await, refused);
}

#[tokio::test]
async fn fakes_do_not_know_the_tokens_of_each_other() {
    let one = FakePingOne::start().await.unwrap();
    let other = FakePingOne::start().await.unwrap();
    assert_ne!(one.api_base(), other.api_base());
    let token = one.issue_token();
    assert_eq!(read_as(&one, &token).await, "200");
    assert!(read_as(&other, &token).await.starts_with("401"));
}

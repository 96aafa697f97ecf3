//! JWTs as credentials at the token endpoint.

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use pingone_mfa_testing::{FakePingOne, StartError, TokenAuth};
use serde_json::{Value, json};

use crate::wire::{Answer, request, send};

const TYPE: &str = "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer";

async fn ask(fake: &FakePingOne, assertion: &str) -> Answer {
    let target = format!("/{}/as/token", fake.environment_id());
    let form = format!(
        "grant_type=client_credentials&client_assertion_type={TYPE}&client_assertion={assertion}"
    );
    let headers = ["Content-Type: application/x-www-form-urlencoded"];
    send(fake, &request("POST", &target, &headers, form.as_bytes())).await
}

fn claims(fake: &FakePingOne) -> Value {
    let audience = format!("{}/{}/as", fake.auth_base(), fake.environment_id());
    let expiry = jiff::Timestamp::now().as_second() + 60;
    json!({ "iss": fake.client_id(), "sub": fake.client_id(), "aud": audience, "exp": expiry })
}

fn signed(algorithm: Algorithm, claims: &Value, key: &EncodingKey) -> String {
    encode(&Header::new(algorithm), claims, key).unwrap()
}

fn pem(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<_> = text.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

/// A new private key with its public key in PEM form.
fn key_pair() -> (EncodingKey, String) {
    let pair = KeyPair::generate(KeySize::Rsa2048).unwrap();
    let private: Pkcs8V1Der<'_> = pair.as_der().unwrap();
    let public: PublicKeyX509Der<'_> =
        aws_lc_rs::signature::KeyPair::public_key(&pair).as_der().unwrap();
    let private = EncodingKey::from_rsa_pem(pem("PRIVATE KEY", private.as_ref()).as_bytes());
    (private.unwrap(), pem("PUBLIC KEY", public.as_ref()))
}

#[tokio::test]
async fn a_jwt_signed_with_the_secret_gives_a_token() {
    let fake = FakePingOne::builder().token_auth(TokenAuth::SecretJwt).start().await.unwrap();
    let key = EncodingKey::from_secret(fake.client_secret().as_bytes());
    for algorithm in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
        let answer = ask(&fake, &signed(algorithm, &claims(&fake), &key)).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }
    let wrong = EncodingKey::from_secret(b"another secret");
    let answer = ask(&fake, &signed(Algorithm::HS256, &claims(&fake), &wrong)).await;
    assert_eq!((answer.status, &answer.json()["error"]), (401, &json!("invalid_client")));
    for text in ["", "a.b.c", "no jwt"] {
        assert_eq!(ask(&fake, text).await.status, 401, "{text}");
    }
}

#[tokio::test]
async fn a_jwt_signed_with_the_private_key_gives_a_token() {
    let (private, public_key_pem) = key_pair();
    let auth = TokenAuth::PrivateKeyJwt { public_key_pem };
    let fake = FakePingOne::builder().token_auth(auth).start().await.unwrap();
    for algorithm in [Algorithm::RS256, Algorithm::RS384, Algorithm::RS512] {
        let answer = ask(&fake, &signed(algorithm, &claims(&fake), &private)).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }
    let (stranger, _) = key_pair();
    let answer = ask(&fake, &signed(Algorithm::RS256, &claims(&fake), &stranger)).await;
    assert_eq!(answer.json()["error_description"], "The signature of the assertion is wrong.");
    let mut expired = claims(&fake);
    expired["exp"] = 1.into();
    let answer = ask(&fake, &signed(Algorithm::RS256, &expired, &private)).await;
    assert_eq!(answer.json()["error_description"], "The assertion has expired.");
}

#[tokio::test]
async fn a_method_that_the_application_does_not_have_is_refused() {
    let key = |fake: &FakePingOne| EncodingKey::from_secret(fake.client_secret().as_bytes());
    for auth in [TokenAuth::SecretBasic, TokenAuth::SecretPost] {
        let fake = FakePingOne::builder().token_auth(auth.clone()).start().await.unwrap();
        // The fake's own client knows which of the two it is.
        fake.client().push_credentials(fake.application_id()).list().await.unwrap();
        let answer = ask(&fake, &signed(Algorithm::HS256, &claims(&fake), &key(&fake))).await;
        assert_eq!(answer.status, 401, "{auth:?}");
        let description = answer.json()["error_description"].to_string();
        assert!(description.contains("Unsupported authentication method"), "{description}");
    }
}

#[tokio::test]
async fn a_key_that_is_none_is_told_at_the_start() {
    let auth = TokenAuth::PrivateKeyJwt { public_key_pem: "no key".to_owned() };
    let error = FakePingOne::builder().token_auth(auth).start().await.unwrap_err();
    assert!(matches!(error, StartError::PublicKey(_)), "{error}");
}

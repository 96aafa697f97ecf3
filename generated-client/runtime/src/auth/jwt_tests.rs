//! What a token endpoint that verifies assertions sees of the client.

use std::collections::HashSet;

use http::Method;
use jsonwebtoken::{Algorithm, DecodingKey, TokenData, Validation, decode};
use serde_json::Value;
use url::form_urlencoded;

use super::*;
use crate::builder::BuildProblem;
use crate::call::Call;
use crate::operation::Operation;
use crate::test_keys::{
    P256, P256_ENCRYPTED, P256_PUBLIC, RSA_2048, RSA_2048_PKCS1, RSA_2048_PUBLIC,
};
use crate::test_server::{Answer, Client, ENVIRONMENT, Seen, TestServer};
use crate::{Core, CredentialProblem, Error, ErrorKind, KeyProblem, Region};

static PING: Operation = Operation::new("ping", Method::GET, "/ping");

const SECRET: &str = "CANARY-secret";

async fn ping(client: &Client) -> Result<(), Error> {
    client.execute(Call::new(&PING)).await.map(|received| received.empty().into_inner())
}

/// How the endpoint of a test verifies assertions.
#[derive(Clone)]
struct Verifier {
    algorithm: Algorithm,
    key: DecodingKey,
}

impl Verifier {
    fn hs256(secret: &str) -> Self {
        Self { algorithm: Algorithm::HS256, key: DecodingKey::from_secret(secret.as_bytes()) }
    }

    fn rs256() -> Self {
        let key = DecodingKey::from_rsa_der(&der(RSA_2048_PUBLIC));
        Self { algorithm: Algorithm::RS256, key }
    }

    fn es256() -> Self {
        // The point stands at the end of the SubjectPublicKeyInfo.
        let der = der(P256_PUBLIC);
        let key = DecodingKey::from_ec_der(&der[der.len() - 65..]);
        Self { algorithm: Algorithm::ES256, key }
    }

    /// Verifies the signature and the claims that have a rule; panics with what is wrong.
    fn verify(&self, request: &Seen, endpoint: &str) -> TokenData<Value> {
        assert_eq!(request.header("authorization"), None);
        let form: Vec<_> = form_urlencoded::parse(request.body.as_bytes()).collect();
        let [(grant, credentials), (assertion_type, bearer), (name, assertion)] = form.as_slice()
        else {
            panic!("{form:?}");
        };
        assert_eq!((&**grant, &**credentials), ("grant_type", "client_credentials"));
        assert_eq!(&**assertion_type, "client_assertion_type");
        assert_eq!(&**bearer, "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        assert_eq!(&**name, "client_assertion");
        let mut rules = Validation::new(self.algorithm);
        rules.set_audience(&[endpoint]);
        rules.set_issuer(&["client-1"]);
        rules.sub = Some("client-1".to_owned());
        rules.set_required_spec_claims(&["iss", "sub", "aud", "exp"]);
        rules.leeway = 0;
        decode(assertion.as_bytes(), &self.key, &rules).unwrap()
    }
}

fn der(pem: &str) -> Vec<u8> {
    pkcs8::der::pem::decode_vec(pem.as_bytes()).unwrap().1
}

/// A server that refuses the first token, so that the client needs two.
async fn server() -> TestServer {
    TestServer::start(|seen, before| match (seen.is_token(), before) {
        (true, _) => Answer::token(&format!("token-{before}"), 3600),
        (false, 0) => Answer::new(401, &[], "{}"),
        (false, _) => Answer::new(200, &[], "{}"),
    })
    .await
}

/// The two assertions of a call whose first token was refused.
async fn two_assertions(
    credentials: ClientCredentials,
    verifier: &Verifier,
) -> [TokenData<Value>; 2] {
    let server = server().await;
    let before = jiff::Timestamp::now().as_second();
    ping(&server.builder_with(credentials).build().unwrap()).await.unwrap();
    let after = jiff::Timestamp::now().as_second();
    assert_eq!(server.authorizations(), ["Bearer token-0", "Bearer token-1"]);

    let endpoint = format!("{}/{ENVIRONMENT}/as/token", server.hosts().auth());
    let seen: Vec<_> = server.seen().into_iter().filter(Seen::is_token).collect();
    let [first, second] = seen.as_slice() else { panic!("{seen:?}") };
    for request in [first, second] {
        let claims = verifier.verify(request, &endpoint).claims;
        let number = |name: &str| claims[name].as_i64().unwrap();
        assert!((before..=after).contains(&number("iat")), "{claims}");
        assert_eq!(number("exp") - number("iat"), 300);
        let names: Vec<_> = claims.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(
            HashSet::from_iter(names),
            HashSet::from(["iss", "sub", "aud", "iat", "exp", "jti"])
        );
    }
    [first, second].map(|request| verifier.verify(request, &endpoint))
}

#[tokio::test]
async fn a_secret_signs_a_new_assertion_for_every_token() {
    let credentials = ClientCredentials::new("client-1", SECRET).method(AuthMethod::Jwt);
    let [first, second] = two_assertions(credentials, &Verifier::hs256(SECRET)).await;
    assert_ne!(first.claims["jti"], second.claims["jti"], "an assertion would be refused as used");
    assert_eq!(first.header.kid, None);
}

#[tokio::test]
async fn every_accepted_key_signs_what_its_public_key_verifies() {
    for (pem, verifier) in [
        (RSA_2048, Verifier::rs256()),
        (RSA_2048_PKCS1, Verifier::rs256()),
        (P256, Verifier::es256()),
    ] {
        let key = SigningKey::from_pem(pem).unwrap().key_id("key-1");
        let credentials = ClientCredentials::with_key("client-1", key);
        let [first, second] = two_assertions(credentials, &verifier).await;
        assert_eq!(first.header.kid.as_deref(), Some("key-1"));
        assert_eq!(first.header.typ.as_deref(), Some("JWT"));
        assert_ne!(first.claims["jti"], second.claims["jti"]);
    }
}

#[tokio::test]
async fn the_audience_is_the_token_endpoint_of_the_application() {
    let other = "11111111-2222-4333-8444-555555555555";
    let server = server().await;
    let credentials = ClientCredentials::new("client-1", SECRET)
        .method(AuthMethod::Jwt)
        .environment(other.parse::<crate::EnvironmentId>().unwrap());
    ping(&server.builder_with(credentials).build().unwrap()).await.unwrap();
    let endpoint = format!("{}/{other}/as/token", server.hosts().auth());
    Verifier::hs256(SECRET).verify(&server.seen()[0], &endpoint);
}

#[tokio::test]
async fn the_audience_follows_a_custom_domain() {
    let environment = ENVIRONMENT.parse().unwrap();
    let endpoint = crate::Hosts::from(crate::Region::Eu)
        .custom_domain("login.example")
        .unwrap()
        .token_endpoint(environment);
    let claims = super::assertion::Claims::new("id", &endpoint, jiff::Timestamp::UNIX_EPOCH);
    let claims = serde_json::to_value(claims).unwrap();
    assert_eq!(claims["aud"], "https://login.example/as/token");
    assert_eq!((&claims["iat"], &claims["exp"]), (&Value::from(0), &Value::from(300)));
}

#[test]
fn a_key_that_cannot_sign_is_refused_when_it_is_read() {
    let public = SigningKey::from_pem(P256_PUBLIC).unwrap_err();
    assert!(matches!(public.problem(), CredentialProblem::Key(KeyProblem::PublicKey)), "{public}");
    let encrypted = SigningKey::from_reader(P256_ENCRYPTED.as_bytes()).unwrap_err();
    assert!(encrypted.to_string().contains("the key is encrypted: decrypt it first"));
    // The structure is right, the numbers are not.
    let line = RSA_2048.lines().nth(9).unwrap();
    let damaged = RSA_2048.replace(line, &line.chars().rev().collect::<String>());
    let damaged = SigningKey::from_pem(&damaged).unwrap_err();
    assert!(matches!(damaged.problem(), CredentialProblem::Key(KeyProblem::Unusable)), "{damaged}");
}

#[test]
fn a_method_for_secrets_does_not_go_with_a_key() {
    let key = SigningKey::from_pem(P256).unwrap();
    let credentials = ClientCredentials::with_key("", key).method(AuthMethod::Post);
    let credentials = credentials.environment(uuid::Uuid::nil());
    let error = Core::builder(Region::Eu).credentials(credentials).build().unwrap_err();
    assert!(
        matches!(
            error.problems(),
            [BuildProblem::ClientId, BuildProblem::MethodOfKey(AuthMethod::Post)]
        ),
        "{error:?}"
    );
}

#[test]
fn debug_shows_neither_key_nor_secret() {
    let key = SigningKey::from_pem(P256).unwrap().key_id("key-1");
    let with_key = ClientCredentials::with_key("id", key.clone());
    let with_secret = ClientCredentials::new("id", SECRET).method(AuthMethod::Jwt);
    let shown = format!("{key:?} {with_key:?} {with_secret:?}");
    assert_eq!(
        shown,
        "SigningKey { algorithm: ES256, key_id: Some(\"key-1\"), .. } ClientCredentials { \
         client_id: \"id\", method: \"private_key_jwt\", environment_id: None, .. } \
         ClientCredentials { client_id: \"id\", method: \"client_secret_jwt\", environment_id: \
         None, .. }"
    );
}

#[tokio::test]
async fn a_wrong_clock_is_named_as_the_likely_cause() {
    let body = r#"{"error":"invalid_client","error_description":"The assertion has expired"}"#;
    for (headers, told) in [
        (&[][..], "set this machine's clock"),
        (&["date: Fri, 01 Jan 2100 00:00:00 GMT"], "set this machine's clock, which is 2"),
    ] {
        let server = TestServer::start(move |_, _| Answer::new(401, headers, body)).await;
        let credentials = ClientCredentials::new("client-1", SECRET).method(AuthMethod::Jwt);
        let error = ping(&server.builder_with(credentials).build().unwrap()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth);
        assert!(error.is_unauthorized() && error.token_error().unwrap().is_clock_skew());
        let shown = format!("{error} {error:?}");
        assert!(shown.contains(told) && !shown.contains(SECRET), "{shown}");
    }
}

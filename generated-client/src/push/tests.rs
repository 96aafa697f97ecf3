//! What people give instead of the right file, and that no error quotes any of it.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::test_keys::{P256, P256_SEC1, RSA_1024, RSA_2048, RSA_2048_PKCS1};
use crate::types::PushCredentialRequest;
use crate::{CredentialError, CredentialProblem, KeyProblem, Secret};

fn account() -> Value {
    json!({
        "type": "service_account",
        "project_id": "fake-project",
        "private_key_id": "fake",
        "private_key": RSA_2048,
        "client_email": "push@fake-project.iam.gserviceaccount.com",
        "client_id": "1",
        "auth_uri": "https://accounts.google.example/o/oauth2/auth",
        "token_uri": "https://oauth2.example/token",
    })
}

fn with(property: &str, value: Value) -> String {
    let mut account = account();
    account[property] = value;
    account.to_string()
}

fn without(property: &str) -> String {
    let mut account = account();
    account.as_object_mut().unwrap().remove(property);
    account.to_string()
}

/// What is wrong with a text that is no service account's file.
fn problem(text: &str) -> ServiceAccountProblem {
    match ServiceAccount::from_json(text).unwrap_err().problem() {
        CredentialProblem::ServiceAccount(problem) => problem.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_service_account_is_sent_as_it_was_written() {
    let text = serde_json::to_string_pretty(&account()).unwrap().replace('\n', "\r\n");
    for given in [text.clone(), format!("\u{feff}{text}\r\n")] {
        let account = ServiceAccount::from_reader(given.as_bytes()).unwrap();
        assert_eq!(account.project_id(), "fake-project");
        assert_eq!(Secret::from(account), Secret::from(text.clone()));
    }
}

#[test]
fn every_wrong_file_gets_its_own_message() {
    use ServiceAccountProblem as P;
    let text = account().to_string();
    for (given, expected) in [
        (r#"{"project_info": {"project_id": "x"}, "client": []}"#, P::GoogleServices),
        (r#"{"installed": {"client_id": "x"}}"#, P::OAuthClient),
        (r#"{"web": {"client_id": "x"}}"#, P::OAuthClient),
        (r#"{"type": "authorized_user"}"#, P::AuthorizedUser),
        (r#"{"type": "external_account"}"#, P::WrongType),
        ("<?xml version=\"1.0\"?><plist/>", P::Xml),
        ("AAAAfake:APA91bFAKE", P::ServerKey),
        (RSA_2048, P::KeyAlone),
        (&text[..text.len() - 1], P::Truncated),
        (&text[..100], P::Truncated),
        ("{\n \"type\"= 1}", P::NotJson { line: 2, column: 8 }),
        (&json!(text).to_string(), P::NotAnObject),
        (&json!([account()]).to_string(), P::NotAnObject),
        ("hello", P::NotJson { line: 1, column: 1 }),
        (&with("type", json!(7)), P::NotAString { line: 1 }),
        (&with("client_email", json!("x")), P::ClientEmail),
        (&with("token_uri", json!("http://oauth2.example")), P::TokenUri),
        (
            &with("private_key", json!(P256)),
            P::PrivateKey(KeyProblem::WrongAlgorithm {
                found: "an EC key on the curve P-256",
                wanted: "an RSA key",
            }),
        ),
        (&with("private_key", json!(RSA_2048_PKCS1)), P::PrivateKey(KeyProblem::Pkcs1)),
        (&with("private_key", json!(RSA_1024)), P::PrivateKey(KeyProblem::RsaSize { bits: 1024 })),
        (&text.replace("\\n", "\\\\n"), P::PrivateKey(KeyProblem::LineBreaks)),
    ] {
        assert_eq!(problem(given), expected, "{given}");
    }
    assert_eq!(
        problem("{}").to_string(),
        "it lacks `type`, `project_id`, `private_key_id`, `private_key`, `client_email`, `token_uri`"
    );
}

#[test]
fn every_needed_property_is_needed() {
    for name in ["type", "project_id", "private_key_id", "private_key", "client_email", "token_uri"]
    {
        assert_eq!(problem(&without(name)), ServiceAccountProblem::Missing(vec![name]));
        assert!(ServiceAccount::from_json(&with(name, json!(" "))).is_err(), "{name}");
    }
    assert!(ServiceAccount::from_json(&without("auth_uri")).is_ok());
}

#[test]
fn an_apns_key_is_sent_in_one_layout() {
    let key = ApnsKey::from_reader(P256.replace('\n', "\r\n").as_bytes()).unwrap();
    assert_eq!(Secret::from(key), Secret::from(P256));
    for (given, told) in [
        (RSA_2048, "it is an RSA key; an EC key on the curve P-256 is wanted"),
        (P256_SEC1, "PKCS#8 is wanted"),
        (&account().to_string(), "it holds no PEM block"),
    ] {
        let error = ApnsKey::from_pem(given).unwrap_err();
        assert!(error.to_string().contains(told), "{error}");
    }
}

#[test]
fn apple_ids_have_ten_letters_and_digits() {
    assert!(
        "ABC123DEFG".parse::<ApnsKeyId>().is_ok() && "1234567890".parse::<ApnsTeamId>().is_ok()
    );
    for text in ["", "ABC123DEF", "ABC123DEFGH", "ABC-23DEFG", "ABC123DEF\n", "ABCÄ3DEFG"] {
        assert!(text.parse::<ApnsKeyId>().is_err() && text.parse::<ApnsTeamId>().is_err());
    }
    assert_eq!(
        "com.example.app".parse::<ApnsTeamId>().unwrap_err().to_string(),
        "an Apple team id has ten characters, all of them letters or digits: this is not one (it \
         has 15)"
    );
}

#[test]
fn checked_secrets_fit_into_the_requests() {
    let apple = PushCredentialRequest::apns(
        "ABC123DEFG".parse::<ApnsKeyId>().unwrap(),
        "DEF123GHIJ".parse::<ApnsTeamId>().unwrap(),
        ApnsKey::from_pem(P256).unwrap(),
    );
    let sent = json!({"type": "APNS", "key": "ABC123DEFG", "teamId": "DEF123GHIJ", "token": P256});
    assert_eq!(serde_json::to_value(&apple).unwrap(), sent);
    let text = account().to_string();
    let google = PushCredentialRequest::fcm_http_v1(ServiceAccount::from_json(&text).unwrap());
    let sent = serde_json::to_value(&google).unwrap();
    assert_eq!(sent["googleServiceAccountCredentials"], json!(text));
}

#[test]
fn what_is_kept_is_not_shown() {
    let account = ServiceAccount::from_json(&account().to_string()).unwrap();
    let id: ApnsKeyId = "CANARY1234".parse().unwrap();
    let shown = format!("{account:?} {:?} {id:?}", ApnsKey::from_pem(P256).unwrap());
    assert_eq!(shown, "ServiceAccount(redacted) ApnsKey(redacted) ApnsKeyId(redacted)");
}

/// Everything that an error shows, down its chain of causes.
fn shown(error: &CredentialError) -> String {
    let mut shown = format!("{error} {error:?} {error:#?}");
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        shown += &format!(" {error} {error:?}");
        cause = error.source();
    }
    shown
}

const CANARY: &str = "qZ7vXk2mWp9sLr4tYb6n";

/// Texts that come near to what is wanted and hold the canary.
fn with_canary() -> impl Strategy<Value = String> {
    let pem = |label: &str| format!("-----BEGIN {label}-----\n{CANARY}\n-----END {label}-----\n");
    let near = prop::sample::select(vec![
        CANARY.to_owned(),
        pem("PRIVATE KEY"),
        pem(CANARY),
        pem("RSA PRIVATE KEY"),
        pem("CERTIFICATE"),
        P256.replace("MIG", CANARY),
        format!("Proc-Type: {CANARY}\n{P256}{P256}"),
        json!(CANARY).to_string(),
        json!([CANARY]).to_string(),
        json!({ CANARY: CANARY }).to_string(),
        json!({ "type": CANARY }).to_string(),
        with("private_key", json!(CANARY)),
        with("private_key", json!(pem("PRIVATE KEY"))),
        with("client_email", json!(CANARY)),
        with("token_uri", json!(format!("https:// {CANARY}"))),
        with("project_id", json!([CANARY])),
        with("type", json!({ CANARY: CANARY })),
        account().to_string().replacen("\"type\"", &format!("\"type\": \"{CANARY}\", \"type\""), 1),
        account().to_string().replacen("\"type\"", &format!("{CANARY} \"type\""), 1),
    ]);
    (near, any::<prop::sample::Index>(), "\\PC{0,4}|\\}|\"|\n|-----").prop_map(
        |(mut text, at, inserted)| {
            let mut at = at.index(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            text.insert_str(at, &inserted);
            text
        },
    )
}

proptest! {
    #[test]
    fn no_error_quotes_what_it_was_given(text in with_canary()) {
        let errors = [
            ApnsKey::from_pem(&text).err(),
            ApnsKey::from_reader(text.as_bytes()).err(),
            ServiceAccount::from_json(&text).err(),
            ServiceAccount::from_reader(text.as_bytes()).err(),
            #[cfg(feature = "jwt")]
            crate::SigningKey::from_pem(&text).err(),
        ];
        for error in errors.into_iter().flatten() {
            let shown = shown(&error);
            for window in CANARY.as_bytes().windows(8) {
                let window = std::str::from_utf8(window).unwrap();
                prop_assert!(!shown.contains(window), "{shown}");
            }
        }
    }

    #[test]
    fn no_input_panics(bytes in prop::collection::vec(any::<u8>(), 0..300), text in "\\PC{0,300}") {
        let _ = (ApnsKey::from_reader(&*bytes), ServiceAccount::from_reader(&*bytes));
        let _ = (ApnsKey::from_pem(&text), ServiceAccount::from_json(&text));
        let _ = (text.parse::<ApnsKeyId>(), text.parse::<ApnsTeamId>());
    }
}

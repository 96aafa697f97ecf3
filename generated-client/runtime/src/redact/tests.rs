use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;
use serde_json::json;
use url::form_urlencoded::byte_serialize;

use super::*;
use crate::secret::Secret;

fn redactor(secrets: &[&str]) -> Redactor {
    let secrets: Vec<Secret> = secrets.iter().map(|text| Secret::from(*text)).collect();
    KnownSecrets::new(&Arc::default(), secrets).redactor()
}

fn covered(secrets: &[&str], text: &str) -> String {
    redactor(secrets).text(text).into_owned()
}

fn each(text: &str, write: impl Fn(&mut String, u32)) -> String {
    let mut all = String::new();
    text.encode_utf16().for_each(|unit| write(&mut all, unit.into()));
    all
}

/// Every form in which a server may write a text.
fn written(text: &str) -> Vec<String> {
    let bytes = text.as_bytes();
    let percent = |upper| {
        bytes.iter().fold(String::new(), |mut all, byte| {
            let _ = if upper { write!(all, "%{byte:02X}") } else { write!(all, "%{byte:02x}") };
            all
        })
    };
    let json = serde_json::to_string(text).unwrap();
    let json = json[1..json.len() - 1].to_owned();
    let mut all = vec![
        text.to_owned(),
        percent(true),
        percent(false),
        utf8_percent_encode(text, NON_ALPHANUMERIC).to_string(),
        byte_serialize(bytes).collect(),
        json.replace('/', "\\/"),
        serde_json::to_string(&json).unwrap(),
        each(text, |all, unit| write!(all, "\\u{unit:04x}").unwrap()),
        each(text, |all, unit| write!(all, "\\u{unit:04X}").unwrap()),
        format!("{text:?}"),
        text.escape_unicode().to_string(),
        bytes.iter().fold(String::new(), |all, byte| format!("{all}\\x{byte:02x}")),
        json,
    ];
    for before in ["", "x", "xy", "xyz:"] {
        let within = format!("{before}{text}");
        for engine in [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD] {
            all.push(engine.encode(&within));
            all.push(engine.encode(format!("{within};and more")));
        }
        all.push(STANDARD.encode(byte_serialize(within.as_bytes()).collect::<String>()));
        let encoded: String = byte_serialize(STANDARD.encode(&within).as_bytes()).collect();
        all.push(encoded);
    }
    all
}

/// A text that is left of what held a secret, without what stands for secrets.
fn left(text: &str) -> Vec<String> {
    text.split(REDACTED).map(str::to_owned).collect()
}

/// Whether 16 characters of a form are shown together.
fn shows(shown: &str, form: &str) -> bool {
    let characters: Vec<char> = form.chars().collect();
    characters.windows(16).any(|window| shown.contains(&window.iter().collect::<String>()))
}

#[test]
fn a_secret_is_covered_wherever_it_stands() {
    let mut said = json!({
        "message": "no CANARY-1, no CANARY", "CANARY-1": [{"target": "CANARY-1"}], "n": 1,
        "number": 123_456_789, "float": 98765.4321, "yes": true, "none": null,
    });
    let expected = json!({
        "message": "no [redacted], no [redacted]",
        "[redacted]": [{"target": "[redacted]"}], "n": 1,
        "number": "[redacted]", "float": "[redacted]", "yes": true, "none": null,
    });
    redactor(&["CANARY", "CANARY-1", "23456789", "8765.432"]).cover_json(&mut said);
    assert_eq!(said, expected);
}

#[test]
fn parts_of_a_document_are_covered_too() {
    let pem = "-----BEGIN PRIVATE KEY-----\nCANARYCANARY1\nCANARY 2\n-----END PRIVATE KEY-----\n";
    let account = json!({"private_key": pem, "client_email": "canary@fake.example"}).to_string();
    let escaped = json!({"token": pem, "account": account}).to_string();
    let nested = json!({ "quoted": escaped }).to_string();
    let debug = format!("{account:?}");
    for said in [pem, "near CANARY 2", &escaped, &nested, &debug, "canary@fake.example"] {
        let shown = covered(&[pem, &account], said);
        assert!(!shown.to_lowercase().contains("canary"), "{shown}");
    }
}

#[test]
fn what_is_no_secret_stays() {
    let said = "INVALID_DATA: the key is not valid, 8b22c502-a607-4b3c-8dad-d9ef2397f19a, 100 %";
    let secrets = ["", "k", "key", "{}", "FAKE", "Invalid", "client-id:8b22c502-a607-"];
    assert_eq!(covered(&secrets, said), said);
    assert!(matches!(redactor(&secrets).text(said), Cow::Borrowed(_)));
}

#[test]
fn headers_are_covered_as_a_whole() {
    let mut headers = HeaderMap::new();
    headers.insert("x-one", HeaderValue::from_static("a CANARY"));
    headers.append("x-one", HeaderValue::from_static("fine"));
    headers.insert("x-canary-0123456789", HeaderValue::from_static("1"));
    headers.insert("x-latin", HeaderValue::from_bytes(b"\xe9CANARY").unwrap());
    let redactor = redactor(&["CANARY", "X-CANARY-0123456789-X"]);
    assert!(redactor.finds_in(&headers));
    redactor.cover_headers(&mut headers);
    assert!(!redactor.finds_in(&headers));
    let mut expected = HeaderMap::new();
    expected.insert("x-one", HeaderValue::from_static(REDACTED));
    expected.append("x-one", HeaderValue::from_static("fine"));
    expected.insert("x-latin", HeaderValue::from_static(REDACTED));
    assert_eq!(headers, expected);
}

#[test]
fn secrets_become_known_and_the_oldest_are_forgotten() {
    let sent = Arc::new(SentSecrets::default());
    let known = KnownSecrets::new(&sent, vec!["of-the-body".into()]);
    let secret = |number: usize| format!("secret-number-{number:02}-end");
    for number in 0..40 {
        sent.remember(&"the-client-secret".into());
        sent.remember(&secret(number).into());
        assert!(known.redactor().finds(secret(number)), "{number}");
    }
    let redactor = known.redactor();
    assert!(redactor.finds("the-client-secret") && redactor.finds("of-the-body"));
    assert!((9..40).all(|number| redactor.finds(secret(number))));
    assert!(!redactor.finds(secret(0)));
}

#[test]
fn a_large_text_is_read_once() {
    let secret = "a".repeat(5000);
    let redactor = redactor(&[&secret]);
    assert_eq!(redactor.text(&"a".repeat(64 * 1024)), REDACTED);
    assert_eq!(redactor.text(&"%61".repeat(20 * 1024)), REDACTED);
}

/// Secrets as they are issued: tokens, keys, passphrases.
fn secret() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-z0-9._~+/=-]{16,80}",
        "[0-9a-f]{16,64}",
        "[ -~]{16,60}",
        "[!-~ü€🦀]{16,40}",
        "[0-9]{16,30}",
        "[A-Za-z0-9+/]{20}\n[A-Za-z0-9+/]{20}",
    ]
    .prop_filter("blanks around are no secret", |text| text.trim() == text)
}

proptest! {
    // Each case looks at dozens of forms.
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn no_part_of_a_secret_survives_in_any_form(
        secret in secret(), before in "[a-z <\"]{0,9}", after in "[a-z >\"]{0,9}",
    ) {
        let redactor = redactor(&[&secret, "another-secret-0123456789"]);
        let cased = [secret.to_ascii_uppercase(), secret.to_ascii_lowercase()];
        for form in written(&secret).into_iter().chain(cased) {
            let said = format!("{before}{form}{after}");
            let shown = redactor.text(&said);
            prop_assert!(!shows(&shown, &form), "{} as {} shows {}", secret, said, shown);
            // What was around it may stay, and what of base64 belongs to its neighbours.
            let left = left(&shown);
            prop_assert!(left.iter().all(|left| left.len() < 16 + 9 + 9), "{:?}", left);
        }
    }

    #[test]
    fn no_long_part_of_a_secret_survives(
        secret in "[A-Za-z0-9._~+/-]{40,80}", start in 0usize..24, length in 16usize..40,
    ) {
        let part = &secret[start..(start + length).min(secret.len())];
        let redactor = redactor(&[&secret]);
        for form in written(part) {
            let shown = redactor.text(&form);
            prop_assert!(!shows(&shown, &form), "{} as {} shows {}", part, form, shown);
            prop_assert!(redactor.finds(&form));
        }
    }

    #[test]
    fn the_first_characters_of_a_form_are_not_shown(secret in secret(), length in 16usize..30) {
        let redactor = redactor(&[&secret]);
        let standard: [String; 4] = [
            secret.clone(),
            utf8_percent_encode(&secret, NON_ALPHANUMERIC).to_string(),
            STANDARD.encode(&secret),
            byte_serialize(secret.as_bytes()).collect(),
        ];
        for form in standard {
            let start: String = form.chars().take(length).collect();
            prop_assert!(!shows(&redactor.text(&start), &start), "{} of {}", start, secret);
        }
    }

    #[test]
    fn a_short_secret_is_covered_as_a_whole(
        secret in "[A-Za-z0-9._~+/-]{6,15}", before in "[ (:\"]{0,3}", after in "[ ):\"]{0,3}",
    ) {
        let redactor = redactor(&[&secret]);
        let cased = [secret.to_ascii_uppercase(), secret.to_ascii_lowercase()];
        let cased = cased.into_iter().filter(|cased| cased.len() >= 10);
        for form in written(&secret).into_iter().chain(cased) {
            let said = format!("{before}{form}{after}");
            let shown = redactor.text(&said);
            prop_assert!(!shown.contains(&form) && redactor.finds(&said), "{} shows {}", said, shown);
        }
    }

    #[test]
    fn a_text_without_secrets_is_unchanged(secret in "[A-Z0-9]{16,60}", said in "[^A-Z0-9]{0,60}") {
        // Not a character of the secret, in whatever form: base64 needs letters and digits.
        let redactor = redactor(&[&secret]);
        let said: String = said.chars().filter(|c| !c.is_alphanumeric()).collect();
        prop_assert_eq!(redactor.text(&said), said.as_str());
    }

    #[test]
    fn any_text_can_be_read(
        secrets in prop::collection::vec(any::<String>(), 0..5), said: String, bytes: Vec<u8>,
    ) {
        let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
        let redactor = redactor(&secrets);
        let _ = (redactor.text(&said), redactor.finds(&bytes));
        let escaped = format!("{said}%{said}\\u{said}\\u{{{said}}}\\ud83e{said}");
        redactor.text(&escaped);
    }

    #[test]
    fn a_uuid_stays(secret in "[A-Za-z0-9._~+/-]{16,80}", id: u128) {
        let id = uuid::Uuid::from_u128(id).to_string();
        prop_assert_eq!(redactor(&[&secret]).text(&id), id.as_str());
    }
}

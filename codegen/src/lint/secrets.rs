//! Values that look like real secrets, in examples and in texts.

use base64::Engine;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use super::context::{Context, text};
use super::random;
use crate::diagnostic::{Diagnostic, rules};
use crate::document::Cursor;
use crate::openapi::{Object, reached};

rules! { Security, Convention Warning;

SECRET_IN_EXAMPLE = Error "secret-in-example" {
    "No example holds what looks like a real secret."
    why "A contract is published; what was real once is real for everybody then."
    Merge(Media)
    bad "example: {name: AKIAIOSFODNN7ABCDEFG}"
    good "example: {name: AKIA-FAKE-KEY}"
}

}

/// How real secrets begin, and the length from which they are taken for one.
const PREFIXES: [(&str, usize); 16] = [
    ("AKIA", 20),
    ("ASIA", 20),
    ("AIza", 39),
    ("ghp_", 40),
    ("gho_", 40),
    ("ghs_", 40),
    ("github_pat_", 40),
    ("glpat-", 26),
    ("npm_", 40),
    ("xoxb-", 30),
    ("xoxp-", 30),
    ("sk_live_", 24),
    ("rk_live_", 24),
    ("shpat_", 38),
    ("SG.", 60),
    ("ya29.", 40),
];

/// A key of so many letters is none.
const SHORTEST_KEY: usize = 40;

/// How the base64 of a private key begins: an ASN.1 sequence, or OpenSSH's own form.
const KEY_BEGINNINGS: [&str; 2] = ["M", "b3BlbnNzaC1rZXk"];

/// `-----BEGIN` in base64.
const ENCODED_PEM: &str = "LS0tLS1CRUdJTi";

pub(super) fn check(context: &mut Context<'_>) {
    for (_, node) in context.objects() {
        for key in ["example", "value", "default", "description"] {
            node.get(key).iter().for_each(|value| everywhere(context, value));
        }
    }
    for (object, node) in context.objects() {
        match object {
            Object::RequestBody | Object::Response => {
                for (_, media) in node.get("content").iter().flat_map(Cursor::entries) {
                    examples(context, &media.resolve());
                }
            }
            Object::Parameter | Object::Header => examples(context, &node),
            Object::Schema => {
                if let Some(example) = node.get("example") {
                    marked(context, &example, vec![node.clone()]);
                }
            }
            _ => {}
        }
    }
}

/// Looks through a payload; its depth is limited when it is read.
fn everywhere(context: &mut Context<'_>, value: &Cursor<'_>) {
    if value.as_str().is_some_and(is_secret) {
        report(context, value);
    }
    for inner in value.items().chain(value.entries().map(|(_, inner)| inner)) {
        everywhere(context, &inner);
    }
}

fn report(context: &mut Context<'_>, value: &Cursor<'_>) {
    let problem =
        Diagnostic::new(&SECRET_IN_EXAMPLE, value.location(), "this looks like a real secret");
    let help = "make up a value that says it is fake, and replace the secret where it is used";
    context.report(problem.help(help));
}

fn examples<'d>(context: &mut Context<'d>, owner: &Cursor<'d>) {
    let Some(schema) = owner.get("schema") else { return };
    let several = owner.get("examples");
    let named = several.iter().flat_map(Cursor::entries);
    let values = named.filter_map(|(_, example)| example.resolve().get("value"));
    for value in owner.get("example").into_iter().chain(values) {
        marked(context, &value, vec![schema.clone()]);
    }
}

/// Looks at the values that one of their schemas marks as secret.
fn marked<'d>(context: &mut Context<'d>, value: &Cursor<'d>, schemas: Vec<Cursor<'d>>) {
    // Alternatives may lead back to each other.
    let parts = reached(schemas, &["oneOf", "anyOf", "allOf"]);
    let is_marked = parts.iter().any(|part| text(part, "format") == Some("password"));
    if is_marked && value.as_str().is_some_and(|text| random::is_random(text) && !is_secret(text)) {
        report(context, value);
    }
    let items: Vec<Cursor<'d>> = parts.iter().filter_map(|part| part.get("items")).collect();
    for item in value.items() {
        marked(context, &item, items.clone());
    }
    for (name, member) in value.entries() {
        let all = parts.iter().filter_map(|part| part.get("properties"));
        let properties = all.filter(|all| all.reference().is_none());
        marked(context, &member, properties.filter_map(|all| all.get(name)).collect());
    }
}

fn is_secret(text: &str) -> bool {
    has_key(text) || text.split(|c: char| !is_token_letter(c)).any(is_token)
}

fn is_token_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.+/=~".contains(c)
}

/// Whether a word is a token of a known form, whatever stands around it.
fn is_token(word: &str) -> bool {
    let begins = |(prefix, length): &(&str, usize)| {
        word.strip_prefix(prefix)
            .is_some_and(|rest| word.len() >= *length && !random::says_fake(rest))
    };
    let is_encoded_key = word.starts_with(ENCODED_PEM)
        && decode(word)
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .is_some_and(|it| has_key(&it));
    PREFIXES.iter().any(begins) || is_jwt(word) || is_encoded_key
}

/// A JSON web token with a signature, of which no part says that it is fake.
fn is_jwt(word: &str) -> bool {
    if !word.starts_with("ey") {
        return false;
    }
    let parts: Vec<&str> = word.split('.').collect();
    let [header, payload, signature] = parts.as_slice() else { return false };
    let json = |part: &str| {
        let text = String::from_utf8(decode(part)?).ok()?;
        text.starts_with('{').then_some(text)
    };
    let (Some(header), Some(payload)) = (json(header), json(payload)) else { return false };
    header.contains("\"alg\"")
        && random::is_random(signature)
        && ![&header, &payload].into_iter().any(|part| random::says_fake(part))
}

/// The bytes of base64 in either alphabet, padded or not.
fn decode(text: &str) -> Option<Vec<u8>> {
    let config =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let alphabets = [&alphabet::STANDARD, &alphabet::URL_SAFE];
    alphabets.into_iter().find_map(|it| GeneralPurpose::new(it, config).decode(text).ok())
}

/// Whether a text holds a private key in PEM. Only the key itself can say that it is fake: in a file with
/// a key, the rest says nothing about it.
fn has_key(text: &str) -> bool {
    text.match_indices("PRIVATE KEY-----").any(|(at, mark)| {
        let body = text.get(at + mark.len()..).unwrap_or_default();
        let body = body.split("-----END").next().unwrap_or_default();
        // In JSON within a text, line breaks are written as escapes.
        let body = body.replace("\\\\", "\\").replace("\\r", "\n").replace("\\n", "\n");
        // Old encrypted keys begin with headers.
        let lines = body.lines().filter(|line| !line.contains(": "));
        let key: String = lines.flat_map(str::split_whitespace).collect();
        let is_base64 = key.chars().all(|c| c.is_ascii_alphanumeric() || "+/=".contains(c));
        let begins = KEY_BEGINNINGS.iter().any(|start| key.starts_with(start));
        is_base64
            && key.len() >= SHORTEST_KEY
            && (begins || random::is_random(&key))
            && !random::says_fake(&key)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What nobody chose, and no secret: a hash of words, in base64.
    fn noise(bytes: usize) -> Vec<u8> {
        use sha2::{Digest, Sha256};
        let blocks = (0_u32..).map(|index| Sha256::digest(format!("noise {index}")).to_vec());
        blocks.flatten().take(bytes).collect()
    }

    fn base64(bytes: &[u8]) -> String {
        base64::engine::general_purpose::STANDARD.encode(bytes)
    }

    fn pem(kind: &str, der: &[u8], line_break: &str) -> String {
        let body = base64(der);
        let lines: Vec<&str> =
            body.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
        let lines = lines.join(line_break);
        format!(
            "-----BEGIN {kind}-----{line_break}{lines}{line_break}-----END {kind}-----{line_break}"
        )
    }

    #[test]
    fn a_private_key_is_one_whatever_its_kind_and_length() {
        // An ASN.1 sequence of as many bytes as keys have: Ed25519, P-256 in two forms, RSA.
        for length in [48, 121, 138, 634, 1_218] {
            let mut der = noise(length);
            der[0] = 0x30;
            for kind in
                ["PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY"]
            {
                for line_break in ["\n", "\r\n", "\\n", ""] {
                    let key = pem(kind, &der, line_break);
                    assert!(is_secret(&key), "{key}");
                    assert!(is_secret(&base64(key.as_bytes())), "{key}");
                    let account = serde_json::json!({
                        "client_email": "fake@example.com", "private_key": key, "note": "dummy",
                    });
                    assert!(is_secret(&account.to_string()), "{account}");
                }
            }
        }
        let ssh = [b"openssh-key-v1\0".to_vec(), noise(200)].concat();
        assert!(is_secret(&pem("OPENSSH PRIVATE KEY", &ssh, "\n")));
    }

    #[test]
    fn what_says_that_it_is_made_up_is_no_secret() {
        let mut der = noise(121);
        der[0] = 0x30;
        for text in [
            "-----BEGIN PRIVATE KEY-----\nFAKE-FAKE-FAKE\n-----END PRIVATE KEY-----",
            "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
            "-----BEGIN PRIVATE KEY-----\nMIIFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKE\n-----END PRIVATE KEY-----",
            "A private key begins with `-----BEGIN PRIVATE KEY-----`.",
            &pem("CERTIFICATE", &der, "\n"),
            &pem("PUBLIC KEY", &der, "\n"),
            "AKIA-FAKE-KEY",
            "sk_live_EXAMPLEEXAMPLEEXAMPLE",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.signature",
        ] {
            assert!(!is_secret(text), "{text}");
        }
    }

    #[test]
    fn tokens_are_found_inside_of_texts() {
        let hex: String = noise(20).iter().map(|byte| format!("{byte:02x}")).collect();
        let url = base64::engine::general_purpose::URL_SAFE_NO_PAD;
        let jwt = format!(
            "{}.{}.{}",
            url.encode(r#"{"alg":"HS256"}"#),
            url.encode(r#"{"sub":"somebody"}"#),
            url.encode(noise(32)),
        );
        for token in [format!("ghp_{hex}"), format!("glpat-{hex}"), jwt] {
            for text in [token.clone(), format!("curl -H 'Authorization: Bearer {token}' # fake")] {
                assert!(is_secret(&text), "{text}");
            }
        }
    }
}

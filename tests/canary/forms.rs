//! The ways in which a server may write a secret or a part of it.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};
use url::form_urlencoded::byte_serialize;

/// Characters that tell too much when they stand together.
const WINDOW: usize = 16;

/// A secret and parts of it, in every form.
pub fn written(secret: &str) -> Arc<[String]> {
    static KNOWN: Mutex<BTreeMap<String, Arc<[String]>>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap();
    let all = known.entry(secret.to_owned()).or_insert_with(|| all_of(secret).into());
    Arc::clone(all)
}

fn all_of(secret: &str) -> Vec<String> {
    let mut all: Vec<String> = parts(secret).iter().flat_map(|part| forms(part)).collect();
    // What a field of a table would show.
    all.push(STANDARD.encode(secret).chars().take(24).collect());
    all
}

fn parts(secret: &str) -> Vec<&str> {
    let cut = |from: usize, to: usize| secret.get(from..to.min(secret.len())).unwrap_or(secret);
    let last = secret.len().saturating_sub(WINDOW);
    vec![secret, cut(0, WINDOW), cut(0, 24), cut(3, 23), cut(last, secret.len())]
}

fn forms(text: &str) -> Vec<String> {
    let each = |write: &dyn Fn(&mut String, u8)| {
        text.bytes().fold(String::new(), |mut all, byte| {
            write(&mut all, byte);
            all
        })
    };
    let json = serde_json::Value::from(text).to_string();
    let mut all = vec![
        text.to_owned(),
        text.to_lowercase(),
        text.to_uppercase(),
        byte_serialize(text.as_bytes()).collect(),
        each(&|all, byte| write!(all, "%{byte:02X}").unwrap()),
        each(&|all, byte| write!(all, "%{byte:02x}").unwrap()),
        each(&|all, byte| write!(all, "%25{byte:02x}").unwrap()),
        each(&|all, byte| write!(all, "\\u{byte:04x}").unwrap()),
        json.trim_matches('"').replace('/', "\\/"),
        serde_json::Value::from(json.trim_matches('"')).to_string().trim_matches('"').to_owned(),
    ];
    for before in ["", "x", "client-id:"] {
        let within = format!("{before}{text}");
        all.push(STANDARD.encode(&within));
        all.push(URL_SAFE.encode(&within));
        all.push(URL_SAFE_NO_PAD.encode(format!("{within};")));
    }
    all
}

/// Whatever must not be found anywhere: each window of each form of secrets.
pub struct Windows(HashSet<Vec<u8>>);

impl Windows {
    pub fn of(secrets: &[String]) -> Self {
        let forms = secrets.iter().flat_map(|secret| forms(secret));
        let mut all = HashSet::new();
        for form in forms {
            all.extend(form.as_bytes().windows(WINDOW).map(<[u8]>::to_vec));
        }
        Self(all)
    }

    /// Panics if a text shows a secret, also once the escapes of `Debug` are undone.
    pub fn assert_clean(&self, what: &str, text: &str) {
        for text in [text, &text.replace("\\\\", "\\").replace("\\\"", "\"")] {
            let found = text.as_bytes().windows(WINDOW).position(|window| self.0.contains(window));
            if let Some(at) = found {
                let cut = |from: usize, to: usize| {
                    String::from_utf8_lossy(&text.as_bytes()[from..to.min(text.len())])
                };
                let (before, secret) = (cut(at.saturating_sub(200), at), cut(at, at + WINDOW));
                panic!("{what} shows `{secret}` after: {before}");
            }
        }
    }
}

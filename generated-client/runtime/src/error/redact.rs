//! Takes the secrets of a request out of what the server says about it.

use serde_json::{Map, Value};

use crate::secret::Secret;

/// What stands where a secret stood.
const REDACTED: &str = "[redacted]";

/// A shorter secret is no secret, and hiding it would spoil every other word.
const MIN_SECRET: usize = 6;

/// A part of a secret that is shorter tells too little.
const MIN_PART: usize = 8;

/// Replaces every secret in every text of `value`, names of members included.
///
/// A secret that is a document is also looked for line by line and, if it is JSON, text by text,
/// because a quotation may be escaped or take a part only.
pub(crate) fn redact(value: &mut Value, secrets: &[Secret]) {
    let mut hidden = Vec::new();
    for secret in secrets {
        hide(secret.expose(), MIN_SECRET, &mut hidden);
    }
    if hidden.is_empty() {
        return;
    }
    // The longest first, or what is left of it would stay.
    hidden.sort_by_key(|text| std::cmp::Reverse(text.len()));
    walk(value, &hidden);
}

/// Gathers a secret, and those of its parts that say something on their own.
fn hide(text: &str, shortest: usize, hidden: &mut Vec<String>) {
    let text = text.trim();
    if text.len() < shortest {
        return;
    }
    hidden.push(text.to_owned());
    if text.contains('\n') {
        let lines = text.lines().map(str::trim).filter(|line| line.len() >= MIN_PART);
        hidden.extend(lines.map(str::to_owned));
    }
    if text.starts_with('{') {
        gather(&serde_json::from_str(text).unwrap_or_default(), hidden);
    }
}

fn gather(value: &Value, hidden: &mut Vec<String>) {
    match value {
        Value::String(text) => hide(text, MIN_PART, hidden),
        Value::Array(items) => items.iter().for_each(|item| gather(item, hidden)),
        Value::Object(members) => members.values().for_each(|member| gather(member, hidden)),
        _ => {}
    }
}

fn walk(value: &mut Value, hidden: &[String]) {
    match value {
        Value::String(text) => cover(text, hidden),
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, hidden)),
        Value::Object(members) => {
            let walked = std::mem::take(members).into_iter().map(|(mut name, mut member)| {
                cover(&mut name, hidden);
                walk(&mut member, hidden);
                (name, member)
            });
            *members = walked.collect::<Map<_, _>>();
        }
        _ => {}
    }
}

fn cover(text: &mut String, hidden: &[String]) {
    for secret in hidden {
        if text.contains(secret.as_str()) {
            *text = text.replace(secret.as_str(), REDACTED);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn redacted(mut value: Value, secrets: &[&str]) -> Value {
        let secrets: Vec<Secret> = secrets.iter().map(|text| Secret::from(*text)).collect();
        redact(&mut value, &secrets);
        value
    }

    #[test]
    fn a_secret_is_covered_wherever_it_stands() {
        let said = json!({
            "message": "no CANARY-1, no CANARY", "CANARY-1": [{"target": "CANARY-1"}], "n": 1,
        });
        let expected = json!({
            "message": "no [redacted], no [redacted]",
            "[redacted]": [{"target": "[redacted]"}], "n": 1,
        });
        assert_eq!(redacted(said, &["CANARY", "CANARY-1"]), expected);
    }

    #[test]
    fn parts_of_a_document_are_covered_too() {
        let pem = "-----BEGIN PRIVATE KEY-----\nCANARYCANARY1\nCANARYCANARY2\n-----END PRIVATE KEY-----\n";
        let account =
            json!({"private_key": pem, "client_email": "canary@fake.example"}).to_string();
        let escaped = json!({"token": pem, "account": account}).to_string();
        for said in [pem, "near CANARYCANARY2", escaped.as_str(), "canary@fake.example"] {
            let shown = redacted(json!({ "message": said }), &[pem, &account]).to_string();
            assert!(!shown.to_lowercase().contains("canary"), "{shown}");
        }
    }

    #[test]
    fn what_is_no_secret_stays() {
        let said = json!({"code": "INVALID_DATA", "message": "the key is not valid"});
        assert_eq!(redacted(said.clone(), &["", "k", "key", "{}", "FAKE"]), said);
    }
}

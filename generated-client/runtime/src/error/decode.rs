//! Where and why a body is not what the contract says, without a word of the body itself.

use std::fmt;

use serde_json::error::Category;

use crate::lenient::{End, Undecodable};
use crate::redact::Redactor;
use crate::shown::Shown;

const TORN: &str = "the JSON ends too early";
const NO_JSON: &str = "it is not one JSON value";

/// What is said of a body that is not text.
pub(crate) const COMPRESSED: &str = "the body is compressed, which was not asked for";

/// A body that could not be decoded.
///
/// The messages of `serde_json` quote the offending value, which may be a pairing code; what is
/// kept here names the place and what was expected there, never what was found.
#[derive(Debug)]
pub(crate) struct DecodeFailure {
    path: String,
    reason: String,
    /// Line and column.
    place: Option<(usize, usize)>,
    is_compressed: bool,
}

impl DecodeFailure {
    /// A failure at a place of the body.
    pub(crate) fn at(error: &serde_path_to_error::Error<serde_json::Error>) -> Self {
        Self::new(error.path().to_string(), error.inner())
    }

    /// A failure of the body as a whole.
    pub(crate) fn whole(error: &serde_json::Error) -> Self {
        Self::new(".".to_owned(), error)
    }

    fn new(path: String, error: &serde_json::Error) -> Self {
        let reason = match error.classify() {
            Category::Eof => TORN.to_owned(),
            Category::Syntax | Category::Io => NO_JSON.to_owned(),
            Category::Data => {
                let message = error.to_string();
                let position = format!(" at line {} column {}", error.line(), error.column());
                expectation(message.strip_suffix(&position).unwrap_or(&message))
            }
        };
        let place = Some((error.line(), error.column()));
        Self { path, reason, place, is_compressed: false }
    }

    /// A failure at a place of a body that was read leniently.
    pub(crate) fn within(body: &[u8], error: &Undecodable) -> Self {
        let path = match error.path.as_str() {
            "" => ".".to_owned(),
            path => Shown(path).to_string(),
        };
        let before = &body[..error.offset.min(body.len())];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let column = before.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
        let reason = expectation(&error.message);
        Self { path, reason, place: Some((line, column)), is_compressed: false }
    }

    /// A body that breaks off, or is no JSON.
    pub(crate) fn incomplete(end: End) -> Self {
        let reason = if end == End::Torn { TORN } else { NO_JSON };
        Self::unread(reason)
    }

    /// A body in an encoding that the client does not ask for.
    pub(crate) fn compressed() -> Self {
        Self { is_compressed: true, ..Self::unread(COMPRESSED) }
    }

    fn unread(reason: &str) -> Self {
        let (path, reason) = (".".to_owned(), reason.to_owned());
        Self { path, reason, place: None, is_compressed: false }
    }

    pub(crate) fn is_compressed(&self) -> bool {
        self.is_compressed
    }

    /// Covers secrets in the names of the path, and cuts it then: a part may be too short to be found.
    pub(super) fn cover(&mut self, redactor: &Redactor) {
        self.path = Shown(&redactor.text(&self.path)).to_string();
        redactor.cover(&mut self.reason);
    }

    /// The JSON path, `.` for the whole body.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }
}

/// The part of a message that stems from our types. What stems from the body is dropped.
fn expectation(message: &str) -> String {
    if message.starts_with("missing field ") || message.starts_with("duplicate field ") {
        return message.to_owned();
    }
    let quotes_a_value = ["invalid type: ", "invalid value: ", "invalid length "]
        .iter()
        .any(|start| message.starts_with(start));
    match message.rsplit_once(", expected ") {
        Some((_, expected)) if quotes_a_value => format!("expected {expected}"),
        _ => "the value is not acceptable".to_owned(),
    }
}

impl fmt::Display for DecodeFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)?;
        match self.place {
            Some((line, column)) => write!(f, " (line {line}, column {column})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for DecodeFailure {}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::Arc;

    use serde::Deserialize;
    use serde::de::DeserializeOwned;

    use super::*;
    use crate::redact::KnownSecrets;

    #[derive(Debug, Deserialize)]
    #[allow(dead_code, reason = "read through Debug only")]
    struct Shape {
        items: Vec<Item>,
    }

    #[derive(Debug, Deserialize)]
    #[allow(dead_code, reason = "read through Debug only")]
    struct Item {
        id: uuid::Uuid,
        size: u8,
        kind: Kind,
    }

    #[derive(Debug, Deserialize)]
    enum Kind {
        A,
    }

    fn failure<T: DeserializeOwned + fmt::Debug>(body: &str) -> (String, String) {
        failure_with::<T>(body, &Redactor::default())
    }

    fn failure_with<T: DeserializeOwned + fmt::Debug>(
        body: &str,
        redactor: &Redactor,
    ) -> (String, String) {
        let mut deserializer = serde_json::Deserializer::from_str(body);
        let error = serde_path_to_error::deserialize::<_, T>(&mut deserializer).unwrap_err();
        let mut failure = DecodeFailure::at(&error);
        failure.cover(redactor);
        (failure.path().to_owned(), failure.to_string())
    }

    #[test]
    fn place_and_expectation_are_named_and_the_value_is_not() {
        let item = |id: &str, size: &str, kind: &str| {
            format!(r#"{{"items": [{{"id": {id}, "size": {size}, "kind": {kind}}}]}}"#)
        };
        let id = r#""abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6""#;
        for (body, path, reason) in [
            (item(id, r#""CANARY, expected CANARY""#, r#""A""#), "items[0].size", "expected u8"),
            (item(r#""CANARY""#, "1", r#""A""#), "items[0].id", "the value is not acceptable"),
            (item(id, "1", r#""CANARY""#), "items[0].kind", "the value is not acceptable"),
            (item(id, "777", r#""A""#), "items[0].size", "expected u8"),
            (r#"{"items": [{"id": "CANARY"#.to_owned(), "items[0].id", "the JSON ends too early"),
            (r#"{"CANARY": 1}"#.to_owned(), ".", "missing field `items`"),
            ("<html>CANARY".to_owned(), ".", "it is not one JSON value"),
            (String::new(), ".", "the JSON ends too early"),
        ] {
            let (found_path, found_reason) = failure::<Shape>(&body);
            assert_eq!(found_path, path, "{body}");
            assert!(found_reason.starts_with(reason), "{body}: {found_reason}");
            assert!(!found_reason.contains("CANARY"), "{body}: {found_reason}");
        }
    }

    #[test]
    fn a_path_made_of_a_long_key_is_cut() {
        let body = format!(r#"{{"{}": "x"}}"#, "k\\n".repeat(5000));
        let (path, _) = failure::<HashMap<String, u8>>(&body);
        assert!(path.len() < 1000 && !path.contains('\n'), "{path}");
    }

    #[test]
    fn a_secret_in_a_path_is_covered_before_the_path_is_cut() {
        let secrets = KnownSecrets::new(&Arc::default(), vec!["CANARY-key-0123".into()]);
        for before in [0, 1, 190, 199] {
            let body = format!(r#"{{"{}CANARY-key-0123": "x"}}"#, "k".repeat(before));
            let (path, reason) = failure_with::<HashMap<String, u8>>(&body, &secrets.redactor());
            assert!(!path.contains('C') && !reason.contains("CANARY"), "{path} {reason}");
        }
    }
}

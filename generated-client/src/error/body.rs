//! PingOne's error body, read so that nothing in it can make reading fail.

use serde_json::{Map, Value};

/// What PingOne says about a failed request.
///
/// Every field may be absent, every code belongs to an open set, and a field of an unexpected type
/// counts as absent: an error must never hide behind another one.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ErrorBody {
    /// Id of this error in PingOne's logs.
    pub id: Option<String>,
    /// Kind of error, e.g. `INVALID_DATA`.
    pub code: Option<String>,
    /// Explanation for developers, in English.
    pub message: Option<String>,
    /// The single causes.
    pub details: Vec<ErrorDetail>,
}

/// One cause of an error.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ErrorDetail {
    /// Kind of cause, e.g. `REQUIRED_VALUE`.
    pub code: Option<String>,
    /// The field that the cause is about.
    pub target: Option<String>,
    /// Explanation for developers, in English.
    pub message: Option<String>,
    /// Data that belongs to the cause (`innerError`), e.g. `allowedValues` or `maximumAllowed`.
    pub inner_error: Map<String, Value>,
}

impl ErrorBody {
    /// Reads a body, whatever its content type says; `None` if it is not PingOne's.
    pub(crate) fn from_slice(body: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(body).ok()?;
        let members = value.as_object()?;
        let details = members.get("details").and_then(Value::as_array);
        let read = Self {
            id: text(members, "id"),
            code: text(members, "code"),
            message: text(members, "message"),
            details: details.into_iter().flatten().filter_map(ErrorDetail::from_value).collect(),
        };
        (read != Self::default()).then_some(read)
    }
}

impl ErrorDetail {
    fn from_value(value: &Value) -> Option<Self> {
        let members = value.as_object()?;
        Some(Self {
            code: text(members, "code"),
            target: text(members, "target"),
            message: text(members, "message"),
            inner_error: members
                .get("innerError")
                .and_then(Value::as_object)
                .cloned()
                .unwrap_or_default(),
        })
    }
}

fn text(members: &Map<String, Value>, name: &str) -> Option<String> {
    members.get(name)?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_body_is_read() {
        let body = ErrorBody::from_slice(
            br#"{"id": "1", "code": "INVALID_DATA", "message": "m", "details": [
                {"code": "OUT_OF_RANGE", "target": "size", "innerError": {"rangeMaximumValue": 5}}]}"#,
        )
        .unwrap();
        assert_eq!(body.code.as_deref(), Some("INVALID_DATA"));
        assert_eq!(body.details[0].target.as_deref(), Some("size"));
        assert_eq!(body.details[0].inner_error["rangeMaximumValue"], 5);
    }

    #[test]
    fn an_odd_field_hides_nothing() {
        let body = br#"{"id": 7, "code": "X", "details": [null, {"code": [], "message": "why"}], "new": 1}"#;
        let body = ErrorBody::from_slice(body).unwrap();
        assert_eq!((body.id, body.code.as_deref()), (None, Some("X")));
        assert_eq!(body.details[0].message.as_deref(), Some("why"));
    }

    #[test]
    fn what_is_not_pingones_is_no_body() {
        for body in [
            &b"<html>"[..],
            b"",
            b"null",
            b"[]",
            b"{}",
            br#"{"code": 1}"#,
            br#"{"code": "X""#,
            b"\xff",
        ] {
            assert_eq!(ErrorBody::from_slice(body), None, "{}", String::from_utf8_lossy(body));
        }
    }
}

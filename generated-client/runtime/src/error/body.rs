//! PingOne's error body, read so that nothing in it can make reading fail.

use serde_json::{Map, Value};

use super::code::{DetailCode, ErrorCode};
use super::inner::InnerError;
use super::member::{take, take_with};
use crate::api::ErrorFormat;
use crate::lenient;
use crate::redact::Redactor;

/// What PingOne says about a failed request.
///
/// Every field may be absent and every code belongs to an open set: an error must never hide behind
/// another one. A member of an unexpected type counts as absent and is kept in
/// [`extra`](Self::extra). Of a body that breaks off, what came before is kept.
///
/// Where the texts quote a secret of the request, a token or the credentials, `[redacted]` stands instead.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ErrorBody {
    /// Id of this error in PingOne's logs.
    pub id: Option<String>,
    /// Kind of error, e.g. `INVALID_DATA`.
    pub code: Option<ErrorCode>,
    /// Explanation for developers, in English.
    pub message: Option<String>,
    /// The single causes.
    pub details: Vec<ErrorDetail>,
    /// Members that this version does not know, or could not read.
    pub extra: Map<String, Value>,
}

/// One cause of an error.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ErrorDetail {
    /// Kind of cause, e.g. `REQUIRED_VALUE`.
    pub code: Option<DetailCode>,
    /// The field that the cause is about.
    pub target: Option<String>,
    /// Explanation for developers, in English.
    pub message: Option<String>,
    /// Data that belongs to the cause (`innerError`), e.g. the accepted values.
    pub inner_error: InnerError,
    /// Members that this version does not know, or could not read.
    pub extra: Map<String, Value>,
}

impl ErrorBody {
    /// Reads a body, ignoring its content type, up to where it stops being JSON; `None` if nothing of
    /// it is PingOne's. The `redactor` covers what the server knows from the request and must not be shown.
    pub(crate) fn read(format: &ErrorFormat, body: &[u8], redactor: &Redactor) -> Option<Self> {
        let mut value = lenient::said(body);
        redactor.cover_json(&mut value);
        let Value::Object(mut members) = value else { return None };
        let from = &mut members;
        let read = Self {
            id: take_at(from, format.id, text),
            code: take_at(from, format.code, |code| code.as_str().map(ErrorCode::from)),
            message: take_at(from, format.message, text),
            details: details(from, format.details),
            extra: Map::new(),
        };
        (read != Self::default()).then_some(Self { extra: members, ..read })
    }

    /// What is kept of a body, so that a type of the contract can be read from it: JSON as far as it goes, and
    /// another text as a JSON string; `None` if there is nothing.
    pub(crate) fn keep(body: &[u8], redactor: &Redactor) -> Option<Box<str>> {
        if body.trim_ascii().is_empty() {
            return None;
        }
        let mut value = match lenient::said(body) {
            Value::Null => Value::String(lenient::text_said(body)),
            value => value,
        };
        redactor.cover_json(&mut value);
        Some(value.to_string().into_boxed_str())
    }

    /// Whether one of the causes has this code.
    ///
    /// ```
    /// # fn handle(body: &pingone_mfa::ErrorBody) {
    /// if body.has_detail(&pingone_mfa::DetailCode::LicenseExceeded) {
    ///     println!("the licence does not cover this");
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn has_detail(&self, code: &DetailCode) -> bool {
        self.details.iter().any(|detail| detail.code.as_ref() == Some(code))
    }

    /// Whether the token is fine and what it may do is not: another token would not help.
    pub(crate) fn lacks_permission(&self) -> bool {
        let permissions = DetailCode::InsufficientPermissions;
        let itself = self.code.as_ref().is_some_and(|code| code.as_str() == permissions.as_str());
        (itself || self.has_detail(&permissions)) && !self.has_detail(&DetailCode::InvalidToken)
    }
}

impl ErrorDetail {
    fn from_members(mut members: Map<String, Value>) -> Self {
        let from = &mut members;
        Self {
            code: take_with(from, "code", |code| code.as_str().map(DetailCode::from)),
            target: take(from, "target"),
            message: take(from, "message"),
            inner_error: take(from, "innerError").map(InnerError::from_members).unwrap_or_default(),
            extra: members,
        }
    }
}

/// The value of a member that is a text.
fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// The object that holds the member at `pointer`, and the name of the member.
fn holder<'m>(
    members: &'m mut Map<String, Value>,
    pointer: Option<&'static str>,
) -> Option<(&'m mut Map<String, Value>, &'static str)> {
    let (outer, name) = pointer?.rsplit_once('/')?;
    let mut steps = outer.split('/').skip(1);
    let holder = steps.try_fold(members, |members, step| members.get_mut(step)?.as_object_mut())?;
    Some((holder, name))
}

/// As [`take_with`], at a place that may be inside of other objects.
fn take_at<T>(
    members: &mut Map<String, Value>,
    pointer: Option<&'static str>,
    read: impl FnOnce(&Value) -> Option<T>,
) -> Option<T> {
    let (holder, name) = holder(members, pointer)?;
    take_with(holder, name, read)
}

/// The details that are objects; others stay where they are.
fn details(members: &mut Map<String, Value>, pointer: Option<&'static str>) -> Vec<ErrorDetail> {
    let mut read = Vec::new();
    let Some((members, name)) = holder(members, pointer) else { return read };
    if let Some(Value::Array(items)) = members.get_mut(name) {
        items.retain_mut(|item| match item {
            Value::Object(detail) => {
                read.push(ErrorDetail::from_members(std::mem::take(detail)));
                false
            }
            other => !other.is_null(),
        });
        if items.is_empty() {
            members.remove(name);
        }
    }
    read
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(body: &[u8]) -> Option<ErrorBody> {
        ErrorBody::read(&ErrorFormat::PLATFORM, body, &Redactor::default())
    }

    #[test]
    fn the_parts_may_stand_elsewhere() {
        let format = ErrorFormat {
            id: None,
            code: Some("/error/type"),
            message: Some("/error/text"),
            details: Some("/error/causes"),
        };
        let body = br#"{"error": {"type": "LATE", "text": "too late", "at": 7,
            "causes": [{"message": "the van"}]}, "id": "kept"}"#;
        let body = ErrorBody::read(&format, body, &Redactor::default()).unwrap();
        assert_eq!(
            (body.code.unwrap().as_str(), body.message.as_deref()),
            ("LATE", Some("too late"))
        );
        assert_eq!((body.id, body.details[0].message.as_deref()), (None, Some("the van")));
        assert_eq!(Value::Object(body.extra), json!({"error": {"at": 7}, "id": "kept"}));
        assert_eq!(
            ErrorBody::read(&format, br#"{"error": "odd", "code": "X"}"#, &Redactor::default()),
            None
        );
    }

    #[test]
    fn a_whole_body_is_read() {
        let body = read(
            br#"{"id": "1", "code": "INVALID_DATA", "message": "m", "details": [
                {"code": "OUT_OF_RANGE", "target": "size", "innerError": {"rangeMaximumValue": 5}}]}"#,
        )
        .unwrap();
        assert_eq!(body.code, Some(ErrorCode::InvalidData));
        assert!(body.has_detail(&DetailCode::OutOfRange));
        assert_eq!(body.details[0].target.as_deref(), Some("size"));
        assert_eq!(body.details[0].inner_error.range_maximum_value, Some(5.into()));
        assert!(body.extra.is_empty() && body.details[0].extra.is_empty());
    }

    #[test]
    fn an_odd_member_hides_nothing_and_is_kept() {
        let body = json!({
            "id": 7, "code": "X", "new": 1,
            "details": [null, "why", {"code": [], "message": "because", "innerError": "odd"}],
        });
        let body = read(body.to_string().as_bytes()).unwrap();
        assert_eq!((body.id, body.code.unwrap().as_str()), (None, "X"));
        assert_eq!(Value::Object(body.extra), json!({"id": 7, "new": 1, "details": ["why"]}));
        let [detail] = &body.details[..] else { panic!("{:?}", body.details) };
        assert_eq!((detail.message.as_deref(), &detail.code), (Some("because"), &None));
        assert_eq!(Value::Object(detail.extra.clone()), json!({"code": [], "innerError": "odd"}));
    }

    #[test]
    fn a_body_that_breaks_off_says_what_it_could() {
        let body = read(br#"{"code": "REQUEST_LIMITED", "details": [{"code": "LIMIT_EXC"#).unwrap();
        assert_eq!(body.code, Some(ErrorCode::RequestLimited));
        assert_eq!(body.details.len(), 1);
        assert_eq!(body.details[0].code, None);
    }

    #[test]
    fn what_is_not_pingones_is_no_body() {
        for body in [
            &b"<html>"[..],
            b"",
            b"null",
            b"[]",
            b"{}",
            b"{\"status\": 404}",
            br#"{"code": 1}"#,
            br#"{"code": "X"#,
            br#"{"message": null, "details": []}"#,
            b"\xff",
        ] {
            assert_eq!(read(body), None, "{}", String::from_utf8_lossy(body));
        }
    }

    #[test]
    fn a_missing_permission_is_told_from_a_bad_token() {
        let body = |codes: &[&str]| {
            let details: Vec<Value> = codes.iter().map(|code| json!({"code": code})).collect();
            let body = json!({"code": "ACCESS_FAILED", "details": details});
            read(body.to_string().as_bytes()).unwrap().lacks_permission()
        };
        assert!(body(&["INSUFFICIENT_PERMISSIONS"]));
        assert!(!body(&["INVALID_TOKEN"]));
        assert!(!body(&["INVALID_TOKEN", "INSUFFICIENT_PERMISSIONS"]));
        assert!(!body(&[]));
        assert!(read(br#"{"code": "INSUFFICIENT_PERMISSIONS"}"#).unwrap().lacks_permission());
    }
}

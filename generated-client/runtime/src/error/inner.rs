//! The data that belongs to one cause of an error (`innerError`).

use jiff::Timestamp;
use serde_json::{Map, Number, Value};
use uuid::Uuid;

use super::member::{take, take_with};

/// Data that belongs to a cause ([`ErrorDetail::inner_error`](crate::ErrorDetail::inner_error)).
///
/// Which members are present depends on the cause; any may be absent. What is not listed here, or is
/// of another type than expected, is in [`extra`](Self::extra) as it came.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct InnerError {
    /// Regular expression that the value must match.
    pub allowed_pattern: Option<String>,
    /// The values that are accepted.
    pub allowed_values: Vec<String>,
    /// The token claim concerned.
    pub claim: Option<String>,
    /// Id of the resource that already exists.
    pub existing_id: Option<Uuid>,
    /// How many are allowed at most, e.g. devices of a user.
    pub maximum_allowed: Option<Number>,
    /// Greatest value that is accepted.
    pub maximum_value: Option<Number>,
    /// Size of the quota that is used up.
    pub quota_limit: Option<Number>,
    /// When the quota is available again.
    pub quota_reset_time: Option<Timestamp>,
    /// Upper end of the accepted range.
    pub range_maximum_value: Option<Number>,
    /// Lower end of the accepted range.
    pub range_minimum_value: Option<Number>,
    /// The values that the cause refers to.
    pub referenced_values: Vec<String>,
    /// Earliest time at which to repeat the request. The client's retries and
    /// [`Error::retry_after`](crate::Error::retry_after) go by the `Retry-After` header instead.
    pub retry_after: Option<Timestamp>,
    /// The attributes that a filter may use.
    pub supported_attributes: Vec<String>,
    /// The operators that a filter may use.
    pub supported_operators: Vec<String>,
    /// Members that this version does not know, or could not read.
    pub extra: Map<String, Value>,
}

impl InnerError {
    /// Reads the members of an object; whatever cannot be read stays in `extra`.
    pub(super) fn from_members(mut members: Map<String, Value>) -> Self {
        let from = &mut members;
        Self {
            allowed_pattern: take(from, "allowedPattern"),
            allowed_values: take(from, "allowedValues").unwrap_or_default(),
            claim: take(from, "claim"),
            existing_id: take(from, "existingId"),
            maximum_allowed: take(from, "maximumAllowed"),
            maximum_value: take(from, "maximumValue"),
            quota_limit: take(from, "quotaLimit"),
            quota_reset_time: take_with(from, "quotaResetTime", timestamp),
            range_maximum_value: take(from, "rangeMaximumValue"),
            range_minimum_value: take(from, "rangeMinimumValue"),
            referenced_values: take(from, "referencedValues").unwrap_or_default(),
            retry_after: take_with(from, "retryAfter", timestamp),
            supported_attributes: take(from, "supportedAttributes").unwrap_or_default(),
            supported_operators: take(from, "supportedOperators").unwrap_or_default(),
            extra: members,
        }
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn timestamp(value: &Value) -> Option<Timestamp> {
    value.as_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: &Value) -> InnerError {
        InnerError::from_members(value.as_object().unwrap().clone())
    }

    #[test]
    fn every_documented_member_is_typed() {
        let id = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6";
        let inner = read(&json!({
            "allowedPattern": "^a$", "allowedValues": ["a", "b"], "claim": "c", "existingId": id,
            "maximumAllowed": 20, "maximumValue": 1.5, "quotaLimit": 600,
            "quotaResetTime": "2026-01-02T03:04:05.678Z", "rangeMaximumValue": 2880,
            "rangeMinimumValue": -1, "referencedValues": ["r"],
            "retryAfter": "2026-01-02T03:04:05Z", "supportedAttributes": ["s"],
            "supportedOperators": ["eq"],
        }));
        let expected = InnerError {
            allowed_pattern: Some("^a$".to_owned()),
            allowed_values: vec!["a".to_owned(), "b".to_owned()],
            claim: Some("c".to_owned()),
            existing_id: id.parse().ok(),
            maximum_allowed: Some(20.into()),
            maximum_value: Number::from_f64(1.5),
            quota_limit: Some(600.into()),
            quota_reset_time: "2026-01-02T03:04:05.678Z".parse().ok(),
            range_maximum_value: Some(2880.into()),
            range_minimum_value: Some((-1).into()),
            referenced_values: vec!["r".to_owned()],
            retry_after: "2026-01-02T03:04:05Z".parse().ok(),
            supported_attributes: vec!["s".to_owned()],
            supported_operators: vec!["eq".to_owned()],
            extra: Map::new(),
        };
        assert_eq!(inner, expected);
    }

    #[test]
    fn what_is_new_or_of_another_type_is_kept_as_it_came() {
        let sent = json!({
            "brandNew": {"a": [1]}, "allowedValues": ["a", 2], "quotaLimit": "600",
            "quotaResetTime": "tomorrow", "existingId": "not-a-uuid",
        });
        let inner = read(&sent);
        assert_eq!(Value::Object(inner.extra.clone()), sent);
        assert_eq!(InnerError { extra: Map::new(), ..inner }, InnerError::default());
    }

    #[test]
    fn null_is_absent() {
        assert!(read(&json!({"claim": null, "allowedValues": null})).is_empty());
    }
}

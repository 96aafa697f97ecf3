//! A property that may be left out, sent as `null`, or sent with a value: three different things.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::secret::{Secret, Secrets};

/// A property that can be left out or be `null`, which mean different things to the server: mostly
/// *keep what is there* and *remove it*.
///
/// Types that are sent have it; setters write [`Value`](Self::Value) and [`Null`](Self::Null).
///
/// ```
/// use pingone_core::Nullable;
///
/// let nickname = Nullable::from("Ann".to_owned());
/// assert_eq!(nickname.value().map(String::as_str), Some("Ann"));
/// assert!(Nullable::<String>::default().is_absent());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nullable<T> {
    /// Not there: the property is left out.
    #[default]
    Absent,
    /// `null`.
    Null,
    /// A value.
    Value(T),
}

impl<T> Nullable<T> {
    /// Whether the property is left out.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the property is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value, if there is one.
    #[must_use]
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value itself, if there is one.
    #[must_use]
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// What is absent is left out by the type around it, and is `null` where it stands alone.
impl<T: Serialize> Serialize for Nullable<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Nullable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(|value| value.map_or(Self::Null, Self::Value))
    }
}

impl<T: Secrets> Secrets for Nullable<T> {
    fn secrets(&self, each: &mut dyn FnMut(&Secret)) {
        self.value().into_iter().for_each(|value| value.secrets(each));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
    struct Thing {
        #[serde(default, skip_serializing_if = "Nullable::is_absent")]
        note: Nullable<String>,
    }

    #[test]
    fn all_three_states_go_there_and_back() {
        for (json, note) in [
            ("{}", Nullable::Absent),
            (r#"{"note":null}"#, Nullable::Null),
            (r#"{"note":"a"}"#, Nullable::Value("a".to_owned())),
            (r#"{"note":""}"#, Nullable::Value(String::new())),
        ] {
            let thing = Thing { note };
            assert_eq!(serde_json::to_string(&thing).unwrap(), json);
            assert_eq!(serde_json::from_str::<Thing>(json).unwrap(), thing);
        }
        assert!(serde_json::from_str::<Thing>(r#"{"note":7}"#).is_err());
    }

    #[test]
    fn its_secrets_are_pointed_out_and_never_shown() {
        let secret = Nullable::from(Secret::from("CANARY"));
        let mut found = Vec::new();
        secret.secrets(&mut |secret| found.push(secret.expose().to_owned()));
        assert_eq!(found, ["CANARY"]);
        assert!(!format!("{secret:?}").contains("CANARY"));
        Nullable::<Secret>::Null.secrets(&mut |_| panic!("there is none"));
    }
}

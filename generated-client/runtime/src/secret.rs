//! A string that is sent but never shown.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

/// A secret string: a key, a client secret, an access token.
///
/// `Debug` prints a placeholder, there is no `Display`, and this copy of the text is overwritten on
/// drop; what was sent is not. Serialising writes the plain text, because that is how it gets to PingOne.
///
/// ```
/// let secret = pingone_mfa::Secret::from("FAKE");
/// assert_eq!(format!("{secret:?}"), "Secret(redacted)");
/// assert_eq!(secret.expose(), "FAKE");
/// ```
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The plain text. Keep it out of logs and error messages.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(Zeroizing::new(text.into()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(redacted)")
    }
}

/// Compares in a time that depends on the lengths only.
impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.expose().as_bytes().ct_eq(other.expose().as_bytes()).into()
    }
}

impl Eq for Secret {}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

/// A value that holds secrets and can point them out, so that no error quotes them.
///
/// Generated code implements it for the types of requests that have a secret somewhere inside.
// Hidden itself, as `Sealed` is.
#[doc(hidden)]
pub trait Secrets {
    /// Shows every secret to `each`.
    fn secrets(&self, each: &mut dyn FnMut(&Secret));
}

impl Secrets for Secret {
    fn secrets(&self, each: &mut dyn FnMut(&Secret)) {
        each(self);
    }
}

impl<T: Secrets> Secrets for Box<T> {
    fn secrets(&self, each: &mut dyn FnMut(&Secret)) {
        self.as_ref().secrets(each);
    }
}

impl<T: Secrets> Secrets for Option<T> {
    fn secrets(&self, each: &mut dyn FnMut(&Secret)) {
        self.iter().for_each(|value| value.secrets(each));
    }
}

impl<T: Secrets> Secrets for Vec<T> {
    fn secrets(&self, each: &mut dyn FnMut(&Secret)) {
        self.iter().for_each(|value| value.secrets(each));
    }
}

impl<T: Secrets> Secrets for BTreeMap<String, T> {
    fn secrets(&self, each: &mut dyn FnMut(&Secret)) {
        self.values().for_each(|value| value.secrets(each));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equality_looks_at_the_whole_text() {
        assert_eq!(Secret::from("FAKE"), Secret::from("FAKE"));
        for other in ["", "FAK", "FAKF", "FAKEE"] {
            assert_ne!(Secret::from("FAKE"), Secret::from(other), "{other}");
        }
    }

    #[test]
    fn every_secret_of_a_value_is_pointed_out() {
        let all = vec![Some(BTreeMap::from([("a".to_owned(), Secret::from("FAKE"))])), None];
        let mut found = Vec::new();
        all.secrets(&mut |secret| found.push(secret.expose().to_owned()));
        assert_eq!(found, ["FAKE"]);
    }

    #[test]
    fn debug_shows_nothing_of_the_text() {
        let shown = format!("{:?} {:#?}", Secret::from("CANARY"), Some(Secret::from("CANARY")));
        assert!(!shown.contains("CANARY"));
    }
}

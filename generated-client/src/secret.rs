//! A string that is sent but never shown.

use std::cell::RefCell;
use std::fmt;

use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

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
pub struct Secret(SecretString);

impl Secret {
    /// The plain text. Keep it out of logs and error messages.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(SecretString::from(text))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(SecretString::from(text))
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
        let (ours, theirs) = (self.expose().as_bytes(), other.expose().as_bytes());
        let differences = ours.iter().zip(theirs).fold(0, |seen, (a, b)| seen | (a ^ b));
        ours.len() == theirs.len() && differences == 0
    }
}

impl Eq for Secret {}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        WRITTEN.with_borrow_mut(|written| written.iter_mut().for_each(|w| w.push(self.clone())));
        serializer.serialize_str(self.expose())
    }
}

thread_local! {
    /// Where [`written_by`] gathers. serde has no way to hand this to a `Serialize`.
    static WRITTEN: RefCell<Option<Vec<Secret>>> = const { RefCell::new(None) };
}

/// Runs `serialise`, and returns the secrets that it wrote on this thread.
pub(crate) fn written_by<T>(serialise: impl FnOnce() -> T) -> (T, Vec<Secret>) {
    let outer = WRITTEN.replace(Some(Vec::new()));
    let result = serialise();
    (result, WRITTEN.replace(outer).unwrap_or_default())
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
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
    fn what_is_serialised_is_known_and_only_then() {
        let both = [Secret::from("FAKE"), Secret::from("FAKE2")];
        let (json, written) = written_by(|| serde_json::to_string(&both).unwrap());
        assert_eq!((json.as_str(), &written[..]), (r#"["FAKE","FAKE2"]"#, &both[..]));
        serde_json::to_string(&both).unwrap();
        assert_eq!(written_by(|| ()).1, []);
    }

    #[test]
    fn debug_shows_nothing_of_the_text() {
        let shown = format!("{:?} {:#?}", Secret::from("CANARY"), Some(Secret::from("CANARY")));
        assert!(!shown.contains("CANARY"));
    }
}

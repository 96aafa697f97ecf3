//! Bytes that stand in JSON as text.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Reads what any encoder writes, padded or not; writes the padded form.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Bytes that are sent and received as base64 (`format: byte`).
///
/// Both alphabets are read, and so are line breaks; the standard one with padding is written.
///
/// ```
/// use pingone_core::Base64;
///
/// let picture = Base64::from(vec![1, 2, 3]);
/// assert_eq!(picture.to_string(), "AQID");
/// assert_eq!(picture.as_bytes(), [1, 2, 3]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Base64(Bytes);

impl Base64 {
    /// The bytes themselves.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes themselves, without a copy.
    #[must_use]
    pub fn into_bytes(self) -> Bytes {
        self.0
    }
}

impl AsRef<[u8]> for Base64 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Bytes> for Base64 {
    fn from(bytes: Bytes) -> Self {
        Self(bytes)
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self(Bytes::copy_from_slice(bytes))
    }
}

impl<const N: usize> From<[u8; N]> for Base64 {
    fn from(bytes: [u8; N]) -> Self {
        Self(Bytes::copy_from_slice(&bytes))
    }
}

/// A text that is no base64.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no base64")]
pub struct InvalidBase64(());

impl FromStr for Base64 {
    type Err = InvalidBase64;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let standard = |c: char| match c {
            '-' => '+',
            '_' => '/',
            other => other,
        };
        let text: String =
            text.chars().filter(|c| !c.is_ascii_whitespace()).map(standard).collect();
        ENGINE.decode(text).map(Self::from).map_err(|_| InvalidBase64(()))
    }
}

impl fmt::Display for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&ENGINE.encode(&self.0))
    }
}

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_any_encoder_writes_is_read() {
        for text in ["+/+/AQ==", "-_-_AQ==", "+/+/AQ", "-_-_AQ", "+/+/\r\nAQ==\n"] {
            let bytes: Base64 = text.parse().unwrap();
            assert_eq!(bytes.as_bytes(), [0xfb, 0xff, 0xbf, 1], "{text}");
            assert_eq!(bytes.to_string(), "+/+/AQ==", "{text}");
        }
        assert_eq!("".parse::<Base64>().unwrap(), Base64::default());
        for text in ["ü", "a", "AQ=A", "{}"] {
            assert!(text.parse::<Base64>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn bytes_go_there_and_back(bytes: Vec<u8>) {
            let json = serde_json::to_string(&Base64::from(bytes.clone())).unwrap();
            let back: Base64 = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(back.as_bytes(), &*bytes);
        }
    }
}

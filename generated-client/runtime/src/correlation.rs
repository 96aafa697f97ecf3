//! Ids with which callers find their requests in PingOne's audit records.

use std::fmt;
use std::str::FromStr;

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory as _};

/// Characters of an id, at most.
const MAX_CHARACTERS: usize = 100;

/// What is allowed beside letters, combining marks and numeric characters.
const PUNCTUATION: [char; 8] = ['.', '_', '-', '/', '@', '=', '#', '+'];

/// The id of a transaction: a group of requests that belong together.
///
/// Sent as `X-Ping-External-Transaction-ID`; audit records show it as
/// `externalCorrelation.transactionId`. 1 to 100 characters, each a Unicode letter, combining mark
/// or numeric character, or one of `. _ - / @ = # +`. PingOne would cut a longer id and replace
/// other characters by `_`, so that nobody finds it again; this type refuses them instead.
///
/// Source: <https://developer.pingidentity.com/pingone-api/>, external transaction and session IDs.
///
/// ```
/// use pingone_mfa::TransactionId;
///
/// let id: TransactionId = "deploy-4711".parse()?;
/// assert_eq!(id.as_str(), "deploy-4711");
/// assert!("two words".parse::<TransactionId>().is_err());
/// # Ok::<(), pingone_mfa::InvalidCorrelationId>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TransactionId(String);

/// The id of a session: a group of transactions.
///
/// Sent as `X-Ping-External-Session-ID`; audit records show it as `externalCorrelation.sessionId`.
/// The same limits hold as for a [`TransactionId`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionId(String);

/// Why a text is no [`TransactionId`] or [`SessionId`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidCorrelationId {
    /// It has no characters.
    #[error("the id is empty")]
    Empty,
    /// It has more than 100 characters.
    #[error("the id has {0} characters; PingOne keeps {MAX_CHARACTERS}")]
    TooLong(usize),
    /// It has a character that PingOne would replace.
    #[error("PingOne would replace {0:?} of the id by `_`")]
    Character(char),
}

fn checked(text: String) -> Result<String, InvalidCorrelationId> {
    let length = text.chars().count();
    if length == 0 {
        return Err(InvalidCorrelationId::Empty);
    }
    if length > MAX_CHARACTERS {
        return Err(InvalidCorrelationId::TooLong(length));
    }
    match text.chars().find(|character| !is_allowed(*character)) {
        Some(character) => Err(InvalidCorrelationId::Character(character)),
        None => Ok(text),
    }
}

fn is_allowed(character: char) -> bool {
    let group = character.general_category_group();
    PUNCTUATION.contains(&character)
        || matches!(
            group,
            GeneralCategoryGroup::Letter
                | GeneralCategoryGroup::Mark
                | GeneralCategoryGroup::Number
        )
}

impl TransactionId {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl SessionId {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for TransactionId {
    type Err = InvalidCorrelationId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.to_owned().try_into()
    }
}

impl FromStr for SessionId {
    type Err = InvalidCorrelationId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.to_owned().try_into()
    }
}

impl TryFrom<&str> for TransactionId {
    type Error = InvalidCorrelationId;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl TryFrom<&str> for SessionId {
    type Error = InvalidCorrelationId;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl TryFrom<String> for TransactionId {
    type Error = InvalidCorrelationId;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        checked(text).map(Self)
    }
}

impl AsRef<str> for TransactionId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for SessionId {
    type Error = InvalidCorrelationId;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        checked(text).map(Self)
    }
}

impl AsRef<str> for SessionId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TransactionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_characters_are_allowed() {
        for text in [
            "a",
            "Ünïcödé",
            "e\u{301}",
            "٣½Ⅷ",
            "a.b_c-d/e@f=g#h+i",
            &"x".repeat(100),
            &"ü".repeat(100),
        ] {
            assert_eq!(text.parse::<TransactionId>().unwrap().as_str(), text);
            assert_eq!(text.parse::<SessionId>().unwrap().as_str(), text);
        }
    }

    #[test]
    fn what_pingone_would_mangle_is_refused() {
        use InvalidCorrelationId::{Character, Empty, TooLong};
        for (text, reason) in [
            ("", Empty),
            (&*"x".repeat(101), TooLong(101)),
            ("a b", Character(' ')),
            ("a\r\nX: y", Character('\r')),
            ("a,b", Character(',')),
            ("a\u{200b}b", Character('\u{200b}')),
            ("🦀", Character('🦀')),
        ] {
            assert_eq!(text.parse::<TransactionId>().unwrap_err(), reason, "{text:?}");
            assert_eq!(text.parse::<SessionId>().unwrap_err(), reason, "{text:?}");
        }
    }
}

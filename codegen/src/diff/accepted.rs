//! The file of accepted changes: what a reviewer has looked at and allowed, with a reason.

use serde::Deserialize;

use super::change::Fingerprint;

/// Changes that somebody allowed, as `spec/accepted-changes.toml` lists them.
///
/// # Examples
///
/// ```
/// use codegen::diff::AcceptedChanges;
///
/// let text = "
/// [[accepted]]
/// fingerprint = '0123456789abcdef'
/// reason = 'the server never sent more than ten; agreed in the review of the contract'
/// ";
/// assert_eq!(AcceptedChanges::parse(text).unwrap().entries().len(), 1);
/// assert!(AcceptedChanges::parse("[[accepted]]\nfingerprint = '0123456789abcdef'").is_err());
/// ```
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcceptedChanges {
    #[serde(default)]
    accepted: Vec<AcceptedChange>,
}

/// One accepted change.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AcceptedChange {
    /// The fingerprint that the diff shows, 16 hexadecimal digits.
    pub fingerprint: String,
    /// Why the change is allowed.
    pub reason: String,
}

/// Why a file of accepted changes cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AcceptedError {
    /// It is not TOML, or has other keys than it should.
    #[error("{0}")]
    Syntax(#[from] toml::de::Error),
    /// A reason is empty.
    #[error("the accepted change `{0}` has no reason")]
    NoReason(String),
    /// A fingerprint is not one.
    #[error("`{0}` is not a fingerprint of 16 hexadecimal digits")]
    Fingerprint(String),
}

impl AcceptedChanges {
    /// Reads the text of the file.
    ///
    /// # Errors
    /// Says what is wrong with it; an entry without a reason is wrong.
    pub fn parse(text: &str) -> Result<Self, AcceptedError> {
        let changes: Self = toml::from_str(text)?;
        for entry in &changes.accepted {
            let is_digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
            if entry.fingerprint.len() != 16 || !entry.fingerprint.chars().all(is_digit) {
                return Err(AcceptedError::Fingerprint(entry.fingerprint.clone()));
            }
            if entry.reason.trim().is_empty() {
                return Err(AcceptedError::NoReason(entry.fingerprint.clone()));
            }
        }
        Ok(changes)
    }

    /// The entries in the order of the file.
    #[must_use]
    pub fn entries(&self) -> &[AcceptedChange] {
        &self.accepted
    }

    pub(super) fn reason(&self, fingerprint: &Fingerprint) -> Option<&str> {
        let entry = self.accepted.iter().find(|entry| entry.fingerprint == fingerprint.as_str())?;
        Some(&entry.reason)
    }
}

//! The signing key of Apple's push service, and the ids that go with it.

use std::fmt;
use std::io::Read;
use std::path::Path;
use std::str::FromStr;

use pingone_core::key_file::private_key::{Kind, PrivateKey, WANTED_P256, pem};
use pingone_core::key_file::read;
use pingone_core::{CredentialError, CredentialProblem, KeyProblem, Secret};

/// The signing key of Apple's push service: the content of the `.p8` file that Apple lets you
/// download once.
///
/// Checked: one PEM block `PRIVATE KEY` that holds a PKCS#8 EC key on the curve P-256. The text that
/// is sent is that block alone, in lines of 64 characters that end with a line feed.
///
/// ```
/// use pingone_mfa::push::ApnsKey;
///
/// let error = ApnsKey::from_pem("-----BEGIN CERTIFICATE-----\nFAKE\n-----END CERTIFICATE-----");
/// assert_eq!(
///     error.unwrap_err().to_string(),
///     "the credential cannot be used: it is a certificate: the private key is wanted",
/// );
/// ```
#[derive(Clone)]
pub struct ApnsKey(Secret);

impl ApnsKey {
    /// Reads the `.p8` file.
    ///
    /// # Errors
    /// The file cannot be read, is larger than 64 KiB, or holds no such key.
    pub fn from_path(path: impl AsRef<Path>) -> Result<Self, CredentialError> {
        read::from_path(path.as_ref(), &parse).map(Self)
    }

    /// Reads the content of the `.p8` file from a reader, up to 64 KiB.
    ///
    /// # Errors
    /// The reader fails, gives more than 64 KiB, or gives no such key.
    pub fn from_reader(reader: impl Read) -> Result<Self, CredentialError> {
        read::from_reader(reader, &parse).map(Self)
    }

    /// Takes the content of the `.p8` file.
    ///
    /// # Errors
    /// The text holds no such key.
    pub fn from_pem(text: &str) -> Result<Self, CredentialError> {
        read::from_text(text, &parse).map(Self)
    }
}

fn parse(text: &str) -> Result<Secret, CredentialProblem> {
    // A Google file is the likeliest mix-up, and its key is PEM within JSON.
    if text.starts_with('{') {
        return Err(KeyProblem::NoPem.into());
    }
    let key = PrivateKey::from_pem(text)?;
    match key.kind {
        Kind::P256 => Ok(Secret::from(pem(&key.der).as_str())),
        Kind::RsaInPkcs8 | Kind::RsaInPkcs1 => Err(key.unlike(WANTED_P256).into()),
    }
}

impl From<ApnsKey> for Secret {
    fn from(key: ApnsKey) -> Self {
        key.0
    }
}

impl fmt::Debug for ApnsKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApnsKey(redacted)")
    }
}

/// The id of an APNs signing key: ten characters, letters and digits.
///
/// Apple documents the length ([token-based connection to APNs][apple]) and shows capital letters and
/// digits.
///
/// [apple]: https://developer.apple.com/documentation/usernotifications/establishing-a-token-based-connection-to-apns
#[derive(Clone)]
pub struct ApnsKeyId(Secret);

/// The id of an Apple developer team: ten characters, letters and digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ApnsTeamId(String);

/// A text is not an id of Apple's. The text is not shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "an Apple {kind} id has ten characters, all of them letters or digits: this is not one \
     (it has {characters})"
)]
pub struct InvalidApnsId {
    kind: &'static str,
    characters: usize,
}

fn check_id(kind: &'static str, text: &str) -> Result<(), InvalidApnsId> {
    let is_id = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let characters = text.chars().count();
    if is_id { Ok(()) } else { Err(InvalidApnsId { kind, characters }) }
}

impl FromStr for ApnsKeyId {
    type Err = InvalidApnsId;

    fn from_str(text: &str) -> Result<Self, InvalidApnsId> {
        check_id("key", text).map(|()| Self(text.into()))
    }
}

impl FromStr for ApnsTeamId {
    type Err = InvalidApnsId;

    fn from_str(text: &str) -> Result<Self, InvalidApnsId> {
        check_id("team", text).map(|()| Self(text.to_owned()))
    }
}

impl From<ApnsKeyId> for Secret {
    fn from(id: ApnsKeyId) -> Self {
        id.0
    }
}

impl From<ApnsTeamId> for String {
    fn from(id: ApnsTeamId) -> Self {
        id.0
    }
}

impl fmt::Debug for ApnsKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApnsKeyId(redacted)")
    }
}

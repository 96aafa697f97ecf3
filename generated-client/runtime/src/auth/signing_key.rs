//! The private key of a worker application.

use std::fmt;
use std::io::Read;
use std::path::Path;

use jsonwebtoken::{Algorithm, EncodingKey};

use super::assertion::Signer;
use crate::key_file::private_key::{Kind, PrivateKey};
use crate::key_file::{CredentialError, CredentialProblem, KeyProblem, read};

/// The private key with which a worker application signs its assertions (`private_key_jwt`). Needs
/// the feature `jwt`.
///
/// A PEM text with an RSA key of 2048 to 8192 bits (PKCS#8 or PKCS#1; signs RS256) or an EC key on
/// the curve P-256 (PKCS#8; signs ES256), not encrypted. That it can sign is tried at once. PingOne
/// needs the public key, as a JWKS of the worker application.
///
/// ```
/// use pingone_mfa::SigningKey;
///
/// let error = SigningKey::from_pem("-----BEGIN PUBLIC KEY-----\nFAKE\n-----END PUBLIC KEY-----");
/// assert_eq!(
///     error.unwrap_err().to_string(),
///     "the credential cannot be used: it is a public key: the private one is wanted",
/// );
/// ```
#[derive(Clone)]
pub struct SigningKey(Signer);

impl SigningKey {
    /// Reads a PEM file.
    ///
    /// # Errors
    /// The file cannot be read, is larger than 64 KiB, or holds no such key.
    pub fn from_path(path: impl AsRef<Path>) -> Result<Self, CredentialError> {
        read::from_path(path.as_ref(), &parse).map(Self)
    }

    /// Reads a PEM text from a reader, up to 64 KiB.
    ///
    /// # Errors
    /// The reader fails, gives more than 64 KiB, or gives no such key.
    pub fn from_reader(reader: impl Read) -> Result<Self, CredentialError> {
        read::from_reader(reader, &parse).map(Self)
    }

    /// Takes a PEM text.
    ///
    /// # Errors
    /// The text holds no such key.
    pub fn from_pem(text: &str) -> Result<Self, CredentialError> {
        read::from_text(text, &parse).map(Self)
    }

    /// Names the key in the header of its assertions (`kid`), so that PingOne finds the public key
    /// among several. Default: none.
    #[must_use]
    pub fn key_id(mut self, key_id: impl Into<String>) -> Self {
        self.0.key_id = Some(key_id.into());
        self
    }

    pub(super) fn signer(&self) -> &Signer {
        &self.0
    }
}

fn parse(text: &str) -> Result<Signer, CredentialProblem> {
    let key = PrivateKey::from_pem(text)?;
    let signer = match key.kind {
        Kind::RsaInPkcs8 | Kind::RsaInPkcs1 => {
            Signer::new(Algorithm::RS256, EncodingKey::from_rsa_der(&key.der))
        }
        Kind::P256 => Signer::new(Algorithm::ES256, EncodingKey::from_ec_der(&key.der)),
    };
    match signer.sign(&()) {
        Some(_) => Ok(signer),
        None => Err(KeyProblem::Unusable.into()),
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("algorithm", &self.0.algorithm)
            .field("key_id", &self.0.key_id)
            .finish_non_exhaustive()
    }
}

//! Signed assertions that authenticate a client (RFC 7523; OpenID Connect Core, section 9).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde::Serialize;
use uuid::Uuid;

use crate::error::ASSERTION_LIFETIME;
use crate::secret::Secret;

/// The `client_assertion_type`.
pub(super) const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What an assertion says: this is the client, it speaks to this endpoint, now and once.
#[derive(Serialize)]
pub(super) struct Claims<'c> {
    iss: &'c str,
    sub: &'c str,
    aud: &'c str,
    /// Seconds since 1970.
    iat: i64,
    exp: i64,
    jti: Uuid,
}

impl<'c> Claims<'c> {
    /// There is no `nbf`: it would only make a clock that is ahead fail.
    pub(super) fn new(client_id: &'c str, token_endpoint: &'c str, now: Timestamp) -> Self {
        let iat = now.as_second();
        Self {
            iss: client_id,
            sub: client_id,
            aud: token_endpoint,
            iat,
            exp: iat.saturating_add_unsigned(ASSERTION_LIFETIME.as_secs()),
            jti: Uuid::new_v4(),
        }
    }
}

/// A key, and what the header of its assertions says.
#[derive(Clone)]
pub(super) struct Signer {
    pub(super) algorithm: Algorithm,
    pub(super) key_id: Option<String>,
    key: EncodingKey,
}

impl Signer {
    pub(super) fn new(algorithm: Algorithm, key: EncodingKey) -> Self {
        Self { algorithm, key_id: None, key }
    }

    /// Signs with a client secret.
    pub(super) fn hs256(secret: &Secret) -> Self {
        Self::new(Algorithm::HS256, EncodingKey::from_secret(secret.expose().as_bytes()))
    }

    /// The signed claims; `None` if the key cannot sign.
    ///
    /// `jsonwebtoken::encode` would look for a backend of the whole process and panic if another
    /// crate of the build switches on a second one; so the backend is named here.
    pub(super) fn sign(&self, claims: &impl Serialize) -> Option<Secret> {
        let signer = (DEFAULT_PROVIDER.signer_factory)(&self.algorithm, &self.key).ok()?;
        let header = Header { kid: self.key_id.clone(), ..Header::new(self.algorithm) };
        let message = format!("{}.{}", encoded(&header)?, encoded(claims)?);
        let signature = signer.try_sign(message.as_bytes()).ok()?;
        Some(Secret::from(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))))
    }
}

fn encoded(part: &impl Serialize) -> Option<String> {
    serde_json::to_vec(part).ok().map(|json| URL_SAFE_NO_PAD.encode(json))
}

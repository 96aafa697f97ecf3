//! Client authentication at the token endpoint: which methods the worker application takes, and whether they fit.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use jsonwebtoken::{Algorithm, DecodingKey};
use pingone_mfa::AuthMethod;

use super::assertion;
use super::credentials::credentials;
use super::form::{Form, decoded};
use super::oauth_error::{OAuthError, invalid_client, invalid_request};
use crate::error::StartError;

const UNSUPPORTED: OAuthError = invalid_client(
    "Request denied: Unsupported authentication method (the client has another one).",
);
const WRONG: OAuthError = invalid_client("The client is unknown or its secret is wrong.");
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How the worker application authenticates at the token endpoint. Any other method is refused with
/// `invalid_client` and a text that holds "Unsupported authentication method".
///
/// Default: [`TokenAuth::AnySecret`]. PingOne's applications have exactly one method; that the default takes three is a
/// convenience of the fake.
#[derive(Clone, Default)]
#[non_exhaustive]
pub enum TokenAuth {
    /// The secret by whichever of the three methods that use it.
    #[default]
    AnySecret,
    /// `client_secret_basic`: the secret in the `Authorization` header.
    SecretBasic,
    /// `client_secret_post`: the secret in the form.
    SecretPost,
    /// `client_secret_jwt`: a JWT signed with the secret (HS256, HS384 or HS512).
    SecretJwt,
    /// `private_key_jwt`: a JWT signed with the private key (RS256, RS384 or RS512) that belongs to this public key.
    PrivateKeyJwt {
        /// The RSA public key in PEM form.
        public_key_pem: String,
    },
}

impl TokenAuth {
    /// What the fake's own client does.
    pub(crate) fn client_method(&self) -> AuthMethod {
        match self {
            Self::SecretPost => AuthMethod::Post,
            _ => AuthMethod::Basic,
        }
    }
}

impl fmt::Debug for TokenAuth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::AnySecret => "AnySecret",
            Self::SecretBasic => "SecretBasic",
            Self::SecretPost => "SecretPost",
            Self::SecretJwt => "SecretJwt",
            Self::PrivateKeyJwt { .. } => "PrivateKeyJwt",
        })
    }
}

/// The application that may fetch tokens.
pub(crate) struct Worker {
    pub(crate) id: String,
    pub(crate) secret: String,
    methods: Vec<Method>,
    public_key: Option<DecodingKey>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    Basic,
    Post,
    SecretJwt,
    PrivateKeyJwt,
}

impl Worker {
    pub(crate) fn new(id: &str, secret: &str, auth: &TokenAuth) -> Result<Worker, StartError> {
        let methods = match auth {
            TokenAuth::AnySecret => vec![Method::Basic, Method::Post, Method::SecretJwt],
            TokenAuth::SecretBasic => vec![Method::Basic],
            TokenAuth::SecretPost => vec![Method::Post],
            TokenAuth::SecretJwt => vec![Method::SecretJwt],
            TokenAuth::PrivateKeyJwt { .. } => vec![Method::PrivateKeyJwt],
        };
        let public_key = match auth {
            TokenAuth::PrivateKeyJwt { public_key_pem } => {
                let key = DecodingKey::from_rsa_pem(public_key_pem.as_bytes());
                Some(key.map_err(|error| StartError::PublicKey(error.to_string()))?)
            }
            _ => None,
        };
        Ok(Worker { id: id.to_owned(), secret: secret.to_owned(), methods, public_key })
    }

    /// Exactly one method, one that the application is configured for.
    pub(super) fn authenticate(
        &self,
        headers: &HeaderMap,
        form: &Form,
        issuer: &str,
    ) -> Result<(), OAuthError> {
        let basic = credentials(headers, "basic");
        match (basic, form.get("client_secret"), form.get("client_assertion")) {
            (Some(encoded), None, None) => {
                self.takes(Method::Basic)?;
                let (id, secret) = basic_credentials(encoded).ok_or(WRONG)?;
                self.compare(&id, &secret)
            }
            (None, Some(secret), None) => {
                self.takes(Method::Post)?;
                self.compare(form.get("client_id").ok_or(WRONG)?, secret)
            }
            (None, None, Some(assertion)) => self.assertion(form, assertion, issuer),
            (None, None, None) => Err(WRONG),
            _ => Err(invalid_request("The client authenticates in more than one way.")),
        }
    }

    fn takes(&self, method: Method) -> Result<(), OAuthError> {
        if self.methods.contains(&method) { Ok(()) } else { Err(UNSUPPORTED) }
    }

    fn compare(&self, id: &str, secret: &str) -> Result<(), OAuthError> {
        if id == self.id && secret == self.secret { Ok(()) } else { Err(WRONG) }
    }

    fn assertion(&self, form: &Form, jwt: &str, issuer: &str) -> Result<(), OAuthError> {
        if form.get("client_assertion_type") != Some(ASSERTION_TYPE) {
            return Err(invalid_request("The client_assertion_type is missing or unknown."));
        }
        if form.get("client_id").is_some_and(|id| id != self.id) {
            return Err(WRONG);
        }
        let algorithm = assertion::algorithm(jwt)?;
        match algorithm {
            Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512 => {
                self.takes(Method::SecretJwt)?;
                let key = DecodingKey::from_secret(self.secret.as_bytes());
                assertion::verify(jwt, algorithm, &key, &self.id, issuer)
            }
            Algorithm::RS256 | Algorithm::RS384 | Algorithm::RS512 => {
                self.takes(Method::PrivateKeyJwt)?;
                let key = self.public_key.as_ref().ok_or(UNSUPPORTED)?;
                assertion::verify(jwt, algorithm, key, &self.id, issuer)
            }
            _ => Err(invalid_client(
                "The algorithm of the assertion is none of those that are taken.",
            )),
        }
    }
}

/// Id and secret; both are form-encoded before they are joined (RFC 6749, section 2.3.1).
fn basic_credentials(encoded: &str) -> Option<(String, String)> {
    let text = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((decoded(id), decoded(secret)))
}

//! The credentials file of a Google service account.

use std::fmt;
use std::io::Read;
use std::path::Path;

use pingone_core::key_file::private_key::{Kind, PrivateKey, WANTED_RSA};
use pingone_core::key_file::{ServiceAccountProblem, read};
use pingone_core::{CredentialError, CredentialProblem, KeyProblem, Secret};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// The credentials of a Google service account: the content of the JSON file that the Firebase
/// console makes as *new private key* of the Admin SDK.
///
/// Checked: a JSON object of the `type` `service_account` with `project_id`, `private_key_id`,
/// `client_email`, an `https` `token_uri`, and a `private_key` that is a PKCS#8 RSA key in PEM form.
/// The text is sent as it was given, without a byte order mark and surrounding white space.
///
/// ```
/// use pingone_mfa::push::ServiceAccount;
///
/// let error = ServiceAccount::from_json(r#"{"project_info": {}, "client": []}"#).unwrap_err();
/// assert!(error.to_string().contains("`google-services.json`"));
/// ```
#[derive(Clone)]
pub struct ServiceAccount {
    json: Secret,
    project_id: String,
}

impl ServiceAccount {
    /// Reads the JSON file.
    ///
    /// # Errors
    /// The file cannot be read, is larger than 64 KiB, or is not that of a service account.
    pub fn from_path(path: impl AsRef<Path>) -> Result<Self, CredentialError> {
        read::from_path(path.as_ref(), &parse)
    }

    /// Reads the JSON text from a reader, up to 64 KiB.
    ///
    /// # Errors
    /// The reader fails, gives more than 64 KiB, or does not give a service account's file.
    pub fn from_reader(reader: impl Read) -> Result<Self, CredentialError> {
        read::from_reader(reader, &parse)
    }

    /// Takes the JSON text.
    ///
    /// # Errors
    /// The text is not the file of a service account.
    pub fn from_json(text: &str) -> Result<Self, CredentialError> {
        read::from_text(text, &parse)
    }

    /// The Google project, which is not secret: a way to tell a test project from the real one.
    #[must_use]
    pub fn project_id(&self) -> &str {
        &self.project_id
    }
}

/// The file, as far as it matters.
#[derive(Deserialize)]
struct File {
    r#type: Option<String>,
    project_id: Option<String>,
    private_key_id: Option<Secret>,
    private_key: Option<Secret>,
    client_email: Option<String>,
    token_uri: Option<String>,
    // What other files of Google's have.
    project_info: Option<IgnoredAny>,
    installed: Option<IgnoredAny>,
    web: Option<IgnoredAny>,
}

fn parse(text: &str) -> Result<ServiceAccount, CredentialProblem> {
    let file = file(text)?;
    check(&file)?;
    Ok(ServiceAccount { json: Secret::from(text), project_id: file.project_id.unwrap_or_default() })
}

fn file(text: &str) -> Result<File, ServiceAccountProblem> {
    if !text.starts_with('{') {
        return Err(instead(text));
    }
    // The errors of serde quote what they found: only the place is kept.
    serde_json::from_str(text).map_err(|error| match (error.is_eof(), error.is_data()) {
        (true, _) => ServiceAccountProblem::Truncated,
        (_, true) => ServiceAccountProblem::NotAString { line: error.line() },
        _ => ServiceAccountProblem::NotJson { line: error.line(), column: error.column() },
    })
}

/// What a text that does not begin like an object is instead.
fn instead(text: &str) -> ServiceAccountProblem {
    let is_pem = text.lines().any(|line| line.trim_start().starts_with("-----BEGIN "));
    let is_one_word = text.bytes().all(|byte| byte.is_ascii_graphic());
    match text {
        _ if is_pem => ServiceAccountProblem::KeyAlone,
        _ if text.starts_with('<') => ServiceAccountProblem::Xml,
        _ if is_one_word && (text.starts_with("AAAA") || text.starts_with("AIza")) => {
            ServiceAccountProblem::ServerKey
        }
        _ => match serde_json::from_str::<IgnoredAny>(text) {
            Ok(_) => ServiceAccountProblem::NotAnObject,
            Err(error) => {
                ServiceAccountProblem::NotJson { line: error.line(), column: error.column() }
            }
        },
    }
}

fn check(file: &File) -> Result<(), ServiceAccountProblem> {
    match file.r#type.as_deref() {
        Some("service_account") => {}
        _ if file.project_info.is_some() => return Err(ServiceAccountProblem::GoogleServices),
        _ if file.installed.is_some() || file.web.is_some() => {
            return Err(ServiceAccountProblem::OAuthClient);
        }
        Some("authorized_user") => return Err(ServiceAccountProblem::AuthorizedUser),
        Some(_) => return Err(ServiceAccountProblem::WrongType),
        None => {}
    }
    let missing = missing(file);
    if !missing.is_empty() {
        return Err(ServiceAccountProblem::Missing(missing));
    }
    let text = |property: &Option<String>| property.clone().unwrap_or_default();
    match text(&file.client_email).split_once('@') {
        Some((name, domain)) if !name.is_empty() && !domain.is_empty() => {}
        _ => return Err(ServiceAccountProblem::ClientEmail),
    }
    match text(&file.token_uri).parse::<http::Uri>() {
        Ok(uri) if uri.scheme_str() == Some("https") => {}
        _ => return Err(ServiceAccountProblem::TokenUri),
    }
    let key = file.private_key.as_ref().map_or("", Secret::expose);
    private_key(key).map_err(ServiceAccountProblem::PrivateKey)
}

fn missing(file: &File) -> Vec<&'static str> {
    let is_blank = |text: &str| text.trim().is_empty();
    let no_text = |text: &Option<String>| text.as_deref().is_none_or(is_blank);
    let no_secret = |text: &Option<Secret>| text.as_ref().map(Secret::expose).is_none_or(is_blank);
    [
        ("type", no_text(&file.r#type)),
        ("project_id", no_text(&file.project_id)),
        ("private_key_id", no_secret(&file.private_key_id)),
        ("private_key", no_secret(&file.private_key)),
        ("client_email", no_text(&file.client_email)),
        ("token_uri", no_text(&file.token_uri)),
    ]
    .into_iter()
    .filter_map(|(name, is_missing)| is_missing.then_some(name))
    .collect()
}

fn private_key(text: &str) -> Result<(), KeyProblem> {
    let key = PrivateKey::from_pem(text)?;
    match key.kind {
        Kind::RsaInPkcs8 => Ok(()),
        Kind::RsaInPkcs1 => Err(KeyProblem::Pkcs1),
        Kind::P256 => Err(key.unlike(WANTED_RSA)),
    }
}

impl From<ServiceAccount> for Secret {
    fn from(account: ServiceAccount) -> Self {
        account.json
    }
}

impl fmt::Debug for ServiceAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServiceAccount(redacted)")
    }
}

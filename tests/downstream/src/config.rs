//! What is to be rotated and who is to be paired.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use pingone_mfa::push::{ApnsKey, ApnsKeyId, ApnsTeamId, ServiceAccount};
use pingone_mfa::types::{ApplicationId, PushCredentialRequest, PushCredentialType, UserId};
use serde::Deserialize;

/// A run of the service, from a TOML file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Config {
    /// Items that are worked on at the same time.
    #[serde(default = "eight")]
    pub concurrency: usize,
    /// Seconds to wait for each phone.
    #[serde(default = "ten_minutes")]
    pub patience_seconds: u64,
    /// The applications.
    #[serde(default, rename = "application")]
    pub applications: Vec<Application>,
    /// The users, by ids.
    #[serde(default)]
    pub users: Vec<UserId>,
}

fn eight() -> usize {
    8
}

fn ten_minutes() -> u64 {
    600
}

/// A native application and the secrets of its push service.
#[derive(Debug, Deserialize)]
#[non_exhaustive]
pub struct Application {
    /// The application in PingOne.
    pub id: ApplicationId,
    /// Where its secrets are.
    #[serde(flatten)]
    pub secrets: Secrets,
}

/// Where the secrets of a push service are; the files are read when they are needed.
#[derive(Debug, Deserialize)]
#[serde(tag = "service", rename_all = "lowercase")]
#[non_exhaustive]
pub enum Secrets {
    /// Apple's push service.
    Apns {
        /// The `.p8` file.
        key_file: PathBuf,
        /// The id of the key.
        key_id: String,
        /// The id of the team.
        team_id: String,
    },
    /// Google's push service.
    Fcm {
        /// The JSON file of the service account.
        service_account: PathBuf,
    },
    /// Huawei's push service.
    Hms {
        /// The id of the application at Huawei.
        client_id: String,
        /// The file that holds its secret.
        secret_file: PathBuf,
    },
}

/// What is wrong with the configuration or with a file that it names.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// A file cannot be read.
    #[error("{0}: {1}")]
    File(PathBuf, #[source] io::Error),
    /// The configuration is not what it should be.
    #[error("{0}: {1}")]
    Toml(PathBuf, #[source] toml::de::Error),
    /// A line of the users' file is no user.
    #[error("{0}: {1}")]
    Users(PathBuf, #[source] csv::Error),
    /// A key file is not what the push service takes.
    #[error(transparent)]
    Secret(#[from] pingone_mfa::CredentialError),
    /// An id of Apple's is malformed.
    #[error(transparent)]
    AppleId(#[from] pingone_mfa::push::InvalidApnsId),
}

impl Config {
    /// Reads a configuration.
    ///
    /// # Errors
    /// When the file cannot be read or says something unknown.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = read(path)?;
        toml::from_str(&text).map_err(|error| ConfigError::Toml(path.to_owned(), error))
    }

    /// How long to wait for each phone.
    #[must_use]
    pub fn patience(&self) -> Duration {
        Duration::from_secs(self.patience_seconds)
    }
}

/// Reads the column `user_id` of a CSV file.
///
/// # Errors
/// When the file cannot be read or a line has no UUID there.
pub fn users(path: &Path) -> Result<Vec<UserId>, ConfigError> {
    #[derive(Deserialize)]
    struct Line {
        user_id: UserId,
    }
    let failed = |error| ConfigError::Users(path.to_owned(), error);
    let mut lines = csv::Reader::from_path(path).map_err(failed)?;
    lines.deserialize::<Line>().map(|line| Ok(line.map_err(failed)?.user_id)).collect()
}

fn read(path: &Path) -> Result<String, ConfigError> {
    fs::read_to_string(path).map_err(|error| ConfigError::File(path.to_owned(), error))
}

impl Secrets {
    /// The type that PingOne gives such a credential.
    #[must_use]
    pub fn push_credential_type(&self) -> PushCredentialType {
        match self {
            Self::Apns { .. } => PushCredentialType::Apns,
            Self::Fcm { .. } => PushCredentialType::FcmHttpV1,
            Self::Hms { .. } => PushCredentialType::Hms,
        }
    }

    /// Reads and checks the secrets.
    ///
    /// # Errors
    /// When a file cannot be read, or is not what the push service takes.
    pub fn request(&self) -> Result<PushCredentialRequest, ConfigError> {
        Ok(match self {
            Self::Apns { key_file, key_id, team_id } => PushCredentialRequest::apns(
                key_id.parse::<ApnsKeyId>()?,
                team_id.parse::<ApnsTeamId>()?,
                ApnsKey::from_path(key_file)?,
            ),
            Self::Fcm { service_account } => {
                PushCredentialRequest::fcm_http_v1(ServiceAccount::from_path(service_account)?)
            }
            Self::Hms { client_id, secret_file } => {
                PushCredentialRequest::hms(client_id, read(secret_file)?.trim())
            }
        })
    }
}

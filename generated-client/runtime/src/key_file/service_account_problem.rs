//! Why a text is not the file of a Google service account.

use super::key_problem::KeyProblem;

/// Why a text is not the file of a Google service account, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ServiceAccountProblem {
    /// It is not JSON.
    #[error("it is not JSON (line {line}, column {column})")]
    NotJson {
        /// The line of the first mistake, from 1.
        line: usize,
        /// The column of the first mistake.
        column: usize,
    },
    /// It is JSON that ends too early.
    #[error("it ends in the middle, so it is cut off: get the whole file")]
    Truncated,
    /// It is JSON, but not an object.
    #[error("it is not a JSON object: give the file's text as it is, neither quoted nor in a list")]
    NotAnObject,
    /// It is the `google-services.json` of an Android app.
    #[error(
        "it is the `google-services.json` of an Android app; the service account's file is wanted: \
         make a private key in the Firebase project's settings"
    )]
    GoogleServices,
    /// It is the `GoogleService-Info.plist` of an iOS app, or other XML.
    #[error(
        "it is XML, like an iOS app's `GoogleService-Info.plist`; the service account's JSON \
             file is wanted"
    )]
    Xml,
    /// It is the file of an OAuth client.
    #[error("it is the file of an OAuth client; that of a service account is wanted")]
    OAuthClient,
    /// It is a person's login, made by `gcloud auth application-default login`.
    #[error("it is a person's login (`authorized_user`); a service account's file is wanted")]
    AuthorizedUser,
    /// It is a server key of the former FCM interface, or an API key.
    #[error(
        "it is a key of Google's former push interface, or an API key; the service account's JSON \
         file is wanted"
    )]
    ServerKey,
    /// It is a private key alone.
    #[error("it is a private key alone; the whole JSON file that holds it is wanted")]
    KeyAlone,
    /// Its `type` is not `service_account`.
    #[error("its `type` is not `service_account`")]
    WrongType,
    /// Properties are absent or empty.
    #[error("it lacks {}", quoted(.0))]
    Missing(Vec<&'static str>),
    /// A property is not a string, or is there twice.
    #[error("a property that must be a string is not one, or is there twice (line {line})")]
    NotAString {
        /// The line, from 1.
        line: usize,
    },
    /// `client_email` is not an e-mail address.
    #[error("its `client_email` is not an e-mail address")]
    ClientEmail,
    /// `token_uri` is not an `https` URL.
    #[error("its `token_uri` is not an `https` URL")]
    TokenUri,
    /// `private_key` is not the key that is wanted.
    #[error("its `private_key` cannot be used: {0}")]
    PrivateKey(KeyProblem),
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

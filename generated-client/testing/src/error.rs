//! What can go wrong when the fake starts or when a test changes it.

use uuid::Uuid;

/// The fake could not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The port could not be opened; 0 means any.
    #[error("port {port} of 127.0.0.1 cannot be opened")]
    Listen {
        /// The port that was asked for.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
    /// The public key of `private_key_jwt` is no RSA key in PEM form.
    #[error("the public key is no RSA key in PEM form: {0}")]
    PublicKey(String),
    /// The hosts of the fake are no hosts for a client.
    #[error("the fake's own address is no host for a client")]
    Hosts(#[from] pingone_mfa::InvalidHost),
    /// The client of the fake could not be built.
    #[error("the client of the fake could not be built")]
    Client(#[from] pingone_mfa::BuildError),
    /// An operation of the contract, or of the routes that were given instead, cannot be served.
    #[error("the {part} of operation `{operation_id}` cannot be served: {reason}")]
    Contract {
        /// The operation.
        operation_id: &'static str,
        /// The part of the operation.
        part: &'static str,
        /// What is wrong with it.
        reason: String,
    },
}

/// A pairing key could not be put into the state that a test asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClaimError {
    /// No pairing key has this id, or it was deleted.
    #[error("pairing key {0} does not exist")]
    NotFound(Uuid),
    /// The key was claimed or has failed already.
    #[error("pairing key {0} is no longer unclaimed")]
    NotUnclaimed(Uuid),
    /// The key has passed its `expiresAt`.
    #[error("pairing key {0} has expired")]
    Expired(Uuid),
}

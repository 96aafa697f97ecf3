//! What can go wrong before the fake serves.

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
    /// The contract of the client, which is part of this crate, cannot be read.
    #[error("the contract of the client cannot be read")]
    Unreadable(#[source] &'static ContractError),
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

/// Why a text is no contract that can be served.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ContractError {
    /// It is not JSON.
    #[error("the contract is not JSON")]
    Json(#[from] serde_json::Error),
    /// Something that serving needs is missing, or is something else.
    #[error("at `{pointer}` of the contract: {problem}")]
    Document {
        /// The place: a JSON Pointer.
        pointer: String,
        /// What is wrong there.
        problem: &'static str,
    },
}

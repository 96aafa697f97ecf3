//! Files that hold secrets: read within a bound, and refused with reasons that never quote them.

mod error;
mod key_problem;
pub(crate) mod private_key;
pub(crate) mod read;

pub use error::{CredentialError, CredentialProblem};
pub use key_problem::KeyProblem;

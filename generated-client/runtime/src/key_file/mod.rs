//! Files that hold secrets: read within a bound, and refused with reasons that never quote them.

mod der;
mod error;
mod key_problem;
pub mod private_key;
pub mod read;
mod service_account_problem;

pub use error::{CredentialError, CredentialProblem};
pub use key_problem::KeyProblem;
pub use service_account_problem::ServiceAccountProblem;

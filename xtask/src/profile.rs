//! `--profile` and `--skip-unsupported`: how a contract is taken, whatever the file beside it says.

use clap::ValueEnum;
use codegen::target::{Overrides, Profile, Unsupported};

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ProfileName {
    /// Our conventions hold.
    Strict,
    /// The contract is taken as it is: what breaks a convention gets a meaning.
    Tolerant,
}

impl From<ProfileName> for Profile {
    fn from(name: ProfileName) -> Self {
        match name {
            ProfileName::Strict => Self::Strict,
            ProfileName::Tolerant => Self::Tolerant,
        }
    }
}

/// How a contract is taken.
#[derive(clap::Args)]
pub(crate) struct ProfileArguments {
    /// How the contract is taken [default: as `client.yaml` beside it says, or strict].
    #[arg(long, value_enum, value_name = "PROFILE")]
    profile: Option<ProfileName>,
    /// Leave out the operations that cannot be generated, with their reasons in the ledger and on the
    /// page [default: as `unsupported` in `client.yaml` says, or the whole contract is refused].
    #[arg(long)]
    skip_unsupported: bool,
}

impl ProfileArguments {
    /// What was given.
    pub(crate) fn given(&self) -> Overrides {
        let unsupported = self.skip_unsupported.then_some(Unsupported::Skip);
        Overrides { profile: self.profile.map(Profile::from), unsupported }
    }
}

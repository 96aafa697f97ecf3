//! `--profile`: how a contract is taken, whatever the file beside it says.

use clap::ValueEnum;
use codegen::target::Profile;

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

/// The profile for every rule.
#[derive(clap::Args)]
pub(crate) struct ProfileArguments {
    /// How the contract is taken [default: as `client.yaml` beside it says, or strict].
    #[arg(long, value_enum, value_name = "PROFILE")]
    profile: Option<ProfileName>,
}

impl ProfileArguments {
    /// The profile, if one was given.
    pub(crate) fn given(&self) -> Option<Profile> {
        self.profile.map(Profile::from)
    }
}

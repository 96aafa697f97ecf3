//! Everything the fake remembers.

use uuid::Uuid;

use crate::clock::Clock;
use crate::pairing_keys::PairingKeys;
use crate::push_credentials::PushCredentials;
use crate::recording::RecordedRequest;
use crate::refusal::Refusal;
use crate::token::Tokens;

/// One PingOne environment and what was done to it.
pub(crate) struct World {
    pub(crate) clock: Clock,
    pub(crate) tokens: Tokens,
    pub(crate) directory: Directory,
    pub(crate) push_credentials: PushCredentials,
    pub(crate) pairing_keys: PairingKeys,
    pub(crate) requests: Vec<RecordedRequest>,
}

/// What exists before the first request: no operation of the contract makes or removes these.
pub(crate) struct Directory {
    pub(crate) environment: Uuid,
    pub(crate) applications: Vec<Uuid>,
    pub(crate) users: Vec<Uuid>,
    pub(crate) policies: Vec<Uuid>,
}

impl Directory {
    /// Refuses a path parameter that leads to nothing. Parameters of other names are left to the behaviours.
    pub(crate) fn check(&self, parameter: &str, id: Uuid) -> Result<(), Refusal> {
        let (what, exists) = match parameter {
            "environmentID" => ("The environment", self.environment == id),
            "applicationID" => ("The application", self.applications.contains(&id)),
            "userID" => ("The user", self.users.contains(&id)),
            _ => return Ok(()),
        };
        if exists { Ok(()) } else { Err(Refusal::not_found(what)) }
    }
}

//! What PingOne's paths go through, and what is there from the start.

use uuid::{Uuid, uuid};

use crate::world::directory::Directory;

/// The path of the API below its host.
pub(super) const API_PATH: &str = "/v1";

/// The collection of environments.
pub(super) const ENVIRONMENTS: &str = "/environments";
/// The last segment of the collections of push credentials.
pub(super) const PUSH_CREDENTIALS: &str = "pushCredentials";
/// The last segment of the collections of pairing keys.
pub(super) const PAIRING_KEYS: &str = "pairingKeys";

// The ids of the contract's own examples, so that a request copied from there is answered.
pub(super) const ENVIRONMENT: Uuid = uuid!("abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6");
pub(super) const APPLICATION: Uuid = uuid!("7d8797b7-a097-46a9-841f-88f531d1d99b");
pub(super) const USER: Uuid = uuid!("788d4931-6936-43f2-82ff-178f5762298a");
pub(super) const POLICY: Uuid = uuid!("3c7f6e52-0f1b-4d0e-9a55-6b8c2d1e4f70");

/// The native applications of an environment.
pub(super) fn applications(environment: Uuid) -> String {
    format!("{ENVIRONMENTS}/{environment}/applications")
}

/// The users of an environment.
pub(super) fn users(environment: Uuid) -> String {
    format!("{ENVIRONMENTS}/{environment}/users")
}

/// The device authentication policies of an environment.
pub(super) fn policies(environment: Uuid) -> String {
    format!("{ENVIRONMENTS}/{environment}/deviceAuthenticationPolicies")
}

/// The push credentials of an application.
pub(super) fn push_credentials(environment: Uuid, application: Uuid) -> String {
    format!("{}/{application}/{PUSH_CREDENTIALS}", applications(environment))
}

/// Adds an environment with nothing in it.
pub(super) fn add_environment(directory: &mut Directory, id: Uuid) {
    directory.add(ENVIRONMENTS, id);
    for collection in [applications(id), users(id), policies(id)] {
        directory.open(collection);
    }
}

/// One environment with one of each.
pub(super) fn directory() -> Directory {
    let mut directory = Directory::default();
    add_environment(&mut directory, ENVIRONMENT);
    directory.add(applications(ENVIRONMENT), APPLICATION);
    directory.add(users(ENVIRONMENT), USER);
    directory.add(policies(ENVIRONMENT), POLICY);
    directory
}

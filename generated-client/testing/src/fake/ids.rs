//! The ids of what is there from the start.

use uuid::{Uuid, uuid};

// The ids of the contract's own examples, so that a request copied from there is answered.
pub(crate) const ENVIRONMENT: Uuid = uuid!("abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6");
pub(crate) const APPLICATION: Uuid = uuid!("7d8797b7-a097-46a9-841f-88f531d1d99b");
pub(crate) const USER: Uuid = uuid!("788d4931-6936-43f2-82ff-178f5762298a");
pub(crate) const POLICY: Uuid = uuid!("3c7f6e52-0f1b-4d0e-9a55-6b8c2d1e4f70");

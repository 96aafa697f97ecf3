//! Takes the members of an object that can be read, and leaves the others where they are.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Takes a member that is of the expected type. `null` is absent; any other value is left where it is.
pub(super) fn take<T: DeserializeOwned>(members: &mut Map<String, Value>, name: &str) -> Option<T> {
    take_with(members, name, |value| T::deserialize(value).ok())
}

pub(super) fn take_with<T>(
    members: &mut Map<String, Value>,
    name: &str,
    read: impl FnOnce(&Value) -> Option<T>,
) -> Option<T> {
    let value = members.get(name)?;
    let taken = read(value);
    if taken.is_some() || value.is_null() {
        members.remove(name);
    }
    taken
}

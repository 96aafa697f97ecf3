//! Which collection is special, and in what.

use super::special::Special;
use super::{pairing_keys, push_credentials};
use crate::contract::template::Template;

struct Ordinary;

impl Special for Ordinary {}

/// What is special about a collection.
pub(super) fn of(collection: &Template) -> &'static dyn Special {
    match collection.last_literal() {
        Some(push_credentials::COLLECTION) => &push_credentials::PushCredentials,
        Some(pairing_keys::COLLECTION) => &pairing_keys::PairingKeys,
        _ => &Ordinary,
    }
}

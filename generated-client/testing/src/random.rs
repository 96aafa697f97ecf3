//! Every random value the fake makes comes from here.

use uuid::Uuid;

/// A new resource or correlation id.
pub(crate) fn id() -> Uuid {
    Uuid::new_v4()
}

/// A bearer token that nobody can guess and that says what it is when it turns up in a log.
pub(crate) fn token() -> String {
    format!("fake-token-{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

/// A numeric code of exactly 12 digits, leading zeros included.
pub(crate) fn numeric_code() -> String {
    format!("{:012}", Uuid::new_v4().as_u128() % 1_000_000_000_000)
}

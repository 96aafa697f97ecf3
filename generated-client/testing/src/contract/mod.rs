//! The contract, compiled: routes, schemas, and what they say about resources.

pub(crate) mod fields;
pub(crate) mod parameters;
pub(crate) mod role;
pub(crate) mod sample;
pub(crate) mod schema;
pub(crate) mod table;
pub(crate) mod template;

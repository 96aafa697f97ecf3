//! The contract, compiled: routes, schemas, and what they say about resources.

mod described;
pub(crate) mod document;
pub(crate) mod embedded;
pub(crate) mod fields;
pub(crate) mod forms;
mod json_schema;
pub(crate) mod parameters;
mod reader;
mod reference;
pub(crate) mod role;
pub(crate) mod sample;
pub(crate) mod schema;
mod security;
mod styles;
pub(crate) mod table;
pub(crate) mod template;

//! The face stage: plan → quote: what users of the client touch.
//!
//! One file each: documentation, conversions of arguments, types, request builders, resource
//! handles, examples. Every function here turns a part of the plan into items; `layout` says which
//! items stand in which file.

mod access;
pub(crate) mod arguments;
mod bodies;
mod client;
mod conversions;
pub(crate) mod docs;
mod enums;
pub(crate) mod example;
mod given;
mod group;
mod handle;
pub(crate) mod layout;
mod literal;
pub(crate) mod operation;
mod outcomes;
mod own;
#[cfg(test)]
mod reserved;
mod response_headers;
mod results;
mod signature;
mod tests;
pub(crate) mod types;
mod unions;

pub(crate) use client::construction;
pub(crate) use literal::raw_json;
pub(crate) use signature::spaced;
pub use signature::{body_text, field_text, signature, type_text};

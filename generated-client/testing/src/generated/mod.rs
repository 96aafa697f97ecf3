// @generated from spec/openapi.yaml by `cargo xtask regen`. Do not edit.

//! Everything that the contract decides.

pub(crate) mod calls;
mod operations;
pub mod requests;
pub(crate) mod stub;

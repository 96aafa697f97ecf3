// @generated from spec/openapi.yaml by `cargo xtask regen`. Do not edit.

//! Everything that the contract decides.

pub mod pairing_keys;
pub mod push_credentials;
pub mod types;

#[cfg(test)]
mod examples;

// @generated from spec/openapi.yaml by `cargo xtask regen`. Do not edit.

//! Everything that the contract decides.

mod client;
pub mod pairing_keys;
pub mod push_credentials;
pub mod types;

pub use self::client::{Client, ClientBuilder};

#[cfg(test)]
mod examples;

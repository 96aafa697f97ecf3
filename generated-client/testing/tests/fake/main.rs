//! The fake over real loopback HTTP, spoken byte by byte so that no client library hides what is sent.
//!
//! The modules are marked as tests for the lints, which let tests unwrap.

#[cfg(test)]
mod assertions;
#[cfg(test)]
mod client_time;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod invented;
#[cfg(test)]
mod pairing_keys;
#[cfg(test)]
mod parents;
#[cfg(test)]
mod push_credentials;
#[cfg(test)]
mod recording;
#[cfg(test)]
mod resources;
#[cfg(test)]
mod robustness;
#[cfg(test)]
mod settings;
#[cfg(test)]
mod tokens;
#[cfg(test)]
mod wire;

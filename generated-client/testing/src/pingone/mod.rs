//! The one place that knows PingOne: what is special about its two APIs and no contract says, and what a test holds.
//!
//! The engine below serves any contract and imports nothing of this module; [`product`] answers what it asks.

mod builder;
mod claims;
mod client;
mod clock;
mod control;
mod fake;
mod guesses;
mod pairing_keys;
mod places;
mod product;
mod push_credentials;
mod settings;
mod stub_client;

pub use builder::FakePingOneBuilder;
pub use claims::ClaimError;
pub use clock::FakeClock;
pub use fake::FakePingOne;
pub use guesses::{Allowed, Guesses, Shown, WhenExpired, WhenUnknown};
pub use settings::PairingKeyFormat;
pub use stub_client::stubbed;

//! The face of the fake: start it, point a client at it, look at what it received.

mod builder;
mod client;
mod clock;
mod control;
mod ids;
mod pingone;

pub use builder::FakePingOneBuilder;
pub use clock::FakeClock;
pub(crate) use ids::ENVIRONMENT;
pub use pingone::FakePingOne;

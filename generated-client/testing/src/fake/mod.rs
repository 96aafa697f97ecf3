//! What a test holds: settings, the running fake, and its clock.

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

//! Whatever comes back: every operation and every documented status against every kind of body, and
//! every response with whatever PingOne may add to it.

mod additive;
mod anything;
mod calls;
mod contract;
mod error_bodies;
mod lines;
mod matrix;
mod places;
mod server;

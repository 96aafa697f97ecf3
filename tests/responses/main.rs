//! Whatever comes back: every operation and every documented status against every kind of body, and
//! every response with whatever PingOne may add to it or write otherwise than the contract says.

mod additive;
mod anything;
mod calls;
mod contract;
mod error_bodies;
mod hostile;
mod lines;
mod matrix;
mod odd;
mod places;
mod server;

//! All eight operations through the generated client over real loopback HTTP: the bytes on the wire,
//! and what a PingOne that keeps state makes of them.

mod against_the_fake;
mod on_the_wire;
mod recorder;
mod shared_core;

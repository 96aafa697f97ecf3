//! The service against a PingOne in the process. The module is marked as a test for the lints, which
//! let tests unwrap.

#[cfg(test)]
mod runs;

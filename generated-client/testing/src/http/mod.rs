//! HTTP on loopback: connections, requests, answers.

pub(crate) mod address;
mod checks;
mod contract_changes;
mod controls;
mod correlation;
mod ending;
mod intake;
pub(crate) mod server;
pub(crate) mod service;
mod start_page;

//! HTTP on loopback: connections, requests, answers.

pub(crate) mod body;
mod checks;
mod controls;
pub(crate) mod correlation;
mod intake;
pub(crate) mod refusal;
pub(crate) mod reply;
pub(crate) mod server;
pub(crate) mod service;
mod start_page;

//! What an observer of the client sees: spans and warnings, and nothing that is not for logs.

mod capture;
mod scripted;
mod spans;
